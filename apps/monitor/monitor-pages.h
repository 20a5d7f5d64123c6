/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-alerta-store.h"
#include "cony-evento-store.h"
#include "cony-refill-store.h"
#include "monitor-table.h"

G_BEGIN_DECLS

/* How many rows the lists of stored things show. */
#define MONITOR_N_ALERTAS 20
#define MONITOR_N_REFILLS 20
#define MONITOR_N_EVENTOS 30

void monitor_pages_describe_live (MonitorTable    *table,
                                  gboolean         searching);
void monitor_pages_build_live    (MonitorTable    *table,
                                  ConySession     *session,
                                  GListModel      *events);
void monitor_pages_build_alertas (MonitorTable    *table,
                                  ConySession     *session,
                                  GListModel      *alertas);
void monitor_pages_build_refills (MonitorTable    *table,
                                  ConySession     *session,
                                  GListModel      *refills);
void monitor_pages_build_eventos (MonitorTable    *table,
                                  ConySession     *session,
                                  GListModel      *events);

G_END_DECLS
