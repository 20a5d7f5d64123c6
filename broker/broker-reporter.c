/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-reporter.h"

/* What may wait to be told to a database that is away. */
#define MAX_REPORTS 1000

typedef struct
{
  BrokerEvent *event; /* owned */
  const char *motivo;
  guint attempts;
} Report;

struct _BrokerReporter
{
  BrokerLink *link;   /* borrowed */
  BrokerReportedFunc func;
  gpointer user_data;
  GCancellable *cancellable;
  GQueue reports;     /* of Report, owned; the head is being told */
  gboolean telling;
};

static void tell_next (BrokerReporter *self);

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
  BrokerReporter *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);
  Report *report = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->telling = FALSE;
  if (!rows && !broker_link_is_up (self->link))
    return;
  if (!rows)
    g_warning ("What nobody confirmed could not be noted: %s", error->message);
  report = g_queue_pop_head (&self->reports);
  /* NULL: another broker has a session that may confirm it. */
  if (!rows || !cony_result_is_null (rows, 0, "anotada"))
    self->func (report->event->uid, self->user_data);
  report_free (report);
  tell_next (self);
}

static void
tell_next (BrokerReporter *self)
{
  Report *report = g_queue_peek_head (&self->reports);
  g_autofree char *sucursal = NULL;
  g_autofree char *attempts = NULL;
  const char *params[6] = { NULL };

  if (!report || self->telling || !broker_link_is_up (self->link))
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
  cony_database_query_async (broker_link_get_database (self->link),
                             "SELECT CASE WHEN $4 = '" BROKER_MOTIVO_SIN_SESION "'"
                             " AND api.hay_deudor($2, $3::integer) THEN NULL"
                             " ELSE api.anotar_deuda($1::uuid, $2, $3::integer, $4, $5::integer)"
                             " END AS anotada",
                             params, self->cancellable, told_cb, self);
}

static void
ready_cb (BrokerLink *link,
          gpointer    user_data)
{
  BrokerReporter *self = user_data;

  self->telling = FALSE;
  tell_next (self);
}

/**
 * broker_reporter_new:
 * @link: (transfer none): the connection to write on; must outlive the reporter
 * @func: told what is settled
 * @user_data: for @func
 *
 * Returns: (transfer full): a reporter
 */
BrokerReporter *
broker_reporter_new (BrokerLink         *link,
                     BrokerReportedFunc  func,
                     gpointer            user_data)
{
  BrokerReporter *self = g_new0 (BrokerReporter, 1);

  g_return_val_if_fail (link != NULL && func != NULL, NULL);

  self->link = link;
  self->func = func;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->reports);
  broker_link_add_ready (link, ready_cb, self);
  return self;
}

/**
 * broker_reporter_free:
 * @self: (transfer full): a reporter
 */
void
broker_reporter_free (BrokerReporter *self)
{
  g_return_if_fail (self != NULL);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_queue_clear_full (&self->reports, (GDestroyNotify) report_free);
  g_free (self);
}

/**
 * broker_reporter_tell:
 * @self: a reporter
 * @event: (transfer none): an event that is owed
 * @motivo: one of the `BROKER_MOTIVO_` texts
 * @attempts: how often it was sent
 *
 * Once an event, whoever tells it; beyond a thousand that wait, not at all.
 */
void
broker_reporter_tell (BrokerReporter *self,
                      BrokerEvent    *event,
                      const char     *motivo,
                      guint           attempts)
{
  Report *report = NULL;

  g_return_if_fail (self != NULL && event != NULL && motivo != NULL);

  if (self->reports.length >= MAX_REPORTS)
    return;
  report = g_new0 (Report, 1);
  report->event = broker_event_ref (event);
  report->motivo = motivo;
  report->attempts = attempts;
  g_queue_push_tail (&self->reports, report);
  tell_next (self);
}
