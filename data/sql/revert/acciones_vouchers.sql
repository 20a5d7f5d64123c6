-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:acciones_vouchers from pg
BEGIN;

DROP FUNCTION api.rechazar_voucher(uuid, integer, text, text);
DROP FUNCTION api.aprobar_voucher(uuid, integer, text, text);
DROP FUNCTION privado.voucher_revisado(uuid, privado.persona, cony.vouchers, text);
DROP FUNCTION privado.tomar_voucher(privado.persona, integer, text);

COMMIT;
