/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-outbox-private.h"

#include <glib/gi18n-lib.h>

/* A person cannot make more in the longest outage; the next is refused with a sentence. */
#define MAX_ENTRIES 1000

typedef struct
{
  ConyOutboxEntry *entry;
  ConyOutboxFile *file; /* borrowed, to be compared only */
} Addition;

static void
addition_free (gpointer data)
{
  Addition *addition = data;

  g_object_unref (addition->entry);
  g_free (addition);
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConyOutbox *self = g_task_get_source_object (task);
  Addition *addition = g_task_get_task_data (task);
  GError *error = NULL;

  if (self->file == addition->file)
    self->n_adding--;
  if (!cony_outbox_file_add_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* Whoever logged out meanwhile finds it in the file the next time. */
  if (self->file == addition->file)
    {
      g_ptr_array_add (self->entries, g_object_ref (addition->entry));
      cony_outbox_report (self, self->entries->len - 1, 0, 1);
      cony_outbox_show_live (self, addition->entry);
      cony_outbox_send_next (self);
    }
  g_task_return_boolean (task, TRUE);
}

/*< private >
 * cony_outbox_add_async:
 * @made: when the person asked for it, by the server's clock
 * @tried: it was sent and nobody knows whether it was done
 *
 * @callback is called when the entry is safe on the disk.
 */
void
cony_outbox_add_async (ConyOutbox          *self,
                       ConyCommand         *command,
                       GDateTime           *made,
                       gboolean             tried,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Addition *addition;

  g_task_set_source_tag (task, cony_outbox_add_async);
  if (self->file == NULL)
    {
      g_task_return_new_error (task, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE,
                               _("There is no connection to the server, and another window of "
                                 "this program keeps the queue. Nothing was done."));
      return;
    }
  if (cony_outbox_find (self, cony_command_get_clave (command)))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (self->entries->len + self->n_adding >= MAX_ENTRIES)
    {
      g_task_return_new_error (task, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE,
                               _("There is no connection to the server, and the queue is full. "
                                 "Nothing was done."));
      return;
    }

  addition = g_new0 (Addition, 1);
  addition->entry = cony_outbox_entry_new (command, made, self->session->nombre);
  addition->file = self->file;
  if (tried)
    cony_outbox_entry_set_tried (addition->entry);
  g_task_set_task_data (task, addition, addition_free);
  self->n_adding++;
  cony_outbox_file_add_async (self->file, addition->entry, written_cb, g_steal_pointer (&task));
}

/*< private > */
gboolean
cony_outbox_add_finish (ConyOutbox    *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
