-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:usuarios on pg
BEGIN;

SELECT 'api.crear_usuario(uuid, text, text, text, text[], integer[])'::regprocedure;
SELECT 'api.desactivar_usuario(uuid, text)'::regprocedure;
SELECT 'privado.usuario_permiso(text[])'::regprocedure;
SELECT 'privado.usuario_repetida(uuid, text, jsonb)'::regprocedure;
SELECT 'privado.usuario_alta(uuid, text, text, integer[])'::regprocedure;
SELECT 'privado.usuario_baja(uuid, text)'::regprocedure;
SELECT 'privado.usuario_grupos(text)'::regprocedure;

ROLLBACK;
