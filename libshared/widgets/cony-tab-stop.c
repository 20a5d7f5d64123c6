/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-tab-stop.h"

/**
 * ConyTabStop:
 *
 * Around a list: the Tab key enters it once and leaves it with the next press, the arrows move
 * inside.  By itself a list of GTK 4.8 is left by Tab only after its last row.
 */
struct _ConyTabStop
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyTabStop, cony_tab_stop, ADW_TYPE_BIN)

static gboolean
cony_tab_stop_focus (GtkWidget        *widget,
                     GtkDirectionType  direction)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));
  gboolean tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (!child || (tab && gtk_widget_get_focus_child (widget)))
    return FALSE;
  /* Whoever comes from behind lands in the same place as whoever comes from before. */
  return gtk_widget_child_focus (child, tab ? GTK_DIR_TAB_FORWARD : direction);
}

static void
cony_tab_stop_class_init (ConyTabStopClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = cony_tab_stop_focus;
}

static void
cony_tab_stop_init (ConyTabStop *self)
{
}
