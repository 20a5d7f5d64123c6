/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-db-error.h"
#include "cony-server-probe.h"

#include "core-test.h"

static gboolean
probe (const char    *conninfo,
       GCancellable  *cancellable,
       GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cony_server_probe_async (conninfo, cancellable, core_keep_result_cb, &result);
  core_wait (result != NULL);
  return cony_server_probe_finish (result, error);
}

static void
test_there (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (probe (g_getenv ("CONY_TEST_CONNINFO"), NULL, &error));
  g_assert_no_error (error);
  /* Without a host in it, the environment says where. */
  g_assert_true (probe ("dbname=cony", NULL, &error));
  g_assert_no_error (error);
}

static void
test_away (void)
{
  static const char *const away[] = {
    "host=127.0.0.1 port=1",
    "host=/nowhere",
    "=",
    "host=127.0.0.1,localhost port=1,5432",
  };

  for (guint i = 0; i < G_N_ELEMENTS (away); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (probe (away[i], NULL, &error));
      g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (probe (g_getenv ("CONY_TEST_CONNINFO"), cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-probe/there", test_there);
  g_test_add_func ("/server-probe/away", test_away);
  g_test_add_func ("/server-probe/cancelled", test_cancelled);
  return g_test_run ();
}
