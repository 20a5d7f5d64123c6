/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "monitor-pages.h"

#include <glib/gi18n.h>

#include "cony-alerta.h"
#include "cony-refill.h"
#include "cony-text.h"
#include "monitor-event-format.h"
#include "monitor-words.h"

/* The columns of the four lists.  user_data of a cell function is the ConySession, unless it says
 * something else. */
typedef struct
{
  const char *title;
  int width;            /* -1: what is left */
  MonitorCellFunc fill; /* %NULL: the text of @property */
  const char *property;
} Column;

static void
fill_time (MonitorCell *cell,
           GDateTime   *time,
           ConySession *session,
           gboolean     milliseconds)
{
  g_autoptr (GDateTime) now = cony_session_now (session);
  g_autofree char *text
      = monitor_time_format (time, now, cony_session_get_time_zone (session), milliseconds);

  monitor_cell_set (cell, NULL, text, "time");
}

/* A column that is a text of its item; user_data is the name of the property. */
static void
fill_property (MonitorCell *cell,
               gpointer     item,
               gpointer     property)
{
  g_autofree char *text = NULL;

  g_object_get (item, property, &text, NULL);
  monitor_cell_set (cell, NULL, text, NULL);
}

static void
fill_word (MonitorCell       *cell,
           const MonitorWord *word,
           const char        *value)
{
  monitor_cell_set_pill (cell, word->kind, word->icon, word->name ? _ (word->name) : value);
}

/* ---- events ---- */

static void
fill_event_time (MonitorCell *cell,
                 gpointer     item,
                 gpointer     session)
{
  fill_time (cell, cony_event_get_fecha (item), session, TRUE);
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
  fill_time (cell, cony_alerta_get_fecha_envio (item), session, FALSE);
}

static void
fill_alerta_priority (MonitorCell *cell,
                      gpointer     item,
                      gpointer     session)
{
  const char *prioridad = cony_alerta_get_prioridad (item);

  fill_word (cell, monitor_word_for_prioridad (prioridad), prioridad);
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
  fill_time (cell, cony_refill_get_fecha_solicitud (item), session, FALSE);
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

  fill_word (cell, monitor_word_for_refill (estado), estado);
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

/* ---- the tables ---- */

static const Column live_columns[] = {
  { N_ ("Time"), 140, fill_event_time, NULL },
  { N_ ("Event"), 188, fill_event_name, NULL },
  { N_ ("Detail"), -1, fill_event_detail, NULL },
  { N_ ("About"), 84, fill_event_about, NULL },
  { N_ ("Who"), 100, fill_event_who, NULL },
};

static const Column alertas_columns[] = {
  { N_ ("Time"), 132, fill_alerta_time, NULL },
  { N_ ("Priority"), 124, fill_alerta_priority, NULL },
  { N_ ("Message"), -1, fill_alerta_message, NULL },
  { N_ ("Order"), 84, fill_alerta_order, NULL },
  { N_ ("Sent by"), 100, NULL, "envia" },
  { N_ ("State"), 216, fill_alerta_state, NULL },
};

static const Column refills_columns[] = {
  { N_ ("Time"), 132, fill_refill_time, NULL },
  { N_ ("Refill"), 84, fill_refill_number, NULL },
  { N_ ("Supply"), 188, fill_refill_insumo, NULL },
  { N_ ("Quantity"), 116, fill_refill_quantity, NULL },
  { N_ ("State"), 132, fill_refill_state, NULL },
  { N_ ("Requested by"), 104, NULL, "solicita" },
  { N_ ("Attended by"), 104, NULL, "atiende" },
  { N_ ("Reason"), -1, NULL, "motivo" },
};

static const Column eventos_columns[] = {
  { N_ ("ID"), 72, fill_event_id, NULL },
  { N_ ("Date"), 172, fill_event_date, NULL },
  { N_ ("Type"), 216, fill_event_tipo, NULL },
  { N_ ("Payload"), -1, fill_event_payload, NULL },
  { N_ ("Who"), 100, fill_event_who, NULL },
};

static void
add_columns (MonitorTable *table,
             ConySession  *session,
             const Column *columns,
             guint         n)
{
  for (guint i = 0; i < n; i++)
    if (columns[i].fill)
      monitor_table_add_column (table, _ (columns[i].title), columns[i].width, columns[i].fill,
                                session);
    else
      monitor_table_add_column (table, _ (columns[i].title), columns[i].width, fill_property,
                                (gpointer) columns[i].property);
}

/**
 * monitor_pages_describe_live:
 * @table: the table of live events
 * @searching: whether only what matches a search is shown
 *
 * Says why there is no event where there is none.
 */
void
monitor_pages_describe_live (MonitorTable *table,
                             gboolean      searching)
{
  g_return_if_fail (MONITOR_IS_TABLE (table));

  if (searching)
    monitor_table_set_empty (table, _ ("No event matches"),
                             _ ("Search another word, or empty the search."));
  else
    monitor_table_set_empty (table, _ ("No events"), _ ("What happens appears here by itself."));
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

  monitor_pages_describe_live (table, FALSE);
  add_columns (table, session, live_columns, G_N_ELEMENTS (live_columns));
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
  add_columns (table, session, alertas_columns, G_N_ELEMENTS (alertas_columns));
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
  add_columns (table, session, refills_columns, G_N_ELEMENTS (refills_columns));
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
  add_columns (table, session, eventos_columns, G_N_ELEMENTS (eventos_columns));
  monitor_table_set_model (table, newest (events, compare_eventos, MONITOR_N_EVENTOS));
  monitor_table_follow_first (table);
}
