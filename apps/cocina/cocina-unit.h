/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The board is drawn in multiples of one unit, the size of its letters. */
double cocina_unit_pitch (int    width_px,
                          int    width_mm);
double cocina_unit_find  (double distance,
                          double pitch,
                          int    width,
                          int    height,
                          double *reaches);

G_END_DECLS
