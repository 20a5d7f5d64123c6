-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:permisos from pg
BEGIN;

DO $$
DECLARE
  v_fila record;
BEGIN
  FOR v_fila IN SELECT polname, polrelid::regclass AS tabla FROM pg_policy WHERE polname <> 'dueno'
    AND polrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'cony'::regnamespace)
  LOOP
    EXECUTE format('DROP POLICY %I ON %s', v_fila.polname, v_fila.tabla);
  END LOOP;
END $$;
REVOKE ALL ON ALL TABLES IN SCHEMA cony FROM cony_atencion, cony_cocinero, cony_validador, cony_admin, cony_broker;

COMMIT;
