/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CocinaLayout:
 * @unit: what everything on the board is a multiple of, in pixels
 * @reaches: the distance in metres at which its letters can be read
 * @folded: there is no place for the rail, only for a strip of buttons
 * @columns: tickets side by side
 *
 * How the board fills a window.
 */
typedef struct
{
  double unit;
  double reaches;
  gboolean folded;
  int columns;
} CocinaLayout;

double       cocina_layout_pitch (int    width_px,
                                  int    width_mm);
CocinaLayout cocina_layout_find  (double distance,
                                  double pitch,
                                  int    width,
                                  int    height);

G_END_DECLS
