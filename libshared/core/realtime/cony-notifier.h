/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-event.h"

G_BEGIN_DECLS

#define CONY_TYPE_NOTIFIER (cony_notifier_get_type ())
G_DECLARE_FINAL_TYPE (ConyNotifier, cony_notifier, CONY, NOTIFIER, GObject)

/* Posts events to a broker's /broadcast.  The caller never waits and never fails: what happened is
 * told by the callback, if there is one. */
ConyNotifier *cony_notifier_new           (const char           *broadcast_uri,
                                           const char           *token);
void          cony_notifier_set_token     (ConyNotifier         *self,
                                           const char           *token);
void          cony_notifier_post_async    (ConyNotifier         *self,
                                           GBytes               *body,
                                           const char           *idempotency_key,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
char         *cony_notifier_post_finish   (ConyNotifier         *self,
                                           GAsyncResult         *result,
                                           guint                *status,
                                           GError              **error);

G_END_DECLS
