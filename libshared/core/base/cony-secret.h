/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void cony_secret_clear (char    **secret);
void cony_secret_free  (gpointer  secret);

G_END_DECLS
