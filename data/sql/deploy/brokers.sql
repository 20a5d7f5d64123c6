-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:brokers to pg
-- requires: deudas
-- Several brokers on one database: who lives, whose sessions are open, who decides about what nobody confirmed.
BEGIN;
SET LOCAL ROLE cony_dueno;

CREATE TABLE privado.brokers (
  id uuid PRIMARY KEY,
  visto timestamp NOT NULL DEFAULT privado.ahora()
);
ALTER TABLE privado.brokers ENABLE ROW LEVEL SECURITY;
ALTER TABLE privado.brokers FORCE ROW LEVEL SECURITY;
CREATE POLICY dueno ON privado.brokers TO cony_dueno USING (true) WITH CHECK (true);

ALTER TABLE cony.conexiones
  -- As whom it may owe a confirmation (a plain one: never), and of which events (NULL: all); of which branch is
  -- sucursal_id (NULL: all).
  ADD COLUMN roles text[] NOT NULL DEFAULT '{}',
  ADD COLUMN tipos text[];
CREATE INDEX conexiones_abiertas ON cony.conexiones (broker) WHERE hasta IS NULL;

CREATE FUNCTION privado.exigir_broker() RETURNS void
  LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT privado.tiene_rol(session_user::text, '{broker}') THEN
    RAISE EXCEPTION USING ERRCODE = 'CN403', MESSAGE = 'Your role may not do this.',
      DETAIL = session_user::text;
  END IF;
END $$;

-- A broker says that it lives, and which sessions it has (NULL: the same as before).  True while it is the one that
-- decides: the first to ask, until its connection ends.
CREATE FUNCTION api.latir_broker(p_broker uuid, p_sesiones jsonb DEFAULT NULL) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  c_candado CONSTANT bigint := 4850110;
BEGIN
  PERFORM privado.exigir_broker();
  INSERT INTO privado.brokers AS b (id) VALUES (p_broker)
    ON CONFLICT (id) DO UPDATE SET visto = privado.ahora();
  IF p_sesiones IS NOT NULL THEN
    UPDATE cony.conexiones c SET hasta = privado.ahora(), motivo = 'fin'
     WHERE c.broker = p_broker::text AND c.hasta IS NULL
       AND NOT EXISTS (SELECT FROM jsonb_to_recordset(p_sesiones) AS s (n bigint)
                        WHERE privado.uid_siguiente(p_broker, s.n::text) = c.id);
    INSERT INTO cony.conexiones (id, broker, usuario_id, sucursal_id, pantalla, roles, tipos)
      SELECT privado.uid_siguiente(p_broker, s.n::text), p_broker::text, u.id, v.id, left(s.pantalla, 50), s.roles, s.tipos
        FROM jsonb_to_recordset(p_sesiones)
          AS s (n bigint, login text, sucursal integer, pantalla text, roles text[], tipos text[])
        JOIN cony.usuarios u ON u.login = s.login
        LEFT JOIN cony.sucursales v ON v.id = s.sucursal
       WHERE s.sucursal IS NULL OR v.id IS NOT NULL
      ON CONFLICT (id) DO NOTHING;
  END IF;
  IF EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.pid = pg_backend_pid() AND l.granted
                AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
                AND l.classid = 0 AND l.objid = c_candado AND l.objsubid = 1) THEN
    RETURN true;
  END IF;
  IF NOT pg_try_advisory_lock(c_candado) THEN
    RETURN false;
  END IF;
  -- Once for each new one that decides: what is left of those that died, and what nobody asks for any more.
  UPDATE cony.conexiones c SET hasta = privado.ahora(), motivo = 'broker'
   WHERE c.hasta IS NULL AND NOT EXISTS (SELECT FROM privado.brokers b
     WHERE b.id::text = c.broker AND b.visto > privado.ahora() - interval '10 s');
  DELETE FROM privado.brokers b WHERE b.visto < privado.ahora() - interval '1 day';
  DELETE FROM cony.conexiones c WHERE c.hasta < privado.ahora() - interval '30 days';
  RETURN true;
END $$;

-- Whether a session of a living broker may confirm such an event.
CREATE FUNCTION api.hay_deudor(p_tipo text, p_sucursal_id integer) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
BEGIN
  PERFORM privado.exigir_broker();
  RETURN EXISTS (SELECT FROM cony.conexiones c
                   JOIN privado.brokers b ON b.id::text = c.broker AND b.visto > privado.ahora() - interval '10 s'
                   JOIN cony.eventos_catalogo k ON k.tipo = p_tipo AND k.deben && c.roles
                  WHERE c.hasta IS NULL AND (c.sucursal_id IS NULL OR c.sucursal_id = p_sucursal_id)
                    AND (c.tipos IS NULL OR p_tipo = ANY (c.tipos)));
END $$;

-- Whether nothing is left to do about an event: it was confirmed or refused by somebody who owed that, told, or what
-- it is about went on.
CREATE FUNCTION privado.deuda_saldada(p_uid uuid, p_deben text[]) RETURNS boolean
  LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM cony.deudas d WHERE d.uid = p_uid)
      OR EXISTS (SELECT FROM cony.alertas_vistas v WHERE v.alerta_uid = p_uid)
      OR EXISTS (SELECT FROM cony.alertas_cocina a WHERE a.uid = p_uid AND a.leida)
      OR EXISTS (SELECT FROM cony.refill_solicitud r
                  WHERE r.uid = p_uid AND (r.estado <> 'pendiente' OR r.en_pantalla IS NOT NULL))
      OR EXISTS (SELECT FROM cony.eventos_realtime e JOIN cony.pedidos p ON p.id = e.entidad_id
                  WHERE e.uid = p_uid AND e.tipo = 'pedido_aprobado'
                    AND (p.estado <> 'EN_PREPARACION' OR p.empezado IS NOT NULL OR p.en_pantalla IS NOT NULL))
      OR EXISTS (SELECT FROM cony.eventos_confirmaciones c JOIN cony.usuarios u ON u.id = c.usuario_id
                  WHERE c.uid = p_uid AND c.tipo IN ('ack', 'rechazo') AND privado.roles_de(u.login) && p_deben)
$$;

-- Those of the events that need no repetition.
CREATE FUNCTION api.deudas_saldadas(p_uids uuid[]) RETURNS TABLE (uid uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
BEGIN
  PERFORM privado.exigir_broker();
  RETURN QUERY SELECT p.uid FROM unnest(p_uids) AS p (uid)
    LEFT JOIN cony.eventos_realtime e ON e.uid = p.uid
    LEFT JOIN cony.eventos_catalogo k ON k.tipo = e.tipo
   WHERE privado.deuda_saldada(p.uid, coalesce(k.deben, '{cocinero}'));
END $$;

-- What is owed still, for a broker that starts; the broker judges the priority itself.
CREATE FUNCTION api.deudas_abiertas()
  RETURNS TABLE (id integer, uid text, tipo text, payload text, sucursal_id integer, ts bigint, edad_ms bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
BEGIN
  PERFORM privado.exigir_broker();
  RETURN QUERY SELECT e.id, e.uid::text, e.tipo::text, e.payload::text, e.sucursal_id,
                      (extract(epoch FROM e.fecha) * 1000)::bigint,
                      (extract(epoch FROM privado.ahora() - e.fecha) * 1000)::bigint
    FROM cony.eventos_realtime e JOIN cony.eventos_catalogo k ON k.tipo = e.tipo
   WHERE k.deben <> '{}' AND e.fecha > privado.ahora() - interval '10 min'
     AND NOT privado.deuda_saldada(e.uid, k.deben)
   ORDER BY e.xid, e.id LIMIT 10000;
END $$;

GRANT EXECUTE ON FUNCTION api.latir_broker(uuid, jsonb), api.hay_deudor(text, integer), api.deudas_saldadas(uuid[]),
  api.deudas_abiertas() TO cony_broker;

COMMIT;
