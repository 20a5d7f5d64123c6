-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:deudas from pg
BEGIN;

DROP FUNCTION api.leer_personas();
DROP FUNCTION api.anotar_deuda(uuid, text, integer, text, integer);
DELETE FROM cony.eventos_catalogo WHERE tipo = 'evento_sin_confirmar';
DROP TABLE cony.deudas;

COMMIT;
