-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:entrada on pg
BEGIN;

SELECT 'api.registrar_eventos(jsonb)'::regprocedure;
SELECT 'api.registrar_voucher(uuid, integer, bytea, text, text, text, numeric, text, timestamp)'::regprocedure;
SELECT 'api.registrar_pedido(uuid, integer, text, text, text, text, jsonb)'::regprocedure;
SELECT 'privado.remitente_de(text)'::regprocedure;
SELECT 'privado.revisar_evento(jsonb, privado.remitente)'::regprocedure;
SELECT 'privado.revisar_claros(jsonb)'::regprocedure;
SELECT 'privado.lleva_reservado(jsonb)'::regprocedure;
SELECT 'privado.entero(jsonb)'::regprocedure;
SELECT 'privado.es_imagen(bytea, text)'::regprocedure;

ROLLBACK;
