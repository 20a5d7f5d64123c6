-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:acciones_refills on pg
BEGIN;

SELECT 'api.atender_refill(uuid, integer, text, text, text)'::regprocedure;
SELECT 'api.pedir_refill(uuid, integer, numeric)'::regprocedure;

ROLLBACK;
