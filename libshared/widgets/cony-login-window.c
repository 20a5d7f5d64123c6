/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-login-window.h"

#include <glib/gi18n.h>

#include "cony-db-error.h"
#include "cony-state-pill.h"

/**
 * ConyLoginWindow:
 *
 * Asks for server, user and password.  It logs nobody in itself: it emits "login" and shows what
 * came of it.
 */
struct _ConyLoginWindow
{
  AdwApplicationWindow parent_instance;

  gboolean busy;
  guint look_source;

  GtkLabel *program;
  GtkListBox *fields;
  AdwEntryRow *server;
  AdwEntryRow *user;
  AdwPasswordEntryRow *password;
  GtkWidget *error_box;
  GtkLabel *error_text;
  GtkWidget *submit;
  GtkLabel *submit_text;
  GtkWidget *submit_key;
  GtkSpinner *spinner;
  GtkWidget *foot;
  GtkWidget *waiting;
  GtkLabel *waiting_text;
  ConyStatePill *server_state;
};

G_DEFINE_FINAL_TYPE (ConyLoginWindow, cony_login_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  SIGNAL_LOGIN,
  SIGNAL_LOOK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_text (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
clear_error (ConyLoginWindow *self)
{
  gtk_widget_set_visible (self->error_box, FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->server), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->user), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->password), "error");
}

static void
update_sensitive (ConyLoginWindow *self)
{
  gtk_widget_set_sensitive (self->submit, !self->busy && *get_text (self->user) != '\0'
                                            && *get_text (self->password) != '\0');
}

static void
cony_login_window_changed_cb (ConyLoginWindow *self)
{
  clear_error (self);
  update_sensitive (self);
}

/* A name that is being typed is looked at when the fingers rest, and again from time to time. */
#define LOOK_AFTER_MS 400
#define LOOK_AGAIN_MS 5000

static gboolean
look_cb (gpointer user_data)
{
  ConyLoginWindow *self = user_data;

  self->look_source = g_timeout_add (LOOK_AGAIN_MS, look_cb, self);
  g_signal_emit (self, signals[SIGNAL_LOOK], 0, get_text (self->server));
  return G_SOURCE_REMOVE;
}

static void
cony_login_window_server_cb (ConyLoginWindow *self)
{
  cony_login_window_changed_cb (self);
  cony_login_window_set_server_state (self, CONY_SERVER_STATE_UNKNOWN);
  g_clear_handle_id (&self->look_source, g_source_remove);
  self->look_source = g_timeout_add (LOOK_AFTER_MS, look_cb, self);
}

static void
cony_login_window_submit_cb (ConyLoginWindow *self)
{
  if (!gtk_widget_get_sensitive (self->submit))
    return;
  clear_error (self);
  g_signal_emit (self, signals[SIGNAL_LOGIN], 0, get_text (self->server), get_text (self->user),
                 get_text (self->password));
}

/* The sentence for people and the field it is about (NULL: none). */
static char *
explain (ConyLoginWindow  *self,
         const GError     *error,
         gpointer         *field)
{
  *field = NULL;
  if (g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_PASSWORD))
    {
      *field = self->password;
      /* Translators: %s is the login name that was typed */
      return g_strdup_printf (_ ("The password does not belong to the user “%s”. Check capital "
                                 "letters and type it again."),
                              get_text (self->user));
    }
  if (g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN))
    {
      *field = self->user;
      /* Translators: %1$s is the login name, %2$s the program */
      return g_strdup_printf (_ ("The user “%1$s” may not use %2$s. Ask an administrator for this "
                                 "role, or enter with another user."),
                              get_text (self->user), gtk_label_get_label (self->program));
    }
  if (g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE)
      || g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_TIMEOUT))
    {
      *field = self->server;
      if (*get_text (self->server) == '\0')
        return g_strdup (_ ("The server does not answer. Check that it is on and that this "
                            "computer is on the shop's network."));
      /* Translators: %s is the server's name that was typed */
      return g_strdup_printf (_ ("The server “%s” does not answer. Check its name, and that this "
                                 "computer is on the shop's network."),
                              get_text (self->server));
    }
  /* Translators: %s is a technical message */
  return g_strdup_printf (_ ("Could not log in: %s"), error->message);
}

static void
cony_login_window_dispose (GObject *object)
{
  g_clear_handle_id (&CONY_LOGIN_WINDOW (object)->look_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), CONY_TYPE_LOGIN_WINDOW);

  G_OBJECT_CLASS (cony_login_window_parent_class)->dispose (object);
}

static void
cony_login_window_class_init (ConyLoginWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cony_login_window_dispose;

  signals[SIGNAL_LOGIN]
    = g_signal_new ("login", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);

  signals[SIGNAL_LOOK]
    = g_signal_new ("look", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (CONY_TYPE_STATE_PILL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/widgets/cony-login-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ConyLoginWindow, error_box);
  gtk_widget_class_bind_template_child (widget_class, ConyLoginWindow, error_text);
  gtk_widget_class_bind_template_child (widget_class, ConyLoginWindow, fields);
  gtk_widget_class_bind_template_child (widget_class, ConyLoginWindow, foot);
  gtk_widget_class_bind_template_child (widget_class, ConyLoginWindow, password);
  gtk_widget_class_bind_template_child (widget_class, ConyLoginWindow, program);
  gtk_widget_class_bind_template_child (widget_class, ConyLoginWindow, server);
  gtk_widget_class_bind_template_child (widget_class, ConyLoginWindow, server_state);
  gtk_widget_class_bind_template_child (widget_class, ConyLoginWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, ConyLoginWindow, submit);
  gtk_widget_class_bind_template_child (widget_class, ConyLoginWindow, submit_key);
  gtk_widget_class_bind_template_child (widget_class, ConyLoginWindow, submit_text);
  gtk_widget_class_bind_template_child (widget_class, ConyLoginWindow, user);
  gtk_widget_class_bind_template_child (widget_class, ConyLoginWindow, waiting);
  gtk_widget_class_bind_template_child (widget_class, ConyLoginWindow, waiting_text);
  gtk_widget_class_bind_template_callback (widget_class, cony_login_window_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cony_login_window_server_cb);
  gtk_widget_class_bind_template_callback (widget_class, cony_login_window_submit_cb);
}

static void
cony_login_window_init (ConyLoginWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->look_source = g_timeout_add (LOOK_AFTER_MS, look_cb, self);
}

/**
 * cony_login_window_new:
 * @application: the program
 *
 * Returns: (transfer full): a login window that names the program
 */
GtkWidget *
cony_login_window_new (GtkApplication *application)
{
  ConyLoginWindow *self = g_object_new (CONY_TYPE_LOGIN_WINDOW, "application", application, NULL);
  const char *name = g_get_application_name ();

  if (name)
    {
      g_autofree char *title = NULL;

      /* Translators: title of the login window, %s is the program, like "Cony Cocina" */
      title = g_strdup_printf (_ ("%s · Log in"), name);
      gtk_label_set_label (self->program, name);
      gtk_window_set_title (GTK_WINDOW (self), title);
    }
  return GTK_WIDGET (self);
}

/**
 * cony_login_window_set_fields:
 * @self: a #ConyLoginWindow
 * @server: (nullable): server as people write it, or a libpq connection string
 * @user: (nullable): login name
 *
 * Fills in what is known and puts the cursor where something is missing.
 */
void
cony_login_window_set_fields (ConyLoginWindow *self,
                              const char      *server,
                              const char      *user)
{
  g_return_if_fail (CONY_IS_LOGIN_WINDOW (self));

  gtk_editable_set_text (GTK_EDITABLE (self->server), server ? server : "");
  gtk_editable_set_text (GTK_EDITABLE (self->user), user ? user : "");
  gtk_widget_grab_focus (user && *user ? GTK_WIDGET (self->password) : GTK_WIDGET (self->user));
}

/**
 * cony_login_window_set_busy:
 * @self: a #ConyLoginWindow
 * @busy: a login is under way
 */
void
cony_login_window_set_busy (ConyLoginWindow *self,
                            gboolean         busy)
{
  g_return_if_fail (CONY_IS_LOGIN_WINDOW (self));

  self->busy = busy;
  /* A text field that turns insensitive under the cursor never hears that it lost it. */
  if (busy)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->fields), !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (self->submit_key, !busy);
  gtk_label_set_label (self->submit_text, busy ? _ ("Checking…") : _ ("_Enter"));
  update_sensitive (self);
}

/**
 * cony_login_window_show_error:
 * @self: a #ConyLoginWindow
 * @error: why the login failed
 *
 * Shows one sentence, marks the field it is about and puts the cursor there.
 */
void
cony_login_window_show_error (ConyLoginWindow *self,
                              const GError    *error)
{
  g_autofree char *text = NULL;
  gpointer field;

  g_return_if_fail (CONY_IS_LOGIN_WINDOW (self));
  g_return_if_fail (error != NULL);

  text = explain (self, error, &field);
  clear_error (self);
  gtk_label_set_label (self->error_text, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->error_box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
  gtk_widget_set_visible (self->error_box, TRUE);
  if (field)
    {
      gtk_widget_add_css_class (GTK_WIDGET (field), "error");
      gtk_widget_grab_focus (GTK_WIDGET (field));
    }
}

/**
 * cony_login_window_set_server_state:
 * @self: a #ConyLoginWindow
 * @state: what is known about the server that is written there
 */
void
cony_login_window_set_server_state (ConyLoginWindow *self,
                                    ConyServerState  state)
{
  g_return_if_fail (CONY_IS_LOGIN_WINDOW (self));

  gtk_widget_set_visible (self->foot, state != CONY_SERVER_STATE_UNKNOWN);
  if (state == CONY_SERVER_STATE_THERE)
    cony_state_pill_set (self->server_state, "ok", "cony-check-symbolic", _ ("Server available"));
  else if (state == CONY_SERVER_STATE_AWAY)
    cony_state_pill_set (self->server_state, "bad", "cony-offline-symbolic",
                         _ ("Server not available"));
}

/**
 * cony_login_window_set_waiting:
 * @self: a #ConyLoginWindow
 * @sentences: one about each person whose work waits on this machine for their login
 */
void
cony_login_window_set_waiting (ConyLoginWindow    *self,
                               const char * const *sentences)
{
  g_autofree char *text = NULL;

  g_return_if_fail (CONY_IS_LOGIN_WINDOW (self));
  g_return_if_fail (sentences != NULL);

  text = g_strjoinv ("\n", (char **) sentences);
  if (g_str_equal (gtk_label_get_label (self->waiting_text), text))
    return;
  gtk_label_set_label (self->waiting_text, text);
  gtk_widget_set_visible (self->waiting, *text != '\0');
}
