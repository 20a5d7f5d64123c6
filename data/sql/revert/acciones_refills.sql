-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:acciones_refills from pg
BEGIN;

DROP FUNCTION api.insumo_repuesto(uuid, integer);
DROP FUNCTION api.insumo_agotado(uuid, integer);
DROP FUNCTION privado.insumo_cambiado(uuid, privado.persona, integer, boolean);
DROP FUNCTION api.atender_refill(uuid, integer, text, text, text, integer);
DROP FUNCTION api.pedir_refill(uuid, integer, numeric, integer);

COMMIT;
