/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-window-private.h"

#include <glib/gi18n.h>

#include "cony-text.h"

/* Snackbars: answers to what the person did, and news from elsewhere. */

static char *
format_pedido (AtencionWindow *self,
               gint64          id)
{
  ConyPedido *pedido = cony_store_find (CONY_STORE (self->pedidos), id);
  const char *cliente = pedido ? cony_pedido_get_cliente (pedido) : NULL;

  return cliente ? g_strdup_printf ("#%" G_GINT64_FORMAT " %s", id, cliente)
                 : g_strdup_printf ("#%" G_GINT64_FORMAT, id);
}

/* Each page has its own place for them, above its buttons: a snackbar must not cover what is
 * pressed next. */
static void
add_toast (AtencionWindow *self,
           AdwToast       *toast)
{
  gboolean side = self->narrow && !atencion_window_is_detail_visible (self);

  adw_toast_overlay_add_toast (side ? self->side_toasts : self->toasts, toast);
}

/* News about an order, with a button that goes there, or about a refill (@about is minus its id).
 * Later news of the same thing take the place of the earlier: nobody reads what is over. */
static void
toast_news (AtencionWindow *self,
            const char     *text,
            gint64          about)
{
  AdwToast *toast = cony_toast_new (text);

  if (about > 0 && cony_store_find (CONY_STORE (self->pedidos), about))
    {
      adw_toast_set_button_label (toast, _("View"));
      adw_toast_set_action_name (toast, "win.ver");
      adw_toast_set_action_target (toast, "x", about);
    }
  if (self->news && self->news_about == about)
    adw_toast_dismiss (self->news);
  g_set_weak_pointer (&self->news, toast);
  self->news_about = about;
  add_toast (self, toast);
}

/* atencion_window_toast_alert: says that nobody has seen an alert, with a button to the list. */
void
atencion_window_toast_alert (AtencionWindow *self,
                             const char     *title,
                             const char     *what)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", title, what);
  AdwToast *toast = cony_toast_new (text);

  adw_toast_set_button_label (toast, _("View"));
  adw_toast_set_action_name (toast, "win.avisos-ver");
  add_toast (self, toast);
}

static void
alerta_vista_cb (AtencionWindow *self,
                 ConyEvent      *event)
{
  ConyAlerta *alerta
    = cony_store_find (CONY_STORE (self->alertas), cony_event_get_int (event, "alerta_id", 0));
  const char *who = cony_event_get_string (event, "usuario");
  gint64 seconds = cony_event_get_int (event, "segundos", 0);
  g_autofree char *number = NULL, *text = NULL;

  if (!alerta)
    return;
  number = cony_alerta_get_pedido_id (alerta) > 0
             ? format_pedido (self, cony_alerta_get_pedido_id (alerta))
             : g_strdup_printf ("“%s”", cony_alerta_get_mensaje (alerta));
  /* Translators: a person, an order like "#142 Fátima", and after how many seconds */
  text = g_strdup_printf (_("%s saw the alert about %s (%d s)"), who ? who : "", number,
                          (int) seconds);
  toast_news (self, text, cony_alerta_get_pedido_id (alerta));
}

static void
voucher_cb (AtencionWindow *self,
            ConyEvent      *event)
{
  gint64 id = cony_event_get_int (event, "pedido_id", 0);
  g_autofree char *number = format_pedido (self, id);
  g_autofree char *text = NULL;

  if (g_strcmp0 (cony_event_get_tipo (event), "voucher_aprobado") == 0)
    /* Translators: %s is an order like "#142 Fátima" */
    text = g_strdup_printf (_("Payment verified: %s"), number);
  else
    /* Translators: %s is an order like "#142 Fátima" */
    text = g_strdup_printf (_("Receipt rejected: %s"), number);
  toast_news (self, text, id);
}

static void
pedido_actualizado_cb (AtencionWindow *self,
                       ConyEvent      *event)
{
  gint64 id = cony_event_get_int (event, "pedido_id", 0);
  g_autofree char *number = NULL, *text = NULL;

  if (g_strcmp0 (cony_event_get_string (event, "cambio"), "listo") != 0)
    return;
  number = format_pedido (self, id);
  /* Translators: %s is an order like "#142 Fátima" */
  text = g_strdup_printf (_("%s is ready"), number);
  toast_news (self, text, id);
}

static void
refill_actualizado_cb (AtencionWindow *self,
                       ConyEvent      *event)
{
  ConyRefill *refill = cony_store_find (CONY_STORE (self->refills_store),
                                        cony_event_get_int (event, "refill_id", 0));
  const char *estado = cony_event_get_string (event, "estado");
  const char *motivo = cony_event_get_string (event, "motivo");
  g_autofree char *text = NULL;

  if (!refill || cony_event_get_string (event, "cambio"))
    return; /* that it is on a screen is no new state */
  if (g_strcmp0 (estado, "entregado") == 0)
    /* Translators: %s is a supply */
    text = g_strdup_printf (_("Refill delivered: %s"), cony_refill_get_insumo (refill));
  else if (g_strcmp0 (estado, "en_camino") == 0)
    /* Translators: %s is a supply */
    text = g_strdup_printf (_("Refill on its way: %s"), cony_refill_get_insumo (refill));
  else if (g_strcmp0 (estado, "visto") == 0)
    /* Translators: %s is a supply */
    text = g_strdup_printf (_("Refill seen: %s"), cony_refill_get_insumo (refill));
  else if (g_strcmp0 (estado, "rechazado") == 0 && motivo && *motivo)
    /* Translators: a supply, and why it is not given */
    text = g_strdup_printf (_("Refill rejected: %s (%s)"), cony_refill_get_insumo (refill), motivo);
  else if (g_strcmp0 (estado, "rechazado") == 0)
    /* Translators: %s is a supply */
    text = g_strdup_printf (_("Refill rejected: %s"), cony_refill_get_insumo (refill));
  if (text)
    toast_news (self, text, -cony_refill_get_id (refill));
}

static void
event_cb (AtencionWindow *self,
          ConyEvent      *event)
{
  if (cony_event_get_owes_ack (event))
    cony_realtime_ack (self->realtime, event);
}

/* atencion_window_follow_events: tells news as they come and confirms that they were shown. */
void
atencion_window_follow_events (AtencionWindow *self)
{
  ConyDispatcher *dispatcher = cony_session_get_dispatcher (self->session);

  g_signal_connect_object (dispatcher, "event::alerta_vista", G_CALLBACK (alerta_vista_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dispatcher, "event::pedido_actualizado",
                           G_CALLBACK (pedido_actualizado_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dispatcher, "event::refill_actualizado",
                           G_CALLBACK (refill_actualizado_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dispatcher, "event::voucher_aprobado", G_CALLBACK (voucher_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dispatcher, "event::voucher_rechazado", G_CALLBACK (voucher_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dispatcher, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
}

static void
complaint_closed_cb (AtencionWindow *self)
{
  gtk_widget_set_visible (self->complaint, FALSE);
}

/* atencion_window_class_bind_news: the template's callbacks of this file. */
void
atencion_window_class_bind_news (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, complaint_closed_cb);
}

/* atencion_window_complain: says that what the person did was not done, until it is closed: nobody
 * may believe it done because they looked away. */
void
atencion_window_complain (AtencionWindow *self,
                          const char     *text)
{
  const char *before = gtk_label_get_label (self->complaint_text);
  gboolean more = gtk_widget_get_visible (self->complaint) && !strstr (before, text);
  g_autofree char *both = more ? g_strdup_printf ("%s\n%s", before, text) : g_strdup (text);

  gtk_label_set_label (self->complaint_text, both);
  gtk_widget_set_visible (self->complaint, TRUE);
  if (self->narrow && !atencion_window_is_detail_visible (self))
    atencion_window_toast (self, text);
}

/* atencion_window_toast: a snackbar that answers what the person just did, so it goes before news
 * and takes the place of the last answer. */
void
atencion_window_toast (AtencionWindow *self,
                       const char     *text)
{
  AdwToast *toast = cony_toast_new (text);

  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, 3);
  if (self->answer)
    adw_toast_dismiss (self->answer);
  g_set_weak_pointer (&self->answer, toast);
  add_toast (self, toast);
}
