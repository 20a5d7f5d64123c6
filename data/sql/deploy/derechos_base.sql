-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:derechos_base to pg
-- requires: base
-- Rights on the database itself.  A copy made with CREATE DATABASE … TEMPLATE does not inherit them:
-- run this script again in the copy.
BEGIN;

DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO cony_atencion, cony_cocinero, cony_validador, '
                 'cony_admin, cony_intake, cony_broker', current_database());
END $$;

COMMIT;
