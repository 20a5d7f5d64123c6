/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATENCION_TYPE_ERROR_STRIP (atencion_error_strip_get_type ())
G_DECLARE_FINAL_TYPE (AtencionErrorStrip, atencion_error_strip, ATENCION, ERROR_STRIP, GtkBox)

/* Property: "text" (write-only: a sentence; NULL hides the strip). */

G_END_DECLS
