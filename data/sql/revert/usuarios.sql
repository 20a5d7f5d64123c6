-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:usuarios from pg
BEGIN;

DROP FUNCTION api.crear_usuario(uuid, text, text, text, text[], integer[]);
DROP FUNCTION api.desactivar_usuario(uuid, text);
DROP FUNCTION privado.usuario_permiso(text[]);
DROP FUNCTION privado.usuario_repetida(uuid, text, jsonb);
DROP FUNCTION privado.usuario_alta(uuid, text, text, integer[]);
DROP FUNCTION privado.usuario_baja(uuid, text);
DROP FUNCTION privado.usuario_grupos(text);

COMMIT;
