-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:acciones_pedidos from pg
BEGIN;

DROP FUNCTION api.cancelar_pedido(uuid, integer, text, text);
DROP FUNCTION api.entregar_pedido(uuid, integer, text);
DROP FUNCTION api.pedido_listo(uuid, integer, text);
DROP FUNCTION api.empezar_pedido(uuid, integer, text);
DROP FUNCTION api.aprobar_pedido(uuid, integer, text, text);
DROP FUNCTION privado.pedido_cambiado(uuid, privado.persona, cony.pedidos, text);
DROP FUNCTION privado.tomar_pedido(privado.persona, integer, text);

COMMIT;
