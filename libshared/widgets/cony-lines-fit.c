/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-lines-fit.h"

/* Which rows stand in a height that is too small for all of them. */

typedef struct
{
  ConyLinesRow *rows;
  guint n;
  int used; /* by the rows that are shown */
} Fit;

/* What gives way first has the highest. */
static int
get_rank (ConyLinesKind kind)
{
  if (kind & CONY_LINES_STRUCK)
    return 2;
  return kind & (CONY_LINES_WITHOUT | CONY_LINES_ADDED) ? 0 : 1;
}

static gboolean
is_heading (const ConyLinesRow *row)
{
  return row->kind & CONY_LINES_HEADING;
}

/* The heading of a row, NULL for none. */
static ConyLinesRow *
find_heading (Fit          *fit,
              ConyLinesRow *row)
{
  while (row >= fit->rows && !is_heading (row))
    row--;
  return row >= fit->rows ? row : NULL;
}

static gboolean
heads_any (Fit          *fit,
           ConyLinesRow *heading)
{
  for (ConyLinesRow *row = heading + 1; row < fit->rows + fit->n && !is_heading (row); row++)
    if (row->given)
      return TRUE;
  return FALSE;
}

static void
hide (Fit          *fit,
      ConyLinesRow *row)
{
  ConyLinesRow *heading = find_heading (fit, row);

  fit->used -= row->given;
  row->given = 0;
  if (heading && heading->given && !heads_any (fit, heading))
    {
      fit->used -= heading->given;
      heading->given = 0;
    }
}

/* The next row to be hidden: struck ones, then plain ones, then the others, each from the end. */
static ConyLinesRow *
find_next (Fit *fit)
{
  for (int rank = 2; rank >= 0; rank--)
    for (ConyLinesRow *row = fit->rows + fit->n - 1; row >= fit->rows; row--)
      if (row->given && !is_heading (row) && get_rank (row->kind) == rank)
        return row;
  return NULL;
}

/* A large row that went may have left room for a small one that went before it; not for one that is
 * struck. */
static void
show_again (Fit *fit,
            int  height)
{
  for (int rank = 0; rank <= 1; rank++)
    for (ConyLinesRow *row = fit->rows; row < fit->rows + fit->n; row++)
      {
        ConyLinesRow *heading = find_heading (fit, row);
        int more = row->least + (heading && !heading->given ? heading->least : 0);

        if (row->given || is_heading (row) || get_rank (row->kind) != rank
            || fit->used + more > height)
          continue;
        fit->used += more;
        row->given = row->least;
        if (heading)
          heading->given = heading->least;
      }
}

/* What height is left lets the rows stand at ease, those that are still to be read first. */
static void
ease (Fit *fit,
      int  height)
{
  for (int struck = 0; struck <= 1; struck++)
    for (ConyLinesRow *row = fit->rows; row < fit->rows + fit->n; row++)
      {
        int more = row->most - row->given;

        if (!row->given || !!(row->kind & CONY_LINES_STRUCK) != struck
            || fit->used + more > height)
          continue;
        fit->used += more;
        row->given = row->most;
      }
}

/**
 * cony_lines_fit:
 * @rows: (array length=n): rows with their kinds and heights; gets what height each is given
 * @n: how many
 * @height: what there is for all of them
 * @rest: height of the line that says how many are hidden
 * @beyond: that line is needed in any case
 *
 * Rows stand closer before one is hidden.  No row gets less than its least height.
 */
void
cony_lines_fit (ConyLinesRow *rows,
                guint         n,
                int           height,
                int           rest,
                gboolean      beyond)
{
  Fit fit = { rows, n, 0 };
  ConyLinesRow *row;

  g_return_if_fail (rows != NULL || n == 0);

  for (guint i = 0; i < n; i++)
    fit.used += rows[i].given = rows[i].least;
  if (beyond || fit.used > height)
    {
      height -= rest;
      while (fit.used > height && (row = find_next (&fit)))
        hide (&fit, row);
      show_again (&fit, height);
    }
  ease (&fit, height);
}
