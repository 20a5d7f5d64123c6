-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:sin_pantalla from pg
BEGIN;

DROP VIEW api.sin_pantalla;
DROP INDEX cony.eventos_aprobados;

COMMIT;
