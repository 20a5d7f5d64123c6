/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window-private.h"

#include <glib/gi18n.h>

/* A screen that several people share: the Visto of somebody else, and one's own PIN. */

static CocinaPinPanel *
get_panel (CocinaWindow *self)
{
  return COCINA_PIN_PANEL (self->pin_panel);
}

static gboolean
is_open (CocinaWindow *self)
{
  return gtk_stack_get_visible_child (self->pages) == self->pin_panel;
}

static void
forget (CocinaWindow *self)
{
  cocina_pin_panel_clear (get_panel (self));
  g_clear_pointer (&self->pin_alert, g_free);
  g_clear_pointer (&self->pin_first, g_free);
}

/* ---- Visto of somebody else ---- */

static void
seen_as_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  CocinaWindow *self = user_data;
  ConyAlerta *alerta = cony_alert_banner_get_current (self->banner);

  if (!alerta)
    return;
  forget (self);
  self->pin_alert = g_strdup (cony_alerta_get_uid (alerta));
  gtk_stack_set_visible_child (self->pages, self->pin_panel);
  cocina_pin_panel_ask_person (get_panel (self), _ ("Seen as…"), cony_alerta_get_mensaje (alerta),
                               self->personas);
}

typedef struct
{
  CocinaWindow *window; /* owned */
  char *uid;            /* of the alert; NULL for a new PIN */
} Entered;

static void
entered_free (Entered *entered)
{
  g_clear_object (&entered->window);
  g_free (entered->uid);
  g_free (entered);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Entered, entered_free)

static void
entered_done_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (Entered) entered = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = cony_session_run_finish (CONY_SESSION (source), result, &error);
  CocinaWindow *self = entered->window;
  ConyAlerta *alerta;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (!answer)
    {
      /* Somebody who closed the panel meanwhile is told all the same. */
      if (is_open (self) && g_strcmp0 (self->pin_alert, entered->uid) == 0)
        cocina_pin_panel_fail (get_panel (self), error->message);
      else
        cocina_snackbar_show (self->snackbar, "cony-error-symbolic", error->message);
      return;
    }
  if (!entered->uid)
    cocina_snackbar_show (self->snackbar, "cony-check-symbolic", _ ("Your PIN is set"));
  alerta = entered->uid ? cony_store_find_uid (CONY_STORE (self->alerta_store), entered->uid) : NULL;
  if (alerta && cony_alerta_get_id (alerta))
    cony_store_refresh (CONY_STORE (self->alerta_store), cony_alerta_get_id (alerta));
  if (is_open (self) && g_strcmp0 (self->pin_alert, entered->uid) == 0)
    cocina_window_close_panel (self);
}

static void
run (CocinaWindow *self,
     ConyCommand  *command)
{
  Entered *entered = g_new0 (Entered, 1);

  entered->window = g_object_ref (self);
  entered->uid = g_strdup (self->pin_alert);
  cony_session_run_async (self->session, command, self->cancellable, entered_done_cb, entered);
}

/* ---- one's own PIN ---- */

static void
ask_own (CocinaWindow *self)
{
  cocina_pin_panel_ask_pin (get_panel (self), _ ("My PIN"),
                            self->pin_first ? _ ("The same four digits again")
                                            : _ ("Four digits that only you know"));
}

static void
my_pin_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  CocinaWindow *self = user_data;

  forget (self);
  gtk_stack_set_visible_child (self->pages, self->pin_panel);
  ask_own (self);
}

static void
enter_own (CocinaWindow *self,
           const char   *pin)
{
  g_autoptr (ConyCommand) command = NULL;

  if (!self->pin_first)
    {
      self->pin_first = g_strdup (pin);
      ask_own (self);
    }
  else if (g_str_equal (self->pin_first, pin))
    {
      command = cony_command_new_poner_pin (pin);
      run (self, command);
    }
  else
    {
      g_clear_pointer (&self->pin_first, g_free);
      ask_own (self);
      cocina_pin_panel_fail (get_panel (self),
                             _ ("These were not the same digits. Type a new PIN."));
    }
}

static void
entered_cb (CocinaWindow *self,
            const char   *login,
            const char   *pin)
{
  g_autoptr (ConyCommand) command = NULL;

  if (!self->session)
    return;
  if (!self->pin_alert)
    {
      enter_own (self, pin);
      return;
    }
  command = cony_command_new_marcar_alerta_vista_por (self->pin_alert, login, pin);
  run (self, command);
}

/* ---- window ---- */

static void
page_changed_cb (CocinaWindow *self)
{
  if (!is_open (self))
    forget (self);
}

/* What was seen elsewhere needs no PIN any more. */
static void
silenced_cb (CocinaWindow *self,
             const char   *uid)
{
  if (is_open (self) && g_strcmp0 (self->pin_alert, uid) == 0)
    cocina_window_close_panel (self);
}

static const GActionEntry entries[] = {
  { .name = "seen-as", .activate = seen_as_cb },
  { .name = "my-pin", .activate = my_pin_cb },
};

/* Offers the Visto of these people (of #ConyPersona). */
void
cocina_window_set_personas (CocinaWindow *self,
                            GListModel   *personas)
{
  if (self->personas)
    g_signal_handlers_disconnect_by_func (self->personas, cocina_window_update_pin, self);
  g_set_object (&self->personas, personas);
  if (personas)
    g_signal_connect_object (personas, "items-changed", G_CALLBACK (cocina_window_update_pin), self,
                             G_CONNECT_SWAPPED);
  cocina_window_update_pin (self);
}

/* Sets what may be pressed; part of cocina_window_update_actions().  A PIN is not written to a disk,
 * so it cannot wait for the database. */
void
cocina_window_update_pin (CocinaWindow *self)
{
  GActionMap *map = G_ACTION_MAP (self);
  const gboolean any = self->personas && g_list_model_get_n_items (self->personas) > 0;

  cony_alert_banner_set_shared (self->banner, any);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "seen-as")),
                               any && self->connected
                                 && cony_alert_banner_get_current (self->banner));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "my-pin")),
                               self->connected);
}

/* Adds the panel and its actions. */
void
cocina_window_add_pin (CocinaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  self->pin_panel = cocina_pin_panel_new ();
  gtk_stack_add_child (self->pages, self->pin_panel);
  g_signal_connect_object (self->pin_panel, "entered", G_CALLBACK (entered_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (page_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->ladder, "silenced", G_CALLBACK (silenced_cb), self,
                           G_CONNECT_SWAPPED);
}
