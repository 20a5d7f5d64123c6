/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-store.h"

#include "cony-voucher.h"

G_BEGIN_DECLS

#define CONY_TYPE_VOUCHER_STORE (cony_voucher_store_get_type ())
G_DECLARE_FINAL_TYPE (ConyVoucherStore, cony_voucher_store, CONY, VOUCHER_STORE, ConyStore)

/* Pending receipts and the last 200, oldest first. */
ConyVoucherStore *cony_voucher_store_new (ConySession  *session,
                                          ConyRealtime *realtime);
void              cony_voucher_store_load_image_async  (ConyVoucherStore     *self,
                                                        gint64                voucher_id,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
GBytes           *cony_voucher_store_load_image_finish (ConyVoucherStore     *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);

G_END_DECLS
