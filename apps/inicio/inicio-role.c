/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "inicio-role.h"

#include <glib/gi18n.h>

static const InicioRole roles[INICIO_N_ROLES] = {
  { "atencion", "cony-atencion", CONY_ROL_ATENCION, "cony-headset-symbolic", N_ ("Front desk"),
    N_ ("Approve orders and alert the kitchen"), N_ ("Only for the front desk") },
  { "cocina", "cony-cocina", CONY_ROL_COCINERO, "cony-pot-symbolic", N_ ("Kitchen"),
    N_ ("Prepare orders and attend refills"), N_ ("Only for cooks") },
  { "vouchers", "cony-vouchers", CONY_ROL_VALIDADOR, "cony-receipt-symbolic", N_ ("Receipts"),
    N_ ("Review the payments received"), N_ ("Only for those who check payments") },
  { "monitor", "cony-monitor", CONY_ROL_ADMIN, "cony-pulse-symbolic", N_ ("Monitor"),
    N_ ("See everything that happens"), N_ ("Only for administrators") },
};

/**
 * inicio_role_get:
 * @i: which, below %INICIO_N_ROLES
 *
 * Returns: (transfer none): the role, in the order of their digits
 */
const InicioRole *
inicio_role_get (guint i)
{
  g_return_val_if_fail (i < INICIO_N_ROLES, NULL);

  return &roles[i];
}

/**
 * inicio_role_find:
 * @name: (nullable): the name of a role
 *
 * Returns: (transfer none) (nullable): the role, %NULL for an unknown name
 */
const InicioRole *
inicio_role_find (const char *name)
{
  for (guint i = 0; i < INICIO_N_ROLES; i++)
    if (g_strcmp0 (roles[i].name, name) == 0)
      return &roles[i];
  return NULL;
}
