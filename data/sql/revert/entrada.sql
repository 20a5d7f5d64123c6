-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:entrada from pg
BEGIN;

DROP FUNCTION api.registrar_eventos(jsonb);
DROP FUNCTION api.registrar_voucher(uuid, integer, bytea, text, text, text, numeric, text, timestamp);
DROP FUNCTION api.registrar_pedido(uuid, integer, text, text, text, text, jsonb);
DROP FUNCTION privado.revisar_claros(jsonb);
DROP FUNCTION privado.revisar_evento(jsonb, privado.remitente);
DROP FUNCTION privado.remitente_de(text);
DROP TYPE privado.remitente;
DROP FUNCTION privado.lleva_reservado(jsonb);
DROP FUNCTION privado.entero(jsonb);
DROP FUNCTION privado.es_imagen(bytea, text);

COMMIT;
