/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include <glib.h>

G_BEGIN_DECLS

gboolean   notify_check_broker       (const char  *broker,
                                      GError     **error);
GPtrArray *notify_bodies_from_text   (const char  *text,
                                      gssize       length,
                                      GError     **error);
GPtrArray *notify_bodies_from_stream (FILE        *stream,
                                      GError     **error);
gboolean   notify_post               (const char  *broker,
                                      const char  *token,
                                      GPtrArray   *bodies,
                                      const char  *key,
                                      GError     **error);

G_END_DECLS
