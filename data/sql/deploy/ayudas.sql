-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:ayudas to pg
-- requires: catalogo
-- What every action needs: who is asking, the same clave once, the event beside the change.
-- Only definer functions reach schema privado; they have already set search_path, time zone and lock_timeout.
BEGIN;
SET LOCAL ROLE cony_dueno;

CREATE TYPE privado.persona AS (id integer, login text, nombre text, admin boolean, sucursales integer[]);

-- The groups of a person without prefix, in a fixed order.
CREATE FUNCTION privado.roles_de(p_login text) RETURNS text[]
  LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(r.rol ORDER BY r.n), '{}')
    FROM unnest(ARRAY['atencion', 'cocinero', 'validador', 'admin', 'superadmin', 'intake', 'broker'])
         WITH ORDINALITY AS r (rol, n)
    JOIN pg_catalog.pg_roles p ON p.rolname = p_login
   WHERE pg_catalog.pg_has_role(p.oid, 'cony_' || r.rol, 'MEMBER')
$$;

-- An active person with her branches (every one for an admin); NULL when there is none.
CREATE FUNCTION privado.persona_de(p_login text) RETURNS privado.persona
  LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_persona privado.persona;
BEGIN
  SELECT u.id, u.login, u.nombre, pg_catalog.pg_has_role(p.oid, 'cony_admin', 'MEMBER')
    INTO v_persona.id, v_persona.login, v_persona.nombre, v_persona.admin
    FROM cony.usuarios u JOIN pg_catalog.pg_roles p ON p.rolname = u.login
   WHERE u.login = p_login AND u.activo;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF v_persona.admin THEN
    v_persona.sucursales := ARRAY(SELECT s.id FROM cony.sucursales s ORDER BY s.id);
  ELSE
    v_persona.sucursales := ARRAY(SELECT us.sucursal_id FROM cony.usuarios_sucursales us
                                   WHERE us.usuario_id = v_persona.id ORDER BY 1);
  END IF;
  RETURN v_persona;
END $$;

CREATE FUNCTION privado.tiene_rol(p_login text, p_roles text[]) RETURNS boolean
  LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM unnest(p_roles) AS r (rol)
                  WHERE pg_catalog.pg_has_role(p_login, 'cony_' || r.rol, 'MEMBER'));
END $$;

-- Who is logged in, if active and in one of these groups; session_user, for current_user is the owner here.
CREATE FUNCTION privado.exigir(VARIADIC p_roles text[]) RETURNS privado.persona
  LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_yo privado.persona := privado.persona_de(session_user::text);
BEGIN
  IF v_yo.id IS NULL OR NOT privado.tiene_rol(session_user::text, p_roles) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN403', MESSAGE = 'Your role may not do this.',
      DETAIL = session_user::text;
  END IF;
  RETURN v_yo;
END $$;

-- The first result if this very action was done before, else NULL; the row keeps a second call with
-- the same clave waiting until the first one ends.
CREATE FUNCTION privado.repetida(p_clave uuid, p_funcion text, p_argumentos jsonb) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_accion privado.acciones;
BEGIN
  IF p_clave IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The action has no key.';
  END IF;
  INSERT INTO privado.acciones (clave, login, funcion, argumentos)
    VALUES (p_clave, session_user, p_funcion, p_argumentos)
    ON CONFLICT DO NOTHING;
  IF FOUND THEN
    IF EXISTS (SELECT FROM cony.eventos_realtime e WHERE e.uid = p_clave) THEN
      RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The key was already used for something else.';
    END IF;
    RETURN NULL;
  END IF;
  SELECT * INTO v_accion FROM privado.acciones a WHERE a.clave = p_clave;
  IF v_accion.login IS DISTINCT FROM session_user::text OR v_accion.funcion <> p_funcion
     OR v_accion.argumentos <> p_argumentos
  THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The key was already used for something else.';
  END IF;
  RETURN v_accion.resultado;
END $$;

CREATE FUNCTION privado.hecha(p_clave uuid, p_resultado jsonb) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  UPDATE privado.acciones SET resultado = p_resultado WHERE clave = p_clave;
  RETURN p_resultado;
END $$;

-- When it was done, for an action that waited in an outbox: p_hace_s seconds ago, but not before what it follows.
CREATE FUNCTION privado.cuando(p_hace_s integer, p_despues_de timestamp) RETURNS timestamp
  LANGUAGE sql VOLATILE AS $$
  SELECT greatest(privado.ahora() - greatest(coalesce(p_hace_s, 0), 0) * interval '1 second', p_despues_de)
$$;

-- Whether such an action comes too late to ring.
CREATE FUNCTION privado.es_tarde(p_hace_s integer) RETURNS boolean
  LANGUAGE sql IMMUTABLE AS $$ SELECT coalesce(p_hace_s > 600, false) $$;

-- UID of the n-th further event of an action.
CREATE FUNCTION privado.uid_siguiente(p_clave uuid, p_n text) RETURNS uuid
  LANGUAGE sql IMMUTABLE AS $$ SELECT pg_catalog.md5(p_clave::text || ':' || p_n)::uuid $$;

-- Compact JSON: no spaces, no needless escapes, `tipo` first, in the order given otherwise.
CREATE FUNCTION privado.compacto(p_valor jsonb) RETURNS text
  LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_texto text;
BEGIN
  -- Most are flat, with short numbers and nothing in their texts that looks like a separator: several times faster.
  -- The comparison finds whatever the replacements damaged.
  IF p_valor ? 'tipo' AND pg_catalog.jsonb_typeof(p_valor) = 'object' THEN
    v_texto := '{"tipo": ' || (p_valor -> 'tipo')::text ||
               CASE p_valor - 'tipo' WHEN '{}' THEN '}' ELSE ', ' || substr((p_valor - 'tipo')::text, 2) END;
    v_texto := replace(replace(v_texto, '": ', '":'), ', "', ',"');
    IF v_texto !~ '.[{[]|[0-9]{16}' AND v_texto::jsonb = p_valor THEN
      RETURN v_texto;
    END IF;
  END IF;
  CASE pg_catalog.jsonb_typeof(p_valor)
    WHEN 'object' THEN
      RETURN '{' || coalesce((SELECT pg_catalog.string_agg(
                 pg_catalog.to_json(e.key)::text || ':' ||
                 -- Most values are short and need no look inside.
                 CASE WHEN pg_catalog.jsonb_typeof(e.value) IN ('string', 'boolean', 'null')
                           OR e.value::text ~ '^-?[0-9]{1,15}$'
                      THEN e.value::text ELSE privado.compacto(e.value) END, ','
                 ORDER BY e.key <> 'tipo', e.n)
               FROM pg_catalog.jsonb_each(p_valor) WITH ORDINALITY AS e (key, value, n)), '') || '}';
    WHEN 'array' THEN
      RETURN '[' || coalesce((SELECT pg_catalog.string_agg(privado.compacto(e.value), ',' ORDER BY e.n)
               FROM pg_catalog.jsonb_array_elements(p_valor) WITH ORDINALITY AS e (value, n)), '') || ']';
    WHEN 'number' THEN
      -- 1e100000 is short in a post and a hundred thousand digits in text.
      IF pg_catalog.abs(p_valor::numeric) > 1e18 OR pg_catalog.scale(p_valor::numeric) > 20 THEN
        RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'A number in the event is out of range.';
      END IF;
      RETURN p_valor::text;
    ELSE
      RETURN p_valor::text;
  END CASE;
END $$;

-- Stores an event of an action and wakes the readers.  p_campos is flat and keeps its order; NULL members
-- are left out.  Anybody can work out the uid of a further event and use it as the clave of something else: that must
-- not stop the event, which is stored under another uid then.
CREATE FUNCTION privado.publicar(p_uid uuid, p_yo privado.persona, p_sucursal_id integer,
                                 p_entidad_tipo text, p_entidad_id integer, p_campos json,
                                 p_subtipo text DEFAULT NULL) RETURNS integer
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_tipo text := p_campos ->> 'tipo';
  v_payload text;
  v_id integer;
BEGIN
  SELECT '{' || pg_catalog.string_agg(pg_catalog.to_json(e.key)::text || ':' || e.value::text, ',' ORDER BY e.n) || '}'
    INTO v_payload
    FROM (SELECT c.key, c.value, c.n FROM pg_catalog.json_each(p_campos) WITH ORDINALITY AS c (key, value, n)
          UNION ALL SELECT 'sucursal_id', pg_catalog.to_json(p_sucursal_id), 101
          UNION ALL SELECT 'usuario_id', pg_catalog.to_json(p_yo.id), 102
          UNION ALL SELECT 'usuario', pg_catalog.to_json(p_yo.nombre), 103) AS e
   WHERE pg_catalog.json_typeof(e.value) <> 'null';
  INSERT INTO cony.eventos_realtime (uid, tipo, subtipo, payload, usuario_id, sucursal_id, entidad_tipo,
                                     entidad_id, fecha, lane)
    VALUES (p_uid, v_tipo, p_subtipo, v_payload, p_yo.id, p_sucursal_id, p_entidad_tipo,
            p_entidad_id, privado.ahora(), privado.lane_de(v_tipo, p_campos ->> 'prioridad'))
    ON CONFLICT (uid) DO NOTHING
    RETURNING id INTO v_id;
  IF v_id IS NULL AND EXISTS (SELECT FROM privado.acciones a WHERE a.clave = p_uid AND a.resultado IS NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The key was already used for something else.';
  ELSIF v_id IS NULL THEN
    RETURN privado.publicar(gen_random_uuid(), p_yo, p_sucursal_id, p_entidad_tipo, p_entidad_id, p_campos, p_subtipo);
  END IF;
  PERFORM pg_catalog.pg_notify('cony_eventos', '');
  RETURN v_id;
END $$;

CREATE FUNCTION privado.lane_de(p_tipo text, p_prioridad text) RETURNS text
  LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_tipo = 'alerta_escalada' OR p_tipo = 'alerta_cocina' AND p_prioridad IN ('alta', 'urgente')
         THEN 'urgente' ELSE 'normal' END
$$;

-- A text that a person wrote: trimmed, NULL when there is nothing to see.  Marks that turn the direction of what follows
-- are left out: telephones and names that are copied carry them, and a ticket could say its note backwards.
CREATE FUNCTION privado.texto(p_texto text, p_maximo integer) RETURNS text
  LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_texto text := nullif(pg_catalog.btrim(pg_catalog.regexp_replace(p_texto, '[\u202A-\u202E\u2066-\u2069]', '', 'g'),
                                          E' \n'), '');
BEGIN
  IF v_texto ~ '^[ \n\u00A0\u200B-\u200F\u2028\u2029\u202F\u205F-\u2064\u2800\u3000\u3164\uFEFF]*$' THEN
    RETURN NULL;
  END IF;
  IF pg_catalog.length(v_texto) > p_maximo THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The text is too long.',
      DETAIL = pg_catalog.format('%s of %s characters', pg_catalog.length(v_texto), p_maximo);
  END IF;
  IF NOT privado.texto_limpio(v_texto) THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'The text has control characters.';
  END IF;
  RETURN v_texto;
END $$;

-- The same in one line, for what has one on a screen.
CREATE FUNCTION privado.renglon(p_texto text, p_maximo integer) RETURNS text
  LANGUAGE sql IMMUTABLE AS $$
  SELECT privado.texto(pg_catalog.regexp_replace(p_texto, '[\n\u2028\u2029]+', ' ', 'g'), p_maximo)
$$;

CREATE FUNCTION privado.motivo(p_motivo text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_motivo text := privado.texto(p_motivo, 300);
BEGIN
  IF v_motivo IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'CN422', MESSAGE = 'A reason is needed.';
  END IF;
  RETURN v_motivo;
END $$;

-- For row security.  Each is called once a query, as (SELECT …).
CREATE FUNCTION privado.es_admin() RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
  SELECT coalesce((privado.persona_de(session_user::text)).admin, false)
$$;

CREATE FUNCTION privado.mis_sucursales() RETURNS integer[]
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
  SELECT coalesce((privado.persona_de(session_user::text)).sucursales, '{}')
$$;

CREATE FUNCTION privado.mis_roles() RETURNS text[]
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
  SELECT privado.roles_de(session_user::text)
$$;

-- Whose names a person may read: those of her branches, and those of no branch (admins).
CREATE FUNCTION privado.colegas() RETURNS integer[]
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
  SELECT ARRAY(SELECT u.id FROM cony.usuarios u
                WHERE EXISTS (SELECT FROM cony.usuarios_sucursales us
                               WHERE us.usuario_id = u.id AND us.sucursal_id = ANY (privado.mis_sucursales()))
                   OR NOT EXISTS (SELECT FROM cony.usuarios_sucursales us WHERE us.usuario_id = u.id))
$$;

CREATE FUNCTION privado.yo() RETURNS TABLE (id integer, login text, nombre text, roles text[],
    sucursal_id integer, sucursal_nombre text, zona_horaria text, umbrales jsonb, ahora timestamp)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
  SELECT p.id, p.login, p.nombre, privado.roles_de(p.login), s.id, s.nombre,
         coalesce(s.zona_horaria, (SELECT t.zona_horaria FROM cony.sucursales t ORDER BY t.id LIMIT 1)),
         coalesce(s.umbrales, '{"apurar":300,"tarde":480}'), privado.ahora()
    FROM privado.persona_de(session_user::text) p
    LEFT JOIN cony.sucursales s ON NOT p.admin AND s.id = p.sucursales[1]
   WHERE p.id IS NOT NULL
$$;

-- An approved voucher with the same operation, of whatever branch; an unknown bank may be any.
CREATE FUNCTION privado.repetido_de(p_id integer, p_banco text, p_numero text) RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
  SELECT v.id FROM cony.vouchers v
   WHERE v.estado = 'APROBADO' AND privado.operacion(v.numero_operacion) = privado.operacion(p_numero)
     AND coalesce(lower(v.banco) = lower(p_banco), true) AND v.id <> p_id
   ORDER BY lower(v.banco) = lower(p_banco) NULLS LAST, v.id LIMIT 1
$$;

-- The prices, for whoever may know them.
CREATE FUNCTION privado.precios() RETURNS TABLE (producto_id integer, precio numeric)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
  SELECT r.id, r.precio FROM cony.productos r
   WHERE (SELECT privado.tiene_rol(session_user::text, '{atencion,validador,admin}'))
$$;

-- For the owner, from time to time: forgets the keys of actions of long ago.  An outbox may still hold a key of some
-- days ago, so these stay whatever the caller says; returns how many went.
CREATE FUNCTION privado.olvidar_acciones(p_dias integer DEFAULT 30) RETURNS bigint
  LANGUAGE sql VOLATILE SET timezone = 'UTC' AS $$
  WITH ido AS (DELETE FROM privado.acciones a
                WHERE a.fecha < privado.ahora() - greatest(p_dias, 7) * interval '1 day' RETURNING 1)
  SELECT count(*) FROM ido
$$;

GRANT EXECUTE ON FUNCTION privado.es_admin(), privado.mis_sucursales(), privado.mis_roles(), privado.colegas(),
  privado.yo(), privado.repetido_de(integer, text, text), privado.precios()
  TO cony_atencion, cony_cocinero, cony_validador, cony_admin, cony_intake;

COMMIT;
