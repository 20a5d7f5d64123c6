-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:brokers on pg
BEGIN;

SELECT id, visto FROM privado.brokers WHERE false;
SELECT roles, tipos FROM cony.conexiones WHERE false;
SELECT 'api.latir_broker(uuid, jsonb)'::regprocedure;
SELECT 'api.hay_deudor(text, integer)'::regprocedure;
SELECT 'api.deudas_saldadas(uuid[])'::regprocedure;
SELECT 'api.deudas_abiertas()'::regprocedure;

ROLLBACK;
