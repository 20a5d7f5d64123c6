/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-test.h"
#include "widget-test.h"

/* Once a program: more would be of no use. */
static void
load_style (void)
{
  static gboolean loaded;

  if (!loaded)
    widget_test_load_css ("/com/conychips/Cony/Atencion/style.css");
  loaded = TRUE;
}

static void
set_up (AtencionTest  *fixture,
        gconstpointer  width)
{
  load_style ();
  fixture->session = cony_session_new ("Atención 1");
  fixture->realtime = cony_realtime_new (fixture->session, NULL);
  fixture->window = atencion_window_new (NULL, fixture->session, fixture->realtime);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), GPOINTER_TO_INT (width), 800);
  fixture->nelson = atencion_test_pedido (144, "Nelson", "PENDIENTE", 100);
  fixture->fatima = atencion_test_pedido (142, "Fátima", "PENDIENTE", 400);
  fixture->carlos = atencion_test_pedido (134, "Carlos", "EN_PREPARACION", 500);
  cony_store_add (CONY_STORE (fixture->window->pedidos), G_OBJECT (fixture->nelson), NULL);
  cony_store_add (CONY_STORE (fixture->window->pedidos), G_OBJECT (fixture->fatima), NULL);
  cony_store_add (CONY_STORE (fixture->window->pedidos), G_OBJECT (fixture->carlos), NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  widget_test_settle (GTK_WIDGET (fixture->window));
}

static void
tear_down (AtencionTest  *fixture,
           gconstpointer  width)
{
  widget_test_assert_dies (GTK_WIDGET (fixture->window));
  g_clear_object (&fixture->fatima);
  g_clear_object (&fixture->nelson);
  g_clear_object (&fixture->carlos);
  g_clear_object (&fixture->realtime);
  g_assert_finalize_object (fixture->session);
}

void
atencion_test_add (const char *path,
                   int         width,
                   void      (*test) (AtencionTest  *fixture,
                                      gconstpointer  width))
{
  g_test_add (path, AtencionTest, GINT_TO_POINTER (width), set_up, test, tear_down);
}

GDateTime *
atencion_test_ago (int seconds)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_add_seconds (now, -seconds);
}

ConyPedido *
atencion_test_pedido (gint64      id,
                      const char *cliente,
                      const char *estado,
                      int         seconds)
{
  g_autoptr (GDateTime) creado = atencion_test_ago (seconds);

  return g_object_new (CONY_TYPE_PEDIDO,
                       "id", id,
                       "sucursal-id", (gint64) 1,
                       "cliente", cliente,
                       "canal", "whatsapp",
                       "telefono", "987654321",
                       "estado", estado,
                       "creado", creado,
                       "total", 46.0,
                       "version", (gint64) 1,
                       NULL);
}

void
atencion_test_add_item (ConyPedido *pedido,
                        const char *producto,
                        int         cantidad,
                        const char *notas,
                        double      precio)
{
  g_autoptr (ConyPedidoItem) item
    = g_object_new (CONY_TYPE_PEDIDO_ITEM, "producto", producto, "cantidad", cantidad, "notas",
                    notas, "precio", precio, NULL);

  g_list_store_append (G_LIST_STORE (cony_pedido_get_items (pedido)), item);
}

ConyAlerta *
atencion_test_alerta (gint64      id,
                      gint64      pedido_id,
                      const char *mensaje,
                      int         seconds)
{
  g_autoptr (GDateTime) sent = atencion_test_ago (seconds);
  g_autofree char *uid = g_uuid_string_random ();

  return g_object_new (CONY_TYPE_ALERTA,
                       "id", id,
                       "uid", uid,
                       "pedido-id", pedido_id,
                       "mensaje", mensaje,
                       "prioridad", "alta",
                       "fecha-envio", sent,
                       NULL);
}

ConyRefill *
atencion_test_refill (gint64      id,
                      const char *insumo,
                      const char *estado,
                      int         seconds)
{
  g_autoptr (GDateTime) asked = atencion_test_ago (seconds);

  return g_object_new (CONY_TYPE_REFILL,
                       "id", id,
                       "insumo", insumo,
                       "unidad", "balde",
                       "cantidad-solicitada", 2.0,
                       "estado", estado,
                       "solicita", "Rosa",
                       "fecha-solicitud", asked,
                       NULL);
}

/* The first label on the screen whose text begins so. */
GtkWidget *
atencion_test_find_prefix (GtkWidget  *root,
                           const char *prefix)
{
  GtkWidget *child;

  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (GTK_IS_LABEL (root) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (root)), prefix))
    return root;
  for (child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = atencion_test_find_prefix (child, prefix);

      if (found)
        return found;
    }
  return NULL;
}

char *
atencion_test_get_error (GtkWindow *dialog)
{
  char *error = NULL;

  g_object_get (dialog, "error", &error, NULL);
  return error;
}

/* What the dialog would run; its action is off without a database. */
ConyCommand *
atencion_test_create_command (GtkWindow *dialog)
{
  atencion_dialog_set_error (ATENCION_DIALOG (dialog), NULL);
  return ATENCION_DIALOG_GET_CLASS (dialog)->create_command (ATENCION_DIALOG (dialog));
}

ConyProducto *
atencion_test_producto (gint64      id,
                        const char *nombre,
                        double      precio,
                        gboolean    agotado)
{
  return g_object_new (CONY_TYPE_PRODUCTO, "id", id, "nombre", nombre, "precio", precio, "activo",
                       TRUE, "agotado", agotado, "faltan", agotado ? "Salsa BBQ" : NULL, NULL);
}
