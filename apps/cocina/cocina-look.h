/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cocina-estado.h"

G_BEGIN_DECLS

/**
 * CocinaLook:
 * @css: its style class
 * @icon: its icon
 * @word: its word, translated
 * @action: what comes next, translated
 * @action_icon: the icon of what comes next
 *
 * How the state of an order is told; never by colour alone.
 */
typedef struct
{
  const char *css;
  const char *icon;
  const char *word;
  const char *action;
  const char *action_icon;
} CocinaLook;

CocinaLook cocina_look_get (CocinaEstado estado);

G_END_DECLS
