-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:brokers from pg
BEGIN;

DROP FUNCTION api.deudas_abiertas();
DROP FUNCTION api.deudas_saldadas(uuid[]);
DROP FUNCTION privado.deuda_saldada(uuid, text[]);
DROP FUNCTION api.hay_deudor(text, integer);
DROP FUNCTION api.latir_broker(uuid, jsonb);
DROP FUNCTION privado.exigir_broker();
DROP INDEX cony.conexiones_abiertas;
ALTER TABLE cony.conexiones DROP COLUMN roles, DROP COLUMN tipos;
DROP TABLE privado.brokers;

COMMIT;
