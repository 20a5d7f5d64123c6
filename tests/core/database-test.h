/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-database.h"

G_BEGIN_DECLS

#define DATABASE_TEST_SUPERUSER "postgres"

/* A connection under test, another of the superuser beside it, and what the first one told. */
typedef struct
{
  ConyDatabase *db;
  ConyDatabase *other;
  guint n_lost;
  guint n_notifies;
  guint n_checking;
} DatabaseTest;

/* Of the fixture; connected: as the superuser. */
void        database_test_set_up           (DatabaseTest  *fixture,
                                            gconstpointer  unused);
void        database_test_set_up_connected (DatabaseTest  *fixture,
                                            gconstpointer  unused);
void        database_test_tear_down        (DatabaseTest  *fixture,
                                            gconstpointer  unused);
/* Starts a program of tests; then adds a test with the fixture. */
void        database_test_init             (int           *argc,
                                            char        ***argv);
void        database_test_add              (const char    *path,
                                            void         (*set_up) (DatabaseTest  *fixture,
                                                                    gconstpointer  unused),
                                            void         (*test) (DatabaseTest  *fixture,
                                                                  gconstpointer  unused));

char       *database_test_conninfo         (void);
/* Has to end as @error says it may: it is open, or there is an error. */
void        database_test_connect          (ConyDatabase  *db,
                                            const char    *conninfo,
                                            const char    *user,
                                            const char    *password,
                                            GError       **error);
ConyResult *database_test_query            (ConyDatabase  *db,
                                            const char    *sql,
                                            const char    *first,
                                            GError       **error);
/* Column `n` of the first row. */
gint64      database_test_query_int        (ConyDatabase  *db,
                                            const char    *sql);
void        database_test_run              (ConyDatabase  *db,
                                            const char    *sql);

/* A person of the test, `prueba`, with the password `Secreto 1`, and a table that counts how often an
 * action ran. */
void        database_test_prepare_person   (DatabaseTest  *fixture);

G_END_DECLS
