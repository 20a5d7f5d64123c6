-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:deudas on pg
BEGIN;

SELECT uid, tipo, sucursal_id, motivo, intentos, fecha FROM cony.deudas WHERE false;
SELECT 1 / count(*) FROM cony.eventos_catalogo WHERE tipo = 'evento_sin_confirmar';
SELECT 'api.anotar_deuda(uuid, text, integer, text, integer)'::regprocedure;
SELECT 'api.leer_personas()'::regprocedure;

ROLLBACK;
