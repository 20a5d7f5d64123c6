-- SPDX-License-Identifier: GPL-3.0-or-later
-- Brings the rows of older programs, whose tables are in schema public, into cony.  Once, into a deployed database
-- that has no orders and no events of its own yet, as a superuser, while nobody works:
--
--     psql -X -v ON_ERROR_STOP=1 -v zona=America/Lima -d CONNINFO -f traer.sql
--
-- zona is the time zone of the old server: the old columns hold its local time, ours hold UTC.
--
-- * Reads SUCURSALES, USUARIOS, PRODUCTOS, INSUMOS, PEDIDOS, ALERTAS_COCINA, EVENTOS_REALTIME and REFILL_SOLICITUD as far
--   as they exist, and of each the columns that it knows by one of several names; ids stay the same.
-- * People come as history: inactive, under a login that begins with "antes.", so that their own login is free for
--   `cony-admin user add`.  Passwords do not come.
-- * Orders in a state that Cony does not have become ENTREGADO.  Order lines do not come.
-- * Events keep their id and get XID 0, so that every reader counts them as past.  What the kitchen may not see is taken
--   out of those that it sees.  A payload that is no JSON object stays behind.
-- * The old tables stay as they are; what did not come is said at the end.  Afterwards let the older programs write into
--   cony with ALTER ROLE … SET search_path = cony, or post to the broker, and drop the old tables when you are sure.

\set ON_ERROR_STOP on
\if :{?zona}
\else
  \set zona 'America/Lima'
\endif
SET client_min_messages = warning;
SET timezone = 'UTC';
SELECT set_config('traer.zona', :'zona', false) \g /dev/null

BEGIN;

DO $$
BEGIN
  IF EXISTS (SELECT FROM cony.pedidos) OR EXISTS (SELECT FROM cony.eventos_realtime) OR EXISTS (SELECT FROM cony.usuarios) THEN
    RAISE EXCEPTION 'cony already has orders, events or people: this script runs once, before them';
  END IF;
  PERFORM FROM pg_timezone_names WHERE name = current_setting('traer.zona');
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no time zone "%"', current_setting('traer.zona');
  END IF;
END $$;

-- The rows of an old table as JSON, none when there is no such table.
CREATE FUNCTION pg_temp.filas(p_tabla text) RETURNS SETOF jsonb LANGUAGE plpgsql AS $$
BEGIN
  IF to_regclass('public.' || p_tabla) IS NOT NULL THEN
    RETURN QUERY EXECUTE format('SELECT to_jsonb(t) FROM public.%I t', p_tabla);
  END IF;
END $$;

-- The first of these columns that the row has, cleaned and cut.
CREATE FUNCTION pg_temp.dato(p_fila jsonb, p_maximo integer, VARIADIC p_nombres text[]) RETURNS text LANGUAGE sql AS $$
  SELECT nullif(btrim(left(regexp_replace(p_fila ->> n, '[\u0001-\u0009\u000B-\u001F\u007F-\u009F]', ' ', 'g'), p_maximo)), '')
    FROM unnest(p_nombres) n WHERE p_fila ->> n IS NOT NULL LIMIT 1
$$;
CREATE FUNCTION pg_temp.entero(p_fila jsonb, VARIADIC p_nombres text[]) RETURNS integer LANGUAGE sql AS $$
  SELECT (p_fila ->> n)::integer FROM unnest(p_nombres) n WHERE p_fila ->> n ~ '^[0-9]{1,9}$' LIMIT 1
$$;
CREATE FUNCTION pg_temp.numero(p_fila jsonb, VARIADIC p_nombres text[]) RETURNS numeric LANGUAGE sql AS $$
  SELECT round((p_fila ->> n)::numeric, 2) FROM unnest(p_nombres) n WHERE p_fila ->> n ~ '^[0-9]{1,7}(\.[0-9]+)?$' LIMIT 1
$$;
CREATE FUNCTION pg_temp.hora(p_fila jsonb, VARIADIC p_nombres text[]) RETURNS timestamp LANGUAGE sql AS $$
  SELECT CASE WHEN p_fila ->> n ~ '([+-][0-9]{2}:?[0-9]{0,2}|Z)$' AND p_fila ->> n ~ 'T'
         THEN (p_fila ->> n)::timestamptz AT TIME ZONE 'UTC'
         ELSE (p_fila ->> n)::timestamp AT TIME ZONE current_setting('traer.zona') AT TIME ZONE 'UTC' END
    FROM unnest(p_nombres) n WHERE p_fila ->> n ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' LIMIT 1
$$;
CREATE FUNCTION pg_temp.objeto(p_texto text) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  RETURN CASE WHEN jsonb_typeof(p_texto::jsonb) = 'object' THEN p_texto::jsonb END;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END $$;

CREATE TEMPORARY TABLE viejas AS
  SELECT t.tabla, f.fila, pg_temp.entero(f.fila, 'id') AS id, pg_temp.entero(f.fila, 'sucursal_id', 'id_sucursal') AS sucursal
    FROM unnest(ARRAY['sucursales', 'usuarios', 'productos', 'insumos', 'pedidos', 'alertas_cocina', 'eventos_realtime',
                      'refill_solicitud']) t (tabla),
         LATERAL pg_temp.filas(t.tabla) f (fila);
CREATE INDEX ON viejas (tabla, id);
ANALYZE viejas;

INSERT INTO cony.sucursales (id, nombre, zona_horaria)
  SELECT s.id, coalesce(pg_temp.dato(v.fila, 50, 'nombre', 'descripcion'), 'Sucursal')
               || CASE WHEN v.id IS NULL OR EXISTS (SELECT FROM viejas w WHERE w.tabla = 'sucursales' AND w.id < v.id
                          AND pg_temp.dato(w.fila, 50, 'nombre', 'descripcion') = pg_temp.dato(v.fila, 50, 'nombre', 'descripcion'))
                  THEN ' ' || s.id ELSE '' END,
         current_setting('traer.zona')
    FROM (SELECT id FROM viejas WHERE tabla = 'sucursales' AND id IS NOT NULL
          UNION SELECT sucursal FROM viejas WHERE sucursal IS NOT NULL) s
    LEFT JOIN viejas v ON v.tabla = 'sucursales' AND v.id = s.id;

INSERT INTO cony.usuarios (id, login, nombre, activo, creado)
  SELECT v.id, 'antes.' || v.id || coalesce('.' || nullif(regexp_replace(lower(
           pg_temp.dato(v.fila, 40, 'login', 'username', 'usuario', 'email')), '[^a-z0-9_.]+', '_', 'g'), ''), ''),
         coalesce(pg_temp.dato(v.fila, 60, 'nombre', 'nombre_completo', 'nombres', 'username', 'usuario', 'login'), 'Usuario ' || v.id),
         false, coalesce(pg_temp.hora(v.fila, 'creado', 'fecha_creacion', 'created_at'), privado.ahora())
    FROM viejas v WHERE v.tabla = 'usuarios' AND v.id IS NOT NULL;
INSERT INTO cony.usuarios_sucursales (usuario_id, sucursal_id)
  SELECT v.id, v.sucursal FROM viejas v WHERE v.tabla = 'usuarios' AND v.id IS NOT NULL AND v.sucursal IS NOT NULL;

INSERT INTO cony.productos (id, nombre, precio, activo)
  SELECT v.id, n.nombre || CASE WHEN row_number() OVER (PARTITION BY n.nombre ORDER BY v.id) > 1 THEN ' ' || v.id ELSE '' END,
         coalesce(pg_temp.numero(v.fila, 'precio', 'precio_venta'), 0), coalesce(v.fila ->> 'activo', 'true') IN ('true', '1', 'S')
    FROM viejas v, LATERAL (SELECT coalesce(pg_temp.dato(v.fila, 70, 'nombre', 'descripcion'), 'Producto') AS nombre) n
   WHERE v.tabla = 'productos' AND v.id IS NOT NULL;

INSERT INTO cony.insumos (id, sucursal_id, nombre, unidad)
  SELECT v.id, coalesce(v.sucursal, m.id),
         n.nombre || CASE WHEN row_number() OVER (PARTITION BY coalesce(v.sucursal, m.id), n.nombre ORDER BY v.id) > 1 THEN ' ' || v.id ELSE '' END,
         coalesce(pg_temp.dato(v.fila, 20, 'unidad', 'unidad_medida'), 'unidad')
    FROM viejas v, LATERAL (SELECT coalesce(pg_temp.dato(v.fila, 70, 'nombre', 'descripcion'), 'Insumo') AS nombre) n,
         (SELECT min(id) AS id FROM cony.sucursales) m
   WHERE v.tabla = 'insumos' AND v.id IS NOT NULL AND m.id IS NOT NULL;

INSERT INTO cony.pedidos (id, sucursal_id, cliente, telefono, canal, nota, total, estado, creado, entregado, cancelado)
  SELECT v.id, coalesce(v.sucursal, m.id),
         coalesce(pg_temp.dato(v.fila, 100, 'cliente', 'cliente_nombre', 'nombre_cliente', 'nombre'), 'Cliente'),
         pg_temp.dato(v.fila, 20, 'telefono', 'celular', 'cliente_telefono'),
         CASE lower(pg_temp.dato(v.fila, 20, 'canal', 'tipo_pedido', 'tipo', 'origen'))
           WHEN 'whatsapp' THEN 'whatsapp' WHEN 'delivery' THEN 'delivery' ELSE 'presencial' END,
         pg_temp.dato(v.fila, 300, 'nota', 'notas', 'observaciones'), coalesce(pg_temp.numero(v.fila, 'total', 'monto_total', 'monto'), 0),
         e.estado, h.creado, CASE WHEN e.estado = 'ENTREGADO' THEN h.creado END, CASE WHEN e.estado = 'CANCELADO' THEN h.creado END
    FROM viejas v, (SELECT min(id) AS id FROM cony.sucursales) m,
         LATERAL (SELECT coalesce(pg_temp.hora(v.fila, 'creado', 'fecha', 'fecha_pedido', 'fecha_creacion', 'created_at'), privado.ahora()) AS creado) h,
         LATERAL (SELECT CASE WHEN upper(pg_temp.dato(v.fila, 20, 'estado', 'status')) IN ('PENDIENTE', 'EN_PREPARACION', 'LISTO', 'ENTREGADO', 'CANCELADO')
                         THEN upper(pg_temp.dato(v.fila, 20, 'estado', 'status')) ELSE 'ENTREGADO' END AS estado) e
   WHERE v.tabla = 'pedidos' AND v.id IS NOT NULL AND m.id IS NOT NULL;

INSERT INTO cony.refill_solicitud (id, uid, sucursal_id, insumo_id, cantidad_solicitada, usuario_solicita, estado, fecha_solicitud)
  SELECT v.id, md5('refill_solicitud ' || v.id)::uuid, i.sucursal_id, i.id, pg_temp.numero(v.fila, 'cantidad_solicitada', 'cantidad'), u.id,
         CASE WHEN lower(pg_temp.dato(v.fila, 20, 'estado')) IN ('pendiente', 'visto', 'en_camino', 'entregado', 'rechazado')
              THEN lower(pg_temp.dato(v.fila, 20, 'estado')) ELSE 'entregado' END,
         coalesce(pg_temp.hora(v.fila, 'fecha_solicitud', 'fecha', 'created_at'), privado.ahora())
    FROM viejas v
    JOIN cony.insumos i ON i.id = pg_temp.entero(v.fila, 'insumo_id', 'insumo')
    JOIN cony.usuarios u ON u.id = pg_temp.entero(v.fila, 'usuario_solicita', 'usuario_id')
   WHERE v.tabla = 'refill_solicitud' AND v.id IS NOT NULL
     AND pg_temp.numero(v.fila, 'cantidad_solicitada', 'cantidad') BETWEEN 0.01 AND 9999;

INSERT INTO cony.alertas_cocina (id, uid, pedido_id, usuario_envia, sucursal_id, mensaje, prioridad, leida, fecha_envio, fecha_lectura)
  SELECT v.id, md5('alertas_cocina ' || v.id)::uuid, p.id, u.id, v.sucursal, pg_temp.dato(v.fila, 500, 'mensaje'),
         CASE WHEN v.fila ->> 'prioridad' IN ('alta', 'urgente') THEN v.fila ->> 'prioridad' ELSE 'normal' END,
         coalesce((v.fila ->> 'leida')::boolean, false), pg_temp.hora(v.fila, 'fecha_envio'), pg_temp.hora(v.fila, 'fecha_lectura')
    FROM viejas v
    LEFT JOIN cony.pedidos p ON p.id = pg_temp.entero(v.fila, 'pedido_id')
    LEFT JOIN cony.usuarios u ON u.id = pg_temp.entero(v.fila, 'usuario_envia')
   WHERE v.tabla = 'alertas_cocina' AND v.id IS NOT NULL;

INSERT INTO cony.eventos_realtime (id, uid, xid, tipo, subtipo, payload, usuario_id, sucursal_id, entidad_tipo, entidad_id, fecha, lane, origen)
  SELECT v.id, md5('eventos_realtime ' || v.id)::uuid, '0'::xid8, v.tipo, pg_temp.dato(v.fila, 50, 'subtipo'), privado.compacto(v.objeto), u.id,
         v.sucursal, pg_temp.dato(v.fila, 50, 'entidad_tipo'), pg_temp.entero(v.fila, 'entidad_id'),
         coalesce(pg_temp.hora(v.fila, 'fecha'), privado.ahora()), privado.lane_de(v.tipo, v.objeto ->> 'prioridad'), 'antes'
    FROM (SELECT w.*, w.fila ->> 'tipo' AS tipo,
                 jsonb_build_object('tipo', w.fila ->> 'tipo')
                 || (pg_temp.objeto(w.fila ->> 'payload') - '_rt'
                     - CASE WHEN EXISTS (SELECT FROM cony.eventos_catalogo c WHERE c.tipo = w.fila ->> 'tipo' AND 'cocinero' = ANY (c.ven))
                            THEN '{telefono,total,monto,banco,numero_operacion}'::text[] ELSE '{}' END) AS objeto
            FROM viejas w WHERE w.tabla = 'eventos_realtime' AND w.id IS NOT NULL) v
    LEFT JOIN cony.usuarios u ON u.id = pg_temp.entero(v.fila, 'usuario_id')
   WHERE v.objeto IS NOT NULL AND length(privado.compacto(v.objeto)) <= 2000 AND v.tipo !~ '^_'
     AND NOT (EXISTS (SELECT FROM cony.eventos_catalogo c WHERE c.tipo = v.tipo AND 'cocinero' = ANY (c.ven))
              AND privado.lleva_reservado(v.objeto));

SELECT setval(pg_get_serial_sequence('cony.' || t, 'id'), x.maximo)
  FROM unnest(ARRAY['sucursales', 'usuarios', 'productos', 'insumos', 'pedidos', 'alertas_cocina', 'eventos_realtime', 'refill_solicitud']) t,
       LATERAL (SELECT max(v.id) AS maximo FROM viejas v WHERE v.tabla = t) x
 WHERE x.maximo IS NOT NULL \g /dev/null
SELECT setval('cony.sucursales_id_seq', max(id)) FROM cony.sucursales HAVING max(id) IS NOT NULL \g /dev/null

COMMIT;

\echo 'table, old rows, rows in cony:'
SELECT t.tabla, t.viejas, (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM cony.%I', t.tabla), false, true, '')))[1]::text::bigint
         AS en_cony
  FROM (SELECT tabla, count(*) AS viejas FROM viejas GROUP BY tabla) t ORDER BY t.tabla;
