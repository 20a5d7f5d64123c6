-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:catalogo from pg
BEGIN;

DELETE FROM cony.eventos_catalogo;

COMMIT;
