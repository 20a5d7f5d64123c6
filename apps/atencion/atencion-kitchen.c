/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-kitchen.h"

#include <glib/gi18n.h>

/* Whether a screen of the kitchen lives, by the test that goes there and back (ConySelfTest). */

/* Seconds: two tests and what an answer may take.  An older one says nothing. */
#define FRESH 75

static ConyPrueba
get_prueba (ConyRealtime *realtime)
{
  ConySelfTest *test = cony_realtime_get_self_test (realtime);

  return test && cony_self_test_get_edad (test) <= FRESH ? cony_self_test_get_prueba (test)
                                                         : CONY_PRUEBA_NINGUNA;
}

static void
show_cb (ConyStatePill *pill)
{
  ConyRealtime *realtime = g_object_get_data (G_OBJECT (pill), "realtime");
  GtkWidget *warning = g_object_get_data (G_OBJECT (pill), "warning");
  const char *screen = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (warning, atencion_kitchen_is_silent (realtime));
  switch (get_prueba (realtime))
    {
    case CONY_PRUEBA_CONTESTADA:
      screen = cony_self_test_get_pantalla (cony_realtime_get_self_test (realtime));
      /* Translators: %s is the name of a screen, like "Kitchen 1" */
      text = g_strdup_printf (_("%s live"), screen && *screen ? screen : _("Kitchen"));
      cony_state_pill_set (pill, "ok", "cony-live-symbolic", text);
      break;
    case CONY_PRUEBA_SIN_RESPUESTA:
      cony_state_pill_set (pill, "bad", "cony-offline-symbolic", _("No kitchen screen"));
      break;
    case CONY_PRUEBA_NINGUNA:
    default:
      cony_state_pill_set (pill, "gris", "cony-clock-symbolic", _("Kitchen not tested yet"));
    }
}

/**
 * atencion_kitchen_is_silent:
 * @realtime: whose test is asked
 *
 * Returns: whether no screen of the kitchen answered the last test
 */
gboolean
atencion_kitchen_is_silent (ConyRealtime *realtime)
{
  g_return_val_if_fail (CONY_IS_REALTIME (realtime), FALSE);

  return get_prueba (realtime) == CONY_PRUEBA_SIN_RESPUESTA;
}

/**
 * atencion_kitchen_follow:
 * @realtime: whose test is followed
 * @pill: tells it from now on
 * @warning: shown while no screen answers; lives as long as @pill
 */
void
atencion_kitchen_follow (ConyRealtime  *realtime,
                         ConyStatePill *pill,
                         GtkWidget     *warning)
{
  g_return_if_fail (CONY_IS_REALTIME (realtime));
  g_return_if_fail (CONY_IS_STATE_PILL (pill));
  g_return_if_fail (GTK_IS_WIDGET (warning));

  g_object_set_data_full (G_OBJECT (pill), "realtime", g_object_ref (realtime), g_object_unref);
  g_object_set_data (G_OBJECT (pill), "warning", warning);
  if (cony_realtime_get_self_test (realtime))
    g_signal_connect_object (cony_realtime_get_self_test (realtime), "changed",
                             G_CALLBACK (show_cb), pill, G_CONNECT_SWAPPED);
  show_cb (pill);
}
