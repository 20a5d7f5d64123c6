/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-catalogo.h"

const ConyTipo *
cony_catalogo_find (const char *tipo)
{
  return 0;
}

const ConyTipo *
cony_catalogo_get_all (guint *n_tipos)
{
  return 0;
}

ConyRoles
cony_catalogo_who_sees (const char *tipo)
{
  return 0;
}

gboolean
cony_catalogo_is_urgent (const char *tipo, const char *prioridad)
{
  return 0;
}

ConyRoles
cony_catalogo_who_owes (const char *tipo, const char *prioridad)
{
  return 0;
}
