/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-alertar-dialog.h"

#include <glib/gi18n.h>

#include "atencion-error-strip.h"
#include "atencion-kitchen.h"
#include "cony-sucursal.h"
#include "cony-wrap-layout.h"

/* The database's limit for messages, in characters. */
#define MAX_MENSAJE 500

/**
 * AtencionAlertarDialog:
 *
 * Writes an alert to the kitchen, mostly about one order: a preset to start from, free text, a
 * priority.  Whoever works in several branches says to which kitchen when there is no order.
 */
struct _AtencionAlertarDialog
{
  AtencionDialog parent_instance;

  /* owned */
  ConyPedido *pedido; /* nullable */
  char *preset; /* the text that the pressed chip put at the beginning */

  /* template */
  GtkTextBuffer *buffer;
  GtkToggleButton *alta;
  GtkBox *chips;
  GtkLabel *counter;
  ConyStatePill *kitchen;
  GtkWidget *message;
  GtkToggleButton *normal;
  GtkWidget *priorities;
  GtkWidget *send;
  GtkWidget *silent;
  GtkDropDown *sucursal;
  GtkWidget *sucursal_section;
  GtkToggleButton *urgente;
  AdwWindowTitle *window_title;
};

G_DEFINE_FINAL_TYPE (AtencionAlertarDialog, atencion_alertar_dialog, ATENCION_TYPE_DIALOG)

static const char * const presets[] = {
  N_("Hurry the order"), N_("Customer waiting"), N_("Allergy"),
  N_("Change in the order"), N_("A product is missing"), N_("Stop preparing"),
};

static char *
get_text (AtencionAlertarDialog *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

static void
changed_cb (AtencionAlertarDialog *self)
{
  /* Translators: how many characters were written, and how many are allowed */
  g_autofree char *text = g_strdup_printf (_("%u of %u"),
                                           (guint) gtk_text_buffer_get_char_count (self->buffer),
                                           MAX_MENSAJE);

  gtk_label_set_label (self->counter, text);
  atencion_dialog_set_error (ATENCION_DIALOG (self), NULL);
}

/* Refuses what the database would refuse, at once and with the reason. */
static void
insert_cb (AtencionAlertarDialog *self,
           GtkTextIter           *where,
           const char            *text,
           int                    length,
           GtkTextBuffer         *buffer)
{
  g_autofree char *piece = g_strndup (text, length);
  g_autofree char *problem = NULL;
  guint room = MAX_MENSAJE - MIN (gtk_text_buffer_get_char_count (buffer), MAX_MENSAJE);

  if (!atencion_check_text (piece, MAX_MENSAJE, &problem))
    ;
  else if (g_utf8_strlen (piece, -1) > room)
    problem = g_strdup_printf (_("At most %u characters."), MAX_MENSAJE);
  if (!problem)
    return;
  g_signal_stop_emission_by_name (buffer, "insert-text");
  atencion_dialog_set_error (ATENCION_DIALOG (self), problem);
  gtk_widget_error_bell (GTK_WIDGET (self));
}

/* The preset stands at the beginning; another one replaces it and leaves what was written after. */
static void
chip_cb (AtencionAlertarDialog *self,
         GtkToggleButton       *chip)
{
  const char *word = g_object_get_data (G_OBJECT (chip), "word");
  g_autofree char *old = get_text (self);
  g_autofree char *text = NULL;
  const char *rest = old;
  GtkWidget *other;

  gtk_widget_set_visible (g_object_get_data (G_OBJECT (chip), "mark"),
                          gtk_toggle_button_get_active (chip));
  if (gtk_toggle_button_get_active (chip))
    for (other = gtk_widget_get_first_child (GTK_WIDGET (self->chips)); other;
         other = gtk_widget_get_next_sibling (other))
      if (other != GTK_WIDGET (chip))
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (other), FALSE);

  g_free (old);
  old = get_text (self);
  rest = old;
  if (self->preset && g_str_has_prefix (old, self->preset))
    rest += strlen (self->preset);
  if (!gtk_toggle_button_get_active (chip))
    {
      if (g_strcmp0 (self->preset, word) != 0)
        return;
      g_clear_pointer (&self->preset, g_free);
      text = g_strdup (g_strchug ((char *) rest));
    }
  else
    {
      g_free (self->preset);
      self->preset = g_strdup (word);
      text = *rest && !g_ascii_isspace (*rest) && !g_ascii_ispunct (*rest)
               ? g_strconcat (word, " ", rest, NULL)
               : g_strconcat (word, rest, NULL);
    }
  /* Never lose what was written: the buffer would refuse the whole text. */
  if (g_utf8_strlen (text, -1) <= MAX_MENSAJE)
    gtk_text_buffer_set_text (self->buffer, text, -1);
  gtk_widget_grab_focus (self->message);
}

static void
add_chips (AtencionAlertarDialog *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      GtkWidget *chip = gtk_toggle_button_new ();
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
      GtkWidget *mark = gtk_image_new_from_icon_name ("cony-check-symbolic");

      gtk_widget_set_visible (mark, FALSE);
      gtk_box_append (GTK_BOX (box), mark);
      gtk_box_append (GTK_BOX (box), gtk_label_new (_(presets[i])));
      gtk_button_set_child (GTK_BUTTON (chip), box);
      gtk_widget_add_css_class (chip, "chip");
      gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _(presets[i]), -1);
      g_object_set_data (G_OBJECT (chip), "mark", mark);
      g_object_set_data (G_OBJECT (chip), "word", (gpointer) _(presets[i]));
      g_signal_connect_object (chip, "toggled", G_CALLBACK (chip_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->chips, chip);
    }
}

static void
priority_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AtencionAlertarDialog *self = ATENCION_ALERTAR_DIALOG (widget);
  GtkToggleButton *buttons[] = { self->normal, self->alta, self->urgente };

  gtk_toggle_button_set_active (buttons[CLAMP (g_variant_get_int32 (parameter), 1, 3) - 1], TRUE);
}

static gint64
get_sucursal (AtencionAlertarDialog *self)
{
  ConySucursal *sucursal = gtk_drop_down_get_selected_item (self->sucursal);

  if (self->pedido)
    return cony_pedido_get_sucursal_id (self->pedido);
  return sucursal ? cony_sucursal_get_id (sucursal) : 0;
}

/* The branches that can be chosen, the person's own first. */
static void
set_sucursales (AtencionAlertarDialog *self,
                GListModel            *sucursales,
                gint64                 own)
{
  guint n_items = g_list_model_get_n_items (sucursales);

  gtk_drop_down_set_expression (self->sucursal,
                                gtk_property_expression_new (CONY_TYPE_SUCURSAL, NULL, "nombre"));
  gtk_drop_down_set_model (self->sucursal, sucursales);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (ConySucursal) sucursal = g_list_model_get_item (sucursales, i);

      if (cony_sucursal_get_id (sucursal) == own)
        gtk_drop_down_set_selected (self->sucursal, i);
    }
  gtk_widget_set_visible (self->sucursal_section, !self->pedido && n_items > 1);
}

static ConyCommand *
atencion_alertar_dialog_create_command (AtencionDialog *dialog)
{
  AtencionAlertarDialog *self = ATENCION_ALERTAR_DIALOG (dialog);
  g_autofree char *text = g_strstrip (get_text (self));
  g_autofree char *problem = NULL;

  if (!*text)
    problem = g_strdup (_("Write what the kitchen should know."));
  else
    atencion_check_text (text, MAX_MENSAJE, &problem);
  if (problem)
    {
      atencion_dialog_set_error (dialog, problem);
      gtk_widget_grab_focus (self->message);
      return NULL;
    }
  return cony_command_new_alertar_cocina (get_sucursal (self),
                                          self->pedido ? cony_pedido_get_id (self->pedido) : 0,
                                          text,
                                          gtk_toggle_button_get_active (self->urgente) ? "urgente"
                                          : gtk_toggle_button_get_active (self->alta)  ? "alta"
                                                                                       : "normal");
}

static void
atencion_alertar_dialog_dispose (GObject *object)
{
  AtencionAlertarDialog *self = ATENCION_ALERTAR_DIALOG (object);

  g_clear_object (&self->pedido);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATENCION_TYPE_ALERTAR_DIALOG);

  G_OBJECT_CLASS (atencion_alertar_dialog_parent_class)->dispose (object);
}

static void
atencion_alertar_dialog_finalize (GObject *object)
{
  AtencionAlertarDialog *self = ATENCION_ALERTAR_DIALOG (object);

  g_clear_pointer (&self->preset, g_free);

  G_OBJECT_CLASS (atencion_alertar_dialog_parent_class)->finalize (object);
}

static void
atencion_alertar_dialog_class_init (AtencionAlertarDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atencion_alertar_dialog_dispose;
  object_class->finalize = atencion_alertar_dialog_finalize;
  ATENCION_DIALOG_CLASS (klass)->deferrable = TRUE;
  ATENCION_DIALOG_CLASS (klass)->create_command = atencion_alertar_dialog_create_command;

  g_type_ensure (CONY_TYPE_STATE_PILL);
  g_type_ensure (CONY_TYPE_WRAP_LAYOUT);
  g_type_ensure (ATENCION_TYPE_ERROR_STRIP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-alertar-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertarDialog, alta);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertarDialog, buffer);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertarDialog, chips);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertarDialog, counter);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertarDialog, kitchen);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertarDialog, message);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertarDialog, normal);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertarDialog, priorities);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertarDialog, send);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertarDialog, silent);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertarDialog, sucursal);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertarDialog, sucursal_section);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertarDialog, urgente);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertarDialog, window_title);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, insert_cb);

  /* Bare digits belong to the text while it has the focus; with Alt they always work. */
  gtk_widget_class_install_action (widget_class, "alertar.prioridad", "i", priority_cb);
  for (int i = 1; i <= 3; i++)
    {
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0 + i, 0, "alertar.prioridad",
                                           "i", i);
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0 + i, GDK_ALT_MASK,
                                           "alertar.prioridad", "i", i);
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_0 + i, 0, "alertar.prioridad",
                                           "i", i);
    }
}

static void
atencion_alertar_dialog_init (AtencionAlertarDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_toggle_button_set_active (self->alta, TRUE);
  add_chips (self);
  changed_cb (self);
}

/**
 * atencion_alertar_dialog_new:
 * @session: in which the command runs
 * @realtime: tells whether a screen of the kitchen answers
 * @pedido: (nullable): the order that the alert is about
 * @sucursales: of #ConySucursal: whose kitchen can be told
 *
 * Returns: (transfer none): the dialog
 */
GtkWindow *
atencion_alertar_dialog_new (ConySession  *session,
                             ConyRealtime *realtime,
                             ConyPedido   *pedido,
                             GListModel   *sucursales)
{
  AtencionAlertarDialog *self = NULL;
  g_autofree char *subtitle = NULL;
  const char *cliente;

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (CONY_IS_REALTIME (realtime), NULL);
  g_return_val_if_fail (pedido == NULL || CONY_IS_PEDIDO (pedido), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (sucursales), NULL);

  self = g_object_new (ATENCION_TYPE_ALERTAR_DIALOG, "session", session, NULL);
  g_set_object (&self->pedido, pedido);
  cliente = pedido ? cony_pedido_get_cliente (pedido) : NULL;
  subtitle = pedido ? g_strdup_printf ("#%" G_GINT64_FORMAT " %s", cony_pedido_get_id (pedido),
                                       cliente ? cliente : "")
                    : g_strdup (_("Without an order"));
  adw_window_title_set_subtitle (self->window_title, subtitle);
  set_sucursales (self, sucursales, cony_session_get_sucursal_id (session));
  atencion_kitchen_follow (realtime, self->kitchen, self->silent);
  gtk_window_set_focus (GTK_WINDOW (self), self->message);
  return GTK_WINDOW (self);
}

/**
 * atencion_alertar_dialog_fill:
 * @self: the dialog
 * @mensaje: text to start from
 * @prioridad: normal, alta or urgente
 *
 * Starts from an earlier alert, to send it again.
 */
void
atencion_alertar_dialog_fill (AtencionAlertarDialog *self,
                              const char            *mensaje,
                              const char            *prioridad)
{
  g_return_if_fail (ATENCION_IS_ALERTAR_DIALOG (self));
  g_return_if_fail (mensaje != NULL);

  gtk_text_buffer_set_text (self->buffer, mensaje, -1);
  if (g_strcmp0 (prioridad, "urgente") == 0)
    gtk_toggle_button_set_active (self->urgente, TRUE);
  else if (g_strcmp0 (prioridad, "alta") == 0)
    gtk_toggle_button_set_active (self->alta, TRUE);
  else
    gtk_toggle_button_set_active (self->normal, TRUE);
}

/**
 * atencion_alertar_dialog_set_narrow:
 * @self: the dialog
 * @narrow: %TRUE over a narrow window: the priorities stand below each other
 */
void
atencion_alertar_dialog_set_narrow (AtencionAlertarDialog *self,
                                    gboolean               narrow)
{
  g_return_if_fail (ATENCION_IS_ALERTAR_DIALOG (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->priorities),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_homogeneous (GTK_BOX (self->priorities), !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->kitchen), !narrow);
}
