-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:catalogo on pg
BEGIN;

SELECT 1 / (count(*) >= 17)::integer FROM cony.eventos_catalogo;

ROLLBACK;
