-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:tokens from pg
BEGIN;

DROP FUNCTION privado.restaurada();
DROP FUNCTION api.epoca();
DROP FUNCTION api.rotar_clave(uuid, boolean);
DROP FUNCTION api.leer_claves();
DROP FUNCTION api.emitir_token();
DROP FUNCTION privado.base64url(bytea);

COMMIT;
