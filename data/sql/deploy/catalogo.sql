-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:catalogo to pg
-- requires: tablas
-- The event catalogue; libshared/core/events/cony-catalogo.c has the same facts, and a test holds them equal.
BEGIN;
SET LOCAL ROLE cony_dueno;

INSERT INTO cony.eventos_catalogo (tipo, alias, ven, relevan, deben, deben_siempre, guardado, intake) VALUES
  ('voucher_nuevo', NULL, '{validador,atencion,admin}', '{}', '{}', false, true, true),
  ('voucher_whatsapp', 'voucher_nuevo', '{validador,atencion,admin}', '{}', '{}', false, true, true),
  ('voucher_aprobado', NULL, '{atencion,validador,admin}', '{}', '{}', false, true, false),
  ('voucher_rechazado', NULL, '{atencion,validador,admin}', '{}', '{}', false, true, false),
  ('pedido_creado', NULL, '{atencion,cocinero,admin}', '{}', '{}', false, true, true),
  ('pedido_actualizado', NULL, '{atencion,cocinero,admin}', '{}', '{}', false, true, false),
  ('pedido_aprobado', NULL, '{cocinero,atencion,admin}', '{}', '{cocinero}', true, true, false),
  ('alerta_cocina', NULL, '{cocinero,atencion,admin}', '{atencion}', '{cocinero}', false, true, false),
  ('alerta_vista', NULL, '{atencion,cocinero,admin}', '{cocinero}', '{}', false, true, false),
  ('alerta_entregada', NULL, '{atencion,cocinero,admin}', '{}', '{}', false, true, false),
  ('alerta_escalada', NULL, '{atencion,cocinero,admin}', '{}', '{}', false, true, false),
  ('refill_solicitado', NULL, '{cocinero,atencion,admin}', '{atencion}', '{cocinero}', true, true, false),
  ('refill_actualizado', NULL, '{atencion,cocinero,admin}', '{}', '{}', false, true, false),
  ('insumo_agotado', NULL, '{atencion,cocinero,admin}', '{}', '{}', false, true, false),
  ('insumo_repuesto', NULL, '{atencion,cocinero,admin}', '{}', '{}', false, true, false),
  ('presencia', NULL, '{admin}', '{}', '{}', false, false, false),
  ('voucher_mirado', NULL, '{validador}', '{validador}', '{}', false, false, false);

COMMIT;
