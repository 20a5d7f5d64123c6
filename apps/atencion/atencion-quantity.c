/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-quantity.h"

#include <glib/gi18n.h>
#include <math.h>

/**
 * AtencionQuantity:
 *
 * How many or how much of something: typed, or by a button each for one less and one more.
 */
struct _AtencionQuantity
{
  GtkBox parent_instance;

  double most;
  gboolean whole;

  /* template */
  GtkEditable *entry;
};

G_DEFINE_FINAL_TYPE (AtencionQuantity, atencion_quantity, GTK_TYPE_BOX)

enum
{
  CHANGED,
  EMPTIED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A comma is what people here type for decimals.  Returns NAN for what is no number. */
static double
parse (AtencionQuantity *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));
  char *end = NULL;
  double value;

  g_strdelimit (text, ",", '.');
  if (!*text || strspn (text, self->whole ? "+-0123456789" : "+-0123456789.") != strlen (text))
    return NAN;
  value = g_ascii_strtod (text, &end);
  return *end ? NAN : value;
}

static const char *
get_problem (AtencionQuantity *self)
{
  double value = parse (self);

  if (isnan (value))
    return self->whole ? _("Write the quantity as a whole number, for example 2.")
                       : _("Write the quantity as a number, for example 2 or 1.5.");
  if (value < (self->whole ? 1 : 0.01))
    return _("The quantity must be greater than 0.");
  if (value > self->most)
    return _("The quantity is too large.");
  return NULL;
}

static void
step (AtencionQuantity *self,
      int               difference)
{
  double value = parse (self);

  if (!isnan (value) && value + difference < 1)
    g_signal_emit (self, signals[EMPTIED], 0);
  else
    atencion_quantity_set_value (self, isnan (value) ? 1 : value + difference);
}

static void
less_cb (AtencionQuantity *self)
{
  step (self, -1);
}

static void
more_cb (AtencionQuantity *self)
{
  step (self, 1);
}

static void
changed_cb (AtencionQuantity *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
atencion_quantity_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ATENCION_TYPE_QUANTITY);

  G_OBJECT_CLASS (atencion_quantity_parent_class)->dispose (object);
}

static void
atencion_quantity_class_init (AtencionQuantityClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atencion_quantity_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[EMPTIED] = g_signal_new ("emptied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-quantity.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionQuantity, entry);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, less_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
}

static void
atencion_quantity_init (AtencionQuantity *self)
{
  self->most = 1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * atencion_quantity_set_up:
 * @self: a quantity
 * @most: the largest that may be entered
 * @whole: whether it has no decimals
 */
void
atencion_quantity_set_up (AtencionQuantity *self,
                          double            most,
                          gboolean          whole)
{
  g_return_if_fail (ATENCION_IS_QUANTITY (self));

  self->most = most;
  self->whole = whole;
  gtk_editable_set_width_chars (self->entry, whole ? 2 : 6);
  gtk_editable_set_max_width_chars (self->entry, whole ? 2 : 6);
}

/**
 * atencion_quantity_set_value:
 * @self: a quantity
 * @value: a number; at most the largest allowed is taken
 */
void
atencion_quantity_set_value (AtencionQuantity *self,
                             double            value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_if_fail (ATENCION_IS_QUANTITY (self));

  g_ascii_formatd (text, sizeof text, "%.10g", MIN (value, self->most));
  gtk_editable_set_text (self->entry, text);
}

/**
 * atencion_quantity_get_value:
 * @self: a quantity
 *
 * Returns: what is entered; %NAN while it cannot be taken
 */
double
atencion_quantity_get_value (AtencionQuantity *self)
{
  g_return_val_if_fail (ATENCION_IS_QUANTITY (self), NAN);

  return get_problem (self) ? NAN : parse (self);
}

/**
 * atencion_quantity_check:
 * @self: a quantity
 *
 * What cannot be taken is marked and gets the keyboard.
 *
 * Returns: (nullable): a sentence that says why it cannot be taken
 */
const char *
atencion_quantity_check (AtencionQuantity *self)
{
  const char *problem;

  g_return_val_if_fail (ATENCION_IS_QUANTITY (self), NULL);

  problem = get_problem (self);
  if (problem)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
      atencion_quantity_focus (self);
    }
  return problem;
}

/**
 * atencion_quantity_focus:
 * @self: a quantity
 *
 * Gives it the keyboard, ready to be typed over.
 */
void
atencion_quantity_focus (AtencionQuantity *self)
{
  g_return_if_fail (ATENCION_IS_QUANTITY (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
