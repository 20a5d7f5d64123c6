/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "inicio-role.h"

G_BEGIN_DECLS

#define INICIO_TYPE_CARD (inicio_card_get_type ())
G_DECLARE_FINAL_TYPE (InicioCard, inicio_card, INICIO, CARD, GtkButton)

GtkWidget        *inicio_card_new      (const InicioRole *role,
                                        guint             digit,
                                        gboolean          allowed);
const InicioRole *inicio_card_get_role (InicioCard       *self);

G_END_DECLS
