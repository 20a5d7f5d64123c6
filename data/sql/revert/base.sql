-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:base from pg
-- The roles stay: other databases of the server may use them, and people are members of them.
BEGIN;

DROP EXTENSION pgcrypto;
DROP SCHEMA privado;
DROP SCHEMA api;
DROP SCHEMA cony;
DO $$
DECLARE
  v_funcion regprocedure;
BEGIN
  FOR v_funcion IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
    AND (proname ~ '^pg_(try_)?advisory_' OR proname ~ '^(lo_|loread$|lowrite$)')
    AND NOT proname = ANY ('{lo_import,lo_export}')
  LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO PUBLIC', v_funcion);
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM cony_dueno', v_funcion);
  END LOOP;
END $$;
ALTER DEFAULT PRIVILEGES FOR ROLE cony_dueno GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE cony_altas GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE cony_dueno GRANT USAGE ON TYPES TO PUBLIC;

COMMIT;
