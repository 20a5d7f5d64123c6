-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:vistas on pg
BEGIN;

SELECT 1 / (count(*) >= 10)::integer FROM pg_class WHERE relkind = 'v' AND relnamespace = 'api'::regnamespace
  AND 'security_invoker=true' = ANY (reloptions);

ROLLBACK;
