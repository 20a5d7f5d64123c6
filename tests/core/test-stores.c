/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-alerta-store.h"
#include "cony-evento-store.h"
#include "cony-insumo-store.h"
#include "cony-pedido-store.h"
#include "cony-refill-store.h"
#include "cony-undelivered-store.h"
#include "cony-voucher-store.h"

#include "core-test.h"
#include "shop-test.h"

typedef struct
{
  ConySession *rosa; /* front desk */
  ConySession *ana;  /* kitchen */
  ConyRealtime *rosa_stream;
  ConyRealtime *ana_stream;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->rosa = shop_login ("rosa");
  fixture->ana = shop_login ("ana");
  fixture->rosa_stream = cony_realtime_new (fixture->rosa, NULL);
  fixture->ana_stream = cony_realtime_new (fixture->ana, NULL);
  cony_realtime_start (fixture->rosa_stream);
  cony_realtime_start (fixture->ana_stream);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  shop_assert_finalize (fixture->rosa_stream);
  shop_assert_finalize (fixture->ana_stream);
  cony_session_logout (fixture->rosa);
  cony_session_logout (fixture->ana);
  shop_assert_finalize (fixture->rosa);
  shop_assert_finalize (fixture->ana);
}

typedef struct
{
  guint n;
  guint position;
  guint removed;
  guint added;
} Changes;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    user_data)
{
  Changes *changes = user_data;

  changes->n++;
  changes->position = position;
  changes->removed = removed;
  changes->added = added;
}

static gpointer
get_item (gpointer store,
          guint    position)
{
  g_autoptr (GObject) item = g_list_model_get_item (store, position);

  return item;
}

static guint
n_items (gpointer store)
{
  return g_list_model_get_n_items (store);
}

static gint64
pending_order (void)
{
  return shop_sql_int ("SELECT min (id) FROM cony.pedidos"
                       " WHERE estado = 'PENDIENTE' AND sucursal_id = 1");
}

static void
approve (Fixture *fixture,
         gint64   id)
{
  g_autoptr (ConyCommand) command = cony_command_new_aprobar_pedido (id, "PENDIENTE", "Pagó en caja");
  g_autoptr (JsonObject) answer = shop_run (fixture->rosa, command);

  g_assert_nonnull (answer);
}

/* Orders */

static void
test_orders_snapshot (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (ConyPedidoStore) desk = cony_pedido_store_new (fixture->rosa, fixture->rosa_stream);
  g_autoptr (ConyPedidoStore) kitchen = cony_pedido_store_new (fixture->ana, fixture->ana_stream);
  guint n_phones = 0;
  guint n_totals = 0;

  g_assert_false (cony_store_get_loaded (CONY_STORE (desk)));
  shop_load (CONY_STORE (desk));
  shop_load (CONY_STORE (kitchen));

  g_assert_cmpuint (n_items (desk), ==,
                    shop_sql_int ("SELECT count (*) FROM cony.pedidos WHERE sucursal_id = 1 AND"
                                  " (estado NOT IN ('ENTREGADO', 'CANCELADO') OR"
                                  "  COALESCE (entregado, cancelado) > (now () AT TIME ZONE 'UTC') - interval '24 hours')"));
  g_assert_cmpuint (n_items (desk), >, 5);
  for (guint i = 0; i < n_items (desk); i++)
    {
      ConyPedido *pedido = get_item (desk, i);
      g_autoptr (ConyPedidoItem) line = NULL;

      g_assert_cmpint (cony_pedido_get_sucursal_id (pedido), ==, 1);
      g_assert_nonnull (cony_pedido_get_cliente (pedido));
      g_assert_nonnull (cony_pedido_get_creado (pedido));
      g_assert_cmpint (cony_pedido_get_version (pedido), >, 0);
      n_phones += cony_pedido_get_telefono (pedido) != NULL;
      n_totals += cony_pedido_get_total (pedido) > 0;

      line = g_list_model_get_item (cony_pedido_get_items (pedido), 0);
      g_assert_nonnull (line);
      g_assert_nonnull (cony_pedido_item_get_producto (line));
      g_assert_cmpint (cony_pedido_item_get_cantidad (line), >, 0);
      g_assert_cmpfloat (cony_pedido_item_get_precio (line), >, 0);
    }
  g_assert_cmpuint (n_phones, >, 0);
  g_assert_cmpuint (n_totals, ==, n_items (desk));

  /* The same orders, and nothing that the kitchen may not see. */
  g_assert_cmpuint (n_items (kitchen), >, 0);
  for (guint i = 0; i < n_items (kitchen); i++)
    {
      ConyPedido *pedido = get_item (kitchen, i);

      g_assert_null (cony_pedido_get_telefono (pedido));
      g_assert_cmpfloat (cony_pedido_get_total (pedido), ==, 0);
      g_assert_cmpuint (g_list_model_get_n_items (cony_pedido_get_items (pedido)), >, 0);
    }
}

static void
test_orders_follow_events (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (ConyPedidoStore) kitchen = cony_pedido_store_new (fixture->ana, fixture->ana_stream);
  const gint64 id = pending_order ();
  ConyPedido *pedido;
  Changes changes = { 0 };

  shop_load (CONY_STORE (kitchen));
  pedido = cony_store_find (CONY_STORE (kitchen), id);
  g_assert_nonnull (pedido);
  g_assert_cmpstr (cony_pedido_get_estado (pedido), ==, "PENDIENTE");

  g_signal_connect (kitchen, "items-changed", G_CALLBACK (items_changed_cb), &changes);
  approve (fixture, id);
  core_wait (changes.n > 0);

  /* The same object, reported at its place. */
  g_assert_true (cony_store_find (CONY_STORE (kitchen), id) == (gpointer) pedido);
  g_assert_cmpstr (cony_pedido_get_estado (pedido), ==, "EN_PREPARACION");
  g_assert_nonnull (cony_pedido_get_aprobado (pedido));
  g_assert_cmpuint (changes.removed, ==, 1);
  g_assert_cmpuint (changes.added, ==, 1);
  g_assert_true (get_item (kitchen, changes.position) == (gpointer) pedido);
}

static void
test_orders_new (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (ConyPedidoStore) desk = cony_pedido_store_new (fixture->rosa, fixture->rosa_stream);
  g_autoptr (ConyDatabase) bot = shop_connect ("bot");
  g_autoptr (ConyResult) rows = NULL;
  Changes changes = { 0 };
  ConyPedido *pedido;
  guint before;

  shop_load (CONY_STORE (desk));
  before = n_items (desk);
  g_signal_connect (desk, "items-changed", G_CALLBACK (items_changed_cb), &changes);

  rows = shop_query (bot, "SELECT api.registrar_pedido (gen_random_uuid (), 1, 'Lucía', '999111222',"
                          " 'whatsapp', NULL, '[{\"producto_id\":1,\"cantidad\":2}]'::jsonb)");
  core_wait (n_items (desk) == before + 1);
  g_assert_cmpuint (changes.added, ==, 1);
  g_assert_cmpuint (changes.removed, ==, 0);
  pedido = get_item (desk, changes.position);
  g_assert_cmpstr (cony_pedido_get_cliente (pedido), ==, "Lucía");
  g_assert_cmpstr (cony_pedido_get_telefono (pedido), ==, "999111222");
}

/* An older row never wins over a newer one, except in a reload: the database may be another. */
static void
test_orders_version (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (ConyPedidoStore) desk = cony_pedido_store_new (fixture->rosa, fixture->rosa_stream);
  const gint64 id = pending_order ();
  ConyPedido *pedido;
  ConyPedido *other;
  Changes changes = { 0 };

  shop_load (CONY_STORE (desk));
  pedido = cony_store_find (CONY_STORE (desk), id);
  other = get_item (desk, n_items (desk) - 1);
  g_assert_true (pedido != other);
  shop_do ("UPDATE cony.pedidos SET version = 0, cliente = 'Vieja' WHERE id = %d", (int) id);
  shop_do ("UPDATE cony.pedidos SET cliente = 'Misma' WHERE id = %d", (int) cony_pedido_get_id (other));

  /* Both are read by one statement, so the second tells that the first was read. */
  cony_store_refresh (CONY_STORE (desk), id);
  cony_store_refresh (CONY_STORE (desk), cony_pedido_get_id (other));
  core_wait (g_strcmp0 (cony_pedido_get_cliente (other), "Misma") == 0);
  g_assert_cmpstr (cony_pedido_get_cliente (pedido), !=, "Vieja");

  g_signal_connect (desk, "items-changed", G_CALLBACK (items_changed_cb), &changes);
  cony_store_load (CONY_STORE (desk));
  core_wait (changes.n > 0);
  g_assert_cmpstr (cony_pedido_get_cliente (pedido), ==, "Vieja");
  g_assert_true (cony_store_find (CONY_STORE (desk), id) == (gpointer) pedido);
  g_assert_cmpuint (changes.n, ==, 1);
  g_assert_cmpuint (changes.removed, ==, 1);
  g_assert_cmpuint (changes.added, ==, 1);
}

static void
test_rows_leave (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (ConyPedidoStore) desk = cony_pedido_store_new (fixture->rosa, fixture->rosa_stream);
  const gint64 id = pending_order ();
  guint before;

  shop_load (CONY_STORE (desk));
  before = n_items (desk);
  shop_do ("UPDATE cony.pedidos SET sucursal_id = 2 WHERE id = %d", (int) id);
  cony_store_refresh (CONY_STORE (desk), id);
  core_wait (n_items (desk) == before - 1);
  g_assert_null (cony_store_find (CONY_STORE (desk), id));
  shop_do ("UPDATE cony.pedidos SET sucursal_id = 1 WHERE id = %d", (int) id);
}

/* Alerts */

static void
test_alert_through_database (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr (ConyAlertaStore) desk = cony_alerta_store_new (fixture->rosa, fixture->rosa_stream);
  g_autoptr (ConyAlertaStore) kitchen = cony_alerta_store_new (fixture->ana, fixture->ana_stream);
  g_autoptr (ConyCommand) command = cony_command_new_alertar_cocina (1, 0, "Salsa aparte", "urgente");
  g_autoptr (ConyCommand) seen = NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (JsonObject) seen_answer = NULL;
  const char *uid = cony_command_get_clave (command);
  ConyAlerta *alerta;

  shop_load (CONY_STORE (desk));
  shop_load (CONY_STORE (kitchen));
  answer = shop_run (fixture->rosa, command);
  core_wait (cony_store_find_uid (CONY_STORE (kitchen), uid));
  alerta = cony_store_find_uid (CONY_STORE (kitchen), uid);
  g_assert_cmpstr (cony_alerta_get_mensaje (alerta), ==, "Salsa aparte");
  g_assert_cmpstr (cony_alerta_get_prioridad (alerta), ==, "urgente");
  g_assert_false (cony_alerta_get_leida (alerta));
  g_assert_cmpint (cony_alerta_get_id (alerta), >, 0);
  core_wait (cony_alerta_get_version (alerta) > 0);
  g_assert_nonnull (cony_alerta_get_envia (alerta));

  core_wait (cony_store_find_uid (CONY_STORE (desk), uid));
  seen = cony_command_new_marcar_alerta_vista (uid);
  seen_answer = shop_run (fixture->ana, seen);
  alerta = cony_store_find_uid (CONY_STORE (desk), uid);
  core_wait (cony_alerta_get_leida (alerta));
  g_assert_cmpstr (cony_alerta_get_vista_por (alerta), ==, cony_session_get_nombre (fixture->ana));
  g_assert_nonnull (cony_alerta_get_fecha_lectura (alerta));
}

/* Both windows notice that the rungs are due; each is stored once, in order, for what is unseen and
 * not late. */
static void
test_alert_climbs (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (ConyAlertaStore) desk = cony_alerta_store_new (fixture->rosa, fixture->rosa_stream);
  g_autoptr (ConyAlertaStore) kitchen = cony_alerta_store_new (fixture->ana, fixture->ana_stream);
  g_autoptr (ConyAlertLadder) desk_ladder = cony_alert_ladder_new ();
  g_autoptr (ConyAlertLadder) kitchen_ladder = cony_alert_ladder_new ();
  g_autoptr (ConyCommand) command = cony_command_new_alertar_cocina (1, 0, "Humo", "urgente");
  g_autoptr (ConyCommand) late = cony_command_new_alertar_cocina (1, 0, "Tarde", "urgente");
  g_autoptr (JsonObject) answer = shop_run (fixture->rosa, command);
  g_autoptr (JsonObject) late_answer = shop_run (fixture->rosa, late);
  const gint64 id = json_object_get_int_member (answer, "id");
  gint64 count;

  shop_do ("UPDATE cony.alertas_cocina SET fecha_envio = fecha_envio - interval '130 s',"
           " tarde = id = %" G_GINT64_FORMAT " WHERE id IN (%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ")",
           json_object_get_int_member (late_answer, "id"), id,
           json_object_get_int_member (late_answer, "id"));
  shop_load (CONY_STORE (desk));
  shop_load (CONY_STORE (kitchen));
  cony_alert_ladder_set_model (desk_ladder, G_LIST_MODEL (desk));
  cony_alert_ladder_set_model (kitchen_ladder, G_LIST_MODEL (kitchen));
  cony_alerta_store_keep_rungs (desk, desk_ladder);
  cony_alerta_store_keep_rungs (kitchen, kitchen_ladder);
  while (cony_alerta_get_escalon (cony_store_find (CONY_STORE (desk), id)) < 3
         || cony_alerta_get_escalon (cony_store_find (CONY_STORE (kitchen), id)) < 3)
    {
      g_autoptr (GDateTime) now = cony_session_now (fixture->ana);

      cony_alert_ladder_tick (desk_ladder, now);
      cony_alert_ladder_tick (kitchen_ladder, now);
      g_main_context_iteration (NULL, TRUE);
    }
  count = shop_sql_int ("SELECT count(*) FROM cony.eventos_realtime WHERE tipo = 'alerta_escalada'"
                        " AND (payload::jsonb->>'alerta_id')::integer = %" G_GINT64_FORMAT, id);
  g_assert_cmpint (count, ==, 3);
  count = shop_sql_int ("SELECT count(*) FROM cony.alertas_escalones WHERE alerta_id IN"
                        " (%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ")", id,
                        json_object_get_int_member (late_answer, "id"));
  g_assert_cmpint (count, ==, 3);
}

/* Relayed by a broker that has no database, stored later under the same uid. */
static void
test_alert_live_then_stored (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr (ConyAlertaStore) kitchen = cony_alerta_store_new (fixture->ana, fixture->ana_stream);
  g_autoptr (ConyCommand) command = cony_command_new_alertar_cocina (1, 0, "Sin cubiertos", "alta");
  const char *uid = cony_command_get_clave (command);
  g_autoptr (ConyEvent) event = NULL;
  g_autoptr (JsonObject) answer = NULL;
  ConyAlerta *alerta;
  guint before;

  shop_load (CONY_STORE (kitchen));
  before = n_items (kitchen);
  event = shop_live_event (uid, "\"tipo\":\"alerta_cocina\",\"prioridad\":\"alta\",\"mensaje\":\"Sin cubiertos\","
                                "\"usuario\":\"Rosa\",\"sucursal_id\":1");
  cony_dispatcher_dispatch (cony_session_get_dispatcher (fixture->ana), event);
  g_assert_cmpuint (n_items (kitchen), ==, before + 1);
  alerta = get_item (kitchen, before);
  g_assert_cmpint (cony_alerta_get_id (alerta), ==, 0);
  g_assert_cmpstr (cony_alerta_get_mensaje (alerta), ==, "Sin cubiertos");
  g_assert_cmpstr (cony_alerta_get_envia (alerta), ==, "Rosa");
  g_assert_cmpint (cony_alerta_get_sucursal_id (alerta), ==, 1);

  /* A reload does not know it and keeps it. */
  {
    Changes changes = { 0 };

    shop_do ("UPDATE cony.alertas_cocina SET mensaje = mensaje || '.'"
              " WHERE id = (SELECT max (id) FROM cony.alertas_cocina WHERE sucursal_id = 1)");
    g_signal_connect (kitchen, "items-changed", G_CALLBACK (items_changed_cb), &changes);
    cony_store_load (CONY_STORE (kitchen));
    core_wait (changes.n > 0);
    g_signal_handlers_disconnect_by_data (kitchen, &changes);
    g_assert_true (get_item (kitchen, before) == (gpointer) alerta);
  }

  answer = shop_run (fixture->rosa, command);
  core_wait (cony_alerta_get_id (alerta) > 0);
  g_assert_cmpuint (n_items (kitchen), ==, before + 1);
  g_assert_true (cony_store_find_uid (CONY_STORE (kitchen), uid) == (gpointer) alerta);
}

static void
test_alert_live_then_seen (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (ConyAlertaStore) kitchen = cony_alerta_store_new (fixture->ana, fixture->ana_stream);
  ConyDispatcher *dispatcher = cony_session_get_dispatcher (fixture->ana);
  g_autofree char *uid = g_uuid_string_random ();
  g_autofree char *shown_uid = g_uuid_string_random ();
  g_autofree char *seen_uid = g_uuid_string_random ();
  g_autoptr (ConyEvent) event = NULL;
  g_autoptr (ConyEvent) shown = NULL;
  g_autoptr (ConyEvent) seen = NULL;
  ConyAlerta *alerta;
  guint before;

  shop_load (CONY_STORE (kitchen));
  before = n_items (kitchen);
  event = shop_live_event (uid, "\"tipo\":\"alerta_cocina\",\"prioridad\":\"alta\",\"mensaje\":\"Ya\"");
  shown = shop_live_event (shown_uid, "\"tipo\":\"alerta_entregada\",\"alerta_uid\":\"%s\",\"pantalla\":\"Cocina 1\"", uid);
  seen = shop_live_event (seen_uid, "\"tipo\":\"alerta_vista\",\"alerta_uid\":\"%s\",\"usuario\":\"Ana\"", uid);

  cony_dispatcher_dispatch (dispatcher, event);
  alerta = cony_store_find_uid (CONY_STORE (kitchen), uid);
  cony_dispatcher_dispatch (dispatcher, shown);
  g_assert_cmpstr (cony_alerta_get_pantalla (alerta), ==, "Cocina 1");
  g_assert_nonnull (cony_alerta_get_entregada (alerta));
  g_assert_false (cony_alerta_get_leida (alerta));
  cony_dispatcher_dispatch (dispatcher, seen);
  g_assert_true (cony_alerta_get_leida (alerta));
  g_assert_cmpstr (cony_alerta_get_vista_por (alerta), ==, "Ana");
  g_assert_cmpuint (n_items (kitchen), ==, before + 1);

  cony_store_load (CONY_STORE (kitchen));
  core_wait (n_items (kitchen) == before);
}

/* What an event names while the snapshot is being read is not lost with it. */
static void
test_event_during_load (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (ConyAlertaStore) kitchen = cony_alerta_store_new (fixture->ana, fixture->ana_stream);
  g_autoptr (ConyAlerta) alerta = NULL;
  g_autoptr (ConyEvent) event = NULL;
  g_autofree char *uid = NULL;
  gint64 id;

  /* The snapshot stops before the first of these. */
  shop_do ("INSERT INTO cony.alertas_cocina (sucursal_id, mensaje, leida)"
           " SELECT 1, 'Vieja', true FROM generate_series (1, 60)");
  id = shop_sql_int ("SELECT min (id) FROM cony.alertas_cocina WHERE mensaje = 'Vieja'");
  uid = shop_sql ("SELECT uid FROM cony.alertas_cocina WHERE id = %d", (int) id);
  shop_load (CONY_STORE (kitchen));
  g_assert_null (cony_store_find (CONY_STORE (kitchen), id));

  event = shop_live_event (uid, "\"tipo\":\"alerta_cocina\",\"alerta_id\":%d,\"mensaje\":\"Nueva\"", (int) id);
  cony_store_load (CONY_STORE (kitchen));
  cony_dispatcher_dispatch (cony_session_get_dispatcher (fixture->ana), event);
  alerta = g_object_ref (cony_store_find (CONY_STORE (kitchen), id));
  core_wait (cony_alerta_get_version (alerta) > 0);
  g_assert_true (cony_store_find (CONY_STORE (kitchen), id) == (gpointer) alerta);
  g_assert_cmpstr (cony_alerta_get_mensaje (alerta), ==, "Vieja");
}

/* Supplies */

static void
test_refill (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (ConyRefillStore) desk = cony_refill_store_new (fixture->rosa, fixture->rosa_stream);
  g_autoptr (ConyRefillStore) kitchen = cony_refill_store_new (fixture->ana, fixture->ana_stream);
  g_autoptr (ConyInsumoStore) insumos = cony_insumo_store_new (fixture->rosa, fixture->rosa_stream);
  g_autoptr (ConyCommand) ask = NULL;
  g_autoptr (ConyCommand) attend = NULL;
  g_autoptr (JsonObject) asked = NULL;
  g_autoptr (JsonObject) attended = NULL;
  ConyInsumo *insumo;
  ConyRefill *refill;

  shop_load (CONY_STORE (desk));
  shop_load (CONY_STORE (kitchen));
  shop_load (CONY_STORE (insumos));
  g_assert_cmpuint (n_items (insumos), >, 1);
  insumo = get_item (insumos, 0);
  g_assert_nonnull (cony_insumo_get_nombre (insumo));

  ask = cony_command_new_pedir_refill (cony_insumo_get_id (insumo), 2.5);
  asked = shop_run (fixture->rosa, ask);
  core_wait (cony_store_find_uid (CONY_STORE (kitchen), cony_command_get_clave (ask)));
  refill = cony_store_find_uid (CONY_STORE (kitchen), cony_command_get_clave (ask));
  g_assert_cmpstr (cony_refill_get_insumo (refill), ==, cony_insumo_get_nombre (insumo));
  g_assert_cmpfloat (cony_refill_get_cantidad_solicitada (refill), ==, 2.5);
  g_assert_cmpstr (cony_refill_get_estado (refill), ==, "pendiente");
  core_wait (cony_refill_get_version (refill) > 0);
  g_assert_nonnull (cony_refill_get_solicita (refill));

  core_wait (cony_store_find_uid (CONY_STORE (desk), cony_command_get_clave (ask)));
  attend = cony_command_new_atender_refill (cony_refill_get_id (refill), "pendiente", "en_camino", NULL);
  attended = shop_run (fixture->ana, attend);
  refill = cony_store_find_uid (CONY_STORE (desk), cony_command_get_clave (ask));
  core_wait (g_strcmp0 (cony_refill_get_estado (refill), "en_camino") == 0);
  g_assert_cmpstr (cony_refill_get_atiende (refill), ==, cony_session_get_nombre (fixture->ana));
}

/* Receipts */

static void
test_vouchers (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (ConySession) luis = shop_login ("luis");
  g_autoptr (ConyRealtime) stream = cony_realtime_new (luis, NULL);
  g_autoptr (ConyVoucherStore) store = cony_voucher_store_new (luis, stream);
  g_autoptr (ConyVoucherStore) kitchen = cony_voucher_store_new (fixture->ana, fixture->ana_stream);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) refused = NULL;
  g_autoptr (GBytes) image = NULL;
  g_autoptr (GBytes) none = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *length = NULL;
  ConyVoucher *voucher;
  gint64 id;

  shop_load (CONY_STORE (store));
  g_assert_cmpuint (n_items (store), >, 0);
  voucher = get_item (store, 0);
  g_assert_cmpfloat (cony_voucher_get_pedido_total (voucher), >, 0);
  g_assert_nonnull (cony_voucher_get_estado (voucher));
  id = cony_voucher_get_id (voucher);

  cony_voucher_store_load_image_async (store, id, NULL, core_keep_result_cb, &result);
  core_wait (result != NULL);
  image = cony_voucher_store_load_image_finish (store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (image), ==,
                    shop_sql_int ("SELECT octet_length (imagen) FROM cony.vouchers WHERE id = %d", (int) id));

  cony_voucher_store_load_image_async (kitchen, id, NULL, core_keep_result_cb, &refused);
  core_wait (refused != NULL);
  none = cony_voucher_store_load_image_finish (kitchen, refused, &error);
  g_assert_null (none);
  g_assert_true (error->domain == CONY_DB_ERROR);
  cony_session_logout (luis);
}

/* Stored events */

static void
test_eventos (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (ConySession) carmen = shop_login ("carmen");
  g_autoptr (ConyRealtime) stream = cony_realtime_new (carmen, NULL);
  g_autoptr (ConyEventoStore) store = cony_evento_store_new (carmen, stream);
  g_autoptr (ConyCommand) command = NULL;
  g_autoptr (JsonObject) answer = NULL;
  ConyEvent *last;

  for (int i = 0; i < 30; i++)
    {
      g_autoptr (ConyCommand) alert = cony_command_new_alertar_cocina (1, 0, "Relleno", "normal");
      g_autoptr (JsonObject) alerted = shop_run (fixture->rosa, alert);
    }
  cony_realtime_start (stream);
  shop_load (CONY_STORE (store));
  g_assert_cmpuint (n_items (store), ==, 30);
  last = get_item (store, 29);
  g_assert_cmpint (cony_event_get_id (last), ==, shop_sql_int ("SELECT max (id) FROM cony.eventos_realtime"));

  command = cony_command_new_alertar_cocina (1, 0, "Uno más", "normal");
  answer = shop_run (fixture->rosa, command);
  core_wait (g_strcmp0 (cony_event_get_uid (get_item (store, n_items (store) - 1)),
                        cony_command_get_clave (command)) == 0);
  g_assert_cmpuint (n_items (store), ==, 30);
  cony_realtime_stop (stream);
  cony_session_logout (carmen);
}

static guint
resident_kib (void)
{
  g_autofree char *statm = NULL;
  g_auto (GStrv) fields = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));
  fields = g_strsplit (statm, " ", -1);
  return (guint) (g_ascii_strtoull (fields[1], NULL, 10) * sysconf (_SC_PAGESIZE) / 1024);
}

/* Days of work in one window: 10,000 events, and no row stays that a new window would not list. */
static void
test_bounded (Fixture       *fixture,
              gconstpointer  data)
{
  const guint n_rounds = 20;
  const guint n_each = 250;
  /* In the other branch: the tests of this one count its alerts. */
  ConySession *session = shop_login ("beto");
  ConyRealtime *stream = cony_realtime_new (session, NULL);
  ConyAlertaStore *store = cony_alerta_store_new (session, stream);
  ConyDatabase *pedro = shop_connect ("pedro");
  ConyDatabase *beto = shop_connect ("beto");
  const gint64 last = shop_sql_int ("SELECT max (id) FROM cony.alertas_cocina");
  guint early = 0;

  cony_realtime_start (stream);
  shop_load (CONY_STORE (store));
  for (guint round = 1; round <= n_rounds; round++)
    {
      g_autoptr (ConyResult) sent =
        shop_query (pedro, "SELECT api.alertar_cocina (gen_random_uuid (), 2, NULL, 'Otra más',"
                           " 'normal') FROM generate_series (1, 250)");
      g_autoptr (ConyResult) seen = NULL;

      g_assert_cmpuint (cony_result_get_n_rows (sent), ==, n_each);
      core_wait (cony_store_find (CONY_STORE (store), last + round * n_each));
      seen = shop_query (beto, "SELECT api.marcar_alerta_vista (gen_random_uuid (), uid)"
                               " FROM api.alertas WHERE NOT leida");
      core_wait (n_items (store) == 50);
      if (round == 4)
        early = resident_kib ();
    }
  g_test_message ("%u KiB after %u events, %u KiB after %u", early, 4 * 2 * n_each, resident_kib (),
                  n_rounds * 2 * n_each);
  g_assert_cmpuint (resident_kib (), <, early + 20 * 1024);
  shop_assert_finalize (pedro);
  shop_assert_finalize (beto);
  shop_assert_finalize (store);
  shop_assert_finalize (stream);
  cony_session_logout (session);
  shop_assert_finalize (session);
}

/* The next morning: what was closed the day before goes when something else changes. */
static void
test_orders_of_yesterday (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr (ConyPedidoStore) desk = cony_pedido_store_new (fixture->rosa, fixture->rosa_stream);
  const gint64 closed = shop_sql_int ("SELECT max (id) FROM cony.pedidos"
                                      " WHERE estado = 'ENTREGADO' AND sucursal_id = 1");
  g_autoptr (GDateTime) now = cony_session_now (fixture->rosa);
  g_autoptr (GDateTime) before = g_date_time_add_hours (now, -25);

  shop_load (CONY_STORE (desk));
  g_assert_nonnull (cony_store_find (CONY_STORE (desk), closed));
  shop_do ("UPDATE cony.pedidos SET entregado = entregado - interval '25 hours' WHERE id = %d", (int) closed);
  g_object_set (cony_store_find (CONY_STORE (desk), closed), "entregado", before, NULL);
  approve (fixture, pending_order ());
  core_wait (cony_store_find (CONY_STORE (desk), closed) == NULL);
}

/* The kitchen sleeps: what it should show is listed, until a screen that comes late shows it. */
static void
test_undelivered (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (ConyUndeliveredStore) desk = cony_undelivered_store_new (fixture->rosa, fixture->rosa_stream);
  g_autoptr (ConyUndeliveredStore) kitchen = cony_undelivered_store_new (fixture->ana, fixture->ana_stream);
  g_autoptr (ConyCommand) command = NULL;
  g_autoptr (JsonObject) answer = NULL;
  ConyUndelivered *row;
  ConyEvent *event;

  cony_undelivered_store_set_interval (desk, 50);
  cony_undelivered_store_set_patience (desk, 0);
  cony_undelivered_store_set_interval (kitchen, 50);
  cony_undelivered_store_set_patience (kitchen, 0);
  shop_load (CONY_STORE (desk));
  shop_load (CONY_STORE (kitchen));
  shop_do ("UPDATE cony.alertas_cocina SET entregada = COALESCE (entregada, now ())");
  shop_do ("UPDATE cony.pedidos SET en_pantalla = COALESCE (en_pantalla, now ())");
  core_wait (n_items (desk) == 0);

  command = cony_command_new_alertar_cocina (1, 0, "¿Hay alguien?", "alta");
  answer = shop_run (fixture->rosa, command);
  core_wait (n_items (desk) == 1 && n_items (kitchen) == 1);
  row = get_item (desk, 0);
  g_assert_cmpstr (cony_undelivered_get_tipo (row), ==, "alerta_cocina");
  g_assert_cmpstr (cony_undelivered_get_texto (row), ==, "¿Hay alguien?");
  g_assert_cmpstr (cony_undelivered_get_uid (row), ==, cony_command_get_clave (command));
  g_assert_cmpint (g_date_time_difference (cony_undelivered_get_fecha (row),
                                           cony_session_now (fixture->rosa)), <, 10 * G_TIME_SPAN_SECOND);

  row = get_item (kitchen, 0);
  /* The list is asked of the database by itself and may be ahead of the events. */
  event = NULL;
  core_wait ((event = cony_event_log_find (cony_session_get_event_log (fixture->ana),
                                           cony_undelivered_get_uid (row))) != NULL);
  cony_realtime_ack (fixture->ana_stream, event);
  core_wait (n_items (desk) == 0 && n_items (kitchen) == 0);
  g_assert_cmpint (shop_sql_int ("SELECT count (*) FROM cony.alertas_cocina WHERE uid = '%s'"
                                 " AND entregada IS NOT NULL AND pantalla = 'Prueba'",
                                 cony_command_get_clave (command)), ==, 1);

  /* A message that may still be on its way is not reported. */
  cony_undelivered_store_set_patience (desk, 3600);
  g_clear_object (&command);
  command = cony_command_new_alertar_cocina (1, 0, "Recién", "alta");
  g_clear_pointer (&answer, json_object_unref);
  answer = shop_run (fixture->rosa, command);
  core_wait (n_items (kitchen) == 1);
  shop_load (CONY_STORE (desk));
  g_assert_cmpuint (n_items (desk), ==, 0);
}

/* A window may close while its store reads. */
static void
test_dies_while_loading (Fixture       *fixture,
                         gconstpointer  data)
{
  ConyPedidoStore *store = cony_pedido_store_new (fixture->rosa, fixture->rosa_stream);

  cony_store_load (CONY_STORE (store));
  shop_assert_finalize (store);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/stores/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("orders/snapshot", test_orders_snapshot);
  ADD ("orders/follow-events", test_orders_follow_events);
  ADD ("orders/new", test_orders_new);
  ADD ("orders/version", test_orders_version);
  ADD ("orders/leave", test_rows_leave);
  ADD ("alerts/through-database", test_alert_through_database);
  ADD ("alerts/climbs", test_alert_climbs);
  ADD ("alerts/live-then-stored", test_alert_live_then_stored);
  ADD ("alerts/live-then-seen", test_alert_live_then_seen);
  ADD ("alerts/event-during-load", test_event_during_load);
  ADD ("refill", test_refill);
  ADD ("vouchers", test_vouchers);
  ADD ("eventos", test_eventos);
  ADD ("bounded", test_bounded);
  ADD ("orders/of-yesterday", test_orders_of_yesterday);
  ADD ("undelivered", test_undelivered);
  ADD ("dies-while-loading", test_dies_while_loading);
#undef ADD

  return g_test_run ();
}
