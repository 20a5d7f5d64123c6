-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:permisos to pg
-- requires: ayudas
-- Who reads what.  Nobody gets INSERT, UPDATE or DELETE: changes go through the functions of api.
BEGIN;
SET LOCAL ROLE cony_dueno;

-- Shared by all branches.
GRANT SELECT (id, nombre, activo) ON cony.productos TO cony_atencion, cony_cocinero, cony_validador, cony_admin;
GRANT SELECT (precio) ON cony.productos TO cony_atencion, cony_validador, cony_admin;
CREATE POLICY leer ON cony.productos FOR SELECT
  TO cony_atencion, cony_cocinero, cony_validador, cony_admin USING (true);
GRANT SELECT ON cony.producto_insumos TO cony_atencion, cony_cocinero, cony_admin;
CREATE POLICY leer ON cony.producto_insumos FOR SELECT
  TO cony_atencion, cony_cocinero, cony_admin USING (true);
GRANT SELECT ON cony.eventos_catalogo TO cony_atencion, cony_cocinero, cony_validador, cony_admin, cony_broker;
CREATE POLICY leer ON cony.eventos_catalogo FOR SELECT
  TO cony_atencion, cony_cocinero, cony_validador, cony_admin, cony_broker USING (true);

-- Of the reader's branches.
GRANT SELECT ON cony.sucursales TO cony_atencion, cony_cocinero, cony_validador, cony_admin;
CREATE POLICY leer ON cony.sucursales FOR SELECT
  TO cony_atencion, cony_cocinero, cony_validador, cony_admin
  USING (id = ANY ((SELECT privado.mis_sucursales())::integer[]));

GRANT SELECT (id, nombre) ON cony.usuarios TO cony_atencion, cony_cocinero, cony_validador;
GRANT SELECT ON cony.usuarios, cony.usuarios_sucursales TO cony_admin;
CREATE POLICY leer ON cony.usuarios FOR SELECT
  TO cony_atencion, cony_cocinero, cony_validador, cony_admin
  USING ((SELECT privado.es_admin()) OR id = ANY ((SELECT privado.colegas())::integer[]));
CREATE POLICY leer ON cony.usuarios_sucursales FOR SELECT TO cony_admin
  USING ((SELECT privado.es_admin()));

GRANT SELECT (id, sucursal_id, cliente, canal, nota, estado, prioridad, prioridad_motivo, creado, aprobado, en_pantalla,
              pantalla, empezado, listo, entregado, cancelado, cancelado_por, recuperado, cambio, cambiado, version)
  ON cony.pedidos TO cony_cocinero;
GRANT SELECT ON cony.pedidos TO cony_atencion, cony_validador, cony_admin;
CREATE POLICY leer ON cony.pedidos FOR SELECT
  TO cony_atencion, cony_cocinero, cony_validador, cony_admin
  USING (sucursal_id = ANY ((SELECT privado.mis_sucursales())::integer[]));

GRANT SELECT (id, pedido_id, sucursal_id, producto_id, cantidad, notas, hecho, anadido) ON cony.pedido_items
  TO cony_cocinero;
GRANT SELECT ON cony.pedido_items TO cony_atencion, cony_validador, cony_admin;
CREATE POLICY leer ON cony.pedido_items FOR SELECT
  TO cony_atencion, cony_cocinero, cony_validador, cony_admin
  USING (sucursal_id = ANY ((SELECT privado.mis_sucursales())::integer[]));

GRANT SELECT ON cony.vouchers TO cony_atencion, cony_validador, cony_admin;
CREATE POLICY leer ON cony.vouchers FOR SELECT TO cony_atencion, cony_validador, cony_admin
  USING (sucursal_id = ANY ((SELECT privado.mis_sucursales())::integer[]));

GRANT SELECT ON cony.insumos, cony.refill_solicitud, cony.alertas_cocina TO cony_atencion, cony_cocinero, cony_admin;
CREATE POLICY leer ON cony.insumos FOR SELECT TO cony_atencion, cony_cocinero, cony_admin
  USING (sucursal_id = ANY ((SELECT privado.mis_sucursales())::integer[]));
CREATE POLICY leer ON cony.refill_solicitud FOR SELECT TO cony_atencion, cony_cocinero, cony_admin
  USING (sucursal_id = ANY ((SELECT privado.mis_sucursales())::integer[]));
CREATE POLICY leer ON cony.alertas_cocina FOR SELECT TO cony_atencion, cony_cocinero, cony_admin
  USING (sucursal_id = ANY ((SELECT privado.mis_sucursales())::integer[]) OR (SELECT privado.es_admin()));

-- Events: of the reader's branch and roles, as the catalogue says; what it does not know is for admins.
GRANT SELECT ON cony.eventos_realtime TO cony_atencion, cony_cocinero, cony_validador, cony_admin, cony_broker;
CREATE POLICY leer ON cony.eventos_realtime FOR SELECT
  TO cony_atencion, cony_cocinero, cony_validador, cony_admin
  USING ((SELECT privado.es_admin())
         OR (sucursal_id = ANY ((SELECT privado.mis_sucursales())::integer[])
             AND tipo IN (SELECT c.tipo FROM cony.eventos_catalogo c WHERE c.ven && (SELECT privado.mis_roles()))));
CREATE POLICY broker ON cony.eventos_realtime FOR SELECT TO cony_broker USING (true);

GRANT SELECT ON cony.eventos_confirmaciones, cony.alertas_vistas, cony.alertas_escalones, cony.conexiones TO cony_admin;
GRANT SELECT ON cony.eventos_confirmaciones TO cony_broker;
CREATE POLICY leer ON cony.eventos_confirmaciones FOR SELECT TO cony_admin USING ((SELECT privado.es_admin()));
CREATE POLICY broker ON cony.eventos_confirmaciones FOR SELECT TO cony_broker USING (true);
CREATE POLICY leer ON cony.alertas_vistas FOR SELECT TO cony_admin USING ((SELECT privado.es_admin()));
CREATE POLICY leer ON cony.alertas_escalones FOR SELECT TO cony_admin USING ((SELECT privado.es_admin()));
CREATE POLICY leer ON cony.conexiones FOR SELECT TO cony_admin USING ((SELECT privado.es_admin()));

COMMIT;
