/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-metrics.h"

#include "broker-beat.h"
#include "broker-clients.h"
#include "broker-collector.h"
#include "broker-registrar.h"

/**
 * broker_metrics_format:
 * @context: (transfer none): the broker
 * @posts: how many requests have posted something
 * @cut: how many connections were beyond the limit of their address
 *
 * Returns: (transfer full): what is counted and measured, as Prometheus reads it
 */
char *
broker_metrics_format (BrokerContext *context,
                       guint64        posts,
                       guint64        cut)
{
  GString *text = NULL;
  BrokerHistory *history = NULL;
  BrokerWorkerStats stats;

  g_return_val_if_fail (context != NULL, NULL);

  text = g_string_new (NULL);
  history = context->history;
  broker_hub_get_stats (context->hub, &stats);
  g_string_append_printf (text, "# TYPE cony_connections gauge\ncony_connections %u\n",
                          broker_clients_count (context->clients));
  g_string_append_printf (text, "# TYPE cony_channels gauge\ncony_channels %u\n",
                          broker_hub_get_channels (context->hub));
  g_string_append_printf (text, "# TYPE cony_sender gauge\ncony_sender{name=\"%s\"} 1\n",
                          broker_hub_get_sender (context->hub));
  g_string_append_printf (text, "# TYPE cony_events_total counter\ncony_events_total %"
                          G_GUINT64_FORMAT "\n", broker_hub_get_events (context->hub));
  g_string_append_printf (text, "# TYPE cony_frames_total counter\ncony_frames_total %"
                          G_GUINT64_FORMAT "\n", stats.frames);
  g_string_append_printf (text, "# TYPE cony_sent_bytes_total counter\ncony_sent_bytes_total %"
                          G_GUINT64_FORMAT "\n", stats.bytes);
  g_string_append_printf (text, "# TYPE cony_slow_total counter\ncony_slow_total %"
                          G_GUINT64_FORMAT "\n", stats.slow);
  g_string_append_printf (text, "# TYPE cony_cut_total counter\ncony_cut_total %"
                          G_GUINT64_FORMAT "\n", cut);
  g_string_append_printf (text, "# TYPE cony_posts_total counter\ncony_posts_total %"
                          G_GUINT64_FORMAT "\n", posts);
  if (context->registrar)
    g_string_append_printf (text, "# TYPE cony_waiting gauge\ncony_waiting %u\n",
                            broker_registrar_get_waiting (context->registrar));
  if (context->collector)
    g_string_append_printf (text, "# TYPE cony_debts gauge\ncony_debts %u\n",
                            broker_collector_count (context->collector));
  if (context->beat)
    g_string_append_printf (text, "# TYPE cony_decides gauge\ncony_decides %d\n",
                            broker_beat_leads (context->beat));
  if (history->get_age_ms (history) >= 0)
    g_string_append_printf (text, "# TYPE cony_outbox_age_ms gauge\ncony_outbox_age_ms %"
                            G_GINT64_FORMAT "\n", history->get_age_ms (history));
  return g_string_free (text, FALSE);
}
