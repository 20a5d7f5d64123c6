/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-application.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_APPLICATION (atencion_application_get_type ())
G_DECLARE_FINAL_TYPE (AtencionApplication, atencion_application, ATENCION, APPLICATION,
                      ConyApplication)

G_END_DECLS
