/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-text.h"

#include <glib/gi18n.h>
#include <math.h>

static const struct
{
  const char *canal;
  const char *icon;
  const char *name;
} canales[] = {
  { "whatsapp", "cony-chat-symbolic", N_ ("WhatsApp") },
  { "presencial", "cony-store-symbolic", N_ ("At the counter") },
  { "delivery", "cony-bike-symbolic", N_ ("Delivery") },
};

/**
 * cony_pair_new:
 * @css_classes: (nullable): space-separated style classes of the box
 * @icon_name: (nullable): symbolic icon before the text
 * @text: (nullable): the text
 *
 * One image and one label in a box: pills, notes, counters, steps of a receipt.  Without @icon_name
 * there is no image.
 *
 * Returns: (transfer floating): the box
 */
GtkWidget *
cony_pair_new (const char *css_classes,
               const char *icon_name,
               const char *text)
{
  g_auto (GStrv) classes = g_strsplit (css_classes ? css_classes : "", " ", -1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (text);

  for (char **name = classes; *name; name++)
    if (**name)
      gtk_widget_add_css_class (box, *name);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  if (icon_name)
    {
      GtkWidget *image = gtk_image_new_from_icon_name (icon_name);

      gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      gtk_box_append (GTK_BOX (box), image);
    }
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

/**
 * cony_pair_get_image:
 * @pair: what cony_pair_new() returned
 *
 * Returns: (transfer none) (nullable): its image, %NULL when it was made without one
 */
GtkWidget *
cony_pair_get_image (GtkWidget *pair)
{
  GtkWidget *first;

  g_return_val_if_fail (GTK_IS_BOX (pair), NULL);

  first = gtk_widget_get_first_child (pair);
  return GTK_IS_IMAGE (first) ? first : NULL;
}

/**
 * cony_pair_get_label:
 * @pair: what cony_pair_new() returned
 *
 * Returns: (transfer none): its label
 */
GtkWidget *
cony_pair_get_label (GtkWidget *pair)
{
  GtkWidget *child;

  g_return_val_if_fail (GTK_IS_BOX (pair), NULL);

  child = gtk_widget_get_first_child (pair);
  while (child && !GTK_IS_LABEL (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/**
 * cony_toast_new:
 * @text: plain text
 *
 * The title of a stock toast is markup, and in a narrow window it is cut.
 *
 * Returns: (transfer full): a toast that says it, on as many lines as it takes
 */
AdwToast *
cony_toast_new (const char *text)
{
  AdwToast *toast = NULL;
  GtkWidget *label = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  toast = adw_toast_new ("");
  label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);
  return toast;
}

/**
 * cony_money_format:
 * @amount: soles
 *
 * Returns: (transfer full): for example `S/ 46.00`; always with a point, as the receipts print it,
 * and with a space that no line breaks at
 */
char *
cony_money_format (double amount)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, "%.2f", amount);
  return g_strconcat ("S/\u00A0", digits, NULL);
}

/**
 * cony_age_format:
 * @seconds: an age; a negative one (a clock that is ahead) counts as 0
 *
 * Returns: (transfer full): the age in its largest unit, for example `18 s`, `6 min`, `3 h`, `2 d`
 */
char *
cony_age_format (gint64 seconds)
{
  seconds = MAX (seconds, 0);
  if (seconds < 60)
    /* Translators: an age in seconds */
    return g_strdup_printf (_ ("%d s"), (int) seconds);
  if (seconds < 60 * 60)
    /* Translators: an age in minutes */
    return g_strdup_printf (_ ("%d min"), (int) (seconds / 60));
  if (seconds < 24 * 60 * 60)
    /* Translators: an age in hours */
    return g_strdup_printf (_ ("%d h"), (int) (seconds / (60 * 60)));
  /* Translators: an age in days */
  return g_strdup_printf (_ ("%d d"), (int) (seconds / (24 * 60 * 60)));
}

/**
 * cony_timer_format:
 * @seconds: a running time; a negative one counts as 0
 *
 * Returns: (transfer full): `MM:SS`, from one hour on `H:MM:SS`
 */
char *
cony_timer_format (gint64 seconds)
{
  int s = CLAMP (seconds, 0, 100 * 60 * 60 - 1);

  if (s < 60 * 60)
    return g_strdup_printf ("%02d:%02d", s / 60, s % 60);
  return g_strdup_printf ("%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
}

/* Units are words of the shop, in its Spanish; signs like kg or ml have no plural. */
static const char *
get_plural_ending (const char *unit)
{
  gsize length = strlen (unit);

  if (length <= 2 || unit[length - 1] == 's')
    return "";
  return strchr ("aeiou", unit[length - 1]) ? "s" : "es";
}

/**
 * cony_quantity_format:
 * @quantity: how many
 * @unit: (nullable): of what, in singular, as the insumo has it
 *
 * Returns: (transfer full): for example `2 baldes` or `1.50 kg`; whole numbers without decimals
 */
char *
cony_quantity_format (double      quantity,
                      const char *unit)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (fabs (quantity - round (quantity)) < 0.0005)
    g_ascii_formatd (digits, sizeof digits, "%.0f", quantity);
  else
    g_ascii_formatd (digits, sizeof digits, "%.2f", quantity);
  if (!unit || !*unit)
    return g_strdup (digits);
  return g_strconcat (digits, " ", unit, quantity == 1 ? "" : get_plural_ending (unit), NULL);
}

/**
 * cony_canal_icon:
 * @canal: (nullable): `whatsapp`, `presencial` or `delivery`
 *
 * Returns: (transfer none): the icon of the channel an order came by
 */
const char *
cony_canal_icon (const char *canal)
{
  for (guint i = 0; i < G_N_ELEMENTS (canales); i++)
    if (g_strcmp0 (canales[i].canal, canal) == 0)
      return canales[i].icon;
  return "cony-note-symbolic";
}

/**
 * cony_canal_name:
 * @canal: (nullable): `whatsapp`, `presencial` or `delivery`
 *
 * Returns: (transfer none): the channel's name for people; an unknown one as it is
 */
const char *
cony_canal_name (const char *canal)
{
  for (guint i = 0; i < G_N_ELEMENTS (canales); i++)
    if (g_strcmp0 (canales[i].canal, canal) == 0)
      return _ (canales[i].name);
  return canal ? canal : "";
}
