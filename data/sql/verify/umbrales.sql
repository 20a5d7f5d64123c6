-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:umbrales on pg
BEGIN;

SELECT 'api.poner_umbrales(uuid, integer, text, integer, integer)'::regprocedure;

ROLLBACK;
