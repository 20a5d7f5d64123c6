-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:ayudas from pg
BEGIN;

DROP FUNCTION privado.olvidar_acciones(integer);
DROP FUNCTION privado.precios();
DROP FUNCTION privado.repetido_de(integer, text, text);
DROP FUNCTION privado.yo();
DROP FUNCTION privado.colegas();
DROP FUNCTION privado.mis_roles();
DROP FUNCTION privado.mis_sucursales();
DROP FUNCTION privado.es_admin();
DROP FUNCTION privado.motivo(text);
DROP FUNCTION privado.renglon(text, integer);
DROP FUNCTION privado.texto(text, integer);
DROP FUNCTION privado.publicar(uuid, privado.persona, integer, text, integer, json, text);
DROP FUNCTION privado.lane_de(text, text);
DROP FUNCTION privado.compacto(jsonb);
DROP FUNCTION privado.uid_siguiente(uuid, text);
DROP FUNCTION privado.es_tarde(integer);
DROP FUNCTION privado.cuando(integer, timestamp);
DROP FUNCTION privado.hecha(uuid, jsonb);
DROP FUNCTION privado.repetida(uuid, text, jsonb);
DROP FUNCTION privado.exigir(text[]);
DROP FUNCTION privado.tiene_rol(text, text[]);
DROP FUNCTION privado.persona_de(text);
DROP FUNCTION privado.roles_de(text);
DROP TYPE privado.persona;

COMMIT;
