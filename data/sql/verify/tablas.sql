-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:tablas on pg
BEGIN;

SELECT 1 / (count(*) >= 22)::integer FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity
  AND relowner = 'cony_dueno'::regrole AND relnamespace IN ('cony'::regnamespace, 'privado'::regnamespace);
SELECT 1 / (count(*) > 0)::integer FROM privado.claves;
SELECT 1 / (count(*) = 1)::integer FROM privado.epoca;

ROLLBACK;
