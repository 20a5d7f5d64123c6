-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:acciones_refills to pg
-- requires: permisos
BEGIN;
SET LOCAL ROLE cony_dueno;

CREATE FUNCTION api.pedir_refill(p_clave uuid, p_insumo_id integer, p_cantidad numeric, p_hace_s integer DEFAULT 0)
  RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('atencion', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'pedir_refill', jsonb_build_array(p_insumo_id, p_cantidad));
  v_insumo cony.insumos;
  v_refill cony.refill_solicitud;
  v_evento integer;
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  -- NaN is above every number.
  IF p_cantidad IS NULL OR NOT (round(p_cantidad, 2) > 0 AND p_cantidad <= 9999) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The quantity must be between 0.01 and 9999.',
      DETAIL = coalesce(p_cantidad::text, '');
  END IF;
  SELECT * INTO v_insumo FROM cony.insumos i WHERE i.id = p_insumo_id;
  IF NOT FOUND OR v_insumo.sucursal_id <> ALL (v_yo.sucursales) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such supply.',
      DETAIL = coalesce(p_insumo_id::text, '');
  END IF;
  INSERT INTO cony.refill_solicitud (uid, sucursal_id, insumo_id, cantidad_solicitada, usuario_solicita, tarde)
    VALUES (p_clave, v_insumo.sucursal_id, p_insumo_id, round(p_cantidad, 2), v_yo.id, privado.es_tarde(p_hace_s))
    RETURNING * INTO v_refill;
  v_evento := privado.publicar(p_clave, v_yo, v_refill.sucursal_id, 'refill', v_refill.id,
    json_build_object('tipo', 'refill_solicitado', 'refill_id', v_refill.id, 'insumo_id', v_insumo.id,
                      'insumo', v_insumo.nombre, 'unidad', v_insumo.unidad,
                      'cantidad', trim_scale(v_refill.cantidad_solicitada),
                      'tarde', CASE WHEN v_refill.tarde THEN true END, 'version', v_refill.version));
  RETURN privado.hecha(p_clave, jsonb_build_object('id', v_refill.id, 'uid', p_clave, 'evento_id', v_evento,
    'sucursal_id', v_refill.sucursal_id, 'estado', v_refill.estado, 'version', v_refill.version));
END $$;

CREATE FUNCTION api.atender_refill(p_clave uuid, p_refill_id integer, p_estado text, p_nuevo_estado text,
                                   p_motivo text DEFAULT NULL, p_hace_s integer DEFAULT 0) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('cocinero', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'atender_refill',
                                    jsonb_build_array(p_refill_id, p_estado, p_nuevo_estado, p_motivo));
  v_motivo text;
  v_fecha timestamp;
  v_refill cony.refill_solicitud;
  v_evento integer;
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  v_motivo := CASE WHEN p_nuevo_estado = 'rechazado' THEN privado.motivo(p_motivo)
                   ELSE privado.texto(p_motivo, 300) END;
  SELECT * INTO v_refill FROM cony.refill_solicitud r WHERE r.id = p_refill_id FOR UPDATE;
  IF NOT FOUND OR v_refill.sucursal_id <> ALL (v_yo.sucursales) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such refill.',
      DETAIL = coalesce(p_refill_id::text, '');
  END IF;
  IF v_refill.estado IS DISTINCT FROM p_estado THEN
    RAISE EXCEPTION USING ERRCODE = 'CN409', MESSAGE = 'This refill has changed in the meantime.',
      DETAIL = v_refill.estado;
  END IF;
  IF (v_refill.estado, p_nuevo_estado) NOT IN (('pendiente', 'visto'), ('pendiente', 'en_camino'),
      ('pendiente', 'rechazado'), ('visto', 'en_camino'), ('visto', 'rechazado'), ('en_camino', 'entregado'),
      ('en_camino', 'rechazado')) IS NOT FALSE THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'A refill cannot go from its state to this one.',
      DETAIL = format('%s → %s', v_refill.estado, left(p_nuevo_estado, 20));
  END IF;
  v_fecha := privado.cuando(p_hace_s, greatest(v_refill.fecha_solicitud, v_refill.fecha_cambio));
  UPDATE cony.refill_solicitud SET estado = p_nuevo_estado, motivo = coalesce(v_motivo, motivo),
         usuario_atiende = v_yo.id, fecha_cambio = v_fecha,
         visto = CASE WHEN p_nuevo_estado = 'visto' THEN v_fecha ELSE visto END,
         visto_por = CASE WHEN p_nuevo_estado = 'visto' THEN v_yo.id ELSE visto_por END,
         en_camino = CASE WHEN p_nuevo_estado = 'en_camino' THEN v_fecha ELSE en_camino END,
         en_camino_por = CASE WHEN p_nuevo_estado = 'en_camino' THEN v_yo.id ELSE en_camino_por END,
         version = version + 1
   WHERE id = p_refill_id RETURNING * INTO v_refill;
  v_evento := privado.publicar(p_clave, v_yo, v_refill.sucursal_id, 'refill', v_refill.id,
    json_build_object('tipo', 'refill_actualizado', 'refill_id', v_refill.id, 'estado', v_refill.estado,
                      'motivo', v_motivo, 'version', v_refill.version));
  RETURN privado.hecha(p_clave, jsonb_build_object('id', v_refill.id, 'uid', v_refill.uid, 'evento_id', v_evento,
    'estado', v_refill.estado, 'version', v_refill.version));
END $$;

-- The same said twice changes nothing and makes no event.
CREATE FUNCTION privado.insumo_cambiado(p_clave uuid, p_yo privado.persona, p_insumo_id integer, p_agotado boolean)
  RETURNS jsonb
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_insumo cony.insumos;
  v_evento integer;
BEGIN
  SELECT * INTO v_insumo FROM cony.insumos i WHERE i.id = p_insumo_id FOR UPDATE;
  IF NOT FOUND OR v_insumo.sucursal_id <> ALL (p_yo.sucursales) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such supply.',
      DETAIL = coalesce(p_insumo_id::text, '');
  END IF;
  IF v_insumo.agotado <> p_agotado THEN
    UPDATE cony.insumos SET agotado = p_agotado, version = version + 1 WHERE id = p_insumo_id RETURNING * INTO v_insumo;
    v_evento := privado.publicar(p_clave, p_yo, v_insumo.sucursal_id, 'insumo', v_insumo.id,
      json_build_object('tipo', CASE WHEN p_agotado THEN 'insumo_agotado' ELSE 'insumo_repuesto' END,
                        'insumo_id', v_insumo.id, 'insumo', v_insumo.nombre, 'version', v_insumo.version));
  END IF;
  RETURN privado.hecha(p_clave, jsonb_build_object('id', v_insumo.id, 'uid', p_clave, 'evento_id', v_evento,
    'agotado', v_insumo.agotado, 'version', v_insumo.version));
END $$;

CREATE FUNCTION api.insumo_agotado(p_clave uuid, p_insumo_id integer) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('cocinero', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'insumo_agotado', jsonb_build_array(p_insumo_id));
BEGIN
  RETURN coalesce(v_antes, privado.insumo_cambiado(p_clave, v_yo, p_insumo_id, true));
END $$;

CREATE FUNCTION api.insumo_repuesto(p_clave uuid, p_insumo_id integer) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('cocinero', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'insumo_repuesto', jsonb_build_array(p_insumo_id));
BEGIN
  RETURN coalesce(v_antes, privado.insumo_cambiado(p_clave, v_yo, p_insumo_id, false));
END $$;

GRANT EXECUTE ON FUNCTION api.pedir_refill(uuid, integer, numeric, integer) TO cony_atencion, cony_admin;
GRANT EXECUTE ON FUNCTION api.atender_refill(uuid, integer, text, text, text, integer), api.insumo_agotado(uuid, integer),
  api.insumo_repuesto(uuid, integer) TO cony_cocinero, cony_admin;

COMMIT;
