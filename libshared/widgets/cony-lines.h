/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cony-lines-fit.h"

G_BEGIN_DECLS

#define CONY_TYPE_LINES (cony_lines_get_type ())
G_DECLARE_FINAL_TYPE (ConyLines, cony_lines, CONY, LINES, GtkWidget)

GtkWidget *cony_lines_new          (void);
void       cony_lines_append       (ConyLines     *self,
                                    GtkWidget     *row,
                                    ConyLinesKind  kind);
void       cony_lines_set_kind     (ConyLines     *self,
                                    GtkWidget     *row,
                                    ConyLinesKind  kind);
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
