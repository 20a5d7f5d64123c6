/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-command.h"

G_BEGIN_DECLS

#define CONY_COMMAND_MAX_ARGUMENTS 8

/* What the files of ConyCommand share: cony-command.c is the value and what the outbox does with
 * it, cony-command-calls.c has a constructor for everything that a person can ask for. */
struct _ConyCommand
{
  GObject parent_instance;

  /* owned, immutable after construction; the first argument is the clave */
  const char *function;
  char *sql;
  char *params[CONY_COMMAND_MAX_ARGUMENTS];
  guint n_params;
};

G_END_DECLS
