/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vouchers-detail.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cony-text.h"
#include "vouchers-fact.h"
#include "vouchers-finding.h"
#include "vouchers-voucher.h"

/* The facts of one receipt beside what its order expects. */
struct _VouchersDetail
{
  GtkWidget parent_instance;

  /* owned */
  ConySession *session;
  ConyVoucher *voucher;
  ConyVoucher *repeated; /* (nullable): the approved receipt with the same number, if it is known */
  GSignalGroup *signals;
  char *missing;
  guint tick_id;

  /* template children; direct ones are bound so that disposing the template frees them */
  GtkWidget *scroller;
  GtkLabel *heading;
  GtkImage *canal_icon;
  GtkLabel *canal;
  GtkLabel *received;
  GtkListBox *facts;
  GtkListBox *findings;
  VouchersFact *monto;
  VouchersFact *fecha;
  VouchersFact *operacion;
  VouchersFact *telefono;
  GtkCheckButton *verified;
};

G_DEFINE_FINAL_TYPE (VouchersDetail, vouchers_detail, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_MISSING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
format_local (VouchersDetail *self,
              GDateTime      *time,
              const char     *format)
{
  g_autoptr (GDateTime) local
      = g_date_time_to_timezone (time, cony_session_get_time_zone (self->session));

  return g_date_time_format (local, format);
}

static char *
format_date (VouchersDetail *self,
             GDateTime      *time)
{
  /* Translators: date and time of a receipt, for g_date_time_format(). */
  return time ? format_local (self, time, _ ("%m/%d %H:%M")) : NULL;
}

/* With its date only when it is not of today. */
static char *
format_time (VouchersDetail *self,
             GDateTime      *time)
{
  g_autoptr (GDateTime) now = cony_session_now (self->session);
  g_autofree char *today = format_local (self, now, "%F");
  g_autofree char *day = time ? format_local (self, time, "%F") : NULL;

  return g_strcmp0 (day, today) == 0 ? format_local (self, time, "%H:%M")
                                     : format_date (self, time);
}

/* The number is the database's to compare; one that was typed here is compared on approval. */
static gboolean
number_was_changed (VouchersDetail *self)
{
  const char *stored = cony_voucher_get_numero_operacion (self->voucher);

  return g_strcmp0 (vouchers_detail_get_numero_operacion (self), stored ? stored : "") != 0;
}

static void
add_finding (VouchersDetail *self,
             VouchersMark    mark,
             const char     *title,
             const char     *body,
             gint64          voucher_id)
{
  GtkWidget *finding = vouchers_finding_new (mark, title, body);

  vouchers_finding_set_link (VOUCHERS_FINDING (finding), voucher_id);
  gtk_list_box_append (self->findings, finding);
}

static void
add_repeated (VouchersDetail *self)
{
  g_autofree char *body = NULL;
  g_autofree char *time = NULL;
  const char *who;

  if (!self->repeated)
    {
      body = g_strdup (_ ("Another approved receipt has the same bank and number."));
      add_finding (self, VOUCHERS_MARK_BLOCK, _ ("Repeated operation: cannot be approved"), body,
                   0);
      return;
    }
  who = cony_voucher_get_revisado_por (self->repeated);
  time = format_time (self, cony_voucher_get_revisado (self->repeated));
  /* Translators: an order's number, a person, a time. */
  body = g_strdup_printf (_ ("It paid order #%d already; %s approved it at %s."),
                          (int) cony_voucher_get_pedido_id (self->repeated), who ? who : "—",
                          time ? time : "—");
  add_finding (self, VOUCHERS_MARK_BLOCK, _ ("Repeated operation: cannot be approved"), body,
               cony_voucher_get_id (self->repeated));
}

static void
update_findings (VouchersDetail      *self,
                 const VouchersFacts *facts)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->findings))))
    gtk_list_box_remove (self->findings, row);

  if (vouchers_facts_mark (facts, VOUCHERS_FACT_OPERACION) == VOUCHERS_MARK_BLOCK)
    add_repeated (self);
  if (vouchers_facts_mark (facts, VOUCHERS_FACT_MONTO) == VOUCHERS_MARK_WARN)
    {
      g_autofree char *on_receipt = cony_money_format (facts->monto);
      g_autofree char *expected = cony_money_format (facts->pedido_total);
      /* Translators: two amounts of money. */
      g_autofree char *body = g_strdup_printf (_ ("It says %s; the order is %s."), on_receipt,
                                               expected);

      add_finding (self, VOUCHERS_MARK_WARN, _ ("The amount is not that of the order"), body, 0);
    }
  if (vouchers_facts_mark (facts, VOUCHERS_FACT_FECHA) == VOUCHERS_MARK_WARN)
    {
      gint64 before = g_date_time_difference (facts->pedido_creado, facts->fecha_operacion);
      g_autofree char *age = cony_age_format (before / G_TIME_SPAN_SECOND);
      /* Translators: a span of time, as "45 min". */
      g_autofree char *body = g_strdup_printf (_ ("Paid %s before."), age);

      add_finding (self, VOUCHERS_MARK_WARN, _ ("The receipt is older than the order"), body, 0);
    }
  if (vouchers_facts_mark (facts, VOUCHERS_FACT_TELEFONO) == VOUCHERS_MARK_WARN)
    {
      g_autofree char *masked = vouchers_telefono_masked (facts->telefono);
      /* Translators: the last three digits of a telephone number. */
      g_autofree char *body
          = g_strdup_printf (_ ("Paid from the one that ends in %s."),
                             masked + strlen ("*** *** "));

      add_finding (self, VOUCHERS_MARK_WARN, _ ("Paid from another telephone"), body, 0);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->findings),
                          gtk_widget_get_first_child (GTK_WIDGET (self->findings)) != NULL);
}

static void
set_missing (VouchersDetail *self,
             const char     *missing)
{
  if (g_strcmp0 (self->missing, missing) == 0)
    return;
  g_free (self->missing);
  self->missing = g_strdup (missing);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MISSING]);
}

static void
update_missing (VouchersDetail *self)
{
  gboolean verified = gtk_check_button_get_active (self->verified);
  gboolean repeated, empty;

  if (!self->voucher)
    {
      set_missing (self, NULL);
      return;
    }
  if (!vouchers_voucher_is_pending (self->voucher))
    {
      set_missing (self, g_strcmp0 (cony_voucher_get_estado (self->voucher), "APROBADO") == 0
                             ? _ ("Approved already.")
                             : _ ("Rejected already."));
      return;
    }
  repeated = cony_voucher_get_repetido_de (self->voucher) > 0 && !number_was_changed (self);
  empty = !*vouchers_detail_get_numero_operacion (self);
  if (repeated)
    set_missing (self, verified ? _ ("Missing: a unique operation.")
                                : _ ("Missing: a unique operation and a verified payment."));
  else if (empty)
    set_missing (self, verified ? _ ("Missing: the operation number.")
                                : _ ("Missing: the operation number and a verified payment."));
  else
    set_missing (self, verified ? NULL : _ ("Missing: a verified payment."));
}

static void
show_operacion (VouchersDetail      *self,
                const VouchersFacts *facts)
{
  VouchersMark mark = vouchers_facts_mark (facts, VOUCHERS_FACT_OPERACION);
  const char *words[] = { [VOUCHERS_MARK_UNKNOWN] = _ ("Missing"),
                          [VOUCHERS_MARK_OK] = _ ("Unique"),
                          [VOUCHERS_MARK_WARN] = _ ("Repeated"),
                          [VOUCHERS_MARK_BLOCK] = _ ("Repeated") };

  if (number_was_changed (self))
    vouchers_fact_show (self->operacion, _ ("Unique"), VOUCHERS_MARK_UNKNOWN,
                        *vouchers_detail_get_numero_operacion (self) ? _ ("To be checked")
                                                                     : _ ("Missing"));
  else
    vouchers_fact_show (self->operacion, _ ("Unique"), mark, words[mark]);
}

static void
number_changed_cb (VouchersDetail *self)
{
  VouchersFacts facts;

  g_assert (VOUCHERS_IS_DETAIL (self));

  if (!self->voucher)
    return;
  vouchers_facts_read (&facts, self->voucher);
  show_operacion (self, &facts);
  update_missing (self);
}

static void
update_received (VouchersDetail *self)
{
  GDateTime *recibido = self->voucher ? cony_voucher_get_recibido (self->voucher) : NULL;
  g_autofree char *time = NULL;
  g_autofree char *age = NULL;
  g_autofree char *text = NULL;

  if (!recibido)
    return;
  time = format_time (self, recibido);
  age = cony_age_format (cony_session_seconds_since (self->session, recibido));
  /* Translators: when a receipt arrived, as "received 12:38, 4 min ago". */
  text = g_strdup_printf (_ ("received %s, %s ago"), time, age);
  if (g_strcmp0 (gtk_label_get_label (self->received), text) != 0)
    gtk_label_set_label (self->received, text);
}

static gboolean
tick_cb (gpointer user_data)
{
  update_received (user_data);
  return G_SOURCE_CONTINUE;
}

static void
update_facts (VouchersDetail      *self,
              const VouchersFacts *facts)
{
  const char *match[] = { [VOUCHERS_MARK_UNKNOWN] = _ ("No data"),
                          [VOUCHERS_MARK_OK] = _ ("Matches"),
                          [VOUCHERS_MARK_WARN] = _ ("Different"),
                          [VOUCHERS_MARK_BLOCK] = _ ("Different") };
  g_autofree char *monto = facts->monto > 0 ? cony_money_format (facts->monto) : NULL;
  g_autofree char *total = cony_money_format (facts->pedido_total);
  g_autofree char *fecha = format_date (self, facts->fecha_operacion);
  g_autofree char *creado = format_time (self, facts->pedido_creado);
  /* Translators: the earliest time that a receipt may show. */
  g_autofree char *since = creado ? g_strdup_printf (_ ("From %s on"), creado) : NULL;
  g_autofree char *telefono = vouchers_telefono_masked (facts->telefono);
  g_autofree char *expected = vouchers_telefono_masked (facts->pedido_telefono);
  VouchersMark mark;

  mark = vouchers_facts_mark (facts, VOUCHERS_FACT_MONTO);
  vouchers_fact_set_text (self->monto, monto);
  vouchers_fact_show (self->monto, total, mark, match[mark]);

  mark = vouchers_facts_mark (facts, VOUCHERS_FACT_FECHA);
  vouchers_fact_set_text (self->fecha, fecha);
  vouchers_fact_show (self->fecha, since, mark,
                      mark == VOUCHERS_MARK_WARN ? _ ("Earlier") : match[mark]);

  mark = vouchers_facts_mark (facts, VOUCHERS_FACT_TELEFONO);
  vouchers_fact_set_text (self->telefono, telefono);
  vouchers_fact_show (self->telefono, expected, mark, match[mark]);

  show_operacion (self, facts);
}

static void
update (VouchersDetail *self)
{
  VouchersFacts facts;
  g_autofree char *heading = NULL;
  const char *canal, *cliente;
  gboolean pending;

  if (!self->voucher)
    return;
  canal = cony_voucher_get_canal (self->voucher);
  cliente = cony_voucher_get_cliente (self->voucher);
  pending = vouchers_voucher_is_pending (self->voucher);
  /* Translators: the number of an order and the name of its customer. */
  heading = g_strdup_printf (_ ("Order #%d %s"), (int) cony_voucher_get_pedido_id (self->voucher),
                             cliente ? cliente : "");
  gtk_label_set_label (self->heading, heading);
  gtk_image_set_from_icon_name (self->canal_icon, cony_canal_icon (canal));
  gtk_label_set_label (self->canal, cony_canal_name (canal));
  update_received (self);

  vouchers_facts_read (&facts, self->voucher);
  update_facts (self, &facts);
  update_findings (self, &facts);
  gtk_widget_set_sensitive (GTK_WIDGET (self->operacion), pending);
  gtk_widget_set_visible (GTK_WIDGET (self->verified), pending);
  update_missing (self);
}

static void
vouchers_detail_dispose (GObject *object)
{
  VouchersDetail *self = VOUCHERS_DETAIL (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->repeated);
  g_clear_object (&self->voucher);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), VOUCHERS_TYPE_DETAIL);

  G_OBJECT_CLASS (vouchers_detail_parent_class)->dispose (object);
}

static void
vouchers_detail_finalize (GObject *object)
{
  g_free (VOUCHERS_DETAIL (object)->missing);

  G_OBJECT_CLASS (vouchers_detail_parent_class)->finalize (object);
}

static void
vouchers_detail_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_MISSING:
      g_value_set_string (value, VOUCHERS_DETAIL (object)->missing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vouchers_detail_class_init (VouchersDetailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = vouchers_detail_dispose;
  object_class->finalize = vouchers_detail_finalize;
  object_class->get_property = vouchers_detail_get_property;

  properties[PROP_MISSING] = g_param_spec_string ("missing", NULL, NULL, NULL,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (VOUCHERS_TYPE_FACT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Vouchers/vouchers-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, VouchersDetail, canal);
  gtk_widget_class_bind_template_child (widget_class, VouchersDetail, canal_icon);
  gtk_widget_class_bind_template_child (widget_class, VouchersDetail, facts);
  gtk_widget_class_bind_template_child (widget_class, VouchersDetail, fecha);
  gtk_widget_class_bind_template_child (widget_class, VouchersDetail, findings);
  gtk_widget_class_bind_template_child (widget_class, VouchersDetail, heading);
  gtk_widget_class_bind_template_child (widget_class, VouchersDetail, monto);
  gtk_widget_class_bind_template_child (widget_class, VouchersDetail, operacion);
  gtk_widget_class_bind_template_child (widget_class, VouchersDetail, received);
  gtk_widget_class_bind_template_child (widget_class, VouchersDetail, scroller);
  gtk_widget_class_bind_template_child (widget_class, VouchersDetail, telefono);
  gtk_widget_class_bind_template_child (widget_class, VouchersDetail, verified);
}

static void
vouchers_detail_init (VouchersDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (CONY_TYPE_VOUCHER);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (update), self);
  g_signal_connect_object (self->operacion, "notify::text", G_CALLBACK (number_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->verified, "toggled", G_CALLBACK (update_missing), self,
                           G_CONNECT_SWAPPED);
}

/**
 * vouchers_detail_show:
 * @self: a detail
 * @session: whose clock and time zone count
 * @voucher: (nullable): the receipt
 * @repeated: (nullable): the approved receipt with the same number
 *
 * Shows a receipt and follows its changes.  Another receipt starts with the payment not verified.
 */
void
vouchers_detail_show (VouchersDetail *self,
                      ConySession    *session,
                      ConyVoucher    *voucher,
                      ConyVoucher    *repeated)
{
  g_return_if_fail (VOUCHERS_IS_DETAIL (self));
  g_return_if_fail (CONY_IS_SESSION (session));
  g_return_if_fail (voucher == NULL || CONY_IS_VOUCHER (voucher));

  g_set_object (&self->session, session);
  g_set_object (&self->repeated, repeated);
  if (g_set_object (&self->voucher, voucher))
    {
      gtk_check_button_set_active (self->verified, FALSE);
      vouchers_fact_set_text (self->operacion,
                              voucher ? cony_voucher_get_numero_operacion (voucher) : NULL);
      g_signal_group_set_target (self->signals, voucher);
    }
  if (!self->tick_id)
    self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
  update (self);
  update_missing (self);
}

/**
 * vouchers_detail_get_missing:
 * @self: a detail
 *
 * Returns: (nullable): why the receipt cannot be approved yet
 */
const char *
vouchers_detail_get_missing (VouchersDetail *self)
{
  g_return_val_if_fail (VOUCHERS_IS_DETAIL (self), NULL);

  return self->missing;
}

/**
 * vouchers_detail_get_numero_operacion:
 * @self: a detail
 *
 * Returns: the operation number as the person left it
 */
const char *
vouchers_detail_get_numero_operacion (VouchersDetail *self)
{
  g_return_val_if_fail (VOUCHERS_IS_DETAIL (self), NULL);

  return vouchers_fact_get_text (self->operacion);
}
