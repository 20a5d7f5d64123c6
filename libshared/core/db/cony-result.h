/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ConyResult:
 *
 * The rows of one statement, read by column name.  Reference counted, immutable.  Asking for a
 * column that the statement does not have is a programming error and ends the program.
 */
typedef struct _ConyResult ConyResult;

#define CONY_TYPE_RESULT (cony_result_get_type ())
GType       cony_result_get_type    (void);

ConyResult *cony_result_ref         (ConyResult *self);
void        cony_result_unref       (ConyResult *self);

guint       cony_result_get_n_rows  (ConyResult *self);
gboolean    cony_result_has_column  (ConyResult *self,
                                     const char *column);
gboolean    cony_result_is_null     (ConyResult *self,
                                     guint       row,
                                     const char *column);
const char *cony_result_get_string  (ConyResult *self,
                                     guint       row,
                                     const char *column);
gint64      cony_result_get_int     (ConyResult *self,
                                     guint       row,
                                     const char *column);
double      cony_result_get_double  (ConyResult *self,
                                     guint       row,
                                     const char *column);
gboolean    cony_result_get_boolean (ConyResult *self,
                                     guint       row,
                                     const char *column);
GDateTime  *cony_result_get_time    (ConyResult *self,
                                     guint       row,
                                     const char *column);
GBytes     *cony_result_get_bytes   (ConyResult *self,
                                     guint       row,
                                     const char *column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConyResult, cony_result_unref)

G_END_DECLS
