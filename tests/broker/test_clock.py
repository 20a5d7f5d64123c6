#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""PROTOCOL.md section 4, "Tokens": the clock of the broker's machine is set while it runs."""
import asyncio
import os
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


class Clock(DatabaseCase):
    options = ('--repeat-after', '1,600,900', '--settle', '0')

    def start(self):
        if not hasattr(self, 'clock'):
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

    def set(self, seconds):
        with open(self.clock, 'r+b' if os.path.exists(self.clock) else 'wb') as file:
            file.write(struct.pack('=q', seconds))

    async def lives_on(self, peer, offset):
        """The clock is off, and three pings later nothing has happened."""
        self.set(offset)
        while abs((await peer.next('_ping'))['ts'] / 1000 - time.time() - offset) > 60:
            pass
        for _ in range(3):
            await peer.next('_ping')

    async def alert(self, cook):
        key = str(uuid.uuid4())
        self.sql(f"SELECT api.alertar_cocina('{key}', 1, NULL, 'Falta pan', 'urgente')", user='rosa')
        event = await cook.next('alerta_cocina')
        self.assertEqual((event['_rt']['uid'], event['_rt'].get('re', 0)), (key, 0))
        return key

    async def test_set(self):
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


if __name__ == '__main__':
    tap.main()
