#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one-time script for the tables of older programs, on a sample with everything that old tables have."""

import os
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '../lib'))
sys.path.insert(0, os.path.join(HERE, '../stack'))
import cluster  # noqa: E402
import tap  # noqa: E402

SCRIPT = os.path.join(cluster.sql_folder(), 'legacy', 'traer.sql')
OLD = r"""
CREATE TABLE public.SUCURSALES (ID SERIAL PRIMARY KEY, NOMBRE VARCHAR(100));
INSERT INTO public.SUCURSALES VALUES (1, 'Centro'), (4, 'Sur'), (5, 'Sur');
CREATE TABLE public.USUARIOS (ID SERIAL PRIMARY KEY, USERNAME VARCHAR(50), NOMBRE_COMPLETO VARCHAR(100), PASSWORD VARCHAR(100), SUCURSAL_ID INTEGER);
INSERT INTO public.USUARIOS VALUES (3, 'Rosa Pérez', 'Rosa', 'secreta', 1), (9, 'ana', 'Ana', 'secreta', 4);
CREATE TABLE public.INSUMOS (ID SERIAL PRIMARY KEY, NOMBRE VARCHAR(100));
INSERT INTO public.INSUMOS VALUES (2, 'Mayonesa'), (3, 'Mayonesa');
CREATE TABLE public.PEDIDOS (ID SERIAL PRIMARY KEY, NOMBRE_CLIENTE VARCHAR(200), TELEFONO VARCHAR(30), TIPO VARCHAR(20), TOTAL NUMERIC, ESTADO VARCHAR(30),
  FECHA TIMESTAMP, SUCURSAL_ID INTEGER);
INSERT INTO public.PEDIDOS VALUES (50, E'Juan\tJosé', '987', 'WhatsApp', 46.5, 'pendiente', '2026-03-01 20:15:00', 1),
  (51, NULL, NULL, NULL, NULL, 'ARCHIVADO', '2026-03-01 21:00:00', 7);
CREATE TABLE public.ALERTAS_COCINA (
    ID SERIAL PRIMARY KEY, PEDIDO_ID INTEGER REFERENCES PEDIDOS(ID), USUARIO_ENVIA INTEGER REFERENCES USUARIOS(ID),
    SUCURSAL_ID INTEGER, MENSAJE VARCHAR(500), PRIORIDAD VARCHAR(20) DEFAULT 'normal',
    LEIDA BOOLEAN DEFAULT FALSE, FECHA_ENVIO TIMESTAMP DEFAULT NOW(), FECHA_LECTURA TIMESTAMP);
INSERT INTO public.ALERTAS_COCINA VALUES (10, 50, 3, 1, 'Apurar', 'urgente', true, '2026-03-01 20:16:00', '2026-03-01 20:16:08'),
  (11, NULL, NULL, 4, 'Falta', 'rara', NULL, '2026-03-01 20:17:00', NULL);
CREATE TABLE public.EVENTOS_REALTIME (
    ID SERIAL PRIMARY KEY, TIPO VARCHAR(50) NOT NULL, SUBTIPO VARCHAR(50), PAYLOAD VARCHAR(2000) NOT NULL,
    USUARIO_ID INTEGER REFERENCES USUARIOS(ID), SUCURSAL_ID INTEGER, ENTIDAD_TIPO VARCHAR(50), ENTIDAD_ID INTEGER, FECHA TIMESTAMP DEFAULT NOW());
INSERT INTO public.EVENTOS_REALTIME VALUES
  (100, 'alerta_cocina', NULL, '{"tipo": "alerta_cocina", "alerta_id": 10, "prioridad": "urgente", "telefono": "987"}', 3, 1, 'alerta', 10, '2026-03-01 20:16:00'),
  (101, 'voucher_nuevo', 'whatsapp', '{"voucher_id": 7, "monto": 46.5}', NULL, 1, 'voucher', 7, '2026-03-01 20:18:00'),
  (102, 'roto', NULL, '{"tipo":', NULL, 1, NULL, NULL, '2026-03-01 20:19:00'),
  (103, 'roto', NULL, '{"a":"\u0000"}', NULL, 1, NULL, NULL, '2026-03-01 20:19:00'),
  (104, 'pedido_creado', NULL, '{"tipo":"pedido_creado","cliente":{"telefono":"987"}}', NULL, 1, NULL, NULL, '2026-03-01 20:19:00');
CREATE TABLE public.REFILL_SOLICITUD (ID SERIAL PRIMARY KEY, INSUMO_ID INTEGER, CANTIDAD_SOLICITADA INTEGER, USUARIO_SOLICITA INTEGER, ESTADO VARCHAR(20), FECHA TIMESTAMP);
INSERT INTO public.REFILL_SOLICITUD VALUES (1, 2, 3, 3, 'PENDIENTE', '2026-03-01 20:20:00'), (2, 2, 0, 3, 'x', NULL);
"""


class Legacy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cluster.Cluster(demo=False).start()

    @classmethod
    def tearDownClass(cls):
        cls.cluster.stop()

    def setUp(self):
        self.cluster.drop_database('vieja')
        self.cluster.create_database('vieja')

    def bring(self, zone='America/Lima'):
        return subprocess.run(['psql', '-XqAt', '-v', 'zona=' + zone, '-d', self.cluster.conninfo(None, 'vieja'), '-f', SCRIPT],
                              capture_output=True, text=True)

    def sql(self, sql):
        return self.cluster.psql(sql, dbname='vieja')

    def test_brings_everything_it_knows(self):
        self.sql(OLD)
        done = self.bring()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('eventos_realtime|5|2', done.stdout)
        self.assertEqual(self.sql('SELECT id, nombre FROM cony.sucursales ORDER BY id'), '1|Centro\n4|Sur\n5|Sur 5\n7|Sucursal 7')
        self.assertEqual(self.sql('SELECT id, login, nombre, activo FROM cony.usuarios ORDER BY id'),
                         '3|antes.3.rosa_p_rez|Rosa|f\n9|antes.9.ana|Ana|f')
        self.assertEqual(self.sql('SELECT id, nombre, unidad, sucursal_id FROM cony.insumos ORDER BY id'), '2|Mayonesa|unidad|1\n3|Mayonesa 3|unidad|1')
        self.assertEqual(self.sql('SELECT id, sucursal_id, cliente, telefono, canal, total, estado, creado FROM cony.pedidos ORDER BY id'),
                         '50|1|Juan José|987|whatsapp|46.50|PENDIENTE|2026-03-02 01:15:00\n'
                         '51|7|Cliente||presencial|0.00|ENTREGADO|2026-03-02 02:00:00')
        self.assertEqual(self.sql('SELECT id, pedido_id, usuario_envia, prioridad, leida, fecha_envio, fecha_lectura FROM cony.alertas_cocina ORDER BY id'),
                         '10|50|3|urgente|t|2026-03-02 01:16:00|2026-03-02 01:16:08\n11|||normal|f|2026-03-02 01:17:00|')
        self.assertEqual(self.sql('SELECT id, xid, payload, lane, origen FROM cony.eventos_realtime ORDER BY id'),
                         '100|0|{"tipo":"alerta_cocina","alerta_id":10,"prioridad":"urgente"}|urgente|antes\n'
                         '101|0|{"tipo":"voucher_nuevo","monto":46.5,"voucher_id":7}|normal|antes')
        self.assertEqual(self.sql('SELECT id, insumo_id, cantidad_solicitada, estado FROM cony.refill_solicitud'), '1|2|3.00|pendiente')
        self.assertEqual(self.sql("SELECT nextval('cony.pedidos_id_seq'), nextval('cony.eventos_realtime_id_seq'), nextval('cony.sucursales_id_seq')"), '52|105|8')

    def test_runs_once(self):
        self.sql(OLD)
        self.assertEqual(self.bring().returncode, 0)
        again = self.bring()
        self.assertNotEqual(again.returncode, 0)
        self.assertIn('runs once', again.stderr)

    def test_without_old_tables_nothing_happens(self):
        done = self.bring()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.sql('SELECT count(*) FROM cony.pedidos'), '0')

    def test_unknown_zone(self):
        self.assertIn('no time zone', self.bring('Luna/Norte').stderr)

    def test_the_newcomer_keeps_the_login(self):
        self.sql(OLD)
        self.assertEqual(self.bring().returncode, 0)
        verifier = 'SCRAM-SHA-256$4096:AAAAAAAAAAAAAAAAAAAAAA==$' + 'A' * 43 + '=:' + 'A' * 43 + '='
        self.assertEqual(self.sql(f"SELECT api.crear_usuario(gen_random_uuid(), 'ana', 'Ana', '{verifier}', '{{cocinero}}', '{{4}}') ->> 'id'"), '10')


if __name__ == '__main__':
    tap.main()
