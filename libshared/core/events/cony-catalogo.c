/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-catalogo.h"

#define ADMINS (CONY_ROL_ADMIN | CONY_ROL_SUPERADMIN)
#define SALON (CONY_ROL_ATENCION | CONY_ROL_COCINERO | ADMINS)
#define CAJA (CONY_ROL_ATENCION | CONY_ROL_VALIDADOR | ADMINS)

static const ConyTipo tipos[] = {
  { .tipo = "voucher_nuevo", .ven = CAJA, .guardado = TRUE, .intake = TRUE },
  { .tipo = "voucher_whatsapp", .alias = "voucher_nuevo", .ven = CAJA, .guardado = TRUE,
    .intake = TRUE },
  { .tipo = "voucher_aprobado", .ven = CAJA, .guardado = TRUE },
  { .tipo = "voucher_rechazado", .ven = CAJA, .guardado = TRUE },
  { .tipo = "pedido_creado", .ven = SALON, .guardado = TRUE, .intake = TRUE },
  { .tipo = "pedido_actualizado", .ven = SALON, .guardado = TRUE },
  { .tipo = "pedido_aprobado", .ven = SALON, .deben = CONY_ROL_COCINERO, .deben_siempre = TRUE,
    .guardado = TRUE },
  { .tipo = "alerta_cocina", .ven = SALON, .relevan = CONY_ROL_ATENCION,
    .deben = CONY_ROL_COCINERO, .guardado = TRUE },
  { .tipo = "alerta_vista", .ven = SALON, .relevan = CONY_ROL_COCINERO, .guardado = TRUE },
  { .tipo = "alerta_entregada", .ven = SALON, .guardado = TRUE },
  { .tipo = "alerta_escalada", .ven = SALON, .guardado = TRUE },
  { .tipo = "refill_solicitado", .ven = SALON, .relevan = CONY_ROL_ATENCION,
    .deben = CONY_ROL_COCINERO, .deben_siempre = TRUE, .guardado = TRUE },
  { .tipo = "refill_actualizado", .ven = SALON, .guardado = TRUE },
  { .tipo = "insumo_agotado", .ven = SALON, .guardado = TRUE },
  { .tipo = "insumo_repuesto", .ven = SALON, .guardado = TRUE },
  { .tipo = "umbrales_cambiados", .ven = SALON, .guardado = TRUE },
  { .tipo = "evento_sin_confirmar", .ven = ADMINS, .guardado = TRUE },
  { .tipo = "presencia", .ven = ADMINS },
  { .tipo = "voucher_mirado", .ven = CONY_ROL_VALIDADOR, .relevan = CONY_ROL_VALIDADOR },
};

static gboolean
is_raised (const char *prioridad)
{
  return g_strcmp0 (prioridad, "alta") == 0 || g_strcmp0 (prioridad, "urgente") == 0;
}

/**
 * cony_catalogo_find:
 * @tipo: an event's name
 *
 * Returns: (transfer none) (nullable): its row, %NULL for an unknown name
 */
const ConyTipo *
cony_catalogo_find (const char *tipo)
{
  g_return_val_if_fail (tipo != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tipos); i++)
    if (g_str_equal (tipos[i].tipo, tipo))
      return &tipos[i];
  return NULL;
}

/**
 * cony_catalogo_get_all:
 * @n_tipos: (out): how many rows there are
 *
 * Returns: (transfer none) (array length=n_tipos): all rows
 */
const ConyTipo *
cony_catalogo_get_all (guint *n_tipos)
{
  g_return_val_if_fail (n_tipos != NULL, NULL);

  *n_tipos = G_N_ELEMENTS (tipos);
  return tipos;
}

/**
 * cony_catalogo_who_sees:
 * @tipo: an event's name
 *
 * Returns: the roles that see it in their own sucursal; of an unknown one, only admins
 */
ConyRoles
cony_catalogo_who_sees (const char *tipo)
{
  const ConyTipo *row = cony_catalogo_find (tipo);

  return row ? row->ven : ADMINS;
}

/**
 * cony_catalogo_is_urgent:
 * @tipo: an event's name
 * @prioridad: (nullable): its priority
 *
 * Returns: whether it travels in the urgent lane
 */
gboolean
cony_catalogo_is_urgent (const char *tipo,
                         const char *prioridad)
{
  g_return_val_if_fail (tipo != NULL, FALSE);

  if (g_str_equal (tipo, "alerta_cocina"))
    return is_raised (prioridad);
  return g_str_equal (tipo, "alerta_escalada");
}

/**
 * cony_catalogo_who_owes:
 * @tipo: an event's name
 * @prioridad: (nullable): its priority
 *
 * Returns: the role of which one session must acknowledge it, %CONY_ROL_NONE for nobody
 */
ConyRoles
cony_catalogo_who_owes (const char *tipo,
                        const char *prioridad)
{
  const ConyTipo *row = cony_catalogo_find (tipo);

  if (row == NULL || !(row->deben_siempre || is_raised (prioridad)))
    return CONY_ROL_NONE;
  return row->deben;
}
