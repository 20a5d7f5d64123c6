-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:acciones_pedidos to pg
-- requires: permisos
BEGIN;
SET LOCAL ROLE cony_dueno;

-- The order, locked, if it is of one of the person's branches and in the state that she saw.
CREATE FUNCTION privado.tomar_pedido(p_yo privado.persona, p_pedido_id integer, p_estado text)
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
  IF v_pedido.estado IS DISTINCT FROM p_estado THEN
    IF p_estado = 'PENDIENTE' THEN
      RAISE EXCEPTION USING ERRCODE = 'CN409', MESSAGE = 'This order is no longer pending.',
        DETAIL = v_pedido.estado;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'CN409', MESSAGE = 'This order has changed in the meantime.',
      DETAIL = v_pedido.estado;
  END IF;
  RETURN v_pedido;
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
  v_pedido := privado.tomar_pedido(v_yo, p_pedido_id, p_estado);
  IF v_pedido.estado <> 'PENDIENTE' THEN
    RAISE EXCEPTION USING ERRCODE = 'CN409', MESSAGE = 'This order is no longer pending.',
      DETAIL = v_pedido.estado;
  END IF;
  IF v_motivo IS NULL AND NOT EXISTS (SELECT FROM cony.vouchers v
                                       WHERE v.pedido_id = p_pedido_id AND v.estado = 'APROBADO') THEN
    RAISE EXCEPTION USING ERRCODE = 'CN412', MESSAGE = 'An order without an approved voucher needs a reason.';
  END IF;
  UPDATE cony.pedidos SET estado = 'EN_PREPARACION', aprobado = privado.ahora(), aprobado_por = v_yo.id,
         aprobacion_motivo = v_motivo, version = version + 1
   WHERE id = p_pedido_id RETURNING * INTO v_pedido;
  RETURN privado.pedido_cambiado(p_clave, v_yo, v_pedido, 'aprobado');
END $$;

CREATE FUNCTION api.empezar_pedido(p_clave uuid, p_pedido_id integer, p_estado text) RETURNS jsonb
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
  v_pedido := privado.tomar_pedido(v_yo, p_pedido_id, p_estado);
  IF v_pedido.estado <> 'EN_PREPARACION' OR v_pedido.empezado IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CN409', MESSAGE = 'This order has changed in the meantime.',
      DETAIL = v_pedido.estado;
  END IF;
  UPDATE cony.pedidos SET empezado = privado.ahora(), version = version + 1
   WHERE id = p_pedido_id RETURNING * INTO v_pedido;
  RETURN privado.pedido_cambiado(p_clave, v_yo, v_pedido, 'empezado');
END $$;

CREATE FUNCTION api.pedido_listo(p_clave uuid, p_pedido_id integer, p_estado text) RETURNS jsonb
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
  v_pedido := privado.tomar_pedido(v_yo, p_pedido_id, p_estado);
  IF v_pedido.estado <> 'EN_PREPARACION' THEN
    RAISE EXCEPTION USING ERRCODE = 'CN409', MESSAGE = 'This order has changed in the meantime.',
      DETAIL = v_pedido.estado;
  END IF;
  UPDATE cony.pedidos SET estado = 'LISTO', listo = privado.ahora(), version = version + 1
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
  v_pedido := privado.tomar_pedido(v_yo, p_pedido_id, p_estado);
  IF v_pedido.estado <> 'LISTO' THEN
    RAISE EXCEPTION USING ERRCODE = 'CN409', MESSAGE = 'This order has changed in the meantime.',
      DETAIL = v_pedido.estado;
  END IF;
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
  v_motivo := privado.texto(p_motivo, 300);
  IF v_motivo IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'A reason is needed.';
  END IF;
  v_pedido := privado.tomar_pedido(v_yo, p_pedido_id, p_estado);
  IF v_pedido.estado IN ('ENTREGADO', 'CANCELADO') THEN
    RAISE EXCEPTION USING ERRCODE = 'CN409', MESSAGE = 'This order has changed in the meantime.',
      DETAIL = v_pedido.estado;
  END IF;
  UPDATE cony.pedidos SET estado = 'CANCELADO', cancelado = privado.ahora(), cancelado_por = v_yo.id,
         cancelacion_motivo = v_motivo, version = version + 1
   WHERE id = p_pedido_id RETURNING * INTO v_pedido;
  RETURN privado.pedido_cambiado(p_clave, v_yo, v_pedido, 'cancelado');
END $$;

GRANT EXECUTE ON FUNCTION api.aprobar_pedido(uuid, integer, text, text), api.entregar_pedido(uuid, integer, text),
  api.cancelar_pedido(uuid, integer, text, text) TO cony_atencion, cony_admin;
GRANT EXECUTE ON FUNCTION api.empezar_pedido(uuid, integer, text), api.pedido_listo(uuid, integer, text)
  TO cony_cocinero, cony_admin;

COMMIT;
