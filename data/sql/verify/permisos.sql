-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:permisos on pg
BEGIN;

SELECT 1 / has_column_privilege('cony_cocinero', 'cony.pedidos', 'cliente', 'SELECT')::integer;
SELECT 1 / (NOT has_column_privilege('cony_cocinero', 'cony.pedidos', 'telefono', 'SELECT'))::integer;
SELECT 1 / (count(*) = 1)::integer FROM pg_policy WHERE polrelid = 'cony.eventos_realtime'::regclass AND polname = 'leer';

ROLLBACK;
