-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:acciones_vouchers to pg
-- requires: permisos
BEGIN;
SET LOCAL ROLE cony_dueno;

CREATE FUNCTION privado.tomar_voucher(p_yo privado.persona, p_voucher_id integer, p_estado text)
  RETURNS cony.vouchers
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_voucher cony.vouchers;
BEGIN
  SELECT * INTO v_voucher FROM cony.vouchers v WHERE v.id = p_voucher_id FOR UPDATE;
  IF NOT FOUND OR v_voucher.sucursal_id <> ALL (p_yo.sucursales) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such voucher.',
      DETAIL = coalesce(p_voucher_id::text, '');
  END IF;
  IF v_voucher.estado IS DISTINCT FROM p_estado OR v_voucher.estado <> 'PENDIENTE' THEN
    RAISE EXCEPTION USING ERRCODE = 'CN409', MESSAGE = 'This voucher was already reviewed.',
      DETAIL = v_voucher.estado;
  END IF;
  RETURN v_voucher;
END $$;

-- The order shows the payment, so it changes too.
CREATE FUNCTION privado.voucher_revisado(p_clave uuid, p_yo privado.persona, p_voucher cony.vouchers, p_tipo text)
  RETURNS jsonb
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_evento integer;
BEGIN
  UPDATE cony.pedidos SET version = version + 1 WHERE id = p_voucher.pedido_id;
  v_evento := privado.publicar(p_clave, p_yo, p_voucher.sucursal_id, 'voucher', p_voucher.id,
    json_build_object('tipo', p_tipo, 'voucher_id', p_voucher.id, 'pedido_id', p_voucher.pedido_id,
                      'motivo', p_voucher.motivo, 'version', p_voucher.version));
  RETURN privado.hecha(p_clave, jsonb_build_object('id', p_voucher.id, 'uid', p_clave, 'evento_id', v_evento,
    'pedido_id', p_voucher.pedido_id, 'estado', p_voucher.estado, 'version', p_voucher.version));
END $$;

CREATE FUNCTION api.aprobar_voucher(p_clave uuid, p_voucher_id integer, p_estado text,
                                    p_numero_operacion text DEFAULT NULL) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('validador', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'aprobar_voucher',
                                    jsonb_build_array(p_voucher_id, p_estado, p_numero_operacion));
  v_numero text;
  v_voucher cony.vouchers;
  v_otro integer;
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  v_numero := privado.renglon(p_numero_operacion, 40);
  v_voucher := privado.tomar_voucher(v_yo, p_voucher_id, p_estado);
  v_numero := coalesce(v_numero, v_voucher.numero_operacion);
  IF v_numero IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The operation number is missing.';
  END IF;
  BEGIN
    UPDATE cony.vouchers SET estado = 'APROBADO', numero_operacion = v_numero, revisado = privado.ahora(),
           revisado_por = v_yo.id, version = version + 1
     WHERE id = p_voucher_id RETURNING * INTO v_voucher;
  EXCEPTION WHEN unique_violation THEN
    v_otro := privado.repetido_de(p_voucher_id, v_voucher.banco, v_numero);
    RAISE EXCEPTION USING ERRCODE = 'CN412', MESSAGE = 'This operation number already paid another order.',
      DETAIL = coalesce(v_otro::text, '');
  END;
  RETURN privado.voucher_revisado(p_clave, v_yo, v_voucher, 'voucher_aprobado');
END $$;

CREATE FUNCTION api.rechazar_voucher(p_clave uuid, p_voucher_id integer, p_estado text, p_motivo text) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('validador', 'admin');
  v_antes jsonb := privado.repetida(p_clave, 'rechazar_voucher', jsonb_build_array(p_voucher_id, p_estado, p_motivo));
  v_motivo text;
  v_voucher cony.vouchers;
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  v_motivo := privado.motivo(p_motivo);
  v_voucher := privado.tomar_voucher(v_yo, p_voucher_id, p_estado);
  UPDATE cony.vouchers SET estado = 'RECHAZADO', motivo = v_motivo, revisado = privado.ahora(),
         revisado_por = v_yo.id, version = version + 1
   WHERE id = p_voucher_id RETURNING * INTO v_voucher;
  RETURN privado.voucher_revisado(p_clave, v_yo, v_voucher, 'voucher_rechazado');
END $$;

GRANT EXECUTE ON FUNCTION api.aprobar_voucher(uuid, integer, text, text), api.rechazar_voucher(uuid, integer, text, text)
  TO cony_validador, cony_admin;

COMMIT;
