#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""WebSocket clients of others, as their makers ship them, speak the whole protocol with the broker.

Each is a small program in foreign/ that obeys lines; what it must see is written once, here.
"""
import asyncio
import json
import os
import shutil
import subprocess
import sys
import unittest
import uuid

from helpers import TIMEOUT, mint
import tap
import test_database
from test_database import SECRET, DatabaseCase, setUpModule, tearDownModule  # noqa: F401
from stack import Broker

FOREIGN = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'foreign')
PIZZA = 'ñ🍕\u2028'


class Client:
    """One foreign program and its one connection."""

    def __init__(self, proc):
        self.proc = proc

    @classmethod
    async def start(cls, command, env=None):
        return cls(await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=1 << 20,
            env={**os.environ, **(env or {})}))

    async def end(self):
        self.proc.stdin.close()
        try:
            await asyncio.wait_for(self.proc.wait(), TIMEOUT)
        except asyncio.TimeoutError:
            self.proc.kill()
            await self.proc.wait()

    async def said(self):
        line = await asyncio.wait_for(self.proc.stdout.readline(), 2 * TIMEOUT)
        if not line:
            raise AssertionError(f'the client ended with {await self.proc.wait()}')
        return json.loads(line)

    async def do(self, what, **members):
        self.proc.stdin.write((json.dumps({'do': what, **members}) + '\n').encode())
        await self.proc.stdin.drain()

    async def open(self, uri, *protocols, **more):
        await self.do('open', uri=uri, protocols=protocols, **more)
        return await self.said()

    async def tell(self, **message):
        await self.do('send', text=json.dumps(message))

    async def next(self, tipo):
        """The next message of a type."""
        while True:
            said = await self.said()
            if said['what'] != 'text':
                raise AssertionError(f'{said} instead of {tipo}')
            message = json.loads(said['text'])
            if message['tipo'] == tipo:
                return message

    async def closed(self):
        while True:
            said = await self.said()
            if said['what'] != 'text':
                return said


class Foreign:
    """What every client must be able to do; the classes below say which program does it."""

    headers = True              # can send Authorization
    env = {}

    async def asyncSetUp(self):
        await super().asyncSetUp()
        command = self.command()
        self.client = await Client.start(command, self.env)
        self.origin = None
        if not self.headers:
            self.origin = (await self.client.said())['origin']
            self.restart('--allow-origin', self.origin)

    async def asyncTearDown(self):
        if hasattr(self, 'client'):
            await self.client.end()

    def restart(self, *options):
        self.broker.stop()
        self.broker = Broker('--database', test_database.cluster.conninfo('broker', self.db), *options)
        self.addCleanup(self.broker.__exit__)

    async def enter(self, login='ana', protocols=('cony.v1',), **auth):
        said = await self.client.open(self.broker.uri, *protocols)
        self.assertEqual(said, {'what': 'open', 'protocol': 'cony.v1'})
        token = await asyncio.to_thread(self.token, login)
        await self.client.tell(tipo='_auth', token=token, **auth)
        return await self.client.next('_hola')

    def alert(self, text=PIZZA):
        key = str(uuid.uuid4())
        self.sql(f"SELECT api.alertar_cocina('{key}', 1, NULL, '{text}', 'urgente')", user='rosa')
        return key

    async def test_whole_protocol(self):
        # “`GET /ws`. With subprotocol `cony.v1`: all of this.”
        hola = await self.enter(protocols=('otro', 'cony.v1'), pantalla='Ajena')
        self.assertFalse(hola['recuperado'])
        self.assertTrue(hola['cursor'])
        key = await asyncio.to_thread(self.alert)
        event = await self.client.next('alerta_cocina')
        self.assertEqual((event['_rt']['uid'], event['_rt']['ack'], event['mensaje']), (key, True, PIZZA))
        await self.client.tell(tipo='_ack', uid=key, re=0)
        await self.until(lambda: self.sql("SELECT tipo FROM cony.eventos_confirmaciones"
                                          f" WHERE uid = '{key}' AND pantalla = 'Ajena'") == 'ack')
        cursor = (await self.client.next('_ping'))['cur']
        # Away, and back: what happened meanwhile comes.
        await self.client.do('close', code=1000)
        self.assertEqual((await self.client.closed())['code'], 1000)
        key = await asyncio.to_thread(self.alert)
        self.assertTrue((await self.enter(desde=cursor))['recuperado'])
        self.assertEqual((await self.client.next('alerta_cocina'))['_rt']['uid'], key)

    async def test_big_messages(self):
        await self.enter()
        frame = json.dumps({'tipo': '_raro', 'x': ''})
        await self.client.do('send', text=json.dumps({'tipo': '_raro', 'x': 'y' * (65536 - len(frame))}))
        self.assertEqual((await self.client.next('_error'))['codigo'], 'desconocido')
        # Many events of the largest size, which the network cuts where it likes.
        token = await asyncio.to_thread(self.token, 'carmen')
        events = [{'tipo': 'pedido_actualizado', 'sucursal_id': 1, 'n': n, 'x': '🍕' * 1900} for n in range(100)]
        status, _ = await asyncio.to_thread(self.broker.post, '\n'.join(json.dumps(event, ensure_ascii=False) for event in events), token,
                                            {'Content-Type': 'application/x-ndjson'})
        self.assertEqual(status, 200)
        for event in events:
            got = await self.client.next('pedido_actualizado')
            self.assertEqual((got['n'], got['x']), (event['n'], event['x']))
        await self.client.do('send', text='x' * 65537)
        self.assertEqual((await self.client.closed())['code'], 4013)

    async def test_close_codes(self):
        for code, token in ((4001, 'nada'), (4004, mint(SECRET, 'prueba', iat=1000, nbf=1000, exp=1300))):
            await self.client.open(self.broker.uri, 'cony.v1')
            await self.client.tell(tipo='_auth', token=token)
            said = await self.client.closed()
            self.assertEqual((said['what'], said['code']), ('close', code))
            self.assertTrue(said['reason'])
        await self.enter()
        self.broker.proc.terminate()
        self.assertEqual((await self.client.next('_drenar'))['en'], [0, 20000])
        self.assertEqual((await self.client.closed())['code'], 4000)
        self.assertEqual(await asyncio.to_thread(self.broker.proc.wait, 10), 0)

    async def test_plain(self):
        # “Without: **plain mode**, events only, as they were posted.” “Business members stay at the top level, as
        # older programs know them”
        token = await asyncio.to_thread(self.token, 'ana')
        more = {'authorization': f'Bearer {token}'} if self.headers else {}
        self.assertEqual(await self.client.open(self.broker.uri, **more), {'what': 'open', 'protocol': ''})
        if not more:
            await self.client.tell(tipo='_auth', token=token)
            await self.until(lambda: 'cony_channels 1' in self.broker.get('/metrics')[1])
        posted = {'tipo': 'pedido_actualizado', 'sucursal_id': 1, 'x': PIZZA}
        self.assertEqual((await self.post('carmen', posted))[0], 200)
        got = json.loads((await self.client.said())['text'])
        self.assertEqual({name: got.get(name) for name in posted}, posted)
        self.assertNotIn('_rt', got)
        if more:
            self.assertEqual(await self.client.open(self.broker.uri, authorization='Bearer nada'),
                             {'what': 'refused', 'status': 401})

    async def test_origin(self):
        self.restart()
        page = self.origin or 'http://shop.example'
        said = await self.client.open(self.broker.uri, 'cony.v1', origin=page)
        self.assertEqual(said, {'what': 'refused', 'status': 403 if self.headers else None})
        self.restart('--allow-origin', 'http://other.example', '--allow-origin', page)
        said = await self.client.open(self.broker.uri, 'cony.v1', origin=page)
        self.assertEqual(said, {'what': 'open', 'protocol': 'cony.v1'})
        await self.client.tell(tipo='_auth', token=await asyncio.to_thread(self.token, 'ana'))
        await self.client.next('_hola')


class InPieces(Foreign):
    """A client that can send one message as several frames."""

    async def test_one_message_in_pieces(self):
        await self.enter()
        await self.client.do('pieces', texts=['{"tipo"', ':"_ra', 'ro","x":"', 'ñ' * 20000, '"', '}'])
        self.assertEqual((await self.client.next('_error'))['codigo'], 'desconocido')


class PythonWebsockets(InPieces, DatabaseCase):
    def command(self):
        return [sys.executable, os.path.join(FOREIGN, 'websockets_client.py')]


class NodeWs(InPieces, DatabaseCase):
    env = {'NODE_PATH': ':'.join(filter(None, [os.environ.get('NODE_PATH'), '/usr/share/nodejs']))}

    def command(self):
        if not shutil.which('node') or subprocess.run(['node', '-e', 'require("ws")'], capture_output=True,
                                                      env={**os.environ, **self.env}).returncode:
            self.skipTest('node with ws (Debian: node-ws) is not installed')
        return ['node', os.path.join(FOREIGN, 'ws_client.js')]


class Libsoup(Foreign, DatabaseCase):
    def command(self):
        return [sys.executable, os.path.join(FOREIGN, 'soup_client.py')]


class Browser(Foreign, DatabaseCase):
    headers = False

    def command(self):
        browser = shutil.which('chromium') or shutil.which('chromium-browser')
        if not browser:
            self.skipTest('no Chromium (Debian: chromium) is installed')
        return [sys.executable, os.path.join(FOREIGN, 'browser_client.py'), browser]


if __name__ == '__main__':
    tap.main()
