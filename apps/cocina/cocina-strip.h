/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "cocina-snackbar.h"

G_BEGIN_DECLS

#define COCINA_TYPE_STRIP (cocina_strip_get_type ())
G_DECLARE_FINAL_TYPE (CocinaStrip, cocina_strip, COCINA, STRIP, GtkBox)

void     cocina_strip_set_refills   (CocinaStrip    *self,
                                     GListModel     *refills);
void     cocina_strip_take_snackbar (CocinaStrip    *self,
                                     CocinaSnackbar *snackbar);
gboolean cocina_strip_shows         (CocinaStrip    *self,
                                     const char     *uid);

G_END_DECLS
