/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "monitor-pages.h"

#include <glib/gi18n.h>

#include "cony-alerta.h"
#include "cony-refill.h"
#include "cony-text.h"
#include "monitor-event-format.h"

/* The columns of the four lists.  user_data of a cell function is the ConySession. */

/* ---- events ---- */

static void
fill_event_time (MonitorCell *cell,
                 gpointer     item,
                 gpointer     session)
{
  g_autofree char *text = monitor_time_format (cony_event_get_fecha (item),
                                               cony_session_get_time_zone (session), TRUE);

  monitor_cell_set (cell, NULL, text, "time");
}

static void
fill_event_name (MonitorCell *cell,
                 gpointer     item,
                 gpointer     session)
{
  monitor_cell_set (cell, monitor_event_icon (item), monitor_event_name (item),
                    monitor_event_is_urgent (item) ? "urgent" : "name");
}

static void
fill_event_detail (MonitorCell *cell,
                   gpointer     item,
                   gpointer     session)
{
  g_autofree char *text = monitor_event_detail (item);

  monitor_cell_set (cell, NULL, text, NULL);
}

static void
fill_event_about (MonitorCell *cell,
                  gpointer     item,
                  gpointer     session)
{
  g_autofree char *text = monitor_event_about (item);

  monitor_cell_set (cell, NULL, text, "strong");
}

static void
fill_event_who (MonitorCell *cell,
                gpointer     item,
                gpointer     session)
{
  monitor_cell_set (cell, NULL, monitor_event_who (item), NULL);
}

static void
fill_event_id (MonitorCell *cell,
               gpointer     item,
               gpointer     session)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, cony_event_get_id (item));

  monitor_cell_set (cell, NULL, text, "strong");
}

static void
fill_event_date (MonitorCell *cell,
                 gpointer     item,
                 gpointer     session)
{
  g_autofree char *text = monitor_date_format (cony_event_get_fecha (item),
                                               cony_session_get_time_zone (session));

  monitor_cell_set (cell, NULL, text, "time");
}

static void
fill_event_tipo (MonitorCell *cell,
                 gpointer     item,
                 gpointer     session)
{
  monitor_cell_set (cell, monitor_event_icon (item), cony_event_get_tipo (item),
                    monitor_event_is_urgent (item) ? "urgent" : "name");
}

static void
fill_event_payload (MonitorCell *cell,
                    gpointer     item,
                    gpointer     session)
{
  monitor_cell_set (cell, NULL, cony_event_get_json (item), "payload");
}

/* ---- alerts ---- */

static void
fill_alerta_time (MonitorCell *cell,
                  gpointer     item,
                  gpointer     session)
{
  g_autofree char *text = monitor_time_format (cony_alerta_get_fecha_envio (item),
                                               cony_session_get_time_zone (session), FALSE);

  monitor_cell_set (cell, NULL, text, "time");
}

static void
fill_alerta_priority (MonitorCell *cell,
                      gpointer     item,
                      gpointer     session)
{
  const char *prioridad = cony_alerta_get_prioridad (item);
  const char *kind = monitor_prioridad_kind (prioridad);

  monitor_cell_set_pill (cell, kind,
                         g_str_equal (kind, "bad")    ? "cony-siren-symbolic"
                         : g_str_equal (kind, "warn") ? "cony-warn-symbolic"
                                                      : "cony-bell-symbolic",
                         monitor_prioridad_name (prioridad));
}

static void
fill_alerta_message (MonitorCell *cell,
                     gpointer     item,
                     gpointer     session)
{
  const char *mensaje = cony_alerta_get_mensaje (item);
  g_autofree char *line = g_strdelimit (g_strdup (mensaje ? mensaje : ""), "\n", ' ');

  monitor_cell_set (cell, NULL, line, "name");
}

static void
fill_alerta_order (MonitorCell *cell,
                   gpointer     item,
                   gpointer     session)
{
  gint64 pedido = cony_alerta_get_pedido_id (item);
  g_autofree char *text = pedido ? g_strdup_printf ("#%" G_GINT64_FORMAT, pedido) : NULL;

  monitor_cell_set (cell, NULL, text, "strong");
}

static void
fill_alerta_sender (MonitorCell *cell,
                    gpointer     item,
                    gpointer     session)
{
  monitor_cell_set (cell, NULL, cony_alerta_get_envia (item), NULL);
}

static void
fill_alerta_state (MonitorCell *cell,
                   gpointer     item,
                   gpointer     session)
{
  GDateTime *sent = cony_alerta_get_fecha_envio (item);
  GDateTime *read = cony_alerta_get_fecha_lectura (item);
  const char *who = cony_alerta_get_vista_por (item);
  const char *pantalla = cony_alerta_get_pantalla (item);
  g_autofree char *text = NULL;

  if (cony_alerta_get_leida (item))
    {
      g_autofree char *age
          = cony_age_format (sent && read ? g_date_time_difference (read, sent) / G_TIME_SPAN_SECOND
                                          : 0);

      /* Translators: who saw an alert, and how long after it was sent. */
      text = g_strdup_printf (_ ("Seen by %s · %s"), who ? who : "—", age);
      monitor_cell_set_pill (cell, "ok", "cony-eye-symbolic", text);
    }
  else if (cony_alerta_get_entregada (item))
    {
      /* Translators: the name of the screen that shows an alert. */
      text = g_strdup_printf (_ ("On screen: %s"), pantalla ? pantalla : "—");
      monitor_cell_set_pill (cell, "info", "cony-check2-symbolic", text);
    }
  else
    monitor_cell_set_pill (cell, "warn", "cony-clock-symbolic", _ ("Pending"));
}

/* ---- refills ---- */

static void
fill_refill_time (MonitorCell *cell,
                  gpointer     item,
                  gpointer     session)
{
  g_autofree char *text = monitor_time_format (cony_refill_get_fecha_solicitud (item),
                                               cony_session_get_time_zone (session), FALSE);

  monitor_cell_set (cell, NULL, text, "time");
}

static void
fill_refill_number (MonitorCell *cell,
                    gpointer     item,
                    gpointer     session)
{
  gint64 id = cony_refill_get_id (item);
  g_autofree char *text = id ? g_strdup_printf ("R-%" G_GINT64_FORMAT, id) : NULL;

  monitor_cell_set (cell, NULL, text, "strong");
}

static void
fill_refill_insumo (MonitorCell *cell,
                    gpointer     item,
                    gpointer     session)
{
  monitor_cell_set (cell, "cony-box-symbolic", cony_refill_get_insumo (item), "name");
}

static void
fill_refill_quantity (MonitorCell *cell,
                      gpointer     item,
                      gpointer     session)
{
  g_autofree char *text = cony_quantity_format (cony_refill_get_cantidad_solicitada (item),
                                                cony_refill_get_unidad (item));

  monitor_cell_set (cell, NULL, text, NULL);
}

static void
fill_refill_state (MonitorCell *cell,
                   gpointer     item,
                   gpointer     session)
{
  const char *estado = cony_refill_get_estado (item);
  const char *kind = monitor_refill_kind (estado);

  monitor_cell_set_pill (cell, kind,
                         g_str_equal (kind, "warn")  ? "cony-clock-symbolic"
                         : g_str_equal (kind, "ok")  ? "cony-check-symbolic"
                         : g_str_equal (kind, "bad") ? "cony-cancel-symbolic"
                                                     : "cony-arrow-symbolic",
                         monitor_refill_name (estado));
}

static void
fill_refill_asked (MonitorCell *cell,
                   gpointer     item,
                   gpointer     session)
{
  monitor_cell_set (cell, NULL, cony_refill_get_solicita (item), NULL);
}

static void
fill_refill_attends (MonitorCell *cell,
                     gpointer     item,
                     gpointer     session)
{
  monitor_cell_set (cell, NULL, cony_refill_get_atiende (item), NULL);
}

static void
fill_refill_reason (MonitorCell *cell,
                    gpointer     item,
                    gpointer     session)
{
  monitor_cell_set (cell, NULL, cony_refill_get_motivo (item), NULL);
}

/* ---- newest first, and only so many ---- */

static int
compare_times (GDateTime *a,
               GDateTime *b)
{
  if (!a || !b)
    return (b == NULL) - (a == NULL);
  return g_date_time_compare (b, a);
}

static int
compare_alertas (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  return compare_times (cony_alerta_get_fecha_envio ((ConyAlerta *) a),
                        cony_alerta_get_fecha_envio ((ConyAlerta *) b));
}

static int
compare_refills (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  return compare_times (cony_refill_get_fecha_solicitud ((ConyRefill *) a),
                        cony_refill_get_fecha_solicitud ((ConyRefill *) b));
}

static int
compare_eventos (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  gint64 id_a = cony_event_get_id ((ConyEvent *) a);
  gint64 id_b = cony_event_get_id ((ConyEvent *) b);

  return (id_b > id_a) - (id_b < id_a);
}

static GListModel *
newest (GListModel       *model,
        GCompareDataFunc  compare,
        guint             n)
{
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL));
  GtkSortListModel *sorted = gtk_sort_list_model_new (g_object_ref (model), sorter);

  return G_LIST_MODEL (gtk_slice_list_model_new (G_LIST_MODEL (sorted), 0, n));
}

/**
 * monitor_pages_build_live:
 * @table: an empty table
 * @session: whose time zone counts; must outlive @table
 * @events: #ConyEvent, oldest first
 */
void
monitor_pages_build_live (MonitorTable *table,
                          ConySession  *session,
                          GListModel   *events)
{
  g_return_if_fail (MONITOR_IS_TABLE (table));

  monitor_table_set_empty (table, _ ("No events"), _ ("What happens appears here by itself."));
  monitor_table_add_column (table, _ ("Time"), 124, fill_event_time, session);
  monitor_table_add_column (table, _ ("Event"), 188, fill_event_name, session);
  monitor_table_add_column (table, _ ("Detail"), -1, fill_event_detail, session);
  monitor_table_add_column (table, _ ("About"), 84, fill_event_about, session);
  monitor_table_add_column (table, _ ("Who"), 100, fill_event_who, session);
  monitor_table_set_model (table, g_object_ref (events));
}

/**
 * monitor_pages_build_alertas:
 * @table: an empty table
 * @session: whose time zone counts; must outlive @table
 * @alertas: #ConyAlerta in any order; the newest are shown
 */
void
monitor_pages_build_alertas (MonitorTable *table,
                             ConySession  *session,
                             GListModel   *alertas)
{
  g_return_if_fail (MONITOR_IS_TABLE (table));

  monitor_table_set_empty (table, _ ("No alerts to the kitchen"), NULL);
  monitor_table_add_column (table, _ ("Time"), 96, fill_alerta_time, session);
  monitor_table_add_column (table, _ ("Priority"), 124, fill_alerta_priority, session);
  monitor_table_add_column (table, _ ("Message"), -1, fill_alerta_message, session);
  monitor_table_add_column (table, _ ("Order"), 84, fill_alerta_order, session);
  monitor_table_add_column (table, _ ("Sent by"), 100, fill_alerta_sender, session);
  monitor_table_add_column (table, _ ("State"), 216, fill_alerta_state, session);
  monitor_table_set_model (table, newest (alertas, compare_alertas, MONITOR_N_ALERTAS));
  monitor_table_follow_first (table);
}

/**
 * monitor_pages_build_refills:
 * @table: an empty table
 * @session: whose time zone counts; must outlive @table
 * @refills: #ConyRefill in any order; the newest are shown
 */
void
monitor_pages_build_refills (MonitorTable *table,
                             ConySession  *session,
                             GListModel   *refills)
{
  g_return_if_fail (MONITOR_IS_TABLE (table));

  monitor_table_set_empty (table, _ ("No refill requests"), NULL);
  monitor_table_add_column (table, _ ("Time"), 96, fill_refill_time, session);
  monitor_table_add_column (table, _ ("Refill"), 84, fill_refill_number, session);
  monitor_table_add_column (table, _ ("Supply"), 188, fill_refill_insumo, session);
  monitor_table_add_column (table, _ ("Quantity"), 116, fill_refill_quantity, session);
  monitor_table_add_column (table, _ ("State"), 132, fill_refill_state, session);
  monitor_table_add_column (table, _ ("Requested by"), 104, fill_refill_asked, session);
  monitor_table_add_column (table, _ ("Attended by"), 104, fill_refill_attends, session);
  monitor_table_add_column (table, _ ("Reason"), -1, fill_refill_reason, session);
  monitor_table_set_model (table, newest (refills, compare_refills, MONITOR_N_REFILLS));
  monitor_table_follow_first (table);
}

/**
 * monitor_pages_build_eventos:
 * @table: an empty table
 * @session: whose time zone counts; must outlive @table
 * @events: stored #ConyEvent in any order; the newest are shown
 */
void
monitor_pages_build_eventos (MonitorTable *table,
                             ConySession  *session,
                             GListModel   *events)
{
  g_return_if_fail (MONITOR_IS_TABLE (table));

  monitor_table_set_empty (table, _ ("No stored events"), NULL);
  monitor_table_add_column (table, _ ("ID"), 72, fill_event_id, session);
  monitor_table_add_column (table, _ ("Date"), 172, fill_event_date, session);
  monitor_table_add_column (table, _ ("Type"), 216, fill_event_tipo, session);
  monitor_table_add_column (table, _ ("Payload"), -1, fill_event_payload, session);
  monitor_table_add_column (table, _ ("Who"), 100, fill_event_who, session);
  monitor_table_set_model (table, newest (events, compare_eventos, MONITOR_N_EVENTOS));
  monitor_table_follow_first (table);
}
