/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONY_TYPE_LINES (cony_lines_get_type ())
G_DECLARE_FINAL_TYPE (ConyLines, cony_lines, CONY, LINES, GtkWidget)

/**
 * ConyLinesRank:
 * @CONY_LINES_ALWAYS: hidden only when nothing else is left to hide ("SIN …", AÑADIDO)
 * @CONY_LINES_NORMAL: hidden from the end when there is no room
 * @CONY_LINES_STRUCK: hidden before any other
 *
 * Which rows may give way.
 */
typedef enum
{
  CONY_LINES_ALWAYS,
  CONY_LINES_NORMAL,
  CONY_LINES_STRUCK,
} ConyLinesRank;

GtkWidget *cony_lines_new          (void);
void       cony_lines_append       (ConyLines     *self,
                                    GtkWidget     *row,
                                    ConyLinesRank  rank);
void       cony_lines_set_rank     (ConyLines     *self,
                                    GtkWidget     *row,
                                    ConyLinesRank  rank);
void       cony_lines_set_n_beyond (ConyLines     *self,
                                    guint          n_beyond);
void       cony_lines_set_rest_action
                                   (ConyLines     *self,
                                    const char    *action,
                                    GVariant      *target,
                                    const char    *key,
                                    const char    *spoken);
GtkWidget *cony_lines_get_row      (ConyLines     *self,
                                    guint          n);
void       cony_lines_truncate     (ConyLines     *self,
                                    guint          n);
void       cony_lines_clear        (ConyLines     *self);
guint      cony_lines_get_n_hidden (ConyLines     *self);

G_END_DECLS
