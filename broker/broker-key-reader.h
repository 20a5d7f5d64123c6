/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-context.h"

G_BEGIN_DECLS

/* Keeps the context's keys as the database has them. */
BrokerKeyReader *broker_key_reader_new   (BrokerContext   *context);
void             broker_key_reader_free  (BrokerKeyReader *self);
void             broker_key_reader_hurry (BrokerKeyReader *self);

G_END_DECLS
