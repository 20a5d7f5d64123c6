/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cocina-unit.h"
#include "cocina-window-private.h"
#include "cony-lines.h"
#include "widget-test.h"

/* The busy service of the design pictures: number, customer, channel, seconds, begun, note, dishes
 * as "amount|product|notes|done". */
typedef struct
{
  gint64 id;
  const char *cliente;
  const char *canal;
  int seconds;
  gboolean empezado;
  const char *nota;
  const char *items[4];
} Sample;

static const Sample samples[] = {
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

typedef struct
{
  GListStore *pedidos;
  GListStore *alertas;
  GListStore *refills;
  CocinaWindow *window;
} Fixture;

static GDateTime *
ago (int seconds)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_add_seconds (now, -seconds);
}

static ConyPedido *
pedido_new (const Sample *sample)
{
  g_autoptr (GDateTime) aprobado = ago (sample->seconds);
  ConyPedido *pedido
    = g_object_new (CONY_TYPE_PEDIDO, "id", sample->id, "cliente", sample->cliente, "canal",
                    sample->canal, "estado", "EN_PREPARACION", "nota", sample->nota, "aprobado",
                    aprobado, "empezado", sample->empezado ? aprobado : NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sample->items) && sample->items[i]; i++)
    {
      g_auto (GStrv) field = g_strsplit (sample->items[i], "|", -1);
      g_autoptr (ConyPedidoItem) item
        = g_object_new (CONY_TYPE_PEDIDO_ITEM, "id", sample->id * 100 + i, "cantidad", atoi (field[0]),
                        "producto", field[1], "notas", field[2], "hecho", *field[3] != '\0', NULL);

      g_list_store_append (G_LIST_STORE (cony_pedido_get_items (pedido)), item);
    }
  return pedido;
}

static void
add_refill (GListStore *refills,
            gint64      id,
            const char *insumo,
            double      cantidad,
            const char *unidad,
            const char *estado,
            int         seconds)
{
  g_autoptr (GDateTime) since = ago (seconds);
  g_autofree char *uid = g_strdup_printf ("refill-%" G_GINT64_FORMAT, id);
  g_autoptr (ConyRefill) refill = NULL;

  refill = g_object_new (CONY_TYPE_REFILL, "id", id, "uid", uid, "insumo", insumo,
                         "cantidad-solicitada", cantidad, "unidad", unidad, "estado", estado,
                         "solicita", "Rosa", "atiende",
                         g_str_equal (estado, "en_camino") ? "Ana" : NULL, "fecha-solicitud", since,
                         NULL);
  g_list_store_append (refills, refill);
}

static void
add_alerta (GListStore *alertas,
            const char *uid,
            gint64      pedido_id,
            const char *cliente,
            const char *prioridad,
            const char *mensaje,
            int         seconds)
{
  g_autoptr (GDateTime) sent = ago (seconds);
  g_autoptr (ConyAlerta) alerta = NULL;

  alerta = g_object_new (CONY_TYPE_ALERTA, "uid", uid, "pedido-id", pedido_id, "cliente", cliente,
                         "prioridad", prioridad, "mensaje", mensaje, "envia", "Rosa",
                         "fecha-envio", sent, NULL);
  g_list_store_append (alertas, alerta);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->pedidos = g_list_store_new (CONY_TYPE_PEDIDO);
  fixture->alertas = g_list_store_new (CONY_TYPE_ALERTA);
  fixture->refills = g_list_store_new (CONY_TYPE_REFILL);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (ConyPedido) pedido = pedido_new (&samples[i]);

      g_list_store_append (fixture->pedidos, pedido);
    }
  add_refill (fixture->refills, 3, "Vasos 500 ml", 1, "manga", "en_camino", 380);
  add_refill (fixture->refills, 1, "Mayonesa", 2, "balde", "pendiente", 200);
  add_refill (fixture->refills, 2, "Servilletas", 4, "paquete", "pendiente", 130);
  add_refill (fixture->refills, 4, "Sal", 1, "kg", "entregado", 900);

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

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  widget_test_assert_dies (GTK_WIDGET (fixture->window));
  g_assert_finalize_object (fixture->pedidos);
  g_assert_finalize_object (fixture->alertas);
  g_assert_finalize_object (fixture->refills);
}

/* The n-th ticket on the screen. */
static GtkWidget *
find_ticket (Fixture *fixture,
             gint64   id)
{
  g_autofree char *number = g_strdup_printf ("#%" G_GINT64_FORMAT, id);
  GtkWidget *label = widget_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, number);

  return label ? gtk_widget_get_ancestor (label, COCINA_TYPE_TICKET) : NULL;
}

/* How many lines below @widget are struck through. */
static int
n_struck (GtkWidget *widget)
{
  int n = GTK_IS_BUTTON (widget) && gtk_widget_has_css_class (widget, "done");
  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (; child; child = gtk_widget_get_next_sibling (child))
    n += n_struck (child);
  return n;
}

static gint64
selected_id (Fixture *fixture)
{
  ConyPedido *pedido = cocina_tickets_get_selected (fixture->window->tickets);

  return pedido ? cony_pedido_get_id (pedido) : 0;
}

static void
test_board (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  /* The oldest seven have a ticket, the others a line in the last cell. */
  g_assert_nonnull (find_ticket (fixture, 131));
  g_assert_nonnull (find_ticket (fixture, 138));
  g_assert_null (find_ticket (fixture, 139));
  g_assert_true (widget_test_shows (window, "+4 more"));
  g_assert_true (widget_test_shows (window, "#143"));
  g_assert_cmpint (selected_id (fixture), ==, 131);

  /* By age: colour, word and icon. */
  g_assert_true (gtk_widget_has_css_class (find_ticket (fixture, 131), "tarde"));
  g_assert_true (gtk_widget_has_css_class (find_ticket (fixture, 132), "tarde"));
  g_assert_true (gtk_widget_has_css_class (find_ticket (fixture, 134), "apurar"));
  g_assert_true (gtk_widget_has_css_class (find_ticket (fixture, 136), "a-tiempo"));
  g_assert_true (gtk_widget_has_css_class (find_ticket (fixture, 138), "nuevo"));
  g_assert_true (widget_test_shows (find_ticket (fixture, 131), "Late"));
  g_assert_true (widget_test_shows (find_ticket (fixture, 138), "Start"));
  g_assert_true (widget_test_shows (find_ticket (fixture, 137), "Ready"));
  g_assert_true (widget_test_shows (find_ticket (fixture, 131), "SIN mayonesa"));

  /* Open requests only; what nobody has taken stands first. */
  g_assert_true (widget_test_shows (window, "2 to attend"));
  g_assert_false (widget_test_shows (window, "Sal"));

  /* The totals leave out what is struck through. */
  g_assert_true (widget_test_shows (window, "11 orders"));
  g_assert_cmpint (fixture->window->unit, ==, 29);
  widget_test_save_png (window, "cocina-board");
}

static void
test_selection (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  gtk_widget_activate_action (window, "win.select-digit", "i", 3);
  g_assert_cmpint (selected_id (fixture), ==, 134);
  g_assert_true (gtk_widget_has_css_class (find_ticket (fixture, 134), "selected"));
  gtk_widget_activate_action (window, "win.select", "x", (gint64) 137);
  g_assert_cmpint (selected_id (fixture), ==, 137);

  /* The selected one is finished: the one now in its place takes over. */
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->pedidos)); i++)
    {
      g_autoptr (ConyPedido) pedido = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), i);

      if (cony_pedido_get_id (pedido) == 137)
        g_list_store_remove (fixture->pedidos, i);
    }
  widget_test_settle (window);
  g_assert_null (find_ticket (fixture, 137));
  g_assert_cmpint (selected_id (fixture), ==, 138);

  gtk_widget_activate_action (window, "win.page", "i", 1);
  widget_test_settle (window);
  g_assert_nonnull (find_ticket (fixture, 143));
  g_assert_true (widget_test_shows (window, "7 before"));
  widget_test_save_png (window, "cocina-page-2");
  gtk_widget_activate_action (window, "win.page", "i", 1);
  widget_test_settle (window);
  g_assert_nonnull (find_ticket (fixture, 131));
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (ConyPedido) pedido = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), 3);
  gpointer again = pedido;

  g_object_set (pedido, "estado", "CANCELADO", "cancelado", now, "cancelado-por", "Rosa",
                "cambio", "cancelado", NULL);
  g_list_store_splice (fixture->pedidos, 3, 1, &again, 1);
  widget_test_settle (GTK_WIDGET (fixture->window));
  g_assert_true (gtk_widget_has_css_class (find_ticket (fixture, 134), "cancelado"));
  g_assert_true (widget_test_shows (find_ticket (fixture, 134), "Understood"));
  widget_test_save_png (GTK_WIDGET (fixture->window), "cocina-cancelled");

  /* Confirmed, here or on another screen. */
  g_object_set (pedido, "cambio", NULL, NULL);
  g_list_store_splice (fixture->pedidos, 3, 1, &again, 1);
  widget_test_settle (GTK_WIDGET (fixture->window));
  g_assert_null (find_ticket (fixture, 134));
}

/* Something was added, somebody is in a hurry, one came back. */
static void
test_changed (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (ConyPedido) pedido = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), 5);
  g_autoptr (ConyPedido) rush = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), 6);
  g_autoptr (ConyPedidoItem) item
    = g_object_new (CONY_TYPE_PEDIDO_ITEM, "id", (gint64) 9, "cantidad", 1, "producto",
                    "Papas cheddar", "anadido", now, NULL);
  g_autofree char *hour = g_date_time_format (now, "ADDED %H:%M");
  gpointer again = pedido;

  g_list_store_append (G_LIST_STORE (cony_pedido_get_items (pedido)), item);
  g_object_set (pedido, "cambio", "anadido", "cambiado", now, "recuperado", now, NULL);
  g_list_store_splice (fixture->pedidos, 5, 1, &again, 1);
  again = rush;
  g_object_set (rush, "prioridad", TRUE, "prioridad-motivo", "Cliente con bebé", NULL);
  g_list_store_splice (fixture->pedidos, 6, 1, &again, 1);
  widget_test_settle (window);
  g_assert_true (gtk_widget_has_css_class (find_ticket (fixture, 136), "cambio"));
  g_assert_true (widget_test_shows (find_ticket (fixture, 136), "Understood"));
  g_assert_true (widget_test_shows (find_ticket (fixture, 136), "Added"));
  g_assert_true (widget_test_shows (find_ticket (fixture, 136), hour));
  g_assert_true (widget_test_shows (find_ticket (fixture, 136), "RECALLED"));
  g_assert_true (widget_test_shows (find_ticket (fixture, 137), "RUSH: Cliente con bebé"));
  g_assert_false (widget_test_shows (find_ticket (fixture, 131), "RUSH"));
  gtk_widget_activate_action (window, "win.select-digit", "i", 1);
  g_assert_cmpint (selected_id (fixture), ==, 137);
  widget_test_settle (window);
  widget_test_save_png (window, "cocina-changed");
}

static ConyOutboxEntry *
enqueue (GListStore  *outbox,
         ConyCommand *command)
{
  g_autoptr (GDateTime) made = ago (3);
  g_autoptr (ConyCommand) owned = command;
  g_autoptr (ConyOutboxEntry) entry = cony_outbox_entry_new (command, made, "Ana");

  g_list_store_append (outbox, entry);
  return entry;
}

static void
set_entry (GListStore       *outbox,
           ConyOutboxEntry  *entry,
           ConyOutboxEstado  estado,
           const char       *error)
{
  gpointer again = entry;
  guint position;

  cony_outbox_entry_set_estado (entry, estado, error);
  g_assert_true (g_list_store_find (outbox, entry, &position));
  g_list_store_splice (outbox, position, 1, &again, 1);
}

/* What was done without a database is shown as if it had happened, and says that it waits. */
static void
test_queued (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (GListStore) outbox = g_list_store_new (CONY_TYPE_OUTBOX_ENTRY);
  ConyOutboxEntry *ready, *start;
  GtkWidget *button;

  cocina_window_set_outbox (fixture->window, G_LIST_MODEL (outbox));
  fixture->window->connected = FALSE;
  ready = enqueue (outbox, cony_command_new_pedido_listo (132, "EN_PREPARACION"));
  start = enqueue (outbox, cony_command_new_empezar_pedido (138, "EN_PREPARACION"));
  enqueue (outbox, cony_command_new_marcar_item (13400, TRUE));
  enqueue (outbox, cony_command_new_atender_refill (1, "pendiente", "en_camino", NULL));
  widget_test_settle (window);

  button = widget_test_find (find_ticket (fixture, 132), GTK_TYPE_LABEL, "Ready, queued");
  g_assert_nonnull (button);
  g_assert_false (gtk_widget_is_sensitive (button));
  g_assert_true (gtk_widget_has_css_class (find_ticket (fixture, 138), "a-tiempo"));
  g_assert_true (widget_test_shows (find_ticket (fixture, 138), "Start, queued"));
  g_assert_true (gtk_widget_is_sensitive (
    widget_test_find (find_ticket (fixture, 138), GTK_TYPE_LABEL, "Ready")));
  g_assert_true (widget_test_shows (window, "On its way, queued"));
  g_assert_cmpint (n_struck (find_ticket (fixture, 134)), ==, 1);
  g_assert_cmpint (n_struck (find_ticket (fixture, 135)), ==, 0);
  widget_test_save_png (window, "cocina-cola");

  /* Two cannot be stored: each is shown with its reason until its author has read it. */
  g_assert_false (widget_test_shows (window, "This order was cancelled."));
  set_entry (outbox, ready, CONY_OUTBOX_IMPOSIBLE, "This order was cancelled.");
  set_entry (outbox, start, CONY_OUTBOX_IMPOSIBLE, "There is no such order.");
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "This order was cancelled."));
  g_assert_true (widget_test_shows (window, "1 of 2"));
  g_assert_true (gtk_widget_has_css_class (find_ticket (fixture, 138), "nuevo"));
  widget_test_save_png (window, "cocina-perdido");
  g_list_store_remove (outbox, 0);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "There is no such order."));
  g_list_store_remove_all (outbox);
  widget_test_settle (window);
  g_assert_null (widget_test_find (window, GTK_TYPE_LABEL, "Dismiss"));
  g_assert_cmpint (n_struck (find_ticket (fixture, 134)), ==, 0);
}

/* Presses the button with this text. */
static void
press_button (Fixture    *fixture,
              const char *label)
{
  GtkWidget *text = widget_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, label);

  g_assert_nonnull (text);
  g_signal_emit_by_name (gtk_widget_get_ancestor (text, GTK_TYPE_BUTTON), "clicked");
  widget_test_settle (GTK_WIDGET (fixture->window));
}

/* All requests with all their steps; each is reached page by page. */
static void
test_refills (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (ConyRefill) first = NULL;
  g_autoptr (ConyRefill) last = NULL;
  GtkWidget *search;

  gtk_widget_activate_action (window, "win.refill", NULL);
  widget_test_settle (window);
  g_assert_null (find_ticket (fixture, 131));
  g_assert_true (widget_test_shows (window, "Seen"));
  g_assert_true (widget_test_shows (window, "Reject…"));
  g_assert_false (widget_test_shows (window, "1 to 3 of 3"));
  widget_test_save_png (window, "cocina-refills");

  for (int i = 0; i < 30; i++)
    add_refill (fixture->refills, 100 + i, "Vasos", 1 + i, "paquete", "pendiente", 100 - i);
  widget_test_settle (window);
  first = g_list_model_get_item (G_LIST_MODEL (fixture->refills), 4);
  last = g_list_model_get_item (G_LIST_MODEL (fixture->refills), 33);
  g_assert_true (cocina_panel_shows (fixture->window->refills, first));
  g_assert_false (cocina_panel_shows (fixture->window->refills, last));
  g_assert_true (widget_test_shows (window, "1 to 9 of 33"));
  for (int i = 0; i < 3; i++)
    press_button (fixture, "PgDn");
  g_assert_false (cocina_panel_shows (fixture->window->refills, first));
  g_assert_true (cocina_panel_shows (fixture->window->refills, last));
  search = widget_test_find (window, GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "mayo");
  widget_test_settle (window);
  g_assert_true (widget_test_shows (GTK_WIDGET (fixture->window->refills), "Mayonesa"));
  g_assert_false (widget_test_shows (GTK_WIDGET (fixture->window->refills), "Vasos"));

  /* A refusal has a reason. */
  press_button (fixture, "Reject…");
  g_assert_true (widget_test_shows (window, "Reject Mayonesa, 2 baldes"));
  g_assert_true (widget_test_shows (window, "None left"));
  g_assert_cmpint (fixture->window->rejecting, ==, 1);
  g_assert_false (
    gtk_widget_is_sensitive (widget_test_find (window, GTK_TYPE_LABEL, "Reject")));
  widget_test_save_png (window, "cocina-reject");
  gtk_widget_activate_action (window, "win.back", NULL);
  widget_test_settle (window);
  g_assert_nonnull (find_ticket (fixture, 131));
}

static void
test_supplies (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const names[]
    = { "Aceite", "Limón", "Mayonesa", "Papa", "Salchicha", "Servilletas" };
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (GListStore) insumos = g_list_store_new (CONY_TYPE_INSUMO);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (ConyInsumo) insumo
        = g_object_new (CONY_TYPE_INSUMO, "id", (gint64) i + 1, "nombre", names[i], "unidad", "kg",
                        "agotado", i == 1, NULL);

      g_list_store_append (insumos, insumo);
    }
  cocina_window_set_supplies (fixture->window, G_LIST_MODEL (insumos));
  gtk_widget_activate_action (window, "win.supplies", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "OUT OF STOCK"));
  g_assert_true (widget_test_shows (window, "There again"));
  g_assert_true (
    gtk_widget_is_sensitive (widget_test_find (window, GTK_TYPE_LABEL, "There again")));
  widget_test_save_png (window, "cocina-agotado");
  cocina_window_set_supplies (fixture->window, NULL);
}

typedef struct
{
  GtkWidget *window;
  int width;
} Width;

static gboolean
has_width (gpointer user_data)
{
  Width *width = user_data;

  return gtk_widget_get_width (width->window) == width->width;
}

static void
resize (GtkWidget *window,
        int        width,
        int        height)
{
  Width wanted = { window, width };

  if (width == 1920)
    {
      gtk_window_fullscreen (GTK_WINDOW (window));
    }
  else
    {
      gtk_window_unfullscreen (GTK_WINDOW (window));
      gtk_window_set_default_size (GTK_WINDOW (window), width, height);
    }
  g_assert_true (widget_test_wait (has_width, &wanted));
  widget_test_settle (window);
}

static void
choose (GtkWidget  *window,
        const char *action,
        const char *value)
{
  gtk_widget_activate_action (window, action, "s", value);
  widget_test_settle (window);
}

/* From how far it is read, on monitors that tell the truth, nothing, or nonsense. */
static void
test_unit (void)
{
  double tv = cocina_unit_pitch (1920, 708);
  double reaches;

  g_assert_cmpfloat_with_epsilon (tv, 0.369, 0.001);
  g_assert_cmpint (cocina_unit_find (1.5, tv, 1920, 1080, NULL), ==, 29);
  g_assert_cmpint (cocina_unit_find (2, tv, 1920, 1080, NULL), ==, 38);
  g_assert_cmpint (cocina_unit_find (2, cocina_unit_pitch (1920, 952), 1920, 1080, NULL), ==, 28);
  g_assert_cmpint (cocina_unit_find (0, tv, 1920, 1080, NULL), ==, 29);
  /* The board still fits, and the truth is told. */
  g_assert_cmpint (cocina_unit_find (3, tv, 1920, 1080, &reaches), ==, 40);
  g_assert_cmpfloat (reaches, >, 2);
  g_assert_cmpfloat (reaches, <, 3);
  g_assert_cmpfloat (cocina_unit_pitch (1920, 0), ==, cocina_unit_pitch (1920, 16));
  g_assert_cmpfloat (cocina_unit_pitch (1920, 0), ==, cocina_unit_pitch (1920, 16000));
  g_assert_cmpfloat (cocina_unit_pitch (0, 0), >, 0);
  g_assert_cmpint (cocina_unit_find (1, tv, 200, 100, NULL), ==, 12);
}

static void
test_preferences (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *button;
  int unit;

  gtk_widget_activate_action (window, "win.preferences", NULL);
  widget_test_settle (window);
  button = widget_test_find (window, GTK_TYPE_TOGGLE_BUTTON, "Fill the screen");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  unit = fixture->window->unit;
  g_assert_cmpint (unit, ==, 29);
  g_signal_emit_by_name (widget_test_find (window, GTK_TYPE_TOGGLE_BUTTON, "1 m"), "clicked");
  widget_test_settle (window);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  g_assert_true (widget_test_shows (window, "The letters can be read from 1 m."));
  g_assert_cmpint (fixture->window->unit, <, unit);
  choose (window, "win.distance", "3");
  g_assert_cmpint (fixture->window->unit, ==, 40);
  /* Everything is still inside the window. */
  g_assert_cmpint (gtk_widget_get_width (gtk_widget_get_first_child (fixture->window->frame)), ==,
                   gtk_widget_get_width (window));
  g_assert_cmpint (gtk_widget_get_height (gtk_widget_get_first_child (fixture->window->frame)), ==,
                   gtk_widget_get_height (window));
  widget_test_save_png (window, "cocina-preferencias");
  g_signal_emit_by_name (widget_test_find (window, GTK_TYPE_TOGGLE_BUTTON, "Light"), "clicked");
  widget_test_settle (window);
  g_assert_false (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  choose (window, "win.theme", "contrast");
  g_assert_true (adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

/* The states that matter, in every theme and size, to be looked at. */
static void
test_pictures (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const themes[] = { "dark", "light", "contrast" };
  static const int sizes[][2] = { { 1280, 800 }, { 1920, 1080 } };
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (GListStore) outbox = g_list_store_new (CONY_TYPE_OUTBOX_ENTRY);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (ConyPedido) changed = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), 5);
  g_autoptr (ConyPedido) gone = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), 6);
  gpointer rows[2] = { changed, gone };

  cocina_window_set_outbox (fixture->window, G_LIST_MODEL (outbox));
  enqueue (outbox, cony_command_new_pedido_listo (132, "EN_PREPARACION"));
  g_object_set (changed, "cambio", "anadido", "recuperado", now, "prioridad", TRUE,
                "prioridad-motivo", "El repartidor espera", NULL);
  g_object_set (gone, "estado", "CANCELADO", "cancelado", now, "cancelado-por", "Rosa", "cambio",
                "cancelado", NULL);
  g_list_store_splice (fixture->pedidos, 5, 2, rows, 2);
  for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
    {
      resize (window, sizes[size][0], sizes[size][1]);
      for (guint theme = 0; theme < G_N_ELEMENTS (themes); theme++)
        {
          g_autofree char *name = g_strdup_printf ("%s-%d", themes[theme], sizes[size][0]);
          g_autofree char *board = g_strconcat ("cocina-tablero-", name, NULL);
          g_autofree char *alert = g_strconcat ("cocina-aviso-", name, NULL);

          choose (window, "win.theme", themes[theme]);
          widget_test_save_png (window, board);
          add_alerta (fixture->alertas, "a", 135, "Marisol", "urgente", "Alergia al huevo", 18);
          widget_test_settle (window);
          g_assert_true (widget_test_shows (window, "Alergia al huevo"));
          widget_test_save_png (window, alert);
          g_list_store_remove_all (fixture->alertas);
          widget_test_settle (window);
        }
    }
  choose (window, "win.theme", "dark");
  choose (window, "win.distance", "2");
  widget_test_save_png (window, "cocina-tablero-2m");
  choose (window, "win.distance", "3");
  widget_test_save_png (window, "cocina-tablero-3m");
}

static void
finish (Fixture *fixture,
        guint    position,
        int      seconds,
        const char *estado)
{
  g_autoptr (ConyPedido) pedido = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), position);
  g_autoptr (GDateTime) listo = ago (seconds);
  gpointer again = pedido;

  g_object_set (pedido, "estado", estado, "listo", listo, NULL);
  g_list_store_splice (fixture->pedidos, position, 1, &again, 1);
}

static void
test_recall (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *search;

  finish (fixture, 1, 20, "LISTO");
  finish (fixture, 2, 10, "ENTREGADO");
  finish (fixture, 3, 30, "CANCELADO");
  cocina_rail_toast_undo (fixture->window->rail, "#133 ready", 133);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Undo 5 s"));
  g_assert_cmpint (cocina_rail_get_undo (fixture->window->rail), ==, 133);
  widget_test_save_png (window, "cocina-undo");
  cocina_rail_dismiss (fixture->window->rail);
  g_assert_cmpint (cocina_rail_get_undo (fixture->window->rail), ==, 0);

  gtk_widget_activate_action (window, "win.recall", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "#131"));
  g_assert_true (widget_test_shows (window, "#132"));
  g_assert_true (widget_test_shows (window, "Handed over"));
  g_assert_false (widget_test_shows (window, "#134"));
  widget_test_save_png (window, "cocina-recall");
  search = widget_test_find (window, GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "132");
  widget_test_settle (window);
  g_assert_false (widget_test_shows (window, "#131"));
  g_assert_true (widget_test_shows (window, "#132"));

  gtk_widget_activate_action (window, "win.back", NULL);
  widget_test_settle (window);
  g_assert_nonnull (find_ticket (fixture, 135));
}

/* An alert about an order of another page takes the cook there, and back when it is over. */
static void
test_alert_page (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  add_alerta (fixture->alertas, "a", 141, "Karen", "urgente", "Sin sal", 1);
  widget_test_settle (window);
  g_assert_cmpint (selected_id (fixture), ==, 141);
  g_assert_nonnull (find_ticket (fixture, 141));
  g_assert_null (find_ticket (fixture, 131));

  add_alerta (fixture->alertas, "b", 0, NULL, "normal", "Falta hielo", 1);
  g_list_store_remove (fixture->alertas, 0);
  widget_test_settle (window);
  g_assert_nonnull (find_ticket (fixture, 131));
  /* Enter means a ticket that can be seen. */
  g_assert_nonnull (find_ticket (fixture, selected_id (fixture)));

  /* From wherever it was, also when the order is gone with the alert. */
  gtk_widget_activate_action (window, "win.page", "i", 1);
  gtk_widget_activate_action (window, "win.select-digit", "i", 2);
  g_assert_cmpint (selected_id (fixture), ==, 140);
  add_alerta (fixture->alertas, "c", 132, "Lucía", "urgente", "Sin cebolla", 1);
  widget_test_settle (window);
  g_assert_cmpint (selected_id (fixture), ==, 132);
  g_list_store_remove (fixture->pedidos, 2);
  g_list_store_remove (fixture->alertas, 1);
  widget_test_settle (window);
  g_assert_cmpint (selected_id (fixture), ==, 140);
}

static char *
make_longest (void)
{
  GString *text = g_string_new (NULL);

  while (text->len < 488)
    g_string_append (text, "Cambien guantes y limpien. ");
  g_string_truncate (text, 500);
  return g_string_free (text, FALSE);
}

static void
test_alert (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *label;
  g_autoptr (GDateTime) later = NULL;
  g_autofree char *longest = make_longest ();

  add_alerta (fixture->alertas, "b", 0, NULL, "alta", "Falta una salchipapa en el mostrador", 60);
  add_alerta (fixture->alertas, "a", 135, "Marisol", "urgente",
              "Alergia al huevo: la hamburguesa va SIN mayonesa.\nCambien guantes y limpien la "
              "plancha antes de armar.",
              18);
  cocina_window_tick (fixture->window);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "1 of 2"));
  /* The selection follows the alert. */
  g_assert_cmpint (selected_id (fixture), ==, 135);
  g_assert_true (gtk_widget_has_css_class (fixture->window->main, "tight"));
  widget_test_save_png (window, "cocina-alerta");

  gtk_widget_activate_action (window, "win.next-alert", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "2 of 2"));
  widget_test_save_png (window, "cocina-alerta-alta");
  gtk_widget_activate_action (window, "win.show-alert", "s", "a");
  later = ago (-40);
  cony_alert_banner_tick (fixture->window->banner, later);
  widget_test_settle (window);
  widget_test_save_png (window, "cocina-alerta-45s");

  /* The longest message that there can be is shown whole. */
  g_list_store_remove_all (fixture->alertas);
  add_alerta (fixture->alertas, "c", 135, "Marisol", "urgente", longest, 2);
  widget_test_settle (window);
  label = widget_test_find (window, GTK_TYPE_LABEL, longest);
  g_assert_nonnull (label);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
  widget_test_save_png (window, "cocina-alerta-larga");

  g_list_store_remove_all (fixture->alertas);
  widget_test_settle (window);
  g_assert_false (gtk_widget_has_css_class (fixture->window->main, "tight"));
}

static void
playing_cb (GString    *heard,
            const char *sound)
{
  g_string_append_printf (heard, "%s ", sound);
}

/* What is heard and seen on the way up, by the age at which the board finds it. */
static void
test_ladder (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct
  {
    const char *prioridad;
    int seconds;
    const char *sounds;
    gboolean red;
  } steps[] = {
    { "normal", 300, "alerta ", FALSE },        { "alta", 300, "alerta-alta ", FALSE },
    { "urgente", 1, "alerta-urgente ", FALSE }, { "urgente", 20, "alerta-fuerte ", FALSE },
    { "urgente", 50, "alerta-fuerte ", TRUE },  { "urgente", 130, "alerta-larga ", TRUE },
  };
  g_autoptr (GString) heard = g_string_new (NULL);

  g_signal_connect_swapped (fixture->window->sound, "playing", G_CALLBACK (playing_cb), heard);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *uid = g_strdup_printf ("step %u", i);
      g_autofree char *name = g_strdup_printf ("cocina-escalera-%s-%d", steps[i].prioridad,
                                               steps[i].seconds);

      add_alerta (fixture->alertas, uid, 135, "Marisol", steps[i].prioridad, "Alergia al huevo",
                  steps[i].seconds);
      cocina_window_tick (fixture->window);
      widget_test_settle (GTK_WIDGET (fixture->window));
      g_assert_cmpstr (heard->str, ==, steps[i].sounds);
      g_assert_cmpint (cony_alert_banner_is_red (fixture->window->banner), ==, steps[i].red);
      widget_test_save_png (GTK_WIDGET (fixture->window), name);
      g_list_store_remove_all (fixture->alertas);
      g_string_truncate (heard, 0);
    }
  g_signal_handlers_disconnect_by_data (fixture->window->sound, heard);
}

/* What is off for a minute can be seen all the same. */
static void
test_mute (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (GString) heard = g_string_new (NULL);

  g_signal_connect_swapped (fixture->window->sound, "playing", G_CALLBACK (playing_cb), heard);
  gtk_widget_activate_action (window, "win.mute", NULL);
  g_assert_cmpuint (cony_sound_get_muted (fixture->window->sound), ==, 60);
  add_alerta (fixture->alertas, "a", 135, "Marisol", "urgente", "Alergia al huevo", 20);
  cocina_window_tick (fixture->window);
  widget_test_settle (window);
  g_assert_cmpstr (heard->str, ==, "");
  g_assert_true (widget_test_shows (window, "Alergia al huevo"));
  widget_test_save_png (window, "cocina-silencio");

  gtk_widget_activate_action (window, "win.mute", NULL);
  g_assert_cmpuint (cony_sound_get_muted (fixture->window->sound), ==, 0);
  cony_sound_mute (fixture->window->sound, 600);
  g_assert_cmpuint (cony_sound_get_muted (fixture->window->sound), ==, 60);
  cony_sound_mute (fixture->window->sound, 0);
  add_alerta (fixture->alertas, "b", 135, "Marisol", "urgente", "Sin maní", 50);
  g_assert_cmpstr (heard->str, ==, "alerta-fuerte ");
  g_signal_handlers_disconnect_by_data (fixture->window->sound, heard);
}

static void
press_digits (Fixture    *fixture,
              const char *digits)
{
  for (; *digits; digits++)
    {
      const char label[] = { *digits, '\0' };
      GtkWidget *button = widget_test_find (fixture->window->pin_panel, GTK_TYPE_BUTTON, label);

      g_assert_nonnull (button);
      g_assert_cmpint (gtk_widget_get_height (button), >=, 55); /* 20 mm at 32 inch */
      g_assert_cmpint (gtk_widget_get_width (button), >=, 55);
      g_signal_emit_by_name (button, "clicked");
    }
}

static void
entered_cb (GString    *entered,
            const char *login,
            const char *pin)
{
  g_string_append_printf (entered, "%s %s;", login ? login : "-", pin);
}

static void
test_pin (Fixture       *fixture,
          gconstpointer  data)
{
  static const char *people[][2] = { { "dora", "Dora" }, { "elio", "Elio" }, { "fina", "Fina" } };
  GtkWidget *window = GTK_WIDGET (fixture->window);
  CocinaPinPanel *panel = COCINA_PIN_PANEL (fixture->window->pin_panel);
  g_autoptr (GListStore) personas = g_list_store_new (CONY_TYPE_PERSONA);
  g_autoptr (GString) entered = g_string_new (NULL);

  g_signal_connect_swapped (panel, "entered", G_CALLBACK (entered_cb), entered);
  cony_alert_banner_set_persona (fixture->window->banner, "Ana");
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (ConyPersona) persona
        = g_object_new (CONY_TYPE_PERSONA, "id", (gint64) i + 1, "login", people[i][0], "nombre",
                        people[i][1], NULL);

      g_list_store_append (personas, persona);
    }
  add_alerta (fixture->alertas, "a", 135, "Marisol", "urgente", "Alergia al huevo", 20);
  cocina_window_tick (fixture->window);
  g_assert_false (widget_test_shows (GTK_WIDGET (fixture->window->banner), "Seen as…"));
  cocina_window_set_personas (fixture->window, G_LIST_MODEL (personas));
  widget_test_settle (window);
  g_assert_true (widget_test_shows (GTK_WIDGET (fixture->window->banner), "Seen as…"));
  g_assert_true (widget_test_shows (GTK_WIDGET (fixture->window->banner), "Ana"));

  gtk_widget_activate_action (window, "win.seen-as", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Dora"));
  widget_test_save_png (window, "cocina-visto-como");
  g_signal_emit_by_name (gtk_widget_get_ancestor (widget_test_find (fixture->window->pin_panel,
                                                                    GTK_TYPE_LABEL, "Elio"),
                                                  GTK_TYPE_BUTTON),
                         "clicked");
  widget_test_settle (window);
  press_digits (fixture, "80");
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "● ● ○ ○"));
  widget_test_save_png (window, "cocina-pin");
  press_digits (fixture, "24");
  g_assert_cmpstr (entered->str, ==, "elio 8024;");
  g_assert_true (widget_test_shows (window, "Checking…"));
  cocina_pin_panel_fail (panel, "The PIN is wrong.");
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "○ ○ ○ ○"));
  g_assert_true (widget_test_shows (window, "The PIN is wrong."));
  widget_test_save_png (window, "cocina-pin-errado");

  /* Seen elsewhere: nothing is left to be asked. */
  g_list_store_remove_all (fixture->alertas);
  widget_test_settle (window);
  g_assert_false (widget_test_shows (window, "The PIN is wrong."));
  g_assert_true (widget_test_shows (window, "#131"));

  /* One's own. */
  gtk_widget_activate_action (window, "win.my-pin", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Four digits that only you know"));
  g_signal_handlers_disconnect_by_data (panel, entered);
  cocina_window_set_personas (fixture->window, NULL);
}

/* Told to a screen reader when it comes and when it gets worse; nothing moves for whom that is bad. */
static void
test_announced (Fixture       *fixture,
                gconstpointer  data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  GtkWidget *banner = GTK_WIDGET (fixture->window->banner);
  GtkWidget *frame = gtk_revealer_get_child (GTK_REVEALER (gtk_widget_get_first_child (banner)));

  add_alerta (fixture->alertas, "a", 135, "Marisol", "urgente", "Alergia al huevo", 1);
  widget_test_settle (GTK_WIDGET (fixture->window));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (frame), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "URGENT. Alergia al huevo. Order #135 · Marisol   ·   "
                                       "from Rosa");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (frame), GTK_ACCESSIBLE_ROLE_ALERT);
  g_list_store_remove_all (fixture->alertas);
  add_alerta (fixture->alertas, "b", 135, "Marisol", "urgente", "Sin maní", 16);
  cocina_window_tick (fixture->window);
  widget_test_settle (GTK_WIDGET (fixture->window));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (frame), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "URGENT. Sin maní. Order #135 · Marisol   ·   "
                                       "from Rosa");
  g_assert_true (gtk_widget_has_css_class (frame, "blink"));

  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  g_assert_false (gtk_widget_has_css_class (fixture->window->frame, "still"));
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  g_assert_true (gtk_widget_has_css_class (fixture->window->frame, "still"));
}

/* Its Visto waits for the database: it is quiet, says so, and lets the others pass. */
static void
test_seen_queued (Fixture       *fixture,
             gconstpointer  data)
{
  const char *seen[] = { "a", NULL };
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (GString) heard = g_string_new (NULL);

  g_signal_connect_swapped (fixture->window->sound, "playing", G_CALLBACK (playing_cb), heard);
  add_alerta (fixture->alertas, "a", 135, "Marisol", "urgente", "Alergia al huevo", 60);
  add_alerta (fixture->alertas, "b", 0, NULL, "alta", "Falta hielo", 10);
  cocina_window_tick (fixture->window);
  g_assert_true (cony_alert_banner_is_red (fixture->window->banner));
  g_assert_cmpstr (heard->str, ==, "alerta-fuerte alerta-alta ");
  g_string_truncate (heard, 0);

  cony_alert_ladder_set_quiet (fixture->window->ladder, seen);
  cony_alert_banner_update (fixture->window->banner);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Falta hielo"));
  g_assert_false (cony_alert_banner_is_red (fixture->window->banner));
  gtk_widget_activate_action (window, "win.next-alert", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Alergia al huevo"));
  g_assert_true (widget_test_shows (window, "Seen, queued"));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "seen"));
  g_assert_cmpstr (heard->str, ==, "");
  widget_test_save_png (window, "cocina-visto-en-cola");
  g_signal_handlers_disconnect_by_data (fixture->window->sound, heard);
}

/* A bad evening: the board must not slow down with what nobody can see. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 begin, spent;

  for (int i = 0; i < 300; i++)
    {
      Sample sample = samples[1 + i % 10];
      g_autoptr (ConyPedido) pedido = NULL;

      sample.id = 1000 + i;
      pedido = pedido_new (&sample);
      g_list_store_append (fixture->pedidos, pedido);
    }
  for (int i = 0; i < 1000; i++)
    add_refill (fixture->refills, 100 + i, "Servilletas", 1 + i % 5, "paquete", "pendiente", i);
  widget_test_settle (GTK_WIDGET (fixture->window));
  g_assert_true (widget_test_shows (GTK_WIDGET (fixture->window), "+304 more"));

  begin = g_get_monotonic_time ();
  for (int i = 0; i < 20; i++)
    {
      cocina_window_tick (fixture->window);
      widget_test_settle (GTK_WIDGET (fixture->window));
    }
  spent = g_get_monotonic_time () - begin;
  g_test_message ("one tick with 311 orders and three frames: %.1f ms", spent / 20e3);
  widget_test_save_png (GTK_WIDGET (fixture->window), "cocina-many");
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  const char *sentence = "This order is no longer in preparation. Somebody else was faster.";
  GtkWidget *label;

  g_list_store_remove_all (fixture->pedidos);
  g_list_store_remove_all (fixture->refills);
  cocina_rail_toast (fixture->window->rail, "cony-check-symbolic", "#131 ready");
  cocina_rail_toast (fixture->window->rail, "cony-box-symbolic", "Refill: Mayonesa, 2 baldes");
  widget_test_settle (GTK_WIDGET (fixture->window));
  g_assert_true (widget_test_shows (GTK_WIDGET (fixture->window), "No orders"));
  g_assert_true (widget_test_shows (GTK_WIDGET (fixture->window), "Refill: Mayonesa, 2 baldes"));
  g_assert_true (gtk_widget_has_css_class (
    widget_test_find (GTK_WIDGET (fixture->window), CONY_TYPE_LINES, NULL), "undoing"));
  widget_test_save_png (GTK_WIDGET (fixture->window), "cocina-empty");

  /* A sentence breaks and is not cut. */
  cocina_rail_toast (fixture->window->rail, "cony-error-symbolic", sentence);
  widget_test_settle (GTK_WIDGET (fixture->window));
  label = widget_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, sentence);
  g_assert_nonnull (label);
  g_assert_cmpint (gtk_widget_get_width (label), <,
                   gtk_widget_get_width (GTK_WIDGET (fixture->window->rail)));
}

static void
test_order (void)
{
  CocinaUmbrales umbrales = COCINA_UMBRALES_DEFAULT;
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 24, 17, 0, 0);
  g_autoptr (GDateTime) before = g_date_time_add_seconds (now, -299);
  g_autoptr (GDateTime) due = g_date_time_add_seconds (now, 1);
  g_autoptr (GDateTime) late = g_date_time_add_seconds (now, 181);
  g_autoptr (ConyPedido) old
    = g_object_new (CONY_TYPE_PEDIDO, "id", (gint64) 9, "estado", "EN_PREPARACION", "aprobado",
                    before, NULL);
  g_autoptr (ConyPedido) young
    = g_object_new (CONY_TYPE_PEDIDO, "id", (gint64) 2, "estado", "EN_PREPARACION", "aprobado", now,
                    NULL);

  g_assert_cmpint (cocina_pedido_get_seconds (old, now), ==, 299);
  g_assert_cmpint (cocina_pedido_get_estado (old, now, &umbrales), ==, COCINA_ESTADO_NUEVO);
  g_assert_cmpint (cocina_pedido_get_estado (old, due, &umbrales), ==, COCINA_ESTADO_APURAR);
  g_assert_cmpint (cocina_pedido_get_estado (old, late, &umbrales), ==, COCINA_ESTADO_TARDE);
  g_assert_true (cocina_pedido_is_late (old, late, &umbrales));
  /* A channel with its own thresholds. */
  umbrales.delivery = (CocinaPlazo) { 420, 900 };
  g_assert_cmpint (cocina_pedido_get_estado (old, late, &umbrales), ==, COCINA_ESTADO_TARDE);
  g_object_set (old, "canal", "delivery", NULL);
  g_assert_cmpint (cocina_pedido_get_estado (old, due, &umbrales), ==, COCINA_ESTADO_NUEVO);
  g_assert_cmpint (cocina_pedido_get_estado (old, late, &umbrales), ==, COCINA_ESTADO_APURAR);
  g_assert_false (cocina_pedido_is_late (old, late, &umbrales));
  g_object_set (old, "empezado", now, NULL);
  g_assert_cmpint (cocina_pedido_get_estado (old, now, &umbrales), ==, COCINA_ESTADO_A_TIEMPO);
  /* A clock that is behind shows no negative time. */
  g_assert_cmpint (cocina_pedido_get_seconds (young, before), ==, 0);

  g_assert_cmpint (cocina_pedido_compare (old, young), <, 0);
  g_object_set (young, "prioridad", TRUE, NULL);
  g_assert_cmpint (cocina_pedido_compare (old, young), >, 0);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  widget_test_init (&argc, &argv);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  g_test_add_func ("/cocina/order", test_order);
  g_test_add_func ("/cocina/unit", test_unit);
  ADD ("/cocina/board", test_board);
  ADD ("/cocina/selection", test_selection);
  ADD ("/cocina/cancelled", test_cancelled);
  ADD ("/cocina/changed", test_changed);
  ADD ("/cocina/recall", test_recall);
  ADD ("/cocina/queued", test_queued);
  ADD ("/cocina/preferences", test_preferences);
  ADD ("/cocina/pictures", test_pictures);
  ADD ("/cocina/refills", test_refills);
  ADD ("/cocina/supplies", test_supplies);
  ADD ("/cocina/alert", test_alert);
  ADD ("/cocina/alert-page", test_alert_page);
  ADD ("/cocina/ladder", test_ladder);
  ADD ("/cocina/mute", test_mute);
  ADD ("/cocina/pin", test_pin);
  ADD ("/cocina/announced", test_announced);
  ADD ("/cocina/seen-queued", test_seen_queued);
  ADD ("/cocina/many", test_many);
  ADD ("/cocina/empty", test_empty);
  return g_test_run ();
}
