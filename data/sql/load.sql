-- SPDX-License-Identifier: GPL-3.0-or-later
-- Loads the changes of sqitch.plan, in its order, with psql alone.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
\ir deploy/base.sql
\ir deploy/derechos_base.sql
\ir deploy/tablas.sql
\ir deploy/catalogo.sql
\ir deploy/ayudas.sql
\ir deploy/permisos.sql
\ir deploy/vistas.sql
\ir deploy/acciones_pedidos.sql
\ir deploy/pines.sql
\ir deploy/acciones_alertas.sql
\ir deploy/acciones_refills.sql
\ir deploy/acciones_vouchers.sql
\ir deploy/tokens.sql
\ir deploy/confirmaciones.sql
\ir deploy/deudas.sql
\ir deploy/brokers.sql
\ir deploy/entrada.sql
\ir deploy/usuarios.sql
\ir deploy/sin_pantalla.sql
\ir deploy/umbrales.sql
