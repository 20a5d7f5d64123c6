-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:acciones_alertas on pg
BEGIN;

SELECT 'api.escalar_alerta(integer, integer)'::regprocedure;
SELECT 'privado.plazo(text, integer)'::regprocedure;
SELECT 'api.marcar_alerta_vista(uuid, uuid, text, text, integer)'::regprocedure;
SELECT 'privado.quien_ve(privado.persona, text, text)'::regprocedure;
SELECT 'api.alertar_cocina(uuid, integer, integer, text, text, integer)'::regprocedure;
SELECT 'privado.alerta_vista(uuid, uuid, privado.persona, timestamp)'::regprocedure;
SELECT 'privado.alerta_entregada(uuid, privado.persona, text)'::regprocedure;
SELECT 'privado.persona_en(integer, integer)'::regprocedure;
SELECT 'privado.esperar_turno(uuid)'::regprocedure;

ROLLBACK;
