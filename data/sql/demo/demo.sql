-- SPDX-License-Identifier: GPL-3.0-or-later
-- The demo's shop.  Everything is the same each time, only the times follow the clock.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SET timezone = 'UTC';
BEGIN;
\ir personas.sql
\ir carta.sql
\ir pedidos.sql
COMMIT;
