/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "monitor-words.h"

#include <glib/gi18n.h>

static const MonitorWord prioridades[] = {
  { "urgente", N_ ("Urgent"), "bad", "cony-siren-symbolic" },
  { "alta", N_ ("High"), "warn", "cony-warn-symbolic" },
  { NULL, N_ ("Normal"), "gris", "cony-bell-symbolic" },
};

static const MonitorWord refills[] = {
  { "pendiente", N_ ("Pending"), "warn", "cony-clock-symbolic" },
  { "visto", N_ ("Seen"), "info", "cony-eye-symbolic" },
  { "en_camino", N_ ("On its way"), "info", "cony-arrow-symbolic" },
  { "entregado", N_ ("Delivered"), "ok", "cony-check-symbolic" },
  { "rechazado", N_ ("Refused"), "bad", "cony-cancel-symbolic" },
  { NULL, NULL, "gris", "cony-note-symbolic" },
};

static const MonitorWord *
find (const MonitorWord *words,
      const char        *value)
{
  while (words->value && g_strcmp0 (words->value, value) != 0)
    words++;
  return words;
}

/**
 * monitor_word_for_prioridad:
 * @prioridad: (nullable): priority of an alert
 *
 * Returns: (transfer none): how it is shown
 */
const MonitorWord *
monitor_word_for_prioridad (const char *prioridad)
{
  return find (prioridades, prioridad);
}

/**
 * monitor_word_for_refill:
 * @estado: (nullable): state of a request for supplies
 *
 * Returns: (transfer none): how it is shown; the word for an unknown state has no name
 */
const MonitorWord *
monitor_word_for_refill (const char *estado)
{
  return find (refills, estado);
}

static char *
format_local (GDateTime  *time,
              GTimeZone  *zone,
              const char *format)
{
  g_autoptr (GDateTime) local = zone ? g_date_time_to_timezone (time, zone)
                                     : g_date_time_ref (time);

  return g_date_time_format (local, format);
}

/**
 * monitor_time_format:
 * @time: (nullable): a time
 * @now: what time it is
 * @zone: (nullable): the time zone of the branch
 * @milliseconds: whether they matter today
 *
 * Returns: (transfer full): the time of day, before it the day if it is not today; an empty string
 *   for no time
 */
char *
monitor_time_format (GDateTime *time,
                     GDateTime *now,
                     GTimeZone *zone,
                     gboolean   milliseconds)
{
  g_autofree char *day = NULL;
  g_autofree char *today = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (now != NULL, NULL);

  if (!time)
    return g_strdup ("");
  day = format_local (time, zone, "%F");
  today = format_local (now, zone, "%F");
  if (g_strcmp0 (day, today) != 0)
    /* Translators: day and time of day, for g_date_time_format(). */
    return format_local (time, zone, _ ("%m/%d %H:%M:%S"));
  text = format_local (time, zone, "%H:%M:%S");
  if (!milliseconds)
    return g_steal_pointer (&text);
  return g_strdup_printf ("%s.%03d", text, g_date_time_get_microsecond (time) / 1000);
}

/**
 * monitor_date_format:
 * @time: (nullable): a time
 * @zone: (nullable): the time zone of the branch
 *
 * Returns: (transfer full): date and time of day, an empty string for no time
 */
char *
monitor_date_format (GDateTime *time,
                     GTimeZone *zone)
{
  return time ? format_local (time, zone, "%Y-%m-%d %H:%M:%S") : g_strdup ("");
}
