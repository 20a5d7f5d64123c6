-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:sin_pantalla to pg
-- requires: vistas
-- What was sent to the kitchen, still matters, and no screen there has shown.
BEGIN;
SET LOCAL ROLE cony_dueno;

CREATE INDEX eventos_aprobados ON cony.eventos_realtime (entidad_id) WHERE tipo = 'pedido_aprobado';

-- The ids are of this view alone: the rows come from three tables.
CREATE VIEW api.sin_pantalla WITH (security_invoker) AS
  SELECT a.id * 3::bigint AS id, a.uid, 'alerta_cocina' AS tipo, a.sucursal_id, a.pedido_id, p.cliente,
         a.mensaje AS texto, a.fecha_envio AS fecha
    FROM cony.alertas_cocina a LEFT JOIN cony.pedidos p ON p.id = a.pedido_id
   WHERE NOT a.leida AND a.entregada IS NULL AND a.prioridad <> 'normal'
     AND a.fecha_envio > clock_timestamp() AT TIME ZONE 'UTC' - interval '24 hours'
  UNION ALL
  SELECT p.id * 3::bigint + 1, e.uid, 'pedido_aprobado', p.sucursal_id, p.id, p.cliente, NULL, p.aprobado
    FROM cony.pedidos p
    LEFT JOIN LATERAL (SELECT x.uid FROM cony.eventos_realtime x WHERE x.tipo = 'pedido_aprobado' AND x.entidad_id = p.id
                        ORDER BY x.id DESC LIMIT 1) e ON true
   WHERE p.estado = 'EN_PREPARACION' AND p.en_pantalla IS NULL
     AND p.aprobado > clock_timestamp() AT TIME ZONE 'UTC' - interval '24 hours'
  UNION ALL
  SELECT r.id * 3::bigint + 2, r.uid, 'refill_solicitado', r.sucursal_id, NULL, NULL, i.nombre, r.fecha_solicitud
    FROM cony.refill_solicitud r JOIN cony.insumos i ON i.id = r.insumo_id
   WHERE r.estado = 'pendiente' AND r.en_pantalla IS NULL
     AND r.fecha_solicitud > clock_timestamp() AT TIME ZONE 'UTC' - interval '24 hours';

GRANT SELECT ON api.sin_pantalla TO cony_atencion, cony_cocinero, cony_admin;

COMMIT;
