-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:acciones_alertas to pg
-- requires: pines
BEGIN;
SET LOCAL ROLE cony_dueno;

-- An alert, and what arrived before it, are stored one after the other: else each would miss the other.
CREATE FUNCTION privado.esperar_turno(p_uid uuid) RETURNS void
  LANGUAGE sql VOLATILE AS $$
  SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(p_uid::text, 0))
$$;

-- Somebody of this branch by id, NULL when she has left it or is disabled.
CREATE FUNCTION privado.persona_en(p_usuario_id integer, p_sucursal_id integer) RETURNS privado.persona
  LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_persona privado.persona;
BEGIN
  v_persona := privado.persona_de((SELECT u.login FROM cony.usuarios u WHERE u.id = p_usuario_id));
  RETURN CASE WHEN p_sucursal_id = ANY (v_persona.sucursales) THEN v_persona END;
END $$;

-- The alert is on a screen of the kitchen, for the first time.
CREATE FUNCTION privado.alerta_entregada(p_uid uuid, p_quien privado.persona, p_pantalla text) RETURNS void
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_alerta cony.alertas_cocina;
BEGIN
  UPDATE cony.alertas_cocina SET entregada = privado.ahora(), pantalla = p_pantalla, version = version + 1
   WHERE uid = p_uid AND entregada IS NULL RETURNING * INTO v_alerta;
  IF FOUND THEN
    PERFORM privado.publicar(privado.uid_siguiente(p_uid, 'entregada'), p_quien, v_alerta.sucursal_id,
      'alerta', v_alerta.id,
      json_build_object('tipo', 'alerta_entregada', 'alerta_id', v_alerta.id, 'alerta_uid', p_uid,
                        'pantalla', p_pantalla, 'version', v_alerta.version));
  END IF;
END $$;

-- Applies a Visto to its alert; the uid is the one of the event.
CREATE FUNCTION privado.alerta_vista(p_clave uuid, p_uid uuid, p_quien privado.persona, p_fecha timestamp)
  RETURNS cony.alertas_cocina
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_alerta cony.alertas_cocina;
BEGIN
  UPDATE cony.alertas_cocina
     SET leida = true, fecha_lectura = greatest(p_fecha, fecha_envio), vista_por = p_quien.id, version = version + 1
   WHERE uid = p_uid AND NOT leida RETURNING * INTO v_alerta;
  IF FOUND THEN
    PERFORM privado.publicar(p_clave, p_quien, v_alerta.sucursal_id, 'alerta', v_alerta.id,
      json_build_object('tipo', 'alerta_vista', 'alerta_id', v_alerta.id, 'alerta_uid', p_uid, 'segundos',
        floor(extract(epoch FROM v_alerta.fecha_lectura - v_alerta.fecha_envio))::integer, 'version', v_alerta.version));
  END IF;
  RETURN v_alerta;
END $$;

CREATE FUNCTION api.alertar_cocina(p_clave uuid, p_sucursal_id integer, p_pedido_id integer, p_mensaje text,
                                   p_prioridad text DEFAULT 'normal', p_hace_s integer DEFAULT 0) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('atencion', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'alertar_cocina',
                                    jsonb_build_array(p_sucursal_id, p_pedido_id, p_mensaje, p_prioridad));
  v_prioridad text := coalesce(p_prioridad, 'normal');
  v_mensaje text;
  v_sucursal integer := p_sucursal_id;
  v_cliente text;
  v_de integer;
  v_alerta cony.alertas_cocina;
  v_evento integer;
  v_vista cony.alertas_vistas;
  v_ack cony.eventos_confirmaciones;
  v_quien privado.persona;
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  v_mensaje := privado.texto(p_mensaje, 500);
  IF v_mensaje IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The message is empty.';
  END IF;
  IF v_prioridad NOT IN ('normal', 'alta', 'urgente') THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'There is no such priority.',
      DETAIL = left(v_prioridad, 50);
  END IF;
  IF p_pedido_id IS NOT NULL THEN
    SELECT p.sucursal_id, p.cliente INTO v_de, v_cliente FROM cony.pedidos p WHERE p.id = p_pedido_id;
    IF NOT FOUND OR v_de <> ALL (v_yo.sucursales) OR v_de <> coalesce(v_sucursal, v_de) THEN
      RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such order.',
        DETAIL = p_pedido_id::text;
    END IF;
    v_sucursal := v_de;
  ELSIF v_sucursal IS NULL AND cardinality(v_yo.sucursales) = 1 THEN
    v_sucursal := v_yo.sucursales[1];
  END IF;
  IF v_sucursal IS NULL OR v_sucursal <> ALL (v_yo.sucursales) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such branch.',
      DETAIL = coalesce(v_sucursal::text, '');
  END IF;
  PERFORM privado.esperar_turno(p_clave);
  INSERT INTO cony.alertas_cocina (uid, pedido_id, usuario_envia, sucursal_id, mensaje, prioridad, fecha_envio,
                                   tarde)
    VALUES (p_clave, p_pedido_id, v_yo.id, v_sucursal, v_mensaje, v_prioridad, privado.ahora(),
            privado.es_tarde(p_hace_s))
    RETURNING * INTO v_alerta;
  v_evento := privado.publicar(p_clave, v_yo, v_sucursal, 'alerta', v_alerta.id,
    json_build_object('tipo', 'alerta_cocina', 'alerta_id', v_alerta.id, 'pedido_id', p_pedido_id,
                      'cliente', v_cliente, 'prioridad', v_prioridad, 'mensaje', v_mensaje,
                      'tarde', CASE WHEN v_alerta.tarde THEN true END, 'version', v_alerta.version));

  -- Shown or seen by way of the broker before it was stored.
  FOR v_ack IN SELECT * FROM cony.eventos_confirmaciones c WHERE c.uid = p_clave AND c.tipo = 'ack' ORDER BY c.fecha LOOP
    v_quien := privado.persona_en(v_ack.usuario_id, v_sucursal);
    IF v_quien.id IS NOT NULL AND privado.tiene_rol(v_quien.login, '{cocinero}') THEN
      PERFORM privado.alerta_entregada(p_clave, v_quien, v_ack.pantalla);
      EXIT;
    END IF;
  END LOOP;
  SELECT * INTO v_vista FROM cony.alertas_vistas v WHERE v.alerta_uid = p_clave;
  v_quien := privado.persona_en(v_vista.usuario_id, v_sucursal);
  IF v_quien.id IS NOT NULL THEN
    PERFORM privado.alerta_vista(v_vista.clave, p_clave, v_quien, v_vista.fecha);
  END IF;
  RETURN privado.hecha(p_clave, jsonb_build_object('id', v_alerta.id, 'uid', p_clave, 'evento_id', v_evento,
                                                   'sucursal_id', v_sucursal, 'version', v_alerta.version));
END $$;

-- Who says it.  Somebody else than the person of the session shows her PIN.
CREATE FUNCTION privado.quien_ve(p_yo privado.persona, p_login text, p_pin text) RETURNS privado.persona
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_quien privado.persona;
BEGIN
  IF coalesce(p_login, p_yo.login) = p_yo.login THEN
    RETURN p_yo;
  END IF;
  v_quien := privado.persona_de(p_login);
  PERFORM privado.revisar_pin(v_quien.id, p_pin);
  IF NOT privado.tiene_rol(v_quien.login, '{cocinero,admin}') THEN
    RAISE EXCEPTION USING ERRCODE = 'CN403', MESSAGE = 'Your role may not do this.', DETAIL = p_login;
  END IF;
  RETURN v_quien;
END $$;

CREATE FUNCTION api.marcar_alerta_vista(p_clave uuid, p_alerta_uid uuid, p_login text DEFAULT NULL,
                                        p_pin text DEFAULT NULL, p_hace_s integer DEFAULT 0) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('cocinero', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'marcar_alerta_vista',
                                    jsonb_build_array(p_alerta_uid, nullif(p_login, session_user::text)));
  v_quien privado.persona;
  v_alerta cony.alertas_cocina;
  v_nueva cony.alertas_cocina;
  v_fecha timestamp := privado.cuando(p_hace_s, NULL);
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  IF p_alerta_uid IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such alert.';
  END IF;
  v_quien := privado.quien_ve(v_yo, p_login, p_pin);
  PERFORM privado.esperar_turno(p_alerta_uid);
  SELECT * INTO v_alerta FROM cony.alertas_cocina a WHERE a.uid = p_alerta_uid FOR UPDATE;
  IF FOUND AND (v_alerta.sucursal_id <> ALL (v_yo.sucursales) OR v_alerta.sucursal_id <> ALL (v_quien.sucursales)) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such alert.', DETAIL = p_alerta_uid::text;
  END IF;
  -- The first one counts; a second person's Visto is no error.
  INSERT INTO cony.alertas_vistas (alerta_uid, usuario_id, clave, fecha)
    VALUES (p_alerta_uid, v_quien.id, p_clave, v_fecha) ON CONFLICT DO NOTHING;
  IF v_alerta.id IS NOT NULL AND NOT v_alerta.leida THEN
    v_nueva := privado.alerta_vista(p_clave, p_alerta_uid, v_quien, v_fecha);
  END IF;
  RETURN privado.hecha(p_clave, jsonb_build_object('id', v_alerta.id, 'uid', p_alerta_uid,
    'leida', v_alerta.id IS NOT NULL, 'primera', v_nueva.id IS NOT NULL,
    'version', coalesce(v_nueva.version, v_alerta.version)));
END $$;

-- After how many seconds an unseen alert climbs to a rung; NULL: never.
CREATE FUNCTION privado.plazo(p_prioridad text, p_escalon integer) RETURNS integer
  LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_prioridad WHEN 'urgente' THEN ('{15,45,120}'::integer[])[p_escalon]
                          WHEN 'alta' THEN ('{45}'::integer[])[p_escalon] END
$$;

-- Whether this call made the alert climb.  The ladder belongs to nobody: whoever notices that a rung is due calls
-- this, and the event names no person.  The windows of the branch do so.
CREATE FUNCTION api.escalar_alerta(p_alerta_id integer, p_escalon integer) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona;
  v_alerta cony.alertas_cocina;
  v_segundos integer;
BEGIN
  IF NOT privado.tiene_rol(session_user::text, '{broker}') THEN
    v_yo := privado.exigir('atencion', 'cocinero', 'validador', 'admin');
  END IF;
  SELECT * INTO v_alerta FROM cony.alertas_cocina a WHERE a.id = p_alerta_id FOR UPDATE;
  IF NOT FOUND OR v_alerta.sucursal_id <> ALL (v_yo.sucursales) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such alert.',
      DETAIL = coalesce(p_alerta_id::text, '');
  END IF;
  v_segundos := floor(extract(epoch FROM privado.ahora() - v_alerta.fecha_envio))::integer;
  IF v_alerta.leida OR v_alerta.tarde
     OR NOT coalesce(v_alerta.fecha_envio + privado.plazo(v_alerta.prioridad, p_escalon) * interval '1 second'
                     <= privado.ahora(), false) THEN
    RETURN false;
  END IF;
  INSERT INTO cony.alertas_escalones (alerta_id, escalon) VALUES (p_alerta_id, p_escalon) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE cony.alertas_cocina SET escalon = greatest(escalon, p_escalon), version = version + 1
   WHERE id = p_alerta_id RETURNING * INTO v_alerta;
  PERFORM privado.publicar(privado.uid_siguiente(v_alerta.uid, 'escalon ' || p_escalon), NULL, v_alerta.sucursal_id,
    'alerta', v_alerta.id,
    json_build_object('tipo', 'alerta_escalada', 'alerta_id', v_alerta.id, 'alerta_uid', v_alerta.uid,
                      'escalon', p_escalon, 'segundos', v_segundos, 'prioridad', v_alerta.prioridad,
                      'mensaje', v_alerta.mensaje, 'pedido_id', v_alerta.pedido_id, 'version', v_alerta.version));
  RETURN true;
END $$;

GRANT EXECUTE ON FUNCTION api.alertar_cocina(uuid, integer, integer, text, text, integer) TO cony_atencion, cony_admin;
GRANT EXECUTE ON FUNCTION api.marcar_alerta_vista(uuid, uuid, text, text, integer) TO cony_cocinero, cony_admin;
GRANT EXECUTE ON FUNCTION api.escalar_alerta(integer, integer)
  TO cony_atencion, cony_cocinero, cony_validador, cony_admin, cony_broker;

COMMIT;
