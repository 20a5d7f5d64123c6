/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs the main loop until @condition holds; never sleeps, and ends the test after a minute. */
#define core_wait(condition) \
  G_STMT_START { \
    guint core_limit = core_start_limit (G_STRLOC, #condition); \
    while (!(condition)) \
      g_main_context_iteration (NULL, TRUE); \
    g_source_remove (core_limit); \
  } G_STMT_END

guint         core_start_limit    (const char    *where,
                                   const char    *what);

/* A GAsyncReadyCallback that keeps the result in a GAsyncResult pointer. */
void          core_keep_result_cb (GObject       *object,
                                   GAsyncResult  *result,
                                   gpointer       user_data);

/* A TCP relay to the test's PostgreSQL, whose connections can be cut or frozen. */
typedef struct _CoreRelay CoreRelay;

CoreRelay    *core_relay_new      (void);
void          core_relay_free     (CoreRelay     *self);
char         *core_relay_conninfo (CoreRelay     *self,
                                   const char    *host);
void          core_relay_cut      (CoreRelay     *self);
void          core_relay_freeze   (CoreRelay     *self);
void          core_relay_mute     (CoreRelay     *self);
void          core_relay_block    (CoreRelay     *self,
                                   gboolean       block);
void          core_relay_set_delay (CoreRelay    *self,
                                    guint         most_ms,
                                    GRand        *rand);
guint         core_relay_count    (CoreRelay     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CoreRelay, core_relay_free)

G_END_DECLS
