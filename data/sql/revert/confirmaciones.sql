-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:confirmaciones from pg
BEGIN;

DROP FUNCTION api.confirmar_por(text, uuid, text, text);
DROP FUNCTION api.confirmar_eventos(uuid[], text, text);
DROP FUNCTION privado.revisar_confirmacion(text);
DROP FUNCTION privado.confirmar(privado.persona, uuid, text, text, boolean);

COMMIT;
