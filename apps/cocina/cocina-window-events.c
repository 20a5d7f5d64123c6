/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window-private.h"

#include <glib/gi18n.h>

#include "cony-text.h"

static void
announce_refill (CocinaWindow *self,
                 ConyEvent    *event)
{
  JsonObject *payload = cony_event_get_payload (event);
  double cantidad = json_object_get_double_member_with_default (payload, "cantidad", 0);
  const char *insumo = cony_event_get_string (event, "insumo");
  g_autofree char *amount
    = cony_quantity_format (cantidad, cony_event_get_string (event, "unidad"));
  g_autofree char *text = NULL;

  /* Translators: a request for supplies; %1$s is the product, %2$s how much */
  text = g_strdup_printf (_ ("Refill: %1$s, %2$s"), insumo ? insumo : "", amount);
  cocina_snackbar_show (self->snackbar, "cony-box-symbolic", text);
}

static void
event_cb (CocinaWindow *self,
          ConyEvent    *event)
{
  const char *tipo = cony_event_get_tipo (event);
  const char *uid = cony_event_get_uid (event);

  if (uid && cony_event_get_owes_ack (event))
    g_hash_table_insert (self->unshown, g_strdup (uid), g_object_ref (event));
  if (g_strcmp0 (tipo, "pedido_aprobado") == 0)
    cony_sound_play (self->sound, "pedido");
  else if (g_strcmp0 (tipo, "refill_solicitado") == 0)
    announce_refill (self, event);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
is_shown (CocinaWindow *self,
          ConyEvent    *event)
{
  const char *tipo = cony_event_get_tipo (event);
  ConyAlerta *alerta = cony_alert_banner_get_current (self->banner);

  if (g_strcmp0 (tipo, "alerta_cocina") == 0)
    return alerta && g_strcmp0 (cony_alerta_get_uid (alerta), cony_event_get_uid (event)) == 0;
  if (g_str_has_prefix (tipo, "refill_"))
    return cocina_window_shows_refill (self, cony_event_get_uid (event));
  return cocina_tickets_shows (self->tickets, cony_event_get_int (event, "pedido_id", 0));
}

/* Confirms what the frame that was just painted shows.  Nothing is confirmed because it arrived. */
void
cocina_window_confirm_shown (CocinaWindow *self)
{
  GHashTableIter iter;
  gpointer event;

  if (g_hash_table_size (self->unshown) == 0)
    return;
  g_hash_table_iter_init (&iter, self->unshown);
  while (g_hash_table_iter_next (&iter, NULL, &event))
    if (is_shown (self, event))
      {
        cony_realtime_ack (self->realtime, event);
        g_hash_table_iter_remove (&iter);
      }
}

/* What came while no kitchen was open is known from the event log alone. */
static void
undelivered_cb (CocinaWindow *self)
{
  GListModel *model = G_LIST_MODEL (self->undelivered);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ConyUndelivered) message = g_list_model_get_item (model, i);
      const char *uid = cony_undelivered_get_uid (message);
      ConyEvent *event
        = uid ? cony_event_log_find (cony_session_get_event_log (self->session), uid) : NULL;

      if (event)
        g_hash_table_insert (self->unshown, g_strdup (uid), g_object_ref (event));
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Watches for what this screen shows and nobody has confirmed. */
void
cocina_window_watch_undelivered (CocinaWindow *self)
{
  g_signal_connect_object (self->undelivered, "items-changed", G_CALLBACK (undelivered_cb), self,
                           G_CONNECT_SWAPPED);
}

/* Connects the window to the events of its session. */
void
cocina_window_watch_events (CocinaWindow *self)
{
  ConyDispatcher *dispatcher = cony_session_get_dispatcher (self->session);

  if (dispatcher)
    g_signal_connect_object (dispatcher, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
}
