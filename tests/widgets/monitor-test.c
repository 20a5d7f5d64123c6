/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "monitor-test.h"

#include "monitor-table.h"
#include "widget-test.h"

static gint64 last_id;

/* Another stored event of 12:41:12.087 UTC. */
ConyEvent *
monitor_test_event (const char *json)
{
  g_autofree char *uid = g_uuid_string_random ();
  g_autoptr (GDateTime) fecha = g_date_time_new_from_iso8601 ("2026-11-24T12:41:12.087Z", NULL);
  g_autoptr (GError) error = NULL;
  ConyEvent *event = cony_event_new_stored (json, uid, ++last_id, NULL, 1, fecha, &error);

  g_assert_no_error (error);
  return event;
}

static const char * const samples[] = {
  "{\"tipo\":\"pedido_creado\",\"pedido_id\":144,\"canal\":\"delivery\",\"cliente\":\"Nelson\","
  "\"usuario\":\"bot\"}",
  "{\"tipo\":\"voucher_nuevo\",\"voucher_id\":903,\"pedido_id\":144,\"usuario\":\"bot\"}",
  "{\"tipo\":\"refill_actualizado\",\"refill_id\":56,\"estado\":\"en_camino\",\"usuario\":\"Ana\"}",
  "{\"tipo\":\"pedido_aprobado\",\"pedido_id\":137,\"cliente\":\"Yesenia\",\"usuario\":\"Rosa\"}",
  "{\"tipo\":\"refill_solicitado\",\"refill_id\":57,\"insumo\":\"Mayonesa\",\"unidad\":\"baldes\","
  "\"cantidad\":2,\"usuario\":\"Rosa\"}",
  "{\"tipo\":\"voucher_aprobado\",\"voucher_id\":901,\"pedido_id\":142,\"usuario\":\"Luis\"}",
  "{\"tipo\":\"pedido_actualizado\",\"pedido_id\":130,\"cambio\":\"listo\",\"usuario\":\"Ana\"}",
  "{\"tipo\":\"alerta_cocina\",\"alerta_id\":10,\"pedido_id\":135,\"prioridad\":\"urgente\","
  "\"mensaje\":\"Alergia al huevo: la hamburguesa va SIN mayonesa\",\"usuario\":\"Rosa\"}",
  "{\"tipo\":\"alerta_vista\",\"alerta_id\":10,\"segundos\":8,\"usuario\":\"Ana\"}",
};

/* As ConyEventLog does: the oldest makes room. */
void
monitor_test_add_json (GListStore *log,
                       const char *json)
{
  g_autoptr (ConyEvent) event = monitor_test_event (json);

  if (g_list_model_get_n_items (G_LIST_MODEL (log)) == 1000)
    g_list_store_remove (log, 0);
  g_list_store_append (log, event);
}

/* One of the samples. */
void
monitor_test_add (GListStore *log,
                  guint       i)
{
  monitor_test_add_json (log, samples[i % G_N_ELEMENTS (samples)]);
}

/* A log of so many samples. */
GListStore *
monitor_test_log (guint n)
{
  GListStore *log = g_list_store_new (CONY_TYPE_EVENT);

  for (guint i = 0; i < n; i++)
    monitor_test_add (log, i);
  return log;
}

/* Of the first table of @window. */
GtkAdjustment *
monitor_test_adjustment (GtkWidget *window)
{
  GtkWidget *table = widget_test_find (window, MONITOR_TYPE_TABLE, NULL);
  GtkWidget *scroller = widget_test_find (table, GTK_TYPE_SCROLLED_WINDOW, NULL);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

/* For widget_test_wait(): there is something to scroll, and it is scrolled to the end. */
gboolean
monitor_test_is_at_end (gpointer user_data)
{
  GtkAdjustment *adjustment = user_data;

  return gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_page_size (adjustment)
         && gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment)
                >= gtk_adjustment_get_upper (adjustment) - 1;
}

/* Starts the test with the style of the owner's window. */
void
monitor_test_init (int    *argc,
                   char ***argv)
{
  widget_test_init (argc, argv);
  widget_test_load_css ("/com/conychips/Cony/Monitor/style.css");
}
