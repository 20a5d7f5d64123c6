-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:acciones_pedidos from pg
BEGIN;

DROP FUNCTION api.crear_pedido(uuid, integer, text, text, text, text, jsonb);
DROP FUNCTION privado.pedido_nuevo(uuid, privado.persona, integer, text, text, text, text, jsonb, boolean);
DROP FUNCTION privado.cifras(text);
DROP FUNCTION privado.poner_items(cony.pedidos, jsonb, timestamp);
DROP FUNCTION api.confirmar_cambio(uuid, integer, integer);
DROP FUNCTION api.recuperar_pedido(uuid, integer, text);
DROP FUNCTION api.marcar_item(uuid, integer, boolean, integer);
DROP FUNCTION api.priorizar_pedido(uuid, integer, text, boolean, text);
DROP FUNCTION api.cancelar_pedido(uuid, integer, text, text);
DROP FUNCTION api.entregar_pedido(uuid, integer, text);
DROP FUNCTION api.pedido_listo(uuid, integer, text, integer);
DROP FUNCTION api.empezar_pedido(uuid, integer, text, integer);
DROP FUNCTION api.aprobar_pedido(uuid, integer, text, text);
DROP FUNCTION privado.pedido_cambiado(uuid, privado.persona, cony.pedidos, text);
DROP FUNCTION privado.tomar_pedido(privado.persona, integer, text, text[]);

COMMIT;
