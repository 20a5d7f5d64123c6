/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Called for each person. */
typedef void (*BrokerPersonFunc) (const char *login,
                                  gint64      id,
                                  const char *nombre,
                                  gboolean    active,
                                  gpointer    user_data);

/* Everybody who has a login, as the database last told. */
typedef struct _BrokerPeople BrokerPeople;

BrokerPeople *broker_people_new       (void);
void          broker_people_free      (BrokerPeople     *self);
void          broker_people_clear     (BrokerPeople     *self);
void          broker_people_add       (BrokerPeople     *self,
                                       const char       *login,
                                       gint64            id,
                                       const char       *nombre,
                                       gboolean          active);
gint64        broker_people_get_id    (BrokerPeople     *self,
                                       const char       *login);
const char   *broker_people_get_name  (BrokerPeople     *self,
                                       const char       *login);
gboolean      broker_people_is_denied (BrokerPeople     *self,
                                       const char       *login);
void          broker_people_foreach   (BrokerPeople     *self,
                                       BrokerPersonFunc  func,
                                       gpointer          user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrokerPeople, broker_people_free)

G_END_DECLS
