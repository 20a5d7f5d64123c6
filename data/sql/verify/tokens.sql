-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:tokens on pg
BEGIN;

SELECT 'api.epoca()'::regprocedure;
SELECT 'privado.restaurada()'::regprocedure;
SELECT 'api.rotar_clave(uuid, boolean)'::regprocedure;
SELECT 'api.leer_claves()'::regprocedure;
SELECT 'api.emitir_token()'::regprocedure;
SELECT 'privado.base64url(bytea)'::regprocedure;

ROLLBACK;
