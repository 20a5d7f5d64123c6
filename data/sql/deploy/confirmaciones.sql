-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:confirmaciones to pg
-- requires: acciones_pedidos
-- requires: acciones_alertas
-- requires: acciones_refills
-- A window or the broker says that an event is on a screen.  The first screen of the kitchen is what the
-- sender's receipt strip shows, so it makes an event of its own, once.
BEGIN;
SET LOCAL ROLE cony_dueno;

-- Whether the confirmation is new.  Only the broker may confirm what is not stored yet: it showed it.
CREATE FUNCTION privado.confirmar(p_quien privado.persona, p_uid uuid, p_tipo text, p_pantalla text,
                                  p_por_broker boolean) RETURNS boolean
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_evento cony.eventos_realtime;
  v_pedido cony.pedidos;
  v_refill cony.refill_solicitud;
BEGIN
  SELECT * INTO v_evento FROM cony.eventos_realtime e WHERE e.uid = p_uid;
  IF NOT FOUND AND p_por_broker THEN
    PERFORM privado.esperar_turno(p_uid);
    SELECT * INTO v_evento FROM cony.eventos_realtime e WHERE e.uid = p_uid;
  END IF;
  IF FOUND THEN
    IF NOT (p_quien.admin OR coalesce(v_evento.sucursal_id = ANY (p_quien.sucursales) AND EXISTS (
         SELECT FROM cony.eventos_catalogo c
          WHERE c.tipo = v_evento.tipo AND c.ven && privado.roles_de(p_quien.login)), false)) THEN
      RETURN false;
    END IF;
  ELSIF NOT p_por_broker THEN
    RETURN false;
  END IF;
  INSERT INTO cony.eventos_confirmaciones (uid, usuario_id, pantalla, tipo)
    VALUES (p_uid, p_quien.id, p_pantalla, p_tipo) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF p_tipo <> 'ack' OR v_evento.id IS NULL OR NOT privado.tiene_rol(p_quien.login, '{cocinero}') THEN
    RETURN true;
  END IF;

  IF v_evento.tipo = 'alerta_cocina' THEN
    PERFORM privado.alerta_entregada(p_uid, p_quien, p_pantalla);
  ELSIF v_evento.tipo = 'pedido_aprobado' THEN
    UPDATE cony.pedidos SET en_pantalla = privado.ahora(), pantalla = p_pantalla, version = version + 1
     WHERE id = v_evento.entidad_id AND en_pantalla IS NULL RETURNING * INTO v_pedido;
    IF FOUND THEN
      PERFORM privado.publicar(privado.uid_siguiente(p_uid, 'en_pantalla'), p_quien, v_pedido.sucursal_id,
        'pedido', v_pedido.id,
        json_build_object('tipo', 'pedido_actualizado', 'pedido_id', v_pedido.id, 'estado', v_pedido.estado,
                          'cambio', 'en_pantalla', 'pantalla', p_pantalla, 'version', v_pedido.version));
    END IF;
  ELSIF v_evento.tipo = 'refill_solicitado' THEN
    UPDATE cony.refill_solicitud SET en_pantalla = privado.ahora(), pantalla = p_pantalla, version = version + 1
     WHERE uid = p_uid AND en_pantalla IS NULL RETURNING * INTO v_refill;
    IF FOUND THEN
      PERFORM privado.publicar(privado.uid_siguiente(p_uid, 'en_pantalla'), p_quien, v_refill.sucursal_id,
        'refill', v_refill.id,
        json_build_object('tipo', 'refill_actualizado', 'refill_id', v_refill.id, 'estado', v_refill.estado,
                          'cambio', 'en_pantalla', 'pantalla', p_pantalla, 'version', v_refill.version));
    END IF;
  END IF;
  RETURN true;
END $$;

CREATE FUNCTION privado.revisar_confirmacion(p_tipo text) RETURNS void
  LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF p_tipo IS NULL OR p_tipo NOT IN ('ack', 'nack', 'rechazo') THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'There is no such confirmation.',
      DETAIL = left(p_tipo, 50);
  END IF;
END $$;

-- Returns how many of them are new; what the person may not see is passed over.
CREATE FUNCTION api.confirmar_eventos(p_uids uuid[], p_tipo text, p_pantalla text DEFAULT NULL) RETURNS integer
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('atencion', 'cocinero', 'validador', 'admin');
  v_pantalla text := coalesce(privado.renglon(p_pantalla, 50), '');
  v_uid uuid;
  v_nuevas integer := 0;
BEGIN
  PERFORM privado.revisar_confirmacion(p_tipo);
  IF cardinality(p_uids) > 1000 THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'Too many events in one call.';
  END IF;
  -- In one order, so that two screens that confirm the same events never wait for each other in a circle.
  FOR v_uid IN SELECT DISTINCT u FROM unnest(p_uids) u WHERE u IS NOT NULL ORDER BY u LOOP
    IF privado.confirmar(v_yo, v_uid, p_tipo, v_pantalla, false) THEN
      v_nuevas := v_nuevas + 1;
    END IF;
  END LOOP;
  RETURN v_nuevas;
END $$;

-- The same for the person of a session of the broker.
CREATE FUNCTION api.confirmar_por(p_login text, p_uid uuid, p_tipo text, p_pantalla text DEFAULT NULL) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_quien privado.persona;
BEGIN
  IF NOT privado.tiene_rol(session_user::text, '{broker}') THEN
    RAISE EXCEPTION USING ERRCODE = 'CN403', MESSAGE = 'Your role may not do this.',
      DETAIL = session_user::text;
  END IF;
  PERFORM privado.revisar_confirmacion(p_tipo);
  v_quien := privado.persona_de(p_login);
  IF v_quien.id IS NULL OR p_uid IS NULL THEN
    RETURN false;
  END IF;
  RETURN privado.confirmar(v_quien, p_uid, p_tipo, coalesce(privado.renglon(p_pantalla, 50), ''), true);
END $$;

GRANT EXECUTE ON FUNCTION api.confirmar_eventos(uuid[], text, text)
  TO cony_atencion, cony_cocinero, cony_validador, cony_admin;
GRANT EXECUTE ON FUNCTION api.confirmar_por(text, uuid, text, text) TO cony_broker;

COMMIT;
