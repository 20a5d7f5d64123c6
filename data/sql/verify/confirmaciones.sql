-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:confirmaciones on pg
BEGIN;

SELECT 'api.confirmar_por(text, uuid, text, text)'::regprocedure;
SELECT 'api.confirmar_eventos(uuid[], text, text)'::regprocedure;
SELECT 'privado.revisar_confirmacion(text)'::regprocedure;
SELECT 'privado.confirmar(privado.persona, uuid, text, text, boolean)'::regprocedure;

ROLLBACK;
