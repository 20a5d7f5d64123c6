/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-window-private.h"

#include <glib/gi18n.h>

#include "atencion-alertar-dialog.h"
#include "atencion-kitchen.h"
#include "cony-application.h"

/* Alerts to the kitchen: sending them, the list of today, and what nobody saw in time. */

/* ---- the ladder ---- */

static char *
describe (AtencionWindow *self,
          ConyAlerta     *alerta)
{
  gint64 id = cony_alerta_get_pedido_id (alerta);
  const char *cliente = cony_alerta_get_cliente (alerta);

  if (id == 0)
    return g_strdup (cony_alerta_get_mensaje (alerta));
  return g_strdup_printf ("#%" G_GINT64_FORMAT " %s: %s", id, cliente ? cliente : "",
                          cony_alerta_get_mensaje (alerta));
}

static void
climbed_cb (AtencionWindow *self,
            ConyAlerta     *alerta,
            int             level)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  gboolean breached = level == CONY_ALERT_LEVEL_BREACHED;
  const char *title = breached ? _("Nobody saw the alert in 2 minutes: tell the supervisor")
                               : _("The kitchen has not seen the alert");
  g_autofree char *what = describe (self, alerta);

  atencion_window_update_alerts (self);
  if (level < CONY_ALERT_LEVEL_TOLD)
    return;
  /* Translators: a sentence that says how long nobody saw an alert, and the alert */
  atencion_window_toast_alert (self, title, what);
  cony_sound_play (self->sound, breached ? "alerta-larga" : "alerta-alta");
  if (CONY_IS_APPLICATION (application))
    cony_application_toast_desktop (CONY_APPLICATION (application), cony_alerta_get_uid (alerta),
                                    title, what, NULL, TRUE);
}

static void
silenced_cb (AtencionWindow *self,
             const char     *uid)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (CONY_IS_APPLICATION (application))
    cony_application_withdraw_desktop (CONY_APPLICATION (application), uid);
  atencion_window_update_alerts (self);
}

static void
tick_cb (AtencionWindow *self)
{
  g_autoptr (GDateTime) now = cony_session_now (self->session);

  cony_alert_ladder_tick (self->ladder, now);
}

/* ---- commands ---- */

static const char *
get_sent_text (AtencionWindow *self)
{
  return atencion_kitchen_is_silent (self->realtime)
           ? _("Alert sent, but no screen of the kitchen answers: call or go there")
           : _("Alert sent to the kitchen");
}

static void
alertar (AtencionWindow *self,
         ConyPedido     *pedido,
         const char     *mensaje,
         const char     *prioridad)
{
  GtkWindow *dialog = atencion_alertar_dialog_new (self->session, self->realtime, pedido,
                                                   G_LIST_MODEL (self->sucursales));

  if (mensaje)
    atencion_alertar_dialog_fill (ATENCION_ALERTAR_DIALOG (dialog), mensaje, prioridad);
  atencion_alertar_dialog_set_narrow (ATENCION_ALERTAR_DIALOG (dialog), self->narrow);
  atencion_window_open_dialog (self, dialog, NULL, get_sent_text (self),
                               _("Alert queued: it is stored when the database is back"));
}

static void
alertar_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  AtencionWindow *self = user_data;

  alertar (self, atencion_window_get_pedido (self), NULL, NULL);
}

static void
avisar_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  alertar (user_data, NULL, NULL, NULL);
}

/* The same words again, about the same order if it is still here. */
static void
again (AtencionWindow *self,
       const char     *uid,
       gboolean        urgent)
{
  ConyAlerta *alerta = cony_store_find_uid (CONY_STORE (self->alertas), uid);

  if (alerta)
    alertar (self, cony_store_find (CONY_STORE (self->pedidos), cony_alerta_get_pedido_id (alerta)),
             cony_alerta_get_mensaje (alerta),
             urgent ? "urgente" : cony_alerta_get_prioridad (alerta));
}

/* What nobody saw goes again as urgent. */
static void
insistir_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  again (user_data, g_variant_get_string (parameter, NULL), TRUE);
}

static void
repetir_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  again (user_data, g_variant_get_string (parameter, NULL), FALSE);
}

static void
avisos_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  AtencionWindow *self = user_data;

  atencion_window_show_alerts (self, !self->avisos);
}

static void
avisos_ver_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  atencion_window_show_alerts (user_data, TRUE);
}

/* ---- for the other files of this class ---- */

/* atencion_window_add_alert_actions: gives @self the actions of this file. */
void
atencion_window_add_alert_actions (AtencionWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "alertar", .activate = alertar_cb },
    { .name = "avisar", .activate = avisar_cb },
    { .name = "avisos", .activate = avisos_cb, .state = "false" },
    { .name = "avisos-ver", .activate = avisos_ver_cb },
    { .name = "insistir", .activate = insistir_cb, .parameter_type = "s" },
    { .name = "repetir", .activate = repetir_cb, .parameter_type = "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

/* atencion_window_follow_alerts: lets what nobody sees climb, here and in the database; once. */
void
atencion_window_follow_alerts (AtencionWindow *self)
{
  self->sound = cony_sound_new ();
  self->ladder = cony_alert_ladder_new ();
  g_signal_connect_object (self->ladder, "climbed", G_CALLBACK (climbed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->ladder, "silenced", G_CALLBACK (silenced_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->alertas, "items-changed",
                           G_CALLBACK (atencion_window_update_alerts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->clock, "tick", G_CALLBACK (tick_cb), self, G_CONNECT_SWAPPED);
  cony_alert_ladder_set_model (self->ladder, G_LIST_MODEL (self->alertas));
  cony_alerta_store_keep_rungs (self->alertas, self->ladder);
  atencion_window_update_alerts (self);
}

/* atencion_window_show_alerts: today's alerts on the right instead of an order, or no more. */
void
atencion_window_show_alerts (AtencionWindow *self,
                             gboolean        show)
{
  if (show == self->avisos)
    return;
  self->avisos = show;
  if (show)
    {
      /* So that the order that was open can be chosen again. */
      gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
      gtk_single_selection_set_selected (self->refill_selection, GTK_INVALID_LIST_POSITION);
      adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
    }
  atencion_window_show_detail (self);
}

/* atencion_window_update_alerts: how many alerts nobody has seen. */
void
atencion_window_update_alerts (AtencionWindow *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->alertas));
  guint n_unseen = 0;
  gboolean late = FALSE;
  g_autofree char *count = NULL, *spoken = NULL;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (ConyAlerta) alerta = g_list_model_get_item (G_LIST_MODEL (self->alertas), i);

      if (cony_alerta_get_leida (alerta))
        continue;
      n_unseen++;
      late |= cony_alert_ladder_get_level (self->ladder, alerta) >= CONY_ALERT_LEVEL_TOLD;
    }
  count = g_strdup_printf ("%u", n_unseen);
  gtk_label_set_label (self->avisos_count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->avisos_count), n_unseen > 0);
  if (late)
    gtk_widget_add_css_class (GTK_WIDGET (self->avisos_count), "late");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->avisos_count), "late");
  spoken = g_strdup_printf (ngettext ("%u not seen", "%u not seen", n_unseen), n_unseen);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->avisos_button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spoken, -1);
}
