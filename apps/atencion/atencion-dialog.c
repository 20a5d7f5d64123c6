/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-dialog.h"

#include <glib/gi18n.h>

typedef struct
{
  /* owned */
  ConySession *session;
  ConyCommand *unknown; /* nobody knows whether it was done */
  ConyCommand *running;
  JsonObject *result;
  char *error;
  gboolean busy;
} AtencionDialogPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AtencionDialog, atencion_dialog, ADW_TYPE_WINDOW)

enum
{
  PROP_0,
  PROP_BUSY,
  PROP_CHECKING,
  PROP_ERROR,
  PROP_SESSION,
  N_PROPS
};

enum
{
  DONE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* Now, or kept for later. */
static gboolean
can_send (AtencionDialog *self)
{
  AtencionDialogPrivate *priv = atencion_dialog_get_instance_private (self);

  return cony_database_get_connected (cony_session_get_database (priv->session))
         || (ATENCION_DIALOG_GET_CLASS (self)->deferrable
             && cony_session_get_outbox (priv->session));
}

static void
update_actions (AtencionDialog *self)
{
  AtencionDialogPrivate *priv = atencion_dialog_get_instance_private (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.send", !priv->busy && can_send (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.close", !priv->busy);
}

static void
set_busy (AtencionDialog *self,
          gboolean        busy)
{
  AtencionDialogPrivate *priv = atencion_dialog_get_instance_private (self);

  priv->busy = busy;
  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECKING]);
}

static void
checking_cb (AtencionDialog *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECKING]);
}

static void
connected_cb (AtencionDialog *self)
{
  AtencionDialogPrivate *priv = atencion_dialog_get_instance_private (self);

  update_actions (self);
  if (priv->busy)
    return; /* its answer will say what became of it */
  atencion_dialog_set_error (
    self, can_send (self)
            ? NULL
            : _("The database does not answer. This has to wait until it is back."));
}

static gboolean
is_same (ConyCommand *one,
         ConyCommand *two)
{
  const char * const *a = cony_command_get_params (one);
  const char * const *b = cony_command_get_params (two);
  guint n_params = cony_command_get_n_params (one);

  if (!g_str_equal (cony_command_get_sql (one), cony_command_get_sql (two))
      || n_params != cony_command_get_n_params (two))
    return FALSE;
  for (guint i = 1; i < n_params; i++) /* the first is the clave */
    if (g_strcmp0 (a[i], b[i]) != 0)
      return FALSE;
  return TRUE;
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (AtencionDialog) self = user_data;
  AtencionDialogPrivate *priv = atencion_dialog_get_instance_private (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer
    = cony_session_run_finish (CONY_SESSION (source), result, &error);

  if (!priv->session)
    return; /* closed from outside meanwhile */
  set_busy (self, FALSE);
  if (!answer)
    {
      if (g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_TIMEOUT))
        g_set_object (&priv->unknown, priv->running);
      atencion_dialog_set_error (self, error->message);
      return;
    }
  priv->result = json_object_ref (answer);
  g_signal_emit (self, signals[DONE], 0);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
send_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  AtencionDialog *self = ATENCION_DIALOG (widget);
  AtencionDialogPrivate *priv = atencion_dialog_get_instance_private (self);
  g_autoptr (ConyCommand) command = NULL;

  if (priv->busy)
    return;
  atencion_dialog_set_error (self, NULL);
  command = ATENCION_DIALOG_GET_CLASS (self)->create_command (self);
  if (!command)
    return;
  /* Whoever sends the same once more after an answer that never came means it once. */
  if (priv->unknown && is_same (priv->unknown, command))
    g_set_object (&command, priv->unknown);
  g_set_object (&priv->running, command);
  set_busy (self, TRUE);
  cony_session_run_async (priv->session, command, NULL, run_cb, g_object_ref (self));
}

static void
close_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

static gboolean
atencion_dialog_close_request (GtkWindow *window)
{
  AtencionDialogPrivate *priv
    = atencion_dialog_get_instance_private (ATENCION_DIALOG (window));

  /* Whoever closes it now would never learn whether the command succeeded. */
  if (priv->busy)
    return TRUE;
  return GTK_WINDOW_CLASS (atencion_dialog_parent_class)->close_request (window);
}

static void
atencion_dialog_constructed (GObject *object)
{
  AtencionDialog *self = ATENCION_DIALOG (object);
  AtencionDialogPrivate *priv = atencion_dialog_get_instance_private (self);

  G_OBJECT_CLASS (atencion_dialog_parent_class)->constructed (object);

  g_signal_connect_object (cony_session_get_database (priv->session), "notify::connected",
                           G_CALLBACK (connected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (priv->session, "notify::checking", G_CALLBACK (checking_cb), self,
                           G_CONNECT_SWAPPED);
  connected_cb (self);
}

static void
atencion_dialog_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  AtencionDialogPrivate *priv
    = atencion_dialog_get_instance_private (ATENCION_DIALOG (object));

  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, priv->busy);
      break;
    case PROP_CHECKING:
      g_value_set_boolean (value, priv->busy && cony_session_get_checking (priv->session));
      break;
    case PROP_ERROR:
      g_value_set_string (value, priv->error);
      break;
    case PROP_SESSION:
      g_value_set_object (value, priv->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
atencion_dialog_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  AtencionDialogPrivate *priv
    = atencion_dialog_get_instance_private (ATENCION_DIALOG (object));

  switch (prop_id)
    {
    case PROP_SESSION:
      priv->session = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
atencion_dialog_dispose (GObject *object)
{
  AtencionDialogPrivate *priv
    = atencion_dialog_get_instance_private (ATENCION_DIALOG (object));

  g_clear_object (&priv->session);
  g_clear_object (&priv->running);
  g_clear_object (&priv->unknown);

  G_OBJECT_CLASS (atencion_dialog_parent_class)->dispose (object);
}

static void
atencion_dialog_finalize (GObject *object)
{
  AtencionDialogPrivate *priv
    = atencion_dialog_get_instance_private (ATENCION_DIALOG (object));

  g_clear_pointer (&priv->error, g_free);
  g_clear_pointer (&priv->result, json_object_unref);

  G_OBJECT_CLASS (atencion_dialog_parent_class)->finalize (object);
}

static void
atencion_dialog_class_init (AtencionDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = atencion_dialog_constructed;
  object_class->get_property = atencion_dialog_get_property;
  object_class->set_property = atencion_dialog_set_property;
  object_class->dispose = atencion_dialog_dispose;
  object_class->finalize = atencion_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = atencion_dialog_close_request;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHECKING] = g_param_spec_boolean ("checking", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SESSION]
    = g_param_spec_object ("session", NULL, NULL, CONY_TYPE_SESSION,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "dialog.send", NULL, send_cb);
  gtk_widget_class_install_action (widget_class, "dialog.close", NULL, close_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "dialog.close", NULL);
}

static void
atencion_dialog_init (AtencionDialog *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  /* Before the text has them: there Ctrl+Enter is a new line. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>Return|<Control>KP_Enter"),
                      gtk_named_action_new ("dialog.send")));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_css_class (GTK_WIDGET (self), "cony");
}

/**
 * atencion_dialog_set_error:
 * @self: a dialog
 * @error: (nullable): a sentence for the person who filled it in, %NULL when nothing is wrong
 */
void
atencion_dialog_set_error (AtencionDialog *self,
                           const char     *error)
{
  AtencionDialogPrivate *priv = atencion_dialog_get_instance_private (self);

  g_return_if_fail (ATENCION_IS_DIALOG (self));

  if (g_strcmp0 (priv->error, error) == 0)
    return;
  g_free (priv->error);
  priv->error = g_strdup (error);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/**
 * atencion_dialog_get_natural_height:
 * @self: a dialog whose content is a box
 * @width: pixels
 *
 * A scrolled window does not ask its content how high it is at a given width.
 *
 * Returns: the height at which nothing has to be scrolled, pixels
 */
int
atencion_dialog_get_natural_height (AtencionDialog *self,
                                    int             width)
{
  GtkWidget *content, *child;
  int height = 0;

  g_return_val_if_fail (ATENCION_IS_DIALOG (self), 0);

  content = adw_window_get_content (ADW_WINDOW (self));
  for (child = gtk_widget_get_first_child (content); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *inner = child;
      int natural;

      if (!gtk_widget_should_layout (child))
        continue;
      if (GTK_IS_SCROLLED_WINDOW (child))
        inner = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (child));
      gtk_widget_measure (inner, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
      height += natural;
    }
  return height;
}

/**
 * atencion_dialog_get_result:
 * @self: a dialog
 *
 * Returns: (transfer none) (nullable): what the command gave back, once "done" is emitted
 */
JsonObject *
atencion_dialog_get_result (AtencionDialog *self)
{
  AtencionDialogPrivate *priv = atencion_dialog_get_instance_private (self);

  g_return_val_if_fail (ATENCION_IS_DIALOG (self), NULL);

  return priv->result;
}

/**
 * atencion_check_text:
 * @text: what was typed
 * @max_chars: how many characters are allowed
 * @problem: (out) (optional): a sentence that says what is wrong
 *
 * The rule for free text of the database, asked before the person has sent it.
 *
 * Returns: whether @text may be sent as far as length and characters go; an empty text may
 */
gboolean
atencion_check_text (const char  *text,
                     guint        max_chars,
                     char       **problem)
{
  const char *p;
  guint n = 0;

  g_return_val_if_fail (text != NULL, FALSE);

  for (p = text; *p; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      if (c != '\n' && g_unichar_iscntrl (c))
        {
          if (problem)
            *problem = g_strdup (_("The text has characters that cannot be shown."));
          return FALSE;
        }
    }
  if (n > max_chars)
    {
      if (problem)
        /* Translators: %u is a number of characters */
        *problem = g_strdup_printf (_("At most %u characters."), max_chars);
      return FALSE;
    }
  return TRUE;
}
