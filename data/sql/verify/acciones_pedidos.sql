-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:acciones_pedidos on pg
BEGIN;

SELECT 'api.cancelar_pedido(uuid, integer, text, text)'::regprocedure;
SELECT 'api.entregar_pedido(uuid, integer, text)'::regprocedure;
SELECT 'api.pedido_listo(uuid, integer, text)'::regprocedure;
SELECT 'api.empezar_pedido(uuid, integer, text)'::regprocedure;
SELECT 'api.aprobar_pedido(uuid, integer, text, text)'::regprocedure;
SELECT 'privado.pedido_cambiado(uuid, privado.persona, cony.pedidos, text)'::regprocedure;
SELECT 'privado.tomar_pedido(privado.persona, integer, text)'::regprocedure;

ROLLBACK;
