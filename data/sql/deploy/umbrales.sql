-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:umbrales to pg
-- requires: usuarios
-- From what age an order is due, and from what age late: of a branch, and of each of its channels that has its own.
-- sucursales.umbrales is {"apurar": s, "tarde": s, "canales": {"delivery": {"apurar": s, "tarde": s}}}.
BEGIN;
SET LOCAL ROLE cony_dueno;

INSERT INTO cony.eventos_catalogo (tipo, alias, ven, relevan, deben, deben_siempre, guardado, intake) VALUES
  ('umbrales_cambiados', NULL, '{atencion,cocinero,admin}', '{}', '{}', false, true, false);

-- Without a channel those of the branch; without seconds the channel goes back to them.  Windows that are open read
-- them again when they get the event.
CREATE FUNCTION api.poner_umbrales(p_clave uuid, p_sucursal_id integer, p_canal text DEFAULT NULL,
                                   p_apurar integer DEFAULT NULL, p_tarde integer DEFAULT NULL) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('admin');
  v_propios jsonb := jsonb_build_object('apurar', p_apurar, 'tarde', p_tarde);
  v_antes jsonb;
  v_viejos jsonb;
  v_umbrales jsonb;
  v_canales jsonb;
  v_evento integer;
BEGIN
  v_antes := privado.repetida(p_clave, 'poner_umbrales',
                              jsonb_build_array(p_sucursal_id, p_canal, p_apurar, p_tarde));
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  SELECT s.umbrales, s.umbrales INTO v_viejos, v_umbrales FROM cony.sucursales s WHERE s.id = p_sucursal_id FOR UPDATE;
  IF v_umbrales IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such branch.';
  END IF;
  IF p_canal NOT IN ('whatsapp', 'presencial', 'delivery') THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'There is no such channel.';
  END IF;
  IF (p_apurar IS NULL) <> (p_tarde IS NULL) OR (p_apurar IS NULL AND p_canal IS NULL)
     OR p_apurar NOT BETWEEN 1 AND 86400 OR p_tarde NOT BETWEEN p_apurar + 1 AND 86400 THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'An order is due within a day, and late after it is due.';
  END IF;
  IF p_canal IS NULL THEN
    v_umbrales := v_umbrales || v_propios;
  ELSE
    v_canales := coalesce(v_umbrales -> 'canales', '{}') - p_canal;
    IF p_apurar IS NOT NULL THEN
      v_canales := v_canales || jsonb_build_object(p_canal, v_propios);
    END IF;
    v_umbrales := v_umbrales - 'canales'
                  || CASE WHEN v_canales = '{}' THEN '{}' ELSE jsonb_build_object('canales', v_canales) END;
  END IF;
  IF v_umbrales <> v_viejos THEN
    UPDATE cony.sucursales SET umbrales = v_umbrales WHERE id = p_sucursal_id;
    v_evento := privado.publicar(p_clave, v_yo, p_sucursal_id, 'sucursal', p_sucursal_id,
      json_build_object('tipo', 'umbrales_cambiados', 'canal', p_canal, 'apurar', p_apurar, 'tarde', p_tarde));
  END IF;
  RETURN privado.hecha(p_clave, jsonb_build_object('sucursal_id', p_sucursal_id, 'umbrales', v_umbrales,
    'evento_id', v_evento));
END $$;

GRANT EXECUTE ON FUNCTION api.poner_umbrales(uuid, integer, text, integer, integer) TO cony_admin;

COMMIT;
