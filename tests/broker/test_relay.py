#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The relay without a database, and everything that comes in over a socket."""
import asyncio
import json
import signal
import subprocess
import tempfile
import unittest
import uuid

import helpers
from helpers import AsyncCase, Peer, Raw, frame
import tap
from stack import Broker, program


class Relay(AsyncCase):
    @classmethod
    def setUpClass(cls):
        cls.broker = Broker('--memory', '--no-auth')

    @classmethod
    def tearDownClass(cls):
        cls.broker.__exit__()

    def post(self, body, **headers):
        status, text = self.broker.post(body, headers=headers)
        return status, json.loads(text)

    async def test_full_protocol(self):
        # “everything is 202 and relayed”
        peer = await Peer.open(self.broker)
        self.assertEqual({'ping': 2000, 'max': 65536, 'recuperado': False, 'n': 0},
                         {k: peer.hola[k] for k in ('ping', 'max', 'recuperado', 'n')})
        status, answer = self.post({'tipo': 'alerta_cocina', 'prioridad': 'urgente', 'sucursal_id': 3})
        self.assertEqual((status, answer['durable']), (202, False))
        event = await peer.next('alerta_cocina')
        self.assertEqual((event['_rt']['uid'], event['_rt']['suc'], event['_rt']['pri']),
                         (answer['uid'], 3, 'urgente'))
        self.assertNotIn('cur', event['_rt'])
        ping = await peer.next('_ping')
        self.assertNotIn('bd', ping)
        await peer.close()

    async def test_resume(self):
        peer = await Peer.open(self.broker)
        first = self.post({'tipo': 'a', 'n': 1})[1]['uid']
        self.assertEqual((await peer.next())['_rt']['uid'], first)
        cursor = peer.cursor
        peer.drop()
        uids = [self.post({'tipo': 'a', 'n': n})[1]['uid'] for n in range(5)]
        peer = await Peer.open(self.broker, desde=cursor)
        self.assertTrue(peer.hola['recuperado'])
        self.assertEqual((peer.hola['cursor'], peer.hola['n']), (cursor, 5))
        uids.append(self.post({'tipo': 'a', 'n': 6})[1]['uid'])
        self.assertEqual([(await peer.next())['_rt']['uid'] for _ in uids], uids)
        await peer.close()

    async def test_no_resume(self):
        # “A cursor of another epoch, or from the future, is answered with `_sin_recuperacion`” “Resuming is complete
        # or refused.”
        here = (await Peer.open(self.broker)).cursor
        epoch, counter, row = here.split(':')
        for cursor in ('x', 'other-epoch:1:0', f'{epoch}:{int(counter) + 1000}:{row}', f'{epoch}:-1:0', '', '::',
                       f'{epoch}:99999999999999999999:0', 'e' * 5000):
            with self.subTest(cursor=cursor[:40]):
                peer = await Peer.open(self.broker, desde=cursor)
                self.assertFalse(peer.hola['recuperado'])
                self.assertEqual((await peer.read())['tipo'], '_sin_recuperacion')
                await peer.close()

    async def test_remembers_a_thousand(self):
        # “the last 1000 events can be resumed”
        peer = await Peer.open(self.broker)
        start = peer.cursor
        lines = '\n'.join(json.dumps({'tipo': 'muchos', 'n': n}) for n in range(1001))
        status, text = self.broker.post(lines, headers={'Content-Type': 'application/x-ndjson'})
        self.assertEqual((status, text.count('"status":202')), (200, 1001))
        self.assertEqual([(await peer.next())['n'] for _ in range(1001)], list(range(1001)))
        self.assertFalse((await Peer.open(self.broker, desde=start)).hola['recuperado'])
        epoch, counter, row = start.split(':')
        peer = await Peer.open(self.broker, desde=f'{epoch}:{int(counter) + 1}:{row}')
        self.assertEqual(peer.hola['n'], 200)
        self.assertEqual([(await peer.next())['n'] for _ in range(1000)], list(range(1, 1001)))

    async def test_replay_of_long_events(self):
        peer = await Peer.open(self.broker)
        start = peer.cursor
        await peer.close()
        for first in range(0, 1000, 100):
            lines = '\n'.join(json.dumps({'tipo': 'largo', 'n': n, 'x': '\U0001f955' * 1950}, ensure_ascii=False)
                              for n in range(first, first + 100))
            self.assertEqual(self.broker.post(lines, headers={'Content-Type': 'application/x-ndjson'})[0], 200)
        peer = await Peer.open(self.broker, desde=start)
        self.assertTrue(peer.hola['recuperado'])
        self.assertEqual([(await peer.next())['n'] for _ in range(1000)], list(range(1000)))
        await peer.close()

    async def test_filters_narrow(self):
        # “an event without branch is for everybody”
        peer = await Peer.open(self.broker, filtros={'tipos': ['b'], 'sucursal': 2})
        for event in ({'tipo': 'a', 'sucursal_id': 2}, {'tipo': 'b', 'sucursal_id': 1}, {'tipo': 'b', 'sucursal_id': 2}):
            self.post(event)
        self.assertEqual((await peer.next())['sucursal_id'], 2)
        self.post({'tipo': 'b'})
        self.assertNotIn('sucursal_id', await peer.next())
        await peer.close()
        for filtros in ({'tipos': [str(n) for n in range(65)]}, {'tipos': 'b'}, {'tipos': [1]}, {'sucursal': '2'},
                        {'sucursal': 0}):
            with self.assertRaises(helpers.Closed) as refused:
                await Peer.open(self.broker, filtros=filtros)
            self.assertEqual(refused.exception.code, 4003)
        await (await Peer.open(self.broker, filtros={'tipos': [str(n) for n in range(64)]})).close()

    def test_same_key(self):
        # “`Idempotency-Key: UUID` is the event's `uid`”
        key = str(uuid.uuid4())
        one = self.post({'tipo': 'a', 'n': 1}, **{'Idempotency-Key': key})
        self.assertEqual(one, (202, {'durable': False, 'uid': key}))
        self.assertEqual(self.post({'tipo': 'a', 'n': 1}, **{'Idempotency-Key': key}), one)
        self.assertEqual(self.post({'tipo': 'a', 'n': 2}, **{'Idempotency-Key': key})[0], 422)
        self.assertEqual(self.post({'tipo': 'a'}, **{'Idempotency-Key': 'mine'})[0], 422)

    async def test_bad_events_change_nothing(self):
        # “An event is one JSON object.” “A posted event with `_rt`, or with such a `tipo`, is refused.” “An event has
        # at most 2000 characters, a `tipo` at most 50.” “without `\u0000` and without lone surrogates”
        peer = await Peer.open(self.broker)
        for status, body in (
                (400, 'hola'), (400, ''), (400, '[1]'), (400, '{"tipo":"a"'), (400, '{"tipo":"a\\u0000"}'),
                (400, b'{"tipo":"\xff"}'), (400, '{"tipo":"a","x":"\\ud83e"}'),
                (400, '{"tipo":"a","x":' + '[' * 16 + ']' * 16 + '}'),
                (400, '{"a":' * 12000 + '1' + '}' * 500 + '\n1'), (413, '[' * 1000000 + '\n1'),
                (422, '{"a":1}'), (422, '{"tipo":7}'), (422, '{"tipo":""}'), (422, {'tipo': 'x' * 51}),
                (422, '{"tipo":"_hola"}'), (422, '{"tipo":"a","_rt":{}}'), (422, '{"tipo":"a","sucursal_id":"1"}'),
                (422, '{"tipo":"a","sucursal_id":-1}'), (413, {'tipo': 'a', 'x': 'y' * 1983})):
            with self.subTest(body=body[:30] if isinstance(body, (str, bytes)) else 'long'):
                got, answer = self.post(body)
                self.assertEqual(got, status, answer)
                self.assertTrue(answer['error'] and answer['codigo'])
        self.assertEqual(self.post('{"tipo":"hondo","x":' + '[' * 15 + ']' * 15 + '}')[0], 202)
        await peer.next('hondo')
        self.post({'tipo': 'a', 'x': 'y' * 1980})
        self.assertEqual((await peer.next())['x'], 'y' * 1980)
        await peer.close()

    async def test_lines(self):
        # “more than one line of which the first is an object” “lines with 200 and one result a line, each with
        # `status`”
        peer = await Peer.open(self.broker)
        body = '{"tipo":"a","n":1}\n\n{"tipo":"_no"}\r\n nada\n{"tipo":"a","n":2}'
        status, text = self.broker.post(body, headers={'Content-Type': 'application/x-ndjson'})
        lines = [json.loads(line) for line in text.splitlines()]
        self.assertEqual(status, 200)
        self.assertEqual([line['status'] for line in lines], [202, 422, 400, 202])
        self.assertEqual([(await peer.next())['n'] for _ in range(2)], [1, 2])
        self.assertEqual(self.post('{"tipo":"a"}\n' * 2002)[0], 413)
        self.assertEqual(self.post('{\n"tipo":"a"\n}\n')[0], 202)
        await peer.close()

    async def test_http(self):
        # “`--no-auth` accepts everybody, as admin”
        self.assertEqual(self.broker.get('/livez')[0], 200)
        self.assertEqual(self.broker.get('/readyz')[0], 200)
        self.assertIn('cony_connections', self.broker.get('/metrics')[1])
        self.assertEqual(self.broker.get('/connections')[0], 200)
        self.assertEqual(self.broker.get('/nada')[0], 404)
        self.assertEqual(self.broker.get('/ws/x')[0], 404)
        self.assertEqual(self.broker.get('/broadcast')[0], 405)
        self.assertEqual(self.broker.get('/ws')[0], 400)

    async def test_messages(self):
        # “Control messages have a `tipo` that begins with `_`.”
        peer = await Peer.open(self.broker)
        for text in ('hola', '{}', '[]', '{"tipo":7}', '{"tipo":"a"}', '{"tipo":"_raro"}', '{"tipo":"_ack"}',
                     '{"tipo":"_ack","uid":"x"}', '{"tipo":"_eco","id":1}', '{"tipo":"_auth"}'):
            await peer.send(text)
            error = await peer.next('_error')
            self.assertTrue(error['codigo'] and error['msg'], text)
        for text in ('{"tipo":"_pong"}', json.dumps({'tipo': '_ack', 'uid': str(uuid.uuid4())})):
            await peer.send(text)
        await peer.next('_ping')
        await peer.close()

    async def test_flood_is_ended(self):
        peer = await Peer.open(self.broker)
        try:
            for _ in range(5000):
                await peer.send('{"tipo":"_pong"}')
        except Exception:
            pass
        self.assertEqual(await peer.closed(), 4009)


class Frames(unittest.TestCase):
    setUpClass = Relay.__dict__['setUpClass']
    tearDownClass = Relay.__dict__['tearDownClass']

    def raw(self, data=b'', extra=''):
        raw = Raw(self.broker)
        self.addCleanup(raw.sock.close)
        self.assertEqual(raw.upgrade(extra), 101)
        return raw.send(data)

    def test_pieces(self):
        event = b'{"tipo":"_raro"}'
        raw = self.raw(extra='\nSec-WebSocket-Protocol: cony.v1')
        raw.send(frame(b'{"tipo":"_auth"}'))
        self.assertIn(b'_hola', raw.frame()[1])
        whole = frame(event[:3], fin=False) + frame(b'x', 9) \
            + frame(b'', 0, False) + frame(event[3:], 0)
        for i in range(len(whole)):
            raw.send(whole[i:i + 1])
        self.assertEqual(raw.answer(), (10, b'x'))
        self.assertIn(b'_error', raw.answer()[1])

    def test_behind_the_handshake(self):
        raw = Raw(self.broker)
        self.assertEqual(raw.upgrade('\nSec-WebSocket-Protocol: cony.v1', frame(b'{"tipo":"_auth"}')), 101)
        self.assertIn(b'_hola', raw.frame()[1])
        raw.sock.close()

    def test_broken(self):
        for code, data in (
                (4010, frame(b'{}', mask=False)), (4010, frame(b'{}', rsv=4)), (4010, frame(b'{}', rsv=1)),
                (4010, frame(b'{}', 3)), (4010, frame(b'', 11)), (4010, frame(b'\xff\xfe')), (4010, frame(b'{}', 2)),
                (4010, frame(b'x', 9, fin=False)), (4010, frame(b'x' * 126, 9)), (4010, frame(b'x', 0)),
                (4010, frame(b'a', fin=False) + frame(b'b')), (4010, frame(b'\xc3', fin=False) + frame(b'\x28', 0)),
                (4010, frame(b'a', fin=False) + frame(b'', 0, False) * 300),
                (4010, frame(b'a', fin=False) + frame(b'', 9) * 300),
                (4013, frame(b'x' * 65537)), (4013, frame(b'', length=1 << 62)), (4013, frame(b'', length=1 << 63)),
                (4013, frame(b'x' * 40000, fin=False) + frame(b'x' * 40000, 0, False))):
            with self.subTest(code=code, data=data[:12]):
                raw = self.raw(data)
                self.assertEqual(raw.close_code(), code)
                raw.sock.close()

    def test_largest(self):
        raw = self.raw(extra='\nSec-WebSocket-Protocol: cony.v1')
        raw.send(frame(b'{"tipo":"_auth"}'))
        raw.frame()
        raw.send(frame(b'{"tipo":"_raro","x":"' + b'y' * (65536 - 23) + b'"}'))
        self.assertIn(b'_error', raw.answer()[1])

    def test_endless_fragments(self):
        raw = self.raw()
        with self.assertRaises((ConnectionError, TimeoutError, helpers.Closed)):
            raw.send(frame(b'x' * 1000, fin=False))
            for _ in range(1000):
                raw.send(frame(b'x' * 1000, 0, False))
            self.assertEqual(raw.close_code(), 4013)
            raise ConnectionError

    def test_close_is_answered(self):
        raw = self.raw(frame(b'\x03\xe8', 8))
        self.assertEqual(raw.close_code(), 1000)
        self.assertEqual(raw.sock.recv(1), b'')

    def test_origin(self):
        # “A web page (`Origin`) is refused unless `--allow-origin` names it.”
        refused = Raw(self.broker)
        self.assertEqual(refused.upgrade('\nOrigin: http://evil.example'), 403)
        while refused.sock.recv(4096):
            pass
        with Broker('--memory', '--no-auth', '--allow-origin', 'http://shop.example') as broker:
            self.assertEqual(Raw(broker).upgrade('\nOrigin: http://shop.example'), 101)
            self.assertEqual(Raw(broker).upgrade('\nOrigin: http://evil.example'), 403)

    def test_no_compression(self):
        # “No permessage-deflate”
        raw = Raw(self.broker)
        raw.request(f'GET /ws HTTP/1.1\nHost: {raw.host}\nUpgrade: websocket\nConnection: Upgrade\n'
                    'Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n'
                    'Sec-WebSocket-Extensions: permessage-deflate')
        raw.need(12)
        while b'\r\n\r\n' not in raw.data:
            raw.need(len(raw.data) + 1)
        self.assertNotIn(b'Extensions', raw.data)

    def test_long_body(self):
        self.assertEqual(self.broker.post(b'x' * (1 << 21))[0], 413)
        raw = Raw(self.broker)
        raw.request(f'POST /broadcast HTTP/1.1\nHost: {raw.host}\nTransfer-Encoding: chunked',
                    (b'10000\r\n' + b'x' * 65536 + b'\r\n') * 20 + b'0\r\n\r\n')
        self.assertEqual(raw.status(), 413)
        raw = Raw(self.broker)
        raw.request(f'POST /broadcast HTTP/1.1\nHost: {raw.host}\nTransfer-Encoding: chunked')
        # Cut, or at least not read any more: an endless body ends well before its 128 MiB.
        raw.sock.settimeout(3)
        with self.assertRaises((ConnectionError, TimeoutError, helpers.Closed)):
            for _ in range(2000):
                raw.send(b'10000\r\n' + b'x' * 65536 + b'\r\n')
            raw.status()

    def test_answer_in_one_packet(self):
        raw, whole = Raw(self.broker), 0
        for n in range(40):
            body = json.dumps({'tipo': 'a', 'n': n}).encode()
            raw.request(f'POST /broadcast HTTP/1.1\nHost: {raw.host}\nContent-Length: {len(body)}', body)
            self.assertEqual(raw.status(), 202)
            length = int(raw.headers['content-length'])
            whole += len(raw.data) == length
            raw.need(length)
            self.assertFalse(json.loads(raw.data)['durable'])
            raw.data.clear()
        # The kernel holds the head for 200 ms; the broker may have to wait longer for the processor, but not often.
        self.assertGreater(whole, 30)

    def test_too_many(self):
        with Broker('--memory', '--no-auth', '--max-connections', '2') as broker:
            peers = [Raw(broker), Raw(broker)]
            self.assertEqual([peer.upgrade() for peer in peers], [101, 101])
            self.assertEqual(Raw(broker).upgrade(), 503)

    def test_slow_reader(self):
        slow = Raw(self.broker, receive_buffer=4096)
        self.assertEqual(slow.upgrade(), 101)
        quick = self.raw()
        lines = b'\n'.join(json.dumps({'tipo': 'lleno', 'n': n, 'x': 'y' * 1900}).encode() for n in range(500))
        got = 0
        for _ in range(25):
            self.assertEqual(self.broker.post(lines, headers={'Content-Type': 'application/x-ndjson'})[0], 200)
            for _ in range(500):
                got += b'lleno' in quick.frame()[1]
        self.assertEqual(got, 12500)
        n = -1
        for payload in slow.frames_until_close():
            event = json.loads(payload)
            if event['tipo'] == 'lleno':
                self.assertEqual(event['n'], (n + 1) % 500)
                n = event['n']
        self.assertIn(slow.code, (4008, None))
        self.assertIn('cony_slow_total 1\n', self.broker.get('/metrics')[1])


class Process(unittest.TestCase):
    def refused(self, *options, says, status=2):
        """In one sentence."""
        with self.subTest(options):
            done = subprocess.run([program('cony-broker'), *options], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, status)
            self.assertRegex(done.stderr.splitlines()[-1], f'^cony-broker: .*{says}')
            self.assertEqual(sum(not line.startswith('Broker-Message') for line in done.stderr.splitlines()), 1)

    def test_options(self):
        # “only with `--memory`, only on a loopback address”
        self.refused(says='--database')
        self.refused('--no-auth', '--database', 'dbname=x', says='--memory')
        self.refused('--memory', says='--no-auth')
        self.refused('--memory', '--database', 'dbname=x', says='--memory')
        self.refused('--memory', '--no-auth', '--listen', '0.0.0.0:0', says='this machine')
        self.refused('--memory', '--no-auth', '--listen', 'nowhere', says='HOST:PORT')
        self.refused('--memory', '--no-auth', '--listen', 'a.example:0', says='IP address')
        relay = ('--memory', '--no-auth', '--listen', '127.0.0.1:0')
        for says, *bad in (
                ('--nada', '--nada'), ('nada.* is not understood', 'nada'), ('--listen', '--listen'),
                ('HOST:PORT', '--listen', '127.0.0.1:70000'), ('--workers', '--workers', '0'), ('--workers', '--workers', 'dos'),
                ('--sender', '--sender', 'kqueue'), ('--grace', '--grace', '-1'), ('--settle', '--settle', '3601'),
                ('--per-person', '--per-person', '-1'), ('--per-address', '--per-address', '-1'),
                ('--max-connections', '--max-connections', '-1'), ('three rising numbers', '--repeat-after', '5,4,60'),
                ('ADDRESS/BITS', '--trusted-proxy', '10.0.0.0/99'), ('SCHEME://HOST', '--allow-origin', 'shop.example'),
                ('SCHEME://HOST', '--allow-origin', 'http://shop.example/')):
            self.refused(*relay, *bad, says=says)
        database = ('--listen', '127.0.0.1:0', '--database', 'host=/nada')
        with tempfile.NamedTemporaryFile() as empty:
            for status, says, *bad in (
                    (2, 'libpq: .*nada', '--database', 'nada=1'), (2, 'libpq: ', '--database', 'postgres://['),
                    (2, 'No such file', '--password-file', '/nada/clave'), (2, 'Is a directory', '--password-file', '/'),
                    (2, 'is empty', '--password-file', empty.name), (1, 'state directory: ', '--state-dir', '/dev/null'),
                    (1, 'Cannot assign requested address', '--listen', '192.0.2.1:80')):
                self.refused(*database, *bad, says=says, status=status)
        with Broker(*relay[:2]) as broker:
            address = broker.http.removeprefix('http://')
            self.refused('--memory', '--no-auth', '--listen', address, says='Address already in use', status=1)

    def test_loopback_6(self):
        try:
            broker = Broker('--memory', '--no-auth', listen='[::1]:0')
        except RuntimeError:
            self.skipTest('no IPv6 here')
        with broker:
            self.assertEqual(broker.get('/livez')[0], 200)

    def test_terminates(self):
        for n in (signal.SIGTERM, signal.SIGINT):
            broker = Broker('--memory', '--no-auth', '--workers', '3')
            raws = [Raw(broker) for _ in range(7)]
            for raw in raws:
                self.assertEqual(raw.upgrade(), 101)
            broker.proc.send_signal(n)
            for raw in raws:
                self.assertEqual(raw.close_code(), 4000)
                raw.send(frame(b'\x0f\xa0', 8))
            self.assertEqual(broker.proc.wait(10), 0)
            broker.__exit__()

    def test_several_workers(self):
        async def run(broker):
            peers = [await Peer.open(broker) for _ in range(9)]
            for n in range(20):
                await asyncio.to_thread(broker.post, {'tipo': 'a', 'n': n})
            return [[(await peer.next())['n'] for _ in range(20)] for peer in peers]
        with Broker('--memory', '--no-auth', '--workers', '4') as broker:
            self.assertEqual(asyncio.run(run(broker)), [list(range(20))] * 9)


if __name__ == '__main__':
    tap.main()
