/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CONY_TYPE_TAB_STOP (cony_tab_stop_get_type ())
G_DECLARE_FINAL_TYPE (ConyTabStop, cony_tab_stop, CONY, TAB_STOP, AdwBin)

G_END_DECLS
