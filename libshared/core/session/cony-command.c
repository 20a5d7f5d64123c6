/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-command.h"

#include <string.h>

#define MAX_ARGUMENTS 8

struct _ConyCommand
{
  GObject parent_instance;

  /* owned, immutable after construction; the first argument is the clave */
  const char *function;
  char *sql;
  char *params[MAX_ARGUMENTS];
  guint n_params;
};

G_DEFINE_FINAL_TYPE (ConyCommand, cony_command, G_TYPE_OBJECT)

/* What may wait in the outbox, with the types of the arguments after the clave.  A decision may not:
 * nobody can promise what will hold when it arrives. */
static const struct
{
  const char *function;
  const char *types[MAX_ARGUMENTS];
} deferrable[] = {
  { "alertar_cocina", { "integer", "integer", "text", "text" } },
  { "pedir_refill", { "integer", "numeric" } },
  { "atender_refill", { "integer", "text", "text", "text" } },
  { "marcar_alerta_vista", { "uuid" } },
  { "empezar_pedido", { "integer", "text" } },
  { "pedido_listo", { "integer", "text" } },
  { "marcar_item", { "integer", "boolean" } },
};

static guint
count_types (const char * const *types)
{
  guint n = 0;

  while (n < MAX_ARGUMENTS && types[n])
    n++;
  return n;
}

/* @arguments: `type value` pairs up to a %NULL type; a %NULL value is SQL NULL. */
static ConyCommand *
make (const char *function,
      ...) G_GNUC_NULL_TERMINATED;

static ConyCommand *
make (const char *function,
      ...)
{
  ConyCommand *self = g_object_new (CONY_TYPE_COMMAND, NULL);
  g_autoptr (GString) sql = g_string_new (NULL);
  const char *type;
  va_list arguments;

  self->function = function;
  self->params[self->n_params++] = g_uuid_string_random ();
  g_string_printf (sql, "SELECT api.%s($1::uuid", function);
  va_start (arguments, function);
  while ((type = va_arg (arguments, const char *)))
    {
      g_assert (self->n_params < MAX_ARGUMENTS);
      self->params[self->n_params++] = g_strdup (va_arg (arguments, const char *));
      g_string_append_printf (sql, ", $%u::%s", self->n_params, type);
    }
  va_end (arguments);
  g_string_append (sql, ") AS resultado");
  self->sql = g_string_free (g_steal_pointer (&sql), FALSE);
  return self;
}

/* Ids start at 1; 0 stands for none. */
static char *
format_id (gint64 id)
{
  return id ? g_strdup_printf ("%" G_GINT64_FORMAT, id) : NULL;
}

static void
cony_command_finalize (GObject *object)
{
  ConyCommand *self = CONY_COMMAND (object);

  g_clear_pointer (&self->sql, g_free);
  for (guint i = 0; i < self->n_params; i++)
    g_clear_pointer (&self->params[i], g_free);

  G_OBJECT_CLASS (cony_command_parent_class)->finalize (object);
}

static void
cony_command_class_init (ConyCommandClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cony_command_finalize;
}

static void
cony_command_init (ConyCommand *self)
{
}

/**
 * cony_command_new_crear_pedido:
 * @sucursal_id: where it was ordered; 0 for the person's own branch
 * @cliente: name of the customer
 * @telefono: (nullable): telephone of the customer
 * @canal: `presencial`, `delivery` or `whatsapp`
 * @nota: (nullable): a remark on the whole order
 * @items: a JSON array of `{"producto_id", "cantidad", "notas"}`
 *
 * Returns: (transfer full): a command
 */
ConyCommand *
cony_command_new_crear_pedido (gint64      sucursal_id,
                               const char *cliente,
                               const char *telefono,
                               const char *canal,
                               const char *nota,
                               const char *items)
{
  g_autofree char *sucursal = format_id (sucursal_id);

  return make ("crear_pedido", "integer", sucursal, "text", cliente, "text", telefono,
               "text", canal, "text", nota, "jsonb", items, NULL);
}

/**
 * cony_command_new_aprobar_pedido:
 * @pedido_id: the order
 * @estado: the state that the person saw
 * @motivo: (nullable): why, when its voucher is not approved
 *
 * Returns: (transfer full): a command
 */
ConyCommand *
cony_command_new_aprobar_pedido (gint64      pedido_id,
                                 const char *estado,
                                 const char *motivo)
{
  g_autofree char *id = format_id (pedido_id);

  return make ("aprobar_pedido", "integer", id, "text", estado, "text", motivo, NULL);
}

/**
 * cony_command_new_entregar_pedido:
 * @pedido_id: the order
 * @estado: the state that the person saw
 *
 * Returns: (transfer full): a command
 */
ConyCommand *
cony_command_new_entregar_pedido (gint64      pedido_id,
                                  const char *estado)
{
  g_autofree char *id = format_id (pedido_id);

  return make ("entregar_pedido", "integer", id, "text", estado, NULL);
}

/**
 * cony_command_new_cancelar_pedido:
 * @pedido_id: the order
 * @estado: the state that the person saw
 * @motivo: why
 *
 * Returns: (transfer full): a command
 */
ConyCommand *
cony_command_new_cancelar_pedido (gint64      pedido_id,
                                  const char *estado,
                                  const char *motivo)
{
  g_autofree char *id = format_id (pedido_id);

  return make ("cancelar_pedido", "integer", id, "text", estado, "text", motivo, NULL);
}

/**
 * cony_command_new_empezar_pedido:
 * @pedido_id: the order
 * @estado: the state that the person saw
 *
 * Returns: (transfer full): a command
 */
ConyCommand *
cony_command_new_empezar_pedido (gint64      pedido_id,
                                 const char *estado)
{
  g_autofree char *id = format_id (pedido_id);

  return make ("empezar_pedido", "integer", id, "text", estado, NULL);
}

/**
 * cony_command_new_pedido_listo:
 * @pedido_id: the order
 * @estado: the state that the person saw
 *
 * Returns: (transfer full): a command
 */
ConyCommand *
cony_command_new_pedido_listo (gint64      pedido_id,
                               const char *estado)
{
  g_autofree char *id = format_id (pedido_id);

  return make ("pedido_listo", "integer", id, "text", estado, NULL);
}

/**
 * cony_command_new_recuperar_pedido:
 * @pedido_id: an order that was told ready
 * @estado: the state that the person saw
 *
 * Returns: (transfer full): a command that takes it back into the kitchen
 */
ConyCommand *
cony_command_new_recuperar_pedido (gint64      pedido_id,
                                   const char *estado)
{
  g_autofree char *id = format_id (pedido_id);

  return make ("recuperar_pedido", "integer", id, "text", estado, NULL);
}

/**
 * cony_command_new_priorizar_pedido:
 * @pedido_id: the order
 * @estado: the state that the person saw
 * @prioridad: whether it goes before the others
 * @motivo: (nullable): why
 *
 * Returns: (transfer full): a command
 */
ConyCommand *
cony_command_new_priorizar_pedido (gint64      pedido_id,
                                   const char *estado,
                                   gboolean    prioridad,
                                   const char *motivo)
{
  g_autofree char *id = format_id (pedido_id);

  return make ("priorizar_pedido", "integer", id, "text", estado,
               "boolean", prioridad ? "true" : "false", "text", motivo, NULL);
}

/**
 * cony_command_new_confirmar_cambio:
 * @pedido_id: an order that was cancelled or added to
 * @version: VERSION of the row that the person saw
 *
 * Returns: (transfer full): a command
 */
ConyCommand *
cony_command_new_confirmar_cambio (gint64 pedido_id,
                                   gint64 version)
{
  g_autofree char *id = format_id (pedido_id);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, version);

  return make ("confirmar_cambio", "integer", id, "integer", number, NULL);
}

/**
 * cony_command_new_marcar_item:
 * @item_id: a line of an order
 * @hecho: whether it is done
 *
 * Returns: (transfer full): a command
 */
ConyCommand *
cony_command_new_marcar_item (gint64   item_id,
                              gboolean hecho)
{
  g_autofree char *id = format_id (item_id);

  return make ("marcar_item", "integer", id, "boolean", hecho ? "true" : "false", NULL);
}

/**
 * cony_command_new_alertar_cocina:
 * @sucursal_id: whose kitchen; 0 for the person's own branch
 * @pedido_id: the order it is about, 0 for none
 * @mensaje: what to tell, at most 500 characters
 * @prioridad: `normal`, `alta` or `urgente`
 *
 * Returns: (transfer full): a command; its clave is the alert's UID
 */
ConyCommand *
cony_command_new_alertar_cocina (gint64      sucursal_id,
                                 gint64      pedido_id,
                                 const char *mensaje,
                                 const char *prioridad)
{
  g_autofree char *sucursal = format_id (sucursal_id);
  g_autofree char *pedido = format_id (pedido_id);

  return make ("alertar_cocina", "integer", sucursal, "integer", pedido, "text", mensaje,
               "text", prioridad, NULL);
}

/**
 * cony_command_new_marcar_alerta_vista:
 * @alerta_uid: the alert
 *
 * Returns: (transfer full): a command
 */
ConyCommand *
cony_command_new_marcar_alerta_vista (const char *alerta_uid)
{
  return make ("marcar_alerta_vista", "uuid", alerta_uid, NULL);
}

/**
 * cony_command_new_marcar_alerta_vista_por:
 * @alerta_uid: the alert
 * @login: (nullable): who saw it; %NULL for the person of the session
 * @pin: (nullable): that person's PIN
 *
 * Returns: (transfer full): a command
 */
ConyCommand *
cony_command_new_marcar_alerta_vista_por (const char *alerta_uid,
                                          const char *login,
                                          const char *pin)
{
  if (login == NULL)
    return cony_command_new_marcar_alerta_vista (alerta_uid);
  return make ("marcar_alerta_vista", "uuid", alerta_uid, "text", login, "text", pin, NULL);
}

/**
 * cony_command_new_poner_pin:
 * @pin: four digits
 *
 * Returns: (transfer full): a command that gives the person of the session this PIN
 */
ConyCommand *
cony_command_new_poner_pin (const char *pin)
{
  return make ("poner_pin", "text", pin, NULL);
}

/**
 * cony_command_new_insumo_agotado:
 * @insumo_id: a supply that has run out
 *
 * Returns: (transfer full): a command
 */
ConyCommand *
cony_command_new_insumo_agotado (gint64 insumo_id)
{
  g_autofree char *id = format_id (insumo_id);

  return make ("insumo_agotado", "integer", id, NULL);
}

/**
 * cony_command_new_insumo_repuesto:
 * @insumo_id: a supply that is there again
 *
 * Returns: (transfer full): a command
 */
ConyCommand *
cony_command_new_insumo_repuesto (gint64 insumo_id)
{
  g_autofree char *id = format_id (insumo_id);

  return make ("insumo_repuesto", "integer", id, NULL);
}

/**
 * cony_command_new_pedir_refill:
 * @insumo_id: what is asked for
 * @cantidad: how much of its unit
 *
 * Returns: (transfer full): a command; its clave is the request's UID
 */
ConyCommand *
cony_command_new_pedir_refill (gint64 insumo_id,
                               double cantidad)
{
  g_autofree char *id = format_id (insumo_id);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  /* 15 digits are exact in decimal, so that 0.1 arrives as 0.1. */
  g_ascii_formatd (number, sizeof number, "%.15g", cantidad);
  return make ("pedir_refill", "integer", id, "numeric", number, NULL);
}

/**
 * cony_command_new_atender_refill:
 * @refill_id: the request
 * @estado: the state that the person saw
 * @nuevo_estado: `visto`, `en_camino`, `entregado` or `rechazado`
 * @motivo: (nullable): why, for `rechazado`
 *
 * Returns: (transfer full): a command
 */
ConyCommand *
cony_command_new_atender_refill (gint64      refill_id,
                                 const char *estado,
                                 const char *nuevo_estado,
                                 const char *motivo)
{
  g_autofree char *id = format_id (refill_id);

  return make ("atender_refill", "integer", id, "text", estado, "text", nuevo_estado,
               "text", motivo, NULL);
}

/**
 * cony_command_new_aprobar_voucher:
 * @voucher_id: the receipt
 * @estado: the state that the person saw
 * @numero_operacion: (nullable): the number that the person read on it
 *
 * Returns: (transfer full): a command
 */
ConyCommand *
cony_command_new_aprobar_voucher (gint64      voucher_id,
                                  const char *estado,
                                  const char *numero_operacion)
{
  g_autofree char *id = format_id (voucher_id);

  return make ("aprobar_voucher", "integer", id, "text", estado, "text", numero_operacion, NULL);
}

/**
 * cony_command_new_rechazar_voucher:
 * @voucher_id: the receipt
 * @estado: the state that the person saw
 * @motivo: why
 *
 * Returns: (transfer full): a command
 */
ConyCommand *
cony_command_new_rechazar_voucher (gint64      voucher_id,
                                   const char *estado,
                                   const char *motivo)
{
  g_autofree char *id = format_id (voucher_id);

  return make ("rechazar_voucher", "integer", id, "text", estado, "text", motivo, NULL);
}

/**
 * cony_command_get_clave:
 * @self: a command
 *
 * Returns: (transfer none): the random UUID that makes its repeat harmless
 */
const char *
cony_command_get_clave (ConyCommand *self)
{
  g_return_val_if_fail (CONY_IS_COMMAND (self), NULL);

  return self->params[0];
}

/**
 * cony_command_get_function:
 * @self: a command
 *
 * Returns: (transfer none): the function's name in schema `api`
 */
const char *
cony_command_get_function (ConyCommand *self)
{
  g_return_val_if_fail (CONY_IS_COMMAND (self), NULL);

  return self->function;
}

/**
 * cony_command_get_sql:
 * @self: a command
 *
 * Returns: (transfer none): a statement whose only column is `resultado`
 */
const char *
cony_command_get_sql (ConyCommand *self)
{
  g_return_val_if_fail (CONY_IS_COMMAND (self), NULL);

  return self->sql;
}

/**
 * cony_command_get_params:
 * @self: a command
 *
 * Returns: (transfer none): one text for each `$n` of the statement; %NULL is SQL NULL
 */
const char * const *
cony_command_get_params (ConyCommand *self)
{
  g_return_val_if_fail (CONY_IS_COMMAND (self), NULL);

  return (const char * const *) self->params;
}

/**
 * cony_command_get_n_params:
 * @self: a command
 *
 * Returns: how many texts cony_command_get_params() has
 */
guint
cony_command_get_n_params (ConyCommand *self)
{
  g_return_val_if_fail (CONY_IS_COMMAND (self), 0);

  return self->n_params;
}

/**
 * cony_command_get_deferrable:
 * @self: a command
 *
 * Returns: whether it may be done later, when there is no database now.  A *Visto* of somebody
 *   else may not: their PIN is not written to a disk
 */
gboolean
cony_command_get_deferrable (ConyCommand *self)
{
  g_return_val_if_fail (CONY_IS_COMMAND (self), FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (deferrable); i++)
    if (g_str_equal (deferrable[i].function, self->function))
      return self->n_params == 1 + count_types (deferrable[i].types);
  return FALSE;
}

/**
 * cony_command_new_deferred:
 * @function: name of a function that may be done later
 * @params: what cony_command_get_params() of the first command was
 * @n_params: how many
 *
 * Returns: (transfer full) (nullable): the same command again, %NULL if there is no such one
 */
ConyCommand *
cony_command_new_deferred (const char         *function,
                           const char * const *params,
                           guint               n_params)
{
  g_autoptr (GString) sql = NULL;
  ConyCommand *self;
  guint i = 0;

  g_return_val_if_fail (function != NULL, NULL);
  g_return_val_if_fail (n_params > 0 && params[0] != NULL, NULL);

  while (i < G_N_ELEMENTS (deferrable) && !g_str_equal (deferrable[i].function, function))
    i++;
  if (i == G_N_ELEMENTS (deferrable) || n_params != 1 + count_types (deferrable[i].types))
    return NULL;

  self = g_object_new (CONY_TYPE_COMMAND, NULL);
  self->function = deferrable[i].function;
  sql = g_string_new (NULL);
  g_string_printf (sql, "SELECT api.%s($1::uuid", self->function);
  for (guint n = 1; n < n_params; n++)
    g_string_append_printf (sql, ", $%u::%s", n + 1, deferrable[i].types[n - 1]);
  g_string_append (sql, ") AS resultado");
  self->sql = g_string_free (g_steal_pointer (&sql), FALSE);
  for (guint n = 0; n < n_params; n++)
    self->params[self->n_params++] = g_strdup (params[n]);
  return self;
}

/**
 * cony_command_new_late:
 * @command: a command that may be done later
 * @seconds: how long ago it was made
 *
 * Returns: (transfer full): the same command, which tells the database its age
 */
ConyCommand *
cony_command_new_late (ConyCommand *command,
                       gint64       seconds)
{
  ConyCommand *self;
  const char *end;

  g_return_val_if_fail (CONY_IS_COMMAND (command), NULL);
  g_return_val_if_fail (cony_command_get_deferrable (command), NULL);

  self = g_object_new (CONY_TYPE_COMMAND, NULL);
  self->function = command->function;
  for (guint i = 0; i < command->n_params; i++)
    self->params[self->n_params++] = g_strdup (command->params[i]);
  self->params[self->n_params++] = g_strdup_printf ("%d", (int) CLAMP (seconds, 0, G_MAXINT));
  end = strrchr (command->sql, ')');
  self->sql = g_strdup_printf ("%.*s, p_hace_s => $%u::integer%s", (int) (end - command->sql),
                               command->sql, self->n_params, end);
  return self;
}

/**
 * cony_command_join:
 * @commands: (element-type ConyCommand): at least one
 * @params: an empty array
 *
 * Makes one statement that does all of them in their order, or none.  Each stays a column of the one
 * row, `r0`, `r1` and so on.
 *
 * Returns: (transfer full): the statement; @params holds one text for each `$n` of it, borrowed
 *   from @commands
 */
char *
cony_command_join (GPtrArray *commands,
                   GPtrArray *params)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");

  g_return_val_if_fail (commands != NULL && commands->len > 0, NULL);
  g_return_val_if_fail (params != NULL && params->len == 0, NULL);

  for (guint i = 0; i < commands->len; i++)
    {
      ConyCommand *command = commands->pdata[i];
      const char *at = command->sql + strlen ("SELECT ");
      const char *end = strrchr (command->sql, ')') + 1;

      if (i > 0)
        g_string_append (sql, ", ");
      while (at < end)
        if (*at == '$')
          g_string_append_printf (sql, "$%u",
                                  params->len
                                    + (guint) g_ascii_strtoull (at + 1, (char **) &at, 10));
        else
          g_string_append_c (sql, *at++);
      g_string_append_printf (sql, " AS r%u", i);
      for (guint k = 0; k < command->n_params; k++)
        g_ptr_array_add (params, command->params[k]);
    }
  return g_string_free (g_steal_pointer (&sql), FALSE);
}
