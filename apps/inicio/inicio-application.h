/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-application.h"

G_BEGIN_DECLS

#define INICIO_TYPE_APPLICATION (inicio_application_get_type ())
G_DECLARE_FINAL_TYPE (InicioApplication, inicio_application, INICIO, APPLICATION, ConyApplication)

/* Actions: "open-role" (string): opens a role, after the login if nobody is logged in yet. */

G_END_DECLS
