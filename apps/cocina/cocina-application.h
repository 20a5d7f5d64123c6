/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-application.h"

G_BEGIN_DECLS

#define COCINA_TYPE_APPLICATION (cocina_application_get_type ())
G_DECLARE_FINAL_TYPE (CocinaApplication, cocina_application, COCINA, APPLICATION, ConyApplication)

G_END_DECLS
