/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-collector.h"

#include "broker-beat.h"
#include "broker-clients.h"
#include "broker-debts.h"
#include "broker-json.h"
#include "broker-link.h"
#include "broker-outbox-sql.h"
#include "broker-reporter.h"
#include "cony-clock.h"

#define CHECK_MS 100
/* A database that does not answer so long is asked in vain: judge without it. */
#define ASK_MS 1000
/* A broker that does not decide tells it after all when nobody did so long. */
#define ALONE_MS 60000

struct _BrokerCollector
{
  BrokerContext *context;   /* borrowed */
  BrokerDebts *debts;       /* owned */
  BrokerReporter *reporter; /* owned */
  GCancellable *cancellable;
  gint64 settled_ms;        /* from then on it is told that nobody is there */
  gint64 asked_ms;          /* start of the running question about what is due */
  gboolean asking;
  gboolean to_load;         /* what was owed before this program started */
  gboolean sweep;           /* look once, when all had time to come, who has no session */
  guint timer;
};

static gboolean
due_cb (BrokerEvent       *event,
        BrokerDebtVerdict  verdict,
        gint64             n,
        gpointer           user_data)
{
  BrokerCollector *self = user_data;

  if (verdict == BROKER_DEBT_REPEAT)
    {
      broker_clients_repeat (self->context->clients, event, n);
      return FALSE;
    }
  /* The one that decides does it; the others see in the database that it was told. */
  if (broker_link_is_up (self->context->writing) && !broker_beat_leads (self->context->beat)
      && n < ALONE_MS)
    return FALSE;
  broker_reporter_tell (self->reporter, event, BROKER_MOTIVO_SIN_RESPUESTA,
                        BROKER_DEBT_ATTEMPTS + 1);
  return TRUE;
}

static void
reported_cb (const char *uid,
             gpointer    user_data)
{
  BrokerCollector *self = user_data;

  broker_debts_pay (self->debts, uid);
}

static void
look_for_debtor (BrokerEvent *event,
                 gpointer     user_data)
{
  BrokerCollector *self = user_data;

  if (!broker_clients_has_debtor (self->context->clients, event))
    broker_reporter_tell (self->reporter, event, BROKER_MOTIVO_SIN_SESION, 0);
}

static void
settled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  BrokerCollector *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  for (guint row = 0; rows && row < cony_result_get_n_rows (rows); row++)
    broker_debts_pay (self->debts, cony_result_get_string (rows, row, "uid"));
  if (!self->asking)
    return;
  self->asking = FALSE;
  broker_debts_check (self->debts, cony_clock_monotonic_ms (), due_cb, self);
}

/* Another broker, or a window that reads the database itself, may have taken the confirmation. */
static void
check_due (BrokerCollector *self,
           gint64           now_ms)
{
  g_auto (GStrv) due = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *array = NULL;
  const char *params[2] = { NULL, NULL };

  if (self->asking && now_ms - self->asked_ms < ASK_MS)
    return;
  due = broker_debts_list_due (self->debts, now_ms);
  if (!due)
    return;
  if (self->asking || !broker_link_is_up (self->context->writing))
    {
      self->asking = FALSE;
      broker_debts_check (self->debts, now_ms, due_cb, self);
      return;
    }
  joined = g_strjoinv (",", due);
  array = g_strdup_printf ("{%s}", joined);
  params[0] = array;
  self->asking = TRUE;
  self->asked_ms = now_ms;
  cony_database_query_async (broker_link_get_database (self->context->writing),
                             "SELECT uid::text AS uid FROM api.deudas_saldadas($1::uuid[])", params,
                             self->cancellable, settled_cb, self);
}

static gboolean
timer_cb (gpointer user_data)
{
  BrokerCollector *self = user_data;
  gint64 now_ms = cony_clock_monotonic_ms ();

  check_due (self, now_ms);
  if (self->sweep && now_ms >= self->settled_ms && broker_beat_leads (self->context->beat))
    {
      self->sweep = FALSE;
      broker_debts_foreach (self->debts, look_for_debtor, self);
    }
  return G_SOURCE_CONTINUE;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  BrokerCollector *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);
  gint64 now_ms = cony_clock_monotonic_ms ();
  guint n = 0;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!rows)
    {
      broker_link_complain (self->context->writing, "What is owed cannot be read", error);
      return;
    }
  self->to_load = FALSE;
  for (guint row = 0; row < cony_result_get_n_rows (rows); row++)
    {
      g_autoptr (BrokerEvent) event = broker_outbox_row_read (rows, row);

      if (event->deben != CONY_ROL_NONE)
        n += broker_debts_add_old (self->debts, event, cony_result_get_int (rows, row, "edad_ms"),
                                   MAX (now_ms, self->settled_ms), now_ms);
    }
  if (n > 0)
    g_message ("%u events from before the start are not confirmed yet", n);
}

static void
load_now (BrokerCollector *self)
{
  if (self->to_load && broker_link_is_up (self->context->writing))
    cony_database_query_async (broker_link_get_database (self->context->writing),
                               "SELECT * FROM api.deudas_abiertas()", NULL, self->cancellable,
                               loaded_cb, self);
}

static void
ready_cb (BrokerLink *link,
          gpointer    user_data)
{
  BrokerCollector *self = user_data;

  self->asking = FALSE;
  load_now (self);
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
  self->reporter = broker_reporter_new (context->writing, reported_cb, self);
  broker_link_add_ready (context->writing, ready_cb, self);
  self->settled_ms = cony_clock_monotonic_ms () + context->options->settle_s * 1000;
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
  broker_reporter_free (self->reporter);
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
      || !broker_debts_add (self->debts, event, cony_clock_monotonic_ms ()))
    return;
  /* Without a database nobody knows whether a window reads it there. */
  if (broker_beat_leads (self->context->beat) && cony_clock_monotonic_ms () >= self->settled_ms)
    look_for_debtor (event, self);
}

/**
 * broker_collector_load:
 * @self: a collector
 *
 * Reads what is owed from before the reader's first event; whatever comes twice counts once.
 */
void
broker_collector_load (BrokerCollector *self)
{
  g_return_if_fail (self != NULL);

  self->to_load = TRUE;
  load_now (self);
}

/**
 * broker_collector_take_lead:
 * @self: a collector
 *
 * From now on this broker tells what nobody confirmed.  Whose sessions were elsewhere, or whose
 * broker just started, gets the time to come back first.
 */
void
broker_collector_take_lead (BrokerCollector *self)
{
  g_return_if_fail (self != NULL);

  self->settled_ms = cony_clock_monotonic_ms () + self->context->options->settle_s * 1000;
  self->sweep = TRUE;
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
  gint64 now_ms = cony_clock_monotonic_ms ();

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

      broker_debts_delay (self->debts, lower,
                          CLAMP (broker_json_get_int (message, "re", 0), 0, 100), delay_s * 1000,
                          now_ms);
    }
  else if (g_str_equal (tipo, "_rechazo"))
    {
      broker_debts_pay (self->debts, lower);
      broker_reporter_tell (self->reporter, event, BROKER_MOTIVO_RECHAZO,
                            CLAMP (broker_json_get_int (message, "re", 0), 0, 100) + 1);
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
