/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConyLinesKind:
 * @CONY_LINES_PLAIN: gives way, from the end, when there is no room
 * @CONY_LINES_STRUCK: gives way before any other
 * @CONY_LINES_WITHOUT: takes something away ("SIN …"); gives way when nothing else is left
 * @CONY_LINES_ADDED: came later; gives way when nothing else is left
 * @CONY_LINES_HEADING: stands above the rows up to the next heading, and goes with the last of them
 *
 * What a row is, and so when it may be hidden.
 */
typedef enum
{
  CONY_LINES_PLAIN = 0,
  CONY_LINES_STRUCK = 1 << 0,
  CONY_LINES_WITHOUT = 1 << 1,
  CONY_LINES_ADDED = 1 << 2,
  CONY_LINES_HEADING = 1 << 3,
} ConyLinesKind;

/**
 * ConyLinesRow:
 * @kind: what it is
 * @least: its height when its words stand close
 * @most: its height when it has all the room it wants
 * @given: the height it gets, 0 when it is hidden
 */
typedef struct
{
  ConyLinesKind kind;
  int least;
  int most;
  int given;
} ConyLinesRow;

void cony_lines_fit (ConyLinesRow *rows,
                     guint         n,
                     int           height,
                     int           rest,
                     gboolean      beyond);

G_END_DECLS
