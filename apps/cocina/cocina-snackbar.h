/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define COCINA_TYPE_SNACKBAR (cocina_snackbar_get_type ())
G_DECLARE_FINAL_TYPE (CocinaSnackbar, cocina_snackbar, COCINA, SNACKBAR, GObject)

CocinaSnackbar *cocina_snackbar_new       (void);
void            cocina_snackbar_set_place (CocinaSnackbar  *self,
                                           AdwToastOverlay *overlay,
                                           GtkWidget       *below,
                                           gboolean         narrow);
void            cocina_snackbar_show      (CocinaSnackbar  *self,
                                           const char      *icon_name,
                                           const char      *text);
void            cocina_snackbar_show_undo (CocinaSnackbar  *self,
                                           const char      *text,
                                           gint64           pedido_id);
gint64          cocina_snackbar_get_undo  (CocinaSnackbar  *self);
void            cocina_snackbar_dismiss   (CocinaSnackbar  *self);
void            cocina_snackbar_tick      (CocinaSnackbar  *self);

G_END_DECLS
