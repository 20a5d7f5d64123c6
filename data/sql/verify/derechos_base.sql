-- SPDX-License-Identifier: GPL-3.0-or-later
-- Verify cony:derechos_base on pg
BEGIN;

SELECT 1 / (NOT EXISTS (SELECT FROM aclexplode(datacl) a WHERE a.grantee = 0))::integer
  FROM pg_database WHERE datname = current_database();
SELECT 1 / has_database_privilege('cony_broker', current_database(), 'CONNECT')::integer;

ROLLBACK;
