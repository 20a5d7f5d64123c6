-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:ayudas on pg
BEGIN;

SELECT 'privado.olvidar_acciones(integer)'::regprocedure;
SELECT 'privado.precios()'::regprocedure;
SELECT 'privado.repetido_de(integer, text, text)'::regprocedure;
SELECT 'privado.yo()'::regprocedure;
SELECT 'privado.colegas()'::regprocedure;
SELECT 'privado.mis_roles()'::regprocedure;
SELECT 'privado.mis_sucursales()'::regprocedure;
SELECT 'privado.es_admin()'::regprocedure;
SELECT 'privado.texto(text, integer)'::regprocedure;
SELECT 'privado.renglon(text, integer)'::regprocedure;
SELECT 'privado.motivo(text)'::regprocedure;
SELECT 'privado.publicar(uuid, privado.persona, integer, text, integer, json, text)'::regprocedure;
SELECT 'privado.lane_de(text, text)'::regprocedure;
SELECT 'privado.compacto(jsonb)'::regprocedure;
SELECT 'privado.uid_siguiente(uuid, text)'::regprocedure;
SELECT 'privado.es_tarde(integer)'::regprocedure;
SELECT 'privado.cuando(integer, timestamp)'::regprocedure;
SELECT 'privado.hecha(uuid, jsonb)'::regprocedure;
SELECT 'privado.repetida(uuid, text, jsonb)'::regprocedure;
SELECT 'privado.exigir(text[])'::regprocedure;
SELECT 'privado.tiene_rol(text, text[])'::regprocedure;
SELECT 'privado.persona_de(text)'::regprocedure;
SELECT 'privado.roles_de(text)'::regprocedure;

ROLLBACK;
