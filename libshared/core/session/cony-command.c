/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-command.h"

struct _ConyCommand
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyCommand, cony_command, G_TYPE_OBJECT)

static void
cony_command_class_init (ConyCommandClass *klass)
{
}

static void
cony_command_init (ConyCommand *self)
{
}

ConyCommand        *
cony_command_new_aprobar_pedido (gint64 pedido_id, const char *estado, const char *motivo)
{
  return 0;
}

ConyCommand        *
cony_command_new_entregar_pedido (gint64 pedido_id, const char *estado)
{
  return 0;
}

ConyCommand        *
cony_command_new_cancelar_pedido (gint64 pedido_id, const char *estado, const char *motivo)
{
  return 0;
}

ConyCommand        *
cony_command_new_empezar_pedido (gint64 pedido_id, const char *estado)
{
  return 0;
}

ConyCommand        *
cony_command_new_pedido_listo (gint64 pedido_id, const char *estado)
{
  return 0;
}

ConyCommand        *
cony_command_new_alertar_cocina (gint64 sucursal_id, gint64 pedido_id, const char *mensaje, const char *prioridad)
{
  return 0;
}

ConyCommand        *
cony_command_new_marcar_alerta_vista (const char *alerta_uid)
{
  return 0;
}

ConyCommand        *
cony_command_new_pedir_refill (gint64 insumo_id, double cantidad)
{
  return 0;
}

ConyCommand        *
cony_command_new_atender_refill (gint64 refill_id, const char *estado, const char *nuevo_estado, const char *motivo)
{
  return 0;
}

ConyCommand        *
cony_command_new_aprobar_voucher (gint64 voucher_id, const char *estado, const char *numero_operacion)
{
  return 0;
}

ConyCommand        *
cony_command_new_rechazar_voucher (gint64 voucher_id, const char *estado, const char *motivo)
{
  return 0;
}

const char         *
cony_command_get_clave (ConyCommand *self)
{
  return 0;
}

const char         *
cony_command_get_function (ConyCommand *self)
{
  return 0;
}

const char         *
cony_command_get_sql (ConyCommand *self)
{
  return 0;
}

const char * const *
cony_command_get_params (ConyCommand *self)
{
  return 0;
}
