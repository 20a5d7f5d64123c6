/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "cony-result.h"

G_BEGIN_DECLS

#define CONY_TYPE_ITEM (cony_item_get_type ())
G_DECLARE_DERIVABLE_TYPE (ConyItem, cony_item, CONY, ITEM, GObject)

/**
 * ConyItemClass:
 * @apply_extra: (nullable): copies what is no plain column; returns %TRUE when something changed
 *
 * A row of a view as an object.  A subclass lists its columns once; properties, getters, reading
 * from a #ConyResult and notification follow from that list.
 */
struct _ConyItemClass
{
  GObjectClass parent_class;

  gboolean (*apply_extra) (ConyItem   *self,
                           ConyResult *result,
                           guint       row);

  /*< private >*/
  const struct _ConyColumn *columns;
  GParamSpec **pspecs;
  guint n_columns;
  guint id_column;
  guint uid_column;
  guint version_column;
};

gint64      cony_item_get_id      (ConyItem   *self);
const char *cony_item_get_uid     (ConyItem   *self);
gint64      cony_item_get_version (ConyItem   *self);
gboolean    cony_item_apply       (ConyItem   *self,
                                   ConyResult *result,
                                   guint       row);

G_END_DECLS
