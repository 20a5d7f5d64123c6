#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What PROTOCOL.md promises beyond delivery: debts, echo, spool, tokens, limits."""
import asyncio
import contextlib
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import uuid

import websockets

from helpers import AsyncCase, Peer, Raw, mint
import tap
import test_database
from test_database import SECRET, DatabaseCase, Session, setUpModule, tearDownModule  # noqa: F401
from stack import Broker, program


class Case(DatabaseCase):
    options = ()

    def start(self):
        self.broker = Broker('--database', test_database.cluster.conninfo('broker', self.db), *self.options)
        self.addCleanup(self.broker.__exit__)

    def alert(self, prioridad='urgente', sucursal=1, login='rosa'):
        key = str(uuid.uuid4())
        self.sql(f"SELECT api.alertar_cocina('{key}', {sucursal}, NULL, 'Falta pan', '{prioridad}')", user=login)
        return key


class Debts(Case):
    """Section 4, "Debts"."""

    options = ('--repeat-after', '0.3,0.6,1', '--settle', '0')

    async def attempts(self, peer, key, n):
        got = []
        while len(got) < n:
            event = await peer.next('alerta_cocina')
            if event['_rt']['uid'] == key:
                got.append((event['_rt'].get('re', 0), 'cur' in event['_rt'], event['_rt']['ack']))
        return got

    async def test_repeated_then_told(self):
        # “An event that the table of section 1 says is owed is a debt of the role in its branch.” “with `re` 1, 2, 3,
        # outside the order and without `cur`” “to the admins, once an event”
        admin, cook, other = await self.open('carmen'), await self.open('ana'), await self.open('beto')
        key = self.alert()
        self.assertEqual(await self.attempts(cook, key, 4), [(n, False, True) for n in range(4)])
        told = await admin.next('evento_sin_confirmar')
        self.assertEqual((told['evento_uid'], told['evento_tipo'], told['motivo'], told['intentos'], told['sucursal_id']),
                         (key, 'alerta_cocina', 'sin_respuesta', 4, 1))
        self.assertEqual(self.sql('SELECT uid, motivo, intentos FROM cony.deudas'), f'{key}|sin_respuesta|4')
        key = self.alert(sucursal=2, login='pedro')
        self.assertEqual((await other.next('alerta_cocina'))['_rt']['uid'], key)

    async def test_first_ack_pays(self):
        # “The first `_ack` of any session of that role and branch pays it; answers of others change nothing.”
        admin, desk = await self.open('carmen'), await self.open('rosa')
        cooks = [await self.open('ana') for _ in range(2)]
        key = self.alert()
        self.assertEqual(await self.attempts(cooks[0], key, 2), [(0, False, True), (1, False, True)])
        await desk.send({'tipo': '_ack', 'uid': key})
        self.assertEqual(await self.attempts(cooks[0], key, 1), [(2, False, True)])
        await cooks[1].send({'tipo': '_ack', 'uid': key, 're': 2})
        await admin.next('alerta_entregada')
        last = self.alert('normal')
        self.assertEqual((await cooks[0].next('alerta_entregada'))['alerta_uid'], key)
        self.assertEqual((await cooks[0].next('alerta_cocina'))['_rt']['uid'], last)
        self.assertEqual(self.sql('SELECT count(*) FROM cony.deudas'), '0')

    async def test_nobody_there(self):
        # “at once when no such session is connected”
        admin = await self.open('carmen')
        key = self.alert()
        told = await admin.next('evento_sin_confirmar')
        self.assertEqual((told['evento_uid'], told['motivo'], told['intentos']), (key, 'sin_sesion', 0))
        self.alert('normal')
        self.sql("SELECT api.pedir_refill(gen_random_uuid(), (SELECT min(id) FROM cony.insumos WHERE sucursal_id = 1), 1)",
                 user='rosa')
        self.assertEqual((await admin.next('evento_sin_confirmar'))['evento_tipo'], 'refill_solicitado')

    async def test_refused_and_later(self):
        admin, cook = await self.open('carmen'), await self.open('ana')
        key = self.alert()
        await cook.next('alerta_cocina')
        await cook.send({'tipo': '_nack', 'uid': key, 're': 0, 'en': 2, 'motivo': 'ocupado'})
        began = time.monotonic()
        self.assertEqual((await cook.next('alerta_cocina'))['_rt']['re'], 1)
        self.assertGreater(time.monotonic() - began, 1.5)
        await cook.send({'tipo': '_rechazo', 'uid': key, 're': 1})
        told = await admin.next('evento_sin_confirmar')
        self.assertEqual((told['motivo'], told['intentos']), ('rechazo', 2))

    async def test_confirmed_in_the_database(self):
        """A window that reads the database itself confirms there what the broker thinks is owed."""
        # “not if a window confirmed it in the database”
        admin, cook = await self.open('carmen'), await self.open('ana')
        self.sql("SELECT api.pedir_refill(gen_random_uuid(), (SELECT min(id) FROM cony.insumos WHERE sucursal_id = 1), 1)",
                 user='rosa')
        uid = (await cook.next('refill_solicitado'))['_rt']['uid']
        self.sql(f"SELECT api.confirmar_eventos('{{{uid}}}', 'ack', 'Plancha')", user='ana')
        await self.until(lambda: 'cony_debts 0\n' in self.broker.get('/metrics')[1])
        self.assertEqual(self.sql('SELECT count(*) FROM cony.deudas'), '0')
        self.alert('normal')
        while (event := await admin.next())['tipo'] != 'alerta_cocina':
            self.assertNotEqual(event['tipo'], 'evento_sin_confirmar')

    async def test_database_does_not_answer(self):
        """What is due is repeated all the same."""
        # “after 1 s without an answer it judges alone”
        cook = await self.open('ana')
        key = self.alert()
        self.assertEqual((await cook.next('alerta_cocina'))['_rt']['uid'], key)
        held = Session(self.db)
        held.run('BEGIN; LOCK TABLE cony.deudas IN ACCESS EXCLUSIVE MODE;')
        try:
            self.assertEqual(await self.attempts(cook, key, 2), [(n, False, True) for n in (1, 2)])
        finally:
            held.close()

    async def away(self):
        self.addCleanup(self.sql, 'ALTER ROLE broker LOGIN')
        self.sql('ALTER ROLE broker NOLOGIN')
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'broker'")
        await self.until(lambda: self.broker.get('/readyz')[0] == 503)

    async def test_database_away(self):
        """Nobody is missed as long as a window may have read it there; whom nobody answers for is told afterwards."""
        # “With the database away nobody is reported as absent, and reports (1000 at most) wait.”
        desk, admin, cook = self.token('rosa'), await self.open('carmen'), self.token('ana')
        event = {'tipo': 'alerta_cocina', 'prioridad': 'urgente', 'mensaje': 'Falta pan'}
        await self.away()
        came = json.loads(self.broker.post(event, desk)[1])['uid']
        # It comes late, but in time for a repetition.
        late = await Peer.open(self.broker, token=cook)
        again = await late.next('alerta_cocina')
        self.assertEqual(again['_rt']['uid'], came)
        await late.send({'tipo': '_ack', 'uid': came, 're': again['_rt']['re']})
        owed = json.loads(self.broker.post(event, desk)[1])['uid']
        self.assertEqual(await self.attempts(late, owed, 4), [(n, False, True) for n in range(4)])
        self.sql('ALTER ROLE broker LOGIN')
        told = await admin.next('evento_sin_confirmar')
        self.assertEqual((told['evento_uid'], told['motivo'], told['intentos']), (owed, 'sin_respuesta', 4))
        await self.until(lambda: 'cony_debts 0\n' in self.broker.get('/metrics')[1])
        self.assertEqual(self.sql('SELECT uid FROM cony.deudas'), owed)


class Progress(Case):
    options = ('--repeat-after', '8,400,800', '--settle', '0')

    async def test_running_wait_begins_anew(self):
        """What was put off for minutes comes again soon after a `_progreso`; of other people it changes nothing."""
        cook, desk, key = await self.open('ana'), await self.open('rosa'), self.alert()
        await cook.next('alerta_cocina')
        await cook.send({'tipo': '_nack', 'uid': key, 're': 0, 'en': 300, 'motivo': 'ocupado'})
        await self.until(lambda: self.sql(f"SELECT tipo FROM cony.eventos_confirmaciones WHERE uid = '{key}'") == 'nack')
        await desk.send({'tipo': '_progreso', 'uid': key})
        for _ in range(2):
            self.assertEqual((await cook.read())['tipo'], '_ping')
        await cook.send({'tipo': '_progreso', 'uid': key})
        event = await cook.next('alerta_cocina')
        self.assertEqual((event['_rt']['uid'], event['_rt']['re']), (key, 1))
        self.assertEqual(self.sql(f"SELECT tipo FROM cony.eventos_confirmaciones WHERE uid = '{key}'"), 'nack')


class Echo(Case):
    """Section 4, `_eco`."""

    async def test_both_ways(self):
        # “`_eco` of a session of atencion goes to one live cocinero session of its branch and back; one of a cocinero
        # goes to atencion.” “Nobody there: `_error` `eco`.” “what comes later, or for another, changes nothing”
        desk, cook, other = await self.open('rosa'), await self.open('ana', pantalla='Plancha'), await self.open('beto')
        for asker, answerer, origin in ((desk, cook, 'atencion'), (cook, desk, 'cocinero')):
            await asker.send({'tipo': '_eco', 'id': 'x1'})
            asked = await answerer.next('_eco')
            self.assertEqual(asked['de'], origin)
            # Nobody answers for another.
            await other.send({'tipo': '_eco', 'id': asked['id']})
            await self.settled(other)
            await answerer.send({'tipo': '_eco', 'id': asked['id']})
            back = await asker.next('_eco')
            self.assertEqual((back['id'], back['pantalla']), ('x1', 'Plancha' if asker is desk else ''))
            self.assertLess(back['ms'], 10000)
        await other.send({'tipo': '_eco', 'id': 'x2'})
        self.assertEqual((await other.next('_error'))['codigo'], 'eco')

    async def settled(self, peer):
        """The broker has read whatever this one said, and had nothing to say to it."""
        await peer.send('{"tipo":"_fin"}')
        while (message := await peer.read())['tipo'] == '_ping':
            pass
        self.assertEqual((message['tipo'], message.get('codigo')), ('_error', 'desconocido'))


class Spool(Case):
    """Section 3, "Database away"."""

    def setUp(self):
        self.state = tempfile.mkdtemp(prefix='cony-spool-', dir='/tmp')
        self.addCleanup(shutil.rmtree, self.state)
        self.options = ('--state-dir', self.state)
        super().setUp()
        self.addCleanup(self.sql, 'ALTER ROLE broker LOGIN')

    def spool(self):
        with open(os.path.join(self.state, 'spool'), 'rb') as file:
            return file.read()

    async def lose(self):
        self.sql('ALTER ROLE broker NOLOGIN')
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'broker'")
        await self.until(lambda: self.broker.get('/readyz')[0] == 503)

    def lines(self, first, n, tipo='voucher_nuevo'):
        return '\n'.join(json.dumps({'tipo': tipo, 'voucher_id': i, 'sucursal_id': 1}) for i in range(first, first + n))

    async def stored(self):
        return self.sql("SELECT string_agg(entidad_id::text, ',' ORDER BY id) FROM cony.eventos_realtime"
                        " WHERE entidad_id >= 7000 AND tipo = 'voucher_nuevo'")

    async def test_survives_kill_and_a_torn_line(self):
        # “it is in the file `spool` there, on the disk, before the answer” “survives a kill, a last line without end
        # is dropped, and it is emptied when all of it is stored”
        token = self.token('bot')
        await self.lose()
        for n in range(7000, 7003):
            status, text = await asyncio.to_thread(self.broker.post, self.lines(n, 1), token)
            self.assertEqual((status, json.loads(text)['durable']), (202, False))
        self.assertEqual(self.spool().count(b'\n'), 3)
        self.assertEqual(os.stat(os.path.join(self.state, 'spool')).st_mode & 0o777, 0o600)
        self.broker.kill()
        with open(os.path.join(self.state, 'spool'), 'ab') as file:
            file.write(b'{"uid":"6d0f')
        self.start()
        self.sql('ALTER ROLE broker LOGIN')
        await self.until(lambda: self.spool() == b'')
        self.assertEqual(await self.stored(), '7000,7001,7002')
        self.broker.kill()
        self.start()
        await self.until(lambda: self.broker.get('/readyz')[0] == 200)
        self.assertEqual(await self.stored(), '7000,7001,7002')

    async def test_disk_full(self):
        token = self.token('bot')
        await self.lose()
        self.assertEqual(self.broker.post(self.lines(7000, 1), token)[0], 202)
        before = self.spool()
        resource.prlimit(self.broker.pid, resource.RLIMIT_FSIZE, (len(before) + 10, resource.RLIM_INFINITY))
        status, text = self.broker.post(self.lines(7001, 1), token)
        self.assertEqual((status, json.loads(text)['codigo']), (503, 'disco'))
        self.assertEqual(self.spool(), before)
        resource.prlimit(self.broker.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        self.assertEqual(self.broker.post(self.lines(7002, 1), token)[0], 202)
        self.sql('ALTER ROLE broker LOGIN')
        await self.until(lambda: self.spool() == b'')
        self.assertEqual(await self.stored(), '7000,7002')

    async def test_bounded(self):
        # “10,000 events or 32 MiB may wait” “One login may have 5,000 waiting.” “429 and 503 carry `Retry-After`.”
        bot, admin = self.token('bot'), self.token('carmen')
        await self.lose()
        def post(n, token=bot, tipo='voucher_nuevo', **more):
            return [json.loads(line)['status'] for line in self.broker.post(
                '\n'.join(json.dumps({'tipo': tipo, 'sucursal_id': 1, **more}) for _ in range(n)), token,
                {'Content-Type': 'application/x-ndjson'})[1].splitlines()]
        def alone(token):
            raw, body = Raw(self.broker), b'{"tipo":"voucher_nuevo","sucursal_id":1}'
            raw.request(f'POST /broadcast HTTP/1.1\nHost: {raw.host}\nAuthorization: Bearer {token}\n'
                        f'Content-Length: {len(body)}', body)
            return raw.status(), raw.headers.get('retry-after')
        got = sum((post(1000) for _ in range(6)), [])
        self.assertEqual((got.count(202), got.count(429)), (5000, 1000))
        self.assertEqual(alone(bot), (429, '1'))
        got = sum((post(1000, admin) for _ in range(5)), [])
        self.assertEqual((got.count(202), got.count(503)), (4000, 1000))
        self.assertEqual(alone(admin), (503, '1'))
        self.assertEqual(post(1, admin, 'alerta_cocina', prioridad='urgente'), [202])


    async def test_bounded_bytes(self):
        """32 MiB may wait, the last 2 of them for urgent events; whatever was taken is stored, once."""
        # “the last 1,000 and 2 MiB are for urgent ones”
        bot, admin, taken, mib = self.token('bot'), self.token('carmen'), {}, 1 << 20
        await self.lose()
        # As long as an event may be: 2000 characters of four bytes.
        event = {'tipo': 'voucher_nuevo', 'sucursal_id': 1, 'x': '\U0001f955' * 1900}
        urgent = {**event, 'tipo': 'alerta_cocina', 'prioridad': 'urgente'}
        size = len(json.dumps(event, ensure_ascii=False).encode())

        def post(event, token, n):
            lines = '\n'.join([json.dumps(event, ensure_ascii=False)] * n)
            answers = self.broker.post(lines, token, {'Content-Type': 'application/x-ndjson'})[1].splitlines()
            return [json.loads(line) for line in answers]

        async def fill(event, token):
            """Until no more is taken; how many were."""
            n, full = 0, False
            while not full:
                for answer in await asyncio.to_thread(post, event, token, 100):
                    full = full or answer['status'] != 202
                    self.assertEqual((answer['status'], answer.get('codigo')), (503, 'lleno') if full else (202, None))
                    if not full:
                        taken[answer['uid']] = event['tipo']
                        n += 1
            return n
        self.assertEqual(await fill(event, bot), 30 * mib // size)
        # Of anybody else it takes no more either, and says when to come again.
        raw, body = Raw(self.broker), json.dumps(event, ensure_ascii=False).encode()
        raw.request(f'POST /broadcast HTTP/1.1\nHost: {raw.host}\nAuthorization: Bearer {admin}\n'
                    f'Content-Length: {len(body)}', body)
        self.assertEqual((raw.status(), raw.headers['retry-after']), (503, '1'))
        self.assertGreaterEqual(await fill(urgent, admin), 2 * mib // size - 1)
        self.sql('ALTER ROLE broker LOGIN')
        await self.until(lambda: self.spool() == b'')
        stored = [line.split('|') for line in self.sql(
            "SELECT uid, tipo FROM cony.eventos_realtime WHERE payload LIKE '%\U0001f955%'").splitlines()]
        self.assertEqual(len(stored), len(taken))
        self.assertEqual(dict(stored), taken)
        self.assertEqual((await self.post('bot', {'tipo': 'voucher_nuevo', 'sucursal_id': 1}))[0], 200)

    async def test_one_broker(self):
        """A second one with the same directory is told so, and nothing of the first one's is touched."""
        # “With `--state-dir` (or `$STATE_DIRECTORY`)” “(0600, 64 MiB, one broker)”
        token = self.token('bot')
        await self.lose()
        self.assertEqual(self.broker.post(self.lines(7000, 1), token)[0], 202)
        before = self.spool()
        done = subprocess.run([program('cony-broker'), '--listen', '127.0.0.1:0', '--database',
                               test_database.cluster.conninfo('broker', self.db)], capture_output=True, text=True,
                              timeout=60, env={**os.environ, 'STATE_DIRECTORY': self.state})
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertRegex(done.stderr, f'^cony-broker: Another broker keeps its state in .{self.state}.\n$')
        self.assertEqual(self.spool(), before)
        self.assertEqual(self.broker.post(self.lines(7001, 1), token)[0], 202)
        self.sql('ALTER ROLE broker LOGIN')
        await self.until(lambda: self.spool() == b'')
        self.assertEqual(await self.stored(), '7000,7001')


class Tokens(Case):
    """Section 4, "Tokens", and section 3, who posts."""

    def setUp(self):
        self.state = tempfile.mkdtemp(prefix='cony-state-', dir='/tmp')
        self.addCleanup(shutil.rmtree, self.state)
        self.options = ('--state-dir', self.state)
        super().setUp()
        self.addCleanup(self.sql, 'ALTER ROLE broker LOGIN')

    async def closed(self, token):
        ws = await websockets.connect(self.broker.uri, subprotocols=['cony.v1'])
        await ws.send(json.dumps({'tipo': '_auth', 'token': token}))
        return await Peer(ws).closed()

    async def test_disabled(self):
        # “so is who was disabled: their sessions end with 4003, their tokens are refused”
        # A person of its own: a login is the whole cluster's.
        self.sql("CREATE ROLE gil LOGIN; GRANT cony_cocinero TO gil;"
                 " INSERT INTO cony.usuarios (login, nombre) VALUES ('gil', 'Gil');"
                 " INSERT INTO cony.usuarios_sucursales SELECT id, 1 FROM cony.usuarios WHERE login = 'gil'")
        self.addCleanup(self.sql, 'DROP ROLE gil')
        token = mint(SECRET, 'prueba', sub='gil')
        peer, other = await Peer.open(self.broker, token=token), await self.open('ana')
        self.sql("SELECT api.desactivar_usuario(gen_random_uuid(), 'gil')", user='carmen')
        began = time.monotonic()
        self.assertEqual(await peer.closed(), 4003)
        self.assertLess(time.monotonic() - began, 10)
        self.assertEqual(await self.closed(token), 4001)
        self.assertEqual(self.broker.post({'tipo': 'alerta_vista', 'alerta_id': 1}, token)[0], 401)
        await other.next('_ping')

    async def test_rotation(self):
        # “Keys are read from the database every 2 s”
        new = mint(b'n' * 32, 'nueva')
        self.assertEqual(await self.closed(new), 4001)
        old = await Peer.open(self.broker, token=mint(SECRET, 'prueba'))
        self.sql(f"INSERT INTO privado.claves (kid, secreto, alg, desde) VALUES ('nueva', '\\x{(b'n' * 32).hex()}', 'HS256', now());"
                 " UPDATE privado.claves SET hasta = now() AT TIME ZONE 'UTC' WHERE kid = 'prueba'")
        await self.until(lambda: self.broker.post({'tipo': 'alerta_vista', 'alerta_id': 1}, new)[0] == 202)
        self.assertEqual(await self.closed(mint(SECRET, 'prueba')), 4001)
        await old.send({'tipo': '_token', 'token': new})
        await old.next('_ping')

    async def test_grace(self):
        # “a token that was valid when it went away stays valid, also on reconnect” “after the return `_token_vence`
        # comes again” “so that a broker which restarts meanwhile lets the same people in”
        now = int(time.time())
        dead = mint(SECRET, 'prueba', iat=now - 100, nbf=now - 100, exp=now - 1)
        short = mint(SECRET, 'prueba', exp=now + 10)
        peer = await Peer.open(self.broker, token=short)
        await self.until(lambda: os.path.exists(os.path.join(self.state, 'state')))
        self.assertEqual(os.stat(os.path.join(self.state, 'state')).st_mode & 0o777, 0o600)
        self.sql('ALTER ROLE broker NOLOGIN')
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'broker'")
        await self.until(lambda: time.time() > now + 12)
        await peer.next('_ping')
        await Peer.open(self.broker, token=short)
        self.assertEqual(await self.closed(dead), 4004)
        self.broker.kill()
        self.start()
        peer = await Peer.open(self.broker, token=short)
        self.assertEqual(await self.closed(dead), 4004)
        await peer.next('_token_vence')
        self.sql('ALTER ROLE broker LOGIN')
        await peer.next('_token_vence')
        await self.until(lambda: self.broker.get('/readyz')[0] == 200)
        await peer.send({'tipo': '_token', 'token': mint(SECRET, 'prueba')})
        await peer.next('_ping')

    async def test_grace_ends(self):
        # “for 12 h at most (`--grace`)”
        self.broker.kill()
        self.options += ('--grace', '14')
        self.start()
        token = mint(SECRET, 'prueba', exp=int(time.time()) + 10)
        peer = await Peer.open(self.broker, token=token)
        self.sql('ALTER ROLE broker NOLOGIN')
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'broker'")
        lost = time.monotonic()
        self.assertEqual(await peer.closed(), 4004)
        self.assertGreaterEqual(time.monotonic() - lost, 13)
        self.assertEqual(await self.closed(token), 4004)

    async def test_without_outage_it_ends(self):
        now = int(time.time())
        peer = await Peer.open(self.broker, token=mint(SECRET, 'prueba', exp=now + 6))
        self.assertLessEqual((await peer.next('_token_vence'))['en'], 6)
        self.assertEqual(await peer.closed(), 4004)

    async def test_own_name_only(self):
        # “others, or the name of somebody else in `usuario`, are 403”
        ids = dict(line.split('|') for line in self.sql('SELECT login, id FROM cony.usuarios').splitlines())
        cook, event = await self.open('ana'), {'tipo': 'alerta_cocina', 'prioridad': 'alta', 'mensaje': 'x'}
        status, answer = await self.post('rosa', {**event, 'usuario_id': int(ids['ana'])})
        self.assertEqual((status, answer['codigo']), (403, 'usuario_id'))
        for name in ('Carmen', 7):
            status, answer = await self.post('rosa', {**event, 'usuario': name})
            self.assertEqual((status, answer['codigo']), (403, 'usuario'))
        for more in ({}, {'usuario_id': None}, {'usuario_id': int(ids['rosa'])}, {'usuario': 'Rosa'}, {'usuario': None}):
            self.assertEqual((await self.post('rosa', {**event, **more}))[0], 202)
            got = await cook.next('alerta_cocina')
            self.assertEqual((got['usuario_id'], got['sucursal_id']), (int(ids['rosa']), 1))
        self.assertEqual((await self.post('carmen', {**event, 'sucursal_id': 1, 'usuario_id': int(ids['rosa'])}))[0], 200)
        self.assertEqual(self.sql("SELECT origen, usuario_id FROM cony.eventos_realtime ORDER BY id DESC LIMIT 1"),
                         f"carmen|{ids['rosa']}")


class Inspect(Case):
    """Section 6."""

    def get(self, path, token=None):
        request = urllib.request.Request(self.broker.http + path,
                                         headers={'Authorization': f'Bearer {token}'} if token else {})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    async def test_log(self):
        cook = await self.open('ana')
        key = self.alert('normal')
        admin, desk = self.token('carmen'), self.token('rosa')
        await self.until(lambda: self.get(f'/log?desde={cook.cursor}', admin)[1] != '')
        status, text = self.get(f'/log?desde={cook.cursor}', admin)
        lines = [json.loads(line) for line in text.splitlines()]
        self.assertEqual((status, [line['uid'] for line in lines]), (200, [key]))
        self.assertEqual(lines[0]['evento']['mensaje'], 'Falta pan')
        self.assertEqual(self.get(f'/log?desde={lines[0]["cur"]}', admin), (200, ''))
        self.assertEqual([self.get(path, token)[0] for path, token in (
            (f'/log?desde={cook.cursor}', desk), (f'/log?desde={cook.cursor}', None), ('/log', admin),
            ('/log?desde=x', admin), ('/log?desde=0000:1:1', admin), ('/connections', desk), ('/connections', None))],
            [403, 401, 400, 400, 410, 403, 401])

    async def test_connections(self):
        await self.open('ana', pantalla='Plancha')
        status, text = self.get('/connections', self.token('carmen'))
        self.assertEqual(status, 200)
        self.assertEqual([(c['login'], c['roles'], c['sucursal'], c['pantalla'], c['estado'], c['simple'])
                          for c in json.loads(text)], [('ana', ['cocinero'], 1, 'Plancha', 'live', False)])
        self.assertIn('cony_debts 0', self.get('/metrics')[1])


class Blind(Case):
    """Section 4, `bd`: the broker lives, its database hangs."""

    @staticmethod
    def signal(pid, signum):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signum)

    def freeze(self, pids):
        for pid in pids:
            self.addCleanup(self.signal, pid, signal.SIGCONT)
            self.signal(pid, signal.SIGSTOP)

    def backends(self):
        return [int(pid) for pid in self.sql("SELECT pid FROM pg_stat_activity WHERE usename = 'broker'"
                                             f" AND datname = '{self.db}'").split()]

    async def sees(self, peer, condition):
        """The first ping of which it is true."""
        while not condition((ping := await peer.next('_ping')).get('bd', 0)):
            pass
        return ping

    async def test_frozen_connections(self):
        people = [await self.open(login) for login in ('rosa', 'ana', 'beto', 'luis', 'carmen')]
        token = self.token('bot')
        self.freeze(self.backends())
        began = time.time()
        post = asyncio.ensure_future(asyncio.to_thread(
            self.broker.post, {'tipo': 'voucher_nuevo', 'voucher_id': 1, 'sucursal_id': 1}, token))
        for ping in await asyncio.gather(*(self.sees(peer, lambda bd: bd > 1000) for peer in people)):
            self.assertLess(ping['ts'] / 1000 - began, 5)
        await self.until(lambda: self.broker.get('/readyz')[0] == 503)
        self.assertEqual(self.broker.get('/livez')[0], 200)
        # It does not wait for ever: another connection is made, and what was posted is stored once.
        self.assertIn((await post)[0], (200, 202))
        await self.until(lambda: self.broker.get('/readyz')[0] == 200)
        key = self.alert()
        await asyncio.gather(*(self.sees(peer, lambda bd: bd == 0) for peer in people))
        self.assertEqual((await people[1].next('alerta_cocina'))['_rt']['uid'], key)
        await self.until(lambda: self.sql("SELECT count(*) FROM cony.eventos_realtime WHERE tipo = 'voucher_nuevo'"
                                          " AND entidad_id = 1 AND origen = 'bot'") == '1')

    async def test_frozen_server(self):
        people = [await self.open(login) for login in ('rosa', 'ana')]
        self.addCleanup(test_database.cluster.thaw)
        test_database.cluster.freeze()
        await asyncio.gather(*(self.sees(peer, lambda bd: bd > 8000) for peer in people))
        test_database.cluster.thaw()
        await asyncio.gather(*(self.sees(peer, lambda bd: bd == 0) for peer in people))
        key = self.alert()
        self.assertEqual((await people[1].next('alerta_cocina'))['_rt']['uid'], key)


class Drain(AsyncCase):
    """Section 6, SIGTERM and systemd."""

    async def test_drain(self):
        # “nobody is accepted any more, `_drenar`, what was queued, close 4000” “tells READY=1 when it listens,
        # STOPPING=1, and feeds the watchdog from its main loop”
        with tempfile.TemporaryDirectory(dir='/tmp') as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(f'{folder}/notify')
            manager.settimeout(20)
            os.environ.update(NOTIFY_SOCKET=f'{folder}/notify', WATCHDOG_USEC='200000')
            try:
                broker = Broker('--memory', '--no-auth')
            finally:
                del os.environ['NOTIFY_SOCKET'], os.environ['WATCHDOG_USEC']
            with broker:
                self.assertEqual([await asyncio.to_thread(manager.recv, 100) for _ in range(2)],
                                 [b'READY=1', b'WATCHDOG=1'])
                peers = [await Peer.open(broker) for _ in range(20)]
                began = time.monotonic()
                broker.proc.terminate()
                for peer in peers:
                    self.assertEqual((await peer.next('_drenar'))['en'], [0, 20000])
                    self.assertEqual(await peer.closed(), 4000)
                self.assertEqual(await asyncio.to_thread(broker.proc.wait, 10), 0)
                self.assertLess(time.monotonic() - began, 10)
                while (said := await asyncio.to_thread(manager.recv, 100)) == b'WATCHDOG=1':
                    pass
                self.assertEqual(said, b'STOPPING=1')

    async def test_request_to_one_that_goes(self):
        """Section 3, `cierre`: a connection that was open already."""
        # “After 3 s the connection is cut in any case.” “requests on a connection that is open get 503 `cierre`”
        with Broker('--memory', '--no-auth') as broker:
            deaf, open_one = Raw(broker), Raw(broker)
            self.assertEqual(deaf.upgrade(), 101)
            get = f'GET /livez HTTP/1.1\nHost: {open_one.host}'
            self.assertEqual(open_one.request(get).status(), 200)
            open_one.need(len(open_one.data) or len('{"ok":true}'))
            open_one.data.clear()
            broker.proc.terminate()
            self.assertEqual(deaf.close_code(), 4000)
            # It stays for 3 s, as `deaf` does not answer the close.
            body = '{"tipo":"tarde"}'
            open_one.request(f'POST /broadcast HTTP/1.1\nHost: {open_one.host}\nContent-Length: {len(body)}', body.encode())
            self.assertEqual((open_one.status(), open_one.headers['retry-after']), (503, '1'))
            self.assertEqual(await asyncio.to_thread(broker.proc.wait, 10), 0)

    def activated(self, bind, *options, **how):
        """A broker that is given its socket, as systemd would."""
        with socket.create_server((bind, 0)) as listener:
            fd = listener.fileno()
            port = listener.getsockname()[1]
            proc = subprocess.Popen(
                ['/bin/sh', '-c', 'LISTEN_PID=$$ LISTEN_FDNAMES=ws exec "$@"', 'sh', program('cony-broker'), '--memory',
                 '--no-auth', *options], env={**os.environ, 'LISTEN_FDS': '1'}, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, text=True, close_fds=False, preexec_fn=lambda: os.dup2(fd, 3))
        self.addCleanup(proc.stderr.close)
        self.addCleanup(proc.stdout.close)
        self.addCleanup(proc.wait)
        self.addCleanup(proc.kill)
        return proc, port

    def test_socket_of_systemd(self):
        # “listens on the one TCP socket that it gets (LISTEN_FDS), else at `--listen`”
        proc, port = self.activated('127.0.0.1', '--listen', '127.0.0.1:1')
        self.assertEqual(proc.stdout.readline(), f'listening on ws://127.0.0.1:{port}/ws\n')
        with urllib.request.urlopen(f'http://127.0.0.1:{port}/livez', timeout=20) as answer:
            self.assertEqual(answer.status, 200)
        proc.terminate()
        self.assertEqual(proc.wait(10), 0)

    def test_socket_of_systemd_for_everybody(self):
        proc, _port = self.activated('0.0.0.0')
        self.assertEqual(proc.wait(20), 1)
        self.assertIn('this machine', proc.stderr.read())


if __name__ == '__main__':
    tap.main()
