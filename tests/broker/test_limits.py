#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""PROTOCOL.md section 4, "Limits": what one connection, person or address may have."""
import json
import time
import unittest
import uuid

from helpers import TIMEOUT, Closed, Peer, Raw, frame, mint
import tap
import test_database
from test_database import SECRET, DatabaseCase, setUpModule, tearDownModule  # noqa: F401
from stack import Broker


def knock(broker, client, name='X-Forwarded-For'):
    """(status, Retry-After, socket) of a handshake that a proxy on this machine brings for `client`."""
    raw = Raw(broker)
    status = raw.upgrade(f'\n{name}: {client}')
    return status, raw.headers.get('retry-after'), raw


def until_connected(broker, n):
    end = time.monotonic() + TIMEOUT
    while f'cony_connections {n}\n' not in broker.get('/metrics')[1]:
        if time.monotonic() > end:
            raise TimeoutError(broker.get('/metrics')[1])
        time.sleep(0.01)


class Addresses(unittest.TestCase):
    def start(self, *options):
        broker = Broker('--memory', '--no-auth', *options)
        self.addCleanup(broker.__exit__)
        return broker

    def test_sessions_at_once(self):
        broker = self.start('--per-address', '3', '--trusted-proxy', '127.0.0.1')
        inside = [knock(broker, '192.0.2.1') for _ in range(3)]
        self.assertEqual([status for status, *_ in inside], [101] * 3)
        status, retry, _raw = knock(broker, '192.0.2.1')
        self.assertEqual((status, int(retry) > 0), (429, True))
        # Another address, other sessions; one /64 is one subscriber, whoever writes it down how.
        other = knock(broker, '192.0.2.2')
        self.assertEqual(other[0], 101)
        several = [knock(broker, f'2001:db8:0:1::{n}') for n in range(1, 5)]
        self.assertEqual([status for status, *_ in several], [101, 101, 101, 429])
        self.assertEqual(knock(broker, 'for="[2001:db8:0:1::77]:5000"', 'Forwarded')[0], 429)
        neighbour = knock(broker, '2001:db8:0:2::1')
        self.assertEqual(neighbour[0], 101)
        # A place is free again when its session has ended.
        until_connected(broker, 8)
        inside[0][2].sock.close()
        until_connected(broker, 7)
        self.assertEqual(knock(broker, '192.0.2.1')[0], 101)

    def test_handshakes_a_minute(self):
        # “What stands behind "at once" fills up again at the speed behind it.”
        broker = self.start('--per-address', '2', '--trusted-proxy', '127.0.0.1')
        began, statuses = time.monotonic(), []
        while 429 not in statuses and len(statuses) < 200:
            status, retry, raw = knock(broker, '192.0.2.1')
            statuses.append(status)
            # Counted a little after the answer.
            until_connected(broker, 1 if status == 101 else 0)
            raw.sock.close()
            until_connected(broker, 0)
        self.assertEqual(set(statuses[:4]), {101})
        self.assertLessEqual(len(statuses), 5 + (time.monotonic() - began) / 15)
        self.assertIn(int(retry), range(1, 16))

    def test_nobody_else_is_believed(self):
        # “this machine itself has no limit as an address”
        broker = self.start('--per-address', '1', '--trusted-proxy', '192.0.2.99')
        self.assertEqual([knock(broker, '192.0.2.1')[0] for _ in range(5)], [101] * 5)

    def test_one_header_only(self):
        # “only one of them at a time (400 `proxy`)”
        broker = self.start('--trusted-proxy', '127.0.0.1')
        self.assertEqual(Raw(broker).upgrade('\nX-Forwarded-For: 192.0.2.1\nForwarded: for=192.0.2.2'), 400)

    def test_a_shop_behind_one_address(self):
        """Thirty screens that lose the network ten times in a row are never turned away."""
        broker = self.start('--trusted-proxy', '127.0.0.1')
        for _ in range(10):
            screens = [knock(broker, '192.0.2.1') for _ in range(30)]
            self.assertEqual([status for status, *_ in screens], [101] * 30)
            for *_, raw in screens:
                raw.sock.close()

    def test_all_together(self):
        broker = self.start('--max-connections', '1')
        first = Raw(broker)
        self.assertEqual(first.upgrade(), 101)
        status, retry, _raw = knock(broker, '192.0.2.1')
        self.assertEqual((status, int(retry) > 0), (503, True))


class Persons(DatabaseCase):
    def start(self):
        self.broker = Broker('--database', test_database.cluster.conninfo('broker', self.db), '--per-person', '2')
        self.addCleanup(self.broker.__exit__)

    async def test_sessions_at_once(self):
        ana, beto = mint(SECRET, 'prueba'), mint(SECRET, 'prueba', sub='beto', sucursal=2)
        first, _second = await Peer.open(self.broker, token=ana), await Peer.open(self.broker, token=ana, header=True)
        for header in (False, True):
            with self.assertRaises(Closed) as refused:
                await Peer.open(self.broker, token=ana, header=header)
            self.assertEqual(refused.exception.code, 4029)
        await Peer.open(self.broker, token=beto)
        await first.close()
        await self.until(lambda: 'cony_connections 2\n' in self.broker.get('/metrics')[1])

    async def test_handshakes_a_minute(self):
        ana, began, n = mint(SECRET, 'prueba'), time.monotonic(), 0
        with self.assertRaises(Closed) as refused:
            while n < 200:
                peer = await Peer.open(self.broker, token=ana)
                n += 1
                await peer.close()
                await self.until(lambda: 'cony_connections 0\n' in self.broker.get('/metrics')[1])
        self.assertEqual(refused.exception.code, 4029)
        self.assertGreaterEqual(n, 4)
        self.assertLessEqual(n, 4 + (time.monotonic() - began) / 15)


class Connections(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.broker = Broker('--memory', '--no-auth')
        self.addCleanup(self.broker.__exit__)

    async def test_acks(self):
        peer = await Peer.open(self.broker)
        uid = str(uuid.uuid4())
        for _ in range(1000):
            await peer.send({'tipo': '_ack', 'uid': uid, 're': 0})
        await peer.next('_ping')
        for _ in range(900):
            await peer.send({'tipo': '_ack', 'uid': uid, 're': 0})
        self.assertEqual(await peer.closed(), 4009)

    def test_silent_one_is_noticed(self):
        """An older program says nothing by itself; one whose machine is gone does not answer either."""
        # “Who says nothing for 30 s is asked by a WebSocket ping, plain or not, and cut when no answer comes within
        # 20 s.”
        raws = [Raw(self.broker) for _ in range(2)]
        self.assertEqual([raw.upgrade() for raw in raws], [101, 101])
        for raw in raws:
            raw.sock.settimeout(60)
            self.assertEqual(raw.frame()[0], 9)
        raws[0].send(frame(b'', 10))
        with self.assertRaises(Closed):
            raws[1].frame()
        self.assertEqual(self.broker.post('{"tipo":"sigue"}')[0], 202)
        while (read := raws[0].frame())[0] == 9:
            pass
        self.assertEqual(read, (1, b'{"tipo":"sigue"}'))

    def test_what_waits_comes_before_the_close(self):
        # “A close that the broker decides on (4000, 4001, 4003, 4004, 4029, 1013, and 4009 for confirmations) comes
        # behind what was queued before it”
        raw = Raw(self.broker, receive_buffer=4096)
        self.assertEqual(raw.upgrade(), 101)
        lines = '\n'.join(json.dumps({'tipo': 'lleno', 'n': n, 'x': 'y' * 1900}) for n in range(500))
        self.assertEqual(self.broker.post(lines, headers={'Content-Type': 'application/x-ndjson'})[0], 200)
        self.broker.proc.terminate()
        got = []
        while (read := raw.frame())[0] != 8:
            got.append(json.loads(read[1])['n'])
        self.assertEqual(got, list(range(500)))
        self.assertEqual(read[1][:2], (4000).to_bytes(2, 'big'))
        raw.send(frame(b'\x0f\xa0', 8))
        self.assertEqual(self.broker.proc.wait(10), 0)


if __name__ == '__main__':
    tap.main()
