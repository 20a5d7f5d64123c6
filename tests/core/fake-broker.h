/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A broker whose every word a test decides. */
typedef struct _FakeBroker FakeBroker;

FakeBroker *fake_broker_new           (void);
void        fake_broker_free          (FakeBroker *self);
const char *fake_broker_get_uri       (FakeBroker *self);

/* Off the net, and back at the same port. */
void        fake_broker_kill          (FakeBroker *self);
void        fake_broker_revive        (FakeBroker *self);

/* Whether _auth is answered with _hola, and how; whether pings follow, and with which bd. */
void        fake_broker_set_greeting  (FakeBroker *self,
                                       const char *before,
                                       gboolean    recovered,
                                       const char *cursor);
void        fake_broker_set_pinging   (FakeBroker *self,
                                       gboolean    pinging,
                                       guint       bd);

void        fake_broker_send          (FakeBroker *self,
                                       const char *json);
guint       fake_broker_n_connections (FakeBroker *self);

/* The last message that holds all of this text, or NULL. */
const char *fake_broker_heard         (FakeBroker *self,
                                       const char *text);
guint       fake_broker_n_heard       (FakeBroker *self,
                                       const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeBroker, fake_broker_free)

G_END_DECLS
