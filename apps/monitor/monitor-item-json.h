/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

char *monitor_item_to_json (GObject *item);

G_END_DECLS
