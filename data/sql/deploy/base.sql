-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:base to pg
-- Groups, owners and schemas.  Run as a superuser: roles belong to the whole server, so what exists stays.
BEGIN;

DO $$
BEGIN
  IF current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION 'The database is in %: create it WITH TEMPLATE template0 ENCODING ''UTF8''.', current_setting('server_encoding');
  END IF;
END $$;

DO $$
DECLARE
  v_rol text;
BEGIN
  FOREACH v_rol IN ARRAY ARRAY['cony_dueno', 'cony_altas', 'cony_atencion', 'cony_cocinero',
    'cony_validador', 'cony_admin', 'cony_superadmin', 'cony_intake', 'cony_broker']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = v_rol) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', v_rol);
    END IF;
  END LOOP;
END $$;

-- Whoever may manage admins is one.
GRANT cony_admin TO cony_superadmin;

-- People are created by functions of this owner; what it may grant is fixed in api.crear_usuario.
ALTER ROLE cony_altas CREATEROLE;
GRANT cony_atencion, cony_cocinero, cony_validador, cony_admin, cony_superadmin, cony_intake
  TO cony_altas WITH ADMIN OPTION;
GRANT pg_signal_backend TO cony_altas;
GRANT pg_read_all_stats, pg_signal_backend TO cony_broker;

-- Without IN SCHEMA: that form would leave PUBLIC in.
ALTER DEFAULT PRIVILEGES FOR ROLE cony_dueno REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE cony_altas REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE cony_dueno REVOKE USAGE ON TYPES FROM PUBLIC;

CREATE SCHEMA cony AUTHORIZATION cony_dueno;
CREATE SCHEMA api AUTHORIZATION cony_dueno;
CREATE SCHEMA privado AUTHORIZATION cony_dueno;
CREATE EXTENSION pgcrypto SCHEMA privado;

-- What everybody may call anywhere: whoever held the lock of the branch, of an order or of the broker that decides would
-- stop the others, and large objects would be a way to fill the disk.
DO $$
DECLARE
  v_funcion regprocedure;
BEGIN
  FOR v_funcion IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
    AND (proname ~ '^pg_(try_)?advisory_' OR proname ~ '^(lo_|loread$|lowrite$)')
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', v_funcion);
    IF v_funcion::text LIKE '%advisory%' THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO cony_dueno', v_funcion);
    END IF;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA cony, api
  TO cony_atencion, cony_cocinero, cony_validador, cony_admin, cony_intake, cony_broker;
-- cony_altas owns the two functions that create and disable people.
GRANT USAGE, CREATE ON SCHEMA api TO cony_altas;
GRANT USAGE ON SCHEMA privado TO cony_altas;

COMMIT;
