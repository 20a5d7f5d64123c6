/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-alerta-store.h"
#include "cony-clock.h"
#include "cony-pedido-store.h"
#include "cony-refill-store.h"

#include <gio/gunixinputstream.h>
#include <stdio.h>

/* A window without a screen: session, outbox, stream and stores, driven by lines of its standard
 * input.
 *
 *   alert TEXT | refill INSUMO | seen     →  done, queued, or error MESSAGE
 *   list                                  →  row STORE UID ID LEIDA…, order ID ESTADO VERSION…,
 *                                            rung UID TIMES…, state N, end
 *   (by itself)                           →  fresh FRESCURA MS, of the monotonic clock
 */
typedef struct
{
  GMainLoop *loop;
  GDataInputStream *input;
  ConySession *session;
  ConyRealtime *realtime;
  ConyAlertaStore *alertas;
  ConyRefillStore *refills;
  ConyPedidoStore *pedidos;
  GHashTable *rung; /* uid → times that its event was told */
  GHashTable *seen; /* uid that this person has marked */
  guint n_running;
} Client;

static void
say (const char *format,
     ...) G_GNUC_PRINTF (1, 2);

static void
say (const char *format,
     ...)
{
  va_list args;

  va_start (args, format);
  vprintf (format, args);
  va_end (args);
  putchar ('\n');
  fflush (stdout);
}

static void
event_cb (Client    *client,
          ConyEvent *event)
{
  const char *uid = cony_event_get_uid (event);
  guint times = GPOINTER_TO_UINT (g_hash_table_lookup (client->rung, uid));

  g_hash_table_replace (client->rung, g_strdup (uid), GUINT_TO_POINTER (times + 1));
  cony_realtime_ack (client->realtime, event);
}

static void
fresh_cb (ConyRealtime *realtime)
{
  GEnumClass *klass = g_type_class_ref (CONY_TYPE_FRESCURA);
  GEnumValue *value = g_enum_get_value (klass, cony_realtime_get_frescura (realtime));

  say ("fresh %s %" G_GINT64_FORMAT, value->value_nick, cony_clock_monotonic_ms ());
  g_type_class_unref (klass);
}

static void
ran_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  Client *client = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = NULL;

  answer = cony_session_run_finish (CONY_SESSION (object), result, &error);
  client->n_running--;
  if (error)
    say ("error %s", error->message);
  else if (json_object_get_boolean_member_with_default (answer, "en_cola", FALSE))
    say ("queued");
  else
    say ("done");
}

static void
run (Client      *client,
     ConyCommand *command)
{
  client->n_running++;
  cony_session_run_async (client->session, command, NULL, ran_cb, client);
  g_object_unref (command);
}

static void
see_one (Client *client)
{
  GListModel *list = G_LIST_MODEL (client->alertas);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (ConyAlerta) alerta = g_list_model_get_item (list, i);
      const char *uid = cony_alerta_get_uid (alerta);

      if (cony_alerta_get_leida (alerta) || !g_hash_table_add (client->seen, g_strdup (uid)))
        continue;
      run (client, cony_command_new_marcar_alerta_vista (uid));
      return;
    }
}

static void
list (Client *client)
{
  ConyOutbox *outbox = cony_session_get_outbox (client->session);
  GHashTableIter iter;
  gpointer uid, times;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (client->alertas)); i++)
    {
      g_autoptr (ConyAlerta) alerta = g_list_model_get_item (G_LIST_MODEL (client->alertas), i);

      say ("row alerta %s %" G_GINT64_FORMAT " %d", cony_alerta_get_uid (alerta),
           cony_alerta_get_id (alerta), cony_alerta_get_leida (alerta));
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (client->refills)); i++)
    {
      g_autoptr (ConyRefill) refill = g_list_model_get_item (G_LIST_MODEL (client->refills), i);

      say ("row refill %s %" G_GINT64_FORMAT " 0", cony_refill_get_uid (refill),
           cony_refill_get_id (refill));
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (client->pedidos)); i++)
    {
      g_autoptr (ConyPedido) pedido = g_list_model_get_item (G_LIST_MODEL (client->pedidos), i);

      say ("order %" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT, cony_pedido_get_id (pedido),
           cony_pedido_get_estado (pedido), cony_pedido_get_version (pedido));
    }
  g_hash_table_iter_init (&iter, client->rung);
  while (g_hash_table_iter_next (&iter, &uid, &times))
    say ("rung %s %u", (const char *) uid, GPOINTER_TO_UINT (times));
  say ("state %u %u", g_list_model_get_n_items (G_LIST_MODEL (outbox)), client->n_running);
  say ("end");
}

static void
line_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Client *client = user_data;
  g_autofree char *line = NULL;

  line = g_data_input_stream_read_line_finish (client->input, result, NULL, NULL);
  if (line == NULL)
    {
      g_main_loop_quit (client->loop);
      return;
    }
  if (g_str_has_prefix (line, "alert "))
    run (client, cony_command_new_alertar_cocina (1, 0, line + strlen ("alert "), "alta"));
  else if (g_str_has_prefix (line, "refill "))
    run (client, cony_command_new_pedir_refill (g_ascii_strtoll (line + strlen ("refill "), NULL, 10),
                                                1));
  else if (g_str_equal (line, "seen"))
    see_one (client);
  else
    list (client);
  g_data_input_stream_read_line_async (client->input, G_PRIORITY_DEFAULT, NULL, line_cb, client);
}

static void
login_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Client *client = user_data;
  ConyDispatcher *dispatcher = cony_session_get_dispatcher (client->session);
  g_autoptr (GError) error = NULL;

  if (!cony_session_login_finish (client->session, result, &error))
    g_error ("%s", error->message);
  g_signal_connect_swapped (dispatcher, "event::alerta_cocina", G_CALLBACK (event_cb), client);
  g_signal_connect_swapped (dispatcher, "event::refill_solicitado", G_CALLBACK (event_cb), client);
  client->alertas = cony_alerta_store_new (client->session, client->realtime);
  client->refills = cony_refill_store_new (client->session, client->realtime);
  client->pedidos = cony_pedido_store_new (client->session, client->realtime);
  cony_store_load (CONY_STORE (client->alertas));
  cony_store_load (CONY_STORE (client->refills));
  cony_store_load (CONY_STORE (client->pedidos));
  g_signal_connect (client->realtime, "notify::frescura", G_CALLBACK (fresh_cb), NULL);
  cony_realtime_start (client->realtime);
  say ("ready");
  g_data_input_stream_read_line_async (client->input, G_PRIORITY_DEFAULT, NULL, line_cb, client);
}

int
main (int    argc,
      char **argv)
{
  Client client = { 0 };
  g_autofree char *password = NULL;
  g_autoptr (GInputStream) input = g_unix_input_stream_new (0, FALSE);

  g_assert (argc == 5);
  password = g_strconcat (argv[3], "-cony", NULL);
  client.loop = g_main_loop_new (NULL, FALSE);
  client.input = g_data_input_stream_new (input);
  client.rung = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  client.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  client.session = cony_session_new (argv[4]);
  cony_session_keep_outbox (client.session, argv[4]);
  client.realtime = cony_realtime_new (client.session, argv[2]);
  cony_session_login_async (client.session, argv[1], argv[3], password, CONY_ROL_NONE, NULL, login_cb,
                            &client);
  g_main_loop_run (client.loop);

  cony_realtime_stop (client.realtime);
  cony_session_logout (client.session);
  return 0;
}
