-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:acciones_pedidos to pg
-- requires: permisos
BEGIN;
SET LOCAL ROLE cony_dueno;

-- The order, locked, if it is of one of the person's branches and in the state that she saw.
-- p_estado is what the person saw, p_posibles are the states in which the action makes sense.
CREATE FUNCTION privado.tomar_pedido(p_yo privado.persona, p_pedido_id integer, p_estado text,
                                     VARIADIC p_posibles text[])
  RETURNS cony.pedidos
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_pedido cony.pedidos;
BEGIN
  SELECT * INTO v_pedido FROM cony.pedidos p WHERE p.id = p_pedido_id FOR UPDATE;
  IF NOT FOUND OR v_pedido.sucursal_id <> ALL (p_yo.sucursales) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such order.',
      DETAIL = coalesce(p_pedido_id::text, '');
  END IF;
  IF v_pedido.estado = p_estado AND v_pedido.estado = ANY (p_posibles) THEN
    RETURN v_pedido;
  END IF;
  IF p_estado = 'PENDIENTE' OR p_posibles = ARRAY['PENDIENTE'] THEN
    RAISE EXCEPTION USING ERRCODE = 'CN409', MESSAGE = 'This order is no longer pending.', DETAIL = v_pedido.estado;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'CN409', MESSAGE = 'This order has changed in the meantime.',
    DETAIL = v_pedido.estado;
END $$;

-- Event and result of a change of an order.
CREATE FUNCTION privado.pedido_cambiado(p_clave uuid, p_yo privado.persona, p_pedido cony.pedidos, p_cambio text)
  RETURNS jsonb
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_evento integer;
BEGIN
  v_evento := privado.publicar(p_clave, p_yo, p_pedido.sucursal_id, 'pedido', p_pedido.id,
    CASE p_cambio
      WHEN 'creado' THEN json_build_object('tipo', 'pedido_creado', 'pedido_id', p_pedido.id, 'canal', p_pedido.canal,
        'cliente', p_pedido.cliente, 'version', p_pedido.version)
      WHEN 'aprobado' THEN json_build_object('tipo', 'pedido_aprobado', 'pedido_id', p_pedido.id,
        'cliente', p_pedido.cliente, 'version', p_pedido.version)
      ELSE json_build_object('tipo', 'pedido_actualizado', 'pedido_id', p_pedido.id, 'estado', p_pedido.estado,
        'cambio', p_cambio, 'version', p_pedido.version)
    END, p_pedido.canal);
  RETURN privado.hecha(p_clave, jsonb_build_object('id', p_pedido.id, 'uid', p_clave, 'evento_id', v_evento,
                                                   'estado', p_pedido.estado, 'version', p_pedido.version));
END $$;

CREATE FUNCTION api.aprobar_pedido(p_clave uuid, p_pedido_id integer, p_estado text, p_motivo text DEFAULT NULL)
  RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('atencion', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'aprobar_pedido', jsonb_build_array(p_pedido_id, p_estado, p_motivo));
  v_motivo text;
  v_pedido cony.pedidos;
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  v_motivo := privado.texto(p_motivo, 300);
  v_pedido := privado.tomar_pedido(v_yo, p_pedido_id, p_estado, 'PENDIENTE');
  IF v_motivo IS NULL AND NOT EXISTS (SELECT FROM cony.vouchers v
                                       WHERE v.pedido_id = p_pedido_id AND v.estado = 'APROBADO') THEN
    RAISE EXCEPTION USING ERRCODE = 'CN412', MESSAGE = 'An order without an approved voucher needs a reason.';
  END IF;
  UPDATE cony.pedidos SET estado = 'EN_PREPARACION', aprobado = privado.ahora(), aprobado_por = v_yo.id,
         aprobacion_motivo = v_motivo, version = version + 1
   WHERE id = p_pedido_id RETURNING * INTO v_pedido;
  RETURN privado.pedido_cambiado(p_clave, v_yo, v_pedido, 'aprobado');
END $$;

CREATE FUNCTION api.empezar_pedido(p_clave uuid, p_pedido_id integer, p_estado text, p_hace_s integer DEFAULT 0)
  RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('cocinero', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'empezar_pedido', jsonb_build_array(p_pedido_id, p_estado));
  v_pedido cony.pedidos;
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  v_pedido := privado.tomar_pedido(v_yo, p_pedido_id, p_estado, 'EN_PREPARACION');
  IF v_pedido.empezado IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CN409', MESSAGE = 'This order has changed in the meantime.',
      DETAIL = v_pedido.estado;
  END IF;
  UPDATE cony.pedidos SET empezado = privado.cuando(p_hace_s, aprobado), empezado_por = v_yo.id, version = version + 1
   WHERE id = p_pedido_id RETURNING * INTO v_pedido;
  RETURN privado.pedido_cambiado(p_clave, v_yo, v_pedido, 'empezado');
END $$;

CREATE FUNCTION api.pedido_listo(p_clave uuid, p_pedido_id integer, p_estado text, p_hace_s integer DEFAULT 0)
  RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('cocinero', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'pedido_listo', jsonb_build_array(p_pedido_id, p_estado));
  v_pedido cony.pedidos;
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  v_pedido := privado.tomar_pedido(v_yo, p_pedido_id, p_estado, 'EN_PREPARACION');
  IF v_pedido.cambio IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CN412', MESSAGE = 'The change of this order must be confirmed first.',
      DETAIL = v_pedido.cambio;
  END IF;
  UPDATE cony.pedidos SET estado = 'LISTO', listo = privado.cuando(p_hace_s, greatest(empezado, aprobado, recuperado)),
         version = version + 1
   WHERE id = p_pedido_id RETURNING * INTO v_pedido;
  RETURN privado.pedido_cambiado(p_clave, v_yo, v_pedido, 'listo');
END $$;

CREATE FUNCTION api.entregar_pedido(p_clave uuid, p_pedido_id integer, p_estado text) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('atencion', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'entregar_pedido', jsonb_build_array(p_pedido_id, p_estado));
  v_pedido cony.pedidos;
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  v_pedido := privado.tomar_pedido(v_yo, p_pedido_id, p_estado, 'LISTO');
  UPDATE cony.pedidos SET estado = 'ENTREGADO', entregado = privado.ahora(), version = version + 1
   WHERE id = p_pedido_id RETURNING * INTO v_pedido;
  RETURN privado.pedido_cambiado(p_clave, v_yo, v_pedido, 'entregado');
END $$;

CREATE FUNCTION api.cancelar_pedido(p_clave uuid, p_pedido_id integer, p_estado text, p_motivo text) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('atencion', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'cancelar_pedido', jsonb_build_array(p_pedido_id, p_estado, p_motivo));
  v_motivo text;
  v_pedido cony.pedidos;
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  v_motivo := privado.motivo(p_motivo);
  v_pedido := privado.tomar_pedido(v_yo, p_pedido_id, p_estado, 'PENDIENTE', 'EN_PREPARACION', 'LISTO');
  UPDATE cony.pedidos SET estado = 'CANCELADO', cancelado = privado.ahora(), cancelado_por = v_yo.id,
         cancelacion_motivo = v_motivo,
         -- The kitchen, where it was being made, has to confirm.
         cambio = CASE WHEN estado <> 'PENDIENTE' THEN 'cancelado' END,
         cambiado = CASE WHEN estado <> 'PENDIENTE' THEN privado.ahora() ELSE cambiado END, version = version + 1
   WHERE id = p_pedido_id RETURNING * INTO v_pedido;
  RETURN privado.pedido_cambiado(p_clave, v_yo, v_pedido, 'cancelado');
END $$;

CREATE FUNCTION api.priorizar_pedido(p_clave uuid, p_pedido_id integer, p_estado text, p_prioridad boolean,
                                     p_motivo text DEFAULT NULL) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('atencion', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'priorizar_pedido',
                                    jsonb_build_array(p_pedido_id, p_estado, p_prioridad, p_motivo));
  v_motivo text;
  v_pedido cony.pedidos;
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  v_motivo := CASE WHEN p_prioridad THEN privado.motivo(p_motivo) END;
  v_pedido := privado.tomar_pedido(v_yo, p_pedido_id, p_estado, 'PENDIENTE', 'EN_PREPARACION');
  UPDATE cony.pedidos SET prioridad = coalesce(p_prioridad, false),
         prioridad_motivo = v_motivo, version = version + 1
   WHERE id = p_pedido_id RETURNING * INTO v_pedido;
  RETURN privado.pedido_cambiado(p_clave, v_yo, v_pedido, 'prioridad');
END $$;

CREATE FUNCTION api.marcar_item(p_clave uuid, p_item_id integer, p_hecho boolean, p_hace_s integer DEFAULT 0)
  RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('cocinero', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'marcar_item', jsonb_build_array(p_item_id, p_hecho));
  v_pedido cony.pedidos;
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  SELECT p.* INTO v_pedido FROM cony.pedidos p JOIN cony.pedido_items i ON i.pedido_id = p.id
   WHERE i.id = p_item_id FOR UPDATE OF p;
  IF NOT FOUND OR v_pedido.sucursal_id <> ALL (v_yo.sucursales) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such line.',
      DETAIL = coalesce(p_item_id::text, '');
  END IF;
  IF v_pedido.estado <> 'EN_PREPARACION' THEN
    RAISE EXCEPTION USING ERRCODE = 'CN409', MESSAGE = 'This order has changed in the meantime.',
      DETAIL = v_pedido.estado;
  END IF;
  -- Two screens that strike the same line want the same; only the first changes something.
  UPDATE cony.pedido_items SET hecho = coalesce(p_hecho, false)
   WHERE id = p_item_id AND hecho <> coalesce(p_hecho, false);
  IF NOT FOUND THEN
    RETURN privado.hecha(p_clave, jsonb_build_object('id', v_pedido.id, 'uid', p_clave, 'estado', v_pedido.estado,
                                                     'version', v_pedido.version));
  END IF;
  UPDATE cony.pedidos SET version = version + 1 WHERE id = v_pedido.id RETURNING * INTO v_pedido;
  RETURN privado.pedido_cambiado(p_clave, v_yo, v_pedido, 'item');
END $$;

-- Back from the counter to the kitchen; approval and start stay what they were.
CREATE FUNCTION api.recuperar_pedido(p_clave uuid, p_pedido_id integer, p_estado text) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('cocinero', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'recuperar_pedido', jsonb_build_array(p_pedido_id, p_estado));
  v_pedido cony.pedidos;
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  v_pedido := privado.tomar_pedido(v_yo, p_pedido_id, p_estado, 'LISTO');
  UPDATE cony.pedidos SET estado = 'EN_PREPARACION', listo = NULL, recuperado = privado.ahora(), version = version + 1
   WHERE id = p_pedido_id RETURNING * INTO v_pedido;
  RETURN privado.pedido_cambiado(p_clave, v_yo, v_pedido, 'recuperado');
END $$;

-- The kitchen has read that lines were added or the order was cancelled.  The version is the one that it read: a
-- change after that one wants a confirmation of its own.
CREATE FUNCTION api.confirmar_cambio(p_clave uuid, p_pedido_id integer, p_version integer) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('cocinero', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'confirmar_cambio', jsonb_build_array(p_pedido_id, p_version));
  v_pedido cony.pedidos;
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  SELECT * INTO v_pedido FROM cony.pedidos p WHERE p.id = p_pedido_id FOR UPDATE;
  IF NOT FOUND OR v_pedido.sucursal_id <> ALL (v_yo.sucursales) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such order.',
      DETAIL = coalesce(p_pedido_id::text, '');
  END IF;
  IF v_pedido.version IS DISTINCT FROM p_version OR v_pedido.cambio IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CN409', MESSAGE = 'This order has changed in the meantime.',
      DETAIL = v_pedido.estado;
  END IF;
  UPDATE cony.pedidos SET cambio = NULL, version = version + 1 WHERE id = p_pedido_id RETURNING * INTO v_pedido;
  RETURN privado.pedido_cambiado(p_clave, v_yo, v_pedido, 'confirmado');
END $$;

-- The lines of an order, checked and stored, and what the order costs then.
CREATE FUNCTION privado.poner_items(p_pedido cony.pedidos, p_items jsonb, p_anadido timestamp) RETURNS cony.pedidos
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_item jsonb;
  v_precio numeric;
  v_pedido cony.pedidos;
BEGIN
  FOR v_item IN SELECT i FROM jsonb_array_elements(p_items) i LOOP
    IF coalesce(v_item ->> 'cantidad', '') !~ '^[1-9][0-9]?$' THEN
      RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The quantity must be between 1 and 99.',
        DETAIL = left(coalesce(v_item ->> 'cantidad', ''), 50);
    END IF;
    v_precio := NULL;
    IF v_item ->> 'producto_id' ~ '^[0-9]{1,9}$' THEN
      SELECT r.precio INTO v_precio FROM cony.productos r WHERE r.id = (v_item ->> 'producto_id')::integer AND r.activo;
    END IF;
    IF v_precio IS NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such product.',
        DETAIL = left(coalesce(v_item ->> 'producto_id', ''), 50);
    END IF;
    INSERT INTO cony.pedido_items (pedido_id, sucursal_id, producto_id, cantidad, notas, precio, anadido)
      VALUES (p_pedido.id, p_pedido.sucursal_id, (v_item ->> 'producto_id')::integer, (v_item ->> 'cantidad')::integer,
              privado.texto(v_item ->> 'notas', 300), v_precio, p_anadido);
  END LOOP;
  UPDATE cony.pedidos p
     SET total = (SELECT sum(i.cantidad * i.precio) FROM cony.pedido_items i WHERE i.pedido_id = p.id)
   WHERE p.id = p_pedido.id RETURNING * INTO v_pedido;
  RETURN v_pedido;
END $$;

-- A telephone as its last nine digits: people write it with and without the code of the country.
CREATE FUNCTION privado.cifras(p_telefono text) RETURNS text
  LANGUAGE sql IMMUTABLE AS $$
  SELECT nullif(pg_catalog.right(pg_catalog.regexp_replace(p_telefono, '[^0-9]', '', 'g'), 9), '')
$$;

-- A new order, or with p_unir more lines for the order that the same telephone made within five minutes.
CREATE FUNCTION privado.pedido_nuevo(p_clave uuid, p_yo privado.persona, p_sucursal_id integer, p_cliente text,
                                     p_telefono text, p_canal text, p_nota text, p_items jsonb, p_unir boolean)
  RETURNS jsonb
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_sucursal integer := p_sucursal_id;
  v_cliente text;
  v_telefono text;
  v_nota text;
  v_pedido cony.pedidos;
  v_anadido boolean := false;
  v_ahora timestamp := privado.ahora();
  v_resultado jsonb;
BEGIN
  IF v_sucursal IS NULL AND cardinality(p_yo.sucursales) = 1 THEN
    v_sucursal := p_yo.sucursales[1];
  END IF;
  IF v_sucursal IS NULL OR v_sucursal <> ALL (p_yo.sucursales) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such branch.',
      DETAIL = coalesce(v_sucursal::text, '');
  END IF;
  v_cliente := privado.renglon(p_cliente, 100);
  v_telefono := privado.renglon(p_telefono, 20);
  v_nota := privado.texto(p_nota, 300);
  IF v_cliente IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The customer has no name.';
  END IF;
  IF p_canal IS NULL OR p_canal NOT IN ('whatsapp', 'presencial', 'delivery') THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'There is no such channel.',
      DETAIL = left(p_canal, 50);
  END IF;
  IF coalesce(jsonb_typeof(p_items), '') <> 'array' OR jsonb_array_length(p_items) NOT BETWEEN 1 AND 50 THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'An order has between 1 and 50 lines.';
  END IF;

  IF p_unir AND privado.cifras(v_telefono) IS NOT NULL THEN
    -- Two of the same customer at once: the second finds the first.
    PERFORM pg_advisory_xact_lock(hashtextextended(format('pedido %s %s', v_sucursal, privado.cifras(v_telefono)), 0));
    SELECT * INTO v_pedido FROM cony.pedidos p
     WHERE p.sucursal_id = v_sucursal AND p.creado > v_ahora - interval '5 minutes'
       AND p.estado IN ('PENDIENTE', 'EN_PREPARACION') AND privado.cifras(p.telefono) = privado.cifras(v_telefono)
       -- What does not fit is an order of its own.
       AND jsonb_array_length(p_items) + (SELECT count(*) FROM cony.pedido_items i WHERE i.pedido_id = p.id) <= 50
       AND coalesce(length(p.nota || E'\n' || v_nota), 0) <= 300
     ORDER BY p.id DESC LIMIT 1 FOR UPDATE;
    v_anadido := FOUND;
  END IF;
  IF v_anadido THEN
    UPDATE cony.pedidos SET nota = CASE WHEN v_nota IS NULL OR nota = v_nota THEN nota ELSE concat_ws(E'\n', nota, v_nota) END,
           cambio = CASE WHEN estado = 'EN_PREPARACION' THEN 'anadido' END, cambiado = v_ahora, version = version + 1
     WHERE id = v_pedido.id RETURNING * INTO v_pedido;
    v_pedido := privado.poner_items(v_pedido, p_items, v_ahora);
    v_resultado := privado.pedido_cambiado(p_clave, p_yo, v_pedido, 'anadido');
  ELSE
    INSERT INTO cony.pedidos (sucursal_id, cliente, telefono, canal, nota, total, creado)
      VALUES (v_sucursal, v_cliente, v_telefono, p_canal, v_nota, 0, v_ahora)
      RETURNING * INTO v_pedido;
    v_pedido := privado.poner_items(v_pedido, p_items, NULL);
    v_resultado := privado.pedido_cambiado(p_clave, p_yo, v_pedido, 'creado');
  END IF;
  RETURN privado.hecha(p_clave, v_resultado || jsonb_build_object('total', v_pedido.total, 'anadido', v_anadido));
END $$;

CREATE FUNCTION api.crear_pedido(p_clave uuid, p_sucursal_id integer, p_cliente text, p_telefono text, p_canal text,
                                 p_nota text, p_items jsonb) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('atencion', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'crear_pedido',
    jsonb_build_array(p_sucursal_id, p_cliente, p_telefono, p_canal, p_nota, p_items));
BEGIN
  RETURN coalesce(v_antes, privado.pedido_nuevo(p_clave, v_yo, p_sucursal_id, p_cliente, p_telefono, p_canal, p_nota,
                                                p_items, true));
END $$;

GRANT EXECUTE ON FUNCTION api.crear_pedido(uuid, integer, text, text, text, text, jsonb),
  api.aprobar_pedido(uuid, integer, text, text), api.entregar_pedido(uuid, integer, text),
  api.cancelar_pedido(uuid, integer, text, text), api.priorizar_pedido(uuid, integer, text, boolean, text)
  TO cony_atencion, cony_admin;
GRANT EXECUTE ON FUNCTION api.empezar_pedido(uuid, integer, text, integer), api.pedido_listo(uuid, integer, text, integer),
  api.marcar_item(uuid, integer, boolean, integer), api.recuperar_pedido(uuid, integer, text),
  api.confirmar_cambio(uuid, integer, integer) TO cony_cocinero, cony_admin;

COMMIT;
