/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-voucher-store.h"

#include <glib/gi18n-lib.h>

struct _ConyVoucherStore
{
  ConyStore parent_instance;
};

/* So many of the last ones are listed, reviewed or not. */
#define N_REVIEWED 200

G_DEFINE_FINAL_TYPE (ConyVoucherStore, cony_voucher_store, CONY_TYPE_STORE)

static const char * const tipos[] = {
  "voucher_nuevo",
  "voucher_aprobado",
  "voucher_rechazado",
  NULL
};

static const char *
cony_voucher_store_snapshot_sql (ConyStore *store)
{
  return "SELECT * FROM api.vouchers WHERE estado = 'PENDIENTE'"
         " OR id IN (SELECT id FROM api.vouchers ORDER BY id DESC LIMIT " G_STRINGIFY (N_REVIEWED) ") ORDER BY id";
}

static const char *
cony_voucher_store_rows_sql (ConyStore *store)
{
  return "SELECT * FROM api.vouchers WHERE id = ANY ($1::integer[]) ORDER BY id";
}

static void
image_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (ConyResult) rows = NULL;
  GBytes *image = NULL;
  GError *error = NULL;

  rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);
  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (cony_result_get_n_rows (rows) == 1)
    image = cony_result_get_bytes (rows, 0, "imagen");
  if (image)
    g_task_return_pointer (task, image, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_new_error (task, CONY_DB_ERROR, CONY_DB_ERROR_NOT_FOUND, "%s",
                             _("The voucher has no image."));
}

static gboolean
cony_voucher_store_may_leave (ConyStore *store,
                              GObject   *item,
                              guint      n_newer)
{
  return n_newer >= N_REVIEWED
         && g_strcmp0 (cony_voucher_get_estado (CONY_VOUCHER (item)), "PENDIENTE") != 0;
}

static void
cony_voucher_store_class_init (ConyVoucherStoreClass *klass)
{
  ConyStoreClass *store_class = CONY_STORE_CLASS (klass);

  store_class->item_type = CONY_TYPE_VOUCHER;
  store_class->snapshot_sql = cony_voucher_store_snapshot_sql;
  store_class->rows_sql = cony_voucher_store_rows_sql;
  store_class->tipos = tipos;
  store_class->may_leave = cony_voucher_store_may_leave;
  store_class->member = "voucher_id";
}

static void
cony_voucher_store_init (ConyVoucherStore *self)
{
}

/**
 * cony_voucher_store_new:
 * @session: whose database is read
 * @realtime: (nullable): says when the snapshot must be read again
 *
 * Returns: (transfer full): an empty store; cony_store_load() fills it
 */
ConyVoucherStore *
cony_voucher_store_new (ConySession  *session,
                        ConyRealtime *realtime)
{
  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (realtime == NULL || CONY_IS_REALTIME (realtime), NULL);

  return g_object_new (CONY_TYPE_VOUCHER_STORE,
                       "session", session,
                       "realtime", realtime,
                       NULL);
}

/**
 * cony_voucher_store_load_image_async:
 * @self: a store
 * @voucher_id: id of a receipt that this person may see
 * @cancellable: (nullable): a cancellable
 * @callback: called when the image is there
 * @user_data: for @callback
 *
 * Reads the photo of a receipt; it is not kept.
 */
void
cony_voucher_store_load_image_async (ConyVoucherStore    *self,
                                     gint64               voucher_id,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autofree char *id = NULL;
  const char *params[2] = { NULL, NULL };
  GTask *task;

  g_return_if_fail (CONY_IS_VOUCHER_STORE (self));
  g_return_if_fail (voucher_id > 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cony_voucher_store_load_image_async);
  id = g_strdup_printf ("%" G_GINT64_FORMAT, voucher_id);
  params[0] = id;
  cony_database_query_async (cony_session_get_database (cony_store_get_session (CONY_STORE (self))),
                             "SELECT imagen, mime FROM cony.vouchers WHERE id = $1::integer",
                             params, cancellable, image_cb, task);
}

/**
 * cony_voucher_store_load_image_finish:
 * @self: the store
 * @result: what the callback got
 * @error: return location of an error
 *
 * Returns: (transfer full): the file's bytes (PNG, JPEG or WebP), or %NULL with @error set, to
 *   %CONY_DB_ERROR_NOT_FOUND if there is no image or it is not for this person
 */
GBytes *
cony_voucher_store_load_image_finish (ConyVoucherStore  *self,
                                      GAsyncResult      *result,
                                      GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
