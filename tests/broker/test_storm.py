#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chance against the broker: sessions of both branches that cut, dawdle and come back, events on both lanes by posts and
by overlapping transactions, repetitions, a broker that is killed and a database that ends its sessions. Afterwards the
database is asked: nothing lost, nothing stored twice, every lane in order.

CONY_SEED repeats a run (the seed is printed; the machine's timing is not in it), CONY_STORM_ROUNDS makes it longer.
"""
import asyncio
import json
import os
import random
import shutil
import tempfile
import urllib.error
import uuid

import websockets

from helpers import Closed, Peer, mint
import tap
import test_database
from test_database import SECRET, DatabaseCase, Session, setUpModule, tearDownModule  # noqa: F401
from stack import Broker

ROUNDS = int(os.environ.get('CONY_STORM_ROUNDS', '1'))
SEED = int(os.environ.get('CONY_SEED') or random.SystemRandom().randrange(1 << 32))
# Who listens: login, roles, branch.
PEOPLE = (('ana', 'cocinero', 1), ('beto', 'cocinero', 2), ('rosa', 'atencion', 1), ('pedro', 'atencion', 2),
          ('carmen', 'admin', None), ('ana', 'cocinero', 1), ('pedro', 'atencion', 2), ('carmen', 'admin', None))
POSTERS, ALERTERS, INSERTERS = 2, 2, 3
EVENTS = 30
TIPOS = ('pedido_creado', 'alerta_cocina')


class Listener:
    """One person's screen: what it saw, and whether any connection of it saw things out of order."""

    def __init__(self, case, rng, login, rol, sucursal):
        self.case, self.rng, self.login, self.sucursal = case, rng, login, sucursal
        self.token = mint(SECRET, 'prueba', sub=login, roles=[rol], sucursal=sucursal)
        self.cursor, self.seen, self.connections, self.repeated, self.wrong = None, set(), 0, 0, []

    async def run(self):
        while True:
            try:
                peer = await Peer.open(self.case.broker, token=self.token, **({'desde': self.cursor} if self.cursor else {}))
            except (OSError, websockets.InvalidHandshake, websockets.ConnectionClosed, Closed, EOFError):
                await asyncio.sleep(0.05)
                continue
            if self.cursor and not peer.hola['recuperado']:
                self.wrong.append(f'{self.login}: {self.cursor} was not resumed')
            self.connections += 1
            try:
                await self.read(peer)
            except (Closed, OSError, websockets.ConnectionClosed):
                pass
            finally:
                self.cursor = peer.cursor
                peer.drop()

    async def read(self, peer):
        self.cursor = peer.cursor
        order, series = (0, 0), {}
        stay = self.rng.randrange(5, 80)
        while stay > 0 or self.case.calm.is_set():
            if self.rng.random() < 0.05 and not self.case.calm.is_set():
                await asyncio.sleep(self.rng.random())
            event = await peer.read()
            self.cursor = peer.cursor
            rt = event.get('_rt', {})
            if event['tipo'] not in TIPOS or 'id' not in rt:
                continue
            stay -= 1
            # A replay may be ahead of what is sent live, so what this screen had already may come again.
            again = rt['uid'] in self.seen
            self.seen.add(rt['uid'])
            if self.sucursal not in (None, rt['suc']):
                self.wrong.append(f'{self.login} saw {event}')
            if rt.get('re'):
                self.repeated += 1
            elif again:
                pass
            elif 'cur' in rt:
                # Section 2: what comes for the first time comes in the order of (xid, id).
                _, xid, row = rt['cur'].split(':')
                if (int(xid), int(row)) <= order:
                    self.wrong.append(f'{self.login}: {rt["cur"]} after {order}')
                order = int(xid), int(row)
            elif rt['pri'] == 'urgente':
                # One writer's alerts were committed one after the other, so they come so.
                writer, n = map(int, event['mensaje'].split())
                if n <= series.get((writer, rt['suc']), -1):
                    self.wrong.append(f'{self.login}: alert {n} of {writer} came late')
                series[writer, rt['suc']] = n
            if rt.get('ack') and self.rng.random() < 0.5:
                await peer.send({'tipo': '_ack', 'uid': rt['uid'], 're': rt.get('re', 0)})


class Storm(DatabaseCase):
    def setUp(self):
        self.state = tempfile.mkdtemp(prefix='cony-storm-', dir='/tmp')
        self.addCleanup(shutil.rmtree, self.state)
        super().setUp()

    def start(self, listen='127.0.0.1:0'):
        self.broker = Broker('--database', test_database.cluster.conninfo('broker', self.db), '--state-dir', self.state,
                             '--repeat-after', '0.3,0.8,2', listen=listen)
        self.addCleanup(self.broker.__exit__)

    async def post(self, rng, count):
        """Posts until an answer comes, with one key an event, as a program that must be sure does."""
        keys = set()
        for n in range(count):
            key, event = str(uuid.UUID(int=rng.getrandbits(128), version=4)), {
                'tipo': 'pedido_creado', 'pedido_id': n + 1, 'sucursal_id': rng.choice((1, 2)), 'x': 'y' * rng.randrange(500)}
            keys.add(key)
            while True:
                token = mint(SECRET, 'prueba', sub='bot', roles=['intake'], sucursal=None)
                try:
                    status, text = await asyncio.to_thread(self.broker.post, event, token, {'Idempotency-Key': key})
                except (OSError, EOFError, urllib.error.URLError):
                    await asyncio.sleep(0.05)
                    continue
                if status in (200, 202):
                    break
                self.assertIn(status, (401, 503), text)
                await asyncio.sleep(0.05)
            await asyncio.sleep(rng.random() * 0.05)
        return keys

    async def alert(self, rng, writer, count):
        """Urgent alerts, each committed before the next begins."""
        keys, session = set(), Session(self.db)
        for n in range(count):
            key = str(uuid.UUID(int=rng.getrandbits(128), version=4))
            payload = json.dumps({'tipo': 'alerta_cocina', 'prioridad': 'urgente', 'mensaje': f'{writer} {n}'})
            await asyncio.to_thread(session.run, self.insert(key, 'alerta_cocina', payload, rng.choice((1, 2)), 'urgente'))
            keys.add(key)
            await asyncio.sleep(rng.random() * 0.1)
        session.close()
        return keys

    async def insert_overlapping(self, rng, count):
        """Transactions whose order of commit is not that of their ids; some abort."""
        keys, session = set(), Session(self.db)
        for _ in range(count):
            mine = [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(rng.randrange(1, 4))]
            await asyncio.to_thread(session.run, 'BEGIN; ' + ' '.join(
                self.insert(key, 'pedido_creado', '{"tipo":"pedido_creado"}', rng.choice((1, 2)), 'normal') for key in mine))
            await asyncio.sleep(rng.random() * 0.15)
            kept = rng.random() < 0.8
            await asyncio.to_thread(session.run, 'COMMIT;' if kept else 'ROLLBACK;')
            if kept:
                keys.update(mine)
        session.close()
        return keys

    def insert(self, key, tipo, payload, sucursal, lane):
        return ('INSERT INTO cony.eventos_realtime (uid, tipo, payload, sucursal_id, lane)'
                f" VALUES ('{key}', '{tipo}', '{payload}', {sucursal}, '{lane}'); NOTIFY cony_eventos;")

    async def disturb(self, rng):
        for _ in range(3 * ROUNDS):
            await asyncio.sleep(0.5 + rng.random())
            if rng.random() < 0.3:
                await asyncio.to_thread(self.sql, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                                  f" WHERE usename = 'broker' AND datname = '{self.db}'")
            else:
                address = self.broker.uri.removeprefix('ws://').removesuffix('/ws')
                await asyncio.to_thread(self.broker.kill)
                await asyncio.sleep(rng.random() * 0.3)
                await asyncio.to_thread(self.start, listen=address)

    async def test_storm(self):
        # “Within one lane of one connection, stored events come in the order of (xid, id)” “the last ones may come
        # once more, in their order, and `cur` steps back with them”
        print(f'# CONY_SEED={SEED} CONY_STORM_ROUNDS={ROUNDS}', flush=True)
        rng, self.calm = random.Random(SEED), asyncio.Event()

        def own():
            return random.Random(rng.getrandbits(64))
        listeners = [Listener(self, own(), *who) for who in PEOPLE]
        tasks = [asyncio.create_task(listener.run()) for listener in listeners]
        await self.until(lambda: all(listener.cursor for listener in listeners))
        count = EVENTS * ROUNDS
        posted, *others = await asyncio.gather(
            self.gathered(self.post(own(), count) for _ in range(POSTERS)),
            self.gathered(self.alert(own(), writer, count) for writer in range(ALERTERS)),
            self.gathered(self.insert_overlapping(own(), count) for _ in range(INSERTERS)), self.disturb(own()))
        written = posted | others[0] | others[1]
        self.calm.set()
        rows = {}

        def stored():
            rows.update({uid: int(suc) for uid, suc in (
                line.split('|') for line in self.sql('SELECT uid, sucursal_id FROM cony.eventos_realtime'
                                                     ' WHERE sucursal_id IS NOT NULL').splitlines()) if uid in written})
            return len(rows) == len(written)
        await self.until(stored)
        # uid is unique, so what is there is there once.
        self.assertEqual(self.sql(f"SELECT count(*) FROM cony.eventos_realtime WHERE uid = ANY('{{{','.join(written)}}}')"),
                         str(len(written)))

        def expected(listener):
            return {uid for uid, suc in rows.items() if listener.sucursal in (None, suc)}
        try:
            await self.until(lambda: all(expected(listener) <= listener.seen for listener in listeners))
        except AssertionError:
            pass
        # More than once: wait_for() before Python 3.12 may swallow it when an answer comes at that moment.
        while any(not task.done() for task in tasks):
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=1)
        for end in await asyncio.gather(*tasks, return_exceptions=True):
            self.assertIsInstance(end, asyncio.CancelledError)
        print(f'# {len(written)} events, {sum(one.connections for one in listeners)} connections,'
              f' {sum(one.repeated for one in listeners)} repetitions', flush=True)
        for listener in listeners:
            self.assertEqual(expected(listener) - listener.seen, set(), f'{listener.login} lost')
            self.assertEqual(listener.seen & written, expected(listener), f'{listener.login} saw the other branch')
            self.assertEqual(listener.wrong, [])
        self.assertGreater(sum(one.connections for one in listeners), 2 * len(listeners))

    async def gathered(self, work):
        return set().union(*await asyncio.gather(*work))


if __name__ == '__main__':
    tap.main()
