/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cony-session.h"

G_BEGIN_DECLS

GtkSingleSelection *vouchers_queue_fill (GtkListView *view,
                                         ConySession *session,
                                         GListModel  *vouchers);

G_END_DECLS
