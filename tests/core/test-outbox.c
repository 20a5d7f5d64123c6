/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-alerta-store.h"
#include "cony-outbox-file.h"
#include "cony-outbox.h"
#include "cony-pedido-store.h"
#include "cony-refill-store.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <locale.h>
#include <signal.h>
#include <string.h>

#include "core-test.h"
#include "shop-test.h"

#define APP "prueba"

static char *state_home;

typedef struct
{
  CoreRelay *relay;
  ConySession *session;
  ConyOutbox *outbox;
} Fixture;

static void
enter (Fixture    *fixture,
       const char *login)
{
  g_autofree char *conninfo = core_relay_conninfo (fixture->relay, "127.0.0.1");
  g_autofree char *password = g_strconcat (login, "-cony", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fixture->session = cony_session_new ("Prueba");
  cony_session_keep_outbox (fixture->session, APP);
  fixture->outbox = cony_session_get_outbox (fixture->session);
  cony_session_login_async (fixture->session, conninfo, login, password, CONY_ROL_NONE, NULL,
                            core_keep_result_cb, &result);
  core_wait (result != NULL);
  cony_session_login_finish (fixture->session, result, &error);
  g_assert_no_error (error);
}

static void
leave (Fixture *fixture)
{
  cony_session_logout (fixture->session);
  shop_assert_finalize (g_steal_pointer (&fixture->session));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  login)
{
  fixture->relay = core_relay_new ();
  enter (fixture, login);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  if (fixture->session)
    leave (fixture);
  core_relay_free (fixture->relay);
}

static gboolean
is_connected (Fixture *fixture)
{
  return cony_database_get_connected (cony_session_get_database (fixture->session));
}

static void
take_away (Fixture *fixture)
{
  core_relay_block (fixture->relay, TRUE);
  core_relay_cut (fixture->relay);
  core_wait (!is_connected (fixture));
}

static void
give_back (Fixture *fixture)
{
  core_relay_block (fixture->relay, FALSE);
  core_relay_cut (fixture->relay);
}

static guint
n_entries (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->outbox));
}

static JsonObject *
try (ConySession  *session,
     ConyCommand  *command,
     GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cony_session_run_async (session, command, NULL, core_keep_result_cb, &result);
  core_wait (result != NULL);
  return cony_session_run_finish (session, result, error);
}

static void
run_queued (Fixture     *fixture,
            ConyCommand *command)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = try (fixture->session, command, &error);

  g_assert_no_error (error);
  g_assert_true (json_object_get_boolean_member_with_default (answer, "en_cola", FALSE));
}

static char *
file_path (Fixture    *fixture,
           const char *login)
{
  g_autofree char *conninfo = core_relay_conninfo (fixture->relay, "127.0.0.1");
  g_autofree char *name = cony_outbox_file_make_name (login, conninfo);

  return g_build_filename (state_home, "cony", "outbox", APP, name, NULL);
}

static gint64
n_stored (ConyCommand *command)
{
  return shop_sql_int ("SELECT count(*) FROM cony.eventos_realtime WHERE uid = '%s'",
                       cony_command_get_clave (command));
}

static gint64
order_in_kitchen (void)
{
  return shop_sql_int ("SELECT max(id) FROM cony.pedidos WHERE sucursal_id = 1"
                       " AND estado = 'EN_PREPARACION' AND empezado IS NULL");
}

static gint64
some_insumo (void)
{
  return shop_sql_int ("SELECT min(id) FROM cony.insumos WHERE sucursal_id = 1");
}

/* An alert and a refill are in the list of their own window before the database knows them, in a
 * file that nobody else reads, and are stored once, by their author. */
static void
test_queued (Fixture       *fixture,
             gconstpointer  unused)
{
  g_autoptr (ConyRealtime) stream = cony_realtime_new (fixture->session, NULL);
  g_autoptr (ConyAlertaStore) alertas = cony_alerta_store_new (fixture->session, NULL);
  g_autoptr (ConyRefillStore) refills = cony_refill_store_new (fixture->session, NULL);
  g_autoptr (ConyCommand) alert = cony_command_new_alertar_cocina (1, 0, "Sin cebolla", "alta");
  g_autoptr (ConyCommand) refill = cony_command_new_pedir_refill (some_insumo (), 2.5);
  g_autofree char *path = file_path (fixture, "rosa");
  g_autofree char *author = NULL;
  ConyAlerta *shown;
  ConyRefill *row;
  GStatBuf info;

  cony_realtime_start (stream);
  shop_load (CONY_STORE (alertas));
  shop_load (CONY_STORE (refills));
  take_away (fixture);
  run_queued (fixture, alert);
  run_queued (fixture, refill);
  g_assert_cmpuint (n_entries (fixture), ==, 2);
  g_assert_cmpuint (cony_outbox_get_n_waiting (fixture->outbox), ==, 2);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  shown = cony_store_find_uid (CONY_STORE (alertas), cony_command_get_clave (alert));
  g_assert_nonnull (shown);
  g_assert_cmpstr (cony_alerta_get_prioridad (shown), ==, "alta");
  row = cony_store_find_uid (CONY_STORE (refills), cony_command_get_clave (refill));
  g_assert_nonnull (row);
  g_assert_cmpint (cony_refill_get_id (row), ==, 0);
  g_assert_nonnull (cony_refill_get_insumo (row));

  /* The same again is the same. */
  run_queued (fixture, alert);
  g_assert_cmpuint (n_entries (fixture), ==, 2);

  give_back (fixture);
  core_wait (n_entries (fixture) == 0);
  g_assert_cmpint (n_stored (alert), ==, 1);
  g_assert_cmpint (n_stored (refill), ==, 1);
  author = shop_sql ("SELECT u.login FROM cony.alertas_cocina a JOIN cony.usuarios u"
                     " ON u.id = a.usuario_envia WHERE a.uid = '%s'", cony_command_get_clave (alert));
  g_assert_cmpstr (author, ==, "rosa");
  core_wait (cony_refill_get_id (row) > 0);
  g_assert_true (cony_store_find_uid (CONY_STORE (refills), cony_command_get_clave (refill))
                 == (gpointer) row);
  core_wait (g_stat (path, &info) == 0 && info.st_size == 0);
  cony_realtime_stop (stream);
}

static void
test_order (Fixture       *fixture,
            gconstpointer  unused)
{
  const gint64 id = order_in_kitchen ();
  const gint64 refill = shop_sql_int ("SELECT id FROM cony.refill_solicitud"
                                      " WHERE estado = 'pendiente' AND sucursal_id = 1 LIMIT 1");
  g_autoptr (ConyCommand) start = cony_command_new_empezar_pedido (id, "EN_PREPARACION");
  g_autoptr (ConyCommand) ready = cony_command_new_pedido_listo (id, "EN_PREPARACION");
  g_autoptr (ConyCommand) read
    = cony_command_new_atender_refill (refill, "pendiente", "visto", NULL);
  g_autoptr (ConyCommand) carry
    = cony_command_new_atender_refill (refill, "visto", "en_camino", NULL);
  g_autofree char *state = NULL;
  g_autofree char *supply = NULL;

  take_away (fixture);
  run_queued (fixture, start);
  run_queued (fixture, read);
  run_queued (fixture, ready);
  run_queued (fixture, carry);
  g_assert_cmpint (cony_outbox_entry_get_refill_id (
                     cony_outbox_find (fixture->outbox, cony_command_get_clave (carry))),
                   ==, refill);
  give_back (fixture);
  core_wait (n_entries (fixture) == 0);
  state = shop_sql ("SELECT estado || ' ' || (empezado IS NOT NULL)::text FROM cony.pedidos"
                    " WHERE id = %" G_GINT64_FORMAT, id);
  g_assert_cmpstr (state, ==, "LISTO true");
  supply = shop_sql ("SELECT estado FROM cony.refill_solicitud WHERE id = %" G_GINT64_FORMAT,
                     refill);
  g_assert_cmpstr (supply, ==, "en_camino");
}

/* A long outage: in order, once, and all of it within 3 seconds after the return, though one of them
 * has become impossible meanwhile. */
static void
test_long (Fixture       *fixture,
           gconstpointer  unused)
{
  const guint n_alerts = 400;
  g_autoptr (GPtrArray) commands = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ConyCommand) ready = NULL;
  g_autofree char *claves = NULL;
  g_autoptr (GString) list = g_string_new (NULL);
  const gint64 gone = shop_sql_int ("SELECT max (id) FROM cony.insumos WHERE sucursal_id = 2");
  gint64 start;
  gint64 ms;

  take_away (fixture);
  for (guint i = 0; i < n_alerts; i++)
    {
      g_autofree char *mensaje = g_strdup_printf ("Aviso %u", i);
      ConyCommand *command = i == n_alerts / 2
                               ? cony_command_new_pedir_refill (gone, 1)
                               : cony_command_new_alertar_cocina (1, 0, mensaje, "normal");

      g_ptr_array_add (commands, command);
      run_queued (fixture, command);
      if (i != n_alerts / 2)
        g_string_append_printf (list, "%s'%s'", list->len ? "," : "", cony_command_get_clave (command));
    }
  g_assert_cmpuint (n_entries (fixture), ==, n_alerts);

  start = g_get_monotonic_time ();
  give_back (fixture);
  core_wait (cony_outbox_get_n_waiting (fixture->outbox) == 0);
  ms = (g_get_monotonic_time () - start) / 1000;
  g_test_message ("%u entries stored %d ms after the return", n_alerts, (int) ms);
  g_assert_cmpuint (n_entries (fixture), ==, 1);
  /* What takes a moment of its own each would take minutes on a slow machine. */
  g_assert_cmpint (shop_sql_int ("SELECT count (DISTINCT xid::text) FROM cony.eventos_realtime"
                                 " WHERE uid IN (%s)", list->str), <, n_alerts / 4);
  g_assert_cmpint (shop_sql_int ("SELECT count (*) FROM cony.eventos_realtime WHERE uid IN (%s)", list->str), ==,
                   n_alerts - 1);
  claves = shop_sql ("SELECT string_agg (quote_literal (uid), ',' ORDER BY xid, id)"
                     " FROM cony.eventos_realtime WHERE uid IN (%s)", list->str);
  g_assert_cmpstr (claves, ==, list->str);
  cony_outbox_dismiss (fixture->outbox, cony_command_get_clave (commands->pdata[n_alerts / 2]));
}

static void
test_undo (Fixture       *fixture,
           gconstpointer  unused)
{
  const gint64 id = order_in_kitchen ();
  g_autoptr (ConyAlertaStore) alertas = cony_alerta_store_new (fixture->session, NULL);
  g_autoptr (ConyCommand) ready = cony_command_new_pedido_listo (id, "EN_PREPARACION");
  g_autoptr (ConyCommand) again = cony_command_new_empezar_pedido (id, "EN_PREPARACION");

  shop_load (CONY_STORE (alertas));
  take_away (fixture);
  run_queued (fixture, ready);
  run_queued (fixture, again);
  g_assert_true (cony_outbox_undo (fixture->outbox, cony_command_get_clave (ready)));
  g_assert_false (cony_outbox_undo (fixture->outbox, cony_command_get_clave (ready)));
  give_back (fixture);
  core_wait (n_entries (fixture) == 0);
  g_assert_cmpint (n_stored (ready), ==, 0);
  g_assert_cmpint (n_stored (again), ==, 1);
  g_assert_false (cony_outbox_undo (fixture->outbox, cony_command_get_clave (again)));
}

/* A Visto silences its own window at once.  That of somebody else by PIN waits for the database: no PIN is
 * written to a disk. */
static void
test_seen (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr (ConySession) desk = shop_login ("rosa");
  g_autoptr (ConyAlertaStore) alertas = cony_alerta_store_new (fixture->session, NULL);
  g_autoptr (ConyCommand) alert = cony_command_new_alertar_cocina (1, 0, "Ya", "alta");
  const char *uid = cony_command_get_clave (alert);
  g_autoptr (ConyCommand) seen = cony_command_new_marcar_alerta_vista (uid);
  g_autoptr (ConyCommand) seen_as = cony_command_new_marcar_alerta_vista_por (uid, "dora", "8024");
  g_autoptr (JsonObject) sent = shop_run (desk, alert);

  shop_load (CONY_STORE (alertas));
  g_assert_false (cony_alerta_get_leida (cony_store_find_uid (CONY_STORE (alertas), uid)));
  take_away (fixture);
  g_assert_false (cony_command_get_deferrable (seen_as));
  run_queued (fixture, seen);
  g_assert_true (cony_alerta_get_leida (cony_store_find_uid (CONY_STORE (alertas), uid)));
  give_back (fixture);
  core_wait (n_entries (fixture) == 0);
  g_assert_cmpint (n_stored (seen), ==, 1);
  cony_session_logout (desk);
}

/* What is taken back or refused is no longer shown as if it were to come; what waits cannot be dismissed. */
static void
test_withdrawn (Fixture       *fixture,
                gconstpointer  unused)
{
  const gint64 elsewhere = shop_sql_int ("SELECT max (id) FROM cony.insumos WHERE sucursal_id = 2");
  g_autoptr (ConyAlertaStore) alertas = cony_alerta_store_new (fixture->session, NULL);
  g_autoptr (ConyRefillStore) refills = cony_refill_store_new (fixture->session, NULL);
  g_autoptr (ConyCommand) alert = cony_command_new_alertar_cocina (1, 0, "No era", "alta");
  g_autoptr (ConyCommand) refill = cony_command_new_pedir_refill (elsewhere, 1);
  const char *alert_uid = cony_command_get_clave (alert);
  const char *refill_uid = cony_command_get_clave (refill);

  shop_load (CONY_STORE (alertas));
  shop_load (CONY_STORE (refills));
  take_away (fixture);
  run_queued (fixture, alert);
  run_queued (fixture, refill);
  cony_outbox_dismiss (fixture->outbox, alert_uid);
  g_assert_cmpuint (n_entries (fixture), ==, 2);
  g_assert_nonnull (cony_store_find_uid (CONY_STORE (alertas), alert_uid));
  g_assert_true (cony_outbox_undo (fixture->outbox, alert_uid));
  g_assert_null (cony_store_find_uid (CONY_STORE (alertas), alert_uid));

  g_assert_nonnull (cony_store_find_uid (CONY_STORE (refills), refill_uid));
  give_back (fixture);
  core_wait (cony_outbox_get_n_waiting (fixture->outbox) == 0);
  g_assert_null (cony_store_find_uid (CONY_STORE (refills), refill_uid));
  cony_outbox_dismiss (fixture->outbox, refill_uid);
  g_assert_cmpuint (n_entries (fixture), ==, 0);
  g_assert_cmpint (n_stored (alert), ==, 0);
}

/* What waited for twenty minutes tells the database so, or it would ring. */
static void
test_late (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr (ConyCommand) alert = cony_command_new_alertar_cocina (1, 0, "De ayer", "urgente");
  g_autofree char *path = file_path (fixture, "rosa");
  g_autofree char *text = NULL;
  g_autoptr (GString) older = NULL;
  char *made;
  gint64 us;

  take_away (fixture);
  run_queued (fixture, alert);
  leave (fixture);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  made = strstr (text, "\"hecho\":");
  g_assert_nonnull (made);
  made += strlen ("\"hecho\":");
  older = g_string_new_len (text, made - text);
  us = g_ascii_strtoll (made, &made, 10);
  g_string_append_printf (older, "%" G_GINT64_FORMAT "%s", us - 20 * G_TIME_SPAN_MINUTE, made);
  g_assert_true (g_file_set_contents (path, older->str, -1, NULL));

  core_relay_block (fixture->relay, FALSE);
  enter (fixture, "rosa");
  core_wait (n_entries (fixture) == 0);
  g_assert_cmpint (shop_sql_int ("SELECT count(*) FROM cony.alertas_cocina WHERE tarde AND uid = '%s'",
                                 cony_command_get_clave (alert)), ==, 1);
}

/* Made while the one before it is on its way: it waits until that one is stored. */
static void
test_one_at_a_time (Fixture       *fixture,
                    gconstpointer  unused)
{
  g_autoptr (ConyDatabase) cook = shop_connect ("ana");
  g_autoptr (ConyCommand) first = cony_command_new_alertar_cocina (1, 0, "Uno", "normal");
  g_autoptr (ConyCommand) second = cony_command_new_alertar_cocina (1, 0, "Dos", "normal");
  g_autofree char *seen = g_strdup_printf ("SELECT api.marcar_alerta_vista (gen_random_uuid (), '%s')",
                                           cony_command_get_clave (first));
  g_autoptr (ConyResult) begun = shop_query (cook, "BEGIN");
  g_autoptr (ConyResult) held = shop_query (cook, seen);
  g_autoptr (ConyResult) ended = NULL;

  take_away (fixture);
  run_queued (fixture, first);
  give_back (fixture);
  core_wait (cony_outbox_entry_get_estado (cony_outbox_find (fixture->outbox, cony_command_get_clave (first)))
             == CONY_OUTBOX_ENVIANDO);
  run_queued (fixture, second);
  ended = shop_query (cook, "COMMIT");
  core_wait (n_entries (fixture) == 0);
  g_assert_cmpint (n_stored (first), ==, 1);
  g_assert_cmpint (n_stored (second), ==, 1);
}

/* What was cancelled meanwhile stays listed with its reason, also for the next window. */
static void
test_impossible (Fixture       *fixture,
                 gconstpointer  unused)
{
  const gint64 id = order_in_kitchen ();
  g_autoptr (ConySession) desk = shop_login ("rosa");
  g_autoptr (ConyCommand) ready = cony_command_new_pedido_listo (id, "EN_PREPARACION");
  g_autoptr (ConyCommand) cancel = cony_command_new_cancelar_pedido (id, "EN_PREPARACION", "Se fue");
  g_autoptr (JsonObject) answer = NULL;
  g_autofree char *why = NULL;
  ConyOutboxEntry *entry;

  take_away (fixture);
  run_queued (fixture, ready);
  answer = shop_run (desk, cancel);
  give_back (fixture);
  core_wait (cony_outbox_get_n_waiting (fixture->outbox) == 0);
  entry = cony_outbox_find (fixture->outbox, cony_command_get_clave (ready));
  g_assert_nonnull (entry);
  g_assert_cmpint (cony_outbox_entry_get_estado (entry), ==, CONY_OUTBOX_IMPOSIBLE);
  g_assert_nonnull (cony_outbox_entry_get_error (entry));
  g_assert_cmpint (cony_outbox_entry_get_pedido_id (entry), ==, id);
  why = g_strdup (cony_outbox_entry_get_error (entry));

  leave (fixture);
  enter (fixture, "ana");
  entry = cony_outbox_find (fixture->outbox, cony_command_get_clave (ready));
  g_assert_nonnull (entry);
  g_assert_cmpint (cony_outbox_entry_get_estado (entry), ==, CONY_OUTBOX_IMPOSIBLE);
  g_assert_cmpstr (cony_outbox_entry_get_error (entry), ==, why);
  cony_outbox_dismiss (fixture->outbox, cony_command_get_clave (ready));
  g_assert_cmpuint (n_entries (fixture), ==, 0);
  leave (fixture);
  enter (fixture, "ana");
  g_assert_cmpuint (n_entries (fixture), ==, 0);
  cony_session_logout (desk);
}

/* The first is under way when the connection breaks, the others are made while it is being repeated in
 * vain: none overtakes it on the way to the queue. */
static void
test_order_of_loss (Fixture       *fixture,
                    gconstpointer  unused)
{
  const char * const texts[] = { "Primera", "Segunda", "Tercera" };
  GAsyncResult *results[G_N_ELEMENTS (texts)] = { NULL };
  const gint64 last = shop_sql_int ("SELECT max(id) FROM cony.alertas_cocina");
  g_autofree char *stored = NULL;

  cony_database_set_limits (cony_session_get_database (fixture->session), 300, 30000);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (ConyCommand) alert = cony_command_new_alertar_cocina (1, 0, texts[i], "normal");

      if (i == 0)
        {
          core_relay_block (fixture->relay, TRUE);
          core_relay_freeze (fixture->relay);
        }
      cony_session_run_async (fixture->session, alert, NULL, core_keep_result_cb, &results[i]);
      if (i == 0)
        {
          core_relay_cut (fixture->relay);
          core_wait (cony_session_get_checking (fixture->session));
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonObject) answer = NULL;
      g_autoptr (GError) error = NULL;

      core_wait (results[i] != NULL);
      answer = cony_session_run_finish (fixture->session, results[i], &error);
      g_assert_no_error (error);
      g_assert_true (json_object_get_boolean_member_with_default (answer, "en_cola", FALSE));
      g_object_unref (results[i]);
    }
  give_back (fixture);
  core_wait (n_entries (fixture) == 0);
  stored = shop_sql ("SELECT string_agg(mensaje, ' ' ORDER BY id) FROM cony.alertas_cocina"
                     " WHERE id > %" G_GINT64_FORMAT, last);
  g_assert_cmpstr (stored, ==, "Primera Segunda Tercera");
}

/* In a process of its own: two things are made, then it is killed while a third is half written. */
static void
test_crash_child (void)
{
  Fixture fixture = { .relay = core_relay_new () };
  g_autofree char *path = file_path (&fixture, "ana");
  FILE *file;

  enter (&fixture, "ana");
  take_away (&fixture);
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *uid = g_strdup_printf ("00000000-0000-4000-8000-00000000000%d", i);
      g_autoptr (ConyCommand) command = cony_command_new_marcar_alerta_vista (uid);

      run_queued (&fixture, command);
    }
  file = fopen (path, "a");
  fputs ("{\"op\":\"add\",\"clave\":\"tor", file);
  fflush (file);
  raise (SIGKILL);
}

/* The next line does not stick to the torn one. */
static void
add_after_crash (Fixture *fixture)
{
  g_autofree char *conninfo = core_relay_conninfo (fixture->relay, "127.0.0.1");
  const char *uid = "00000000-0000-4000-8000-000000000002";
  g_autoptr (ConyCommand) command = cony_command_new_marcar_alerta_vista (uid);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (ConyOutboxEntry) entry = cony_outbox_entry_new (command, now, "Ana");
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ConyOutboxFile *file = cony_outbox_file_open (APP, "ana", conninfo, &entries, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 2);
  cony_outbox_file_add_async (file, entry, core_keep_result_cb, &result);
  core_wait (result != NULL);
  cony_outbox_file_add_finish (result, &error);
  g_assert_no_error (error);
  cony_outbox_file_close (file);
}

/* The one file of a person that holds something. */
static char *
only_file (void)
{
  g_autofree char *folder = g_build_filename (state_home, "cony", "outbox", APP, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  char *found = NULL;
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf info;

      if (g_stat (path, &info) < 0 || info.st_size == 0)
        continue;
      g_assert_null (found);
      found = g_steal_pointer (&path);
    }
  g_assert_nonnull (found);
  return found;
}

static void
test_crash (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autofree char *path = file_path (fixture, "ana");
  g_autofree char *text = NULL;
  g_autofree char *other = NULL;
  g_autofree char *conninfo = core_relay_conninfo (fixture->relay, "127.0.0.1");
  g_auto (GStrv) others = NULL;

  g_test_trap_subprocess ("/outbox/crash/subprocess", 0, 0);
  g_test_trap_assert_failed ();
  /* The child's relay has another port: that is another server, which gets its own. */
  other = only_file ();
  g_assert_cmpstr (other, !=, path);
  others = cony_outbox_list_others (APP, conninfo, "rosa");
  g_assert_cmpuint (g_strv_length (others), ==, 1);
  g_assert_nonnull (strstr (others[0], "127.0.0.1"));
  leave (fixture);
  enter (fixture, "ana");
  g_assert_cmpuint (n_entries (fixture), ==, 0);
  leave (fixture);
  enter (fixture, "rosa");

  g_assert_cmpint (g_rename (other, path), ==, 0);
  g_clear_pointer (&others, g_strfreev);
  others = cony_outbox_list_others (APP, conninfo, "rosa");
  g_assert_cmpuint (g_strv_length (others), ==, 1);
  g_assert_nonnull (strstr (others[0], "2 "));
  g_assert_nonnull (strstr (others[0], "Ana"));
  g_assert_null (strstr (others[0], "127.0.0.1"));
  g_clear_pointer (&others, g_strfreev);
  others = cony_outbox_list_others (APP, conninfo, "ana");
  g_assert_cmpuint (g_strv_length (others), ==, 0);
  add_after_crash (fixture);

  leave (fixture);
  enter (fixture, "ana");
  core_wait (n_entries (fixture) == 0);
  g_assert_cmpint (shop_sql_int ("SELECT count(*) FROM cony.alertas_vistas"
                                 " WHERE alerta_uid::text LIKE '00000000-0000-4000-8000-%%'"), ==, 3);
  leave (fixture);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "");
}

static ConyOutboxFile *
open_damaged (guint n_warnings,
              guint n_entries)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  ConyOutboxFile *file;

  for (guint i = 0; i < n_warnings; i++)
    g_test_expect_message ("Cony", G_LOG_LEVEL_WARNING, "*cannot be read*");
  file = cony_outbox_file_open ("dañado", "ana", "host=/nowhere", &entries, &error);
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, n_entries);
  return file;
}

static void
add_to (ConyOutboxFile *file,
        const char     *uid,
        GPtrArray      *claves)
{
  g_autoptr (ConyCommand) command = cony_command_new_marcar_alerta_vista (uid);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (ConyOutboxEntry) entry = cony_outbox_entry_new (command, now, "Ana");
  g_autoptr (GAsyncResult) result = NULL;

  cony_outbox_file_add_async (file, entry, core_keep_result_cb, &result);
  core_wait (result != NULL);
  g_assert_true (cony_outbox_file_add_finish (result, NULL));
  g_ptr_array_add (claves, g_strdup (cony_command_get_clave (command)));
}

/* A block of the disk is lost, and a later version has written what this one does not know: what comes
 * after them is there, and they stay for whoever can read them. */
static void
test_damaged (void)
{
  static const char later[] = "\0\0\0\0\n{\"op\":\"add\",\"clave\":\"x\",\"funcion\":\"de_mas_tarde\","
                              "\"argumentos\":[\"x\"],\"hecho\":1}\n";
  g_autoptr (GPtrArray) claves = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = cony_outbox_file_get_folder ("dañado");
  g_autofree char *name = cony_outbox_file_make_name ("ana", "host=/nowhere");
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  ConyOutboxFile *file = open_damaged (0, 0);
  gsize length;
  FILE *raw;

  add_to (file, "00000000-0000-4000-8000-000000000001", claves);
  cony_outbox_file_close (file);
  raw = fopen (path, "a");
  g_assert_cmpuint (fwrite (later, 1, sizeof later - 1, raw), ==, sizeof later - 1);
  fclose (raw);

  file = open_damaged (2, 1);
  add_to (file, "00000000-0000-4000-8000-000000000002", claves);
  cony_outbox_file_close (file);

  file = open_damaged (2, 2);
  cony_outbox_file_remove (file, claves, TRUE);
  cony_outbox_file_close (file);
  cony_outbox_file_close (open_damaged (2, 0));
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_nonnull (g_strstr_len (strchr (text, '\0') + 4, -1, "de_mas_tarde"));
}

static void
test_locked (Fixture       *fixture,
             gconstpointer  unused)
{
  Fixture second = { .relay = fixture->relay };
  g_autoptr (ConyCommand) alert = cony_command_new_alertar_cocina (1, 0, "Hola", "normal");
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) error = NULL;

  enter (&second, "rosa");
  take_away (fixture);
  core_wait (!is_connected (&second));
  answer = try (second.session, alert, &error);
  g_assert_null (answer);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  leave (&second);
}

static void
test_decisions_wait (Fixture       *fixture,
                     gconstpointer  unused)
{
  g_autoptr (ConyCommand) approve = cony_command_new_aprobar_pedido (1, "PENDIENTE", "Pagó");
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) error = NULL;

  /* Where nobody listens at all the answer comes at once. */
  cony_database_close (cony_session_get_database (fixture->session));
  answer = try (fixture->session, approve, &error);
  g_assert_null (answer);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "Nothing was done"));
  g_assert_cmpuint (n_entries (fixture), ==, 0);
}

static void
count_checking_cb (ConySession *session,
                   GParamSpec  *pspec,
                   guint       *n)
{
  if (cony_session_get_checking (session))
    (*n)++;
}

/* The server did it and its answer never came: "Comprobando…", then the truth, done once. */
static void
test_half_open (Fixture       *fixture,
                gconstpointer  unused)
{
  const gint64 id = shop_sql_int ("SELECT min(id) FROM cony.pedidos WHERE sucursal_id = 1"
                                  " AND estado = 'PENDIENTE'");
  g_autoptr (ConyCommand) approve = cony_command_new_aprobar_pedido (id, "PENDIENTE", "Pagó");
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) error = NULL;
  guint n_checking = 0;
  gint64 clicked;

  g_signal_connect (fixture->session, "notify::checking", G_CALLBACK (count_checking_cb),
                    &n_checking);
  core_relay_mute (fixture->relay);
  clicked = g_get_monotonic_time ();
  answer = try (fixture->session, approve, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - clicked, <, 10 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (n_checking, ==, 1);
  g_assert_false (cony_session_get_checking (fixture->session));
  g_assert_cmpint (n_stored (approve), ==, 1);
}

/* Nobody answers at all: an alert waits in the outbox, and was not done twice if it was done. */
static void
test_half_open_queued (Fixture       *fixture,
                       gconstpointer  unused)
{
  g_autoptr (ConyCommand) alert = cony_command_new_alertar_cocina (1, 0, "Muda", "normal");
  g_autofree char *path = file_path (fixture, "rosa");
  g_autoptr (GPtrArray) kept = NULL;
  gint64 clicked;

  core_relay_mute (fixture->relay);
  core_relay_block (fixture->relay, TRUE);
  clicked = g_get_monotonic_time ();
  run_queued (fixture, alert);
  g_assert_cmpint (g_get_monotonic_time () - clicked, <, 11 * G_TIME_SPAN_SECOND);
  g_assert_false (cony_outbox_undo (fixture->outbox, cony_command_get_clave (alert)));
  /* Nor can the next window say that it was not done. */
  kept = cony_outbox_file_read (path);
  g_assert_cmpuint (kept->len, ==, 1);
  g_assert_true (cony_outbox_entry_get_tried (kept->pdata[0]));
  give_back (fixture);
  core_wait (n_entries (fixture) == 0);
  g_assert_cmpint (n_stored (alert), ==, 1);
}

typedef struct
{
  guint n;
  char *key;
  char *body;
} Posts;

static void
broadcast_cb (SoupServer        *server,
              SoupServerMessage *message,
              const char        *path,
              GHashTable        *query,
              gpointer           user_data)
{
  Posts *posts = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  g_assert_cmpstr (path, ==, "/broadcast");
  posts->n++;
  g_free (posts->key);
  g_free (posts->body);
  posts->key = g_strdup (soup_message_headers_get_one (headers, "Idempotency-Key"));
  posts->body = g_strndup (body->data, body->length);
  soup_server_message_set_status (message, posts->n == 1 ? 503 : 202, NULL);
}

/* The broker hears of an alert at once, and again if it could not take it. */
static void
test_live (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (ConyCommand) alert = cony_command_new_alertar_cocina (1, 0, "Ya", "urgente");
  g_autofree char *uri = NULL;
  g_autoptr (JsonNode) node = NULL;
  Posts posts = { 0 };
  GSList *uris;

  soup_server_add_handler (server, "/", broadcast_cb, &posts, NULL);
  g_assert_true (soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  uris = soup_server_get_uris (server);
  uri = g_strdup_printf ("ws://127.0.0.1:%d/ws", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  cony_session_set_broker (fixture->session, uri);

  take_away (fixture);
  run_queued (fixture, alert);
  core_wait (posts.n == 2);
  g_assert_cmpstr (posts.key, ==, cony_command_get_clave (alert));
  node = json_from_string (posts.body, NULL);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "tipo"), ==,
                   "alerta_cocina");
  g_assert_false (json_object_has_member (json_node_get_object (node), "_rt"));
  give_back (fixture);
  core_wait (n_entries (fixture) == 0);
  g_assert_cmpint (n_stored (alert), ==, 1);
  g_free (posts.key);
  g_free (posts.body);
}

int
main (int    argc,
      char **argv)
{
  int result;

  setlocale (LC_ALL, "C.UTF-8");
  /* A subprocess inherits it. */
  state_home = g_strdup (g_getenv ("CONY_TEST_STATE"));
  if (state_home == NULL)
    state_home = g_dir_make_tmp ("cony-outbox-XXXXXX", NULL);
  g_setenv ("CONY_TEST_STATE", state_home, TRUE);
  g_setenv ("XDG_STATE_HOME", state_home, TRUE);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, login, func) g_test_add (path, Fixture, login, set_up, func, tear_down)
  ADD ("/outbox/queued", "rosa", test_queued);
  ADD ("/outbox/order", "ana", test_order);
  ADD ("/outbox/order-of-loss", "rosa", test_order_of_loss);
  ADD ("/outbox/long", "rosa", test_long);
  ADD ("/outbox/undo", "ana", test_undo);
  ADD ("/outbox/seen", "ana", test_seen);
  ADD ("/outbox/withdrawn", "rosa", test_withdrawn);
  ADD ("/outbox/late", "rosa", test_late);
  ADD ("/outbox/one-at-a-time", "rosa", test_one_at_a_time);
  ADD ("/outbox/impossible", "ana", test_impossible);
  ADD ("/outbox/crash", "rosa", test_crash);
  g_test_add_func ("/outbox/crash/subprocess", test_crash_child);
  g_test_add_func ("/outbox/damaged", test_damaged);
  ADD ("/outbox/locked", "rosa", test_locked);
  ADD ("/outbox/decisions-wait", "rosa", test_decisions_wait);
  ADD ("/outbox/half-open", "rosa", test_half_open);
  ADD ("/outbox/half-open-queued", "rosa", test_half_open_queued);
  ADD ("/outbox/live", "rosa", test_live);

  result = g_test_run ();
  g_free (state_home);
  return result;
}
