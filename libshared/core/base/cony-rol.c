/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-rol.h"

static const struct
{
  const char *name;
  ConyRoles rol;
} names[] = {
  { "atencion", CONY_ROL_ATENCION },
  { "cocinero", CONY_ROL_COCINERO },
  { "validador", CONY_ROL_VALIDADOR },
  { "admin", CONY_ROL_ADMIN },
  { "superadmin", CONY_ROL_SUPERADMIN },
  { "intake", CONY_ROL_INTAKE },
  { "broker", CONY_ROL_BROKER },
};

/**
 * cony_roles_from_name:
 * @name: a group without its `cony_` prefix, as in tokens
 *
 * Returns: the role, or %CONY_ROL_NONE for an unknown name
 */
ConyRoles
cony_roles_from_name (const char *name)
{
  g_return_val_if_fail (name != NULL, CONY_ROL_NONE);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].name, name))
      return names[i].rol;
  return CONY_ROL_NONE;
}

/**
 * cony_roles_from_strv:
 * @strv: (array zero-terminated=1) (nullable): group names; unknown ones are ignored
 *
 * Returns: the roles together
 */
ConyRoles
cony_roles_from_strv (const char * const *strv)
{
  ConyRoles roles = CONY_ROL_NONE;

  for (; strv && *strv; strv++)
    roles |= cony_roles_from_name (*strv);
  return roles;
}

/**
 * cony_roles_to_strv:
 * @roles: a set of roles
 *
 * Returns: (transfer full): their names, in a fixed order
 */
GStrv
cony_roles_to_strv (ConyRoles roles)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (roles & names[i].rol)
      g_strv_builder_add (builder, names[i].name);
  return g_strv_builder_end (builder);
}

/**
 * cony_roles_allow:
 * @held: what a person is
 * @wanted: what would be enough, any one of them
 *
 * An admin and a superadmin may whatever the other roles of a shop may (DATA.md, permission table).
 *
 * Returns: %TRUE if @held is enough
 */
gboolean
cony_roles_allow (ConyRoles held,
                  ConyRoles wanted)
{
  const ConyRoles shop = CONY_ROL_ATENCION | CONY_ROL_COCINERO | CONY_ROL_VALIDADOR | CONY_ROL_ADMIN;

  if (held & wanted)
    return TRUE;
  return (held & (CONY_ROL_ADMIN | CONY_ROL_SUPERADMIN)) && (wanted & shop);
}
