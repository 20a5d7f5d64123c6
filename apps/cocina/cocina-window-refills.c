/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window-private.h"

#include <glib/gi18n.h>

#include "cocina-panel-row.h"
#include "cocina-refill-row.h"
#include "cocina-reject.h"
#include "cony-text.h"

/* The list of all open requests, with every step and its author, and the way to refuse one. */

static const struct
{
  const char *estado;
  const char *label;
  const char *icon;
} steps[] = {
  { "visto", N_ ("Seen"), "cony-eye-symbolic" },
  { "en_camino", N_ ("Attend"), "cony-arrow-symbolic" },
  { "entregado", N_ ("Delivered"), "cony-check-symbolic" },
};

static gboolean
is_step (const char *from,
         const char *to)
{
  if (g_strcmp0 (from, "pendiente") == 0)
    return g_str_equal (to, "visto") || g_str_equal (to, "en_camino");
  if (g_strcmp0 (from, "visto") == 0)
    return g_str_equal (to, "en_camino");
  return g_strcmp0 (from, "en_camino") == 0 && g_str_equal (to, "entregado");
}

static void
append_steps (GtkWidget  *row,
              ConyRefill *refill,
              const char *estado)
{
  const char *key = "cony-enter-symbolic";

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *spoken = NULL;
      g_autofree char *action = NULL;

      if (!is_step (estado, steps[i].estado))
        continue;
      spoken = g_strdup_printf ("%s %s", _ (steps[i].label), cony_refill_get_insumo (refill));
      action = g_strconcat ("win.refill-", steps[i].estado, NULL);
      cocina_panel_row_append_button (row, steps[i].icon, _ (steps[i].label), key, action,
                                      cony_refill_get_id (refill), spoken);
      key = NULL;
    }
}

/* Who asked and when, then who answered last and when. */
static char *
describe_times (CocinaWindow *self,
                ConyRefill   *refill)
{
  GDateTime *asked = cony_refill_get_fecha_solicitud (refill);
  GDateTime *changed = cony_refill_get_fecha_cambio (refill);
  const char *asker = cony_refill_get_solicita (refill);
  g_autofree char *asked_at = asked ? cocina_window_format_hour (self, asked, "%H:%M") : NULL;
  g_autofree char *changed_at = NULL;

  if (!changed || !cony_refill_get_atiende (refill))
    return g_strdup_printf ("%s %s", asker ? asker : "", asked_at ? asked_at : "");
  changed_at = cocina_window_format_hour (self, changed, "%H:%M");
  return g_strdup_printf ("%s %s → %s %s", asker ? asker : "", asked_at ? asked_at : "",
                          cony_refill_get_atiende (refill), changed_at);
}

static GtkWidget *
row_cb (GObject  *item,
        gpointer  user_data)
{
  CocinaWindow *self = user_data;
  ConyRefill *refill = CONY_REFILL (item);
  gboolean queued;
  const char *estado = cocina_queue_get_refill_estado (self->queue, refill, &queued);
  GtkWidget *row = cocina_panel_row_new ();
  GtkWidget *label;
  g_autofree char *amount = cony_quantity_format (cony_refill_get_cantidad_solicitada (refill),
                                                  cony_refill_get_unidad (refill));
  g_autofree char *times = describe_times (self, refill);
  g_autofree char *state = NULL;
  g_autofree char *spoken = NULL;

  cocina_panel_row_append_label (row, "name", cony_refill_get_insumo (refill));
  cocina_panel_row_append_label (row, "word", amount);
  gtk_box_append (GTK_BOX (row), gtk_image_new_from_icon_name (
                                   queued ? "cony-clock-symbolic" : cocina_refill_icon (estado)));
  state = queued ? g_strdup_printf (_ ("%s, queued"), cocina_refill_name (estado))
                 : g_strdup (cocina_refill_name (estado));
  cocina_panel_row_append_label (row, "state", state);
  label = cocina_panel_row_append_label (row, "word", times);
  gtk_widget_set_hexpand (label, TRUE);
  if (!cony_refill_get_id (refill) || !cocina_refill_get_next (estado))
    return row;
  append_steps (row, refill, estado);
  spoken = g_strdup_printf ("%s %s", _ ("Reject"), cony_refill_get_insumo (refill));
  gtk_widget_add_css_class (
    cocina_panel_row_append_button (row, NULL, _ ("Reject…"), _ ("Del"), "win.refill-reject",
                                    cony_refill_get_id (refill), spoken),
    "second");
  return row;
}

static gboolean
match_cb (GObject    *item,
          const char *text)
{
  const char *insumo = cony_refill_get_insumo (CONY_REFILL (item));

  return insumo && g_str_match_string (text, insumo, TRUE);
}

static ConyRefill *
find_refill (CocinaWindow *self,
             gint64        id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->open_refills));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConyRefill) refill
        = g_list_model_get_item (G_LIST_MODEL (self->open_refills), i);

      if (cony_refill_get_id (refill) == id)
        return refill;
    }
  return NULL;
}

static void
answer (CocinaWindow *self,
        gint64        id,
        const char   *estado,
        const char   *motivo)
{
  ConyRefill *refill = find_refill (self, id);
  g_autoptr (ConyCommand) command = NULL;
  gboolean queued;

  if (!refill)
    return;
  command = cony_command_new_atender_refill (
    id, cocina_queue_get_refill_estado (self->queue, refill, &queued), estado, motivo);
  cocina_window_run (self, "refill", id, self->refill_store, id, command, NULL);
}

static void
step_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  const char *name = g_action_get_name (G_ACTION (action));

  answer (user_data, g_variant_get_int64 (parameter), name + strlen ("refill-"), NULL);
}

/* The button in the rail: the next step. */
static void
advance_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  CocinaWindow *self = user_data;
  gint64 id = g_variant_get_int64 (parameter);
  ConyRefill *refill = find_refill (self, id);
  gboolean queued;
  const char *next;

  if (!refill)
    return;
  next = cocina_refill_get_next (cocina_queue_get_refill_estado (self->queue, refill, &queued));
  if (next)
    answer (self, id, next, NULL);
}

static void
open_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  CocinaWindow *self = user_data;

  cocina_window_open_panel (self, self->refills);
}

static void
reject_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  CocinaWindow *self = user_data;
  ConyRefill *refill = find_refill (self, g_variant_get_int64 (parameter));
  g_autofree char *amount = NULL;
  g_autofree char *title = NULL;

  if (!refill)
    return;
  amount = cony_quantity_format (cony_refill_get_cantidad_solicitada (refill),
                                 cony_refill_get_unidad (refill));
  /* Translators: a request for supplies; %1$s is the product, %2$s how much */
  title = g_strdup_printf (_ ("Reject %1$s, %2$s"), cony_refill_get_insumo (refill), amount);
  self->rejecting = cony_refill_get_id (refill);
  gtk_stack_set_visible_child (self->pages, self->reject);
  cocina_reject_open (COCINA_REJECT (self->reject), title);
}

static void
reject_because_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  CocinaWindow *self = user_data;

  cocina_window_close_panel (self);
  answer (self, self->rejecting, "rechazado", g_variant_get_string (parameter, NULL));
}

static const GActionEntry entries[] = {
  { .name = "refill", .activate = open_cb },
  { .name = "refill-advance", .activate = advance_cb, .parameter_type = "x" },
  { .name = "refill-visto", .activate = step_cb, .parameter_type = "x" },
  { .name = "refill-en_camino", .activate = step_cb, .parameter_type = "x" },
  { .name = "refill-entregado", .activate = step_cb, .parameter_type = "x" },
  { .name = "refill-reject", .activate = reject_cb, .parameter_type = "x" },
  { .name = "refill-reject-because", .activate = reject_because_cb, .parameter_type = "s" },
};

/* Adds the list of requests and its actions. */
void
cocina_window_add_refills (CocinaWindow *self)
{
  self->refills = COCINA_PANEL (cocina_panel_new ("cony-box-symbolic", _ ("Refill"),
                                                  _ ("Name of the supply"),
                                                  _ ("Nobody waits for this supply.")));
  gtk_stack_add_child (self->pages, GTK_WIDGET (self->refills));
  self->reject = cocina_reject_new ();
  gtk_stack_add_child (self->pages, self->reject);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

/* Shows @refills, open ones in their order, in the list. */
void
cocina_window_set_refills (CocinaWindow *self,
                           GListModel   *refills)
{
  cocina_panel_set_model (self->refills, refills, row_cb, match_cb, self);
}

/* Whether the request with this uid is on the screen, beside the tickets or in the list. */
gboolean
cocina_window_shows_refill (CocinaWindow *self,
                            const char   *uid)
{
  ConyItem *refill = NULL;

  if (cocina_rail_shows (self->rail, uid) || cocina_strip_shows (self->strip, uid))
    return TRUE;
  if (self->refill_store && uid)
    refill = cony_store_find_uid (CONY_STORE (self->refill_store), uid);
  return refill && cocina_panel_shows (self->refills, refill);
}
