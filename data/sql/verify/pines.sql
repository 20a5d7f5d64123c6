-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:pines on pg
BEGIN;

SELECT 'api.poner_pin(uuid, text)'::regprocedure;
SELECT 'api.personas_con_pin()'::regprocedure;
SELECT 'privado.revisar_pin(integer, text)'::regprocedure;

ROLLBACK;
