#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad news, with real processes: the database dies, fails over or hangs, the broker is stopped, told to go or slowed
down, the clock jumps, the disk is full, the network swallows. Nothing may be lost, doubled or left hanging."""
import asyncio
import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time
import uuid

import websockets

from helpers import Peer, Raw, frame, rss_kb
import tap
import test_database
from test_database import DatabaseCase, Session
from cluster import Cluster
from stack import Broker

KB = 1024


def setUpModule():
    test_database.cluster = Cluster().start()
    # A commit that was answered survives the crash of the server, as in a shop; only the machine itself must not crash.
    test_database.cluster.psql('ALTER SYSTEM SET synchronous_commit = on', dbname='postgres')
    test_database.cluster.psql('ALTER SYSTEM SET full_page_writes = on', dbname='postgres')
    test_database.cluster.psql('SELECT pg_reload_conf()', dbname='postgres')


def tearDownModule():
    test_database.tearDownModule()


class Case(DatabaseCase):
    options = ()

    def setUp(self):
        self.state = tempfile.mkdtemp(prefix='cony-trouble-', dir='/tmp')
        self.addCleanup(shutil.rmtree, self.state)
        super().setUp()

    def start(self, *options, **more):
        self.broker = Broker('--database', test_database.cluster.conninfo('broker', self.db),
                             '--state-dir', self.state, *self.options, *options, **more)
        self.addCleanup(self.broker.__exit__)
        self.addCleanup(self.nothing_critical, self.broker)

    def nothing_critical(self, broker):
        self.assertNotIn('CRITICAL', broker.log())

    def address(self):
        return self.broker.uri.removeprefix('ws://').removesuffix('/ws')

    def event(self, n):
        return {'tipo': 'voucher_nuevo', 'voucher_id': n, 'sucursal_id': 1}

    def numbers(self):
        """What is stored, in its order."""
        return [int(n) for n in self.sql("SELECT entidad_id FROM cony.eventos_realtime WHERE tipo = 'voucher_nuevo'"
                                         ' AND entidad_id >= 70000 ORDER BY id').split()]

    def alert(self):
        key = str(uuid.uuid4())
        self.sql(f"SELECT api.alertar_cocina('{key}', 1, NULL, 'Falta pan', 'urgente')", user='rosa')
        return key

    def backends(self):
        return [int(pid) for pid in self.sql("SELECT pid FROM pg_stat_activity WHERE usename = 'broker'"
                                             f" AND datname = '{self.db}' ORDER BY pid").split()]

    async def ready(self, status=200):
        await self.until(lambda: self.broker.get('/readyz')[0] == status)

    async def post_numbers(self, numbers, token, status=None):
        for n in numbers:
            got, text = await asyncio.to_thread(self.broker.post, self.event(n), token)
            self.assertIn(got, (200, 202) if status is None else (status,), text)

    async def collect(self, peer, last):
        """Numbers of the stored vouchers that came, once each, in the order of their first coming."""
        seen = {}
        while last not in seen:
            event = await peer.next('voucher_nuevo')
            if 'id' in event['_rt'] and event['voucher_id'] >= 70000:
                seen.setdefault(event['voucher_id'], event['_rt']['uid'])
        return list(seen)

    async def works(self, token):
        """Posting, delivery, acknowledgement and storing all work again."""
        cook = await self.open('ana', pantalla='Plancha')
        key = await asyncio.to_thread(self.alert)
        while (await cook.next('alerta_cocina'))['_rt']['uid'] != key:
            pass
        await cook.send({'tipo': '_ack', 'uid': key, 're': 0})
        await self.until(lambda: self.sql(f"SELECT count(*) FROM cony.eventos_confirmaciones WHERE uid = '{key}'") == '1')
        await self.until(lambda: self.broker.post(self.event(1), token)[0] == 200)
        await cook.close()


class Database(Case):
    async def test_restart(self):
        token, peer = self.token('bot'), await self.open('rosa')
        start, everything = peer.cursor, list(range(70000, 70090))
        await self.post_numbers(everything[:30], token, 200)
        test_database.cluster.crash()
        try:
            await self.post_numbers(everything[30:60], token, 202)
            await self.ready(503)
            self.assertEqual(self.broker.get('/livez')[0], 200)
        finally:
            test_database.cluster.resume()
        await self.post_numbers(everything[60:], token)
        await self.until(lambda: os.stat(os.path.join(self.state, 'spool')).st_size == 0)
        await self.ready()
        await self.until(lambda: len(self.numbers()) >= 90)
        self.assertEqual(self.numbers(), everything)
        self.assertEqual(await self.collect(peer, everything[-1]), everything)
        again = await self.open('rosa', desde=start)
        self.assertTrue(again.hola['recuperado'])
        self.assertEqual(await self.collect(again, everything[-1]), everything)
        await self.works(token)

    async def test_dies_while_the_spool_is_stored(self):
        """Killed at any moment of storing what waited: no line is stored twice, none is lost."""
        token = self.token('bot')
        test_database.cluster.crash()
        try:
            await self.ready(503)
            for first in range(70000, 72000, 500):
                lines = '\n'.join(json.dumps(self.event(n)) for n in range(first, first + 500))
                status, _ = await asyncio.to_thread(self.broker.post, lines, token,
                                                    {'Content-Type': 'application/x-ndjson'})
                self.assertEqual(status, 200)
        finally:
            test_database.cluster.resume()
        for stored in (1, 600, 1200):
            await self.until(lambda n=stored: len(self.numbers()) >= n)
            await asyncio.to_thread(self.broker.kill)
            await asyncio.to_thread(self.start)
        await self.until(lambda: os.stat(os.path.join(self.state, 'spool')).st_size == 0)
        self.assertEqual(self.numbers(), list(range(70000, 72000)))

    async def test_failover(self):
        """The server becomes a standby, which cannot be written, and is promoted: another timeline, another epoch."""
        # “It changes when the rows no longer continue those that a reader knows: another cluster, another database,
        # another timeline”
        token, peer = self.token('bot'), await self.open('rosa')
        await self.post_numbers(range(70000, 70010), token, 200)
        await self.collect(peer, 70009)
        cursor, cluster = peer.cursor, test_database.cluster
        cluster.crash()
        signal_file = os.path.join(cluster.dir, 'data', 'standby.signal')
        with open(signal_file, 'w'):
            pass
        try:
            cluster.resume()
            await self.post_numbers(range(70010, 70020), token, 202)
        finally:
            cluster.psql('SELECT pg_promote()', dbname='postgres')
        # Twice at most: the broker may see the server while it still has the old timeline.
        await peer.next('_sin_recuperacion')
        await self.until(lambda: len(self.numbers()) >= 20)
        await self.ready()
        self.assertEqual(self.numbers(), list(range(70000, 70020)))
        other = await self.open('rosa', desde=cursor)
        self.assertFalse(other.hola['recuperado'])
        self.assertEqual((await other.read())['tipo'], '_sin_recuperacion')
        await self.post_numbers([70020], token, 200)
        self.assertEqual((await self.collect(peer, 70020))[-1], 70020)
        self.assertNotEqual(peer.cursor.split(':')[0], cursor.split(':')[0])
        await self.works(token)

    async def test_each_backend_is_ended(self):
        token, peer = self.token('bot'), await self.open('rosa')
        n, before = 70000, len(self.backends())
        self.assertGreaterEqual(before, 2)
        for i in range(before):
            pid = self.backends()[i]
            self.sql(f'SELECT pg_terminate_backend({pid})')
            await self.post_numbers(range(n, n + 5), token)
            n += 5
            await self.until(lambda gone=pid: gone not in self.backends() and len(self.backends()) == before)
            await self.works(token)
        await self.until(lambda: len(self.numbers()) >= n - 70000)
        self.assertEqual(self.numbers(), list(range(70000, n)))
        self.assertEqual(await self.collect(peer, n - 1), list(range(70000, n)))

    async def test_all_backends_are_ended(self):
        token, peer = self.token('bot'), await self.open('rosa')
        for n in range(70000, 70060):
            if n % 20 == 10:
                self.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'broker' AND datname = '{self.db}'")
            await self.post_numbers([n], token)
        await self.until(lambda: len(self.numbers()) >= 60)
        self.assertEqual(self.numbers(), list(range(70000, 70060)))
        self.assertEqual(await self.collect(peer, 70059), list(range(70000, 70060)))
        await self.works(token)


class Process(Case):
    async def test_stopped_and_continued(self):
        """Clients hear nothing and know it; afterwards nothing is missing, for those who stayed and those who left."""
        stays, leaves = await self.open('rosa'), await self.open('rosa')
        token, cursor = self.token('bot'), leaves.cursor
        await self.post_numbers(range(70000, 70010), token, 200)
        await self.collect(leaves, 70009)
        cursor = leaves.cursor
        self.broker.proc.send_signal(signal.SIGSTOP)
        try:
            with self.assertRaises(asyncio.TimeoutError):
                while True:
                    await asyncio.wait_for(leaves.ws.recv(), 2 * leaves.hola['ping'] / 1000)
            leaves.drop()
            self.sql("SELECT set_config('search_path', 'cony', false);"
                     'INSERT INTO eventos_realtime (uid, tipo, entidad_id, payload, sucursal_id, lane)'
                     " SELECT gen_random_uuid(), 'voucher_nuevo', n,"
                     """ '{"tipo":"voucher_nuevo","voucher_id":' || n || '}', 1, 'normal'"""
                     ' FROM generate_series(70010, 70309) AS n; NOTIFY cony_eventos')
            comes_back = asyncio.create_task(self.open('rosa', desde=cursor))
            await asyncio.sleep(0)
        finally:
            self.broker.proc.send_signal(signal.SIGCONT)
        comes_back = await comes_back
        self.assertTrue(comes_back.hola['recuperado'])
        self.assertEqual(await self.collect(comes_back, 70309), list(range(70010, 70310)))
        self.assertEqual(await self.collect(stays, 70309), list(range(70000, 70310)))

    async def test_told_to_go_under_load(self):
        # “what was posted is answered”
        token, desk = self.token('bot'), self.token('rosa')
        peers = [await Peer.open(self.broker, token=desk, plain=i >= 30) for i in range(40)]
        start, address = peers[0].cursor, self.address()
        answered, n, stop, lock = set(), [70000], threading.Event(), threading.Lock()

        def load():
            while not stop.wait(0.02):
                with lock:
                    mine = list(range(n[0], n[0] + 5))
                    n[0] += 5
                try:
                    status, text = self.broker.post('\n'.join(json.dumps(self.event(i)) for i in mine), token,
                                                    {'Content-Type': 'application/x-ndjson'})
                except (OSError, http.client.HTTPException):
                    return
                if status == 200:
                    answered.update(i for i, line in zip(mine, text.splitlines()) if json.loads(line)['status'] in (200, 202))
        threads = [threading.Thread(target=load) for _ in range(4)]
        for thread in threads:
            thread.start()
        try:
            farewells = [asyncio.create_task(self.farewell(peer, spread=i < 30)) for i, peer in enumerate(peers)]
            await self.until(lambda: len(answered) > 400)
            began = time.monotonic()
            self.broker.proc.terminate()
            codes = await asyncio.gather(*farewells)
            self.assertEqual(await asyncio.to_thread(self.broker.proc.wait, 20), 0)
            self.assertLess(time.monotonic() - began, 10)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        self.assertEqual(codes, [4000] * 40)
        await asyncio.to_thread(self.start, listen=address)
        await self.ready()
        stored = self.numbers()
        # Whatever was taken was answered, also by a broker that goes.
        self.assertEqual(sorted(stored), sorted(answered))
        peer = await self.open('rosa', desde=start)
        self.assertTrue(peer.hola['recuperado'])
        self.assertEqual(await self.collect(peer, stored[-1]), stored)

    async def farewell(self, peer, spread):
        if spread:
            self.assertEqual((await peer.next('_drenar'))['en'], [0, 20000])
        return await peer.closed()


class Clients(Case):
    async def test_slow_reader(self):
        """Section 4, 4008: bounded memory for one who does not read, and all of it by resuming."""
        # “it is closed with 4008 and resumes; nothing is ever skipped”
        token, total = self.token('rosa'), 12000
        slow = self.slow(token)
        cursor = json.loads(slow.frame()[1])['cursor']
        before = rss_kb(self.broker)
        self.sql("SELECT set_config('search_path', 'cony', false);"
                 'INSERT INTO eventos_realtime (uid, tipo, payload, sucursal_id, lane)'
                 " SELECT gen_random_uuid(), 'voucher_nuevo',"
                 """ '{"tipo":"voucher_nuevo","n":' || n || ',"x":"' || repeat('y', 1900) || '"}', 1, 'normal'"""
                 f' FROM generate_series(0, {total - 1}) AS n; NOTIFY cony_eventos')
        await self.until(lambda: 'cony_slow_total 1\n' in self.broker.get('/metrics')[1])
        self.assertLess(rss_kb(self.broker) - before, 64 * 1024)
        got = await asyncio.to_thread(self.drain, slow, total)
        self.assertIn(slow.code, (4008, None))
        while len(got) < total:
            cursor = got[-1][1] if got else cursor
            again = self.slow(token, desde=cursor)
            self.assertTrue(json.loads(again.frame()[1])['recuperado'])
            got += await asyncio.to_thread(self.drain, again, total - len(got))
        self.assertEqual([n for n, _ in got], list(range(total)))

    def slow(self, token, receive_buffer=4096, **auth):
        raw = Raw(self.broker, receive_buffer)
        self.addCleanup(raw.sock.close)
        self.assertEqual(raw.upgrade('\nSec-WebSocket-Protocol: cony.v1',
                                     frame(json.dumps({'tipo': '_auth', 'token': token, **auth}).encode())), 101)
        return raw

    def drain(self, raw, n):
        """(number, cursor) of up to n events, fewer if the connection ends."""
        got = []
        for payload in raw.frames_until_close():
            event = json.loads(payload or '{}')
            if event.get('tipo') == 'voucher_nuevo':
                got.append((event['n'], event['_rt']['cur']))
                if len(got) == n:
                    break
        return got

    async def test_slow_replay(self):
        """Section 2, Replay: whoever reads as slowly as he likes what he missed is not slow, whatever happens meanwhile."""
        # “the next page is read when the last one has left, so a replay cannot make a client slow”
        token, total = self.token('rosa'), 12000
        quick = await self.open('rosa')
        start = quick.cursor
        self.insert_many(0, total)
        await quick.until(lambda event: event['n'] == total - 1)
        slow = self.slow(token, receive_buffer=65536, desde=start)
        self.assertTrue(json.loads(slow.frame()[1])['recuperado'])
        # More than a log holds.
        for first in range(total, 2 * total, 3000):
            self.insert_many(first, first + 3000)
            await quick.until(lambda event, end=first + 3000: event['n'] == end - 1)
        got = await asyncio.to_thread(self.drain, slow, 2 * total)
        # The last of a page may come live once more.
        self.assertTrue(sorted({n for n, _ in got}) == list(range(2 * total)), len(got))
        self.assertIn('cony_slow_total 0\n', self.broker.get('/metrics')[1])

    async def test_what_waits_for_a_slow_one(self):
        """Section 2: an urgent event is sent before normal ones that wait, and those of another history are not sent."""
        # “have a lane of their own, which is sent first” “on a change it takes back what was not sent”
        slow, quick = self.slow(self.token('ana')), await self.open('ana')
        slow.frame()
        # Less than a log holds, and more than the kernel does.
        self.insert_many(0, 9000, 'pedido_actualizado')
        await quick.until(lambda event: event.get('n') == 8999)
        key = await asyncio.to_thread(self.alert)
        while (await quick.next('alerta_cocina'))['_rt']['uid'] != key:
            pass

        def read():
            """Tipos, without pings, up to the message that begins another history."""
            tipos = []
            for payload in slow.frames_until_close():
                tipo = json.loads(payload or b'{}').get('tipo')
                if tipo == 'alerta_cocina' and tipo not in tipos:
                    self.sql('UPDATE privado.epoca SET uuid = gen_random_uuid()')
                    self.wait_for(quick, '_sin_recuperacion')
                tipos.append(tipo)
                if tipo == '_sin_recuperacion':
                    return tipos
            return tipos
        self.loop = asyncio.get_running_loop()
        tipos = await asyncio.to_thread(read)
        self.assertEqual(tipos[-1], '_sin_recuperacion')
        before = tipos[:tipos.index('alerta_cocina')].count('pedido_actualizado')
        self.assertLess(before, 8000)
        self.assertLess(tipos.count('pedido_actualizado'), 9000)
        self.assertIn('cony_slow_total 0\n', self.broker.get('/metrics')[1])

    def wait_for(self, peer, tipo):
        """From another thread."""
        asyncio.run_coroutine_threadsafe(peer.next(tipo), self.loop).result()

    def insert_many(self, first, end, tipo='voucher_nuevo'):
        self.sql("SELECT set_config('search_path', 'cony', false);"
                 'INSERT INTO eventos_realtime (uid, tipo, payload, sucursal_id, lane)'
                 f" SELECT gen_random_uuid(), '{tipo}',"
                 f""" '{{"tipo":"{tipo}","n":' || n || ',"x":"' || repeat('y', 500) || '"}}', 1, 'normal'"""
                 f' FROM generate_series({first}, {end - 1}) AS n; NOTIFY cony_eventos')

    async def test_leaves_before_the_answer(self):
        """Whoever posts and goes is forgotten; what was posted is stored once."""
        # “Many posts share one transaction”
        held, token = Session(self.db), self.token('bot')
        held.run('BEGIN; LOCK TABLE cony.eventos_realtime IN EXCLUSIVE MODE;')
        for n in range(70000, 70020):
            body = json.dumps(self.event(n)).encode()
            raw = Raw(self.broker)
            raw.request(f'POST /broadcast HTTP/1.1\nHost: {raw.host}\nAuthorization: Bearer {token}\n'
                        f'Content-Length: {len(body)}', body)
            if n % 2:
                raw.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            # Read by the broker, so it will be stored; until then it may as well never have come.
            await self.until(lambda k=n: f'cony_posts_total {k - 69999}\n' in self.broker.get('/metrics')[1])
            raw.sock.close()
        held.run('COMMIT;')
        held.close()
        await self.until(lambda: len(self.numbers()) >= 20)
        self.assertEqual(self.numbers(), list(range(70000, 70020)))
        # While the first batch waited the next one gathered.
        self.assertLessEqual(int(self.sql('SELECT count(DISTINCT xid) FROM cony.eventos_realtime WHERE entidad_id >= 70000')), 2)
        await self.works(token)

    async def test_behind_a_batch(self):
        """Whoever waits behind a batch when the database goes is told so, and need not wait until it is back."""
        self.addCleanup(self.sql, 'ALTER ROLE broker LOGIN')
        held, token, numbers = Session(self.db), self.token('bot'), list(range(70000, 70005))
        held.run('BEGIN; LOCK TABLE cony.eventos_realtime IN EXCLUSIVE MODE;')
        posts = []
        for count, n in enumerate(numbers, 1):
            posts.append(asyncio.create_task(asyncio.to_thread(self.broker.post, self.event(n), token)))
            await self.until(lambda: f'cony_posts_total {count}\n' in self.broker.get('/metrics')[1])
        self.sql('ALTER ROLE broker NOLOGIN')
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'broker'")
        self.assertEqual([status for status, _ in await asyncio.gather(*posts)], [202] * len(numbers))
        held.run('COMMIT;')
        held.close()
        self.sql('ALTER ROLE broker LOGIN')
        await self.until(lambda: len(self.numbers()) >= len(numbers))
        self.assertEqual(self.numbers(), numbers)
        await self.works(token)


class HalfOpen(Case):
    async def test_swallowed(self):
        """The network keeps the connection and swallows everything: the broker lets go of it after 50 to 80 s."""
        swallowing, token = asyncio.Event(), self.token('ana')

        async def pump(reader, writer):
            with contextlib.suppress(ConnectionError):
                while data := await reader.read(65536):
                    if not swallowing.is_set():
                        writer.write(data)
            writer.close()

        async def relay(reader, writer):
            host, port = self.address().rsplit(':', 1)
            far_reader, far_writer = await asyncio.open_connection(host, int(port))
            await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))
        server = await asyncio.start_server(relay, '127.0.0.1', 0)
        ws = await websockets.connect(f'ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/ws',
                                      subprotocols=['cony.v1'], ping_interval=None)
        peer = Peer(ws)
        await peer.send({'tipo': '_auth', 'token': token})
        cursor = (await peer.next('_hola'))['cursor']
        swallowing.set()
        key = await asyncio.to_thread(self.alert)
        end = time.monotonic() + 110
        while 'cony_connections 0\n' not in await asyncio.to_thread(lambda: self.broker.get('/metrics')[1]):
            self.assertLess(time.monotonic(), end)
            await asyncio.sleep(0.2)
        again = await self.open('ana', desde=cursor)
        self.assertEqual((await again.next('alerta_cocina'))['_rt']['uid'], key)
        peer.drop()
        server.close()


class Disk(Case):
    """A spool on a file system with next to no room."""

    SIZE_KB, FILLER_KB = 64, 40

    def start(self):
        spaces = '-m' if os.geteuid() == 0 else '-Urm'
        if subprocess.run(['unshare', spaces, 'true'], capture_output=True).returncode:
            self.skipTest('no name spaces here')
        # In a name space of its own: the file system ends with the broker.
        mount = f'mount -t tmpfs -o size={self.SIZE_KB}k tmpfs "$0" && exec "$@"'
        super().start(wrapper=['unshare', spaces, 'sh', '-c', mount, self.state])

    def inside(self, name):
        return f'/proc/{self.broker.pid}/root{self.state}/{name}'

    async def test_full(self):
        # “If the disk takes nothing more: 503 `disco`, and nothing was taken.”
        self.addCleanup(self.sql, 'ALTER ROLE broker LOGIN')
        token = self.token('bot')
        with open(self.inside('filler'), 'wb') as filler:
            filler.write(b'x' * self.FILLER_KB * KB)
        self.sql('ALTER ROLE broker NOLOGIN')
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'broker'")
        await self.ready(503)
        taken = []

        def fill(first):
            for n in range(first, first + 100):
                status, text = self.broker.post({**self.event(n), 'x': 'y' * 1500}, token)
                if status != 202:
                    return status, json.loads(text).get('codigo', text)
                taken.append(n)
            return None
        for first in (70000, 70100):
            self.assertEqual(await asyncio.to_thread(fill, first), (503, 'disco'))
            with open(self.inside('spool'), 'rb') as spool:
                lines = spool.read().split(b'\n')
            self.assertEqual(lines.pop(), b'')
            self.assertEqual([json.loads(json.loads(line)['payload'])['voucher_id'] for line in lines], taken)
            if first == 70000:
                self.assertGreater(len(taken), 2)
                os.unlink(self.inside('filler'))
                before = len(taken)
        self.assertGreater(len(taken), before)
        self.sql('ALTER ROLE broker LOGIN')
        await self.until(lambda: len(self.numbers()) >= len(taken))
        await self.until(lambda: os.stat(self.inside('spool')).st_size == 0)
        self.assertEqual(self.numbers(), taken)
        await self.works(token)


if __name__ == '__main__':
    tap.main()
