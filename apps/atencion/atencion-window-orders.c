/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-window-private.h"

#include <glib/gi18n.h>

#include "atencion-format.h"

/* What is decided about the open order at one click.  Several orders may be under way at once: one
 * whose answer is late keeps nobody from the next. */

typedef struct
{
  AtencionWindow *window; /* owned */
  ConyPedido *pedido;     /* owned */
  char *success;          /* owned: said when it has succeeded */
} Run;

static void
run_free (Run *run)
{
  g_clear_object (&run->window);
  g_clear_object (&run->pedido);
  g_clear_pointer (&run->success, g_free);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static char *
describe (ConyPedido *pedido)
{
  return g_strdup_printf ("#%" G_GINT64_FORMAT, cony_pedido_get_id (pedido));
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (Run) run = user_data;
  AtencionWindow *self = run->window;
  gint64 id = cony_pedido_get_id (run->pedido);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer
    = cony_session_run_finish (CONY_SESSION (source), result, &error);

  if (!self->session)
    return; /* closed meanwhile */
  g_hash_table_remove (self->running, &id);
  cony_store_refresh (CONY_STORE (self->pedidos), id);
  if (answer)
    atencion_window_toast (self, run->success);
  else if (g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_PRECONDITION))
    atencion_window_ask_motivo (self, run->pedido);
  else
    {
      g_autofree char *number = describe (run->pedido);
      /* Translators: an order's number and what was wrong, as a sentence */
      g_autofree char *text = g_strdup_printf (_("%s: %s"), number, error->message);

      atencion_window_complain (self, text);
    }
  atencion_window_update_actions (self);
}

/* @action, a literal, is the button that says "Checking…" when no answer comes. */
static void
run (AtencionWindow *self,
     ConyPedido     *pedido,
     const char     *action,
     ConyCommand    *command,
     const char     *success_format)
{
  Run *data = g_new0 (Run, 1);
  gint64 id = cony_pedido_get_id (pedido);
  g_autofree char *number = describe (pedido);
  g_auto (GStrv) parts = g_strsplit (success_format, "%s", 2);

  data->window = g_object_ref (self);
  data->pedido = g_object_ref (pedido);
  data->success = g_strjoinv (number, parts);
  g_hash_table_insert (self->running, g_memdup2 (&id, sizeof id), (gpointer) action);
  atencion_window_update_actions (self);
  cony_session_run_async (self->session, command, NULL, run_cb, data);
}

static void
approve (AtencionWindow *self,
         ConyPedido     *pedido)
{
  g_autoptr (ConyCommand) command = NULL;

  if (g_strcmp0 (cony_pedido_get_voucher_estado (pedido), "APROBADO") != 0)
    {
      atencion_window_ask_motivo (self, pedido);
      return;
    }
  command = cony_command_new_aprobar_pedido (cony_pedido_get_id (pedido),
                                             cony_pedido_get_estado (pedido), NULL);
  /* Translators: %s is an order's number, like #142 */
  run (self, pedido, "aprobar", command, _("%s approved"));
}

static void
approve_anyway_cb (AtencionWindow *self,
                   const char     *response,
                   GtkWidget      *dialog)
{
  ConyPedido *pedido = g_object_get_data (G_OBJECT (dialog), "pedido");

  if (g_str_equal (response, "approve") && self->session)
    approve (self, pedido);
}

/* Once more: what cannot be cooked has to be told to the customer before it is promised. */
static void
ask_missing (AtencionWindow *self,
             ConyPedido     *pedido,
             const char     *missing)
{
  g_autofree char *number = describe (pedido);
  g_autofree char *body = NULL;
  GtkWidget *dialog;

  /* Translators: an order like #142, and products with the supplies that they lack */
  body = g_strdup_printf (_("The kitchen has run out of something in %s: %s. Has the customer "
                            "been told?"), number, missing);
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Approve what has run out?"), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "back", _("Back"), "approve",
                                    _("Approve all the same"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "approve",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "back");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "back");
  gtk_widget_add_css_class (dialog, "cony");
  g_object_set_data_full (G_OBJECT (dialog), "pedido", g_object_ref (pedido), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (approve_anyway_cb), self,
                           G_CONNECT_SWAPPED);
  atencion_window_present_dialog (self, GTK_WINDOW (dialog));
}

static void
aprobar_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  AtencionWindow *self = user_data;
  ConyPedido *pedido = atencion_window_get_pedido (self);
  g_autofree char *missing
    = atencion_format_missing (pedido, G_LIST_MODEL (self->productos));

  if (missing)
    ask_missing (self, pedido, missing);
  else
    approve (self, pedido);
}

static void
entregar_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  AtencionWindow *self = user_data;
  ConyPedido *pedido = atencion_window_get_pedido (self);
  g_autoptr (ConyCommand) command
    = cony_command_new_entregar_pedido (cony_pedido_get_id (pedido),
                                        cony_pedido_get_estado (pedido));

  /* Translators: %s is an order's number, like #142 */
  run (self, pedido, "entregar", command, _("%s handed over"));
}

static void
priorizar_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  AtencionWindow *self = user_data;
  ConyPedido *pedido = atencion_window_get_pedido (self);
  g_autoptr (ConyCommand) command = NULL;

  if (!cony_pedido_get_prioridad (pedido))
    {
      atencion_window_ask_rush (self, pedido);
      return;
    }
  command = cony_command_new_priorizar_pedido (cony_pedido_get_id (pedido),
                                               cony_pedido_get_estado (pedido), FALSE, NULL);
  /* Translators: %s is an order's number, like #142 */
  run (self, pedido, "priorizar", command, _("%s takes its turn again"));
}

static void
primary_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  AtencionWindow *self = user_data;
  ConyPedido *pedido = atencion_window_get_pedido (self);
  const char *estado = pedido ? cony_pedido_get_estado (pedido) : NULL;

  if (g_strcmp0 (estado, "PENDIENTE") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.aprobar", NULL);
  else if (g_strcmp0 (estado, "LISTO") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.entregar", NULL);
}

/* atencion_window_add_order_actions: gives @self the actions of this file. */
void
atencion_window_add_order_actions (AtencionWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "aprobar", .activate = aprobar_cb },
    { .name = "entregar", .activate = entregar_cb },
    { .name = "primary", .activate = primary_cb },
    { .name = "priorizar", .activate = priorizar_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

/* atencion_window_get_running: the action whose answer @pedido waits for; NULL for none. */
const char *
atencion_window_get_running (AtencionWindow *self,
                             ConyPedido     *pedido)
{
  gint64 id = pedido ? cony_pedido_get_id (pedido) : 0;

  return g_hash_table_lookup (self->running, &id);
}
