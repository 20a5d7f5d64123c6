/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

#include "cony-producto.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_LINEA_ROW (atencion_linea_row_get_type ())
G_DECLARE_FINAL_TYPE (AtencionLineaRow, atencion_linea_row, ATENCION, LINEA_ROW, GtkListBoxRow)

/* Most portions of one line, as the database has it. */
#define ATENCION_MAX_CANTIDAD 99

/* Signals: "changed" ()  quantity or notes; "emptied" ()  one less than one: the line is to go;
 * "finished" ()  Enter in the notes */
GtkWidget    *atencion_linea_row_new           (ConyProducto     *producto,
                                                int               cantidad);
ConyProducto *atencion_linea_row_get_producto  (AtencionLineaRow *self);
const char   *atencion_linea_row_get_notas     (AtencionLineaRow *self);
double        atencion_linea_row_get_precio    (AtencionLineaRow *self);
void          atencion_linea_row_add           (AtencionLineaRow *self,
                                                int               difference);
const char   *atencion_linea_row_check         (AtencionLineaRow *self);
JsonNode     *atencion_linea_row_create_json   (AtencionLineaRow *self);

G_END_DECLS
