/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *cony_event_json_compact       (const char  *text,
                                     gssize       length,
                                     const char  *split_member,
                                     char       **split_value,
                                     GError     **error);
void  cony_event_json_append_string (GString     *out,
                                     const char  *text);

G_END_DECLS
