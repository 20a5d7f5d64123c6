-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:sin_pantalla on pg
BEGIN;

SELECT id, uid, tipo, sucursal_id, pedido_id, cliente, texto, fecha FROM api.sin_pantalla WHERE false;

ROLLBACK;
