/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONY_TYPE_THEME (cony_theme_get_type ())
G_DECLARE_FINAL_TYPE (ConyTheme, cony_theme, CONY, THEME, GObject)

ConyTheme  *cony_theme_new        (GdkDisplay *display);
void        cony_theme_set_choice (ConyTheme  *self,
                                   const char *choice);
const char *cony_theme_get_shown  (ConyTheme  *self);

G_END_DECLS
