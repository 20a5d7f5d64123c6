/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ConyRoles:
 * @CONY_ROL_ATENCION: front desk, database group `cony_atencion`
 * @CONY_ROL_COCINERO: kitchen, `cony_cocinero`
 * @CONY_ROL_VALIDADOR: receipts, `cony_validador`
 * @CONY_ROL_ADMIN: owner, `cony_admin`
 * @CONY_ROL_SUPERADMIN: manages admins, `cony_superadmin`; may whatever an admin may
 * @CONY_ROL_INTAKE: programs that bring orders and receipts in, `cony_intake`
 * @CONY_ROL_BROKER: the broker itself, `cony_broker`
 *
 * The groups a person may belong to (DATA.md, People).
 */
typedef enum /*< flags >*/
{
  CONY_ROL_NONE = 0,
  CONY_ROL_ATENCION = 1 << 0,
  CONY_ROL_COCINERO = 1 << 1,
  CONY_ROL_VALIDADOR = 1 << 2,
  CONY_ROL_ADMIN = 1 << 3,
  CONY_ROL_SUPERADMIN = 1 << 4,
  CONY_ROL_INTAKE = 1 << 5,
  CONY_ROL_BROKER = 1 << 6,
} ConyRoles;

ConyRoles   cony_roles_from_name    (const char         *name);
ConyRoles   cony_roles_from_strv    (const char * const *strv);
GStrv       cony_roles_to_strv      (ConyRoles           roles);
gboolean    cony_roles_allow        (ConyRoles           held,
                                     ConyRoles           wanted);

G_END_DECLS
