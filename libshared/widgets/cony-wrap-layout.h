/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONY_TYPE_WRAP_LAYOUT (cony_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (ConyWrapLayout, cony_wrap_layout, CONY, WRAP_LAYOUT, GtkLayoutManager)

/* Properties: "spacing" and "line-spacing" (int, pixels). */
GtkLayoutManager *cony_wrap_layout_new (int spacing,
                                        int line_spacing);

G_END_DECLS
