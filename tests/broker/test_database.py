#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The broker with a real PostgreSQL: who gets what, and that nothing is lost."""
import asyncio
import json
import os
import random
import re
import subprocess
import time
import unittest
import urllib.request
import uuid

import websockets

from helpers import HEADERS, AsyncCase, Closed, Peer, mint, refused_status
import tap
from cluster import Cluster
from stack import Broker

SECRET = b'a key of the tests, long enough..'
WRITERS = 6


def setUpModule():
    global cluster
    cluster = Cluster().start()


def tearDownModule():
    cluster.stop()


class Session:
    """psql that stays: statements one after the other, in one session."""

    def __init__(self, dbname, user=None):
        self.proc = subprocess.Popen(['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', cluster.conninfo(user, dbname)],
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, sql):
        self.proc.stdin.write(f'{sql}\n\\echo done\n')
        self.proc.stdin.flush()
        lines = []
        while True:
            line = self.proc.stdout.readline()
            if line in ('done\n', ''):
                return lines
            lines.append(line.rstrip('\n'))

    def close(self):
        self.proc.stdin.close()
        self.proc.wait(20)
        self.proc.stdout.close()


class DatabaseCase(AsyncCase):
    """A database and a broker of its own for each test."""

    number = 0

    def setUp(self):
        DatabaseCase.number += 1
        self.db = f'prueba_{DatabaseCase.number}'
        cluster.create_database(self.db)
        self.addCleanup(cluster.drop_database, self.db)
        self.sql("INSERT INTO privado.claves (kid, secreto, alg, desde)"
                 f" VALUES ('prueba', '\\x{SECRET.hex()}', 'HS256', now() - interval '1 year')")
        # What nobody confirmed in the demo's shop is long ago.
        self.sql("UPDATE cony.eventos_realtime SET fecha = fecha - interval '1 day'")
        self.start()

    def start(self):
        self.broker = Broker('--database', cluster.conninfo('broker', self.db))
        self.addCleanup(self.broker.__exit__)

    def sql(self, text, user=None):
        return cluster.psql(text, user=user, dbname=self.db)

    def token(self, login):
        return self.sql('SELECT api.emitir_token()', user=login)

    async def open(self, login, **options):
        return await Peer.open(self.broker, token=await asyncio.to_thread(self.token, login), **options)

    async def post(self, login, event, **headers):
        token = await asyncio.to_thread(self.token, login)
        status, text = await asyncio.to_thread(self.broker.post, event, token, headers)
        return status, json.loads(text)

    async def until(self, condition):
        """Waits for something in the database or the broker."""
        end = time.monotonic() + 60
        while not await asyncio.to_thread(condition):
            self.assertLess(time.monotonic(), end)
            await asyncio.sleep(0.02)


class Sight(DatabaseCase):
    async def test_branch_and_role(self):
        # “People see the events of their own branch, admins and superadmins those of all.” “An unknown `tipo` is for
        # admins.”
        people = {login: await self.open(login)
                  for login in ('rosa', 'pedro', 'ana', 'beto', 'luis', 'carmen', 'sofia')}
        bot = [await self.post('bot', event) for event in (
            {'tipo': 'voucher_nuevo', 'voucher_id': 1, 'sucursal_id': 1, 'n': 'voucher'},
            {'tipo': 'pedido_creado', 'pedido_id': 1, 'sucursal_id': 1, 'n': 'pedido'})]
        self.assertEqual([status for status, _ in bot], [200, 200], bot)
        for sucursal in (1, 2):
            for tipo in ('alerta_cocina', 'raro', 'voucher_aprobado'):
                status, answer = await self.post('carmen', {'tipo': tipo, 'sucursal_id': sucursal,
                                                            'n': f'{tipo} {sucursal}'})
                self.assertEqual(status, 200, answer)
            for tipo in ('refill_actualizado', 'voucher_rechazado'):
                await self.post('carmen', {'tipo': tipo, 'sucursal_id': sucursal, 'n': 'fin'})
        salon, caja = ['pedido', 'alerta_cocina 1'], ['voucher', 'voucher_aprobado 1']
        everything = ['voucher', 'pedido', 'alerta_cocina 1', 'raro 1', 'voucher_aprobado 1', 'fin', 'fin',
                      'alerta_cocina 2', 'raro 2', 'voucher_aprobado 2', 'fin', 'fin']
        expected = {'rosa': ['voucher', 'pedido', 'alerta_cocina 1', 'voucher_aprobado 1', 'fin', 'fin'],
                    'pedro': ['alerta_cocina 2', 'voucher_aprobado 2', 'fin', 'fin'],
                    'ana': salon + ['fin'], 'beto': ['alerta_cocina 2', 'fin'], 'luis': caja + ['fin'],
                    'carmen': everything, 'sofia': everything}
        for login, names in expected.items():
            got = [(await people[login].next())['n'] for _ in names]
            self.assertEqual(got, names, login)

    async def test_action_arrives_with_ids(self):
        cook = await self.open('ana')
        key = str(uuid.uuid4())
        done = json.loads(self.sql(f"SELECT api.alertar_cocina('{key}', 1, NULL, 'Falta pan', 'urgente')", user='rosa'))
        event = await cook.next('alerta_cocina')
        self.assertEqual((event['_rt']['uid'], event['_rt']['ack'], event['_rt']['suc'], event['mensaje']),
                         (key, True, 1, 'Falta pan'))
        self.assertGreater(event['_rt']['id'], 0)
        self.assertEqual(event['alerta_id'], done.get('alerta_id', event['alerta_id']))

    async def test_ack_is_stored_and_told(self):
        desk = await self.open('rosa')
        cook = await self.open('ana', pantalla='Plancha')
        key = str(uuid.uuid4())
        self.sql(f"SELECT api.alertar_cocina('{key}', 1, NULL, 'Falta pan', 'urgente')", user='rosa')
        event = await cook.next('alerta_cocina')
        for _ in range(2):
            await cook.send({'tipo': '_ack', 'uid': event['_rt']['uid']})
        await cook.send({'tipo': '_ack', 'uid': str(uuid.uuid4())})
        await cook.send({'tipo': '_rechazo', 'uid': event['_rt']['uid']})
        told = await desk.next('alerta_entregada')
        self.assertEqual((told['alerta_uid'], told['pantalla']), (key, 'Plancha'))
        await self.until(lambda: self.sql("SELECT count(*) FROM cony.eventos_confirmaciones"
                                          f" WHERE uid = '{key}' AND pantalla = 'Plancha'") == '2')


class Tokens(DatabaseCase):
    async def refused(self, token):
        ws = await websockets.connect(self.broker.uri, subprotocols=['cony.v1'])
        await ws.send(json.dumps({'tipo': '_auth', 'token': token}))
        code = await Peer(ws).closed()
        header = Peer.open(self.broker, token=token, header=True, plain=True)
        with self.assertRaises(websockets.InvalidHandshake) as raised:
            await header
        self.assertEqual(refused_status(raised.exception), 401)
        self.assertEqual(self.broker.post({'tipo': 'alerta_cocina'}, token)[0], 401)
        return code

    async def test_forged(self):
        # “HS256 JWT” “the header has exactly `alg typ kid` and `alg` is the key's own” “`iss` cony, `aud`
        # cony-broker, `sub`, `jti`, `iat`, `nbf`, `exp`”
        now = int(time.time())
        good = mint(SECRET, 'prueba')
        head, body, signature = good.split('.')
        for name, code, token in (
                ('other key', 4001, mint(b'x' * 32, 'prueba')), ('unknown kid', 4001, mint(SECRET, 'otra')),
                ('alg none', 4001, mint(SECRET, 'prueba', alg='none')),
                ('no signature', 4001, f'{head}.{body}.'), ('cut', 4001, f'{head}.{body}'),
                ('alg HS512', 4001, mint(SECRET, 'prueba', alg='HS512')),
                ('crit', 4001, mint(SECRET, 'prueba', header={'crit': ['x'], 'x': 1})),
                ('more header', 4001, mint(SECRET, 'prueba', header={'jwk': {}})),
                ('typ', 4001, mint(SECRET, 'prueba', header={'typ': 'x'})),
                ('other body', 4001, f'{head}.{mint(SECRET, "prueba", sub="sofia").split(".")[1]}.{signature}'),
                ('expired', 4004, mint(SECRET, 'prueba', iat=now - 300, nbf=now - 300, exp=now - 1)),
                ('no exp', 4001, mint(SECRET, 'prueba', exp=None)),
                ('long', 4001, mint(SECRET, 'prueba', exp=now + 3600)),
                ('future', 4001, mint(SECRET, 'prueba', nbf=now + 100)),
                ('aud', 4001, mint(SECRET, 'prueba', aud='other')), ('iss', 4001, mint(SECRET, 'prueba', iss='other')),
                ('no jti', 4001, mint(SECRET, 'prueba', jti=None)),
                ('roles', 4001, mint(SECRET, 'prueba', roles='admin')),
                ('sucursal', 4001, mint(SECRET, 'prueba', sucursal='1')),
                ('sub', 4001, mint(SECRET, 'prueba', sub='')),
                ('big', 4001, mint(SECRET, 'prueba', sub='x' * 5000)), ('text', 4001, 'hola'), ('empty', 4001, '')):
            with self.subTest(token=name):
                self.assertEqual(await self.refused(token), code)
        await Peer.open(self.broker, token=good)
        await Peer.open(self.broker, token=good, header=True)

    async def test_nobody_without_token(self):
        # “the first message, within 5 s” “Never in the URL.” “`Authorization: Bearer TOKEN`.”
        plain = Peer(await websockets.connect(f'{self.broker.uri}?token={mint(SECRET, "prueba")}'))
        loud = Peer(await websockets.connect(self.broker.uri))
        await loud.send('hola')
        self.assertEqual(await loud.closed(), 4001)
        self.assertEqual(self.broker.post({'tipo': 'alerta_cocina', 'sucursal_id': 1})[0], 401)
        self.assertEqual(await plain.closed(), 4001)

    async def test_end_of_a_token(self):
        # “A session ends with 4004 when its token does”
        now = int(time.time())
        peer = await Peer.open(self.broker, token=mint(SECRET, 'prueba', exp=now + 6))
        longer = await Peer.open(self.broker, token=mint(SECRET, 'prueba', exp=now + 6))
        self.assertLessEqual((await peer.next('_token_vence'))['en'], 6)
        await longer.send({'tipo': '_token', 'token': 'nada'})
        await longer.next('_error')
        await longer.send({'tipo': '_token', 'token': mint(SECRET, 'prueba')})
        self.assertEqual(await peer.closed(), 4004)
        self.assertGreaterEqual(time.time(), now + 6)
        await longer.next('_ping')

    async def test_other_rights(self):
        for claims in ({'roles': ['admin']}, {'sucursal': 2}, {'sub': 'beto'}, {'sucursal': None}):
            peer = await Peer.open(self.broker, token=mint(SECRET, 'prueba'))
            await peer.send({'tipo': '_token', 'token': mint(SECRET, 'prueba', **claims)})
            self.assertEqual(await peer.closed(), 4003)
        ws = await websockets.connect(self.broker.uri, subprotocols=['cony.v1'])
        await ws.send(json.dumps({'tipo': '_auth', 'token': mint(SECRET, 'prueba'), 'filtros': {'sucursal': 2}}))
        self.assertEqual(await Peer(ws).closed(), 4003)


class Rights(DatabaseCase):
    """The login that it was given, or the database, is not the broker's."""

    async def says(self, user, dbname, sentence):
        with Broker('--database', cluster.conninfo(user, dbname)) as broker:
            await self.until(lambda: sentence in broker.get('/readyz')[1])
            starts = set()

            def asked():
                starts.add(cluster.psql("SELECT max(query_start) FROM pg_stat_activity WHERE query LIKE '%latir_broker%'"
                                        f" AND usename = '{user}' AND datname = '{dbname}'", dbname='postgres'))
                return len(starts) > 3
            await self.until(asked)
            # Each thing that does not work once, however often it was tried.
            warnings = re.findall(r'WARNING \*\*: [\d:.]+: (.*)', broker.log())
            self.assertIn(f'The keys cannot be read: {sentence}', warnings)
            self.assertEqual(len(warnings), len(set(warnings)), warnings)

    async def test_not_a_member(self):
        await self.says('rosa', self.db, 'Your role may not do this.')

    async def test_nothing_there(self):
        cluster.create_database('vacia', 'template1')
        self.addCleanup(cluster.drop_database, 'vacia')
        await self.says('broker', 'vacia', 'This database does not have what this program needs. Ask an administrator to set it up.')


class Posting(DatabaseCase):
    async def test_who_may_post(self):
        # “What a cook may see carries no `telefono`, `total`, `monto`, `banco` or `numero_operacion`, at any depth.”
        # “An admin has no branch and names one.” “One event is answered with its own status”
        for status, login, event in (
                (202, 'rosa', {'tipo': 'alerta_cocina', 'mensaje': 'x'}),
                (202, 'ana', {'tipo': 'alerta_vista', 'alerta_id': 1}),
                (202, 'luis', {'tipo': 'voucher_mirado', 'voucher_id': 1}),
                (403, 'ana', {'tipo': 'alerta_cocina', 'mensaje': 'x'}),
                (403, 'rosa', {'tipo': 'pedido_aprobado', 'pedido_id': 1}), (403, 'rosa', {'tipo': 'raro'}),
                (403, 'rosa', {'tipo': 'alerta_cocina', 'mensaje': 'x', 'sucursal_id': 2}),
                (422, 'rosa', {'tipo': 'alerta_cocina', 'mensaje': 'x', 'mas': [{'telefono': '9'}]}),
                (403, 'bot', {'tipo': 'alerta_cocina', 'sucursal_id': 1}),
                (422, 'bot', {'tipo': 'pedido_creado', 'sucursal_id': 99}),
                (422, 'bot', {'tipo': 'pedido_creado', 'sucursal_id': 1, 'total': 5}),
                (200, 'bot', {'tipo': 'voucher_whatsapp', 'sucursal_id': 1, 'monto': 5}),
                (200, 'carmen', {'tipo': 'raro', 'sucursal_id': 1}),
                (422, 'carmen', {'tipo': 'voucher_mirado', 'voucher_id': 1}),
                (202, 'carmen', {'tipo': 'voucher_mirado', 'voucher_id': 1, 'sucursal_id': 2})):
            with self.subTest(login=login, event=event):
                got, answer = await self.post(login, event)
                self.assertEqual(got, status, answer)
                self.assertEqual('error' in answer, status >= 400)
        self.assertEqual(self.sql("SELECT string_agg(tipo || ' ' || origen, ',' ORDER BY id)"
                                  " FROM cony.eventos_realtime WHERE origen IS NOT NULL"
                                  " AND fecha > now() AT TIME ZONE 'UTC' - interval '1 minute'"
                                  " AND origen IN ('bot', 'carmen')"),
                         'voucher_whatsapp bot,raro carmen')

    async def test_relayed_then_stored(self):
        # “sent at once with the token's branch and person” “The broker never stores it” “What was sent live is not
        # sent again to plain connections when it is stored.” “It may get one twice” “Early, repeated and relayed
        # frames are outside of it; they carry no `cur`.”
        plain, full = await self.open('ana', plain=True), await self.open('ana')
        key = str(uuid.uuid4())
        status, answer = await self.post('rosa', {'tipo': 'alerta_cocina', 'prioridad': 'alta', 'mensaje': 'Falta pan'},
                                         **{'Idempotency-Key': key})
        self.assertEqual((status, answer), (202, {'durable': False, 'uid': key}))
        live = await full.next('alerta_cocina')
        self.assertEqual((live['_rt']['uid'], live['sucursal_id']), (key, 1))
        self.assertEqual({'id', 'cur'} & set(live['_rt']), set())
        self.assertEqual(self.sql(f"SELECT count(*) FROM cony.eventos_realtime WHERE uid = '{key}'"), '0')
        self.sql(f"SELECT api.alertar_cocina('{key}', 1, NULL, 'Falta pan', 'alta')", user='rosa')
        stored = await full.next('alerta_cocina')
        self.assertEqual(stored['_rt']['uid'], key)
        self.assertGreater(stored['_rt']['id'], 0)
        await self.post('carmen', {'tipo': 'pedido_creado', 'sucursal_id': 1})
        self.assertEqual([json.loads(await plain.text())['tipo'] for _ in range(2)], ['alerta_cocina', 'pedido_creado'])

    async def test_same_key(self):
        # “`200 {"id":…,"uid":…}` after COMMIT.” “Stored under it before: same body, same answer; other body, 422.”
        key = {'Idempotency-Key': str(uuid.uuid4())}
        first = await self.post('bot', {'tipo': 'pedido_creado', 'sucursal_id': 1}, **key)
        self.assertEqual(first[0], 200)
        self.assertEqual(self.sql(f"SELECT uid FROM cony.eventos_realtime WHERE id = {first[1]['id']}"),
                         key['Idempotency-Key'])
        self.assertEqual(await self.post('bot', {'tipo': 'pedido_creado', 'sucursal_id': 1}, **key), first)
        self.assertEqual((await self.post('bot', {'tipo': 'pedido_creado', 'sucursal_id': 2}, **key))[0], 422)

    async def test_lines(self):
        # “Many posts share one transaction (500 rows at most)” “a bad row does not spoil its neighbours” “(line *n* ≥
        # 1: derived from it)”
        desk = await self.open('rosa')
        events = [{'tipo': 'voucher_nuevo', 'voucher_id': n, 'sucursal_id': 1} for n in range(1, 1001)]
        events[500] = {'tipo': 'voucher_nuevo', 'voucher_id': 501, 'sucursal_id': 99}
        body = '\n'.join(map(json.dumps, events))
        key = str(uuid.uuid4())
        answers = []
        for _ in range(2):
            status, text = await asyncio.to_thread(self.broker.post, body, self.token('bot'),
                                                   {'Content-Type': 'application/x-ndjson', 'Idempotency-Key': key})
            self.assertEqual(status, 200)
            answers.append([json.loads(line) for line in text.splitlines()])
        self.assertEqual([line['status'] for line in answers[0]], [200] * 500 + [422] + [200] * 499)
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(self.sql("SELECT count(*) FROM cony.eventos_realtime WHERE origen = 'bot' GROUP BY xid"
                                  ' ORDER BY xid DESC LIMIT 2').split(), ['499', '500'])
        got = [(await desk.next())['voucher_id'] for _ in range(999)]
        self.assertEqual(got, [n for n in range(1, 1001) if n != 501])

    async def test_many_at_once(self):
        desk, token = await self.open('rosa'), self.token('bot')
        await asyncio.gather(*(asyncio.to_thread(self.broker.post, {'tipo': 'voucher_nuevo', 'voucher_id': n,
                                                                    'sucursal_id': 1}, token) for n in range(1, 201)))
        self.assertEqual({(await desk.next())['voucher_id'] for _ in range(200)}, set(range(1, 201)))


class Loss(DatabaseCase):
    """Nothing may be missing, whatever breaks."""

    def insert(self, n):
        return ("INSERT INTO cony.eventos_realtime (uid, tipo, payload, sucursal_id, lane)"
                f" VALUES (gen_random_uuid(), 'pedido_creado', '{{\"tipo\":\"pedido_creado\",\"n\":{n}}}', 1, 'normal');"
                " NOTIFY cony_eventos")

    async def write(self, writer, count):
        """Transactions that overlap: the order of commit is not the order of ids, and some abort."""
        session = Session(self.db)
        for i in range(count):
            await asyncio.to_thread(session.run, 'BEGIN; ' + self.insert(writer * 100000 + i) + ';')
            await asyncio.sleep(random.random() * 0.02)
            await asyncio.to_thread(session.run, 'ROLLBACK;' if i % 7 == 6 else 'COMMIT;')
        session.close()

    async def follow(self, cursor, stopped, seen, breaker):
        """A session that loses its connection again and again and resumes by its cursor."""
        token = self.token('ana')
        while True:
            try:
                peer = await Peer.open(self.broker, token=token, desde=cursor)
            except (OSError, websockets.InvalidHandshake, Closed, AssertionError):
                await asyncio.sleep(0.02)
                continue
            self.assertTrue(peer.hola['recuperado'])
            last = False
            try:
                end = time.monotonic() + breaker()
                while time.monotonic() < end or stopped.is_set():
                    message = await peer.read()
                    cursor = peer.cursor
                    if 'n' in message and message['tipo'] == 'pedido_creado':
                        seen.add(message['_rt']['uid'])
                        last = last or message['n'] == -1
                    if last:
                        return
            except Closed:
                pass
            peer.drop()

    def rows(self):
        return set(self.sql("SELECT uid FROM cony.eventos_realtime WHERE payload LIKE '%\"n\":%'").split())

    async def lose(self, breaker, disturb=None):
        stopped, seen = asyncio.Event(), [set(), set()]
        start = (await self.open('ana')).cursor
        readers = [asyncio.create_task(self.follow(start, stopped, one, breaker)) for one in seen]
        work = [self.write(writer, 60) for writer in range(WRITERS)]
        await asyncio.gather(*work, *([disturb()] if disturb else []))
        stopped.set()
        self.sql(self.insert(-1))
        await asyncio.wait_for(asyncio.gather(*readers), 60)
        rows = self.rows()
        self.assertGreater(len(rows), WRITERS * 50)
        for one in seen:
            self.assertEqual(rows - one, set())

    async def test_many_return_at_once(self):
        """They share what is read for them, and each gets what it missed itself."""
        # “All visible rows above the cursor, 200 a page, to that connection alone”
        desk = await self.open('rosa')
        since = {0: desk.cursor}
        for n in range(1, 41):
            await self.post('bot', {'tipo': 'voucher_nuevo', 'voucher_id': n, 'sucursal_id': 1})
            self.assertEqual((await desk.next())['voucher_id'], n)
            since[n] = desk.cursor
        places = [0, 20, 0, 39] * 15
        peers = await asyncio.gather(*(self.open('rosa', desde=since[n]) for n in places))
        for n, peer in zip(places, peers):
            self.assertTrue(peer.hola['recuperado'])
            self.assertEqual([(await peer.next())['voucher_id'] for _ in range(n, 40)], list(range(n + 1, 41)))

    async def test_resume_under_writers(self):
        # “A client that resumes by its cursor gets every stored event that it may see.” “An id is taken at INSERT and
        # seen at COMMIT”
        await self.lose(lambda: random.random() * 0.2)

    async def test_broker_dies(self):
        async def disturb():
            for _ in range(3):
                await asyncio.sleep(0.4)
                uri = self.broker.uri
                await asyncio.to_thread(self.broker.kill)
                self.broker = await asyncio.to_thread(
                    lambda: Broker('--database', cluster.conninfo('broker', self.db),
                                   listen=uri.removeprefix('ws://').removesuffix('/ws')))
                self.addCleanup(self.broker.__exit__)
        await self.lose(lambda: 1 + random.random(), disturb)

    async def test_database_cuts(self):
        async def disturb():
            for _ in range(4):
                await asyncio.sleep(0.3)
                await asyncio.to_thread(self.sql, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                                  f" WHERE usename = 'broker' AND datname = '{self.db}'")
        await self.lose(lambda: 1 + random.random(), disturb)

    async def test_long_replay(self):
        # “Rows above the gate, and all pages after them, go without `cur`.”
        peer = await self.open('ana')
        cursor = peer.cursor
        peer.drop()
        self.sql("INSERT INTO cony.eventos_realtime (uid, tipo, payload, sucursal_id, lane)"
                 " SELECT gen_random_uuid(), 'pedido_creado', '{\"tipo\":\"pedido_creado\",\"n\":' || n || '}', 1, 'normal'"
                 " FROM generate_series(1, 2500) AS n")
        held = Session(self.db)
        held.run('BEGIN; ' + self.insert(3000) + ';')
        for n in (2600, 2700, 2800):
            self.sql(self.insert(n))
        peer = await self.open('ana', desde=cursor)
        self.assertTrue(peer.hola['recuperado'])
        got = [await peer.next() for _ in range(2503)]
        self.assertEqual([event['n'] for event in got], list(range(1, 2501)) + [2600, 2700, 2800])
        self.assertTrue(all('cur' in event['_rt'] for event in got[:2500]))
        self.assertFalse(any('cur' in event['_rt'] for event in got[2500:]))
        held.run('COMMIT;')
        self.assertIn(3000, [event['n'] for event in await peer.until(lambda event: event['n'] == 3000)])
        held.close()

    async def test_cursor_moves_with_pings(self):
        """Also of somebody who sees nothing of what happens; nobody resumes from what is long gone."""
        # “with `_ping`, also when everything is filtered away”
        peer = await self.open('ana', filtros={'tipos': ['insumo_agotado']})
        start = peer.cursor
        for n in range(3):
            self.sql(self.insert(n))
        last = self.sql('SELECT max(xid) FROM cony.eventos_realtime')
        while int(peer.cursor.split(':')[1]) <= int(last):
            ping = await peer.read()
            self.assertEqual(ping['tipo'], '_ping')
        self.assertEqual((await self.open('ana', desde=start)).hola['n'], 3)
        again = await self.open('ana', desde=peer.cursor)
        self.assertEqual((again.hola['recuperado'], again.hola['n']), (True, 0))
        self.sql(self.insert(9))
        self.assertEqual((await again.next())['n'], 9)

    async def test_plain_one_resumes(self):
        """Without subprotocol the cursor comes in the address, with a token in the header only; no frame has another."""
        # “NOTIFY `cony_eventos` only wakes it; a timer of 250 ms is the net below.” “events only, as they were
        # posted” “(then `?desde=` and `?pantalla=` count)”
        cook = await self.open('ana')
        start = cook.cursor
        self.sql("INSERT INTO cony.eventos_realtime (uid, tipo, payload, sucursal_id, lane)"
                 " SELECT gen_random_uuid(), 'pedido_creado', '{\"tipo\":\"pedido_creado\",\"n\":' || n || '}', 1, 'normal'"
                 ' FROM generate_series(0, 249) AS n')
        await cook.until(lambda event: event['n'] == 249)
        headers = {HEADERS: {'Authorization': f'Bearer {await asyncio.to_thread(self.token, "ana")}'}}
        missed = Peer(await websockets.connect(f'{self.broker.uri}?desde={start}&pantalla=Vieja', **headers))
        fresh = Peer(await websockets.connect(self.broker.uri, **headers))
        self.assertEqual([json.loads(await missed.text()) for _ in range(250)],
                         [{'tipo': 'pedido_creado', 'n': n} for n in range(250)])
        await self.until(lambda: self.live() == 3)
        self.sql(self.insert(900))
        for peer in (missed, fresh):
            self.assertEqual(json.loads(await peer.text()), {'tipo': 'pedido_creado', 'n': 900})

    def live(self):
        """How many sessions have had what they missed."""
        request = urllib.request.Request(f'{self.broker.http}/connections',
                                         headers={'Authorization': f'Bearer {self.token("carmen")}'})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return [one['estado'] for one in json.load(answer)].count('live')

    async def test_held_back_is_early(self):
        # “A row that only somebody's long transaction holds above the gate is sent after 50 ms, without `cur`, and
        # not again live.”
        cook = await self.open('ana')
        held = Session(self.db)
        held.run('BEGIN; SELECT pg_current_xact_id();')
        began = time.monotonic()
        self.sql(self.insert(1))
        event = await cook.next()
        self.assertLess(time.monotonic() - began, 10)
        self.assertNotIn('cur', event['_rt'])
        cursor = cook.cursor
        held.run(self.insert(2) + '; COMMIT;')
        self.assertEqual((await cook.next())['n'], 2)
        held.close()
        self.sql(self.insert(3))
        self.assertEqual((await cook.next())['n'], 3)
        again = await self.open('ana', desde=cursor)
        self.assertEqual({(await again.next())['n'] for _ in range(3)}, {1, 2, 3})

    async def test_other_history(self):
        # “An opaque text, `EPOCH:XID:ID`.” “The broker reads it with every read” “sends `_sin_recuperacion` to
        # everybody”
        peer = await self.open('ana')
        epoch, xid, row = peer.cursor.split(':')
        for cursor in (f'0000:{xid}:{row}', f'{epoch}:{int(xid) + 1000000}:0'):
            other = await self.open('ana', desde=cursor)
            self.assertFalse(other.hola['recuperado'])
            self.assertEqual((await other.read())['tipo'], '_sin_recuperacion')
        self.sql('UPDATE privado.epoca SET uuid = gen_random_uuid()')
        await peer.next('_sin_recuperacion')
        self.sql(self.insert(1))
        self.assertEqual((await peer.next())['n'], 1)
        self.assertNotEqual(peer.cursor.split(':')[0], epoch)

    async def test_dump_read_back(self):
        """Rows with the transaction numbers of another server: none is sent, somebody is told, then all goes on."""
        # “nothing is read and `/readyz` says so until `privado.restaurada()` made them history and renewed the epoch”
        peer = await self.open('ana')
        start, epoch = peer.cursor, peer.cursor.split(':')[0]
        self.sql("SELECT set_config('search_path', 'cony', false);"
                 'INSERT INTO eventos_realtime (uid, tipo, payload, sucursal_id, lane, xid)'
                 """ SELECT gen_random_uuid(), 'pedido_creado', '{"tipo":"pedido_creado","n":' || n || '}', 1, 'normal',"""
                 " (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 1000000 + n)::text::xid8"
                 ' FROM generate_series(1, 500) AS n; NOTIFY cony_eventos')
        await self.until(lambda: 'privado.restaurada()' in self.broker.get('/readyz')[1])
        self.assertEqual((await self.open('ana', desde=start)).hola['n'], 0)
        self.broker.kill()
        await asyncio.to_thread(self.start)
        self.assertEqual(self.broker.get('/readyz')[0], 503)
        self.sql('SELECT privado.restaurada()')
        await self.until(lambda: self.broker.get('/readyz')[0] == 200)
        again = await self.open('ana', desde=start)
        self.assertFalse(again.hola['recuperado'])
        self.assertEqual((await again.read())['tipo'], '_sin_recuperacion')
        self.sql(self.insert(1000))
        self.assertEqual((await again.next())['n'], 1000)
        self.assertNotEqual(again.cursor.split(':')[0], epoch)

    async def test_database_away(self):
        # “sent at once and stored later, once”
        plain, full, token = await self.open('rosa', plain=True), await self.open('rosa'), self.token('bot')
        self.assertEqual(self.broker.get('/readyz')[0], 200)
        self.sql('ALTER ROLE broker NOLOGIN')
        self.addCleanup(self.sql, 'ALTER ROLE broker LOGIN')
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'broker'")
        await self.until(lambda: self.broker.get('/readyz')[0] == 503)
        self.assertEqual(self.broker.get('/livez')[0], 200)
        self.assertGreater((await self.blind(full))['bd'], 500)
        status, text = await asyncio.to_thread(self.broker.post, {'tipo': 'voucher_nuevo', 'voucher_id': 7,
                                                                  'sucursal_id': 1}, token)
        self.assertEqual((status, json.loads(text)['durable']), (202, False))
        self.assertEqual((await full.next())['voucher_id'], 7)
        self.sql('ALTER ROLE broker LOGIN')
        stored = await full.next('voucher_nuevo')
        self.assertEqual(stored['_rt']['uid'], json.loads(text)['uid'])
        self.assertGreater(stored['_rt']['id'], 0)
        await self.post('bot', {'tipo': 'voucher_nuevo', 'voucher_id': 8, 'sucursal_id': 1})
        self.assertEqual([json.loads(await plain.text())['voucher_id'] for _ in range(2)], [7, 8])
        self.assertEqual(self.sql("SELECT count(*) FROM cony.eventos_realtime WHERE payload LIKE '%\"voucher_id\":7,%'"
                                  " OR payload LIKE '%\"voucher_id\":7}'"), '1')

    async def test_away_without_a_directory(self):
        """What waits then is lost with the broker, which says so."""
        # “Without a directory it lives in memory only.”
        token = self.token('bot')
        self.sql('ALTER ROLE broker NOLOGIN')
        self.addCleanup(self.sql, 'ALTER ROLE broker LOGIN')
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'broker'")
        await self.until(lambda: self.broker.get('/readyz')[0] == 503)
        self.assertEqual(self.broker.post({'tipo': 'voucher_nuevo', 'voucher_id': 7, 'sucursal_id': 1}, token)[0], 202)
        self.broker.proc.terminate()
        self.assertEqual(await asyncio.to_thread(self.broker.proc.wait, 20), 0)
        self.assertIn('1 posted events were accepted but never stored', self.broker.log())

    async def blind(self, peer):
        while True:
            ping = await peer.next('_ping')
            if 'bd' in ping:
                return ping

    async def test_starts_without_database(self):
        self.broker.kill()
        self.sql('ALTER ROLE broker NOLOGIN')
        self.addCleanup(self.sql, 'ALTER ROLE broker LOGIN')
        self.start()
        self.assertEqual(self.broker.get('/readyz')[0], 503)
        self.sql('ALTER ROLE broker LOGIN')
        await self.until(lambda: self.broker.get('/readyz')[0] == 200)
        peer = await self.open('ana')
        self.sql(self.insert(1))
        self.assertEqual((await peer.next())['n'], 1)


if __name__ == '__main__':
    tap.main()
