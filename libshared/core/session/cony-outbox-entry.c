/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-outbox-entry.h"

#include <glib/gi18n-lib.h>

struct _ConyOutboxEntry
{
  GObject parent_instance;

  /* construct-time */
  ConyCommand *command;
  GDateTime *made;
  char *persona;

  /* owned */
  char *error;

  ConyOutboxEstado estado;
  gboolean tried; /* it may have been done already, nobody knows */
};

G_DEFINE_FINAL_TYPE (ConyOutboxEntry, cony_outbox_entry, G_TYPE_OBJECT)

static gboolean
is_function (ConyOutboxEntry *self,
             const char      *function)
{
  return g_str_equal (cony_command_get_function (self->command), function);
}

/* The nth argument after the clave, as an id. */
static gint64
get_id (ConyOutboxEntry *self,
        guint            n)
{
  const char *text = cony_command_get_params (self->command)[n];

  return text ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static void
cony_outbox_entry_finalize (GObject *object)
{
  ConyOutboxEntry *self = CONY_OUTBOX_ENTRY (object);

  g_object_unref (self->command);
  g_date_time_unref (self->made);
  g_free (self->persona);
  g_free (self->error);

  G_OBJECT_CLASS (cony_outbox_entry_parent_class)->finalize (object);
}

static void
cony_outbox_entry_class_init (ConyOutboxEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cony_outbox_entry_finalize;
}

static void
cony_outbox_entry_init (ConyOutboxEntry *self)
{
}

/*< private >
 * cony_outbox_entry_new:
 * @command: what was asked for
 * @made: when, by the server's clock
 * @persona: who asked, as a name
 *
 * Returns: (transfer full): an entry that waits
 */
ConyOutboxEntry *
cony_outbox_entry_new (ConyCommand *command,
                       GDateTime   *made,
                       const char  *persona)
{
  ConyOutboxEntry *self = g_object_new (CONY_TYPE_OUTBOX_ENTRY, NULL);

  self->command = g_object_ref (command);
  self->made = g_date_time_ref (made);
  self->persona = g_strdup (persona);
  return self;
}

/**
 * cony_outbox_entry_get_command:
 * @self: an entry
 *
 * Returns: (transfer none): what was asked for
 */
ConyCommand *
cony_outbox_entry_get_command (ConyOutboxEntry *self)
{
  g_return_val_if_fail (CONY_IS_OUTBOX_ENTRY (self), NULL);

  return self->command;
}

/**
 * cony_outbox_entry_get_clave:
 * @self: an entry
 *
 * Returns: (transfer none): its command's clave
 */
const char *
cony_outbox_entry_get_clave (ConyOutboxEntry *self)
{
  g_return_val_if_fail (CONY_IS_OUTBOX_ENTRY (self), NULL);

  return cony_command_get_clave (self->command);
}

/**
 * cony_outbox_entry_get_made:
 * @self: an entry
 *
 * Returns: (transfer none): when it was made, by the server's clock
 */
GDateTime *
cony_outbox_entry_get_made (ConyOutboxEntry *self)
{
  g_return_val_if_fail (CONY_IS_OUTBOX_ENTRY (self), NULL);

  return self->made;
}

/**
 * cony_outbox_entry_get_persona:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): name of its author
 */
const char *
cony_outbox_entry_get_persona (ConyOutboxEntry *self)
{
  g_return_val_if_fail (CONY_IS_OUTBOX_ENTRY (self), NULL);

  return self->persona;
}

/**
 * cony_outbox_entry_get_estado:
 * @self: an entry
 *
 * Returns: what is happening to it
 */
ConyOutboxEstado
cony_outbox_entry_get_estado (ConyOutboxEntry *self)
{
  g_return_val_if_fail (CONY_IS_OUTBOX_ENTRY (self), CONY_OUTBOX_EN_COLA);

  return self->estado;
}

/**
 * cony_outbox_entry_get_error:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): why it has become impossible, a sentence
 */
const char *
cony_outbox_entry_get_error (ConyOutboxEntry *self)
{
  g_return_val_if_fail (CONY_IS_OUTBOX_ENTRY (self), NULL);

  return self->error;
}

/**
 * cony_outbox_entry_get_pedido_id:
 * @self: an entry
 *
 * Returns: the order that it is about, 0 for none
 */
gint64
cony_outbox_entry_get_pedido_id (ConyOutboxEntry *self)
{
  g_return_val_if_fail (CONY_IS_OUTBOX_ENTRY (self), 0);

  if (is_function (self, "empezar_pedido") || is_function (self, "pedido_listo"))
    return get_id (self, 1);
  return is_function (self, "alertar_cocina") ? get_id (self, 2) : 0;
}

/**
 * cony_outbox_entry_get_item_id:
 * @self: an entry
 *
 * Returns: the line of an order that it is about, 0 for none
 */
gint64
cony_outbox_entry_get_item_id (ConyOutboxEntry *self)
{
  g_return_val_if_fail (CONY_IS_OUTBOX_ENTRY (self), 0);

  return is_function (self, "marcar_item") ? get_id (self, 1) : 0;
}

/**
 * cony_outbox_entry_get_refill_id:
 * @self: an entry
 *
 * Returns: the request for supplies that it answers, 0 for none
 */
gint64
cony_outbox_entry_get_refill_id (ConyOutboxEntry *self)
{
  g_return_val_if_fail (CONY_IS_OUTBOX_ENTRY (self), 0);

  return is_function (self, "atender_refill") ? get_id (self, 1) : 0;
}

/**
 * cony_outbox_entry_get_alerta_uid:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the alert that was seen
 */
const char *
cony_outbox_entry_get_alerta_uid (ConyOutboxEntry *self)
{
  g_return_val_if_fail (CONY_IS_OUTBOX_ENTRY (self), NULL);

  return is_function (self, "marcar_alerta_vista") ? cony_command_get_params (self->command)[1]
                                                   : NULL;
}

/**
 * cony_outbox_entry_dup_title:
 * @self: an entry
 *
 * Returns: (transfer full): what it is, for a list that people read
 */
char *
cony_outbox_entry_dup_title (ConyOutboxEntry *self)
{
  const char * const *params;

  g_return_val_if_fail (CONY_IS_OUTBOX_ENTRY (self), NULL);

  params = cony_command_get_params (self->command);
  if (is_function (self, "alertar_cocina"))
    /* Translators: %s is the text of the alert */
    return g_strdup_printf (_("Alert: %s"), params[3]);
  if (is_function (self, "empezar_pedido"))
    /* Translators: %s is the number of an order */
    return g_strdup_printf (_("Order #%s started"), params[1]);
  if (is_function (self, "pedido_listo"))
    /* Translators: %s is the number of an order */
    return g_strdup_printf (_("Order #%s ready"), params[1]);
  if (is_function (self, "pedir_refill"))
    return g_strdup (_("Refill"));
  if (is_function (self, "atender_refill"))
    return g_strdup (_("Refill answered"));
  if (is_function (self, "marcar_item"))
    return g_strdup (_("Line of an order"));
  return g_strdup (_("Alert seen"));
}

/*< private > */
void
cony_outbox_entry_set_estado (ConyOutboxEntry  *self,
                              ConyOutboxEstado  estado,
                              const char       *error)
{
  char *copy = g_strdup (error);

  self->estado = estado;
  g_free (self->error);
  self->error = copy;
}

/*< private >
 * cony_outbox_entry_get_tried:
 *
 * Whether it was sent once without an answer, so that nobody can say that it was not done.
 */
gboolean
cony_outbox_entry_get_tried (ConyOutboxEntry *self)
{
  return self->tried;
}

/*< private > */
void
cony_outbox_entry_set_tried (ConyOutboxEntry *self)
{
  self->tried = TRUE;
}
