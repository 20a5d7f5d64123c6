/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-avisos-view.h"

#include <adwaita.h>

#include "atencion-alerta-row.h"
#include "atencion-kitchen.h"
#include "atencion-rows.h"

/**
 * AtencionAvisosView:
 *
 * What was said to the kitchen today, newest first, each with what became of it.  What nobody has
 * seen stays, of whatever day it is.
 */
struct _AtencionAvisosView
{
  GtkWidget parent_instance;

  /* owned */
  AtencionClock *clock;
  GtkFilterListModel *model; /* of ConyAlerta */
  GtkFilter *filter;
  GDateTime *midnight;       /* of the branch, in UTC; nullable */

  gboolean narrow;

  /* template */
  GtkWidget *detail;
  GtkWidget *empty;
  ConyStatePill *kitchen;
  GtkListBox *list;
  GtkWidget *scrolled; /* bound so that the template lets go of it */
  GtkWidget *silent;
};

G_DEFINE_FINAL_TYPE (AtencionAvisosView, atencion_avisos_view, GTK_TYPE_WIDGET)

static GDateTime *
find_midnight (AtencionAvisosView *self)
{
  ConySession *session = atencion_clock_get_session (self->clock);
  GTimeZone *zone = cony_session_get_time_zone (session);
  g_autoptr (GDateTime) now = cony_session_now (session);
  g_autoptr (GDateTime) local = zone ? g_date_time_to_timezone (now, zone) : g_date_time_ref (now);

  return g_date_time_add_full (local, 0, 0, 0, -g_date_time_get_hour (local),
                               -g_date_time_get_minute (local), -g_date_time_get_seconds (local));
}

static void
tick_cb (AtencionAvisosView *self)
{
  g_autoptr (GDateTime) midnight = find_midnight (self);

  if (self->midnight
      && ABS (g_date_time_difference (midnight, self->midnight)) < G_TIME_SPAN_HOUR)
    return;
  g_clear_pointer (&self->midnight, g_date_time_unref);
  self->midnight = g_steal_pointer (&midnight);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static gboolean
filter_today (gpointer item,
              gpointer user_data)
{
  AtencionAvisosView *self = user_data;
  GDateTime *sent = cony_alerta_get_fecha_envio (item);

  return !cony_alerta_get_leida (item) || !sent || !self->midnight
         || g_date_time_compare (sent, self->midnight) >= 0;
}

/* Newest first; what has no time yet is newer still. */
static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  GDateTime *one = cony_alerta_get_fecha_envio ((ConyAlerta *) a);
  GDateTime *two = cony_alerta_get_fecha_envio ((ConyAlerta *) b);

  if (one && two)
    return g_date_time_compare (two, one);
  return (two ? 0 : 1) - (one ? 0 : 1);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  AtencionAvisosView *self = user_data;
  GtkWidget *row = atencion_alerta_row_new (item, atencion_clock_get_session (self->clock));

  atencion_alerta_row_set_compact (ATENCION_ALERTA_ROW (row), self->narrow);
  atencion_alerta_row_set_listed (ATENCION_ALERTA_ROW (row));
  return row;
}

static void
changed_cb (AtencionAvisosView *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0;

  gtk_widget_set_visible (self->empty, !any);
  gtk_widget_set_visible (GTK_WIDGET (self->list), any);
}

static void
atencion_avisos_view_dispose (GObject *object)
{
  AtencionAvisosView *self = ATENCION_AVISOS_VIEW (object);

  if (self->list)
    atencion_rows_unbind (self->list);
  if (self->model)
    {
      /* The filter refers to us without a reference. */
      gtk_filter_list_model_set_filter (self->model, NULL);
      g_clear_object (&self->model);
    }
  g_clear_object (&self->filter);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->midnight, g_date_time_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATENCION_TYPE_AVISOS_VIEW);

  G_OBJECT_CLASS (atencion_avisos_view_parent_class)->dispose (object);
}

static void
atencion_avisos_view_class_init (AtencionAvisosViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atencion_avisos_view_dispose;

  g_type_ensure (CONY_TYPE_STATE_PILL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-avisos-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionAvisosView, detail);
  gtk_widget_class_bind_template_child (widget_class, AtencionAvisosView, empty);
  gtk_widget_class_bind_template_child (widget_class, AtencionAvisosView, kitchen);
  gtk_widget_class_bind_template_child (widget_class, AtencionAvisosView, list);
  gtk_widget_class_bind_template_child (widget_class, AtencionAvisosView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, AtencionAvisosView, silent);
}

static void
atencion_avisos_view_init (AtencionAvisosView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * atencion_avisos_view_set_up:
 * @self: a view
 * @clock: tells when a new day begins
 * @realtime: tells whether a screen of the kitchen answers
 * @alertas: of #ConyAlerta
 *
 * Gives the view what it needs; once.
 */
void
atencion_avisos_view_set_up (AtencionAvisosView *self,
                             AtencionClock      *clock,
                             ConyRealtime       *realtime,
                             GListModel         *alertas)
{
  g_autoptr (GtkSortListModel) sorted = NULL;

  g_return_if_fail (ATENCION_IS_AVISOS_VIEW (self));
  g_return_if_fail (ATENCION_IS_CLOCK (clock));
  g_return_if_fail (CONY_IS_REALTIME (realtime));
  g_return_if_fail (G_IS_LIST_MODEL (alertas));
  g_return_if_fail (self->clock == NULL);

  self->clock = g_object_ref (clock);
  self->filter = GTK_FILTER (gtk_custom_filter_new (filter_today, self, NULL));
  self->model = gtk_filter_list_model_new (g_object_ref (alertas), g_object_ref (self->filter));
  sorted = gtk_sort_list_model_new (
    G_LIST_MODEL (g_object_ref (self->model)),
    GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL)));
  g_signal_connect_object (self->model, "items-changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (clock, "tick", G_CALLBACK (tick_cb), self, G_CONNECT_SWAPPED);
  atencion_rows_bind (self->list, G_LIST_MODEL (sorted), create_row, self);
  atencion_kitchen_follow (realtime, self->kitchen, self->silent);
  tick_cb (self);
  changed_cb (self);
}

/**
 * atencion_avisos_view_set_narrow:
 * @self: a view
 * @narrow: %TRUE when the window is folded: fewer words
 */
void
atencion_avisos_view_set_narrow (AtencionAvisosView *self,
                                 gboolean            narrow)
{
  GtkWidget *row;

  g_return_if_fail (ATENCION_IS_AVISOS_VIEW (self));

  self->narrow = narrow;
  if (narrow)
    gtk_widget_add_css_class (self->detail, "narrow");
  else
    gtk_widget_remove_css_class (self->detail, "narrow");
  for (row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row;
       row = gtk_widget_get_next_sibling (row))
    if (ATENCION_IS_ALERTA_ROW (row))
      atencion_alerta_row_set_compact (ATENCION_ALERTA_ROW (row), narrow);
}
