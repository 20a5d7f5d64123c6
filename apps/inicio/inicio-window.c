/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "inicio-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cony-freshness-pill.h"
#include "cony-text.h"
#include "inicio-card.h"

/* The role chooser.  Choosing activates app.open-role; what that does is the application's. */
struct _InicioWindow
{
  AdwApplicationWindow parent_instance;

  /* template children */
  AdwToastOverlay *toasts;
  GtkLabel *greeting;
  GtkLabel *question;
  GtkFlowBox *cards;
  GtkCheckButton *remember;
  ConyFreshnessPill *fresh;
  GtkLabel *server;
};

G_DEFINE_FINAL_TYPE (InicioWindow, inicio_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_REMEMBER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
clicked_cb (InicioWindow *self,
            InicioCard   *card)
{
  g_assert (INICIO_IS_WINDOW (self));

  gtk_widget_activate_action (GTK_WIDGET (self), "app.open-role", "s",
                              inicio_card_get_role (card)->name);
}

static void
choose_action (GtkWidget  *widget,
               const char *name,
               GVariant   *param)
{
  InicioWindow *self = INICIO_WINDOW (widget);
  GtkFlowBoxChild *child
      = gtk_flow_box_get_child_at_index (self->cards, g_variant_get_int32 (param));
  GtkWidget *card = child ? gtk_flow_box_child_get_child (child) : NULL;

  if (card && gtk_widget_is_sensitive (card))
    clicked_cb (self, INICIO_CARD (card));
}

static void
toggled_cb (InicioWindow *self)
{
  g_assert (INICIO_IS_WINDOW (self));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REMEMBER]);
}

static void
inicio_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), INICIO_TYPE_WINDOW);

  G_OBJECT_CLASS (inicio_window_parent_class)->dispose (object);
}

static void
inicio_window_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_REMEMBER:
      g_value_set_boolean (value, gtk_check_button_get_active (INICIO_WINDOW (object)->remember));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inicio_window_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_REMEMBER:
      gtk_check_button_set_active (INICIO_WINDOW (object)->remember, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inicio_window_class_init (InicioWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = inicio_window_dispose;
  object_class->get_property = inicio_window_get_property;
  object_class->set_property = inicio_window_set_property;

  properties[PROP_REMEMBER]
      = g_param_spec_boolean ("remember", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CONY_TYPE_FRESHNESS_PILL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Inicio/inicio-window.ui");
  gtk_widget_class_bind_template_child (widget_class, InicioWindow, cards);
  gtk_widget_class_bind_template_child (widget_class, InicioWindow, fresh);
  gtk_widget_class_bind_template_child (widget_class, InicioWindow, greeting);
  gtk_widget_class_bind_template_child (widget_class, InicioWindow, question);
  gtk_widget_class_bind_template_child (widget_class, InicioWindow, remember);
  gtk_widget_class_bind_template_child (widget_class, InicioWindow, server);
  gtk_widget_class_bind_template_child (widget_class, InicioWindow, toasts);

  gtk_widget_class_install_action (widget_class, "win.choose", "i", choose_action);
  for (guint i = 0; i < INICIO_N_ROLES; i++)
    {
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, 0, "win.choose", "i", i);
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_1 + i, 0, "win.choose", "i", i);
    }
}

static void
inicio_window_init (InicioWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->remember, "toggled", G_CALLBACK (toggled_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * inicio_window_new:
 * @application: the program
 * @session: who is logged in
 * @realtime: the event stream
 *
 * Returns: (transfer none): the role chooser of that person
 */
GtkWidget *
inicio_window_new (ConyApplication *application,
                   ConySession     *session,
                   ConyRealtime    *realtime)
{
  InicioWindow *self;

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);

  self = g_object_new (INICIO_TYPE_WINDOW, "application", application, NULL);
  cony_freshness_pill_set_realtime (self->fresh, realtime);
  inicio_window_setup (self, cony_session_get_nombre (session),
                       cony_session_get_sucursal_nombre (session), cony_session_get_roles (session),
                       cony_application_get_server (application));
  return GTK_WIDGET (self);
}

/**
 * inicio_window_setup:
 * @self: a window
 * @nombre: (nullable): the person's name
 * @sucursal: (nullable): the branch, %NULL for who sees all of them
 * @roles: what the person is
 * @server: (nullable): the server's name, empty for this computer
 *
 * Greets a person and offers what it may do.
 */
void
inicio_window_setup (InicioWindow *self,
                     const char   *nombre,
                     const char   *sucursal,
                     ConyRoles     roles,
                     const char   *server)
{
  g_autofree char *greeting = NULL;
  g_autofree char *question = NULL;
  g_autofree char *where = NULL;
  GtkWidget *first = NULL;
  GtkFlowBoxChild *old;

  g_return_if_fail (INICIO_IS_WINDOW (self));

  /* Translators: the name of a person. */
  greeting = g_strdup_printf (_ ("Hello, %s"), nombre ? nombre : "");
  if (sucursal && *sucursal)
    /* Translators: the name of a branch. */
    question = g_strdup_printf (_ ("Branch %s. What will you do on this computer?"), sucursal);
  else
    question = g_strdup (_ ("All branches. What will you do on this computer?"));
  if (server && *server && !strchr (server, '=') && !strstr (server, "://"))
    /* Translators: the name of a server. */
    where = g_strdup_printf (_ ("Database and live events on %s"), server);
  else
    where = g_strdup (_ ("Database and live events on this computer"));
  gtk_label_set_label (self->greeting, greeting);
  gtk_label_set_label (self->question, question);
  gtk_label_set_label (self->server, where);

  while ((old = gtk_flow_box_get_child_at_index (self->cards, 0)))
    gtk_flow_box_remove (self->cards, GTK_WIDGET (old));
  for (guint i = 0; i < INICIO_N_ROLES; i++)
    {
      const InicioRole *role = inicio_role_get (i);
      gboolean allowed = cony_roles_allow (roles, role->roles);
      GtkWidget *card = inicio_card_new (role, i + 1, allowed);
      GtkWidget *child = gtk_flow_box_child_new ();

      /* The card itself has the focus, not the box around it. */
      gtk_widget_set_focusable (child, FALSE);
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), card);
      gtk_flow_box_append (self->cards, child);
      g_signal_connect_object (card, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
      if (allowed && !first)
        first = card;
    }
  if (first)
    gtk_widget_grab_focus (first);
}

/**
 * inicio_window_toast:
 * @self: a window
 * @text: one sentence
 */
void
inicio_window_toast (InicioWindow *self,
                     const char   *text)
{
  g_return_if_fail (INICIO_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, cony_toast_new (text));
}
