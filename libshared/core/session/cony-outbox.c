/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-outbox-private.h"

#include "cony-live-event.h"

/* The database is there but cannot do it just now (a lock, a full disk). */
#define RETRY_BASE_MS 1000
#define RETRY_CAP_MS 15000

static void cony_outbox_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConyOutbox, cony_outbox, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      cony_outbox_list_model_init))

enum { PROP_0, PROP_N_WAITING, N_PROPS };
enum { WITHDRAWN, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
free_insumo (gpointer data)
{
  ConyLiveInsumo *insumo = data;

  g_free (insumo->nombre);
  g_free (insumo->unidad);
  g_free (insumo);
}

/*< private >
 * cony_outbox_report:
 *
 * Entries changed, came or went.
 */
void
cony_outbox_report (ConyOutbox *self,
                    guint       position,
                    guint       removed,
                    guint       added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_WAITING]);
}

/*< private >
 * cony_outbox_set_estado:
 * @position: of the first entry
 * @n: how many entries
 */
void
cony_outbox_set_estado (ConyOutbox       *self,
                        guint             position,
                        guint             n,
                        ConyOutboxEstado  estado,
                        const char       *error)
{
  for (guint i = position; i < position + n; i++)
    cony_outbox_entry_set_estado (self->entries->pdata[i], estado, error);
  cony_outbox_report (self, position, n, n);
}

/*< private >
 * cony_outbox_remove:
 * @position: of the first entry
 * @n: how many entries
 */
void
cony_outbox_remove (ConyOutbox *self,
                    guint       position,
                    guint       n)
{
  g_autoptr (GPtrArray) claves = g_ptr_array_new_with_free_func (g_free);

  for (guint i = position; i < position + n; i++)
    {
      g_ptr_array_add (claves,
                       g_strdup (cony_outbox_entry_get_clave (self->entries->pdata[i])));
      g_hash_table_remove (self->unposted, self->entries->pdata[i]);
    }
  g_ptr_array_remove_range (self->entries, position, n);
  cony_outbox_file_remove (self->file, claves, self->entries->len == 0 && self->n_adding == 0);
  cony_outbox_report (self, position, n, 0);
}

/*< private >
 * cony_outbox_withdraw:
 *
 * What was shown at once will never be stored.
 */
void
cony_outbox_withdraw (ConyOutbox *self,
                      const char *uid)
{
  g_signal_emit (self, signals[WITHDRAWN], 0, uid);
}

static void
remove_entry (ConyOutbox      *self,
              ConyOutboxEntry *entry)
{
  guint position;

  if (g_ptr_array_find (self->entries, entry, &position))
    cony_outbox_remove (self, position, 1);
}

static void
insumos_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ConyOutbox) self = user_data;
  g_autoptr (ConyResult) rows = NULL;

  rows = cony_database_query_finish (CONY_DATABASE (object), result, NULL);
  for (guint i = 0; rows && i < cony_result_get_n_rows (rows); i++)
    {
      ConyLiveInsumo *insumo = g_new0 (ConyLiveInsumo, 1);
      const gint64 id = cony_result_get_int (rows, i, "id");

      insumo->nombre = g_strdup (cony_result_get_string (rows, i, "nombre"));
      insumo->unidad = g_strdup (cony_result_get_string (rows, i, "unidad"));
      g_hash_table_replace (self->insumos, g_memdup2 (&id, sizeof id), insumo);
    }
}

/* List model */

static GType
cony_outbox_get_item_type (GListModel *model)
{
  return CONY_TYPE_OUTBOX_ENTRY;
}

static guint
cony_outbox_get_n_items (GListModel *model)
{
  return CONY_OUTBOX (model)->entries->len;
}

static gpointer
cony_outbox_get_item (GListModel *model,
                      guint       position)
{
  ConyOutbox *self = CONY_OUTBOX (model);

  return position < self->entries->len ? g_object_ref (self->entries->pdata[position]) : NULL;
}

static void
cony_outbox_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = cony_outbox_get_item_type;
  iface->get_n_items = cony_outbox_get_n_items;
  iface->get_item = cony_outbox_get_item;
}

static void
cony_outbox_dispose (GObject *object)
{
  ConyOutbox *self = CONY_OUTBOX (object);

  cony_outbox_close (self);
  g_clear_object (&self->notifier);
  g_clear_weak_pointer (&self->session);

  G_OBJECT_CLASS (cony_outbox_parent_class)->dispose (object);
}

static void
cony_outbox_finalize (GObject *object)
{
  ConyOutbox *self = CONY_OUTBOX (object);

  g_ptr_array_unref (self->entries);
  g_hash_table_unref (self->unposted);
  g_hash_table_unref (self->insumos);
  g_free (self->app);

  G_OBJECT_CLASS (cony_outbox_parent_class)->finalize (object);
}

static void
cony_outbox_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  if (prop_id == PROP_N_WAITING)
    g_value_set_uint (value, cony_outbox_get_n_waiting (CONY_OUTBOX (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cony_outbox_class_init (ConyOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cony_outbox_dispose;
  object_class->finalize = cony_outbox_finalize;
  object_class->get_property = cony_outbox_get_property;

  properties[PROP_N_WAITING] =
    g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[WITHDRAWN] =
    g_signal_new ("withdrawn", CONY_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cony_outbox_init (ConyOutbox *self)
{
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
  self->unposted = g_hash_table_new (NULL, NULL);
  self->insumos = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_insumo);
  cony_backoff_init (&self->backoff, RETRY_BASE_MS, RETRY_CAP_MS);
}

/**
 * cony_outbox_new:
 * @session: the session that will own it
 * @app: name of the program, for the file
 *
 * Returns: (transfer full): an empty outbox; the login of a person opens their file
 */
ConyOutbox *
cony_outbox_new (ConySession *session,
                 const char  *app)
{
  ConyOutbox *self;

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (app != NULL, NULL);

  self = g_object_new (CONY_TYPE_OUTBOX, NULL);
  g_set_weak_pointer (&self->session, session);
  self->app = g_strdup (app);
  g_signal_connect_object (session, "reconnected", G_CALLBACK (cony_outbox_send_next),
                           self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * cony_outbox_get_n_waiting:
 * @self: an outbox
 *
 * Returns: how many entries are still to be stored
 */
guint
cony_outbox_get_n_waiting (ConyOutbox *self)
{
  guint n;

  g_return_val_if_fail (CONY_IS_OUTBOX (self), 0);

  n = self->n_adding;
  for (guint i = 0; i < self->entries->len; i++)
    n += cony_outbox_entry_get_estado (self->entries->pdata[i]) != CONY_OUTBOX_IMPOSIBLE;
  return n;
}

/**
 * cony_outbox_find:
 * @self: an outbox
 * @clave: clave of a command
 *
 * Returns: (transfer none) (nullable): its entry
 */
gpointer
cony_outbox_find (ConyOutbox *self,
                  const char *clave)
{
  g_return_val_if_fail (CONY_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (clave != NULL, NULL);

  for (guint i = 0; i < self->entries->len; i++)
    if (g_str_equal (cony_outbox_entry_get_clave (self->entries->pdata[i]), clave))
      return self->entries->pdata[i];
  return NULL;
}

/**
 * cony_outbox_undo:
 * @self: an outbox
 * @clave: clave of a command
 *
 * Takes back what was not sent yet.
 *
 * Returns: %TRUE if it is certain that it was not and will not be done
 */
gboolean
cony_outbox_undo (ConyOutbox *self,
                  const char *clave)
{
  ConyOutboxEntry *entry = cony_outbox_find (self, clave);
  g_autofree char *uid = g_strdup (clave);

  if (entry == NULL || cony_outbox_entry_get_estado (entry) != CONY_OUTBOX_EN_COLA
      || cony_outbox_entry_get_tried (entry))
    return FALSE;
  remove_entry (self, entry);
  cony_outbox_withdraw (self, uid);
  return TRUE;
}

/**
 * cony_outbox_dismiss:
 * @self: an outbox
 * @clave: clave of a command that has become impossible
 *
 * Its author has read why.
 */
void
cony_outbox_dismiss (ConyOutbox *self,
                     const char *clave)
{
  ConyOutboxEntry *entry = cony_outbox_find (self, clave);

  if (entry && cony_outbox_entry_get_estado (entry) == CONY_OUTBOX_IMPOSIBLE)
    remove_entry (self, entry);
}

/*< private >
 * cony_outbox_set_broker:
 * @uri: (nullable): `ws://HOST:PORT/ws`
 */
void
cony_outbox_set_broker (ConyOutbox *self,
                        const char *uri)
{
  g_autoptr (GUri) parsed = NULL;
  g_autoptr (GUri) broadcast = NULL;
  g_autofree char *text = NULL;

  g_clear_object (&self->notifier);
  parsed = uri && *uri ? g_uri_parse (uri, G_URI_FLAGS_NONE, NULL) : NULL;
  if (parsed == NULL)
    return;
  broadcast = g_uri_build (G_URI_FLAGS_NONE,
                           g_str_equal (g_uri_get_scheme (parsed), "wss") ? "https" : "http", NULL,
                           g_uri_get_host (parsed), g_uri_get_port (parsed), "/broadcast", NULL,
                           NULL);
  text = g_uri_to_string (broadcast);
  self->notifier = cony_notifier_new (text, NULL);
}

/*< private >
 * cony_outbox_open:
 *
 * Takes the file of the person who has just logged in, and sends what is left in it.
 */
void
cony_outbox_open (ConyOutbox *self)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  g_assert (self->file == NULL);

  self->file = cony_outbox_file_open (self->app, self->session->login, self->session->conninfo,
                                      &entries, &error);
  if (self->file == NULL)
    {
      g_message ("Nothing is kept for later: %s", error->message);
      return;
    }
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (self->entries, g_object_ref (entries->pdata[i]));
  if (entries->len)
    cony_outbox_report (self, 0, 0, entries->len);
  cony_database_query_async (self->session->database, "SELECT id, nombre, unidad FROM api.insumos",
                             NULL, self->cancellable, insumos_cb, g_object_ref (self));
  cony_outbox_send_next (self);
}

/*< private >
 * cony_outbox_close:
 *
 * Lets go of the person's file; what waits stays in it.
 */
void
cony_outbox_close (ConyOutbox *self)
{
  const guint n = self->entries->len;

  if (self->file == NULL)
    return;
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_handle_id (&self->post_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->file, cony_outbox_file_close);
  self->n_adding = 0;
  self->n_failures = 0;
  g_hash_table_remove_all (self->unposted);
  g_hash_table_remove_all (self->insumos);
  g_ptr_array_set_size (self->entries, 0);
  if (n)
    cony_outbox_report (self, 0, n, 0);
}
