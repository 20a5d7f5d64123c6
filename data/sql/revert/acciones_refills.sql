-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:acciones_refills from pg
BEGIN;

DROP FUNCTION api.atender_refill(uuid, integer, text, text, text);
DROP FUNCTION api.pedir_refill(uuid, integer, numeric);

COMMIT;
