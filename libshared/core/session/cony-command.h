/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONY_TYPE_COMMAND (cony_command_get_type ())
G_DECLARE_FINAL_TYPE (ConyCommand, cony_command, CONY, COMMAND, GObject)

/* What a person asks for: one call of an `api` function with its arguments and its `clave`.
 * Immutable.  Repeating the same command is harmless, that is what the clave is for (DATA.md).
 * "estado" arguments are the state that the person saw; a stale one fails with CONY_DB_ERROR_STALE.
 */
ConyCommand        *cony_command_new_crear_pedido         (gint64       sucursal_id,
                                                           const char  *cliente,
                                                           const char  *telefono,
                                                           const char  *canal,
                                                           const char  *nota,
                                                           const char  *items);
ConyCommand        *cony_command_new_aprobar_pedido       (gint64       pedido_id,
                                                           const char  *estado,
                                                           const char  *motivo);
ConyCommand        *cony_command_new_entregar_pedido      (gint64       pedido_id,
                                                           const char  *estado);
ConyCommand        *cony_command_new_cancelar_pedido      (gint64       pedido_id,
                                                           const char  *estado,
                                                           const char  *motivo);
ConyCommand        *cony_command_new_empezar_pedido       (gint64       pedido_id,
                                                           const char  *estado);
ConyCommand        *cony_command_new_pedido_listo         (gint64       pedido_id,
                                                           const char  *estado);
ConyCommand        *cony_command_new_recuperar_pedido     (gint64       pedido_id,
                                                           const char  *estado);
ConyCommand        *cony_command_new_priorizar_pedido     (gint64       pedido_id,
                                                           const char  *estado,
                                                           gboolean     prioridad,
                                                           const char  *motivo);
ConyCommand        *cony_command_new_confirmar_cambio     (gint64       pedido_id,
                                                           gint64       version);
ConyCommand        *cony_command_new_marcar_item          (gint64       item_id,
                                                           gboolean     hecho);
ConyCommand        *cony_command_new_alertar_cocina       (gint64       sucursal_id,
                                                           gint64       pedido_id,
                                                           const char  *mensaje,
                                                           const char  *prioridad);
ConyCommand        *cony_command_new_marcar_alerta_vista  (const char  *alerta_uid);
ConyCommand        *cony_command_new_marcar_alerta_vista_por
                                                          (const char  *alerta_uid,
                                                           const char  *login,
                                                           const char  *pin);
ConyCommand        *cony_command_new_poner_pin            (const char  *pin);
ConyCommand        *cony_command_new_insumo_agotado       (gint64       insumo_id);
ConyCommand        *cony_command_new_insumo_repuesto      (gint64       insumo_id);
ConyCommand        *cony_command_new_pedir_refill         (gint64       insumo_id,
                                                           double       cantidad);
ConyCommand        *cony_command_new_atender_refill       (gint64       refill_id,
                                                           const char  *estado,
                                                           const char  *nuevo_estado,
                                                           const char  *motivo);
ConyCommand        *cony_command_new_aprobar_voucher      (gint64       voucher_id,
                                                           const char  *estado,
                                                           const char  *numero_operacion);
ConyCommand        *cony_command_new_rechazar_voucher     (gint64       voucher_id,
                                                           const char  *estado,
                                                           const char  *motivo);

const char         *cony_command_get_clave                (ConyCommand *self);
const char         *cony_command_get_function             (ConyCommand *self);
const char         *cony_command_get_sql                  (ConyCommand *self);
const char * const *cony_command_get_params               (ConyCommand *self);
guint               cony_command_get_n_params             (ConyCommand *self);
gboolean            cony_command_get_deferrable           (ConyCommand *self);
ConyCommand        *cony_command_new_deferred             (const char  *function,
                                                           const char * const *params,
                                                           guint        n_params);
ConyCommand        *cony_command_new_late                 (ConyCommand *command,
                                                           gint64       seconds);
char               *cony_command_join                     (GPtrArray   *commands,
                                                           GPtrArray   *params);

G_END_DECLS
