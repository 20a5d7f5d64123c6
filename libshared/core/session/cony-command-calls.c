/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-command-private.h"

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
      g_assert (self->n_params < CONY_COMMAND_MAX_ARGUMENTS);
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

static ConyCommand *
change_pedido (const char *function,
               gint64      pedido_id,
               const char *estado)
{
  g_autofree char *id = format_id (pedido_id);

  return make (function, "integer", id, "text", estado, NULL);
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
  return change_pedido ("entregar_pedido", pedido_id, estado);
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
  return change_pedido ("empezar_pedido", pedido_id, estado);
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
  return change_pedido ("pedido_listo", pedido_id, estado);
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
  return change_pedido ("recuperar_pedido", pedido_id, estado);
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
