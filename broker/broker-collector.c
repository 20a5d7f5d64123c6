/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-collector.h"

#include "broker-clients.h"
#include "broker-debts.h"
#include "broker-json.h"
#include "broker-link.h"

#define CHECK_MS 100
/* What may wait to be told to a database that is away. */
#define MAX_REPORTS 1000

typedef struct
{
  BrokerEvent *event; /* owned */
  const char *motivo;
  guint attempts;
} Report;

struct _BrokerCollector
{
  BrokerContext *context; /* borrowed */
  BrokerDebts *debts;     /* owned */
  GCancellable *cancellable;
  GQueue reports;         /* of Report, owned; the head is being told */
  gboolean telling;
  guint timer;
};

static void tell_next (BrokerCollector *self);

static void
report_free (Report *report)
{
  broker_event_unref (report->event);
  g_free (report);
}

static void
told_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  BrokerCollector *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->telling = FALSE;
  if (!rows && !broker_link_is_up (self->context->writing))
    return;
  if (!rows)
    g_warning ("What nobody confirmed could not be noted: %s", error->message);
  report_free (g_queue_pop_head (&self->reports));
  tell_next (self);
}

static void
tell_next (BrokerCollector *self)
{
  Report *report = g_queue_peek_head (&self->reports);
  g_autofree char *sucursal = NULL;
  g_autofree char *attempts = NULL;
  const char *params[6] = { NULL };

  if (!report || self->telling || !broker_link_is_up (self->context->writing))
    return;
  self->telling = TRUE;
  if (report->event->sucursal > 0)
    sucursal = g_strdup_printf ("%" G_GINT64_FORMAT, report->event->sucursal);
  attempts = g_strdup_printf ("%u", report->attempts);
  params[0] = report->event->uid;
  params[1] = report->event->tipo;
  params[2] = sucursal;
  params[3] = report->motivo;
  params[4] = attempts;
  cony_database_query_async (broker_link_get_database (self->context->writing),
                             "SELECT api.anotar_deuda($1::uuid, $2, $3::integer, $4, $5::integer)",
                             params, self->cancellable, told_cb, self);
}

static void
tell (BrokerCollector *self,
      BrokerEvent     *event,
      const char      *motivo,
      guint            attempts)
{
  Report *report = NULL;

  if (self->reports.length >= MAX_REPORTS)
    return;
  report = g_new0 (Report, 1);
  report->event = broker_event_ref (event);
  report->motivo = motivo;
  report->attempts = attempts;
  g_queue_push_tail (&self->reports, report);
  tell_next (self);
}

static void
due_cb (BrokerEvent       *event,
        BrokerDebtVerdict  verdict,
        guint              attempt,
        gpointer           user_data)
{
  BrokerCollector *self = user_data;

  if (verdict == BROKER_DEBT_REPEAT)
    broker_clients_repeat (self->context->clients, event, attempt);
  else
    tell (self, event, "sin_respuesta", attempt + 1);
}

static gboolean
timer_cb (gpointer user_data)
{
  BrokerCollector *self = user_data;

  broker_debts_check (self->debts, g_get_monotonic_time () / 1000, due_cb, self);
  return G_SOURCE_CONTINUE;
}

static void
ready_cb (BrokerLink *link,
          gpointer    user_data)
{
  BrokerCollector *self = user_data;

  self->telling = FALSE;
  tell_next (self);
}

/* A window that reads the database itself confirms there; its alert's event tells us. */
static void
pay_by_event (BrokerCollector *self,
              BrokerEvent     *event)
{
  g_autoptr (JsonObject) payload = NULL;
  const char *uid = NULL;

  if (!g_str_equal (event->tipo, "alerta_entregada") && !g_str_equal (event->tipo, "alerta_vista"))
    return;
  payload = broker_json_parse (event->json, event->json_length);
  uid = payload ? broker_json_get_string (payload, "alerta_uid") : NULL;
  if (uid)
    broker_debts_pay (self->debts, uid);
}

/**
 * broker_collector_new:
 * @context: (transfer none): the broker, with its links
 *
 * Returns: (transfer full): a collector
 */
BrokerCollector *
broker_collector_new (BrokerContext *context)
{
  BrokerCollector *self = g_new0 (BrokerCollector, 1);

  g_return_val_if_fail (context != NULL, NULL);

  self->context = context;
  self->debts = broker_debts_new (context->options->repeat_ms);
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->reports);
  broker_link_add_ready (context->writing, ready_cb, self);
  self->timer = g_timeout_add (CHECK_MS, timer_cb, self);
  return self;
}

/**
 * broker_collector_free:
 * @self: (transfer full): a collector
 */
void
broker_collector_free (BrokerCollector *self)
{
  g_return_if_fail (self != NULL);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_queue_clear_full (&self->reports, (GDestroyNotify) report_free);
  broker_debts_free (self->debts);
  g_free (self);
}

/**
 * broker_collector_watch:
 * @self: a collector
 * @event: (transfer none): an event that was just published
 */
void
broker_collector_watch (BrokerCollector *self,
                        BrokerEvent     *event)
{
  g_return_if_fail (self != NULL && event != NULL);

  pay_by_event (self, event);
  if (event->deben == CONY_ROL_NONE
      || !broker_debts_add (self->debts, event, g_get_monotonic_time () / 1000))
    return;
  /* Without a database nobody knows whether a window reads it there. */
  if (broker_link_is_up (self->context->writing)
      && !broker_clients_has_debtor (self->context->clients, event))
    {
      broker_debts_pay (self->debts, event->uid);
      tell (self, event, "sin_sesion", 0);
    }
}

/**
 * broker_collector_answer:
 * @self: a collector
 * @client: who answers
 * @tipo: `_ack`, `_nack`, `_progreso` or `_rechazo`
 * @uid: the event
 * @message: the whole answer
 *
 * Only who owes an event can pay it.
 */
void
broker_collector_answer (BrokerCollector *self,
                         BrokerClient    *client,
                         const char      *tipo,
                         const char      *uid,
                         JsonObject      *message)
{
  g_autofree char *lower = NULL;
  g_autoptr (BrokerEvent) event = NULL;
  gint64 now_ms = g_get_monotonic_time () / 1000;

  g_return_if_fail (self != NULL && client != NULL && tipo != NULL && uid != NULL);

  lower = g_ascii_strdown (uid, -1);
  if (!broker_debts_find (self->debts, lower))
    return;
  event = broker_event_ref (broker_debts_find (self->debts, lower));
  if (!broker_client_owes (client, event))
    return;
  if (g_str_equal (tipo, "_ack"))
    {
      broker_debts_pay (self->debts, lower);
    }
  else if (g_str_equal (tipo, "_progreso"))
    {
      broker_debts_progress (self->debts, lower, now_ms);
    }
  else if (g_str_equal (tipo, "_nack"))
    {
      gint64 delay_s = CLAMP (broker_json_get_int (message, "en", 0), 0, 300);

      broker_debts_delay (self->debts, lower, CLAMP (broker_json_get_int (message, "re", 0), 0, 100),
                          delay_s * 1000, now_ms);
    }
  else if (g_str_equal (tipo, "_rechazo"))
    {
      broker_debts_pay (self->debts, lower);
      tell (self, event, "rechazo", CLAMP (broker_json_get_int (message, "re", 0), 0, 100) + 1);
    }
}

/**
 * broker_collector_count:
 * @self: a collector
 *
 * Returns: how many events are owed
 */
guint
broker_collector_count (BrokerCollector *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return broker_debts_count (self->debts);
}
