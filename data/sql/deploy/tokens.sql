-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:tokens to pg
-- requires: permisos
BEGIN;
SET LOCAL ROLE cony_dueno;

CREATE FUNCTION privado.base64url(p_bytes bytea) RETURNS text
  LANGUAGE sql IMMUTABLE AS $$
  SELECT pg_catalog.translate(pg_catalog.encode(p_bytes, 'base64'), E'+/=\n', '-_')
$$;

-- A JWT for the broker: HS256 with the newest key, five minutes, for the person who is logged in.
CREATE FUNCTION api.emitir_token() RETURNS text
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('atencion', 'cocinero', 'validador', 'admin', 'intake');
  v_clave privado.claves;
  v_ahora bigint := extract(epoch FROM clock_timestamp())::bigint;
  v_jti uuid := gen_random_uuid();
  v_texto text;
BEGIN
  SELECT * INTO v_clave FROM privado.claves c
   WHERE c.desde <= privado.ahora() AND (c.hasta IS NULL OR c.hasta > privado.ahora() + interval '5 minutes')
   ORDER BY c.desde DESC LIMIT 1;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'CN412', MESSAGE = 'There is no valid key to sign with.';
  END IF;
  v_texto := privado.base64url(convert_to(privado.compacto(
               jsonb_build_object('alg', v_clave.alg, 'typ', 'JWT', 'kid', v_clave.kid)), 'UTF8'))
    || '.' || privado.base64url(convert_to(privado.compacto(jsonb_build_object(
               'iss', 'cony', 'aud', 'cony-broker', 'sub', v_yo.login,
               'roles', privado.roles_de(v_yo.login),
               'sucursal', CASE WHEN NOT v_yo.admin THEN v_yo.sucursales[1] END,
               'iat', v_ahora, 'nbf', v_ahora, 'exp', v_ahora + 300, 'jti', v_jti)), 'UTF8'));
  DELETE FROM privado.tokens t WHERE t.login = v_yo.login AND t.vence < privado.ahora() - interval '1 day';
  INSERT INTO privado.tokens (jti, login, kid, emitido, vence)
    VALUES (v_jti, v_yo.login, v_clave.kid, to_timestamp(v_ahora), to_timestamp(v_ahora + 300));
  RETURN v_texto || '.' || privado.base64url(privado.hmac(convert_to(v_texto, 'UTF8'), v_clave.secreto, 'sha256'));
END $$;

-- The keys whose tokens are still accepted, and those to come.
CREATE FUNCTION api.leer_claves() RETURNS TABLE (kid text, secreto bytea, alg text, hasta timestamp)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
  SELECT c.kid, c.secreto, c.alg, c.hasta FROM privado.claves c
   WHERE c.hasta IS NULL OR c.hasta > privado.ahora() ORDER BY c.desde
$$;

-- A new key to sign with.  Brokers get two minutes to read it before its first token, and the old key outlives the
-- last of its own.  With p_ya (somebody has stolen a key) the old ones end at once, and their tokens with them.
CREATE FUNCTION api.rotar_clave(p_clave uuid, p_ya boolean DEFAULT false) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_ya boolean := coalesce(p_ya, false);
  v_antes jsonb;
  v_ahora timestamp;
  v_desde timestamp;
  v_hasta timestamp;
  v_kid text := substr(gen_random_uuid()::text, 1, 8);
BEGIN
  -- As for people, a superuser of the server counts as superadmin.
  IF NOT (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = session_user) THEN
    PERFORM privado.exigir('admin');
  END IF;
  v_antes := privado.repetida(p_clave, 'rotar_clave', jsonb_build_array(v_ya));
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  PERFORM FROM privado.claves FOR UPDATE;
  v_ahora := privado.ahora();
  v_desde := CASE WHEN v_ya THEN v_ahora ELSE v_ahora + interval '2 minutes' END;
  v_hasta := CASE WHEN v_ya THEN v_ahora ELSE v_desde + interval '10 minutes' END;
  IF NOT v_ya AND EXISTS (SELECT FROM privado.claves c WHERE c.desde > v_ahora) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN409', MESSAGE = 'A new key is already on its way.';
  END IF;
  DELETE FROM privado.claves c WHERE c.hasta < v_ahora - interval '1 day';
  UPDATE privado.claves c SET hasta = v_hasta WHERE c.hasta IS NULL OR c.hasta > v_hasta;
  INSERT INTO privado.claves (kid, secreto, desde) VALUES (v_kid, privado.gen_random_bytes(32), v_desde);
  RETURN privado.hecha(p_clave, jsonb_build_object('kid', v_kid, 'desde', v_desde, 'anteriores_hasta', v_hasta));
END $$;

-- Changes when the rows of this database no longer continue the ones that a reader knows.
CREATE FUNCTION api.epoca() RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
  SELECT substr(encode(sha256(convert_to(concat_ws(':',
           (SELECT s.system_identifier FROM pg_control_system() s),
           (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()),
           substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8),
           (SELECT e.uuid FROM privado.epoca e)), 'UTF8')), 'hex'), 1, 16)
$$;

-- For the owner, after a dump was read back and before anybody works: its events have the numbers of transactions of
-- another server, which say nothing here.  They are history from now on, and whoever read them before loads anew.
CREATE FUNCTION privado.restaurada() RETURNS void
  LANGUAGE sql VOLATILE SET timezone = 'UTC' AS $$
  UPDATE cony.eventos_realtime SET xid = '0' WHERE xid <> '0';
  UPDATE privado.epoca SET uuid = gen_random_uuid();
$$;

GRANT EXECUTE ON FUNCTION api.emitir_token() TO cony_atencion, cony_cocinero, cony_validador, cony_admin, cony_intake;
GRANT EXECUTE ON FUNCTION api.epoca() TO cony_atencion, cony_cocinero, cony_validador, cony_admin, cony_broker;
GRANT EXECUTE ON FUNCTION api.leer_claves() TO cony_broker;
GRANT EXECUTE ON FUNCTION api.rotar_clave(uuid, boolean) TO cony_admin;

COMMIT;
