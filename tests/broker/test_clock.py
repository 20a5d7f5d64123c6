#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""PROTOCOL.md section 4, with the broker's clock in our hands: "Tokens", while it is set; "Echo" and "Several brokers",
where something ends after a time that nobody wants to wait for."""
import asyncio
import os
import re
import signal
import struct
import tempfile
import time
import unittest  # noqa: F401
import uuid

from helpers import Peer, mint
import tap
import test_database
from test_database import SECRET, DatabaseCase, setUpModule, tearDownModule  # noqa: F401
from stack import Broker

HOUR = 3600


class Case(DatabaseCase):
    def start(self):
        folder = tempfile.TemporaryDirectory(prefix='cony-clock-', dir='/tmp')
        self.addCleanup(folder.cleanup)
        self.clock = os.path.join(folder.name, 'offset')
        self.options += ('--state-dir', folder.name)
        self.set(0)
        os.environ.update(LD_PRELOAD=os.environ['CONY_CLOCK_SHIM'], CONY_CLOCK_FILE=self.clock)
        try:
            self.broker = Broker('--database', test_database.cluster.conninfo('broker', self.db), *self.options)
        finally:
            del os.environ['LD_PRELOAD'], os.environ['CONY_CLOCK_FILE']
        self.addCleanup(self.broker.__exit__)

    def set(self, seconds, passed=0):
        """The clock is off by so many seconds; what ended after a time has ended if more of them have `passed`."""
        with open(self.clock, 'r+b' if os.path.exists(self.clock) else 'wb') as file:
            file.write(struct.pack('=qqq', seconds, 0, passed))

    async def seen(self, peer, offset, passed=0):
        """The broker has looked at a clock that is off by `offset`, and knows what time has passed."""
        self.set(offset, passed)
        while abs((await peer.next('_ping'))['ts'] / 1000 - time.time() - offset) > 60:
            pass


class Clock(Case):
    options = ('--repeat-after', '1,600,900', '--settle', '0')

    async def lives_on(self, peer, offset):
        """The clock is off, and three pings later nothing has happened."""
        await self.seen(peer, offset)
        for _ in range(3):
            await peer.next('_ping')

    async def alert(self, cook):
        key = str(uuid.uuid4())
        self.sql(f"SELECT api.alertar_cocina('{key}', 1, NULL, 'Falta pan', 'urgente')", user='rosa')
        event = await cook.next('alerta_cocina')
        self.assertEqual((event['_rt']['uid'], event['_rt'].get('re', 0)), (key, 0))
        return key

    async def test_set(self):
        # “a clock of the broker's machine that is wrong, or is set, changes nothing”
        cook = await self.open('ana')
        owed = await self.alert(cook)
        self.assertEqual((await cook.next('alerta_cocina'))['_rt']['re'], 1)
        for offset in (HOUR, -HOUR, 24 * HOUR, 0):
            await self.lives_on(cook, offset)
            other = await self.open('ana')
            self.assertIn(other.hola['ttl'], range(200, 601))
            status, text = await self.post('bot', {'tipo': 'voucher_nuevo', 'voucher_id': 1, 'sucursal_id': 1})
            self.assertEqual((status, 'id' in text), (200, True))
            await other.close()
            # An alert is repeated when its second has passed; that of the beginning waits for its minutes.
            paid = await self.alert(cook)
            event = await cook.next('alerta_cocina')
            self.assertEqual((event['_rt']['uid'], event['_rt']['re']), (paid, 1))
            await cook.send({'tipo': '_ack', 'uid': paid, 're': 1})
            await cook.next('alerta_entregada', alerta_uid=paid)
        await cook.send({'tipo': '_ack', 'uid': owed, 're': 1})
        await cook.next('alerta_entregada', alerta_uid=owed)
        self.assertEqual(self.sql('SELECT count(*) FROM cony.deudas'), '0')

    async def test_set_back_prolongs_nothing(self):
        # “by time that passes”
        began = time.monotonic()
        peer = await Peer.open(self.broker, token=mint(SECRET, 'prueba', exp=int(time.time()) + 5))
        dead = mint(SECRET, 'prueba', exp=int(time.time()) + 5)
        self.set(-HOUR)
        self.assertEqual(await peer.closed(), 4004)
        self.assertLess(time.monotonic() - began, 10)
        again = Peer(await test_database.websockets.connect(self.broker.uri, subprotocols=['cony.v1']))
        await again.send({'tipo': '_auth', 'token': dead})
        self.assertEqual(await again.closed(), 4004)

    async def test_set_while_the_database_is_away(self):
        # “While the database is away, and for 60 s after”
        self.addCleanup(self.sql, 'ALTER ROLE broker LOGIN')
        token = mint(SECRET, 'prueba', exp=int(time.time()) + 6)
        peer = await Peer.open(self.broker, token=token)
        self.sql('ALTER ROLE broker NOLOGIN')
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'broker'")
        await self.until(lambda: self.broker.get('/readyz')[0] == 503)
        ended = asyncio.get_running_loop().time() + 7
        for offset in (13 * HOUR, -HOUR):
            await self.lives_on(peer, offset)
        self.assertGreater(asyncio.get_running_loop().time(), ended)
        await Peer.open(self.broker, token=token)
        # Back: for a minute there is time to fetch another one.
        self.sql('ALTER ROLE broker LOGIN')
        await self.until(lambda: self.broker.get('/readyz')[0] == 200)
        await self.seen(peer, HOUR, passed=20)
        await (await Peer.open(self.broker, token=token)).close()
        self.set(0, 90)
        self.assertEqual(await peer.closed(), 4004)
        again = Peer(await test_database.websockets.connect(self.broker.uri, subprotocols=['cony.v1']))
        await again.send({'tipo': '_auth', 'token': token})
        self.assertEqual(await again.closed(), 4004)


class Echo(Case):
    options = ()

    async def test_unanswered(self):
        """After 10 s it is forgotten: what a screen says then is no answer, and no question either."""
        # “Unanswered for 10 s it is forgotten” “An `id` that begins with `eco:` is the broker's own.”
        desk, cook = await self.open('rosa'), await self.open('ana')
        await desk.send({'tipo': '_eco', 'id': 'x1'})
        late = await cook.next('_eco')
        await self.seen(cook, HOUR, passed=11)
        await cook.send({'tipo': '_eco', 'id': late['id']})
        # What the broker has to say to it would come before this.
        await cook.send({'tipo': '_eco', 'id': 'x2'})
        asked = await desk.next('_eco')
        await desk.send({'tipo': '_eco', 'id': asked['id']})
        while (message := await cook.read())['tipo'] == '_ping':
            pass
        self.assertEqual((asked['de'], message['tipo'], message['id']), ('cocinero', '_eco', 'x2'))
        await desk.send({'tipo': '_eco', 'id': 'x3'})
        await cook.send({'tipo': '_eco', 'id': (await cook.next('_eco'))['id']})
        self.assertEqual((await desk.next('_eco'))['id'], 'x3')


class Silent(Case):
    """The one that decides lives, as far as the database knows, but does nothing."""

    options = ('--repeat-after', '0.5,1,1.5', '--settle', '0')

    def told(self):
        return self.sql('SELECT uid, motivo FROM cony.deudas').splitlines()

    def metric(self, broker, name):
        return re.search(rf'^{name} (\d+)$', broker.get('/metrics')[1], re.M).group(1)

    def start(self):
        self.first = Broker('--database', test_database.cluster.conninfo('broker', self.db), *self.options)
        self.addCleanup(self.first.__exit__)
        end = time.monotonic() + 60
        while self.metric(self.first, 'cony_decides') != '1':
            self.assertLess(time.monotonic(), end)
        super().start()

    async def test_tells_it_after_all(self):
        # “The others keep what they would give up, look every 2 s whether it was told, and tell it themselves after
        # 60 s.”
        other, admin, cook = await Peer.open(self.first, token=self.token('carmen')), await self.open('carmen'), \
            await self.open('ana')
        self.first.proc.send_signal(signal.SIGSTOP)
        self.addCleanup(self.first.proc.send_signal, signal.SIGCONT)
        key = str(uuid.uuid4())
        self.sql(f"SELECT api.alertar_cocina('{key}', 1, NULL, 'Falta pan', 'urgente')", user='rosa')
        while (await cook.next('alerta_cocina'))['_rt'].get('re') != 3:
            pass
        # Soon it is given up, which is told by the first or, a minute later, by any.
        for hours, passed in ((1, 10), (2, 40)):
            await self.seen(cook, hours * HOUR, passed)
            await cook.next('_ping')
            self.assertEqual(self.told(), [])
            self.assertEqual(self.metric(self.broker, 'cony_debts'), '1')
        await self.seen(cook, 3 * HOUR, 100)
        told = await admin.next('evento_sin_confirmar')
        self.assertEqual((told['evento_uid'], told['motivo']), (key, 'sin_respuesta'))
        self.assertEqual(self.metric(self.broker, 'cony_decides'), '0')
        # The first goes on, and finds that it was told.
        self.first.proc.send_signal(signal.SIGCONT)
        self.assertEqual((await other.next('alerta_cocina'))['_rt']['uid'], key)
        self.assertEqual((await other.next('evento_sin_confirmar'))['evento_uid'], key)
        await self.until(lambda: self.metric(self.first, 'cony_debts') == '0')
        self.assertEqual(self.told(), [f'{key}|sin_respuesta'])
        self.assertEqual(self.sql("SELECT count(*) FROM cony.eventos_realtime WHERE tipo = 'evento_sin_confirmar'"
                                  f" AND payload LIKE '%{key}%'"), '1')


if __name__ == '__main__':
    tap.main()
