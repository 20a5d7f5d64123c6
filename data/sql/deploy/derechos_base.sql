-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:derechos_base to pg
-- requires: base
-- Rights on the database itself.  A copy made with CREATE DATABASE … TEMPLATE does not inherit them: run this script
-- again in the copy.  The server's two maintenance databases are closed too: whoever holds a transaction open in any
-- database of the server holds back the readers of this one.
BEGIN;

DO $$
DECLARE
  v_base name;
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO cony_atencion, cony_cocinero, cony_validador, '
                 'cony_admin, cony_intake, cony_broker', current_database());
  -- A transaction that somebody forgot would hold back all readers.
  EXECUTE format('ALTER DATABASE %I SET idle_in_transaction_session_timeout = ''5min''', current_database());
  FOR v_base IN SELECT datname FROM pg_database
    WHERE datname IN ('postgres', 'template1') AND has_database_privilege('cony_atencion', oid, 'CONNECT')
  LOOP
    EXECUTE format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', v_base);
  END LOOP;
END $$;

COMMIT;
