/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window-private.h"

#include <glib/gi18n.h>

/* Alerts: what rings, what the desktop is told, and the Visto. */

/* An answer that takes longer than this is told. */
#define CHECKING_AFTER (1500 * G_TIME_SPAN_MILLISECOND)

/* Instead of the time of the press: the database keeps the Visto for an alert that it does not have
 * yet. */
#define KEPT G_MAXINT64

static void update_quiet (CocinaWindow *self);

/* ---- announcing ---- */

static char *
make_toast_id (const char *uid)
{
  return g_strconcat ("alerta-", uid, NULL);
}

static void
appeared_cb (CocinaWindow *self,
             ConyAlerta   *alerta)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  gboolean urgent = g_strcmp0 (cony_alerta_get_prioridad (alerta), "urgente") == 0;
  gint64 pedido_id = cony_alerta_get_pedido_id (alerta);
  const char *title = urgent ? _ ("Urgent alert to the kitchen") : _ ("Alert to the kitchen");
  const char *mensaje = cony_alerta_get_mensaje (alerta);
  g_autofree char *id = make_toast_id (cony_alerta_get_uid (alerta));
  g_autofree char *action = g_strdup_printf ("app.show-alert::%s", cony_alerta_get_uid (alerta));
  g_autofree char *body = NULL;

  /* Somebody may have got a PIN since the last one. */
  if (CONY_IS_STORE (self->personas))
    cony_store_load (CONY_STORE (self->personas));
  if (!CONY_IS_APPLICATION (application))
    return;
  /* Where the kitchen looks at the banner anyway, the toast must not stay on top of it. */
  if (gtk_window_is_active (GTK_WINDOW (self)))
    urgent = FALSE;
  if (pedido_id)
    body = g_strdup_printf ("#%" G_GINT64_FORMAT " · %s", pedido_id, mensaje ? mensaje : "");
  cony_application_toast_desktop (CONY_APPLICATION (application), id, title,
                                  body ? body : mensaje, action, urgent);
}

static void
silenced_cb (CocinaWindow *self,
             const char   *uid)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autofree char *id = make_toast_id (uid);

  cony_sound_stop_alerts (self->sound);
  if (CONY_IS_APPLICATION (application))
    cony_application_withdraw_desktop (CONY_APPLICATION (application), id);
}

static void
ring_cb (CocinaWindow *self,
         ConyAlerta   *alerta,
         const char   *sound)
{
  cony_sound_play (self->sound, sound);
}

/* ---- Visto ---- */

typedef struct
{
  CocinaWindow *window; /* owned */
  char *uid;
  gint64 id;
} Seeing;

static void
seeing_free (Seeing *seeing)
{
  g_clear_object (&seeing->window);
  g_free (seeing->uid);
  g_free (seeing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Seeing, seeing_free)

static void
seen_done_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Seeing) seeing = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = cony_session_run_finish (CONY_SESSION (source), result, &error);
  CocinaWindow *self = seeing->window;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (!answer)
    cocina_snackbar_show (self->snackbar, "cony-error-symbolic", error->message);
  /* Until its row says so the button stays quiet; one that waits shows it itself. */
  if (!answer || json_object_get_boolean_member_with_default (answer, "en_cola", FALSE))
    {
      g_hash_table_remove (self->seeing, seeing->uid);
    }
  else if (!json_object_get_boolean_member_with_default (answer, "leida", TRUE))
    {
      gint64 kept = KEPT;

      g_hash_table_insert (self->seeing, g_strdup (seeing->uid), g_memdup2 (&kept, sizeof kept));
      update_quiet (self);
    }
  if (seeing->id)
    cony_store_refresh (CONY_STORE (self->alerta_store), seeing->id);
  cocina_window_update_actions (self);
}

static void
see (CocinaWindow *self,
     ConyAlerta   *alerta)
{
  const char *uid = cony_alerta_get_uid (alerta);
  gint64 pressed = g_get_monotonic_time ();
  g_autoptr (ConyCommand) command = NULL;
  Seeing *seeing;

  if (!self->session || g_hash_table_contains (self->seeing, uid))
    return;
  g_hash_table_insert (self->seeing, g_strdup (uid), g_memdup2 (&pressed, sizeof pressed));
  seeing = g_new0 (Seeing, 1);
  seeing->window = g_object_ref (self);
  seeing->uid = g_strdup (uid);
  seeing->id = cony_alerta_get_id (alerta);
  command = cony_command_new_marcar_alerta_vista (uid);
  cony_session_run_async (self->session, command, self->cancellable, seen_done_cb, seeing);
  cocina_window_update_actions (self);
}

static void
seen_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  CocinaWindow *self = user_data;
  ConyAlerta *alerta = cony_alert_banner_get_current (self->banner);

  if (alerta)
    see (self, alerta);
}

static void
next_alert_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  cony_alert_banner_next (COCINA_WINDOW (user_data)->banner);
}

static void
show_alert_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  cony_alert_banner_select (COCINA_WINDOW (user_data)->banner,
                            g_variant_get_string (parameter, NULL));
}

/* ---- what waits for the database ---- */

/* A Visto that is on its way neither rings here any more, nor asks to be pressed again. */
static void
update_quiet (CocinaWindow *self)
{
  GListModel *outbox = G_LIST_MODEL (cony_session_get_outbox (self->session));
  const guint n = outbox ? g_list_model_get_n_items (outbox) : 0;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) uids = NULL;
  GHashTableIter iter;
  gpointer uid, pressed;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConyOutboxEntry) entry = g_list_model_get_item (outbox, i);
      const char *function = cony_command_get_function (cony_outbox_entry_get_command (entry));

      if (g_str_equal (function, "marcar_alerta_vista")
          && cony_outbox_entry_get_estado (entry) != CONY_OUTBOX_IMPOSIBLE)
        g_strv_builder_add (builder, cony_outbox_entry_get_alerta_uid (entry));
    }
  g_hash_table_iter_init (&iter, self->seeing);
  while (g_hash_table_iter_next (&iter, &uid, &pressed))
    if (*(gint64 *) pressed == KEPT)
      g_strv_builder_add (builder, uid);
  uids = g_strv_builder_end (builder);
  cony_alert_ladder_set_quiet (self->ladder, (const char * const *) uids);
  cony_alert_banner_update (self->banner);
}

/* Follows what was seen without a database. */
void
cocina_window_watch_outbox (CocinaWindow *self)
{
  ConyOutbox *outbox = cony_session_get_outbox (self->session);

  if (!outbox)
    return;
  g_signal_connect_object (outbox, "items-changed", G_CALLBACK (update_quiet), self,
                           G_CONNECT_SWAPPED);
  update_quiet (self);
}

/* ---- window ---- */

static const GActionEntry entries[] = {
  { .name = "seen", .activate = seen_cb },
  { .name = "next-alert", .activate = next_alert_cb },
  { .name = "show-alert", .activate = show_alert_cb, .parameter_type = "s" },
};

static const struct
{
  guint key;
  const char *action;
} keys[] = {
  { GDK_KEY_a, "win.seen" },
  { GDK_KEY_s, "win.next-alert" },
  { GDK_KEY_v, "win.seen-as" },
};

/* Adds the keys of the alerts. */
void
cocina_window_class_add_alert_keys (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, 0, keys[i].action, NULL);
}

static gboolean
can_see (CocinaWindow *self,
         ConyAlerta   *alerta)
{
  const char *uid = cony_alerta_get_uid (alerta);

  if (g_hash_table_contains (self->seeing, uid) || cony_alert_ladder_get_quiet (self->ladder, uid))
    return FALSE;
  return self->connected || (self->session && cony_session_get_outbox (self->session));
}

static gboolean
is_over_cb (gpointer uid,
            gpointer pressed,
            gpointer user_data)
{
  CocinaWindow *self = user_data;
  ConyAlerta *alerta = cony_store_find_uid (CONY_STORE (self->alerta_store), uid);

  return !alerta || cony_alerta_get_leida (alerta);
}

/* Sets what may be pressed in the banner; part of cocina_window_update_actions(). */
void
cocina_window_update_alerts (CocinaWindow *self)
{
  ConyAlerta *alerta = cony_alert_banner_get_current (self->banner);
  GAction *seen = g_action_map_lookup_action (G_ACTION_MAP (self), "seen");
  gint64 *pressed;

  if (self->alerta_store)
    g_hash_table_foreach_remove (self->seeing, is_over_cb, self);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (seen), alerta && can_see (self, alerta));
  pressed = alerta ? g_hash_table_lookup (self->seeing, cony_alerta_get_uid (alerta)) : NULL;
  cocina_window_update_pin (self);
  cony_alert_banner_set_checking (self->banner,
                                  pressed && g_get_monotonic_time () - *pressed > CHECKING_AFTER);
}

/* Makes the alerts ring, and adds their actions. */
void
cocina_window_add_alerts (CocinaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  self->ladder = cony_alert_ladder_new ();
  cony_alert_banner_set_ladder (self->banner, self->ladder);
  g_signal_connect_object (self->ladder, "appeared", G_CALLBACK (appeared_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->ladder, "ring", G_CALLBACK (ring_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->ladder, "silenced", G_CALLBACK (silenced_cb), self,
                           G_CONNECT_SWAPPED);
}
