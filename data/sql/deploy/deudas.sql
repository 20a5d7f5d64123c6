-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:deudas to pg
-- requires: confirmaciones
-- Events that nobody confirmed, and what the broker must know of people.
BEGIN;
SET LOCAL ROLE cony_dueno;

CREATE TABLE cony.deudas (
  uid uuid PRIMARY KEY,
  tipo varchar(50) NOT NULL,
  sucursal_id integer REFERENCES cony.sucursales,
  motivo varchar(20) NOT NULL CHECK (motivo IN ('sin_sesion', 'sin_respuesta', 'rechazo')),
  intentos integer NOT NULL,
  fecha timestamp NOT NULL DEFAULT privado.ahora()
);
ALTER TABLE cony.deudas ENABLE ROW LEVEL SECURITY;
ALTER TABLE cony.deudas FORCE ROW LEVEL SECURITY;
CREATE POLICY dueno ON cony.deudas TO cony_dueno USING (true) WITH CHECK (true);
GRANT SELECT ON cony.deudas TO cony_admin;
CREATE POLICY leer ON cony.deudas FOR SELECT TO cony_admin USING ((SELECT privado.es_admin()));

INSERT INTO cony.eventos_catalogo (tipo, alias, ven, relevan, deben, deben_siempre, guardado, intake) VALUES
  ('evento_sin_confirmar', NULL, '{admin}', '{}', '{}', false, true, false);

-- Notes that an event reached no screen and tells the admins; false when a screen confirmed it, or when that is
-- known already.
CREATE FUNCTION api.anotar_deuda(p_uid uuid, p_tipo text, p_sucursal_id integer, p_motivo text, p_intentos integer)
  RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_deben text[] := (SELECT c.deben FROM cony.eventos_catalogo c WHERE c.tipo = p_tipo);
BEGIN
  IF NOT privado.tiene_rol(session_user::text, '{broker}') THEN
    RAISE EXCEPTION USING ERRCODE = 'CN403', MESSAGE = 'Your role may not do this.',
      DETAIL = session_user::text;
  END IF;
  IF EXISTS (SELECT FROM cony.eventos_confirmaciones c JOIN cony.usuarios u ON u.id = c.usuario_id
              WHERE c.uid = p_uid AND c.tipo = 'ack' AND privado.roles_de(u.login) && v_deben) THEN
    RETURN false;
  END IF;
  INSERT INTO cony.deudas (uid, tipo, sucursal_id, motivo, intentos)
    VALUES (p_uid, p_tipo, p_sucursal_id, p_motivo, p_intentos) ON CONFLICT (uid) DO NOTHING;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  PERFORM privado.publicar(privado.uid_siguiente(p_uid, 'sin_confirmar'), NULL, p_sucursal_id, NULL, NULL,
    json_build_object('tipo', 'evento_sin_confirmar', 'evento_uid', p_uid, 'evento_tipo', p_tipo,
                      'motivo', p_motivo, 'intentos', p_intentos));
  RETURN true;
END $$;

-- Everybody who has a login, with the number and the name that their events carry.
CREATE FUNCTION api.leer_personas() RETURNS TABLE (id integer, login text, activo boolean, nombre text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
  SELECT u.id, u.login::text, u.activo, u.nombre::text FROM cony.usuarios u
$$;

GRANT EXECUTE ON FUNCTION api.anotar_deuda(uuid, text, integer, text, integer), api.leer_personas() TO cony_broker;

COMMIT;
