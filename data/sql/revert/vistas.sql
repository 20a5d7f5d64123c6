-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:vistas from pg
BEGIN;

DROP VIEW api.eventos, api.vouchers, api.productos, api.insumos, api.refills, api.alertas, api.pedidos, api.pedidos_cocina,
  api.sucursales, api.yo;

COMMIT;
