/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-lines.h"

#include <glib/gi18n.h>

#include "cony-text.h"

/**
 * ConyLines:
 *
 * A column that shows as many rows as fit and says in one last line how many it hides.  Its minimum
 * height is 0, so that one long order cannot make a homogeneous grid taller than the screen.
 */
struct _ConyLines
{
  GtkWidget parent_instance;

  GtkWidget *rest; /* owned as child, always the last one */
  GtkWidget *rest_pair; /* in rest, or rest itself */

  guint n_beyond; /* rows that were never made; counted with the hidden ones */
  guint n_hidden;
  guint n_struck;
  guint said_hidden; /* what the text of rest says */
  guint said_struck;
  guint tick_id;
};

G_DEFINE_FINAL_TYPE (ConyLines, cony_lines, GTK_TYPE_WIDGET)

static GQuark
get_rank_quark (void)
{
  return g_quark_from_static_string ("cony-lines-rank");
}

static ConyLinesRank
get_rank (GtkWidget *row)
{
  return GPOINTER_TO_INT (g_object_get_qdata (G_OBJECT (row), get_rank_quark ()));
}

static int
get_height (GtkWidget *row,
            int        width)
{
  int natural;

  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static char *
describe_rest (guint n_hidden,
               guint n_struck)
{
  if (n_hidden > n_struck)
    /* Translators: so many more lines than fit on the ticket */
    return g_strdup_printf (ngettext ("%u more", "%u more", n_hidden), n_hidden);
  /* Translators: so many more lines than fit on the ticket, all of them already struck through */
  return g_strdup_printf (ngettext ("%u more, already struck", "%u more, already struck", n_hidden),
                          n_hidden);
}

/* A label may not change inside size_allocate, so its text follows one frame later. */
static gboolean
say_rest_cb (GtkWidget     *widget,
             GdkFrameClock *frame_clock,
             gpointer       user_data)
{
  ConyLines *self = CONY_LINES (widget);
  g_autofree char *text = describe_rest (self->n_hidden, self->n_struck);

  gtk_label_set_label (GTK_LABEL (cony_pair_get_label (self->rest_pair)), text);
  self->said_hidden = self->n_hidden;
  self->said_struck = self->n_struck;
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

/* Struck rows go first, then normal ones, each from the end. */
static GtkWidget *
find_next_to_hide (ConyLines     *self,
                   GHashTable    *hidden,
                   ConyLinesRank  least)
{
  for (int rank = CONY_LINES_STRUCK; rank > CONY_LINES_ALWAYS; rank--)
    {
      GtkWidget *row = gtk_widget_get_prev_sibling (self->rest);

      for (; row; row = gtk_widget_get_prev_sibling (row))
        if ((get_rank (row) == rank || (rank == CONY_LINES_NORMAL && get_rank (row) >= least))
            && !g_hash_table_contains (hidden, row))
          return row;
    }
  return NULL;
}

static GHashTable *
choose_hidden (ConyLines *self,
               int        width,
               int        height)
{
  GHashTable *hidden = g_hash_table_new (NULL, NULL);
  int rest_height = get_height (self->rest, width);
  int total = 0;
  int always = 0;
  ConyLinesRank least;
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self));

  for (; row != self->rest; row = gtk_widget_get_next_sibling (row))
    {
      total += get_height (row, width);
      if (get_rank (row) == CONY_LINES_ALWAYS)
        always += get_height (row, width);
    }
  /* Those that are never hidden do not fit: counted they can be asked for, cut off nobody would
   * know of them. */
  least = always + rest_height > height ? CONY_LINES_ALWAYS : CONY_LINES_NORMAL;

  self->n_hidden = self->n_beyond;
  self->n_struck = 0;
  while (total + (self->n_hidden ? rest_height : 0) > height
         && (row = find_next_to_hide (self, hidden, least)))
    {
      g_hash_table_add (hidden, row);
      total -= get_height (row, width);
      self->n_hidden++;
      if (get_rank (row) == CONY_LINES_STRUCK)
        self->n_struck++;
    }
  return hidden;
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
  g_autoptr (GHashTable) hidden = choose_hidden (self, width, height);
  GtkWidget *row = gtk_widget_get_first_child (widget);
  int y = 0;

  if (self->n_hidden && !self->tick_id
      && (self->n_hidden != self->said_hidden || self->n_struck != self->said_struck))
    self->tick_id = gtk_widget_add_tick_callback (widget, say_rest_cb, NULL, NULL);

  for (; row; row = gtk_widget_get_next_sibling (row))
    {
      gboolean shown
        = row == self->rest ? self->n_hidden > 0 : !g_hash_table_contains (hidden, row);
      int row_height = get_height (row, width);

      gtk_widget_set_child_visible (row, shown);
      if (!shown)
        continue;
      gtk_widget_size_allocate (row, &(GtkAllocation) { 0, y, width, row_height }, -1);
      y += row_height;
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
 * @rank: whether it may be hidden
 *
 * Adds @row at the end.
 */
void
cony_lines_append (ConyLines     *self,
                   GtkWidget     *row,
                   ConyLinesRank  rank)
{
  g_return_if_fail (CONY_IS_LINES (self));
  g_return_if_fail (GTK_IS_WIDGET (row));

  cony_lines_set_rank (self, row, rank);
  gtk_widget_insert_before (row, GTK_WIDGET (self), self->rest);
}

/**
 * cony_lines_set_rank:
 * @self: a #ConyLines
 * @row: a row of it
 * @rank: whether it may be hidden
 */
void
cony_lines_set_rank (ConyLines     *self,
                     GtkWidget     *row,
                     ConyLinesRank  rank)
{
  g_return_if_fail (CONY_IS_LINES (self));
  g_return_if_fail (GTK_IS_WIDGET (row));

  g_object_set_qdata (G_OBJECT (row), get_rank_quark (), GINT_TO_POINTER (rank));
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
