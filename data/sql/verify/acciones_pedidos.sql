-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:acciones_pedidos on pg
BEGIN;

SELECT 'api.crear_pedido(uuid, integer, text, text, text, text, jsonb)'::regprocedure;
SELECT 'privado.pedido_nuevo(uuid, privado.persona, integer, text, text, text, text, jsonb, boolean)'::regprocedure;
SELECT 'privado.cifras(text)'::regprocedure;
SELECT 'privado.poner_items(cony.pedidos, jsonb, timestamp)'::regprocedure;
SELECT 'api.confirmar_cambio(uuid, integer, integer)'::regprocedure;
SELECT 'api.recuperar_pedido(uuid, integer, text)'::regprocedure;
SELECT 'api.marcar_item(uuid, integer, boolean, integer)'::regprocedure;
SELECT 'api.priorizar_pedido(uuid, integer, text, boolean, text)'::regprocedure;
SELECT 'api.cancelar_pedido(uuid, integer, text, text)'::regprocedure;
SELECT 'api.entregar_pedido(uuid, integer, text)'::regprocedure;
SELECT 'api.pedido_listo(uuid, integer, text, integer)'::regprocedure;
SELECT 'api.empezar_pedido(uuid, integer, text, integer)'::regprocedure;
SELECT 'api.aprobar_pedido(uuid, integer, text, text)'::regprocedure;
SELECT 'privado.pedido_cambiado(uuid, privado.persona, cony.pedidos, text)'::regprocedure;
SELECT 'privado.tomar_pedido(privado.persona, integer, text, text[])'::regprocedure;

ROLLBACK;
