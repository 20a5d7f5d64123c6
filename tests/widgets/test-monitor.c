/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cony-alerta-store.h"
#include "cony-refill-store.h"
#include "monitor-event-format.h"
#include "monitor-item-json.h"
#include "monitor-pages.h"
#include "monitor-test.h"
#include "monitor-window.h"
#include "monitor-words.h"
#include "widget-test.h"

/* ---- words ---- */

static void
test_format (void)
{
  static const struct
  {
    const char *json;
    const char *name;
    const char *detail;
    const char *about;
    const char *who;
    gboolean urgent;
  } rows[] = {
    { "{\"tipo\":\"alerta_cocina\",\"alerta_id\":10,\"pedido_id\":135,\"prioridad\":\"urgente\","
      "\"mensaje\":\"Alergia al huevo:\\nSIN mayonesa\",\"usuario\":\"Rosa\"}",
      "Urgent alert", "Alergia al huevo: SIN mayonesa", "#135", "Rosa", TRUE },
    { "{\"tipo\":\"alerta_cocina\",\"alerta_id\":11,\"prioridad\":\"alta\",\"mensaje\":\"Apurar\"}",
      "High alert", "Apurar", "A-11", "", FALSE },
    { "{\"tipo\":\"alerta_vista\",\"alerta_id\":10,\"segundos\":8,\"usuario\":\"Ana\"}",
      "Alert seen", "after 8 s", "A-10", "Ana", FALSE },
    { "{\"tipo\":\"alerta_entregada\",\"alerta_id\":10,\"pantalla\":\"Cocina 1\"}",
      "Alert on screen", "Cocina 1", "A-10", "", FALSE },
    { "{\"tipo\":\"refill_solicitado\",\"refill_id\":58,\"insumo\":\"Servilletas\",\"unidad\":"
      "\"paquete\",\"cantidad\":4}",
      "Refill requested", "Servilletas, 4 paquetes", "R-58", "", FALSE },
    { "{\"tipo\":\"refill_actualizado\",\"refill_id\":56,\"estado\":\"en_camino\"}",
      "Refill on its way", "", "R-56", "", FALSE },
    { "{\"tipo\":\"pedido_creado\",\"pedido_id\":144,\"canal\":\"delivery\","
      "\"cliente\":\"Nelson\"}",
      "Order created", "Delivery, Nelson", "#144", "", FALSE },
    { "{\"tipo\":\"refill_actualizado\",\"refill_id\":56,\"estado\":\"pendiente\","
      "\"cambio\":\"en_pantalla\",\"pantalla\":\"Cocina 1\"}",
      "Refill on screen", "Cocina 1", "R-56", "", FALSE },
    { "{\"tipo\":\"pedido_actualizado\",\"pedido_id\":130,\"cambio\":\"listo\"}", "Order ready", "",
      "#130", "", FALSE },
    { "{\"tipo\":\"voucher_rechazado\",\"voucher_id\":9,\"pedido_id\":147,\"motivo\":\"Ilegible\"}",
      "Receipt rejected", "Ilegible", "#147", "", FALSE },
    { "{\"tipo\":\"voucher_whatsapp\",\"voucher_id\":999}", "New receipt", "Receipt 999", "V-999",
      "", FALSE },
    { "{\"tipo\":\"evento_sin_confirmar\",\"evento_tipo\":\"refill_solicitado\",\"motivo\":"
      "\"sin_respuesta\",\"intentos\":3}",
      "Not shown", "Refill requested: no screen answered", "", "", FALSE },
    { "{\"tipo\":\"evento_sin_confirmar\",\"evento_tipo\":\"alerta_cocina\",\"motivo\":"
      "\"sin_sesion\"}",
      "Not shown", "Alert: no screen was connected", "", "", FALSE },
    { "{\"tipo\":\"nadie_lo_conoce\",\"x\":1}", "nadie_lo_conoce",
      "{\"tipo\":\"nadie_lo_conoce\",\"x\":1}", "", "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (ConyEvent) event = monitor_test_event (rows[i].json);
      g_autofree char *detail = monitor_event_detail (event);
      g_autofree char *about = monitor_event_about (event);

      g_assert_cmpstr (monitor_event_name (event), ==, rows[i].name);
      g_assert_cmpstr (detail, ==, rows[i].detail);
      g_assert_cmpstr (about, ==, rows[i].about);
      g_assert_cmpstr (monitor_event_who (event), ==, rows[i].who);
      g_assert_cmpint (monitor_event_is_urgent (event), ==, rows[i].urgent);
      g_assert_true (gtk_icon_theme_has_icon (
          gtk_icon_theme_get_for_display (gdk_display_get_default ()), monitor_event_icon (event)));
    }
}

/* The day is told of what is not of today, by the clock of the branch. */
static void
test_time (void)
{
  g_autoptr (GTimeZone) lima = g_time_zone_new_identifier ("America/Lima");
  g_autoptr (GDateTime) now = g_date_time_new_from_iso8601 ("2026-11-25T01:00:00Z", NULL);
  g_autoptr (GDateTime) today = g_date_time_new_from_iso8601 ("2026-11-24T05:00:00.087Z", NULL);
  g_autoptr (GDateTime) yesterday = g_date_time_new_from_iso8601 ("2026-11-24T04:59:59Z", NULL);
  g_autofree char *exact = monitor_time_format (today, now, lima, TRUE);
  g_autofree char *short_ = monitor_time_format (today, now, lima, FALSE);
  g_autofree char *old = monitor_time_format (yesterday, now, lima, TRUE);
  g_autofree char *none = monitor_time_format (NULL, now, lima, TRUE);

  g_assert_cmpstr (exact, ==, "00:00:00.087");
  g_assert_cmpstr (short_, ==, "00:00:00");
  g_assert_cmpstr (old, ==, "11/23 23:59:59");
  g_assert_cmpstr (none, ==, "");
}

static void
test_matches (void)
{
  g_autoptr (ConyEvent) event
      = monitor_test_event ("{\"tipo\":\"pedido_creado\",\"pedido_id\":144,\"canal\":\"delivery\","
                   "\"cliente\":\"Íñigo\",\"usuario\":\"bot\"}");

  g_assert_true (monitor_event_matches (event, ""));
  g_assert_true (monitor_event_matches (event, "íÑIGO"));
  g_assert_true (monitor_event_matches (event, "#144"));
  g_assert_true (monitor_event_matches (event, "pedido_creado"));
  g_assert_false (monitor_event_matches (event, "Rosa"));
}

static void
test_pretty (void)
{
  g_autofree char *pretty = monitor_json_pretty ("{\"tipo\":\"x\",\"a\":[1,2]}");
  g_autofree char *broken = monitor_json_pretty ("no JSON");

  g_assert_nonnull (strstr (pretty, "\"tipo\" : \"x\""));
  g_assert_nonnull (strchr (pretty, '\n'));
  g_assert_cmpstr (broken, ==, "no JSON");
}

static void
test_item_json (void)
{
  g_autoptr (GDateTime) sent = g_date_time_new_from_iso8601 ("2026-11-24T12:41:12Z", NULL);
  g_autoptr (GObject) alerta
      = g_object_new (CONY_TYPE_ALERTA, "id", (gint64) 10, "mensaje", "Apurar", "leida", TRUE,
                      "fecha-envio", sent, NULL);
  g_autofree char *json = monitor_item_to_json (alerta);

  g_assert_nonnull (strstr (json, "\"id\":10"));
  g_assert_nonnull (strstr (json, "\"mensaje\":\"Apurar\""));
  g_assert_nonnull (strstr (json, "\"leida\":true"));
  g_assert_nonnull (strstr (json, "\"fecha_envio\":\"2026-11-24T12:41:12Z\""));
  g_assert_nonnull (strstr (json, "\"cliente\":null"));
}

/* ---- the window ---- */

static void
test_search (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Monitor 1");
  g_autoptr (GListStore) log = monitor_test_log (90);
  GtkWidget *window = monitor_window_new (NULL, session, NULL, G_LIST_MODEL (log));
  GtkWidget *search;
  GtkAdjustment *adjustment;

  gtk_window_present (GTK_WINDOW (window));
  widget_test_settle (window);
  adjustment = monitor_test_adjustment (window);
  search = widget_test_find (window, GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "mayonesa");
  g_signal_emit_by_name (search, "search-changed");
  widget_test_settle (window);
  /* Refill requests and urgent alerts, ten of each. */
  g_assert_true (widget_test_shows (window, "20 events"));
  g_assert_false (widget_test_shows (window, "Order ready"));

  gtk_editable_set_text (GTK_EDITABLE (search), "no such thing");
  g_signal_emit_by_name (search, "search-changed");
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "No event matches"));

  /* From all rows to none, and one comes: GTK would complain about an end where no row is. */
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_true (widget_test_wait (monitor_test_is_at_end, adjustment));
  gtk_editable_set_text (GTK_EDITABLE (search), "no such thing");
  g_signal_emit_by_name (search, "search-changed");
  widget_test_settle (window);
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_true (widget_test_wait (monitor_test_is_at_end, adjustment));
  widget_test_assert_dies (window);
}

static void
test_panel (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Monitor 1");
  g_autoptr (GListStore) log = monitor_test_log (18);
  GtkWidget *window = monitor_window_new (NULL, session, NULL, G_LIST_MODEL (log));
  g_autoptr (GDateTime) now = cony_session_now (session);
  g_autoptr (ConyEvent) last = g_list_model_get_item (G_LIST_MODEL (log), 17);
  g_autofree char *hour = monitor_time_format (cony_event_get_fecha (last), now,
                                               cony_session_get_time_zone (session), TRUE);
  g_autofree char *time = g_strconcat (hour, " · Rosa", NULL);
  GtkWidget *table, *view;

  gtk_window_present (GTK_WINDOW (window));
  widget_test_settle (window);
  table = widget_test_find (window, MONITOR_TYPE_TABLE, NULL);
  view = widget_test_find (table, GTK_TYPE_COLUMN_VIEW, NULL);
  gtk_selection_model_select_item (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)), 16, TRUE);
  g_signal_emit_by_name (view, "activate", 16);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Urgent alert #135"));
  g_assert_true (widget_test_shows (window, time));
  widget_test_save_png (window, "monitor");

  /* The open panel follows the selection. */
  gtk_selection_model_select_item (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)), 15, TRUE);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Order ready #130"));
  widget_test_assert_dies (window);
}

/* ---- the stored lists ---- */

static void
add_alertas (GListStore *store,
             guint       n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GDateTime) base = g_date_time_new_from_iso8601 ("2026-11-24T12:00:00Z", NULL);
      g_autoptr (GDateTime) sent = g_date_time_add_seconds (base, 60 * i);
      g_autoptr (GDateTime) read = g_date_time_add_seconds (sent, 8);
      g_autofree char *mensaje = g_strdup_printf ("Alerta %u", i);
      g_autoptr (GObject) alerta
          = g_object_new (CONY_TYPE_ALERTA, "id", (gint64) i + 1, "mensaje", mensaje, "prioridad",
                          i % 3 == 0 ? "urgente" : "normal", "fecha-envio", sent, "envia", "Rosa",
                          "leida", i % 2 == 0, "vista-por", "Ana", "fecha-lectura",
                          i % 2 == 0 ? read : NULL, NULL);

      g_list_store_append (store, alerta);
    }
}

static void
test_alertas (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Monitor 1");
  g_autoptr (GListStore) store = g_list_store_new (CONY_TYPE_ALERTA);
  MonitorTable *table = g_object_new (MONITOR_TYPE_TABLE, NULL);
  g_autoptr (GObject) newest = NULL;
  GtkWidget *window, *view;
  GListModel *rows;

  add_alertas (store, 25);
  monitor_pages_build_alertas (table, session, G_LIST_MODEL (store));
  window = widget_test_present (GTK_WIDGET (table), 1280, 700, "cony");
  view = widget_test_find (window, GTK_TYPE_COLUMN_VIEW, NULL);
  rows = G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)));
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, MONITOR_N_ALERTAS);
  newest = g_list_model_get_item (rows, 0);
  g_assert_cmpint (cony_alerta_get_id (CONY_ALERTA (newest)), ==, 25);
  g_assert_true (widget_test_shows (window, "Seen by Ana · 8 s"));
  g_assert_true (widget_test_shows (window, "Pending"));
  widget_test_save_png (window, "monitor-alertas");

  /* A row whose object stays the same shows its new state. */
  g_object_set (newest, "mensaje", "Otra cosa", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Otra cosa"));
  widget_test_assert_dies (window);
}

static void
test_refills (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Monitor 1");
  g_autoptr (GListStore) store = g_list_store_new (CONY_TYPE_REFILL);
  MonitorTable *table = g_object_new (MONITOR_TYPE_TABLE, NULL);
  g_autoptr (GDateTime) asked = g_date_time_new_from_iso8601 ("2026-11-24T12:00:00Z", NULL);
  g_autoptr (GObject) refill
      = g_object_new (CONY_TYPE_REFILL, "id", (gint64) 58, "insumo", "Servilletas", "unidad",
                      "paquetes", "cantidad-solicitada", 4.0, "estado", "pendiente", "solicita",
                      "Rosa", "fecha-solicitud", asked, NULL);
  GtkWidget *window;

  monitor_pages_build_refills (table, session, G_LIST_MODEL (store));
  window = widget_test_present (GTK_WIDGET (table), 1280, 700, "cony");
  g_assert_true (widget_test_shows (window, "No refill requests"));
  g_list_store_append (store, refill);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "R-58"));
  g_assert_true (widget_test_shows (window, "4 paquetes"));
  g_assert_true (widget_test_shows (window, "Pending"));
  g_object_set (refill, "estado", "en_camino", "atiende", "Ana", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "On its way"));
  g_assert_true (widget_test_shows (window, "Ana"));
  widget_test_save_png (window, "monitor-refills");
  widget_test_assert_dies (window);
}

int
main (int    argc,
      char **argv)
{
  monitor_test_init (&argc, &argv);
  g_test_add_func ("/monitor/format", test_format);
  g_test_add_func ("/monitor/time", test_time);
  g_test_add_func ("/monitor/matches", test_matches);
  g_test_add_func ("/monitor/pretty", test_pretty);
  g_test_add_func ("/monitor/item-json", test_item_json);
  g_test_add_func ("/monitor/search", test_search);
  g_test_add_func ("/monitor/panel", test_panel);
  g_test_add_func ("/monitor/alertas", test_alertas);
  g_test_add_func ("/monitor/refills", test_refills);
  return g_test_run ();
}
