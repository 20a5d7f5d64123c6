-- SPDX-License-Identifier: GPL-3.0-or-later
-- Revert cony:base from pg
-- The roles stay: other databases of the server may use them, and people are members of them.
BEGIN;

DROP EXTENSION pgcrypto;
DROP SCHEMA privado;
DROP SCHEMA api;
DROP SCHEMA cony;
ALTER DEFAULT PRIVILEGES FOR ROLE cony_dueno GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE cony_altas GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE cony_dueno GRANT USAGE ON TYPES TO PUBLIC;

COMMIT;
