-- SPDX-License-Identifier: GPL-3.0-or-later
-- Included by every test; each test is one transaction that is rolled back.
\set QUIET 1
\set ON_ERROR_STOP 1
\pset format unaligned
\pset tuples_only true
\pset pager off
SET client_min_messages = warning;
BEGIN;
CREATE SCHEMA tap;
CREATE EXTENSION pgtap SCHEMA tap;
CREATE SCHEMA pruebas;
GRANT USAGE ON SCHEMA pruebas TO PUBLIC;
SET LOCAL search_path = tap, pruebas, public, pg_catalog;

-- Keys.
CREATE FUNCTION pruebas.k(p integer) RETURNS uuid LANGUAGE sql AS $$ SELECT md5('clave ' || p)::uuid $$;

-- What a person gets: the first column of the first row, or the SQLSTATE of the refusal.
CREATE FUNCTION pruebas.como(p_login text, p_sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_resultado text;
BEGIN
  EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', p_login);
  BEGIN
    EXECUTE p_sql INTO v_resultado;
  EXCEPTION WHEN OTHERS THEN
    v_resultado := SQLSTATE;
  END;
  SET LOCAL SESSION AUTHORIZATION DEFAULT;
  RETURN v_resultado;
END $$;

-- The same with the sentence of a refusal.
CREATE FUNCTION pruebas.frase(p_login text, p_sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_resultado text;
BEGIN
  EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', p_login);
  BEGIN
    EXECUTE p_sql INTO v_resultado;
  EXCEPTION WHEN OTHERS THEN
    v_resultado := SQLSTATE || ' ' || SQLERRM;
  END;
  SET LOCAL SESSION AUTHORIZATION DEFAULT;
  RETURN v_resultado;
END $$;

-- Everything that an action could change, as one number.
CREATE FUNCTION pruebas.huella() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_tabla text;
  v_parte text;
  v_todo text := '';
BEGIN
  FOREACH v_tabla IN ARRAY ARRAY['pedidos', 'pedido_items', 'refill_solicitud', 'alertas_cocina', 'alertas_vistas',
    'eventos_realtime', 'eventos_confirmaciones', 'insumos', 'usuarios', 'usuarios_sucursales'] LOOP
    EXECUTE format('SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '''')) FROM cony.%I t', v_tabla) INTO v_parte;
    v_todo := v_todo || v_parte;
  END LOOP;
  RETURN md5(v_todo || (SELECT string_agg(concat_ws('|', v.id, v.estado, v.numero_operacion, v.version), ',' ORDER BY v.id) FROM cony.vouchers v)
             || (SELECT count(*) FROM privado.acciones));
END $$;
