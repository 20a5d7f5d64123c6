-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:umbrales from pg
BEGIN;

DROP FUNCTION api.poner_umbrales(uuid, integer, text, integer, integer);
DELETE FROM cony.eventos_catalogo WHERE tipo = 'umbrales_cambiados';

COMMIT;
