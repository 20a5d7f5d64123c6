/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATENCION_TYPE_TOAST_FRAME (atencion_toast_frame_get_type ())
G_DECLARE_FINAL_TYPE (AtencionToastFrame, atencion_toast_frame, ATENCION, TOAST_FRAME, AdwBin)

G_END_DECLS
