/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-spool.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "broker-json.h"

/* Ten times what may wait in memory as JSON. */
#define MAX_BYTES (64 * 1024 * 1024)

struct _BrokerSpool
{
  int fd;
  gsize size;       /* what is safely in the file */
  GString *pending; /* lines of events that are not in it yet */
};

static void
set_errno (GError     **error,
           const char  *what,
           int          number)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "%s: %s", what,
               g_strerror (number));
}

static gboolean
write_all (int         fd,
           const char *data,
           gsize       length,
           gsize       offset)
{
  while (length > 0)
    {
      gssize n = pwrite (fd, data, length, offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          errno = n == 0 ? ENOSPC : errno;
          return FALSE;
        }
      data += n;
      offset += n;
      length -= n;
    }
  return TRUE;
}

/**
 * broker_spool_open:
 * @directory: where the broker keeps its state; made if it is missing
 * @error: return location
 *
 * Only one broker may use a directory.
 *
 * Returns: (transfer full) (nullable): the spool
 */
BrokerSpool *
broker_spool_open (const char  *directory,
                   GError     **error)
{
  g_autofree char *path = NULL;
  g_autoptr (BrokerSpool) self = NULL;

  g_return_val_if_fail (directory != NULL, NULL);

  path = g_build_filename (directory, "spool", NULL);
  self = g_new0 (BrokerSpool, 1);
  self->fd = -1;
  self->pending = g_string_new (NULL);
  if (g_mkdir_with_parents (directory, 0700) == 0)
    self->fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->fd < 0)
    {
      set_errno (error, path, errno);
      g_prefix_error (error, "Nothing can be kept in the state directory: ");
      return NULL;
    }
  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno == EWOULDBLOCK)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "Another broker keeps its state in “%s”",
                     directory);
      else
        set_errno (error, path, errno);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * broker_spool_free:
 * @self: (transfer full): a spool; its file stays
 */
void
broker_spool_free (BrokerSpool *self)
{
  g_return_if_fail (self != NULL);

  if (self->fd >= 0)
    close (self->fd);
  g_string_free (self->pending, TRUE);
  g_free (self);
}

static BrokerEvent *
read_line (const char  *line,
           gsize        length,
           const char **login,
           JsonObject **object)
{
  const char *uid = NULL;
  const char *tipo = NULL;
  const char *json = NULL;

  *object = broker_json_parse (line, length);
  if (!*object)
    return NULL;
  uid = broker_json_get_string (*object, "uid");
  tipo = broker_json_get_string (*object, "tipo");
  json = broker_json_get_string (*object, "payload");
  *login = broker_json_get_string (*object, "login");
  if (!uid || !g_uuid_string_is_valid (uid) || !tipo || !json || !*login)
    return NULL;
  return broker_event_new (tipo, broker_json_get_string (*object, "prioridad"), uid, json,
                           strlen (json), broker_json_get_int (*object, "sucursal", 0),
                           broker_json_get_int (*object, "ts", 0));
}

/**
 * broker_spool_load:
 * @self: a spool, just opened
 * @func: (scope call): called for each event, in the order they came
 * @user_data: for @func
 *
 * A last line without its end was never answered: it is cut off.
 */
void
broker_spool_load (BrokerSpool     *self,
                   BrokerSpoolFunc  func,
                   gpointer         user_data)
{
  struct stat status;
  g_autofree char *text = NULL;
  gsize length = 0;

  g_return_if_fail (self != NULL && func != NULL);

  if (fstat (self->fd, &status) != 0 || status.st_size == 0)
    return;
  text = g_malloc (status.st_size);
  while (length < (gsize) status.st_size)
    {
      gssize n = pread (self->fd, text + length, status.st_size - length, length);

      if (n <= 0)
        break;
      length += n;
    }

  while (self->size < length)
    {
      const char *line = text + self->size;
      const char *end = memchr (line, '\n', length - self->size);
      const char *login = NULL;
      g_autoptr (JsonObject) object = NULL;
      g_autoptr (BrokerEvent) event = NULL;

      if (!end)
        break;
      event = read_line (line, end - line, &login, &object);
      if (event)
        func (event, login, user_data);
      else
        g_warning ("A line of the spool is damaged and was passed over");
      self->size += end - line + 1;
    }
  if (ftruncate (self->fd, self->size) != 0)
    g_warning ("The spool cannot be cut: %s", g_strerror (errno));
}

/**
 * broker_spool_append:
 * @self: a spool
 * @event: (transfer none): an event
 * @login: who posted it
 *
 * It is safe after broker_spool_commit().
 */
void
broker_spool_append (BrokerSpool *self,
                     BrokerEvent *event,
                     const char  *login)
{
  g_autofree char *quoted_login = NULL;
  g_autofree char *tipo = NULL;
  g_autofree char *prioridad = NULL;
  g_autofree char *payload = NULL;

  g_return_if_fail (self != NULL && event != NULL && login != NULL);

  quoted_login = broker_json_quote (login);
  tipo = broker_json_quote (event->tipo);
  prioridad = broker_json_quote (event->prioridad);
  payload = broker_json_quote (event->json);
  g_string_append_printf (self->pending,
                          "{\"uid\":\"%s\",\"login\":%s,\"tipo\":%s,\"prioridad\":%s,\"sucursal\":%"
                          G_GINT64_FORMAT ",\"ts\":%" G_GINT64_FORMAT ",\"payload\":%s}\n",
                          event->uid, quoted_login, tipo, prioridad, event->sucursal,
                          event->ts_ms, payload);
}

/**
 * broker_spool_commit:
 * @self: a spool
 * @error: return location
 *
 * Writes what was appended and waits until the disk has it.
 *
 * Returns: %FALSE when nothing of it is kept
 */
gboolean
broker_spool_commit (BrokerSpool  *self,
                     GError      **error)
{
  int number = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->pending->len == 0)
    return TRUE;
  if (self->size + self->pending->len > MAX_BYTES)
    number = EFBIG;
  else if (!write_all (self->fd, self->pending->str, self->pending->len, self->size)
           || fdatasync (self->fd) != 0)
    number = errno;

  if (number == 0)
    self->size += self->pending->len;
  else if (ftruncate (self->fd, self->size) != 0)
    g_warning ("The spool cannot be cut: %s", g_strerror (errno));
  g_string_truncate (self->pending, 0);
  if (number != 0)
    set_errno (error, "The spool cannot be written", number);
  return number == 0;
}

/**
 * broker_spool_clear:
 * @self: a spool
 *
 * Everything in it is stored.
 */
void
broker_spool_clear (BrokerSpool *self)
{
  g_return_if_fail (self != NULL);

  if (self->size == 0)
    return;
  if (ftruncate (self->fd, 0) != 0)
    {
      g_warning ("The spool cannot be emptied: %s", g_strerror (errno));
      return;
    }
  self->size = 0;
}
