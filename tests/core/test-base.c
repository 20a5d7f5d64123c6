/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-backoff.h"
#include "cony-catalogo.h"
#include "cony-db-error.h"
#include "cony-rol.h"

#include <locale.h>

static void
test_backoff (void)
{
  static const guint bounds[] = { 100, 200, 400, 800, 1000, 1000 };
  ConyBackoff backoff;

  cony_backoff_init (&backoff, 100, 1000);
  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      ConyBackoff copy = backoff;

      g_assert_cmpuint (cony_backoff_next (&copy, 0.0), ==, 0);
      g_assert_cmpuint (cony_backoff_next (&backoff, 0.999999), ==, bounds[i] - 1);
    }
  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (cony_backoff_next (&backoff, 0.5), ==, 500);
  cony_backoff_reset (&backoff);
  g_assert_cmpuint (cony_backoff_next (&backoff, 0.5), ==, 50);
}

static void
test_roles (void)
{
  const char * const names[] = { "cocinero", "desconocido", "admin", NULL };
  g_auto (GStrv) written = NULL;
  ConyRoles roles = cony_roles_from_strv (names);

  g_assert_cmpint (roles, ==, CONY_ROL_COCINERO | CONY_ROL_ADMIN);
  g_assert_cmpint (cony_roles_from_strv (NULL), ==, CONY_ROL_NONE);
  written = cony_roles_to_strv (roles);
  g_assert_cmpuint (g_strv_length (written), ==, 2);
  g_assert_cmpstr (written[0], ==, "cocinero");
  g_assert_cmpstr (written[1], ==, "admin");
}

static void
test_allow (void)
{
  g_assert_true (cony_roles_allow (CONY_ROL_COCINERO, CONY_ROL_COCINERO | CONY_ROL_ATENCION));
  g_assert_false (cony_roles_allow (CONY_ROL_COCINERO, CONY_ROL_ATENCION));
  g_assert_true (cony_roles_allow (CONY_ROL_ADMIN, CONY_ROL_COCINERO));
  g_assert_true (cony_roles_allow (CONY_ROL_SUPERADMIN, CONY_ROL_ADMIN));
  g_assert_false (cony_roles_allow (CONY_ROL_ADMIN, CONY_ROL_SUPERADMIN));
  g_assert_false (cony_roles_allow (CONY_ROL_ADMIN, CONY_ROL_BROKER));
  g_assert_false (cony_roles_allow (CONY_ROL_NONE, CONY_ROL_ATENCION));
}

static void
test_catalogue (void)
{
  const ConyRoles admins = CONY_ROL_ADMIN | CONY_ROL_SUPERADMIN;
  const ConyTipo *rows;
  guint n_rows;

  g_assert_cmpint (cony_catalogo_who_sees ("unheard_of"), ==, admins);
  g_assert_cmpint (cony_catalogo_who_sees ("alerta_cocina"), ==,
                   CONY_ROL_COCINERO | CONY_ROL_ATENCION | admins);
  g_assert_cmpint (cony_catalogo_who_sees ("voucher_mirado"), ==, CONY_ROL_VALIDADOR);
  g_assert_cmpint (cony_catalogo_who_owes ("unheard_of", "urgente"), ==, CONY_ROL_NONE);
  g_assert_cmpint (cony_catalogo_who_owes ("alerta_cocina", NULL), ==, CONY_ROL_NONE);
  g_assert_cmpint (cony_catalogo_who_owes ("alerta_cocina", "normal"), ==, CONY_ROL_NONE);
  g_assert_cmpint (cony_catalogo_who_owes ("alerta_cocina", "alta"), ==, CONY_ROL_COCINERO);
  g_assert_cmpint (cony_catalogo_who_owes ("pedido_aprobado", NULL), ==, CONY_ROL_COCINERO);
  g_assert_true (cony_catalogo_is_urgent ("alerta_cocina", "urgente"));
  g_assert_false (cony_catalogo_is_urgent ("alerta_cocina", "normal"));
  g_assert_true (cony_catalogo_is_urgent ("alerta_escalada", NULL));
  g_assert_false (cony_catalogo_is_urgent ("pedido_aprobado", "urgente"));

  /* What is said by a person and relayed must be seen by somebody, and an alias must exist. */
  rows = cony_catalogo_get_all (&n_rows);
  for (guint i = 0; i < n_rows; i++)
    {
      g_assert_true (cony_catalogo_find (rows[i].tipo) == &rows[i]);
      g_assert_cmpint (rows[i].ven, !=, CONY_ROL_NONE);
      g_assert_cmpint (rows[i].deben & ~rows[i].ven, ==, 0);
      if (rows[i].alias)
        g_assert_cmpint (cony_catalogo_find (rows[i].alias)->ven, ==, rows[i].ven);
    }
}

static void
test_sqlstates (void)
{
  g_assert_cmpint (cony_db_error_from_sqlstate (NULL), ==, CONY_DB_ERROR_FAILED);
  g_assert_cmpint (cony_db_error_from_sqlstate ("XX000"), ==, CONY_DB_ERROR_FAILED);
  g_assert_cmpint (cony_db_error_from_sqlstate ("CN409"), ==, CONY_DB_ERROR_STALE);
  g_assert_cmpint (cony_db_error_from_sqlstate ("28P01"), ==, CONY_DB_ERROR_PASSWORD);
  g_assert_cmpint (cony_db_error_from_sqlstate ("57P03"), ==, CONY_DB_ERROR_UNREACHABLE);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/backoff", test_backoff);
  g_test_add_func ("/base/roles", test_roles);
  g_test_add_func ("/base/roles-allow", test_allow);
  g_test_add_func ("/base/catalogue", test_catalogue);
  g_test_add_func ("/base/sqlstates", test_sqlstates);

  return g_test_run ();
}
