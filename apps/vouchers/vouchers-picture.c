/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vouchers-picture.h"

/* A photograph of a good telephone has 50 million points; a few bytes of PNG may claim a thousand
 * times that. */
#define MAX_POINTS (64 * 1000 * 1000)

static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int              width,
                  int              height,
                  gboolean        *too_big)
{
  *too_big = (gint64) width * height > MAX_POINTS;
}

/* In pieces, so that nothing of a picture that is too big is decoded once its size is known. */
static gboolean
feed (GdkPixbufLoader  *loader,
      GBytes           *bytes,
      const gboolean   *too_big,
      GError          **error)
{
  const gsize piece = 4096;
  gsize size;
  const guchar *data = g_bytes_get_data (bytes, &size);

  for (gsize at = 0; at < size && !*too_big; at += piece)
    if (!gdk_pixbuf_loader_write (loader, data + at, MIN (piece, size - at), error))
      return FALSE;
  if (!*too_big)
    return TRUE;
  g_set_error_literal (error, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_FAILED, "image is too big");
  return FALSE;
}

static GdkTexture *
decode (GBytes  *bytes,
        GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  g_autoptr (GdkPixbuf) upright = NULL;
  gboolean too_big = FALSE;

  /* It may come as late as in the close. */
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &too_big);
  if (!feed (loader, bytes, &too_big, error))
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return NULL;
    }
  /* It may end well without a picture, for an empty file. */
  if (!gdk_pixbuf_loader_close (loader, error) || !gdk_pixbuf_loader_get_pixbuf (loader))
    {
      if (error && !*error)
        g_set_error_literal (error, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_FAILED, "no image");
      return NULL;
    }
  upright = gdk_pixbuf_apply_embedded_orientation (gdk_pixbuf_loader_get_pixbuf (loader));
  return gdk_texture_new_for_pixbuf (upright);
}

static void
decode_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  GdkTexture *texture;
  GError *error = NULL;

  texture = decode (task_data, &error);
  if (texture)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * vouchers_picture_decode_async:
 * @bytes: an image file as it arrived
 * @cancellable: (nullable): a cancellable
 * @callback: called when done
 * @user_data: for @callback
 *
 * Decodes in a thread, turns the picture upright as its camera noted, and refuses one that would
 * not fit into memory.
 */
void
vouchers_picture_decode_async (GBytes              *bytes,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (bytes != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, vouchers_picture_decode_async);
  g_task_set_task_data (task, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, decode_thread);
}

/**
 * vouchers_picture_decode_finish:
 * @result: the result
 * @error: return location, %GDK_PIXBUF_ERROR when the bytes are no picture
 *
 * Returns: (transfer full) (nullable): the picture
 */
GdkTexture *
vouchers_picture_decode_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
