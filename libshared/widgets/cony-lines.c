/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-lines.h"

#include <glib/gi18n.h>

#include "cony-text.h"

/**
 * ConyLines:
 *
 * A column that shows as many rows as fit and says in one last line how many it hides, and whether
 * they are of a kind that must not be overlooked.  Its minimum height is 0, so that one long order
 * cannot make a homogeneous grid taller than the screen.
 */
struct _ConyLines
{
  GtkWidget parent_instance;

  GtkWidget *rest; /* owned as child, always the last one */
  GtkWidget *rest_pair; /* in rest, or rest itself */

  guint n_beyond; /* rows that were never made; counted with the hidden ones */
  guint n_hidden;
  ConyLinesKind hidden_kinds; /* of all hidden rows together */
  gboolean only_struck;       /* every hidden row is */
  guint tick_id;
};

G_DEFINE_FINAL_TYPE (ConyLines, cony_lines, GTK_TYPE_WIDGET)

static GQuark
get_kind_quark (void)
{
  return g_quark_from_static_string ("cony-lines-kind");
}

static ConyLinesKind
get_kind (GtkWidget *row)
{
  return GPOINTER_TO_INT (g_object_get_qdata (G_OBJECT (row), get_kind_quark ()));
}

static char *
describe_rest (ConyLines *self)
{
  gboolean without = self->hidden_kinds & CONY_LINES_WITHOUT;
  gboolean added = self->hidden_kinds & CONY_LINES_ADDED;
  guint n = self->n_hidden;

  if (self->only_struck)
    /* Translators: so many more lines than fit on the ticket, all of them already struck through */
    return g_strdup_printf (ngettext ("%u more, already struck", "%u more, already struck", n), n);
  /* One word must do: the line is as short as the ticket is narrow, and that something was added
   * stands in its head too. */
  if (without)
    /* Translators: so many more lines than fit on the ticket; some say what to leave out, with the
     * word that stands in the orders for it */
    return g_strdup_printf (ngettext ("%u more, with SIN…", "%u more, with SIN…", n), n);
  if (added)
    /* Translators: so many more lines than fit on the ticket; some were added later */
    return g_strdup_printf (ngettext ("%u more, ADDED", "%u more, ADDED", n), n);
  /* Translators: so many more lines than fit on the ticket */
  return g_strdup_printf (ngettext ("%u more", "%u more", n), n);
}

/* A label may not change inside size_allocate, so its text follows one frame later. */
static gboolean
say_rest_cb (GtkWidget     *widget,
             GdkFrameClock *frame_clock,
             gpointer       user_data)
{
  ConyLines *self = CONY_LINES (widget);
  g_autofree char *text = describe_rest (self);

  gtk_label_set_label (GTK_LABEL (cony_pair_get_label (self->rest_pair)), text);
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static GArray *
measure_rows (ConyLines *self,
              int        width)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (ConyLinesRow));
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  for (; child != self->rest; child = gtk_widget_get_next_sibling (child))
    {
      ConyLinesRow row = { .kind = get_kind (child) };

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &row.least, &row.most, NULL,
                          NULL);
      g_array_append_val (rows, row);
    }
  return rows;
}

/* Remembers what is hidden, to say it. */
static void
count_hidden (ConyLines *self,
              GArray    *rows)
{
  guint n_hidden = self->n_beyond;
  ConyLinesKind kinds = CONY_LINES_PLAIN;
  gboolean only_struck = n_hidden == 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const ConyLinesRow *row = &g_array_index (rows, ConyLinesRow, i);

      if (row->given || row->kind & CONY_LINES_HEADING)
        continue;
      n_hidden++;
      kinds |= row->kind & CONY_LINES_STRUCK ? CONY_LINES_STRUCK : row->kind;
      only_struck &= !!(row->kind & CONY_LINES_STRUCK);
    }
  if (n_hidden && !self->tick_id
      && (n_hidden != self->n_hidden || kinds != self->hidden_kinds
          || only_struck != self->only_struck))
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), say_rest_cb, NULL, NULL);
  self->n_hidden = n_hidden;
  self->hidden_kinds = kinds;
  self->only_struck = only_struck;
}

static void
cony_lines_measure (GtkWidget      *widget,
                    GtkOrientation  orientation,
                    int             for_size,
                    int            *minimum,
                    int            *natural,
                    int            *minimum_baseline,
                    int            *natural_baseline)
{
  GtkWidget *row = gtk_widget_get_first_child (widget);

  *minimum = *natural = 0;
  for (; row; row = gtk_widget_get_next_sibling (row))
    {
      int row_minimum, row_natural;

      gtk_widget_measure (row, orientation, for_size, &row_minimum, &row_natural, NULL, NULL);
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        {
          *minimum = MAX (*minimum, row_minimum);
          *natural = MAX (*natural, row_natural);
        }
      else if (row != CONY_LINES (widget)->rest)
        *natural += row_natural;
    }
}

static void
cony_lines_size_allocate (GtkWidget *widget,
                          int        width,
                          int        height,
                          int        baseline)
{
  ConyLines *self = CONY_LINES (widget);
  g_autoptr (GArray) rows = measure_rows (self, width);
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int rest_height;
  int y = 0;

  gtk_widget_measure (self->rest, GTK_ORIENTATION_VERTICAL, width, NULL, &rest_height, NULL, NULL);
  cony_lines_fit ((ConyLinesRow *) (gpointer) rows->data, rows->len, height, rest_height,
                  self->n_beyond > 0);
  count_hidden (self, rows);
  for (guint i = 0; child; child = gtk_widget_get_next_sibling (child), i++)
    {
      int given = child != self->rest ? g_array_index (rows, ConyLinesRow, i).given
                  : self->n_hidden    ? rest_height
                                      : 0;

      gtk_widget_set_child_visible (child, given > 0);
      if (!given)
        continue;
      gtk_widget_size_allocate (child, &(GtkAllocation) { 0, y, width, given }, -1);
      y += given;
    }
}

static void
cony_lines_dispose (GObject *object)
{
  ConyLines *self = CONY_LINES (object);
  GtkWidget *child;

  if (self->tick_id)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
      self->tick_id = 0;
    }
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  self->rest = self->rest_pair = NULL;

  G_OBJECT_CLASS (cony_lines_parent_class)->dispose (object);
}

static void
cony_lines_class_init (ConyLinesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cony_lines_dispose;
  widget_class->measure = cony_lines_measure;
  widget_class->size_allocate = cony_lines_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
cony_lines_init (ConyLines *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->rest = self->rest_pair = cony_pair_new ("rest", "go-down-symbolic", "");
  gtk_label_set_ellipsize (GTK_LABEL (cony_pair_get_label (self->rest_pair)), PANGO_ELLIPSIZE_END);
  gtk_widget_set_parent (self->rest, GTK_WIDGET (self));
}

/**
 * cony_lines_new:
 *
 * Returns: (transfer floating): an empty column
 */
GtkWidget *
cony_lines_new (void)
{
  return g_object_new (CONY_TYPE_LINES, NULL);
}

/**
 * cony_lines_append:
 * @self: a #ConyLines
 * @row: (transfer floating): any widget
 * @kind: what it is
 *
 * Adds @row at the end.
 */
void
cony_lines_append (ConyLines     *self,
                   GtkWidget     *row,
                   ConyLinesKind  kind)
{
  g_return_if_fail (CONY_IS_LINES (self));
  g_return_if_fail (GTK_IS_WIDGET (row));

  cony_lines_set_kind (self, row, kind);
  gtk_widget_insert_before (row, GTK_WIDGET (self), self->rest);
}

/**
 * cony_lines_set_kind:
 * @self: a #ConyLines
 * @row: a row of it
 * @kind: what it is
 */
void
cony_lines_set_kind (ConyLines     *self,
                     GtkWidget     *row,
                     ConyLinesKind  kind)
{
  g_return_if_fail (CONY_IS_LINES (self));
  g_return_if_fail (GTK_IS_WIDGET (row));

  g_object_set_qdata (G_OBJECT (row), get_kind_quark (), GINT_TO_POINTER (kind));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * cony_lines_set_n_beyond:
 * @self: a #ConyLines
 * @n_beyond: how many more rows there would be
 *
 * Says how many rows were not even made, because nobody could see so many.
 */
void
cony_lines_set_n_beyond (ConyLines *self,
                         guint      n_beyond)
{
  g_return_if_fail (CONY_IS_LINES (self));

  self->n_beyond = n_beyond;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * cony_lines_set_rest_action:
 * @self: a #ConyLines
 * @action: name of an action that shows all rows
 * @target: (transfer floating): its parameter
 * @key: the key that does the same
 * @spoken: what a screen reader calls it
 *
 * Makes the line that says how many rows are hidden a button.
 */
void
cony_lines_set_rest_action (ConyLines  *self,
                            const char *action,
                            GVariant   *target,
                            const char *key,
                            const char *spoken)
{
  g_return_if_fail (CONY_IS_LINES (self));
  g_return_if_fail (action != NULL);

  if (self->rest == self->rest_pair)
    {
      GtkWidget *button = gtk_button_new ();
      GtkWidget *cap = gtk_label_new (key);

      g_object_ref (self->rest_pair);
      gtk_widget_unparent (self->rest_pair);
      gtk_widget_add_css_class (cap, "keycap");
      gtk_widget_set_halign (cap, GTK_ALIGN_END);
      gtk_widget_set_valign (cap, GTK_ALIGN_CENTER);
      gtk_widget_set_hexpand (cap, TRUE);
      gtk_box_append (GTK_BOX (self->rest_pair), cap);
      gtk_button_set_child (GTK_BUTTON (button), self->rest_pair);
      g_object_unref (self->rest_pair);
      gtk_widget_add_css_class (button, "line");
      gtk_widget_set_focus_on_click (button, FALSE);
      gtk_widget_set_parent (button, GTK_WIDGET (self));
      self->rest = button;
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rest), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->rest), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->rest), action);
}

/**
 * cony_lines_get_row:
 * @self: a #ConyLines
 * @n: counted from 0
 *
 * Returns: (transfer none) (nullable): the row, %NULL when there are not so many
 */
GtkWidget *
cony_lines_get_row (ConyLines *self,
                    guint      n)
{
  GtkWidget *row;

  g_return_val_if_fail (CONY_IS_LINES (self), NULL);

  row = gtk_widget_get_first_child (GTK_WIDGET (self));
  while (n-- && row != self->rest)
    row = gtk_widget_get_next_sibling (row);
  return row == self->rest ? NULL : row;
}

/**
 * cony_lines_truncate:
 * @self: a #ConyLines
 * @n: how many rows stay
 *
 * Removes the rows behind the first @n.
 */
void
cony_lines_truncate (ConyLines *self,
                     guint      n)
{
  GtkWidget *row;

  g_return_if_fail (CONY_IS_LINES (self));

  while ((row = cony_lines_get_row (self, n)))
    gtk_widget_unparent (row);
}

/**
 * cony_lines_clear:
 * @self: a #ConyLines
 *
 * Removes all rows.
 */
void
cony_lines_clear (ConyLines *self)
{
  g_return_if_fail (CONY_IS_LINES (self));

  self->n_beyond = 0;
  cony_lines_truncate (self, 0);
}

/**
 * cony_lines_get_n_hidden:
 * @self: a #ConyLines
 *
 * Returns: how many rows did not fit at the last allocation
 */
guint
cony_lines_get_n_hidden (ConyLines *self)
{
  g_return_val_if_fail (CONY_IS_LINES (self), 0);

  return self->n_hidden;
}
