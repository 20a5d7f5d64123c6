-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:acciones_vouchers on pg
BEGIN;

SELECT 'api.rechazar_voucher(uuid, integer, text, text)'::regprocedure;
SELECT 'api.aprobar_voucher(uuid, integer, text, text)'::regprocedure;
SELECT 'privado.voucher_revisado(uuid, privado.persona, cony.vouchers, text)'::regprocedure;
SELECT 'privado.tomar_voucher(privado.persona, integer, text)'::regprocedure;

ROLLBACK;
