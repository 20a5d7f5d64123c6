-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:pines to pg
-- requires: permisos
-- A PIN of four digits says who pressed a button on a screen that several people share.
-- Wrong ones are counted in a sequence of each person, which no ROLLBACK takes back: whoever guesses with psql
-- inside a transaction would otherwise never be throttled.  Its value is (second of the last wrong one) * 8 + count.
BEGIN;
SET LOCAL ROLE cony_dueno;

CREATE FUNCTION privado.revisar_pin(p_usuario_id integer, p_pin text) RETURNS void
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_resumen text;
  v_cuenta text := pg_catalog.format('privado.pin_fallos_%s', p_usuario_id);
  v_ahora bigint := pg_catalog.floor(extract(epoch FROM pg_catalog.clock_timestamp()));
  v_valor bigint;
BEGIN
  SELECT n.resumen INTO v_resumen FROM privado.pines n WHERE n.usuario_id = p_usuario_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'CN403', MESSAGE = 'The PIN is wrong.';
  END IF;
  -- One after the other, or guesses at the same moment would count as one.
  PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(v_cuenta, 0));
  EXECUTE 'SELECT last_value FROM ' || v_cuenta INTO v_valor;
  IF v_valor / 8 <= v_ahora - 300 THEN
    v_valor := 0;
  END IF;
  IF v_valor % 8 >= 5 THEN
    RAISE EXCEPTION USING ERRCODE = 'CN403', MESSAGE = 'Too many wrong PINs. Wait five minutes.';
  END IF;
  IF p_pin IS NULL OR privado.crypt(p_pin, v_resumen) <> v_resumen THEN
    PERFORM pg_catalog.setval(v_cuenta, v_ahora * 8 + v_valor % 8 + 1);
    RAISE EXCEPTION USING ERRCODE = 'CN403', MESSAGE = 'The PIN is wrong.';
  END IF;
  PERFORM pg_catalog.setval(v_cuenta, 0);
END $$;

-- Her own.  The PIN is no part of what is remembered of the action.
CREATE FUNCTION api.poner_pin(p_clave uuid, p_pin text) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('atencion', 'cocinero', 'validador', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'poner_pin', '[]');
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  IF p_pin IS NULL OR p_pin !~ '^[0-9]{4}$' THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'A PIN has four digits.';
  END IF;
  EXECUTE format('CREATE SEQUENCE IF NOT EXISTS privado.pin_fallos_%s MINVALUE 0 START 0', v_yo.id);
  INSERT INTO privado.pines (usuario_id, resumen) VALUES (v_yo.id, privado.crypt(p_pin, privado.gen_salt('bf', 8)))
    ON CONFLICT (usuario_id) DO UPDATE SET resumen = EXCLUDED.resumen, cambiado = privado.ahora();
  RETURN privado.hecha(p_clave, jsonb_build_object('id', v_yo.id, 'uid', p_clave));
END $$;

-- Who may say Visto by PIN on the caller's screen: the others of her branches who cook there and have one.
CREATE FUNCTION api.personas_con_pin() RETURNS TABLE (id integer, login text, nombre text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('cocinero', 'admin');
BEGIN
  RETURN QUERY
    SELECT u.id, u.login::text, u.nombre::text
      FROM privado.pines n JOIN cony.usuarios u ON u.id = n.usuario_id JOIN pg_catalog.pg_roles r ON r.rolname = u.login
     WHERE u.activo AND u.id <> v_yo.id
       AND (privado.persona_de(u.login)).sucursales && v_yo.sucursales
       AND privado.tiene_rol(u.login, '{cocinero,admin}')
     ORDER BY u.nombre, u.id;
END $$;

GRANT EXECUTE ON FUNCTION api.personas_con_pin() TO cony_cocinero, cony_admin;
GRANT EXECUTE ON FUNCTION api.poner_pin(uuid, text) TO cony_atencion, cony_cocinero, cony_validador, cony_admin;

COMMIT;
