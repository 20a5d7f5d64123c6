#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input at every edge: a clear error, and nothing changes."""
import json
import os
import subprocess
import sys
import unittest
import uuid

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', d) for d in ('lib', 'stack')]
import tap  # noqa: E402
from simulator import draw_receipt  # noqa: E402
from stack import Stack, program  # noqa: E402

TABLES = ('pedidos', 'vouchers', 'alertas_cocina', 'alertas_vistas', 'refill_solicitud', 'eventos_realtime')


def setUpModule():
    global stack
    stack = Stack().__enter__()


def tearDownModule():
    stack.close()


def alert(**fields):
    return {'tipo': 'alerta_cocina', 'sucursal_id': 1, 'prioridad': 'alta', 'mensaje': 'Falta sal', **fields}


class Edge(unittest.TestCase):
    def setUp(self):
        self.before = self.state()

    def tearDown(self):
        self.assertEqual(self.state(), self.before, 'something changed')

    def state(self):
        return stack.cluster.psql(';'.join(
            f"SELECT '{t}', count(*), md5(string_agg(x::text, '' ORDER BY id)) FROM cony.{t} x" if t != 'alertas_vistas'
            else "SELECT 'alertas_vistas', count(*) FROM cony.alertas_vistas" for t in TABLES))

    def notify(self, event, login='bot', status=1):
        text = event if isinstance(event, str) else json.dumps(event, ensure_ascii=False)
        done = subprocess.run([program('cony-notify'), '--broker', stack.broker.uri, '-'], input=text, text=True,
                              capture_output=True, timeout=30,
                              env={**os.environ, 'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'en',
                                   'CONY_TOKEN_FILE': stack.token_file(login)})
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        self.assertIn('cony-notify: ', done.stderr)
        self.assertGreater(len(done.stderr.strip()), len('cony-notify: ') + 8)
        return done.stderr

    def post(self, body, login='bot', statuses=(400, 422)):
        status, text = stack.broker.post(body, token=stack.token(login))
        self.assertIn(status, statuses, text)
        self.assertTrue(json.loads(text)['error'])

    def sql(self, statement, login, state):
        done = stack.cluster.psql('\\set VERBOSITY verbose\n' + statement + ';', user=login, check=False)
        self.assertIn(f'ERROR:  {state}:', done)


class ByCommandLine(Edge):
    def test_no_json(self):
        self.notify('esto no es JSON', status=2)
        self.notify('', status=2)

    def test_no_tipo(self):
        self.notify({'sucursal_id': 1}, status=2)

    def test_tipo_of_51_characters(self):
        self.notify({'tipo': 'x' * 51, 'sucursal_id': 1}, status=2)

    def test_reserved(self):
        self.notify(alert(_rt={'uid': str(uuid.uuid4())}), status=2)
        self.notify({'tipo': '_hola', 'sucursal_id': 1}, status=2)

    def test_payload_of_2001_characters(self):
        event = {'tipo': 'voucher_nuevo', 'sucursal_id': 1, 'nota': ''}
        event['nota'] = 'x' * (2001 - len(json.dumps(event, separators=(',', ':'))))
        self.notify(event, status=2)

    def test_no_token(self):
        done = subprocess.run([program('cony-notify'), '--broker', stack.broker.uri, json.dumps(alert())], text=True,
                              capture_output=True, timeout=30, env={**os.environ, 'CONY_TOKEN_FILE': ''})
        self.assertEqual(done.returncode, 1)
        self.assertIn('401', done.stderr)

    def test_another_branch(self):
        self.notify(alert(sucursal_id=2), login='rosa')

    def test_not_the_poster_s_event(self):
        self.notify({'tipo': 'pedido_aprobado', 'pedido_id': 1, 'sucursal_id': 1}, login='ana')

    def test_unknown_branch(self):
        self.notify({'tipo': 'voucher_whatsapp', 'sucursal_id': 987654})

    def test_money_where_a_cook_reads(self):
        self.notify({'tipo': 'pedido_creado', 'sucursal_id': 1, 'total': 46.0}, status=2)


class ByHttp(Edge):
    """The same without the checks of the command line tool."""

    def test_no_json(self):
        for body in (b'', b'hola', b'[]', b'{"tipo":"a\\u0000"}', b'{"tipo":"\xff"}'):
            with self.subTest(body=body):
                self.post(body)

    def test_tipo(self):
        for event in ({}, {'tipo': 'x' * 51}, {'tipo': 5}, {'tipo': '_hola'}, {'tipo': 'voucher_nuevo', '_rt': {}}):
            with self.subTest(event=event):
                self.post(event)

    def test_payload_of_2001_characters(self):
        event = {'tipo': 'voucher_nuevo', 'sucursal_id': 1, 'nota': ''}
        event['nota'] = 'x' * (2001 - len(json.dumps(event, separators=(',', ':'))))
        self.post(json.dumps(event, separators=(',', ':')), statuses=(400, 413, 422))

    def test_money_where_a_cook_reads(self):
        self.post({'tipo': 'pedido_creado', 'sucursal_id': 1, 'total': 46.0})


class BySql(Edge):
    """What a window, or psql in the hands of a person, may send."""

    def call(self, login, function, *args, state):
        self.sql(f"SELECT api.{function}('{uuid.uuid4()}', {', '.join(args)})", login, state)

    def test_message(self):
        self.call('rosa', 'alertar_cocina', '1', 'NULL', f"'{'x' * 501}'", "'alta'", state='CN422')
        self.call('rosa', 'alertar_cocina', '1', 'NULL', "E'a\\u0007b'", "'alta'", state='CN422')
        self.call('rosa', 'alertar_cocina', '1', 'NULL', "''", "'alta'", state='CN422')
        self.call('rosa', 'alertar_cocina', '1', 'NULL', "'Falta sal'", "'gritando'", state='CN422')

    def test_unknown_order(self):
        self.call('rosa', 'aprobar_pedido', '987654', "'PENDIENTE'", "'efectivo'", state='CN404')
        self.call('rosa', 'alertar_cocina', '1', '987654', "'Falta sal'", "'alta'", state='CN404')

    def test_refill(self):
        insumo = stack.cluster.psql('SELECT min(id) FROM cony.insumos WHERE sucursal_id = 1')
        for amount in ('0', '-1'):
            self.call('rosa', 'pedir_refill', insumo, amount, state='CN422')
        self.call('rosa', 'pedir_refill', '987654', '1', state='CN404')

    def test_image(self):
        pedido = stack.cluster.psql('SELECT max(id) FROM cony.pedidos WHERE sucursal_id = 1')
        png = '\\x' + draw_receipt('Yape', 1, '1').hex()
        rest = "'Yape', '00000001', 10, '999', NULL"
        self.call('bot', 'registrar_voucher', pedido, "'\\x68656c6c6f'::bytea", "'image/png'", rest, state='CN422')
        self.call('bot', 'registrar_voucher', pedido, f"'{png}'::bytea", "'text/html'", rest, state='CN422')
        self.call('bot', 'registrar_voucher', '987654', f"'{png}'::bytea", "'image/png'", rest, state='CN404')


if __name__ == '__main__':
    tap.main()
