/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-pin-panel.h"

#include <glib/gi18n.h>

#include "cony-persona.h"
#include "cony-text.h"

/**
 * CocinaPinPanel:
 *
 * Who presses, on a screen that several people share: first the person, then four digits, with the
 * fingers or with the digits of a keyboard.  It only asks; whoever opened it decides what is right.
 */
struct _CocinaPinPanel
{
  GtkBox parent_instance;

  GString *pin;
  char *login;
  gboolean busy; /* the digits are being looked at */

  GtkLabel *title;
  GtkLabel *subject;
  GtkStack *steps;
  GtkGrid *people;
  GtkLabel *persona;
  GtkLabel *dots;
  GtkWidget *keys;
  GtkLabel *sentence;
};

G_DEFINE_FINAL_TYPE (CocinaPinPanel, cocina_pin_panel, GTK_TYPE_BOX)

enum
{
  SIGNAL_ENTERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define N_DIGITS 4
#define N_COLUMNS 3

/* ---- digits ---- */

static void
update_dots (CocinaPinPanel *self)
{
  GString *dots = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_autofree char *spoken = NULL;

  for (guint i = 0; i < N_DIGITS; i++)
    g_string_append (dots, i < self->pin->len ? "● " : "○ ");
  text = g_strchomp (g_string_free (dots, FALSE));
  gtk_label_set_label (self->dots, self->busy ? _ ("Checking…") : text);
  /* Translators: how much of a PIN was typed */
  spoken = g_strdup_printf (_ ("%u of 4 digits"), (guint) self->pin->len);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->dots), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->busy ? _ ("Checking…") : spoken, -1);
  gtk_widget_set_sensitive (self->keys, !self->busy);
}

static void
add_digit (CocinaPinPanel *self,
           char            digit)
{
  if (self->busy)
    return;
  gtk_label_set_label (self->sentence, "");
  g_string_append_c (self->pin, digit);
  self->busy = self->pin->len == N_DIGITS;
  update_dots (self);
  if (self->busy)
    {
      g_autofree char *pin = g_strdup (self->pin->str);

      g_signal_emit (self, signals[SIGNAL_ENTERED], 0, self->login, pin);
    }
}

static void
delete_cb (CocinaPinPanel *self)
{
  if (self->busy)
    return;
  if (self->pin->len)
    g_string_truncate (self->pin, self->pin->len - 1);
  else if (self->login)
    gtk_stack_set_visible_child_name (self->steps, "people");
  update_dots (self);
}

static void
key_cb (GtkButton      *button,
        CocinaPinPanel *self)
{
  add_digit (self, *gtk_button_get_label (button));
}

/* ---- people ---- */

static void
show_pad (CocinaPinPanel *self)
{
  g_string_truncate (self->pin, 0);
  self->busy = FALSE;
  gtk_label_set_label (self->sentence, "");
  update_dots (self);
  gtk_stack_set_visible_child_name (self->steps, "pad");
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
person_cb (GtkButton      *button,
           CocinaPinPanel *self)
{
  ConyPersona *persona = g_object_get_data (G_OBJECT (button), "persona");

  g_free (self->login);
  self->login = g_strdup (cony_persona_get_login (persona));
  gtk_label_set_label (self->persona, cony_persona_get_nombre (persona));
  show_pad (self);
}

static void
add_person (CocinaPinPanel *self,
            ConyPersona    *persona,
            guint           i)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *pair = cony_pair_new (NULL, "cony-user-symbolic", cony_persona_get_nombre (persona));

  if (i < 9)
    {
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      GtkWidget *key = gtk_label_new (number);

      gtk_widget_add_css_class (key, "keycap");
      gtk_widget_set_valign (key, GTK_ALIGN_CENTER);
      gtk_widget_set_halign (key, GTK_ALIGN_END);
      gtk_widget_set_hexpand (key, TRUE);
      gtk_box_append (GTK_BOX (pair), key);
    }
  gtk_button_set_child (GTK_BUTTON (button), pair);
  gtk_widget_add_css_class (button, "action");
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  cony_persona_get_nombre (persona), -1);
  g_object_set_data_full (G_OBJECT (button), "persona", g_object_ref (persona), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (person_cb), self, 0);
  gtk_grid_attach (self->people, button, i % N_COLUMNS, i / N_COLUMNS, 1, 1);
}

/* ---- keyboard ---- */

static gboolean
digit_key_cb (GtkWidget *widget,
              GVariant  *args,
              gpointer   user_data)
{
  CocinaPinPanel *self = COCINA_PIN_PANEL (widget);
  const int digit = g_variant_get_int32 (args);

  if (g_str_equal (gtk_stack_get_visible_child_name (self->steps), "pad"))
    {
      add_digit (self, '0' + digit);
    }
  else if (digit > 0)
    {
      GtkWidget *button = gtk_grid_get_child_at (self->people, (digit - 1) % N_COLUMNS,
                                                 (digit - 1) / N_COLUMNS);

      if (button)
        person_cb (GTK_BUTTON (button), self);
    }
  return TRUE;
}

static gboolean
delete_key_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   user_data)
{
  delete_cb (COCINA_PIN_PANEL (widget));
  return TRUE;
}

/* ---- life ---- */

static void
cocina_pin_panel_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), COCINA_TYPE_PIN_PANEL);

  G_OBJECT_CLASS (cocina_pin_panel_parent_class)->dispose (object);
}

static void
cocina_pin_panel_finalize (GObject *object)
{
  CocinaPinPanel *self = COCINA_PIN_PANEL (object);

  g_string_free (self->pin, TRUE);
  g_free (self->login);

  G_OBJECT_CLASS (cocina_pin_panel_parent_class)->finalize (object);
}

static void
cocina_pin_panel_class_init (CocinaPinPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cocina_pin_panel_dispose;
  object_class->finalize = cocina_pin_panel_finalize;

  signals[SIGNAL_ENTERED]
    = g_signal_new ("entered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE,
                    G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);

  for (int digit = 0; digit <= 9; digit++)
    {
      gtk_widget_class_add_binding (widget_class, GDK_KEY_0 + digit, 0, digit_key_cb, "i", digit);
      gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_0 + digit, 0, digit_key_cb, "i",
                                    digit);
    }
  gtk_widget_class_add_binding (widget_class, GDK_KEY_BackSpace, 0, delete_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Subtract, 0, delete_key_cb, NULL);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Cocina/cocina-pin-panel.ui");
  gtk_widget_class_bind_template_callback (widget_class, delete_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_child (widget_class, CocinaPinPanel, dots);
  gtk_widget_class_bind_template_child (widget_class, CocinaPinPanel, keys);
  gtk_widget_class_bind_template_child (widget_class, CocinaPinPanel, people);
  gtk_widget_class_bind_template_child (widget_class, CocinaPinPanel, persona);
  gtk_widget_class_bind_template_child (widget_class, CocinaPinPanel, sentence);
  gtk_widget_class_bind_template_child (widget_class, CocinaPinPanel, steps);
  gtk_widget_class_bind_template_child (widget_class, CocinaPinPanel, subject);
  gtk_widget_class_bind_template_child (widget_class, CocinaPinPanel, title);
}

static void
cocina_pin_panel_init (CocinaPinPanel *self)
{
  self->pin = g_string_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cocina_pin_panel_new:
 *
 * Returns: (transfer floating): a panel that asks nothing yet
 */
GtkWidget *
cocina_pin_panel_new (void)
{
  return g_object_new (COCINA_TYPE_PIN_PANEL, NULL);
}

/**
 * cocina_pin_panel_ask_person:
 * @self: a #CocinaPinPanel
 * @title: what it is for
 * @subject: (nullable): what it is about
 * @personas: list of #ConyPersona
 *
 * Asks for one of these people, then for the PIN.
 */
void
cocina_pin_panel_ask_person (CocinaPinPanel *self,
                             const char     *title,
                             const char     *subject,
                             GListModel     *personas)
{
  g_return_if_fail (COCINA_IS_PIN_PANEL (self));
  g_return_if_fail (G_IS_LIST_MODEL (personas));

  cocina_pin_panel_clear (self);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subject, subject ? subject : "");
  for (guint i = 0; i < g_list_model_get_n_items (personas); i++)
    {
      g_autoptr (ConyPersona) persona = g_list_model_get_item (personas, i);

      add_person (self, persona, i);
    }
  gtk_stack_set_visible_child_name (self->steps, "people");
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/**
 * cocina_pin_panel_ask_pin:
 * @self: a #CocinaPinPanel
 * @title: what it is for
 * @subject: what is to be typed
 *
 * Asks for four digits.
 */
void
cocina_pin_panel_ask_pin (CocinaPinPanel *self,
                          const char     *title,
                          const char     *subject)
{
  g_return_if_fail (COCINA_IS_PIN_PANEL (self));

  cocina_pin_panel_clear (self);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->persona, subject);
  show_pad (self);
}

/**
 * cocina_pin_panel_fail:
 * @self: a #CocinaPinPanel
 * @sentence: what was wrong
 *
 * Says so and asks for the digits again.
 */
void
cocina_pin_panel_fail (CocinaPinPanel *self,
                       const char     *sentence)
{
  g_return_if_fail (COCINA_IS_PIN_PANEL (self));

  g_string_truncate (self->pin, 0);
  self->busy = FALSE;
  update_dots (self);
  gtk_label_set_label (self->sentence, sentence);
}

/**
 * cocina_pin_panel_clear:
 * @self: a #CocinaPinPanel
 *
 * Forgets what was asked and typed.
 */
void
cocina_pin_panel_clear (CocinaPinPanel *self)
{
  GtkWidget *child;

  g_return_if_fail (COCINA_IS_PIN_PANEL (self));

  g_clear_pointer (&self->login, g_free);
  g_string_truncate (self->pin, 0);
  self->busy = FALSE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->people))))
    gtk_grid_remove (self->people, child);
  gtk_label_set_label (self->subject, "");
  gtk_label_set_label (self->persona, "");
  gtk_label_set_label (self->sentence, "");
  update_dots (self);
}
