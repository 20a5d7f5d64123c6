/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-alerta-store.h"
#include "cony-insumo-store.h"
#include "cony-pedido-store.h"
#include "cony-refill-store.h"
#include "cony-voucher-store.h"

#include <string.h>

#include "core-test.h"
#include "shop-test.h"

/* Everybody works, every event reaches the window late, out of order or twice, and what it reads
 * meanwhile is slow, fails or hangs.  Whenever there is peace for a moment its lists are those of a
 * window that reads everything anew.
 *
 * CONY_STORES_SEED repeats a run, CONY_STORES_ROUNDS says how long it is. */
#define DEFAULT_ROUNDS 15
#define MAX_DEEDS 6
#define LATE_MS 150
/* Shorter than in a shop, so that a connection that hangs is given up soon. */
#define LIMIT_MS 1500

/* What people do.  %u is a place in a list, which may have nothing there. */
static const struct
{
  const char *login;
  const char *sql;
} deeds[] = {
  { "bot", "SELECT api.registrar_pedido (gen_random_uuid (), 1, 'Lucía', (900000000 + %u * 7919)::text,"
           " 'whatsapp', NULL, '[{\"producto_id\":1,\"cantidad\":2},{\"producto_id\":2,\"cantidad\":1}]')" },
  { "bot", "SELECT api.registrar_voucher (gen_random_uuid (), p.id, '\\x89504e470d0a1a0a', 'image/png', 'Yape',"
           " (10000000 + p.id)::text, p.total, '999', now ()::timestamp)"
           " FROM (SELECT id, total FROM cony.pedidos WHERE estado = 'PENDIENTE' AND sucursal_id = 1"
           " ORDER BY id OFFSET %u LIMIT 1) p" },
  { "luis", "SELECT api.aprobar_voucher (gen_random_uuid (), id, estado) FROM (SELECT id, estado FROM api.vouchers"
            " WHERE estado = 'PENDIENTE' AND sucursal_id = 1 ORDER BY id OFFSET %u LIMIT 1) v" },
  { "luis", "SELECT api.rechazar_voucher (gen_random_uuid (), id, estado, 'Ilegible') FROM (SELECT id, estado"
            " FROM api.vouchers WHERE estado = 'PENDIENTE' AND sucursal_id = 1 ORDER BY id OFFSET %u LIMIT 1) v" },
#define OF_ORDER(function, more, estado) \
  "SELECT api." function " (gen_random_uuid (), id, estado" more ") FROM (SELECT id, estado FROM api.pedidos_cocina" \
  " WHERE estado = '" estado "' ORDER BY id OFFSET %u LIMIT 1) p"
  { "rosa", OF_ORDER ("aprobar_pedido", ", 'Pagó en caja'", "PENDIENTE") },
  { "rosa", OF_ORDER ("aprobar_pedido", ", 'Conocido'", "PENDIENTE") },
  { "rosa", OF_ORDER ("cancelar_pedido", ", 'No vino'", "PENDIENTE") },
  { "rosa", OF_ORDER ("cancelar_pedido", ", 'Se fue'", "EN_PREPARACION") },
  { "rosa", OF_ORDER ("priorizar_pedido", ", true, 'Apurado'", "EN_PREPARACION") },
  { "rosa", OF_ORDER ("entregar_pedido", "", "LISTO") },
  { "ana", OF_ORDER ("empezar_pedido", "", "EN_PREPARACION") },
  { "ana", OF_ORDER ("pedido_listo", "", "EN_PREPARACION") },
  { "ana", OF_ORDER ("pedido_listo", "", "EN_PREPARACION") },
  { "ana", OF_ORDER ("recuperar_pedido", "", "LISTO") },
#undef OF_ORDER
  { "ana", "SELECT api.confirmar_cambio (gen_random_uuid (), id, version::integer) FROM (SELECT id, version"
           " FROM api.pedidos_cocina WHERE cambio IS NOT NULL ORDER BY id OFFSET %u %% 2 LIMIT 1) p" },
  { "ana", "SELECT api.marcar_item (gen_random_uuid (), id, true) FROM (SELECT i.id FROM cony.pedido_items i"
           " JOIN cony.pedidos p ON p.id = i.pedido_id WHERE p.estado = 'EN_PREPARACION' AND p.sucursal_id = 1"
           " AND NOT i.hecho ORDER BY i.id OFFSET %u LIMIT 1) i" },
  { "rosa", "SELECT api.alertar_cocina (gen_random_uuid (), 1, NULL, 'Prueba %u', 'alta')" },
  { "ana", "SELECT api.marcar_alerta_vista (gen_random_uuid (), uid) FROM (SELECT uid FROM api.alertas"
           " WHERE NOT leida ORDER BY id OFFSET %u LIMIT 1) a" },
  { "ana", "SELECT api.confirmar_eventos (array_agg (uid), 'ack', 'Cocina 1') FROM (SELECT uid FROM api.eventos"
           " WHERE tipo IN ('alerta_cocina', 'pedido_aprobado', 'refill_solicitado') AND sucursal_id = 1"
           " ORDER BY id DESC OFFSET %u LIMIT 2) e" },
  { "rosa", "SELECT api.pedir_refill (gen_random_uuid (), id, 2) FROM (SELECT id FROM api.insumos ORDER BY id"
            " OFFSET %u LIMIT 1) i" },
  { "ana", "SELECT api.atender_refill (gen_random_uuid (), id, estado, 'en_camino', NULL) FROM (SELECT id, estado"
           " FROM api.refills WHERE estado = 'pendiente' ORDER BY id OFFSET %u LIMIT 1) r" },
  { "ana", "SELECT api.atender_refill (gen_random_uuid (), id, estado, 'entregado', NULL) FROM (SELECT id, estado"
           " FROM api.refills WHERE estado = 'en_camino' ORDER BY id OFFSET %u LIMIT 1) r" },
  { "ana", "SELECT api.insumo_agotado (gen_random_uuid (), id) FROM (SELECT id FROM api.insumos WHERE NOT agotado"
           " ORDER BY id OFFSET %u LIMIT 1) i" },
  { "ana", "SELECT api.insumo_repuesto (gen_random_uuid (), id) FROM (SELECT id FROM api.insumos WHERE agotado"
           " ORDER BY id OFFSET %u LIMIT 1) i" },
};

static const char * const logins[] = { "ana", "bot", "luis", "rosa" };

enum { PEDIDOS, ALERTAS, REFILLS, INSUMOS, VOUCHERS, N_STORES };

typedef struct
{
  ConySession *session;
  ConyRealtime *realtime; /* never started: the test is the stream */
  ConyStore *stores[N_STORES];
} Window;

typedef struct
{
  GRand *rand;
  CoreRelay *relay;
  Window window;
  Window fresh;        /* whose connection has no trouble */
  ConyDatabase *people[G_N_ELEMENTS (logins)];
  gint64 last_id;      /* of the events that were handed to the stream */
  GPtrArray *on_way;   /* Delivery */
  guint n_events;
} Storm;

typedef struct
{
  Storm *storm;
  ConyEvent *event;
  guint source;
} Delivery;

static void
open_window (Window     *window,
             const char *conninfo,
             const char *login)
{
  window->session = shop_login_at (conninfo, login);
  window->realtime = cony_realtime_new (window->session, NULL);
  window->stores[PEDIDOS] = CONY_STORE (cony_pedido_store_new (window->session, window->realtime));
  window->stores[ALERTAS] = CONY_STORE (cony_alerta_store_new (window->session, window->realtime));
  window->stores[REFILLS] = CONY_STORE (cony_refill_store_new (window->session, window->realtime));
  window->stores[INSUMOS] = CONY_STORE (cony_insumo_store_new (window->session, window->realtime));
  if (g_str_equal (login, "rosa"))
    window->stores[VOUCHERS] = CONY_STORE (cony_voucher_store_new (window->session, window->realtime));
  for (guint i = 0; i < N_STORES && window->stores[i]; i++)
    shop_load (window->stores[i]);
}

static void
close_window (Window *window)
{
  for (guint i = 0; i < N_STORES; i++)
    g_clear_object (&window->stores[i]);
  g_clear_object (&window->realtime);
  cony_session_logout (window->session);
  g_clear_object (&window->session);
}

/* The stream: at least once, after the commit, in any order. */

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  g_clear_handle_id (&delivery->source, g_source_remove);
  g_object_unref (delivery->event);
  g_free (delivery);
}

static gboolean
deliver_cb (gpointer user_data)
{
  Delivery *delivery = user_data;
  Storm *storm = delivery->storm;
  g_autoptr (ConyEvent) event = g_object_ref (delivery->event);

  delivery->source = 0;
  g_ptr_array_remove_fast (storm->on_way, delivery);
  cony_dispatcher_dispatch (cony_session_get_dispatcher (storm->window.session), event);
  return G_SOURCE_REMOVE;
}

static void
send_later (Storm     *storm,
            ConyEvent *event)
{
  Delivery *delivery = g_new0 (Delivery, 1);

  delivery->storm = storm;
  delivery->event = g_object_ref (event);
  delivery->source = g_timeout_add (g_rand_int_range (storm->rand, 0, LATE_MS), deliver_cb, delivery);
  g_ptr_array_add (storm->on_way, delivery);
}

/* Hands what was stored since the last call to the stream. */
static void
read_events (Storm *storm)
{
  g_autofree char *text = shop_sql (
    "SELECT coalesce (json_agg (json_build_array (id, uid, payload) ORDER BY id), '[]')::text"
    " FROM cony.eventos_realtime WHERE id > %" G_GINT64_FORMAT " AND sucursal_id = 1", storm->last_id);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  JsonArray *rows = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonArray *row = json_array_get_array_element (rows, i);
      const gint64 id = json_array_get_int_element (row, 0);
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
      g_autoptr (GError) error = NULL;
      g_autoptr (ConyEvent) event = NULL;

      event = cony_event_new_stored (json_array_get_string_element (row, 2),
                                     json_array_get_string_element (row, 1), id, NULL, 1, now, &error);
      g_assert_no_error (error);
      send_later (storm, event);
      if (g_rand_int_range (storm->rand, 0, 4) == 0)
        send_later (storm, event);
      storm->last_id = MAX (storm->last_id, id);
      storm->n_events++;
    }
}

/* As ConyRealtime does when its place in the stream means nothing any more. */
static void
lose_place (Storm *storm)
{
  g_ptr_array_set_size (storm->on_way, 0);
  read_events (storm);
  g_ptr_array_set_size (storm->on_way, 0);
  cony_session_refill (storm->window.session);
  g_signal_emit_by_name (storm->window.realtime, "reload");
}

/* Faults */

static void
end_backend (const char *function)
{
  g_autofree char *n = shop_sql ("SELECT count (%s (pid)) FROM pg_stat_activity"
                                 " WHERE application_name = 'cony-storm'", function);
}

static gboolean
wake_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
pause_ms (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, wake_cb, &over);
  core_wait (over);
}

/* What the window reads now has to wait, and perhaps in vain. */
static void
hold_reads (Storm *storm)
{
  const gint64 end = g_get_monotonic_time () + 2 * LATE_MS * G_TIME_SPAN_MILLISECOND;

  shop_do ("BEGIN");
  shop_do ("LOCK cony.pedidos, cony.alertas_cocina, cony.insumos IN ACCESS EXCLUSIVE MODE");
  while (shop_sql_int ("SELECT count (*) FROM pg_stat_activity"
                       " WHERE application_name = 'cony-storm' AND wait_event_type = 'Lock'") == 0
         && g_get_monotonic_time () < end)
    pause_ms (5);
  if (g_rand_boolean (storm->rand))
    pause_ms (g_rand_int_range (storm->rand, 0, LATE_MS));
  if (g_rand_int_range (storm->rand, 0, 4))
    end_backend (g_rand_int_range (storm->rand, 0, 6) ? "pg_cancel_backend" : "pg_terminate_backend");
  shop_do ("COMMIT");
}

static void
do_harm (Storm *storm)
{
  switch (g_rand_int_range (storm->rand, 0, 12))
    {
    case 0:
      core_relay_cut (storm->relay);
      break;
    case 1:
      core_relay_freeze (storm->relay);
      break;
    case 2:
      core_relay_mute (storm->relay);
      break;
    case 3:
      lose_place (storm);
      break;
    case 4:
      cony_session_reconnect (storm->window.session);
      break;
    case 5:
      cony_store_load (storm->window.stores[g_rand_int_range (storm->rand, 0, VOUCHERS)]);
      break;
    default:
      hold_reads (storm);
      break;
    }
}

static void
do_something (Storm *storm)
{
  const guint deed = g_rand_int_range (storm->rand, 0, G_N_ELEMENTS (deeds));
  g_autofree char *sql = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConyResult) rows = NULL;
  guint who = 0;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  sql = g_strdup_printf (deeds[deed].sql, g_rand_int_range (storm->rand, 0, 12));
#pragma GCC diagnostic pop
  while (!g_str_equal (logins[who], deeds[deed].login))
    who++;
  /* It may be refused: the window knows nothing of it then. */
  cony_database_query_async (storm->people[who], sql, NULL, NULL, core_keep_result_cb, &result);
  core_wait (result != NULL);
  rows = cony_database_query_finish (storm->people[who], result, NULL);
}

/* The end */

static gboolean
values_differ (GParamSpec   *pspec,
               const GValue *a,
               const GValue *b)
{
  if (G_VALUE_HOLDS (a, G_TYPE_DATE_TIME))
    {
      GDateTime *time_a = g_value_get_boxed (a);
      GDateTime *time_b = g_value_get_boxed (b);

      return time_a == NULL || time_b == NULL ? time_a != time_b : !g_date_time_equal (time_a, time_b);
    }
  return g_param_values_cmp (pspec, a, b) != 0;
}

static char *describe_lists (GListModel *a,
                             GListModel *b);

/* (nullable): the first property that differs. */
static char *
describe_items (GObject *a,
                GObject *b)
{
  guint n = 0;
  g_autofree GParamSpec **pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (a), &n);

  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value_a = G_VALUE_INIT;
      g_auto (GValue) value_b = G_VALUE_INIT;
      g_autofree char *text = NULL;

      g_object_get_property (a, pspecs[i]->name, &value_a);
      g_object_get_property (b, pspecs[i]->name, &value_b);
      if (G_VALUE_HOLDS (&value_a, G_TYPE_LIST_MODEL))
        text = describe_lists (g_value_get_object (&value_a), g_value_get_object (&value_b));
      else if (values_differ (pspecs[i], &value_a, &value_b))
        {
          g_autofree char *text_a = g_strdup_value_contents (&value_a);
          g_autofree char *text_b = g_strdup_value_contents (&value_b);

          text = g_strdup_printf ("%s instead of %s", text_a, text_b);
        }
      if (text)
        return g_strdup_printf ("%s: %s", pspecs[i]->name, text);
    }
  return NULL;
}

static char *
describe_lists (GListModel *a,
                GListModel *b)
{
  if (g_list_model_get_n_items (a) != g_list_model_get_n_items (b))
    return g_strdup ("other lines");
  for (guint i = 0; i < g_list_model_get_n_items (a); i++)
    {
      g_autoptr (GObject) item_a = g_list_model_get_item (a, i);
      g_autoptr (GObject) item_b = g_list_model_get_item (b, i);
      char *text = describe_items (item_a, item_b);

      if (text)
        return text;
    }
  return NULL;
}

/* What is closed may stay a while longer than in a new window. */
static gboolean
is_closed (GObject *item)
{
  const char *estado;

  if (CONY_IS_ALERTA (item))
    return cony_alerta_get_leida (CONY_ALERTA (item));
  if (CONY_IS_REFILL (item))
    estado = cony_refill_get_estado (CONY_REFILL (item));
  else if (CONY_IS_VOUCHER (item))
    return g_strcmp0 (cony_voucher_get_estado (CONY_VOUCHER (item)), "PENDIENTE") != 0;
  else
    return FALSE;
  return g_strcmp0 (estado, "entregado") == 0 || g_strcmp0 (estado, "rechazado") == 0;
}

static gint64
get_id (GObject *item)
{
  gint64 id;

  g_object_get (item, "id", &id, NULL);
  return id;
}

/* (nullable): what is wrong with @store, if it should be as @fresh. */
static char *
describe_difference (ConyStore *store,
                     ConyStore *fresh)
{
  const char *name = G_OBJECT_TYPE_NAME (store);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fresh)); i++)
    {
      g_autoptr (GObject) row = g_list_model_get_item (G_LIST_MODEL (fresh), i);
      const gint64 id = get_id (row);
      GObject *item = cony_store_find (store, id);
      g_autofree char *text = item ? describe_items (item, row) : g_strdup ("is not there");

      if (text)
        return g_strdup_printf ("%s %" G_GINT64_FORMAT ": %s", name, id, text);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (!is_closed (item) && cony_store_find (fresh, get_id (item)) == NULL)
        return g_strdup_printf ("%s %" G_GINT64_FORMAT ": should not be there", name, get_id (item));
    }
  return NULL;
}

/* Reads everything, and waits for it. */
static void
read_anew (Window *window)
{
  g_autoptr (ConyResult) last = NULL;

  for (guint i = 0; i < N_STORES && window->stores[i]; i++)
    cony_store_load (window->stores[i]);
  last = shop_query (cony_session_get_database (window->session), "SELECT 1 AS uno");
}

/* Nobody does anything now: whatever is missing, no event will bring. */
static void
compare (Storm      *storm,
         const char *login,
         guint32     seed)
{
  g_autofree char *problem = NULL;
  const gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  read_anew (&storm->fresh);
  do
    {
      g_clear_pointer (&problem, g_free);
      for (guint i = 0; i < N_STORES && storm->fresh.stores[i] && !problem; i++)
        problem = describe_difference (storm->window.stores[i], storm->fresh.stores[i]);
      if (problem)
        pause_ms (10);
    }
  while (problem && g_get_monotonic_time () < end);
  if (problem)
    g_error ("seed %u, %s: %s", seed, login, problem);
}

static guint32
get_number (const char *variable,
            guint32     fallback)
{
  const char *text = g_getenv (variable);

  return text && *text ? (guint32) g_ascii_strtoull (text, NULL, 10) : fallback;
}

/* A store complains of a read that was ended at the server, as it should. */
static gboolean
is_complaint (const char *message)
{
  return strstr (message, " cannot read: ") != NULL;
}

static gboolean
is_fatal_cb (const char     *domain,
             GLogLevelFlags  level,
             const char     *message,
             gpointer        user_data)
{
  return !is_complaint (message);
}

static void
log_cb (const char     *domain,
        GLogLevelFlags  level,
        const char     *message,
        gpointer        user_data)
{
  if (is_complaint (message))
    g_test_message ("%s", message);
  else
    g_log_default_handler (domain, level, message, NULL);
}

static void
do_round (Storm *storm)
{
  const gint32 n_deeds = g_rand_int_range (storm->rand, 1, MAX_DEEDS + 1);
  const gint32 harm = g_rand_int_range (storm->rand, 0, MAX_DEEDS + 1);

  core_relay_set_delay (storm->relay, g_rand_int_range (storm->rand, 0, 3) ? 0 : 40, storm->rand);
  for (gint32 deed = 0; deed < n_deeds; deed++)
    {
      do_something (storm);
      read_events (storm);
      if (deed == harm)
        do_harm (storm);
    }
  core_wait (storm->on_way->len == 0);
}

static void
test_storm (gconstpointer data)
{
  const char *login = data;
  const guint32 seed = get_number ("CONY_STORES_SEED", g_random_int ());
  const guint n_rounds = get_number ("CONY_STORES_ROUNDS", DEFAULT_ROUNDS);
  g_autofree char *address = NULL;
  g_autofree char *conninfo = NULL;
  Storm storm = { NULL };

  g_test_message ("CONY_STORES_SEED=%u", seed);
  g_test_log_set_fatal_handler (is_fatal_cb, NULL);
  storm.rand = g_rand_new_with_seed (seed);
  storm.relay = core_relay_new ();
  storm.on_way = g_ptr_array_new_with_free_func (delivery_free);
  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    storm.people[i] = shop_connect (logins[i]);
  storm.last_id = shop_sql_int ("SELECT max (id) FROM cony.eventos_realtime");
  address = core_relay_conninfo (storm.relay, "127.0.0.1");
  conninfo = g_strconcat (address, " application_name=cony-storm", NULL);
  open_window (&storm.window, conninfo, login);
  open_window (&storm.fresh, g_getenv ("CONY_TEST_CONNINFO"), login);
  cony_database_set_limits (cony_session_get_database (storm.window.session), LIMIT_MS, LIMIT_MS);

  for (guint round = 0; round < n_rounds; round++)
    {
      do_round (&storm);
      compare (&storm, login, seed);
    }
  g_test_message ("%u events, %u connections", storm.n_events, core_relay_count (storm.relay));
  g_assert_cmpuint (storm.n_events, >, n_rounds / 2);

  close_window (&storm.window);
  close_window (&storm.fresh);
  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    g_object_unref (storm.people[i]);
  g_ptr_array_unref (storm.on_way);
  core_relay_free (storm.relay);
  g_rand_free (storm.rand);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_handler ("Cony", G_LOG_LEVEL_WARNING | G_LOG_FLAG_FATAL, log_cb, NULL);
  g_test_add_data_func ("/stores-random/kitchen", "ana", test_storm);
  g_test_add_data_func ("/stores-random/desk", "rosa", test_storm);
  return g_test_run ();
}
