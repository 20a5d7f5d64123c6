-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:usuarios to pg
-- requires: permisos
-- People are login roles.  The two functions belong to cony_altas, which may create roles; what they write into
-- tables goes through helpers of cony_dueno.
BEGIN;
SET LOCAL ROLE cony_dueno;

-- Checks who asks (a superuser of the server counts as superadmin: there must be a first one) and the clave.
CREATE FUNCTION privado.usuario_permiso(p_grupos text[]) RETURNS void
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
BEGIN
  IF (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = session_user) THEN
    RETURN;
  END IF;
  PERFORM privado.exigir('admin');
  IF p_grupos && '{admin,superadmin}' AND NOT privado.tiene_rol(session_user::text, '{superadmin}') THEN
    RAISE EXCEPTION USING ERRCODE = 'CN403', MESSAGE = 'Only a superadmin manages admin accounts.';
  END IF;
END $$;

CREATE FUNCTION privado.usuario_repetida(p_clave uuid, p_funcion text, p_argumentos jsonb) RETURNS jsonb
  LANGUAGE sql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
  SELECT privado.repetida(p_clave, p_funcion, p_argumentos)
$$;

CREATE FUNCTION privado.usuario_alta(p_clave uuid, p_login text, p_nombre text, p_sucursales integer[]) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_nombre text := privado.renglon(p_nombre, 60);
  v_id integer;
BEGIN
  IF v_nombre IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The person has no name.';
  END IF;
  IF EXISTS (SELECT FROM unnest(p_sucursales) s WHERE s IS NULL OR s NOT IN (SELECT b.id FROM cony.sucursales b)) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such branch.';
  END IF;
  INSERT INTO cony.usuarios (login, nombre) VALUES (p_login, v_nombre) RETURNING id INTO v_id;
  INSERT INTO cony.usuarios_sucursales (usuario_id, sucursal_id) SELECT DISTINCT v_id, s FROM unnest(p_sucursales) s;
  RETURN privado.hecha(p_clave, jsonb_build_object('id', v_id, 'login', p_login));
END $$;

CREATE FUNCTION privado.usuario_baja(p_clave uuid, p_login text) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_id integer;
BEGIN
  UPDATE cony.usuarios SET activo = false WHERE login = p_login RETURNING id INTO v_id;
  RETURN privado.hecha(p_clave, jsonb_build_object('id', v_id, 'login', p_login));
END $$;

-- The groups of a person who is in the table, NULL for any other role.
CREATE FUNCTION privado.usuario_grupos(p_login text) RETURNS text[]
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
  SELECT privado.roles_de(u.login) FROM cony.usuarios u WHERE u.login = p_login
$$;

GRANT EXECUTE ON FUNCTION privado.usuario_permiso(text[]), privado.usuario_repetida(uuid, text, jsonb),
  privado.usuario_alta(uuid, text, text, integer[]), privado.usuario_baja(uuid, text), privado.usuario_grupos(text)
  TO cony_altas;

RESET ROLE;
SET LOCAL ROLE cony_altas;

-- p_verificador is a SCRAM-SHA-256 verifier (PQencryptPasswordConn): the password itself never travels.
CREATE FUNCTION api.crear_usuario(p_clave uuid, p_login text, p_nombre text, p_verificador text, p_grupos text[],
                                  p_sucursales integer[] DEFAULT '{}') RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_grupos text[] := ARRAY(SELECT regexp_replace(g, '^cony_', '') FROM unnest(p_grupos) g);
  v_antes jsonb;
  v_resultado jsonb;
  v_grupo text;
BEGIN
  PERFORM privado.usuario_permiso(v_grupos);
  v_antes := privado.usuario_repetida(p_clave, 'crear_usuario', jsonb_build_array(p_login, p_nombre,
               encode(sha256(convert_to(coalesce(p_verificador, ''), 'UTF8')), 'hex'), p_grupos, p_sucursales));
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  IF p_login IS NULL OR p_login !~ '^[a-z][a-z0-9_.]{0,62}$' OR p_login ~ '^(pg_|cony_)' THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422',
      MESSAGE = 'A login has lower-case letters, digits, "_" and ".", and begins with a letter.';
  END IF;
  IF cardinality(v_grupos) = 0
     OR NOT v_grupos <@ '{atencion,cocinero,validador,admin,superadmin,intake}' THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'There is no such group.';
  END IF;
  IF p_verificador IS NULL OR p_verificador
     !~ '^SCRAM-SHA-256\$[1-9][0-9]{3,6}:[A-Za-z0-9+/]{20,}={0,2}\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$' THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The password is not a SCRAM-SHA-256 verifier.';
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = p_login) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN409', MESSAGE = 'This login is already taken.';
  END IF;
  v_resultado := privado.usuario_alta(p_clave, p_login, p_nombre, coalesce(p_sucursales, '{}'));
  -- A window has one connection, Monitor two: a program gone wild must leave some to the others.
  EXECUTE format('CREATE ROLE %I LOGIN CONNECTION LIMIT 100 PASSWORD %L', p_login, p_verificador);
  FOREACH v_grupo IN ARRAY v_grupos LOOP
    EXECUTE format('GRANT %I TO %I', 'cony_' || v_grupo, p_login);
  END LOOP;
  RETURN v_resultado;
END $$;

CREATE FUNCTION api.desactivar_usuario(p_clave uuid, p_login text) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_grupos text[] := privado.usuario_grupos(p_login);
  v_antes jsonb;
  v_resultado jsonb;
BEGIN
  PERFORM privado.usuario_permiso(coalesce(v_grupos, '{}'));
  v_antes := privado.usuario_repetida(p_clave, 'desactivar_usuario', jsonb_build_array(p_login));
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  IF v_grupos IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such person.';
  END IF;
  IF p_login = session_user::text THEN
    RAISE EXCEPTION USING ERRCODE = 'CN412', MESSAGE = 'Nobody can disable their own account.';
  END IF;
  v_resultado := privado.usuario_baja(p_clave, p_login);
  EXECUTE format('ALTER ROLE %I NOLOGIN', p_login);
  -- NOLOGIN does not end open sessions.
  PERFORM pg_terminate_backend(a.pid) FROM pg_stat_activity a WHERE a.usename = p_login;
  RETURN v_resultado;
END $$;

GRANT EXECUTE ON FUNCTION api.crear_usuario(uuid, text, text, text, text[], integer[]), api.desactivar_usuario(uuid, text)
  TO cony_admin;

COMMIT;
