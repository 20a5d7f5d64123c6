/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-look.h"

#include <glib/gi18n.h>

static const CocinaLook looks[] = {
  [COCINA_ESTADO_NUEVO]
  = { "nuevo", "cony-star-symbolic", N_ ("New"), N_ ("Start"), "cony-play-symbolic" },
  [COCINA_ESTADO_A_TIEMPO]
  = { "a-tiempo", "cony-flame-symbolic", N_ ("On time"), N_ ("Ready"), "cony-check-symbolic" },
  [COCINA_ESTADO_APURAR]
  = { "apurar", "cony-clock-symbolic", N_ ("Hurry"), N_ ("Ready"), "cony-check-symbolic" },
  [COCINA_ESTADO_TARDE]
  = { "tarde", "cony-warn-symbolic", N_ ("Late"), N_ ("Ready"), "cony-check-symbolic" },
  [COCINA_ESTADO_CAMBIO]
  = { "cambio", "cony-plus-symbolic", N_ ("Added"), N_ ("Understood"), "cony-check-symbolic" },
  [COCINA_ESTADO_CANCELADO] = { "cancelado", "cony-cancel-symbolic", N_ ("Cancelled"),
                                N_ ("Understood"), "cony-check-symbolic" },
};

/**
 * cocina_look_get:
 * @estado: state of an order
 *
 * Returns: how it is told
 */
CocinaLook
cocina_look_get (CocinaEstado estado)
{
  CocinaLook look = looks[estado];

  look.word = _ (look.word);
  look.action = _ (look.action);
  return look;
}
