/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONY_TYPE_SELF_TEST (cony_self_test_get_type ())
G_DECLARE_FINAL_TYPE (ConySelfTest, cony_self_test, CONY, SELF_TEST, GObject)

/**
 * ConyPrueba:
 * @CONY_PRUEBA_NINGUNA: none has ended yet
 * @CONY_PRUEBA_CONTESTADA: a screen at the other end answered the last one
 * @CONY_PRUEBA_SIN_RESPUESTA: no screen answered the last one
 *
 * How the last test of the way to the other screens ended.
 */
typedef enum
{
  CONY_PRUEBA_NINGUNA,
  CONY_PRUEBA_CONTESTADA,
  CONY_PRUEBA_SIN_RESPUESTA,
} ConyPrueba;

/* Every 30 s a message to a screen of the kitchen and back, so that a way that has died silently is
 * seen before somebody needs it.  ConyRealtime owns it.
 *
 * Signals: "changed" ()  a test has ended
 */
ConyPrueba  cony_self_test_get_prueba   (ConySelfTest *self);
guint       cony_self_test_get_ms       (ConySelfTest *self);
const char *cony_self_test_get_pantalla (ConySelfTest *self);
guint       cony_self_test_get_edad     (ConySelfTest *self);

G_END_DECLS
