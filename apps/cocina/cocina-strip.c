/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-strip.h"

#include <glib/gi18n.h>

#include "cocina-refill-row.h"
#include "cony-lines.h"
#include "cony-text.h"

/**
 * CocinaStrip:
 *
 * What is left of the rail in a narrow window: a button for each thing that the rail shows, which
 * opens it in the place of the tickets.  The requests for supplies are named below theirs, for
 * somebody waits for each.  A snackbar has its place between the buttons.
 */
struct _CocinaStrip
{
  GtkBox parent_instance;

  GListModel *refills; /* owned, nullable: the open ones, in their order */
  guint idle_id;

  GtkWidget *refill;
  GtkLabel *refill_figure;
  ConyLines *refill_lines;
  AdwToastOverlay *toasts;
  GtkWidget *floor;
};

G_DEFINE_FINAL_TYPE (CocinaStrip, cocina_strip, GTK_TYPE_BOX)

/* More than this are only counted. */
#define MAX_REFILLS 4

static GtkWidget *
row_new (void)
{
  static const char *const css_classes[] = { "name", "word" };
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (row, "strip-row");
  for (guint i = 0; i < G_N_ELEMENTS (css_classes); i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_widget_add_css_class (label, css_classes[i]);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (row), label);
    }
  return row;
}

/* The n-th row is made once and used for whatever request stands there: it is no button. */
static void
set_row (CocinaStrip *self,
         guint        n,
         ConyRefill  *refill)
{
  GtkWidget *row = cony_lines_get_row (self->refill_lines, n);
  g_autofree char *amount = cony_quantity_format (cony_refill_get_cantidad_solicitada (refill),
                                                  cony_refill_get_unidad (refill));

  if (!row)
    {
      row = row_new ();
      cony_lines_append (self->refill_lines, row, CONY_LINES_PLAIN);
    }
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (row)),
                       cony_refill_get_insumo (refill));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (row)), amount);
  g_object_set_data_full (G_OBJECT (row), "uid", g_strdup (cony_refill_get_uid (refill)), g_free);
}

static void
fill (CocinaStrip *self)
{
  guint n = self->refills ? g_list_model_get_n_items (self->refills) : 0;
  guint n_rows = MIN (n, MAX_REFILLS);
  guint n_pending = cocina_refill_count_pending (self->refills);
  g_autofree char *figure = g_strdup_printf ("%u", n_pending);
  g_autofree char *word
    = g_strdup_printf (ngettext ("%u to attend", "%u to attend", n_pending), n_pending);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", _ ("Refill"), word);

  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (ConyRefill) refill = g_list_model_get_item (self->refills, i);

      set_row (self, i, refill);
    }
  cony_lines_truncate (self->refill_lines, n_rows);
  cony_lines_set_n_beyond (self->refill_lines, n - n_rows);
  gtk_widget_set_visible (GTK_WIDGET (self->refill_lines), n > 0);
  gtk_label_set_label (self->refill_figure, figure);
  if (n_pending)
    gtk_widget_add_css_class (self->refill, "pend");
  else
    gtk_widget_remove_css_class (self->refill, "pend");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->refill), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

static gboolean
fill_cb (gpointer user_data)
{
  CocinaStrip *self = user_data;

  self->idle_id = 0;
  fill (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (CocinaStrip *self)
{
  if (!self->idle_id && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->idle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fill_cb, self, NULL);
}

static void
cocina_strip_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cocina_strip_parent_class)->map (widget);
  changed_cb (COCINA_STRIP (widget));
}

static void
cocina_strip_dispose (GObject *object)
{
  CocinaStrip *self = COCINA_STRIP (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  cocina_strip_set_refills (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), COCINA_TYPE_STRIP);

  G_OBJECT_CLASS (cocina_strip_parent_class)->dispose (object);
}

static void
cocina_strip_class_init (CocinaStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cocina_strip_dispose;
  widget_class->map = cocina_strip_map;

  g_type_ensure (CONY_TYPE_LINES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Cocina/cocina-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, CocinaStrip, floor);
  gtk_widget_class_bind_template_child (widget_class, CocinaStrip, refill);
  gtk_widget_class_bind_template_child (widget_class, CocinaStrip, refill_figure);
  gtk_widget_class_bind_template_child (widget_class, CocinaStrip, refill_lines);
  gtk_widget_class_bind_template_child (widget_class, CocinaStrip, toasts);
}

static void
cocina_strip_init (CocinaStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cocina_strip_set_refills:
 * @self: a #CocinaStrip
 * @refills: (nullable): list of open #ConyRefill in their order
 */
void
cocina_strip_set_refills (CocinaStrip *self,
                          GListModel  *refills)
{
  g_return_if_fail (COCINA_IS_STRIP (self));

  if (self->refills)
    g_signal_handlers_disconnect_by_func (self->refills, changed_cb, self);
  g_set_object (&self->refills, refills);
  if (refills)
    g_signal_connect_swapped (refills, "items-changed", G_CALLBACK (changed_cb), self);
  changed_cb (self);
}

/**
 * cocina_strip_take_snackbar:
 * @self: a #CocinaStrip
 * @snackbar: what tells for a few seconds what was done
 *
 * Lets @snackbar appear between the buttons.
 */
void
cocina_strip_take_snackbar (CocinaStrip    *self,
                            CocinaSnackbar *snackbar)
{
  g_return_if_fail (COCINA_IS_STRIP (self));

  cocina_snackbar_set_place (snackbar, self->toasts, self->floor, TRUE);
}

/**
 * cocina_strip_shows:
 * @self: a #CocinaStrip
 * @uid: a request's uid
 *
 * Returns: %TRUE when it is named on the screen now
 */
gboolean
cocina_strip_shows (CocinaStrip *self,
                    const char  *uid)
{
  GtkWidget *row;

  g_return_val_if_fail (COCINA_IS_STRIP (self), FALSE);

  for (guint i = 0; (row = cony_lines_get_row (self->refill_lines, i)); i++)
    if (uid && g_strcmp0 (g_object_get_data (G_OBJECT (row), "uid"), uid) == 0)
      return gtk_widget_get_mapped (row);
  return FALSE;
}
