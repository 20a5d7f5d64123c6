-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:vistas to pg
-- requires: permisos
-- What the windows read.  security_invoker: the rights are the reader's own, so no view names a column that
-- one of its readers may not see.
BEGIN;
SET LOCAL ROLE cony_dueno;

CREATE VIEW api.yo WITH (security_invoker) AS
  SELECT y.id, y.login, y.nombre, y.roles, y.sucursal_id, y.sucursal_nombre, y.zona_horaria, y.umbrales, y.ahora
    FROM privado.yo() y;

CREATE VIEW api.sucursales WITH (security_invoker) AS
  SELECT s.id, s.nombre, s.zona_horaria, s.umbrales FROM cony.sucursales s;

CREATE VIEW api.pedidos_cocina WITH (security_invoker) AS
  SELECT p.id, p.sucursal_id, p.cliente, p.canal, p.nota, p.estado, p.creado, p.aprobado, p.empezado, p.listo,
         p.entregado, p.cancelado, uc.nombre AS cancelado_por, p.prioridad, p.prioridad_motivo,
         p.recuperado, p.cambio, p.cambiado, p.version,
         coalesce((SELECT jsonb_agg(jsonb_build_object('id', i.id, 'producto', r.nombre, 'cantidad', i.cantidad,
                                                       'notas', i.notas, 'hecho', i.hecho,
                                                       'anadido', i.anadido) ORDER BY i.id)
                     FROM cony.pedido_items i JOIN cony.productos r ON r.id = i.producto_id
                    WHERE i.pedido_id = p.id), '[]') AS items
    FROM cony.pedidos p
    LEFT JOIN cony.usuarios uc ON uc.id = p.cancelado_por;

CREATE VIEW api.pedidos WITH (security_invoker) AS
  SELECT p.id, p.sucursal_id, p.cliente, p.canal, p.nota, p.estado, p.creado, p.aprobado, p.empezado, p.listo,
         p.entregado, p.cancelado, uc.nombre AS cancelado_por, p.prioridad, p.prioridad_motivo,
         p.recuperado, p.cambio, p.cambiado, p.version,
         coalesce((SELECT jsonb_agg(jsonb_build_object('id', i.id, 'producto', r.nombre, 'cantidad', i.cantidad,
                                                       'notas', i.notas, 'hecho', i.hecho,
                                                       'anadido', i.anadido, 'precio', i.cantidad * i.precio) ORDER BY i.id)
                     FROM cony.pedido_items i JOIN cony.productos r ON r.id = i.producto_id
                    WHERE i.pedido_id = p.id), '[]') AS items,
         p.telefono, p.total, ua.nombre AS aprobado_por, p.aprobacion_motivo,
         v.id AS voucher_id, v.estado AS voucher_estado, v.banco AS voucher_banco,
         v.numero_operacion AS voucher_operacion, v.monto AS voucher_monto, v.motivo AS voucher_motivo,
         v.revisado AS voucher_revisado, ur.nombre AS voucher_revisado_por, p.en_pantalla, p.pantalla,
         ue.nombre AS empezado_por
    FROM cony.pedidos p
    LEFT JOIN cony.usuarios uc ON uc.id = p.cancelado_por
    LEFT JOIN cony.usuarios ua ON ua.id = p.aprobado_por
    LEFT JOIN cony.usuarios ue ON ue.id = p.empezado_por
    LEFT JOIN LATERAL (SELECT w.id, w.estado, w.banco, w.numero_operacion, w.monto, w.motivo, w.revisado, w.revisado_por
                         FROM cony.vouchers w WHERE w.pedido_id = p.id ORDER BY w.id DESC LIMIT 1) v ON true
    LEFT JOIN cony.usuarios ur ON ur.id = v.revisado_por;

CREATE VIEW api.alertas WITH (security_invoker) AS
  SELECT a.id, a.uid, a.pedido_id, p.cliente, a.sucursal_id, a.mensaje, a.prioridad, a.leida, a.fecha_envio,
         a.fecha_lectura, a.usuario_envia, ue.nombre AS envia, uv.nombre AS vista_por, a.entregada, a.pantalla,
         a.escalon, a.tarde, a.version
    FROM cony.alertas_cocina a
    LEFT JOIN cony.pedidos p ON p.id = a.pedido_id
    LEFT JOIN cony.usuarios ue ON ue.id = a.usuario_envia
    LEFT JOIN cony.usuarios uv ON uv.id = a.vista_por;

CREATE VIEW api.refills WITH (security_invoker) AS
  SELECT r.id, r.uid, r.sucursal_id, r.insumo_id, i.nombre AS insumo, i.unidad, r.cantidad_solicitada, r.estado,
         r.motivo, r.usuario_solicita, us.nombre AS solicita, ua.nombre AS atiende, r.fecha_solicitud,
         r.fecha_cambio, r.visto, uv.nombre AS visto_por, r.en_camino, uc.nombre AS en_camino_por, r.tarde, r.version
    FROM cony.refill_solicitud r
    JOIN cony.insumos i ON i.id = r.insumo_id
    LEFT JOIN cony.usuarios us ON us.id = r.usuario_solicita
    LEFT JOIN cony.usuarios ua ON ua.id = r.usuario_atiende
    LEFT JOIN cony.usuarios uv ON uv.id = r.visto_por
    LEFT JOIN cony.usuarios uc ON uc.id = r.en_camino_por;

CREATE VIEW api.insumos WITH (security_invoker) AS
  SELECT i.id, i.sucursal_id, i.nombre, i.unidad, i.agotado, i.version FROM cony.insumos i;

-- What of each product is missing, in the reader's branches.  Prices come through a function, since cooks read this too.
CREATE VIEW api.productos WITH (security_invoker) AS
  SELECT r.id, r.nombre, m.precio, r.activo, f.faltan IS NOT NULL AS agotado, coalesce(f.faltan, '{}') AS faltan,
         coalesce(f.agotado_en, '{}') AS agotado_en
    FROM cony.productos r
    LEFT JOIN privado.precios() m ON m.producto_id = r.id
    LEFT JOIN (SELECT pi.producto_id, array_agg(DISTINCT i.nombre::text) AS faltan, array_agg(DISTINCT i.sucursal_id) AS agotado_en
                 FROM cony.producto_insumos pi JOIN cony.insumos i ON i.id = pi.insumo_id
                WHERE i.agotado GROUP BY pi.producto_id) f ON f.producto_id = r.id;

CREATE VIEW api.vouchers WITH (security_invoker) AS
  SELECT v.id, v.pedido_id, v.sucursal_id, p.cliente, p.canal, p.total AS pedido_total, p.creado AS pedido_creado,
         p.telefono AS pedido_telefono, v.banco, v.numero_operacion, v.monto, v.telefono, v.fecha_operacion, v.estado,
         v.motivo, v.recibido, v.revisado, ur.nombre AS revisado_por,
         privado.repetido_de(v.id, v.banco, v.numero_operacion) AS repetido_de, v.version
    FROM cony.vouchers v
    JOIN cony.pedidos p ON p.id = v.pedido_id
    LEFT JOIN cony.usuarios ur ON ur.id = v.revisado_por;

CREATE VIEW api.eventos WITH (security_invoker) AS
  SELECT e.id, e.uid, e.xid::text AS xid, e.tipo, e.subtipo, e.payload, e.usuario_id, u.nombre AS usuario,
         e.sucursal_id, e.entidad_tipo, e.entidad_id, e.fecha, e.origen, e.lane
    FROM cony.eventos_realtime e
    LEFT JOIN cony.usuarios u ON u.id = e.usuario_id;

GRANT SELECT ON api.yo TO cony_atencion, cony_cocinero, cony_validador, cony_admin, cony_intake;
GRANT SELECT ON api.sucursales, api.eventos TO cony_atencion, cony_cocinero, cony_validador, cony_admin;
GRANT SELECT ON api.pedidos_cocina TO cony_cocinero, cony_atencion, cony_validador, cony_admin;
GRANT SELECT ON api.pedidos TO cony_atencion, cony_validador, cony_admin;
GRANT SELECT ON api.alertas, api.refills, api.insumos, api.productos TO cony_atencion, cony_cocinero, cony_admin;
GRANT SELECT ON api.vouchers TO cony_atencion, cony_validador, cony_admin;

COMMIT;
