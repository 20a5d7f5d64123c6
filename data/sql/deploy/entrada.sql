-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:entrada to pg
-- requires: acciones_pedidos
-- What intake programs bring: orders, receipts and events of their own.
BEGIN;
SET LOCAL ROLE cony_dueno;

CREATE FUNCTION api.registrar_pedido(p_clave uuid, p_sucursal_id integer, p_cliente text, p_telefono text,
                                     p_canal text, p_nota text, p_items jsonb) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('intake');
  v_antes jsonb := privado.repetida(p_clave, 'registrar_pedido',
    jsonb_build_array(p_sucursal_id, p_cliente, p_telefono, p_canal, p_nota, p_items));
BEGIN
  RETURN coalesce(v_antes, privado.pedido_nuevo(p_clave, v_yo, p_sucursal_id, p_cliente, p_telefono, p_canal, p_nota,
                                                p_items, false));
END $$;

-- Whether the bytes begin and end as such an image does; the window decodes it in full.
CREATE FUNCTION privado.es_imagen(p_imagen bytea, p_mime text) RETURNS boolean
  LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(CASE p_mime
    WHEN 'image/png' THEN substr(p_imagen, 1, 8) = '\x89504e470d0a1a0a' AND substr(p_imagen, 13, 4) = 'IHDR'
                          AND substr(p_imagen, length(p_imagen) - 7, 4) = 'IEND'
    WHEN 'image/jpeg' THEN substr(p_imagen, 1, 3) = '\xffd8ff' AND position('\xffd9'::bytea IN p_imagen) > 0
    WHEN 'image/webp' THEN substr(p_imagen, 1, 4) = 'RIFF' AND substr(p_imagen, 9, 4) = 'WEBP'
    END, false)
$$;

CREATE FUNCTION api.registrar_voucher(p_clave uuid, p_pedido_id integer, p_imagen bytea, p_mime text, p_banco text,
                                      p_numero_operacion text, p_monto numeric, p_telefono text,
                                      p_fecha_operacion timestamp) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  v_yo privado.persona := privado.exigir('intake');
  v_antes jsonb := privado.repetida(p_clave, 'registrar_voucher',
    jsonb_build_array(p_pedido_id, encode(sha256(p_imagen), 'hex'), p_mime, p_banco, p_numero_operacion, p_monto,
                      p_telefono, p_fecha_operacion));
  v_pedido cony.pedidos;
  v_voucher cony.vouchers;
  v_evento integer;
BEGIN
  IF v_antes IS NOT NULL THEN
    RETURN v_antes;
  END IF;
  IF length(p_imagen) > 5 * 1024 * 1024 THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The image is larger than 5 MB.';
  END IF;
  IF NOT privado.es_imagen(p_imagen, p_mime) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The receipt is not a PNG, JPEG or WebP image.',
      DETAIL = left(coalesce(p_mime, ''), 50);
  END IF;
  IF p_monto IS NOT NULL AND NOT (p_monto >= 0 AND p_monto < 1000000) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The amount is out of range.',
      DETAIL = left(p_monto::text, 50);
  END IF;
  SELECT * INTO v_pedido FROM cony.pedidos p WHERE p.id = p_pedido_id FOR UPDATE;
  IF NOT FOUND OR v_pedido.sucursal_id <> ALL (v_yo.sucursales) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN404', MESSAGE = 'There is no such order.',
      DETAIL = coalesce(p_pedido_id::text, '');
  END IF;
  INSERT INTO cony.vouchers (pedido_id, sucursal_id, imagen, mime, sha256, banco, numero_operacion, monto, telefono,
                             fecha_operacion)
    VALUES (v_pedido.id, v_pedido.sucursal_id, p_imagen, p_mime, sha256(p_imagen), privado.renglon(p_banco, 40),
            privado.renglon(p_numero_operacion, 40), p_monto, privado.renglon(p_telefono, 20), p_fecha_operacion)
    RETURNING * INTO v_voucher;
  UPDATE cony.pedidos SET version = version + 1 WHERE id = v_pedido.id;
  v_evento := privado.publicar(p_clave, v_yo, v_voucher.sucursal_id, 'voucher', v_voucher.id,
    json_build_object('tipo', 'voucher_nuevo', 'voucher_id', v_voucher.id, 'pedido_id', v_pedido.id,
                      'version', v_voucher.version), v_pedido.canal);
  RETURN privado.hecha(p_clave, jsonb_build_object('id', v_voucher.id, 'uid', p_clave, 'evento_id', v_evento,
    'pedido_id', v_pedido.id, 'estado', v_voucher.estado, 'version', v_voucher.version));
END $$;

-- An integer of a posted event, NULL when it is none.
CREATE FUNCTION privado.entero(p_valor jsonb) RETURNS integer
  LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN pg_catalog.jsonb_typeof(p_valor) = 'number' AND p_valor::text ~ '^-?[0-9]{1,9}$'
         THEN p_valor::text::integer END
$$;

-- Members that no cook may see, at any depth.
CREATE FUNCTION privado.lleva_reservado(p_valor jsonb) RETURNS boolean
  LANGUAGE sql IMMUTABLE AS $$
  SELECT pg_catalog.jsonb_path_exists(p_valor,
    'strict $.**?(@.type() == "object").keyvalue().key ? '
    '(@ == "telefono" || @ == "total" || @ == "monto" || @ == "banco" || @ == "numero_operacion")')
$$;

-- In whose name events are posted, and whether she brings in what comes from outside.
CREATE TYPE privado.remitente AS (login text, quien privado.persona, intake boolean);

-- The broker posts for whoever showed it a token; anybody else only for herself.
CREATE FUNCTION privado.remitente_de(p_login text) RETURNS privado.remitente
  LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_remitente privado.remitente;
  v_quien privado.persona;
BEGIN
  v_remitente.login := p_login;
  IF p_login IS NULL OR NOT privado.tiene_rol(session_user::text, '{broker}') THEN
    IF coalesce(p_login, session_user::text) <> session_user::text THEN
      RAISE EXCEPTION USING ERRCODE = 'CN403', MESSAGE = 'Your role may not do this.', DETAIL = p_login;
    END IF;
    v_remitente.login := session_user::text;
  END IF;
  v_quien := privado.persona_de(v_remitente.login);
  v_remitente.quien := v_quien;
  v_remitente.intake := v_quien.id IS NOT NULL AND privado.tiene_rol(v_quien.login, '{intake}');
  RETURN v_remitente;
END $$;

-- One posted event, checked: who may post it, whether it fits, whose branch it is.
CREATE FUNCTION privado.revisar_evento(p_fila jsonb, p_remitente privado.remitente) RETURNS cony.eventos_realtime
  LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_evento cony.eventos_realtime;
  v_quien privado.persona := p_remitente.quien;
  v_payload jsonb := p_fila -> 'payload';
  v_cat cony.eventos_catalogo;
  v_clase text;
  v_texto text;
BEGIN
  IF jsonb_typeof(p_fila) <> 'object' THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The event is not a JSON object.';
  END IF;
  -- As text, JSON that the database refuses (\u0000) spoils only its own row.
  IF jsonb_typeof(v_payload) = 'string' THEN
    v_payload := (v_payload #>> '{}')::jsonb;
  END IF;
  IF coalesce(jsonb_typeof(v_payload), '') <> 'object' THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The event is not a JSON object.';
  END IF;
  IF coalesce(jsonb_typeof(v_payload -> 'tipo'), '') <> 'string'
     OR length(v_payload ->> 'tipo') NOT BETWEEN 1 AND 50 OR NOT privado.texto_limpio(v_payload ->> 'tipo') THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The event needs a "tipo" of 1 to 50 characters.';
  END IF;
  v_evento.tipo := v_payload ->> 'tipo';
  IF v_payload ? '_rt' OR starts_with(v_evento.tipo, '_') THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'Names that begin with "_" are reserved.';
  END IF;

  SELECT * INTO v_cat FROM cony.eventos_catalogo c WHERE c.tipo = v_evento.tipo;
  IF v_quien.id IS NULL OR NOT (v_quien.admin OR coalesce(v_cat.intake, false) AND p_remitente.intake) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN403', MESSAGE = 'Your role may not post this event.',
      DETAIL = v_evento.tipo;
  END IF;
  IF v_cat.guardado IS FALSE THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'This event is never stored.', DETAIL = v_evento.tipo;
  END IF;
  v_evento.origen := p_remitente.login;
  IF 'cocinero' = ANY (v_cat.ven) AND privado.lleva_reservado(v_payload) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422',
      MESSAGE = 'An event that the kitchen sees carries no telephone and no payment.';
  END IF;

  v_texto := v_payload ->> 'subtipo';
  IF length(v_texto) > 50 OR coalesce(jsonb_typeof(v_payload -> 'subtipo'), 'string') NOT IN ('string', 'null') THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The "subtipo" is a text of up to 50 characters.';
  END IF;
  v_evento.subtipo := coalesce(v_texto, CASE WHEN v_evento.tipo = 'voucher_whatsapp' THEN 'whatsapp' END);
  v_texto := privado.compacto(v_payload);
  IF length(v_texto) > 2000 THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The event is longer than 2000 characters.',
      DETAIL = length(v_texto)::text;
  END IF;
  v_evento.payload := v_texto;
  v_evento.lane := privado.lane_de(v_evento.tipo, v_payload ->> 'prioridad');

  IF v_payload ? 'usuario_id' THEN
    SELECT u.id INTO v_evento.usuario_id FROM cony.usuarios u WHERE u.id = privado.entero(v_payload -> 'usuario_id');
  END IF;
  v_clase := substring(v_evento.tipo FROM '^(voucher|pedido|alerta|refill|insumo)_');
  IF v_clase IS NOT NULL THEN
    v_evento.entidad_id := privado.entero(v_payload -> (v_clase || '_id'));
    IF v_evento.entidad_id IS NOT NULL THEN
      v_evento.entidad_tipo := v_clase;
    END IF;
  END IF;

  -- A missing branch is the poster's, else the entity's, else the event is refused.
  IF coalesce(jsonb_typeof(v_payload -> 'sucursal_id'), 'null') <> 'null' THEN
    v_evento.sucursal_id := privado.entero(v_payload -> 'sucursal_id');
  ELSIF NOT v_quien.admin AND cardinality(v_quien.sucursales) = 1 THEN
    v_evento.sucursal_id := v_quien.sucursales[1];
  ELSE
    v_evento.sucursal_id := coalesce(
      (SELECT p.sucursal_id FROM cony.pedidos p WHERE p.id = privado.entero(v_payload -> 'pedido_id')),
      CASE v_clase
        WHEN 'voucher' THEN (SELECT v.sucursal_id FROM cony.vouchers v WHERE v.id = v_evento.entidad_id)
        WHEN 'alerta' THEN (SELECT a.sucursal_id FROM cony.alertas_cocina a WHERE a.id = v_evento.entidad_id)
        WHEN 'refill' THEN (SELECT r.sucursal_id FROM cony.refill_solicitud r WHERE r.id = v_evento.entidad_id)
        WHEN 'insumo' THEN (SELECT i.sucursal_id FROM cony.insumos i WHERE i.id = v_evento.entidad_id)
      END);
  END IF;
  IF v_evento.sucursal_id IS NULL OR v_evento.sucursal_id <> ALL (v_quien.sucursales) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'There is no such branch.',
      DETAIL = left(coalesce((v_payload -> 'sucursal_id')::text, ''), 50);
  END IF;

  IF coalesce(p_fila ->> 'uid', '00000000-0000-0000-0000-000000000000')
     !~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The key of the event is not a UUID.';
  END IF;
  v_evento.uid := coalesce((p_fila ->> 'uid')::uuid, gen_random_uuid());
  RETURN v_evento;
END $$;

-- The same for a whole call, at a fraction of the cost: those that are plainly in order, of a known kind and with key,
-- poster and branch named, each at its place.  Where it says NULL the event may be in order all the same.
CREATE FUNCTION privado.revisar_claros(p_eventos jsonb) RETURNS cony.eventos_realtime[]
  LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    WITH filas AS MATERIALIZED (
      SELECT f.n, f.uid, f.login, f.payload::jsonb AS p
        FROM ROWS FROM (jsonb_to_recordset(p_eventos) AS (uid text, login text, payload text))
             WITH ORDINALITY AS f (uid, login, payload, n)),
    remitentes AS MATERIALIZED (
      SELECT d.login, (r.quien).admin, (r.quien).sucursales, r.intake
        FROM (SELECT DISTINCT f.login FROM filas f WHERE f.login IS NOT NULL) d,
             LATERAL privado.remitente_de(d.login) r
       WHERE (r.quien).id IS NOT NULL),
    tipos AS MATERIALIZED (
      SELECT c.tipo, c.intake, 'cocinero' = ANY (c.ven) AS en_cocina,
             substring(c.tipo FROM '^(voucher|pedido|alerta|refill|insumo)_') AS clase
        FROM cony.eventos_catalogo c WHERE c.guardado)
    SELECT array_agg(
             CASE WHEN t.tipo IS NOT NULL AND (r.admin OR t.intake AND r.intake)
                       AND jsonb_typeof(f.p -> 'tipo') = 'string' AND NOT f.p ? '_rt'
                       AND x.sucursal_id = ANY (r.sucursales)
                       AND coalesce(jsonb_typeof(f.p -> 'subtipo'), 'null') IN ('string', 'null')
                       AND coalesce(length(f.p ->> 'subtipo'), 0) <= 50
                       AND length(x.payload) <= 2000
                       AND NOT (t.en_cocina AND privado.lleva_reservado(f.p))
                       AND f.uid::uuid::text = lower(f.uid)
                  THEN ROW (NULL, t.tipo,
                            coalesce(f.p ->> 'subtipo', CASE WHEN t.tipo = 'voucher_whatsapp' THEN 'whatsapp' END),
                            x.payload,
                            (SELECT u.id FROM cony.usuarios u WHERE u.id = privado.entero(f.p -> 'usuario_id')),
                            x.sucursal_id, CASE WHEN x.entidad_id IS NOT NULL THEN t.clase END, x.entidad_id, NULL,
                            f.uid::uuid, NULL, privado.lane_de(t.tipo, f.p ->> 'prioridad'), r.login
                           )::cony.eventos_realtime
             END ORDER BY f.n)
      FROM filas f
      LEFT JOIN remitentes r ON r.login = f.login
      LEFT JOIN tipos t ON t.tipo = f.p ->> 'tipo'
      LEFT JOIN LATERAL (SELECT privado.compacto(f.p) AS payload, privado.entero(f.p -> 'sucursal_id') AS sucursal_id,
                                privado.entero(f.p -> (t.clase || '_id')) AS entidad_id OFFSET 0) x ON true);
EXCEPTION
  -- One of them is so bad that the others must be told apart from it.
  WHEN SQLSTATE 'CN403' OR SQLSTATE 'CN422' OR data_exception THEN
    RETURN array_fill(NULL::cony.eventos_realtime, ARRAY[jsonb_array_length(p_eventos)]);
END $$;

-- Stores posted events: [{"uid","login","payload":{…}}].  A bad row says why and leaves the others alone; a row
-- whose UID is stored already, with the same content of the same poster, returns the stored one.
CREATE FUNCTION api.registrar_eventos(p_eventos jsonb)
  RETURNS TABLE (orden integer, id integer, uid uuid, error text, sqlstate text)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
#variable_conflict use_column
DECLARE
  v_cuantos integer;
  v_n integer;
  v_fila jsonb;
  v_login text;
  v_remitente privado.remitente;
  v_eventos cony.eventos_realtime[];
  v_errores text[];
  v_codigos text[];
  v_ids integer[];
  v_uids uuid[];
BEGIN
  IF NOT privado.tiene_rol(session_user::text, '{broker,intake}') THEN
    RAISE EXCEPTION USING ERRCODE = 'CN403', MESSAGE = 'Your role may not do this.',
      DETAIL = session_user::text;
  END IF;
  IF coalesce(jsonb_typeof(p_eventos), '') <> 'array' THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The events are not a JSON array.';
  END IF;
  v_cuantos := jsonb_array_length(p_eventos);
  IF v_cuantos > 1000 THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'Too many events in one call.';
  END IF;

  v_eventos := privado.revisar_claros(p_eventos);
  FOR v_n, v_fila IN
    SELECT f.n, f.fila FROM jsonb_array_elements(p_eventos) WITH ORDINALITY AS f (fila, n)
      JOIN unnest(v_eventos) WITH ORDINALITY AS v ON v.ordinality = f.n
     WHERE v.uid IS NULL ORDER BY f.n
  LOOP
    -- Nothing is written inside the block, so it never takes a transaction id of its own.
    BEGIN
      -- Most come from the same poster as the one before.
      IF v_remitente.login IS NULL OR v_fila ->> 'login' IS DISTINCT FROM v_login THEN
        v_remitente := privado.remitente_de(v_fila ->> 'login');
        v_login := v_fila ->> 'login';
      END IF;
      v_eventos[v_n] := privado.revisar_evento(v_fila, v_remitente);
    EXCEPTION
      WHEN SQLSTATE 'CN403' OR SQLSTATE 'CN422' THEN
        v_errores[v_n] := SQLERRM;
        v_codigos[v_n] := SQLSTATE;
      WHEN data_exception THEN
        error := 'The event is not valid JSON.';
        v_errores[v_n] := error;
        v_codigos[v_n] := 'CN422';
    END;
  END LOOP;

  WITH guardados AS (
    INSERT INTO cony.eventos_realtime (uid, tipo, subtipo, payload, usuario_id, sucursal_id, entidad_tipo, entidad_id,
                                       fecha, lane, origen)
      SELECT v.uid, v.tipo, v.subtipo, v.payload, v.usuario_id, v.sucursal_id, v.entidad_tipo, v.entidad_id,
             privado.ahora(), v.lane, v.origen
        FROM unnest(v_eventos) WITH ORDINALITY AS v WHERE v.uid IS NOT NULL ORDER BY v.ordinality
      ON CONFLICT (uid) DO NOTHING
      RETURNING id, uid)
  SELECT array_agg(g.id ORDER BY g.id), array_agg(g.uid ORDER BY g.id) INTO v_ids, v_uids FROM guardados g;
  IF v_ids IS NOT NULL THEN
    PERFORM pg_notify('cony_eventos', '');
  END IF;
  -- All of them are new, in the order in which they were posted.
  IF cardinality(v_ids) = v_cuantos THEN
    RETURN QUERY SELECT g.n::integer - 1, g.id, g.uid, NULL::text, NULL::text
                   FROM unnest(v_ids, v_uids) WITH ORDINALITY AS g (id, uid, n);
    RETURN;
  END IF;

  -- What is stored under the UID now is either this event or was there before.  OFFSET 0 has it looked up one by one: a
  -- plan that was kept since the table was short would read it whole.
  RETURN QUERY
    SELECT v.ordinality::integer - 1, CASE WHEN i.igual THEN e.id END, v.uid,
           CASE WHEN i.igual OR r.error IS NOT NULL THEN r.error ELSE 'The key was already used for something else.' END,
           CASE WHEN i.igual OR r.error IS NOT NULL THEN r.codigo ELSE 'CN422' END
      FROM unnest(v_eventos) WITH ORDINALITY AS v
      CROSS JOIN LATERAL (SELECT v_errores[v.ordinality] AS error, v_codigos[v.ordinality] AS codigo) r
      LEFT JOIN LATERAL (SELECT * FROM cony.eventos_realtime e WHERE e.uid = v.uid OFFSET 0) e ON true
      CROSS JOIN LATERAL (SELECT e.origen IS NOT DISTINCT FROM v.origen AND e.payload = v.payload AS igual) i
     ORDER BY v.ordinality;
END $$;

GRANT EXECUTE ON FUNCTION api.registrar_pedido(uuid, integer, text, text, text, text, jsonb),
  api.registrar_voucher(uuid, integer, bytea, text, text, text, numeric, text, timestamp) TO cony_intake;
GRANT EXECUTE ON FUNCTION api.registrar_eventos(jsonb) TO cony_intake, cony_broker;

COMMIT;
