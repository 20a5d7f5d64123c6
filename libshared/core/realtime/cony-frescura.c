/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-realtime.h"

GType
cony_frescura_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { CONY_FRESCURA_EN_VIVO, "CONY_FRESCURA_EN_VIVO", "en-vivo" },
    { CONY_FRESCURA_DIRECTO, "CONY_FRESCURA_DIRECTO", "directo" },
    { CONY_FRESCURA_SIN_BASE, "CONY_FRESCURA_SIN_BASE", "sin-base" },
    { CONY_FRESCURA_RECONECTANDO, "CONY_FRESCURA_RECONECTANDO", "reconectando" },
    { CONY_FRESCURA_SIN_CONEXION, "CONY_FRESCURA_SIN_CONEXION", "sin-conexion" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("ConyFrescura", values));
  return type;
}
