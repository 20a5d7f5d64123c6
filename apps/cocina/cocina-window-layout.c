/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window-private.h"

/* How the board fills the window: its unit, how many tickets stand in it, and what tightens. */

/* The board is drawn in multiples of one unit: 29 px on 1920 × 1080, see style.css. */
#define UNITS_WORDS 60.0 /* of a top bar with all its words */
#define UNITS_ROW 2.9
#define UNITS_AROUND_ROWS 9.5 /* bars, margins, head and foot of a list */
#define UNITS_WIDE_OPEN 34.0 /* of height: with less the tickets tighten */
#define MIN_WIDTH 640
#define MIN_HEIGHT 400

/* Lets the tickets tighten while an alert or a low window takes their height. */
void
cocina_window_update_tight (CocinaWindow *self)
{
  gboolean tight = cony_alert_banner_get_current (self->banner)
                   || gtk_widget_get_height (GTK_WIDGET (self)) < UNITS_WIDE_OPEN * self->layout.unit;

  if (tight)
    gtk_widget_add_css_class (self->main, "tight");
  else
    gtk_widget_remove_css_class (self->main, "tight");
}

static gboolean
apply_unit_cb (gpointer user_data)
{
  CocinaWindow *self = user_data;
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  gboolean is_short;
  int rows;
  double unit = self->layout.unit;
  g_autofree char *css = cocina_window_make_unit_css (self);

  self->layout_id = 0;
  gtk_css_provider_load_from_data (self->unit_provider, css, -1);
  cocina_window_fold_rail (self, self->layout.folded);
  cocina_tickets_set_columns (self->tickets, self->layout.columns);
  is_short = width < UNITS_WORDS * unit;
  cocina_counters_set_short (self->counters, is_short);
  gtk_widget_set_visible (GTK_WIDGET (self->pantalla), !is_short);
  rows = MAX (1, (height - UNITS_AROUND_ROWS * unit) / (UNITS_ROW * unit));
  cocina_panel_set_page_size (self->recall, rows);
  cocina_panel_set_page_size (self->refills, rows);
  cocina_panel_set_page_size (self->supplies, rows);
  cocina_window_update_tight (self);
  return G_SOURCE_REMOVE;
}

/* The board fits any window because its unit does; what it needs at the unit of the moment must not
 * keep the window from getting smaller. */
static void
measure_frame_cb (GtkWidget      *frame,
                  GtkOrientation  orientation,
                  int             for_size,
                  int            *minimum,
                  int            *natural,
                  int            *minimum_baseline,
                  int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
  *natural = *minimum;
}

static void
allocate_frame_cb (GtkWidget *frame,
                   int        width,
                   int        height,
                   int        baseline)
{
  GtkWidget *board = gtk_widget_get_first_child (frame);
  int min_width, min_height;

  gtk_widget_measure (board, GTK_ORIENTATION_HORIZONTAL, -1, &min_width, NULL, NULL, NULL);
  width = MAX (width, min_width);
  gtk_widget_measure (board, GTK_ORIENTATION_VERTICAL, width, &min_height, NULL, NULL, NULL);
  gtk_widget_allocate (board, width, MAX (height, min_height), baseline, NULL);
}

/* Fits the board into a window of this size, when it is one of another layout. */
void
cocina_window_lay_out (CocinaWindow *self,
                       int           width,
                       int           height)
{
  CocinaLayout layout = cocina_window_find_layout (self, width, height);

  /* Style may not change inside an allocation. */
  if (layout.unit != self->layout.unit || layout.folded != self->layout.folded
      || layout.columns != self->layout.columns)
    {
      self->layout = layout;
      if (!self->layout_id)
        self->layout_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, apply_unit_cb, self, NULL);
    }
}

/* Prepares the window for layouts. */
void
cocina_window_add_layout (CocinaWindow *self)
{
  self->unit_provider = gtk_css_provider_new ();
  gtk_widget_set_layout_manager (self->frame, gtk_custom_layout_new (NULL, measure_frame_cb,
                                                                     allocate_frame_cb));
  gtk_style_context_add_provider_for_display (gtk_widget_get_display (GTK_WIDGET (self)),
                                              GTK_STYLE_PROVIDER (self->unit_provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
}
