/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MonitorWord:
 * @value: what the database calls it; %NULL in the word for what is not known
 * @name: (nullable): what people call it, to be translated
 * @kind: the kind of its pill
 * @icon: its icon
 *
 * How a priority or a state is shown.
 */
typedef struct
{
  const char *value;
  const char *name;
  const char *kind;
  const char *icon;
} MonitorWord;

const MonitorWord *monitor_word_for_prioridad (const char *prioridad);
const MonitorWord *monitor_word_for_refill    (const char *estado);

char *monitor_time_format (GDateTime *time,
                           GDateTime *now,
                           GTimeZone *zone,
                           gboolean   milliseconds);
char *monitor_date_format (GDateTime *time,
                           GTimeZone *zone);

G_END_DECLS
