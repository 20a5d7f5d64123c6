/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-toast-frame.h"

/**
 * AtencionToastFrame:
 *
 * Around an AdwToastOverlay: the keyboard goes past its toasts.  When what has the keyboard goes
 * away, GTK looks for the next widget; a toast that gets it so stays until somebody moves on, and
 * those that wait behind it are never read.  What their buttons do has a key of its own.
 */
struct _AtencionToastFrame
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (AtencionToastFrame, atencion_toast_frame, ADW_TYPE_BIN)

static gboolean
atencion_toast_frame_focus (GtkWidget        *widget,
                            GtkDirectionType  direction)
{
  GtkWidget *overlay = adw_bin_get_child (ADW_BIN (widget));
  GtkWidget *child
    = overlay ? adw_toast_overlay_get_child (ADW_TOAST_OVERLAY (overlay)) : NULL;

  return child && gtk_widget_child_focus (child, direction);
}

static void
atencion_toast_frame_class_init (AtencionToastFrameClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = atencion_toast_frame_focus;
}

static void
atencion_toast_frame_init (AtencionToastFrame *self)
{
}
