/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-test.h"

#include "widget-test.h"

const CocinaTestSample cocina_test_samples[] = {
  { 143, "Tito", "delivery", 9, FALSE, NULL, { "1|Alitas BBQ|12 piezas|" } },
  { 131, "Rubén", "whatsapp", 702, TRUE, "Recoge 12:45",
    { "2|Salchipapa|Grande\nSIN mayonesa|", "1|Alitas BBQ|12 piezas|", "2|Chicha 500 ml||x" } },
  { 132, "Lucía", "delivery", 505, TRUE, NULL,
    { "1|Hamburguesa|Doble carne\nSIN cebolla|", "1|Papas cheddar||", "1|Gaseosa 500 ml||x" } },
  { 134, "Carlos", "presencial", 410, TRUE, "Mesa 4",
    { "3|Salchipapa|Clásica|", "1|Papas fritas|Familiar|", "3|Gaseosa 500 ml||" } },
  { 135, "Marisol", "whatsapp", 331, TRUE, "Ají aparte",
    { "1|Alitas picantes|6 piezas|", "1|Hamburguesa|Royal\nSIN tomate|" } },
  { 136, "Diego", "presencial", 242, TRUE, NULL,
    { "2|Papas fritas|Personal|", "1|Nuggets|8 piezas|" } },
  { 137, "Yesenia", "whatsapp", 168, TRUE, "Cubiertos para 2",
    { "1|Salchipapa|A lo pobre\nCon huevo extra|", "1|Papas cheddar||" } },
  { 138, "Jorge", "delivery", 75, FALSE, NULL,
    { "2|Hamburguesa|Clásica\nSIN mayonesa|", "2|Papas fritas|Personal|", "2|Gaseosa 500 ml||" } },
  { 139, "Paola", "whatsapp", 58, FALSE, NULL, { "1|Salchipapa|Clásica|" } },
  { 140, "Iván", "presencial", 41, FALSE, "Mesa 2", { "1|Hamburguesa|Clásica|", "1|Nuggets||" } },
  { 141, "Karen", "whatsapp", 27, FALSE, NULL, { "2|Papas fritas|Familiar|" } },
};

GDateTime *
cocina_test_ago (int seconds)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_add_seconds (now, -seconds);
}

ConyPedido *
cocina_test_pedido_new (const CocinaTestSample *sample)
{
  g_autoptr (GDateTime) aprobado = cocina_test_ago (sample->seconds);
  ConyPedido *pedido
    = g_object_new (CONY_TYPE_PEDIDO, "id", sample->id, "cliente", sample->cliente, "canal",
                    sample->canal, "estado", "EN_PREPARACION", "nota", sample->nota, "aprobado",
                    aprobado, "empezado", sample->empezado ? aprobado : NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sample->items) && sample->items[i]; i++)
    {
      g_auto (GStrv) field = g_strsplit (sample->items[i], "|", -1);
      g_autoptr (ConyPedidoItem) item
        = g_object_new (CONY_TYPE_PEDIDO_ITEM, "id", sample->id * 100 + i, "cantidad",
                        atoi (field[0]),
                        "producto", field[1], "notas", field[2], "hecho", *field[3] != '\0', NULL);

      g_list_store_append (G_LIST_STORE (cony_pedido_get_items (pedido)), item);
    }
  return pedido;
}

void
cocina_test_add_refill (GListStore *refills,
                        gint64      id,
                        const char *insumo,
                        double      cantidad,
                        const char *unidad,
                        const char *estado,
                        int         seconds)
{
  g_autoptr (GDateTime) since = cocina_test_ago (seconds);
  g_autofree char *uid = g_strdup_printf ("refill-%" G_GINT64_FORMAT, id);
  g_autoptr (ConyRefill) refill = NULL;

  refill = g_object_new (CONY_TYPE_REFILL, "id", id, "uid", uid, "insumo", insumo,
                         "cantidad-solicitada", cantidad, "unidad", unidad, "estado", estado,
                         "solicita", "Rosa", "atiende",
                         g_str_equal (estado, "en_camino") ? "Ana" : NULL, "fecha-solicitud", since,
                         NULL);
  g_list_store_append (refills, refill);
}

void
cocina_test_add_alerta (GListStore *alertas,
                        const char *uid,
                        gint64      pedido_id,
                        const char *cliente,
                        const char *prioridad,
                        const char *mensaje,
                        int         seconds)
{
  g_autoptr (GDateTime) sent = cocina_test_ago (seconds);
  g_autoptr (ConyAlerta) alerta = NULL;

  alerta = g_object_new (CONY_TYPE_ALERTA, "uid", uid, "pedido-id", pedido_id, "cliente", cliente,
                         "prioridad", prioridad, "mensaje", mensaje, "envia", "Rosa",
                         "fecha-envio", sent, NULL);
  g_list_store_append (alertas, alerta);
}

void
cocina_test_set_up (CocinaTest    *fixture,
                    gconstpointer  data)
{
  fixture->pedidos = g_list_store_new (CONY_TYPE_PEDIDO);
  fixture->alertas = g_list_store_new (CONY_TYPE_ALERTA);
  fixture->refills = g_list_store_new (CONY_TYPE_REFILL);
  for (guint i = 0; i < G_N_ELEMENTS (cocina_test_samples); i++)
    {
      g_autoptr (ConyPedido) pedido = cocina_test_pedido_new (&cocina_test_samples[i]);

      g_list_store_append (fixture->pedidos, pedido);
    }
  cocina_test_add_refill (fixture->refills, 3, "Vasos 500 ml", 1, "manga", "en_camino", 380);
  cocina_test_add_refill (fixture->refills, 1, "Mayonesa", 2, "balde", "pendiente", 200);
  cocina_test_add_refill (fixture->refills, 2, "Servilletas", 4, "paquete", "pendiente", 130);
  cocina_test_add_refill (fixture->refills, 4, "Sal", 1, "kg", "entregado", 900);

  fixture->window = g_object_new (COCINA_TYPE_WINDOW, NULL);
  fixture->window->connected = TRUE;
  gtk_label_set_label (fixture->window->sucursal, "Centro");
  gtk_label_set_label (fixture->window->pantalla, "Cocina 1");
  gtk_label_set_label (fixture->window->nombre, "Ana");
  cony_freshness_pill_show (fixture->window->freshness, CONY_FRESCURA_EN_VIVO, 1);
  cocina_window_set_models (fixture->window, G_LIST_MODEL (fixture->pedidos),
                            G_LIST_MODEL (fixture->alertas), G_LIST_MODEL (fixture->refills));
  cocina_window_tick (fixture->window);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1920, 1080);
  gtk_window_fullscreen (GTK_WINDOW (fixture->window));
  gtk_window_present (GTK_WINDOW (fixture->window));
  widget_test_settle (GTK_WIDGET (fixture->window));
}

void
cocina_test_tear_down (CocinaTest    *fixture,
                       gconstpointer  data)
{
  widget_test_assert_dies (GTK_WIDGET (fixture->window));
  g_assert_finalize_object (fixture->pedidos);
  g_assert_finalize_object (fixture->alertas);
  g_assert_finalize_object (fixture->refills);
}

/* The n-th ticket on the screen. */
GtkWidget *
cocina_test_find_ticket (CocinaTest *fixture,
                         gint64   id)
{
  g_autofree char *number = g_strdup_printf ("#%" G_GINT64_FORMAT, id);
  GtkWidget *label = widget_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, number);

  return label ? gtk_widget_get_ancestor (label, COCINA_TYPE_TICKET) : NULL;
}

/* How many lines below @widget are struck through. */
int
cocina_test_n_struck (GtkWidget *widget)
{
  int n = GTK_IS_BUTTON (widget) && gtk_widget_has_css_class (widget, "done");
  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (; child; child = gtk_widget_get_next_sibling (child))
    n += cocina_test_n_struck (child);
  return n;
}

gint64
cocina_test_selected_id (CocinaTest *fixture)
{
  ConyPedido *pedido = cocina_tickets_get_selected (fixture->window->tickets);

  return pedido ? cony_pedido_get_id (pedido) : 0;
}

ConyOutboxEntry *
cocina_test_enqueue (GListStore  *outbox,
                     ConyCommand *command)
{
  g_autoptr (GDateTime) made = cocina_test_ago (3);
  g_autoptr (ConyCommand) owned = command;
  g_autoptr (ConyOutboxEntry) entry = cony_outbox_entry_new (command, made, "Ana");

  g_list_store_append (outbox, entry);
  return entry;
}
