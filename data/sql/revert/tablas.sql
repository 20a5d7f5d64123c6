-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:tablas from pg
BEGIN;

DROP TABLE cony.conexiones, cony.eventos_confirmaciones, cony.eventos_realtime, cony.eventos_catalogo,
  cony.alertas_escalones, cony.alertas_vistas, cony.alertas_cocina, cony.refill_solicitud, cony.vouchers,
  cony.pedido_items, cony.pedidos, cony.producto_insumos, cony.insumos, cony.productos, cony.usuarios_sucursales,
  cony.usuarios, cony.sucursales, privado.epoca, privado.tokens, privado.pines, privado.acciones, privado.claves;
DROP FUNCTION privado.operacion(text);
DROP FUNCTION privado.texto_limpio(text);
DROP FUNCTION privado.ahora();

COMMIT;
