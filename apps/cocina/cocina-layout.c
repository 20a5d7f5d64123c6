/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-layout.h"

#include <math.h>

/* Without a distance the board fills the screen as the design does: 29 px on 1920 × 1080. */
#define UNITS_WIDE 66.0
#define UNITS_HIGH 37.0

/* In less than this the top bar, or two rows of whole tickets, have no place. */
#define UNITS_LEAST_WIDE 46.0
#define UNITS_LEAST_HIGH 28.0

/* What stands in a row, with the gaps. */
#define UNITS_TICKET 11.2
#define UNITS_RAIL 17.0
#define UNITS_STRIP 7.3

/* A narrower window has no rail, nor has one that could show only two tickets beside it. */
#define RAIL_FROM_PX 1280
#define LEAST_COLUMNS 3

/* The design's four tickets, beside a strip. */
#define UNITS_WIDE_FOLDED (4 * UNITS_TICKET + UNITS_STRIP)

#define LEAST_PX 12
#define MOST_PX 160

/* Millimetres of a pixel that a screen can have; a monitor that tells less or more lies, and so does
 * one that tells nothing. */
#define LEAST_PITCH 0.08
#define MOST_PITCH 1.2
#define USUAL_PITCH 0.27

/* A capital is legible at two hundred times its height, and has 0.7 of its letters' size. */
#define LEGIBLE 200.0
#define CAPITAL 0.7

/**
 * cocina_layout_pitch:
 * @width_px: of a monitor, in pixels of the application
 * @width_mm: what it says that it measures, 0 when it does not know
 *
 * Returns: millimetres of one pixel, a usual value when the monitor lies
 */
double
cocina_layout_pitch (int width_px,
                   int width_mm)
{
  double pitch = width_px > 0 ? (double) width_mm / width_px : 0;

  return pitch < LEAST_PITCH || pitch > MOST_PITCH ? USUAL_PITCH : pitch;
}

static int
count_columns (double units)
{
  return CLAMP ((int) (units / UNITS_TICKET), 2, 6);
}

/**
 * cocina_layout_find:
 * @distance: of the cook's eyes, in metres, 0 to fill the screen
 * @pitch: millimetres of one pixel
 * @width: of the window
 * @height: of the window
 *
 * Returns: a board with letters as large as @distance wants as long as it fits
 */
CocinaLayout
cocina_layout_find (double distance,
                    double pitch,
                    int    width,
                    int    height)
{
  CocinaLayout layout = { .folded = width < RAIL_FROM_PX };
  double unit;

  if (distance > 0)
    unit = MIN (distance * 1000 / LEGIBLE / CAPITAL / pitch,
                MIN (width / UNITS_LEAST_WIDE, height / UNITS_LEAST_HIGH));
  else
    unit = MIN (width / (layout.folded ? UNITS_WIDE_FOLDED : UNITS_WIDE), height / UNITS_HIGH);
  layout.unit = CLAMP (floor (unit), LEAST_PX, MOST_PX);
  layout.reaches = (layout.unit + 1) * pitch * CAPITAL * LEGIBLE / 1000;
  layout.columns = count_columns (width / layout.unit - UNITS_RAIL);
  layout.folded |= layout.columns < LEAST_COLUMNS;
  if (layout.folded)
    layout.columns = count_columns (width / layout.unit - UNITS_STRIP);
  return layout;
}
