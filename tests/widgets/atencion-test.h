/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "atencion-dialog.h"
#include "atencion-window-private.h"
#include "cony-alerta.h"
#include "cony-pedido.h"
#include "cony-producto.h"
#include "cony-refill.h"

G_BEGIN_DECLS

/* A window without a database, 800 pixels high, with two orders to approve and one in the kitchen. */
typedef struct
{
  ConySession *session;
  ConyRealtime *realtime;
  AtencionWindow *window;
  ConyPedido *fatima, *nelson, *carlos;
} AtencionTest;

/* @width: of the window, in pixels. */
void atencion_test_add (const char *path,
                        int         width,
                        void      (*test) (AtencionTest  *fixture,
                                           gconstpointer  width));

/* Things to show, and looks at what is shown, for the tests of the front desk. */
GDateTime    *atencion_test_ago            (int           seconds);
ConyPedido   *atencion_test_pedido         (gint64        id,
                                            const char   *cliente,
                                            const char   *estado,
                                            int           seconds);
void          atencion_test_add_item       (ConyPedido   *pedido,
                                            const char   *producto,
                                            int           cantidad,
                                            const char   *notas,
                                            double        precio);
ConyAlerta   *atencion_test_alerta         (gint64        id,
                                            gint64        pedido_id,
                                            const char   *mensaje,
                                            int           seconds);
ConyRefill   *atencion_test_refill         (gint64        id,
                                            const char   *insumo,
                                            const char   *estado,
                                            int           seconds);
ConyProducto *atencion_test_producto       (gint64        id,
                                            const char   *nombre,
                                            double        precio,
                                            gboolean      agotado);
GtkWidget    *atencion_test_find_prefix    (GtkWidget    *root,
                                            const char   *prefix);
char         *atencion_test_get_error      (GtkWindow    *dialog);
ConyCommand  *atencion_test_create_command (GtkWindow    *dialog);

G_END_DECLS
