-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:base on pg
BEGIN;

SELECT 1 / (count(*) = 9)::integer FROM pg_roles WHERE rolname IN ('cony_dueno', 'cony_altas', 'cony_atencion',
  'cony_cocinero', 'cony_validador', 'cony_admin', 'cony_superadmin', 'cony_intake', 'cony_broker');
SELECT has_schema_privilege('cony_dueno', s, 'CREATE') FROM unnest(ARRAY['cony', 'api', 'privado']) s;
SELECT 1 / (extnamespace = 'privado'::regnamespace)::integer FROM pg_extension WHERE extname = 'pgcrypto';
SELECT 1 / (NOT has_function_privilege('cony_atencion', 'pg_advisory_lock(bigint)', 'EXECUTE')
  AND has_function_privilege('cony_dueno', 'pg_advisory_xact_lock(bigint)', 'EXECUTE'))::integer;

ROLLBACK;
