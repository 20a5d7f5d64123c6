/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-inbox.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct _BrokerInbox
{
  int fd;
  GMutex mutex;
  GArray *messages; /* of BrokerMessage; guarded by mutex */
  int waiting;      /* atomic: there is something in messages */
};

static GArray *
new_messages (void)
{
  GArray *messages = g_array_new (FALSE, FALSE, sizeof (BrokerMessage));

  g_array_set_clear_func (messages, (GDestroyNotify) broker_message_clear);
  return messages;
}

/**
 * broker_message_clear:
 * @self: a message
 *
 * Releases what the message still owns; whoever took something out of it set the member to %NULL.
 */
void
broker_message_clear (BrokerMessage *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->frame, broker_frame_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  if (self->kind == BROKER_MESSAGE_ADD && self->fd >= 0)
    {
      close (self->fd);
      self->fd = -1;
    }
}

/**
 * broker_inbox_new:
 *
 * Returns: (transfer full): an empty inbox
 */
BrokerInbox *
broker_inbox_new (void)
{
  BrokerInbox *self = g_new0 (BrokerInbox, 1);

  self->fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (self->fd < 0)
    g_error ("eventfd: %s", g_strerror (errno));
  g_mutex_init (&self->mutex);
  self->messages = new_messages ();
  return self;
}

/**
 * broker_inbox_free:
 * @self: (transfer full): an inbox that nobody pushes to any more
 */
void
broker_inbox_free (BrokerInbox *self)
{
  g_return_if_fail (self != NULL);

  close (self->fd);
  g_mutex_clear (&self->mutex);
  g_array_unref (self->messages);
  g_free (self);
}

/**
 * broker_inbox_get_fd:
 * @self: an inbox
 *
 * Returns: a descriptor that is readable while there may be messages
 */
int
broker_inbox_get_fd (BrokerInbox *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->fd;
}

/**
 * broker_inbox_push:
 * @self: an inbox
 * @message: copied; the inbox takes over what it owns
 *
 * May be called from any thread.  Only the first message since the last take wakes the reader.
 */
void
broker_inbox_push (BrokerInbox         *self,
                   const BrokerMessage *message)
{
  gboolean wake = FALSE;
  guint64 one = 1;

  g_return_if_fail (self != NULL);
  g_return_if_fail (message != NULL);

  g_mutex_lock (&self->mutex);
  wake = self->messages->len == 0;
  g_array_append_vals (self->messages, message, 1);
  g_atomic_int_set (&self->waiting, TRUE);
  g_mutex_unlock (&self->mutex);

  if (wake && write (self->fd, &one, sizeof one) < 0 && errno != EAGAIN)
    g_warning ("eventfd: %s", g_strerror (errno));
}

/**
 * broker_inbox_is_empty:
 * @self: an inbox
 *
 * Costs no lock and no system call, so that a busy reader may ask often.
 *
 * Returns: %TRUE when nothing waits
 */
gboolean
broker_inbox_is_empty (BrokerInbox *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return !g_atomic_int_get (&self->waiting);
}

/**
 * broker_inbox_take:
 * @self: an inbox
 *
 * Returns: (transfer full) (element-type BrokerMessage): all messages, in the order they came
 */
GArray *
broker_inbox_take (BrokerInbox *self)
{
  GArray *taken = NULL;
  guint64 count = 0;

  g_return_val_if_fail (self != NULL, NULL);

  /* The eventfd first: a push after this wakes again, one before it is in the array. */
  if (read (self->fd, &count, sizeof count) < 0 && errno != EAGAIN)
    g_warning ("eventfd: %s", g_strerror (errno));

  g_mutex_lock (&self->mutex);
  taken = self->messages;
  self->messages = new_messages ();
  g_atomic_int_set (&self->waiting, FALSE);
  g_mutex_unlock (&self->mutex);
  return taken;
}
