-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:derechos_base from pg
BEGIN;

DO $$
BEGIN
  EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM cony_atencion, cony_cocinero, cony_validador, '
                 'cony_admin, cony_intake, cony_broker', current_database());
  EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO PUBLIC', current_database());
  EXECUTE format('ALTER DATABASE %I RESET idle_in_transaction_session_timeout', current_database());
  GRANT CONNECT, TEMPORARY ON DATABASE postgres TO PUBLIC;
  GRANT CONNECT ON DATABASE template1 TO PUBLIC;
END $$;

COMMIT;
