/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-receipt-strip.h"

#include <glib/gi18n.h>

#include "cony-wrap-layout.h"

/**
 * ConyReceiptStrip:
 *
 * What became of an alert: sent → on a screen → seen by somebody.  Each step is a row in the
 * database and is told by icon, word and colour.  While nobody saw the alert, the strip counts.
 */
struct _ConyReceiptStrip
{
  GtkWidget parent_instance;

  /* owned */
  ConyAlerta *alerta;
  ConySession *session;
  GSignalGroup *signals;
  guint tick_source;

  gboolean compact;
  gboolean overdue;
  gboolean plain; /* shows steps that it was given */

  /* template */
  GtkWidget *seen;
  GtkImage *seen_image;
  GtkLabel *seen_label;
  GtkWidget *sent;
  GtkImage *sent_image;
  GtkLabel *sent_label;
  GtkWidget *shown;
  GtkImage *shown_image;
  GtkLabel *shown_label;
};

G_DEFINE_FINAL_TYPE (ConyReceiptStrip, cony_receipt_strip, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_ALERTA,
  PROP_COMPACT,
  PROP_OVERDUE,
  PROP_SESSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
show_step (GtkWidget  *step,
           GtkImage   *image,
           GtkLabel   *label,
           const char *css_class,
           const char *icon_name,
           const char *text)
{
  gtk_widget_set_css_classes (step, (const char *[]) { css_class, NULL });
  gtk_image_set_from_icon_name (image, icon_name);
  gtk_label_set_label (label, text);
}

static char *
format_clock (ConyReceiptStrip *self,
              GDateTime        *time)
{
  GTimeZone *zone = cony_session_get_time_zone (self->session);
  g_autoptr (GDateTime) local
    = zone ? g_date_time_to_timezone (time, zone) : g_date_time_ref (time);

  return g_date_time_format (local, "%H:%M:%S");
}

static void
show_sent (ConyReceiptStrip *self)
{
  GDateTime *sent = cony_alerta_get_fecha_envio (self->alerta);
  gboolean stored = cony_alerta_get_id (self->alerta) > 0;
  g_autofree char *clock = NULL;

  if (!stored)
    {
      ConyOutbox *outbox = cony_session_get_outbox (self->session);
      gboolean queued = outbox && cony_outbox_find (outbox, cony_alerta_get_uid (self->alerta));

      show_step (self->sent, self->sent_image, self->sent_label, "waiting", "cony-clock-symbolic",
                 queued ? _("Queued") : _("Sending…"));
      return;
    }
  if (self->compact && sent)
    clock = format_clock (self, sent);
  show_step (self->sent, self->sent_image, self->sent_label, "sent", "cony-check-symbolic",
             clock ? clock : _("Sent"));
}

static void
show_shown (ConyReceiptStrip *self)
{
  const char *pantalla = cony_alerta_get_pantalla (self->alerta);
  g_autofree char *text = NULL;

  if (!cony_alerta_get_entregada (self->alerta))
    {
      show_step (self->shown, self->shown_image, self->shown_label, "waiting",
                 "cony-check2-symbolic", _("On no screen yet"));
      return;
    }
  if (self->compact && pantalla && *pantalla)
    text = g_strdup (pantalla);
  else if (pantalla && *pantalla)
    /* Translators: %s is the name of a screen, like "Kitchen 1" */
    text = g_strdup_printf (_("On screen (%s)"), pantalla);
  else
    text = g_strdup (_("On screen"));
  show_step (self->shown, self->shown_image, self->shown_label, "shown", "cony-check2-symbolic",
             text);
}

static void
show_seen (ConyReceiptStrip *self)
{
  const char *who = cony_alerta_get_vista_por (self->alerta);
  GDateTime *sent = cony_alerta_get_fecha_envio (self->alerta);
  GDateTime *seen = cony_alerta_get_fecha_lectura (self->alerta);
  g_autofree char *clock = format_clock (self, seen);
  g_autofree char *text = NULL;
  int seconds = sent ? g_date_time_difference (seen, sent) / G_TIME_SPAN_SECOND : 0;

  if (!who)
    who = "";
  if (self->compact)
    /* Translators: %s is a person, %d the seconds that passed until then */
    text = g_strdup_printf (_("Seen by %s (%d s)"), who, MAX (seconds, 0));
  else
    /* Translators: a person, the time of day, the seconds that passed until then */
    text = g_strdup_printf (_("Seen by %s %s (%d s)"), who, clock, MAX (seconds, 0));
  show_step (self->seen, self->seen_image, self->seen_label, "seen", "cony-eye-symbolic", text);
}

/* Returns whether the alert is overdue. */
static gboolean
show_unseen (ConyReceiptStrip *self)
{
  GDateTime *sent = cony_alerta_get_fecha_envio (self->alerta);
  gint64 age = sent ? MAX (cony_session_seconds_since (self->session, sent), 0) : 0;
  g_autofree char *running = NULL;
  g_autofree char *text = NULL;

  if (age < 3600)
    running = g_strdup_printf ("%d:%02d", (int) (age / 60), (int) (age % 60));
  else
    running = g_strdup_printf ("%d:%02d:%02d", (int) (age / 3600), (int) (age / 60 % 60),
                               (int) (age % 60));
  if (age >= CONY_RECEIPT_STRIP_OVERDUE)
    {
      /* Translators: %s is a running time like 0:52 */
      text = g_strdup_printf (_("NOT SEEN %s"), running);
      show_step (self->seen, self->seen_image, self->seen_label, "unseen", "cony-warn-symbolic",
                 text);
      return TRUE;
    }
  /* Translators: %s is a running time like 0:12 */
  text = g_strdup_printf (_("Not seen yet %s"), running);
  show_step (self->seen, self->seen_image, self->seen_label,
             age >= CONY_RECEIPT_STRIP_LATE ? "late" : "waiting",
             age >= CONY_RECEIPT_STRIP_LATE ? "cony-clock-symbolic" : "cony-eye-symbolic", text);
  return FALSE;
}

static void
set_overdue (ConyReceiptStrip *self,
             gboolean          overdue)
{
  if (self->overdue == overdue)
    return;
  self->overdue = overdue;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OVERDUE]);
}

static void
speak (ConyReceiptStrip *self)
{
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s", gtk_label_get_label (self->sent_label),
                                             gtk_label_get_label (self->shown_label),
                                             gtk_label_get_label (self->seen_label));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static gboolean tick_cb (gpointer data);

static void
show_cb (ConyReceiptStrip *self)
{
  gboolean counting = FALSE, overdue = FALSE;

  gtk_widget_set_visible (GTK_WIDGET (self), self->plain || (self->alerta && self->session));
  if (self->alerta && self->session)
    {
      show_sent (self);
      show_shown (self);
      counting = !cony_alerta_get_leida (self->alerta)
                 || !cony_alerta_get_fecha_lectura (self->alerta);
      if (counting)
        overdue = show_unseen (self);
      else
        show_seen (self);
      speak (self);
    }
  set_overdue (self, overdue);

  if (!counting || !gtk_widget_get_root (GTK_WIDGET (self)))
    g_clear_handle_id (&self->tick_source, g_source_remove);
  else if (!self->tick_source)
    self->tick_source = g_timeout_add_seconds (1, tick_cb, self);
}

static gboolean
tick_cb (gpointer data)
{
  ConyReceiptStrip *self = data;

  self->tick_source = 0;
  show_cb (self);
  return G_SOURCE_REMOVE;
}

static void
cony_receipt_strip_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cony_receipt_strip_parent_class)->root (widget);
  show_cb (CONY_RECEIPT_STRIP (widget));
}

static void
cony_receipt_strip_unroot (GtkWidget *widget)
{
  ConyReceiptStrip *self = CONY_RECEIPT_STRIP (widget);

  g_clear_handle_id (&self->tick_source, g_source_remove);
  GTK_WIDGET_CLASS (cony_receipt_strip_parent_class)->unroot (widget);
}

static void
cony_receipt_strip_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  ConyReceiptStrip *self = CONY_RECEIPT_STRIP (object);

  switch (prop_id)
    {
    case PROP_ALERTA:
      g_value_set_object (value, self->alerta);
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    case PROP_OVERDUE:
      g_value_set_boolean (value, self->overdue);
      break;
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_receipt_strip_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  ConyReceiptStrip *self = CONY_RECEIPT_STRIP (object);

  switch (prop_id)
    {
    case PROP_ALERTA:
      cony_receipt_strip_set_alerta (self, g_value_get_object (value));
      break;
    case PROP_COMPACT:
      cony_receipt_strip_set_compact (self, g_value_get_boolean (value));
      break;
    case PROP_SESSION:
      cony_receipt_strip_set_session (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_receipt_strip_dispose (GObject *object)
{
  ConyReceiptStrip *self = CONY_RECEIPT_STRIP (object);
  GtkWidget *child;

  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->alerta);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONY_TYPE_RECEIPT_STRIP);
  /* The template only knows the children that are bound to a field. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cony_receipt_strip_parent_class)->dispose (object);
}

static void
cony_receipt_strip_class_init (ConyReceiptStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cony_receipt_strip_get_property;
  object_class->set_property = cony_receipt_strip_set_property;
  object_class->dispose = cony_receipt_strip_dispose;
  widget_class->root = cony_receipt_strip_root;
  widget_class->unroot = cony_receipt_strip_unroot;

  properties[PROP_ALERTA]
    = g_param_spec_object ("alerta", NULL, NULL, CONY_TYPE_ALERTA,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPACT]
    = g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_OVERDUE]
    = g_param_spec_boolean ("overdue", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SESSION]
    = g_param_spec_object ("session", NULL, NULL, CONY_TYPE_SESSION,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CONY_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "box");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/widgets/cony-receipt-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, ConyReceiptStrip, seen);
  gtk_widget_class_bind_template_child (widget_class, ConyReceiptStrip, seen_image);
  gtk_widget_class_bind_template_child (widget_class, ConyReceiptStrip, seen_label);
  gtk_widget_class_bind_template_child (widget_class, ConyReceiptStrip, sent);
  gtk_widget_class_bind_template_child (widget_class, ConyReceiptStrip, sent_image);
  gtk_widget_class_bind_template_child (widget_class, ConyReceiptStrip, sent_label);
  gtk_widget_class_bind_template_child (widget_class, ConyReceiptStrip, shown);
  gtk_widget_class_bind_template_child (widget_class, ConyReceiptStrip, shown_image);
  gtk_widget_class_bind_template_child (widget_class, ConyReceiptStrip, shown_label);
}

static void
cony_receipt_strip_init (ConyReceiptStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (CONY_TYPE_ALERTA);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (show_cb), self);
}

/**
 * cony_receipt_strip_new:
 * @session: (nullable): tells the server's time and the branch's zone
 *
 * Returns: (transfer floating): a strip that is hidden until it has an alert
 */
GtkWidget *
cony_receipt_strip_new (ConySession *session)
{
  return g_object_new (CONY_TYPE_RECEIPT_STRIP, "session", session, NULL);
}

/**
 * cony_receipt_strip_get_alerta:
 * @self: a #ConyReceiptStrip
 *
 * Returns: (transfer none) (nullable): the alert it shows
 */
ConyAlerta *
cony_receipt_strip_get_alerta (ConyReceiptStrip *self)
{
  g_return_val_if_fail (CONY_IS_RECEIPT_STRIP (self), NULL);

  return self->alerta;
}

/**
 * cony_receipt_strip_set_alerta:
 * @self: a #ConyReceiptStrip
 * @alerta: (nullable): the alert to show and follow
 */
void
cony_receipt_strip_set_alerta (ConyReceiptStrip *self,
                               ConyAlerta       *alerta)
{
  g_return_if_fail (CONY_IS_RECEIPT_STRIP (self));
  g_return_if_fail (alerta == NULL || CONY_IS_ALERTA (alerta));

  if (!g_set_object (&self->alerta, alerta))
    return;
  g_signal_group_set_target (self->signals, alerta);
  show_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ALERTA]);
}

/**
 * cony_receipt_strip_set_session:
 * @self: a #ConyReceiptStrip
 * @session: (nullable): tells the server's time and the branch's zone
 */
void
cony_receipt_strip_set_session (ConyReceiptStrip *self,
                                ConySession      *session)
{
  g_return_if_fail (CONY_IS_RECEIPT_STRIP (self));
  g_return_if_fail (session == NULL || CONY_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;
  show_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * cony_receipt_strip_set_compact:
 * @self: a #ConyReceiptStrip
 * @compact: %TRUE to say it in fewer words
 */
void
cony_receipt_strip_set_compact (ConyReceiptStrip *self,
                                gboolean          compact)
{
  g_return_if_fail (CONY_IS_RECEIPT_STRIP (self));

  compact = !!compact;
  if (self->compact == compact)
    return;
  self->compact = compact;
  show_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

/**
 * cony_receipt_strip_set_steps:
 * @self: a #ConyReceiptStrip without an alert
 * @steps: three of them
 *
 * Shows what became of something else than an alert; whoever sets the steps keeps them up to date.
 */
void
cony_receipt_strip_set_steps (ConyReceiptStrip      *self,
                              const ConyReceiptStep *steps)
{
  g_return_if_fail (CONY_IS_RECEIPT_STRIP (self));
  g_return_if_fail (self->alerta == NULL);
  g_return_if_fail (steps != NULL);

  self->plain = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  show_step (self->sent, self->sent_image, self->sent_label, steps[0].css_class,
             steps[0].icon_name, steps[0].text);
  show_step (self->shown, self->shown_image, self->shown_label, steps[1].css_class,
             steps[1].icon_name, steps[1].text);
  show_step (self->seen, self->seen_image, self->seen_label, steps[2].css_class,
             steps[2].icon_name, steps[2].text);
  speak (self);
}

/**
 * cony_receipt_strip_get_overdue:
 * @self: a #ConyReceiptStrip
 *
 * Returns: whether nobody saw the alert within %CONY_RECEIPT_STRIP_OVERDUE seconds
 */
gboolean
cony_receipt_strip_get_overdue (ConyReceiptStrip *self)
{
  g_return_val_if_fail (CONY_IS_RECEIPT_STRIP (self), FALSE);

  return self->overdue;
}
