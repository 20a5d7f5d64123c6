/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-event.h"

#include "broker-json.h"
#include "cony-catalogo.h"

/**
 * broker_event_new:
 * @tipo: its name
 * @prioridad: (nullable): normal, alta or urgente
 * @uid: its identity
 * @json: the text as posted or stored, without `_rt`
 * @json_length: its length in bytes
 * @sucursal: its branch, 0: unknown
 * @ts_ms: milliseconds since 1970
 *
 * Returns: (transfer full): an event that is not stored
 */
BrokerEvent *
broker_event_new (const char *tipo,
                  const char *prioridad,
                  const char *uid,
                  const char *json,
                  gsize       json_length,
                  gint64      sucursal,
                  gint64      ts_ms)
{
  BrokerEvent *self = NULL;

  g_return_val_if_fail (tipo != NULL && uid != NULL && json != NULL, NULL);

  self = g_atomic_rc_box_new0 (BrokerEvent);
  self->tipo = g_strdup (tipo);
  self->prioridad = g_strdup (prioridad ? prioridad : "normal");
  self->uid = g_strdup (uid);
  self->json = g_strndup (json, json_length);
  self->json_length = json_length;
  self->sucursal = sucursal;
  self->ts_ms = ts_ms;
  self->ven = cony_catalogo_who_sees (tipo);
  self->deben = cony_catalogo_who_owes (tipo, self->prioridad);
  self->urgent = cony_catalogo_is_urgent (tipo, self->prioridad);
  return self;
}

static void
event_clear (BrokerEvent *self)
{
  g_free (self->tipo);
  g_free (self->uid);
  g_free (self->json);
  g_free (self->cursor);
  g_free (self->prioridad);
}

/**
 * broker_event_ref:
 * @self: an event
 *
 * Returns: (transfer full): @self
 */
BrokerEvent *
broker_event_ref (BrokerEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * broker_event_unref:
 * @self: (transfer full): an event
 */
void
broker_event_unref (BrokerEvent *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) event_clear);
}

static BrokerFrame *
encode_full (BrokerEvent *self,
             gboolean     owed,
             gboolean     with_cursor,
             guint        attempt)
{
  g_autoptr (GString) rt = g_string_new (NULL);
  g_autofree char *pri = broker_json_quote (self->prioridad);

  g_string_append_printf (rt, "{\"uid\":\"%s\"", self->uid);
  if (self->id > 0)
    g_string_append_printf (rt, ",\"id\":%" G_GINT64_FORMAT, self->id);
  if (self->cursor && with_cursor && !self->urgent)
    g_string_append_printf (rt, ",\"cur\":\"%s\"", self->cursor);
  g_string_append_printf (rt, ",\"ts\":%" G_GINT64_FORMAT, self->ts_ms);
  if (self->sucursal > 0)
    g_string_append_printf (rt, ",\"suc\":%" G_GINT64_FORMAT, self->sucursal);
  else
    g_string_append (rt, ",\"suc\":null");
  g_string_append_printf (rt, ",\"pri\":%s", pri);
  if (owed)
    g_string_append (rt, ",\"ack\":true");
  if (attempt > 0)
    g_string_append_printf (rt, ",\"re\":%u", attempt);
  g_string_append_c (rt, '}');
  return broker_frame_new_event (self->json, self->json_length, rt->str);
}

/**
 * broker_event_encode:
 * @self: an event
 * @plain: %TRUE for clients that know nothing of `_rt`
 * @owed: %TRUE to ask for an `_ack`
 * @with_cursor: %FALSE to leave out the cursor even if there is one
 *
 * Only frames of the normal lane carry a cursor (PROTOCOL.md, section 5).
 *
 * Returns: (transfer full): the frame
 */
BrokerFrame *
broker_event_encode (BrokerEvent *self,
                     gboolean     plain,
                     gboolean     owed,
                     gboolean     with_cursor)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (plain)
    return broker_frame_new_event (self->json, self->json_length, NULL);
  return encode_full (self, owed, with_cursor, 0);
}

/**
 * broker_event_encode_again:
 * @self: an event that is owed
 * @attempt: which repetition this is, 1 is the first
 *
 * Returns: (transfer full): the frame; it carries no cursor
 */
BrokerFrame *
broker_event_encode_again (BrokerEvent *self,
                           guint        attempt)
{
  g_return_val_if_fail (self != NULL && attempt > 0, NULL);

  return encode_full (self, TRUE, FALSE, attempt);
}
