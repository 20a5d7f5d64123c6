-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:acciones_alertas from pg
BEGIN;

DROP FUNCTION api.escalar_alerta(integer, integer);
DROP FUNCTION privado.plazo(text, integer);
DROP FUNCTION api.marcar_alerta_vista(uuid, uuid, text, text, integer);
DROP FUNCTION privado.quien_ve(privado.persona, text, text);
DROP FUNCTION api.alertar_cocina(uuid, integer, integer, text, text, integer);
DROP FUNCTION privado.alerta_vista(uuid, uuid, privado.persona, timestamp);
DROP FUNCTION privado.alerta_entregada(uuid, privado.persona, text);
DROP FUNCTION privado.persona_en(integer, integer);
DROP FUNCTION privado.esperar_turno(uuid);

COMMIT;
