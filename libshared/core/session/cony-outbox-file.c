/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-outbox-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cony-server-probe.h"

struct _ConyOutboxFile
{
  /* construct-time */
  int fd;
  int folder_fd;

  /* owned */
  GThreadPool *writer; /* one thread: jobs run in their order */
  gboolean damaged;    /* a line cannot be read: the file is never emptied, somebody may want it */

  /* the thread's own */
  gboolean folder_synced;
};

typedef struct
{
  GTask *task; /* nullable */
  GBytes *lines; /* NULL: empty the file */
} Job;

static void
set_errno (GError **error,
           int      number)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number),
               /* Translators: %s is what the system says, e.g. "No space left on device" */
               _("This machine could not keep it: %s."), g_strerror (number));
}

/* Reading */

static const char *
get_text (JsonObject *object,
          const char *member)
{
  return json_object_get_string_member_with_default (object, member, NULL);
}

static ConyOutboxEntry *
read_entry (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "argumentos");
  const char *function = get_text (object, "funcion");
  const gint64 made = json_object_get_int_member_with_default (object, "hecho", 0);
  g_autoptr (GPtrArray) params = g_ptr_array_new ();
  g_autoptr (ConyCommand) command = NULL;
  g_autoptr (GDateTime) second = NULL;
  g_autoptr (GDateTime) time = NULL;
  ConyOutboxEntry *entry;

  if (function == NULL || node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    {
      JsonNode *element = json_array_get_element (json_node_get_array (node), i);

      g_ptr_array_add (params, (gpointer) (json_node_get_value_type (element) == G_TYPE_STRING
                                           ? json_node_get_string (element) : NULL));
    }
  second = g_date_time_new_from_unix_utc (made / G_USEC_PER_SEC);
  time = second ? g_date_time_add (second, made % G_USEC_PER_SEC) : NULL;
  if (params->len == 0 || params->pdata[0] == NULL || time == NULL)
    return NULL;
  command = cony_command_new_deferred (function, (const char * const *) params->pdata, params->len);
  if (command == NULL)
    return NULL;
  entry = cony_outbox_entry_new (command, time, get_text (object, "persona"));
  if (json_object_get_boolean_member_with_default (object, "intentado", FALSE))
    cony_outbox_entry_set_tried (entry);
  return entry;
}

static guint
find (GPtrArray  *entries,
      const char *clave)
{
  for (guint i = 0; clave && i < entries->len; i++)
    if (g_str_equal (cony_outbox_entry_get_clave (g_ptr_array_index (entries, i)), clave))
      return i;
  return G_MAXUINT;
}

/* Returns whether it could be read. */
static gboolean
apply_line (GPtrArray  *entries,
            const char *line)
{
  g_autoptr (JsonNode) node = json_from_string (line, NULL);
  ConyOutboxEntry *entry = NULL;
  JsonObject *object;
  const char *op;
  guint known;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_warning ("A line of the outbox cannot be read");
      return FALSE;
    }
  object = json_node_get_object (node);
  op = get_text (object, "op");
  known = find (entries, get_text (object, "clave"));
  if (g_strcmp0 (op, "add") == 0 && known == G_MAXUINT)
    {
      entry = read_entry (object);
      if (entry)
        g_ptr_array_add (entries, entry);
      else
        {
          g_warning ("An entry of the outbox cannot be read");
          return FALSE;
        }
    }
  else if (g_strcmp0 (op, "refuse") == 0 && known != G_MAXUINT)
    cony_outbox_entry_set_estado (g_ptr_array_index (entries, known), CONY_OUTBOX_IMPOSIBLE,
                                  get_text (object, "error"));
  else if (g_strcmp0 (op, "remove") == 0 && known != G_MAXUINT)
    g_ptr_array_remove_index (entries, known);
  return TRUE;
}

/* Returns the length of what is whole; a disk that lost a block has zeros in the midst of it. */
static gsize
apply_text (GPtrArray  *entries,
            const char *text,
            gsize       length,
            gboolean   *damaged)
{
  const char *line = text;
  const char *end;

  while ((end = memchr (line, '\n', text + length - line)))
    {
      g_autofree char *copy = g_strndup (line, end - line);

      *damaged |= !apply_line (entries, copy);
      line = end + 1;
    }
  return line - text;
}

/* Writing */

static gboolean
write_lines (ConyOutboxFile  *self,
             GBytes          *lines,
             GError         **error)
{
  const off_t start = lseek (self->fd, 0, SEEK_END);
  gsize left;
  const char *data = g_bytes_get_data (lines, &left);

  while (left > 0)
    {
      gssize n = write (self->fd, data, left);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          set_errno (error, errno);
          if (start >= 0 && ftruncate (self->fd, start) < 0)
            g_warning ("The outbox keeps a torn line: %s", g_strerror (errno));
          return FALSE;
        }
      data += n;
      left -= n;
    }
  if (fsync (self->fd) < 0 || (!self->folder_synced && fsync (self->folder_fd) < 0))
    {
      set_errno (error, errno);
      /* Its author is told that it was not kept and does it again: it must not come back. */
      if (start >= 0 && ftruncate (self->fd, start) < 0)
        g_warning ("The outbox keeps what it could not keep: %s", g_strerror (errno));
      return FALSE;
    }
  self->folder_synced = TRUE;
  return TRUE;
}

static void
write_cb (gpointer data,
          gpointer user_data)
{
  ConyOutboxFile *self = user_data;
  Job *job = data;
  GError *error = NULL;

  if (job->lines == NULL)
    {
      if (ftruncate (self->fd, 0) < 0 || fsync (self->fd) < 0)
        set_errno (&error, errno);
    }
  else
    write_lines (self, job->lines, &error);

  if (job->task && error)
    g_task_return_error (job->task, g_steal_pointer (&error));
  else if (job->task)
    g_task_return_boolean (job->task, TRUE);
  else if (error)
    g_warning ("The outbox cannot be written: %s", error->message);
  g_clear_error (&error);
  g_clear_object (&job->task);
  g_clear_pointer (&job->lines, g_bytes_unref);
  g_free (job);
}

static void
push (ConyOutboxFile *self,
      GBytes         *lines,
      GTask          *task)
{
  Job *job = g_new0 (Job, 1);

  job->task = task;
  job->lines = lines;
  g_thread_pool_push (self->writer, job, NULL);
}

static void
append_line (GString     *lines,
             JsonBuilder *builder)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  text = json_to_string (node, FALSE);
  g_string_append (lines, text);
  g_string_append_c (lines, '\n');
}

static void
push_line (ConyOutboxFile *self,
           JsonBuilder    *builder,
           GTask          *task)
{
  GString *lines = g_string_new (NULL);

  append_line (lines, builder);
  push (self, g_string_free_to_bytes (lines), task);
}

static void
add_text (JsonBuilder *builder,
          const char  *member,
          const char  *value)
{
  json_builder_set_member_name (builder, member);
  if (value)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static JsonBuilder *
begin (const char *op,
       const char *clave)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_text (builder, "op", op);
  add_text (builder, "clave", clave);
  return builder;
}

/*< private >
 * cony_outbox_file_get_folder:
 *
 * Returns: (transfer full): where the files of @app are
 */
char *
cony_outbox_file_get_folder (const char *app)
{
  return g_build_filename (g_get_user_state_dir (), "cony", "outbox", app, NULL);
}

/*< private >
 * cony_outbox_file_make_name:
 * @login: whose file
 * @conninfo: libpq connection string of the server
 *
 * What was made for one server is never sent to another.
 *
 * Returns: (transfer full): name of the file in its folder
 */
char *
cony_outbox_file_make_name (const char *login,
                            const char *conninfo)
{
  g_autofree char *server = cony_server_name (conninfo);
  g_autofree char *login_part = g_uri_escape_string (login, NULL, FALSE);
  g_autofree char *server_part = g_uri_escape_string (server, NULL, FALSE);

  return g_strconcat (login_part, "@", server_part, NULL);
}

/*< private >
 * cony_outbox_file_read:
 * @path: a file, whoever has it open
 *
 * Returns: (transfer full) (element-type ConyOutboxEntry): what waits in it
 */
GPtrArray *
cony_outbox_file_read (const char *path)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *text = NULL;
  gboolean damaged = FALSE;
  gsize length;

  if (g_file_get_contents (path, &text, &length, NULL))
    apply_text (entries, text, length, &damaged);
  return g_steal_pointer (&entries);
}

/*< private >
 * cony_outbox_file_open:
 * @app: name of the program
 * @login: whose file
 * @conninfo: libpq connection string of the server that it is for
 * @entries: (out) (transfer full) (element-type ConyOutboxEntry): what was left in it, in order
 * @error: return location for a %GIOErrorEnum, %G_IO_ERROR_BUSY if another window has it
 *
 * Returns: (nullable): the file, locked until it is closed
 */
ConyOutboxFile *
cony_outbox_file_open (const char  *app,
                       const char  *login,
                       const char  *conninfo,
                       GPtrArray  **entries,
                       GError     **error)
{
  g_autofree char *folder = cony_outbox_file_get_folder (app);
  g_autofree char *name = cony_outbox_file_make_name (login, conninfo);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  ConyOutboxFile *self;
  gboolean damaged = FALSE;
  struct stat info;
  gsize length;
  int fd;

  if (g_mkdir_with_parents (folder, 0700) < 0)
    {
      set_errno (error, errno);
      return NULL;
    }
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0 || flock (fd, LOCK_EX | LOCK_NB) < 0 || fchmod (fd, 0600) < 0 || fstat (fd, &info) < 0)
    {
      if (errno == EWOULDBLOCK)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                             _("Another window of this program keeps the queue of this person."));
      else
        set_errno (error, errno);
      if (fd >= 0)
        close (fd);
      return NULL;
    }

  if (g_file_get_contents (path, &text, &length, NULL))
    {
      gsize whole = apply_text (found, text, length, &damaged);

      if ((gsize) info.st_size > whole && ftruncate (fd, whole) < 0)
        g_warning ("The outbox keeps a torn line: %s", g_strerror (errno));
    }

  self = g_new0 (ConyOutboxFile, 1);
  self->fd = fd;
  self->damaged = damaged;
  self->folder_fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  self->writer = g_thread_pool_new (write_cb, self, 1, FALSE, NULL);
  *entries = g_steal_pointer (&found);
  return self;
}

/*< private >
 * cony_outbox_file_close:
 *
 * Waits for what is being written.
 */
void
cony_outbox_file_close (ConyOutboxFile *self)
{
  g_thread_pool_free (self->writer, FALSE, TRUE);
  close (self->folder_fd);
  close (self->fd);
  g_free (self);
}

/*< private >
 * cony_outbox_file_add_async:
 *
 * @callback is called when the entry would survive the loss of power.
 */
void
cony_outbox_file_add_async (ConyOutboxFile      *self,
                            ConyOutboxEntry     *entry,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  ConyCommand *command = cony_outbox_entry_get_command (entry);
  GDateTime *made = cony_outbox_entry_get_made (entry);
  const char * const *params = cony_command_get_params (command);
  g_autoptr (JsonBuilder) builder = begin ("add", cony_command_get_clave (command));

  add_text (builder, "funcion", cony_command_get_function (command));
  json_builder_set_member_name (builder, "argumentos");
  json_builder_begin_array (builder);
  for (guint i = 0; i < cony_command_get_n_params (command); i++)
    {
      if (params[i])
        json_builder_add_string_value (builder, params[i]);
      else
        json_builder_add_null_value (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "hecho");
  json_builder_add_int_value (builder, g_date_time_to_unix (made) * G_USEC_PER_SEC
                                       + g_date_time_get_microsecond (made));
  add_text (builder, "persona", cony_outbox_entry_get_persona (entry));
  json_builder_set_member_name (builder, "intentado");
  json_builder_add_boolean_value (builder, cony_outbox_entry_get_tried (entry));
  push_line (self, builder, g_task_new (NULL, NULL, callback, user_data));
}

/*< private > */
gboolean
cony_outbox_file_add_finish (GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/*< private > */
void
cony_outbox_file_refuse (ConyOutboxFile  *self,
                         ConyOutboxEntry *entry)
{
  g_autoptr (JsonBuilder) builder = begin ("refuse", cony_outbox_entry_get_clave (entry));

  add_text (builder, "error", cony_outbox_entry_get_error (entry));
  push_line (self, builder, NULL);
}

/*< private >
 * cony_outbox_file_remove:
 * @claves: (element-type utf8): of the entries
 * @last: nothing else waits, and nothing is being added
 */
void
cony_outbox_file_remove (ConyOutboxFile *self,
                         GPtrArray      *claves,
                         gboolean        last)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < claves->len; i++)
    {
      g_autoptr (JsonBuilder) builder = begin ("remove", claves->pdata[i]);

      append_line (lines, builder);
    }
  push (self, g_string_free_to_bytes (lines), NULL);
  if (last && !self->damaged)
    push (self, NULL, NULL);
}
