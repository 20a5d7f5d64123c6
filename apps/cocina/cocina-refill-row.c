/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-refill-row.h"

#include <glib/gi18n.h>

#include "cony-text.h"

/**
 * CocinaRefillRow:
 *
 * One open request for supplies.  Its button is the action `win.refill-advance` with the request's
 * id; a request that is known from its event alone has no id yet and waits for it.
 */
struct _CocinaRefillRow
{
  GtkBox parent_instance;

  ConyRefill *refill; /* owned, nullable */
  gboolean closing; /* its last step waits for the database */
  int look;

  GtkLabel *name;
  GtkLabel *amount;
  GtkWidget *state;
  GtkImage *state_icon;
  GtkLabel *state_word;
  GtkLabel *who;
  GtkWidget *action;
  GtkLabel *action_text;
};

G_DEFINE_FINAL_TYPE (CocinaRefillRow, cocina_refill_row, GTK_TYPE_BOX)

static const struct
{
  const char *estado;
  const char *css;
  const char *icon;
  const char *word;
  const char *next;
  const char *action;
} looks[] = {
  { "pendiente", "pend", "cony-clock-symbolic", N_ ("Pending"), "en_camino", N_ ("Attend") },
  { "visto", "pend", "cony-eye-symbolic", N_ ("Seen"), "en_camino", N_ ("Attend") },
  { "en_camino", "way", "cony-arrow-symbolic", N_ ("On its way"), "entregado", N_ ("Delivered") },
};

static int
find_look (const char *estado)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (g_strcmp0 (looks[i].estado, estado) == 0)
      return i;
  return -1;
}

static void
open_cb (CocinaRefillRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.refill", NULL);
}

static void
cocina_refill_row_dispose (GObject *object)
{
  CocinaRefillRow *self = COCINA_REFILL_ROW (object);

  g_clear_object (&self->refill);
  gtk_widget_dispose_template (GTK_WIDGET (self), COCINA_TYPE_REFILL_ROW);

  G_OBJECT_CLASS (cocina_refill_row_parent_class)->dispose (object);
}

static void
cocina_refill_row_class_init (CocinaRefillRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cocina_refill_row_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Cocina/cocina-refill-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CocinaRefillRow, action);
  gtk_widget_class_bind_template_child (widget_class, CocinaRefillRow, action_text);
  gtk_widget_class_bind_template_child (widget_class, CocinaRefillRow, amount);
  gtk_widget_class_bind_template_child (widget_class, CocinaRefillRow, name);
  gtk_widget_class_bind_template_child (widget_class, CocinaRefillRow, state);
  gtk_widget_class_bind_template_child (widget_class, CocinaRefillRow, state_icon);
  gtk_widget_class_bind_template_child (widget_class, CocinaRefillRow, state_word);
  gtk_widget_class_bind_template_child (widget_class, CocinaRefillRow, who);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
cocina_refill_row_init (CocinaRefillRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cocina_refill_row_new:
 *
 * Returns: (transfer floating): a row without a request
 */
GtkWidget *
cocina_refill_row_new (void)
{
  return g_object_new (COCINA_TYPE_REFILL_ROW, NULL);
}

/**
 * cocina_refill_row_set_refill:
 * @self: a #CocinaRefillRow
 * @refill: an open request
 * @queue: (nullable): what waits for the database
 *
 * Shows @refill as it is now; call it again when it has changed, and tick after it.
 */
void
cocina_refill_row_set_refill (CocinaRefillRow *self,
                              ConyRefill      *refill,
                              CocinaQueue     *queue)
{
  const char *estado;
  g_autofree char *amount = NULL;
  g_autofree char *spoken = NULL;
  g_autofree char *state = NULL;
  gboolean queued;

  g_return_if_fail (COCINA_IS_REFILL_ROW (self));
  g_return_if_fail (CONY_IS_REFILL (refill));

  g_set_object (&self->refill, refill);
  estado = cocina_queue_get_refill_estado (queue, refill, &queued);
  /* One that waits to be closed keeps its row and the look of the step before it. */
  self->closing = find_look (estado) < 0;
  self->look = MAX (find_look (self->closing ? cony_refill_get_estado (refill) : estado), 0);
  gtk_label_set_label (self->name, cony_refill_get_insumo (refill));
  amount = cony_quantity_format (cony_refill_get_cantidad_solicitada (refill),
                                 cony_refill_get_unidad (refill));
  gtk_label_set_label (self->amount, amount);
  gtk_widget_set_css_classes (self->state, (const char *[]) { looks[self->look].css, NULL });
  gtk_image_set_from_icon_name (self->state_icon, queued ? "cony-clock-symbolic"
                                                         : looks[self->look].icon);
  if (queued)
    /* Translators: %s is what was done, like "Seen"; it waits for the database */
    state = g_strdup_printf (_ ("%s, queued"), cocina_refill_name (estado));
  gtk_label_set_label (self->state_word, state ? state : cocina_refill_name (estado));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->action), "x",
                                    cony_refill_get_id (refill));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->action), "win.refill-advance");
  spoken = g_strdup_printf ("%s %s", _ (looks[self->look].action),
                            cony_refill_get_insumo (refill));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->action), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

/**
 * cocina_refill_row_get_refill:
 * @self: a #CocinaRefillRow
 *
 * Returns: (transfer none) (nullable): its request
 */
ConyRefill *
cocina_refill_row_get_refill (CocinaRefillRow *self)
{
  g_return_val_if_fail (COCINA_IS_REFILL_ROW (self), NULL);

  return self->refill;
}

/**
 * cocina_refill_row_set_work:
 * @self: a #CocinaRefillRow
 * @work: what its button is doing
 */
void
cocina_refill_row_set_work (CocinaRefillRow  *self,
                            CocinaTicketWork  work)
{
  gboolean usable;

  g_return_if_fail (COCINA_IS_REFILL_ROW (self));

  usable = work == COCINA_TICKET_WORK_IDLE && cony_refill_get_id (self->refill) != 0
           && !self->closing;
  gtk_label_set_label (self->action_text, work == COCINA_TICKET_WORK_CHECKING
                                            ? _ ("Checking…")
                                            : _ (looks[self->look].action));
  gtk_widget_set_sensitive (self->action, usable);
  if (usable)
    gtk_widget_remove_css_class (self->action, "wait");
  else
    gtk_widget_add_css_class (self->action, "wait");
}

/**
 * cocina_refill_row_tick:
 * @self: a #CocinaRefillRow
 * @now: the server's time
 *
 * Lets its age run.
 */
void
cocina_refill_row_tick (CocinaRefillRow *self,
                        GDateTime       *now)
{
  GDateTime *since;
  const char *who;
  g_autofree char *age = NULL;
  g_autofree char *text = NULL;
  gint64 seconds = 0;

  g_return_if_fail (COCINA_IS_REFILL_ROW (self));
  g_return_if_fail (now != NULL);

  who = cony_refill_get_atiende (self->refill);
  since = who ? cony_refill_get_fecha_cambio (self->refill) : NULL;
  if (!since)
    since = cony_refill_get_fecha_solicitud (self->refill);
  if (since)
    seconds = g_date_time_difference (now, since) / G_TIME_SPAN_SECOND;
  if (!who)
    who = cony_refill_get_solicita (self->refill);
  age = cony_age_format (seconds);
  text = who ? g_strdup_printf ("%s · %s", who, age) : g_strdup (age);
  gtk_label_set_label (self->who, text);
}

/**
 * cocina_refill_is_open:
 * @refill: a request
 *
 * Returns: %TRUE while somebody has to do something about it
 */
gboolean
cocina_refill_is_open (ConyRefill *refill)
{
  g_return_val_if_fail (CONY_IS_REFILL (refill), FALSE);

  return find_look (cony_refill_get_estado (refill)) >= 0;
}

/**
 * cocina_refill_count_pending:
 * @refills: (nullable): list of open #ConyRefill
 *
 * Returns: how many nobody has taken yet
 */
guint
cocina_refill_count_pending (GListModel *refills)
{
  guint n = refills ? g_list_model_get_n_items (refills) : 0;
  guint n_pending = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConyRefill) refill = g_list_model_get_item (refills, i);

      if (g_strcmp0 (cony_refill_get_estado (refill), "en_camino") != 0)
        n_pending++;
    }
  return n_pending;
}

/**
 * cocina_refill_get_next:
 * @estado: state of a request
 *
 * Returns: (nullable): the state that the row's button leads to, %NULL when it is closed
 */
const char *
cocina_refill_get_next (const char *estado)
{
  int look = find_look (estado);

  return look < 0 ? NULL : looks[look].next;
}

/**
 * cocina_refill_compare:
 * @a: a request
 * @b: another one
 *
 * The order of the list: what nobody has taken first, then the oldest.
 *
 * Returns: as strcmp()
 */
int
cocina_refill_compare (ConyRefill *a,
                       ConyRefill *b)
{
  GDateTime *since_a = cony_refill_get_fecha_solicitud (a);
  GDateTime *since_b = cony_refill_get_fecha_solicitud (b);
  gboolean taken_a = g_strcmp0 (cony_refill_get_estado (a), "en_camino") == 0;
  gboolean taken_b = g_strcmp0 (cony_refill_get_estado (b), "en_camino") == 0;
  int order;

  if (taken_a != taken_b)
    return taken_a ? 1 : -1;
  if (since_a && since_b)
    {
      order = g_date_time_compare (since_a, since_b);
      if (order)
        return order;
    }
  return g_strcmp0 (cony_refill_get_uid (a), cony_refill_get_uid (b));
}

/**
 * cocina_refill_name:
 * @estado: state of a request
 *
 * Returns: (transfer none): what people call it
 */
const char *
cocina_refill_name (const char *estado)
{
  int look = find_look (estado);

  if (look >= 0)
    return _ (looks[look].word);
  return g_strcmp0 (estado, "rechazado") == 0 ? _ ("Rejected") : _ ("Delivered");
}

/**
 * cocina_refill_icon:
 * @estado: state of a request
 *
 * Returns: (transfer none): its icon
 */
const char *
cocina_refill_icon (const char *estado)
{
  return looks[MAX (find_look (estado), 0)].icon;
}
