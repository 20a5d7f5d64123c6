/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonObject *broker_json_parse        (const char *text,
                                      gssize      length);
const char *broker_json_get_string   (JsonObject *object,
                                      const char *member);
gint64      broker_json_get_int      (JsonObject *object,
                                      const char *member,
                                      gint64      fallback);
char       *broker_json_quote        (const char *text);

G_END_DECLS
