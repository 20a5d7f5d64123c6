#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad peers at a bare socket: whatever they do, a good client is served at once and memory stays small."""
import asyncio
import contextlib
import json
import os
import re
import resource
import signal
import socket
import struct
import threading
import time
import unittest
import urllib.error

import helpers
from helpers import Peer, Raw, descriptors, frame, rss_kb
import tap
from stack import Broker

# A good client waits no longer than this for its own event, however loaded the machine is.
PATIENCE = 5.0
# Growth over a whole attack; the logs of a channel alone may hold 16 MiB.
MAX_GROWTH_KB = 64 * 1024
REQUEST_S = 10


class Good(threading.Thread):
    """A client that posts and waits for its event, again and again."""

    def __init__(self, broker):
        super().__init__()
        self.broker, self.stopping, self.slowest, self.rounds, self.error = broker, threading.Event(), 0, 0, None

    def run(self):
        try:
            raw = Raw(self.broker)
            assert raw.upgrade() == 101
            while not self.stopping.is_set() or self.rounds < 3:
                began, name = time.monotonic(), f'bueno{self.rounds}'
                assert self.broker.post({'tipo': name})[0] == 202
                while name.encode() not in (got := raw.frame())[1]:
                    if got[0] == 9:
                        raw.send(frame(got[1], 10))
                self.slowest = max(self.slowest, time.monotonic() - began)
                self.rounds += 1
            raw.sock.close()
        except Exception as error:
            self.error = error


class Attacks(unittest.TestCase):
    def setUp(self):
        self.broker = Broker('--memory', '--no-auth')
        self.addCleanup(self.broker.__exit__)
        self.raws = []

    def tearDown(self):
        for raw in self.raws:
            raw.sock.close()

    def open(self, upgrade=True):
        raw = Raw(self.broker)
        self.raws.append(raw)
        if upgrade:
            self.assertEqual(raw.upgrade(), 101)
        return raw

    @contextlib.contextmanager
    def under_attack(self):
        before, good = rss_kb(self.broker), Good(self.broker)
        good.start()
        try:
            yield
        finally:
            good.stopping.set()
            good.join(60)
        print(f'# {self._testMethodName}: slowest {1000 * good.slowest:.0f} ms in {good.rounds},'
              f' VmRSS {before} -> {rss_kb(self.broker)} kB', flush=True)
        self.assertIsNone(good.error)
        self.assertLess(good.slowest, PATIENCE)
        self.assertLess(rss_kb(self.broker) - before, MAX_GROWTH_KB)

    def until(self, condition, seconds=20):
        end = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)

    def test_fragments_for_ever(self):
        with self.under_attack():
            for opcode, payload in ((0, b''), (0, b'x'), (9, b'y' * 125)):
                raws = [self.open() for _ in range(20)]
                for raw in raws:
                    with contextlib.suppress(ConnectionError):
                        raw.send(frame(b'a', fin=False))
                        for _ in range(40):
                            raw.send(frame(payload, opcode, opcode == 9) * 25)
                    with contextlib.suppress(ConnectionError, helpers.Closed):
                        self.assertIn(raw.close_code(), (4009, 4010))

    def test_half_messages_are_bounded(self):
        with self.under_attack():
            for _ in range(300):
                self.open().send(frame(b'x' * 60000, fin=False)[:-1])

    def test_every_broken_header(self):
        with self.under_attack():
            for first in (*range(0x82, 0x88), *range(0x8b, 0x90), *range(0x91, 0x100, 16), 0x00, 0x08, 0x09, 0x0a):
                raw = self.open()
                raw.send(bytes([first, 0x81]) + os.urandom(4) + b'x')
                with self.subTest(first=hex(first)):
                    self.assertEqual(raw.close_code(), 4010)

    def test_flood(self):
        with self.under_attack():
            for payload, opcode in ((b'{"tipo":"_pong"}', 1), (b'x' * 60000, 1), (b'', 9), (b'', 10)):
                raw = self.open()
                data = frame(payload, opcode) * max(1, 60000 // (len(payload) + 6))
                with contextlib.suppress(ConnectionError, TimeoutError):
                    raw.sock.settimeout(3)
                    end = time.monotonic() + 1
                    while time.monotonic() < end:
                        raw.send(data)

    def test_nested(self):
        raw = self.open()
        with self.under_attack():
            raw.send(frame(b'{"tipo":' + b'[' * 60000)).send(frame(b'{"a":' * 10000 + b'1' + b'}' * 10000))
            self.broker.post(b'[' * 1000000 + b'\n{}')
            self.broker.post(b'{"a":' * 12000 + b'1' + b'}' * 400 + b'\n{}')

    def test_slow_header(self):
        # “A request that is not complete within 10 s is cut.”
        with self.under_attack():
            began = time.monotonic()
            raws = [self.open(upgrade=False) for _ in range(200)]
            for raw in raws[:150]:
                raw.sock.sendall(b'GET /ws HTTP/1.1\r\nHost: x\r\n')
            for raw in raws:
                raw.sock.setblocking(False)
            while raws and time.monotonic() < began + REQUEST_S + 5:
                for raw in raws[:100]:
                    with contextlib.suppress(ConnectionError):
                        raw.sock.sendall(b'X-A: b\r\n')
                time.sleep(0.3)
                for raw in list(raws):
                    with contextlib.suppress(BlockingIOError):
                        try:
                            gone = raw.sock.recv(4096) == b''
                        except ConnectionError:
                            gone = True
                        if gone:
                            raws.remove(raw)
            self.assertEqual(raws, [])
        self.until(lambda: descriptors(self.broker) < 40)

    def test_slow_body(self):
        raw = self.open(upgrade=False)
        raw.request(f'POST /broadcast HTTP/1.1\nHost: {raw.host}\nContent-Length: 1000')
        with self.under_attack(), self.assertRaises((ConnectionError, helpers.Closed)):
            for _ in range(REQUEST_S + 5):
                raw.send(b'x')
                raw.sock.settimeout(1)
                with contextlib.suppress(TimeoutError):
                    raw.status()

    def test_endless_body(self):
        with self.under_attack():
            for coding in ('Transfer-Encoding: chunked', f'Content-Length: {1 << 60}'):
                raw = self.open(upgrade=False)
                raw.request(f'POST /broadcast HTTP/1.1\nHost: {raw.host}\n{coding}')
                # What is on its way when the broker ends the connection may never be taken; the end itself is told.
                raw.sock.settimeout(3)
                with contextlib.suppress(ConnectionError, TimeoutError):
                    for _ in range(2000):
                        raw.send(b'10000\r\n' + b'x' * 65536 + b'\r\n')
                raw.sock.settimeout(helpers.TIMEOUT)
                with contextlib.suppress(ConnectionError):
                    while raw.sock.recv(65536):
                        pass

    def test_endless_header(self):
        with self.under_attack():
            for line in (b'X-Long: y\r\n', b'y' * 1000):
                raw = self.open(upgrade=False)
                raw.sock.sendall(b'GET /livez HTTP/1.1\r\nHost: x\r\n')
                with self.assertRaises((ConnectionError, helpers.Closed)):
                    for _ in range(200):
                        raw.send(line * 1000)
                    raise ConnectionError(raw.status())

    def test_ten_thousand_headers(self):
        raw = self.open(upgrade=False)
        with self.under_attack():
            with contextlib.suppress(ConnectionError, helpers.Closed):
                raw.request(f'GET /livez HTTP/1.1\nHost: {raw.host}\n' + '\n'.join(f'X-{n}: y' for n in range(10000)))
                self.assertGreaterEqual(raw.status(), 200)

    def test_handshakes(self):
        good = ['Host: x', 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13',
                'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==']

        def attempt(lines, line='GET /ws HTTP/1.1'):
            raw = self.open(upgrade=False)
            raw.request('\n'.join([line, *lines]))
            return raw.status()
        self.assertEqual(attempt(good), 101)
        for n in range(1, len(good)):
            with self.subTest(without=good[n]):
                self.assertGreaterEqual(attempt(good[:n] + good[n + 1:]), 400)
        for bad in ('Sec-WebSocket-Version: 12', 'Sec-WebSocket-Key: x', 'Upgrade: h2c', 'Connection: close'):
            name = bad.split(':')[0]
            with self.subTest(bad=bad):
                self.assertGreaterEqual(attempt([line for line in good if not line.startswith(name)] + [bad]), 400)
        for line in ('POST /ws HTTP/1.1', 'GET /ws/../broadcast HTTP/1.1', 'GET /%00 HTTP/1.1', 'HEAD /ws HTTP/1.1',
                     'GET http://x/otra HTTP/1.1', 'BLAH / HTTP/1.1'):
            with self.subTest(line=line):
                self.assertGreaterEqual(attempt(good, line), 400)
        for garbage in (b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + os.urandom(500), b'\0' * 5000, b'\r\n' * 5000,
                        b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', frame(b'{}')):
            self.open(upgrade=False).sock.sendall(garbage)
        self.assertEqual(self.broker.get('/livez')[0], 200)

    def test_pipelined(self):
        # “Requests may be pipelined; they are answered in their order.”
        raw = self.open(upgrade=False)
        get = f'GET /livez HTTP/1.1\r\nHost: {raw.host}\r\n\r\n'.encode()
        event = b'{"tipo":"tubo"}'
        post = (f'POST /broadcast HTTP/1.1\r\nHost: {raw.host}\r\nContent-Type: application/json\r\n'
                f'Content-Length: {len(event)}\r\n\r\n').encode() + event
        listener, answers = self.open(), b''
        raw.sock.sendall(get * 50 + post * 50 + get)
        while answers.count(b'HTTP/1.1 ') < 101:
            got = raw.sock.recv(1 << 20)
            self.assertTrue(got, 'ended early')
            answers += got
        statuses = [int(status) for status in re.findall(rb'HTTP/1.1 (\d+)', answers)]
        self.assertEqual(statuses, [200] * 50 + [202] * 50 + [200])
        for _ in range(answers.count(b'HTTP/1.1 202')):
            self.assertEqual(listener.frame()[1], event)
        self.assertEqual(self.broker.get('/livez')[0], 200)

    def test_connects_and_goes(self):
        with self.under_attack():
            for n in range(600):
                raw = Raw(self.broker)
                if n % 3:
                    raw.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                if n % 2:
                    raw.upgrade() if n % 4 == 1 else raw.sock.sendall(b'GET /ws HTTP/1.1\r\nUpg')
                raw.sock.close()
        self.until(lambda: descriptors(self.broker) < 40)

    def test_many_idle(self):
        with self.under_attack():
            for _ in range(800):
                self.open()
        for raw in self.raws:
            raw.sock.close()
        self.until(lambda: descriptors(self.broker) < 40)

    def test_resumes_after_4008(self):
        async def run():
            peer = await Peer.open(self.broker)
            start = peer.cursor
            await peer.close()
            slow = Raw(self.broker, receive_buffer=4096)
            slow.upgrade('\nSec-WebSocket-Protocol: cony.v1', frame(json.dumps({'tipo': '_auth'}).encode()))
            lines = [json.dumps({'tipo': 'lleno', 'n': n, 'x': 'y' * 1900}) for n in range(8000)]
            for first in range(0, 8000, 500):
                await asyncio.to_thread(self.broker.post, '\n'.join(lines[first:first + 500]), None,
                                        {'Content-Type': 'application/x-ndjson'})
            return start, slow
        _, slow = asyncio.run(run())
        self.raws.append(slow)
        cursor, seen = None, []
        for payload in slow.frames_until_close():
            event = json.loads(payload)
            if event['tipo'] == 'lleno':
                seen.append(event['n'])
                cursor = event['_rt']['cur']
        self.assertIn(slow.code, (4008, None))
        self.assertIn('cony_slow_total 1\n', self.broker.get('/metrics')[1])
        self.assertEqual(seen, list(range(len(seen))))
        self.assertGreater(len(seen), 0)
        # A relay remembers the last thousand: what it cannot give any more it says, and never skips.
        raw = Raw(self.broker)
        self.raws.append(raw)
        raw.upgrade('\nSec-WebSocket-Protocol: cony.v1', frame(json.dumps({'tipo': '_auth', 'desde': cursor}).encode()))
        self.assertFalse(json.loads(raw.frame()[1])['recuperado'])
        self.assertIn(b'_sin_recuperacion', raw.frame()[1])
        epoch, number, row = cursor.split(':')
        last = int(number) + 8000 - len(seen)
        raw = Raw(self.broker)
        self.raws.append(raw)
        raw.upgrade('\nSec-WebSocket-Protocol: cony.v1', frame(json.dumps(
            {'tipo': '_auth', 'desde': f'{epoch}:{last - 900}:{row}'}).encode()))
        self.assertTrue(json.loads(raw.frame()[1])['recuperado'])
        self.assertEqual([json.loads(raw.frame()[1])['n'] for _ in range(900)], list(range(7100, 8000)))


class Trouble(unittest.TestCase):
    def test_descriptors_run_out(self):
        with Broker('--memory', '--no-auth') as broker:
            good = Raw(broker)
            self.assertEqual(good.upgrade(), 101)
            limit = descriptors(broker) + 30
            resource.prlimit(broker.pid, resource.RLIMIT_NOFILE, (limit, limit))
            raws, refused = [], 0
            for _ in range(100):
                raw = Raw(broker)
                raws.append(raw)
                # The answer may be out before the descriptor for the worker is asked for.
                with contextlib.suppress(ConnectionError, helpers.Closed):
                    raw.upgrade()
            for raw in raws:
                with contextlib.suppress(BlockingIOError):
                    try:
                        raw.sock.setblocking(False)
                        refused += raw.sock.recv(1) == b''
                    except ConnectionError:
                        refused += 1
            self.assertGreaterEqual(refused, 60)
            for raw in raws:
                raw.sock.close()
            end = time.monotonic() + 20
            while True:
                with contextlib.suppress(urllib.error.URLError, ConnectionError):
                    if broker.post({'tipo': 'sigue'})[0] == 202:
                        break
                self.assertLess(time.monotonic(), end, 'nobody is accepted any more')
                time.sleep(0.05)
            while b'sigue' not in good.frame()[1]:
                pass
            for _ in range(20):
                raw = Raw(broker)
                raws.append(raw)
                self.assertEqual(raw.upgrade(), 101)
            for raw in (good, *raws):
                raw.sock.close()

    def test_stopped_and_continued(self):
        with Broker('--memory', '--no-auth') as broker:
            raw = Raw(broker)
            self.assertEqual(raw.upgrade(), 101)
            broker.proc.send_signal(signal.SIGSTOP)
            waiting = Raw(broker)
            waiting.request(f'POST /broadcast HTTP/1.1\nHost: {waiting.host}\nContent-Length: 17', b'{"tipo":"parado"}')
            time.sleep(3)
            broker.proc.send_signal(signal.SIGCONT)
            self.assertEqual(waiting.status(), 202)
            self.assertIn(b'parado', raw.frame()[1])
            for peer in (raw, waiting):
                peer.sock.close()

    def test_terminates_with_deaf_clients(self):
        broker = Broker('--memory', '--no-auth')
        raws = [Raw(broker, receive_buffer=4096) for _ in range(30)]
        for raw in raws:
            self.assertEqual(raw.upgrade(), 101)
        idle = [Raw(broker) for _ in range(10)]
        began = time.monotonic()
        broker.proc.send_signal(signal.SIGTERM)
        self.assertEqual(broker.proc.wait(10), 0)
        self.assertLess(time.monotonic() - began, 10)
        self.assertEqual([raw.close_code() for raw in raws], [4000] * 30)
        for raw in raws + idle:
            raw.sock.close()
        broker.__exit__()


if __name__ == '__main__':
    tap.main()
