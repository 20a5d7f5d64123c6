/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-direct-reader.h"

#include "cony-clock.h"
#include "cony-direct-sql.h"

/* Around one second: three hundred windows shall not read in the same instant. */
#define SWEEP_MIN_MS 800
#define SWEEP_MAX_MS 1200
/* How long a row may be held back by somebody's transaction before it is shown out of order. */
#define EARLY_MS 50

#define CHANNEL "cony_eventos"

struct _ConyDirectReader
{
  GObject parent_instance;

  /* construct-time */
  ConySession *session;

  /* owned */
  ConyDatabase *database;    /* while active */
  GCancellable *cancellable; /* while active */
  char *cursor;
  ConyCursor page; /* where the page being read begins */
  GHashTable *held; /* gint64 id above the gate → gint64 µs when it was seen; 0 once emitted */

  guint sweep_source;
  guint early_source;
  gint64 read_started;
  gboolean active;
  gboolean reading;
  gboolean wanted; /* read again after the read under way */
  gboolean first;  /* the first read since the start takes rows above the gate at once */
  gboolean past_gate; /* the read under way has met a row above the gate */
};

G_DEFINE_FINAL_TYPE (ConyDirectReader, cony_direct_reader, G_TYPE_OBJECT)

enum
{
  EVENT,
  SWEPT,
  LOST_PLACE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void read_now (ConyDirectReader *self);
static void read_page (ConyDirectReader *self);

static gboolean
sweep_cb (gpointer user_data)
{
  ConyDirectReader *self = user_data;

  self->sweep_source = 0;
  read_now (self);
  return G_SOURCE_REMOVE;
}

static gboolean
early_cb (gpointer user_data)
{
  ConyDirectReader *self = user_data;

  self->early_source = 0;
  read_now (self);
  return G_SOURCE_REMOVE;
}

/* 64 bits without a sign, which ConyResult has no reader for. */
static guint64
get_xid (ConyResult *rows,
         guint       row,
         const char *column)
{
  return g_ascii_strtoull (cony_result_get_string (rows, row, column), NULL, 10);
}

static ConyEvent *
make_event (ConyResult *rows,
            guint       row,
            const char *cursor)
{
  g_autoptr (GDateTime) fecha = cony_result_get_time (rows, row, "fecha");
  g_autoptr (GError) error = NULL;
  ConyEvent *event;

  event = cony_event_new_stored (cony_result_get_string (rows, row, "payload"),
                                 cony_result_get_string (rows, row, "uid"),
                                 cony_result_get_int (rows, row, "id"),
                                 cursor,
                                 cony_result_get_int (rows, row, "sucursal_id"),
                                 fecha,
                                 &error);
  if (event == NULL)
    g_warning ("Stored event %s: %s", cony_result_get_string (rows, row, "id"), error->message);
  return event;
}

static void
emit_row (ConyDirectReader *self,
          ConyResult       *rows,
          guint             row,
          const char       *cursor)
{
  g_autoptr (ConyEvent) event = make_event (rows, row, cursor);

  if (event)
    g_signal_emit (self, signals[EVENT], 0, event);
}

/* Below the gate: in order, and it moves the cursor. */
static void
take_firm_row (ConyDirectReader *self,
               ConyResult       *rows,
               guint             row,
               const ConyCursor *place)
{
  g_autofree char *text = cony_cursor_format (place);
  g_autofree char *later = NULL;
  gint64 *seen = g_hash_table_lookup (self->held, &place->id);
  const gboolean emitted = seen && *seen == 0;

  g_hash_table_remove (self->held, &place->id);
  if (!emitted)
    emit_row (self, rows, row, text);
  /* The other reader may be ahead of this page. */
  later = cony_cursor_later (self->cursor, text);
  g_free (self->cursor);
  self->cursor = g_steal_pointer (&later);
}

/* Above the gate: without a cursor, and only when waiting for its turn would take too long. */
static void
take_held_row (ConyDirectReader *self,
               ConyResult       *rows,
               guint             row,
               gint64            id)
{
  gint64 *seen = g_hash_table_lookup (self->held, &id);
  const gint64 now = g_get_monotonic_time ();

  if (seen == NULL)
    {
      seen = g_memdup2 (&now, sizeof now);
      g_hash_table_insert (self->held, g_memdup2 (&id, sizeof id), seen);
    }
  if (*seen == 0)
    return;
  if (self->first || now - *seen >= EARLY_MS * 1000)
    {
      *seen = 0;
      emit_row (self, rows, row, NULL);
    }
  else if (self->early_source == 0)
    {
      self->early_source = g_timeout_add (EARLY_MS, early_cb, self);
    }
}

/* Whether the cursor is a place in this database's past. */
static gboolean
place_is_valid (ConyDirectReader *self,
                const char       *epoch,
                guint64           xmax)
{
  ConyCursor cursor;

  return cony_cursor_parse (&cursor, self->cursor) && g_str_equal (cursor.epoch, epoch) &&
         cursor.xid <= xmax;
}

static void
take_new_place (ConyDirectReader *self,
                const char       *epoch,
                guint64           xmin)
{
  ConyCursor cursor;

  cony_cursor_init (&cursor, epoch, xmin, 0);
  g_free (self->cursor);
  self->cursor = cony_cursor_format (&cursor);
  g_hash_table_remove_all (self->held);
  g_signal_emit (self, signals[LOST_PLACE], 0);
}

static void
finish_read (ConyDirectReader *self)
{
  self->reading = FALSE;
  self->first = FALSE;
  g_signal_emit (self, signals[SWEPT], 0, self->read_started);
  if (self->active && self->wanted)
    read_now (self);
}

static void
page_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (ConyDirectReader) self = user_data;
  g_autoptr (GCancellable) cancellable = NULL;
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (GError) error = NULL;
  const char *epoch;
  guint n_rows;

  rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->active)
    return;
  if (rows == NULL)
    {
      /* The sweep tries again; a lost connection comes back with the session. */
      g_debug ("Events cannot be read: %s", error->message);
      self->reading = FALSE;
      return;
    }

  /* A handler may stop the reader or move its cursor at any row. */
  cancellable = g_object_ref (self->cancellable);
  epoch = cony_result_get_string (rows, 0, "epoca");
  if (!place_is_valid (self, epoch, get_xid (rows, 0, "xmax")))
    {
      take_new_place (self, epoch, get_xid (rows, 0, "xmin"));
      if (g_cancellable_is_cancelled (cancellable))
        return;
      self->reading = FALSE;
      read_now (self);
      return;
    }

  n_rows = cony_result_is_null (rows, 0, "id") ? 0 : cony_result_get_n_rows (rows);
  for (guint i = 0; i < n_rows; i++)
    {
      const gint64 id = cony_result_get_int (rows, i, "id");
      ConyCursor place;

      cony_cursor_init (&place, epoch, get_xid (rows, i, "xid"), id);
      /* A later page is a later statement: between its rows and the gate of an earlier one a
       * transaction may have ended meanwhile, so none of them may move the cursor. */
      self->past_gate |= !cony_result_get_boolean (rows, i, "firme");
      if (!self->past_gate)
        take_firm_row (self, rows, i, &place);
      else
        take_held_row (self, rows, i, id);
      if (g_cancellable_is_cancelled (cancellable))
        return;
      if (i == n_rows - 1 && n_rows == CONY_DIRECT_PAGE)
        {
          self->page = place;
          read_page (self);
          return;
        }
    }
  finish_read (self);
}

static void
read_page (ConyDirectReader *self)
{
  cony_direct_sql_read (self->database, &self->page, self->cancellable, page_cb,
                        g_object_ref (self));
}

static void
read_now (ConyDirectReader *self)
{
  if (self->reading)
    {
      self->wanted = TRUE;
      return;
    }
  self->reading = TRUE;
  self->wanted = FALSE;
  self->past_gate = FALSE;
  self->read_started = cony_clock_boot_ms ();

  g_clear_handle_id (&self->sweep_source, g_source_remove);
  self->sweep_source = g_timeout_add (g_random_int_range (SWEEP_MIN_MS, SWEEP_MAX_MS), sweep_cb,
                                      self);

  if (!cony_cursor_parse (&self->page, self->cursor))
    cony_cursor_init (&self->page, "", 0, 0);
  read_page (self);
}

static void
listening_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (GError) error = NULL;

  rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);
  if (rows == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("LISTEN: %s", error->message);
}

static void
notify_cb (ConyDirectReader *self,
           const char       *channel)
{
  if (self->active && g_strcmp0 (channel, CHANNEL) == 0)
    read_now (self);
}

/* A new connection listens to nothing and has none of our statements under way. */
static void
reconnected_cb (ConyDirectReader *self)
{
  if (!self->active)
    return;
  cony_direct_reader_stop (self);
  cony_direct_reader_start (self);
}

static void
cony_direct_reader_dispose (GObject *object)
{
  ConyDirectReader *self = CONY_DIRECT_READER (object);

  cony_direct_reader_stop (self);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (cony_direct_reader_parent_class)->dispose (object);
}

static void
cony_direct_reader_finalize (GObject *object)
{
  ConyDirectReader *self = CONY_DIRECT_READER (object);

  g_free (self->cursor);
  g_hash_table_unref (self->held);

  G_OBJECT_CLASS (cony_direct_reader_parent_class)->finalize (object);
}

static void
cony_direct_reader_class_init (ConyDirectReaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cony_direct_reader_dispose;
  object_class->finalize = cony_direct_reader_finalize;

  signals[EVENT] = g_signal_new ("event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, CONY_TYPE_EVENT);
  signals[SWEPT] = g_signal_new ("swept", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[LOST_PLACE] = g_signal_new ("lost-place", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cony_direct_reader_init (ConyDirectReader *self)
{
  self->held = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

/**
 * cony_direct_reader_new:
 * @session: whose database is read
 *
 * Returns: (transfer full): a reader that is not started yet
 */
ConyDirectReader *
cony_direct_reader_new (ConySession *session)
{
  ConyDirectReader *self;

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);

  self = g_object_new (CONY_TYPE_DIRECT_READER, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "reconnected", G_CALLBACK (reconnected_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * cony_direct_reader_start:
 * @self: a reader
 *
 * Listens, then reads from the cursor on: in this order, so that nothing falls in between.  Without
 * a cursor it begins at the present and says that the place was lost.
 */
void
cony_direct_reader_start (ConyDirectReader *self)
{
  g_return_if_fail (CONY_IS_DIRECT_READER (self));

  if (self->active)
    return;
  self->active = TRUE;
  self->first = TRUE;
  self->reading = FALSE;
  self->cancellable = g_cancellable_new ();
  self->database = g_object_ref (cony_session_get_database (self->session));
  g_signal_connect_object (self->database, "notify-received", G_CALLBACK (notify_cb), self,
                           G_CONNECT_SWAPPED);
  cony_direct_sql_listen (self->database, TRUE, self->cancellable, listening_cb, NULL);
  read_now (self);
}

/**
 * cony_direct_reader_stop:
 * @self: a reader
 *
 * Stops listening and reading; the cursor stays.
 */
void
cony_direct_reader_stop (ConyDirectReader *self)
{
  g_return_if_fail (CONY_IS_DIRECT_READER (self));

  if (!self->active)
    return;
  self->active = FALSE;
  self->reading = FALSE;
  g_clear_handle_id (&self->sweep_source, g_source_remove);
  g_clear_handle_id (&self->early_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_signal_handlers_disconnect_by_data (self->database, self);
  if (cony_database_get_connected (self->database))
    cony_direct_sql_listen (self->database, FALSE, NULL, listening_cb, NULL);
  g_clear_object (&self->database);
  g_hash_table_remove_all (self->held);
}

/**
 * cony_direct_reader_get_active:
 * @self: a reader
 *
 * Returns: %TRUE between start and stop
 */
gboolean
cony_direct_reader_get_active (ConyDirectReader *self)
{
  g_return_val_if_fail (CONY_IS_DIRECT_READER (self), FALSE);

  return self->active;
}

/**
 * cony_direct_reader_get_cursor:
 * @self: a reader
 *
 * Returns: (nullable): everything up to here was emitted
 */
const char *
cony_direct_reader_get_cursor (ConyDirectReader *self)
{
  g_return_val_if_fail (CONY_IS_DIRECT_READER (self), NULL);

  return self->cursor;
}

/**
 * cony_direct_reader_set_cursor:
 * @self: a reader
 * @cursor: (nullable): everything up to here was seen elsewhere
 */
void
cony_direct_reader_set_cursor (ConyDirectReader *self,
                               const char       *cursor)
{
  g_autofree char *copy = g_strdup (cursor);

  g_return_if_fail (CONY_IS_DIRECT_READER (self));

  g_free (self->cursor);
  self->cursor = g_steal_pointer (&copy);
}
