/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Processor seconds until now. */
typedef struct
{
  double server;
  double own;
} LoadCost;

LoadCost load_cost_now (void);

long load_cost_memory (void);
