/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vouchers-fact.h"

#include "cony-state-pill.h"

/* One line of the comparison: what the receipt says, what is expected, and how they match. */
struct _VouchersFact
{
  GtkListBoxRow parent_instance;

  char *title;
  gboolean editable;

  /* template children */
  GtkEntry *value;
  GtkLabel *expected;
  ConyStatePill *mark;
};

G_DEFINE_FINAL_TYPE (VouchersFact, vouchers_fact, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_EDITABLE,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const struct
{
  const char *kind;
  const char *icon;
} looks[] = {
  [VOUCHERS_MARK_UNKNOWN] = { "gris", "cony-clock-symbolic" },
  [VOUCHERS_MARK_OK] = { "ok", "cony-check-symbolic" },
  [VOUCHERS_MARK_WARN] = { "warn", "cony-warn-symbolic" },
  [VOUCHERS_MARK_BLOCK] = { "bad", "cony-error-symbolic" },
};

static void
changed_cb (VouchersFact *self)
{
  g_assert (VOUCHERS_IS_FACT (self));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
vouchers_fact_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), VOUCHERS_TYPE_FACT);

  G_OBJECT_CLASS (vouchers_fact_parent_class)->dispose (object);
}

static void
vouchers_fact_finalize (GObject *object)
{
  g_free (VOUCHERS_FACT (object)->title);

  G_OBJECT_CLASS (vouchers_fact_parent_class)->finalize (object);
}

static void
vouchers_fact_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  VouchersFact *self = VOUCHERS_FACT (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_EDITABLE:
      g_value_set_boolean (value, self->editable);
      break;
    case PROP_TEXT:
      g_value_set_string (value, vouchers_fact_get_text (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vouchers_fact_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  VouchersFact *self = VOUCHERS_FACT (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      self->title = g_value_dup_string (value);
      break;
    case PROP_EDITABLE:
      self->editable = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vouchers_fact_constructed (GObject *object)
{
  VouchersFact *self = VOUCHERS_FACT (object);

  G_OBJECT_CLASS (vouchers_fact_parent_class)->constructed (object);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->value), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->title ? self->title : "", -1);
  /* Nothing to do there with the keyboard: Tab goes on to what can be done. */
  gtk_widget_set_focusable (GTK_WIDGET (self->value), self->editable);
  gtk_widget_set_can_focus (GTK_WIDGET (self->value), self->editable);
}

static void
vouchers_fact_class_init (VouchersFactClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = vouchers_fact_constructed;
  object_class->dispose = vouchers_fact_dispose;
  object_class->finalize = vouchers_fact_finalize;
  object_class->get_property = vouchers_fact_get_property;
  object_class->set_property = vouchers_fact_set_property;

  properties[PROP_TITLE]
      = g_param_spec_string ("title", NULL, NULL, NULL,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EDITABLE]
      = g_param_spec_boolean ("editable", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TEXT]
      = g_param_spec_string ("text", NULL, NULL, NULL,
                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CONY_TYPE_STATE_PILL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Vouchers/vouchers-fact.ui");
  gtk_widget_class_bind_template_child (widget_class, VouchersFact, expected);
  gtk_widget_class_bind_template_child (widget_class, VouchersFact, mark);
  gtk_widget_class_bind_template_child (widget_class, VouchersFact, value);
}

static void
vouchers_fact_init (VouchersFact *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->value, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * vouchers_fact_show:
 * @self: a line
 * @expected: (nullable): what the order expects
 * @mark: how they match
 * @word: the match in a word
 */
void
vouchers_fact_show (VouchersFact *self,
                    const char   *expected,
                    VouchersMark  mark,
                    const char   *word)
{
  g_return_if_fail (VOUCHERS_IS_FACT (self));
  g_return_if_fail (word != NULL);

  gtk_label_set_label (self->expected, expected ? expected : "—");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->expected), expected);
  g_object_set (self->mark, "icon-name", looks[mark].icon, "kind", looks[mark].kind, "label", word,
                NULL);
  if (mark == VOUCHERS_MARK_BLOCK)
    gtk_widget_add_css_class (GTK_WIDGET (self), "mismatch");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "mismatch");
}

/**
 * vouchers_fact_set_text:
 * @self: a line
 * @text: (nullable): what the receipt says
 */
void
vouchers_fact_set_text (VouchersFact *self,
                        const char   *text)
{
  g_return_if_fail (VOUCHERS_IS_FACT (self));

  if (!text && !self->editable)
    text = "—";
  if (g_strcmp0 (vouchers_fact_get_text (self), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->value), text ? text : "");
}

/**
 * vouchers_fact_get_text:
 * @self: a line
 *
 * Returns: what the entry holds
 */
const char *
vouchers_fact_get_text (VouchersFact *self)
{
  g_return_val_if_fail (VOUCHERS_IS_FACT (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->value));
}
