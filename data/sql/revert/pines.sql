-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:pines from pg
BEGIN;

DROP FUNCTION api.personas_con_pin();
DROP FUNCTION api.poner_pin(uuid, text);
DROP FUNCTION privado.revisar_pin(integer, text);
DO $$
DECLARE
  v_cuenta regclass;
BEGIN
  FOR v_cuenta IN SELECT oid FROM pg_class
    WHERE relkind = 'S' AND relnamespace = 'privado'::regnamespace AND relname LIKE 'pin\_fallos\_%'
  LOOP
    EXECUTE format('DROP SEQUENCE %s', v_cuenta);
  END LOOP;
END $$;
DELETE FROM privado.pines;

COMMIT;
