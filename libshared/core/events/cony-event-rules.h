/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

gboolean cony_event_check_fields (const char  *tipo,
                                  JsonObject  *payload,
                                  GError     **error);

G_END_DECLS
