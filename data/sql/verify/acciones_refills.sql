-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:acciones_refills on pg
BEGIN;

SELECT 'api.insumo_repuesto(uuid, integer)'::regprocedure;
SELECT 'api.insumo_agotado(uuid, integer)'::regprocedure;
SELECT 'privado.insumo_cambiado(uuid, privado.persona, integer, boolean)'::regprocedure;
SELECT 'api.atender_refill(uuid, integer, text, text, text, integer)'::regprocedure;
SELECT 'api.pedir_refill(uuid, integer, numeric, integer)'::regprocedure;

ROLLBACK;
