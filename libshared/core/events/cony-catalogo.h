/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-rol.h"

G_BEGIN_DECLS

/**
 * ConyTipo:
 * @tipo: the event's name on the wire
 * @alias: (nullable): name under which it is emitted as well (voucher_whatsapp → voucher_nuevo)
 * @ven: roles that see it, in their own sucursal
 * @relevan: roles whose events the broker relays live without storing them
 * @deben: role that owes an `_ack` (0: nobody)
 * @deben_siempre: %TRUE when every priority is owed; otherwise only alta and urgente
 * @guardado: %FALSE for events that are never stored (presencia, voucher_mirado)
 * @intake: an intake program may post it
 *
 * One row of the event catalogue, the single source of who sees what (PROTOCOL.md, section 1).  The
 * table `cony.eventos_catalogo` holds the same facts and a test holds both equal.
 */
typedef struct
{
  const char *tipo;
  const char *alias;
  ConyRoles ven;
  ConyRoles relevan;
  ConyRoles deben;
  gboolean deben_siempre;
  gboolean guardado;
  gboolean intake;
} ConyTipo;

const ConyTipo *cony_catalogo_find      (const char *tipo);
const ConyTipo *cony_catalogo_get_all   (guint      *n_tipos);
ConyRoles       cony_catalogo_who_sees  (const char *tipo);
gboolean        cony_catalogo_is_urgent (const char *tipo,
                                         const char *prioridad);
ConyRoles       cony_catalogo_who_owes  (const char *tipo,
                                         const char *prioridad);

G_END_DECLS
