/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-backoff.h"
#include "cony-link-watch.h"
#include "cony-session.h"

G_BEGIN_DECLS

/* What the files of ConySession share: cony-session.c is the object, cony-session-reconnect.c keeps
 * its connection, cony-session-login.c is the way in, cony-session-person.c who is in,
 * cony-session-run.c what this person asks for. */
struct _ConySession
{
  GObject parent_instance;

  /* construct-time */
  char *pantalla;

  /* owned */
  ConyDatabase *database;
  ConyLinkWatch *watch;
  ConyDispatcher *dispatcher;
  ConyEventLog *event_log;
  ConyOutbox *outbox; /* NULL for a program that keeps nothing */

  /* owned: the credentials, from login to logout, in memory only */
  char *conninfo;
  char *user;
  char *password;
  ConyRoles wanted;

  /* owned: who is logged in */
  gboolean logged_in;
  char *login;
  char *nombre;
  gint64 usuario_id;
  ConyRoles roles;
  gint64 sucursal_id;
  char *sucursal_nombre;
  GTimeZone *time_zone;
  JsonObject *umbrales;
  char *cursor;
  char *token; /* the last one for the broker */

  /* server time minus monotonic time, in microseconds */
  gint64 clock_offset;
  gint64 asked_at;

  GSource *reconnect;
  ConyBackoff backoff;
  gint64 tried_at; /* when the last attempt began, monotonic */
  gboolean connecting;
  gboolean refreshing;
  gboolean refresh_again; /* something changed while it went on */
  gboolean away;

  /* borrowed: the login that is going on, it holds a reference to us */
  GTask *login_task;

  /* what may go to the outbox is done one after the other, so that nothing overtakes what had to go
   * there; owned, but the running one, which owns itself */
  GQueue turns;   /* of GTask */
  GTask *in_turn;
};

/* cony-session.c */
void      cony_session_set_text       (ConySession  *self,
                                       char        **field,
                                       const char   *value,
                                       const char   *property);
void      cony_session_set_logged_in  (ConySession  *self,
                                       gboolean      logged_in);
void      cony_session_close          (ConySession  *self);
void      cony_session_emit_reconnected
                                      (ConySession  *self);
void      cony_session_emit_ended     (ConySession  *self,
                                       const GError *reason);

/* cony-session-reconnect.c */
void      cony_session_read_again     (ConySession  *self);
void      cony_session_keep_connected (ConySession  *self);
void      cony_session_forget_connection
                                      (ConySession  *self);

/* cony-session-person.c */
JsonNode *cony_session_parse_json     (const char   *text);
gboolean  cony_session_read_yo        (ConySession  *self,
                                       ConyResult   *rows,
                                       GError      **error);
void      cony_session_forget_person  (ConySession  *self);

/* cony-session-run.c */
void      cony_session_drop_turns     (ConySession         *self);
void      cony_session_send_async     (ConySession         *self,
                                       ConyCommand         *command,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);

G_END_DECLS
