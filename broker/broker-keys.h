/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A key that signs tokens. */
typedef struct
{
  char *kid;
  char *alg;
  GBytes *secret;
} BrokerKey;

/* The keys that are valid now, by their id. */
typedef struct _BrokerKeys BrokerKeys;

BrokerKeys      *broker_keys_new    (void);
void             broker_keys_free   (BrokerKeys *self);
void             broker_keys_clear  (BrokerKeys *self);
void             broker_keys_add    (BrokerKeys *self,
                                     const char *kid,
                                     const char *alg,
                                     GBytes     *secret);
const BrokerKey *broker_keys_find   (BrokerKeys *self,
                                     const char *kid);
guint            broker_keys_count  (BrokerKeys *self);
void             broker_keys_foreach (BrokerKeys *self,
                                     void       (*func) (const BrokerKey *key,
                                                         gpointer         user_data),
                                     gpointer    user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrokerKeys, broker_keys_free)

G_END_DECLS
