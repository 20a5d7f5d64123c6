#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""PROTOCOL.md section 4, "Debts": over a restart, and with two brokers on one database."""
import asyncio
import re
import time
import unittest  # noqa: F401
import uuid

from helpers import Peer, mint
import tap
import test_database
from test_database import SECRET, DatabaseCase, setUpModule, tearDownModule  # noqa: F401
from stack import Broker


class Case(DatabaseCase):
    options = ()

    def new(self, *options):
        broker = Broker('--database', test_database.cluster.conninfo('broker', self.db), *(options or self.options))
        self.addCleanup(broker.__exit__)
        return broker

    def start(self):
        self.broker = self.new()

    def alert(self, prioridad='urgente'):
        key = str(uuid.uuid4())
        self.sql(f"SELECT api.alertar_cocina('{key}', 1, NULL, 'Falta pan', '{prioridad}')", user='rosa')
        return key

    def metric(self, broker, name):
        return int(re.search(rf'^{name} (\d+)$', broker.get('/metrics')[1], re.M).group(1))

    async def at(self, broker, login, **options):
        return await Peer.open(broker, token=await asyncio.to_thread(self.token, login), **options)

    async def repeats(self, peer, key, last):
        """The attempts that come, up to one."""
        got = []
        while not got or got[-1] != last:
            event = await peer.next('alerta_cocina')
            if event['_rt']['uid'] == key:
                got.append(event['_rt'].get('re', 0))
        return got

    def told(self):
        return self.sql('SELECT uid, motivo FROM cony.deudas ORDER BY fecha').splitlines()


class Restart(Case):
    options = ('--repeat-after', '0.5,1,1.5', '--settle', '6')

    async def test_unpaid_is_known_again(self):
        # “it takes over what of the last 10 minutes was neither confirmed, told nor worked on” “is repeated at least
        # once more”
        cook = await self.at(self.broker, 'ana')
        paid, owed = self.alert(), self.alert()
        await self.repeats(cook, owed, 0)
        await cook.send({'tipo': '_ack', 'uid': paid, 're': 0})
        await cook.next('alerta_entregada', alerta_uid=paid)
        self.broker.kill()
        self.start()
        again, admin = await self.at(self.broker, 'ana', desde=cook.cursor), await self.at(self.broker, 'carmen')
        event = await again.next('alerta_cocina')
        self.assertEqual(event['_rt']['uid'], owed)
        self.assertGreater(event['_rt']['re'], 0)
        told = await admin.next('evento_sin_confirmar')
        self.assertEqual((told['evento_uid'], told['motivo']), (owed, 'sin_respuesta'))
        self.assertEqual(self.told(), [f'{owed}|sin_respuesta'])

    async def test_acked_after_it(self):
        cook = await self.at(self.broker, 'ana')
        owed = self.alert()
        await self.repeats(cook, owed, 0)
        self.broker.kill()
        await asyncio.to_thread(self.start)
        again = await self.at(self.broker, 'ana', desde=cook.cursor)
        event = await again.next('alerta_cocina')
        await again.send({'tipo': '_ack', 'uid': owed, 're': event['_rt'].get('re', 0)})
        await again.next('alerta_entregada', alerta_uid=owed)
        await self.until(lambda: self.metric(self.broker, 'cony_debts') == 0)
        self.assertEqual(self.told(), [])


class Early(Case):
    options = ('--repeat-after', '0.5,1,20', '--settle', '12')

    async def test_nobody_is_missed_too_early(self):
        # “whoever was connected comes back first; then those are reported for whom nobody came”
        began = time.monotonic()
        admin = await self.at(self.broker, 'carmen')
        first = self.alert()
        await admin.next('alerta_cocina')
        cook = await self.at(self.broker, 'ana')        # without a cursor: only the repetition brings it
        event = await cook.next('alerta_cocina')
        await cook.send({'tipo': '_ack', 'uid': first, 're': event['_rt'].get('re', 0)})
        await cook.next('alerta_entregada')
        await cook.close()
        second = self.alert()
        told = await admin.next('evento_sin_confirmar')
        self.assertEqual((told['evento_uid'], told['motivo']), (second, 'sin_sesion'))
        self.assertGreater(time.monotonic() - began, 3)
        third = self.alert()
        self.assertEqual((await admin.next('evento_sin_confirmar'))['evento_uid'], third)
        self.assertEqual(self.told(), [f'{second}|sin_sesion', f'{third}|sin_sesion'])


class Two(Case):
    """The first decides, until it goes."""

    options = ('--repeat-after', '0.5,1,1.5', '--settle', '0')

    async def asyncSetUp(self):
        await super().asyncSetUp()
        await self.until(lambda: self.metric(self.broker, 'cony_decides') == 1)
        self.second = await asyncio.to_thread(self.new)

    async def published(self, n):
        """Until n sessions are known to both brokers."""
        await self.until(lambda: self.sql('SELECT count(*) FROM cony.conexiones WHERE hasta IS NULL') == str(n))

    async def test_session_elsewhere(self):
        # “each publishes its sessions (`cony.conexiones`)” “Each repeats to its own sessions.” “only if no session of
        # a living broker owes the event” “A session that begins or ends is known to the others”
        admin, cook = await self.at(self.broker, 'carmen'), await self.at(self.second, 'ana')
        await self.published(2)
        key = self.alert()
        self.assertEqual(await self.repeats(cook, key, 1), [0, 1])
        await cook.send({'tipo': '_ack', 'uid': key, 're': 1})
        await admin.next('alerta_entregada')
        await self.until(lambda: self.metric(self.broker, 'cony_debts') + self.metric(self.second, 'cony_debts') == 0)
        self.assertEqual(self.told(), [])
        await cook.close()
        await self.published(1)
        key = self.alert()
        self.assertEqual((await admin.next('evento_sin_confirmar'))['motivo'], 'sin_sesion')
        self.assertEqual(self.told(), [f'{key}|sin_sesion'])

    async def test_filtered_sessions(self):
        """Who owes what is the same at every broker: also where a session asked for less."""
        # “Who owes is the same at every broker”
        admin = await self.at(self.broker, 'carmen')
        for broker in (self.broker, self.second):
            cook = await self.at(broker, 'ana', filtros={'tipos': ['refill_solicitado', 'alerta_entregada']})
            await self.published(2)
            key = self.alert()
            told = await admin.next('evento_sin_confirmar')
            self.assertEqual((told['evento_uid'], told['motivo']), (key, 'sin_sesion'))
            self.sql('SELECT api.pedir_refill(gen_random_uuid(), (SELECT min(id) FROM cony.insumos WHERE sucursal_id = 1), 1)',
                     user='rosa')
            event = await cook.next('refill_solicitado')
            await cook.send({'tipo': '_ack', 'uid': event['_rt']['uid'], 're': 0})
            await self.until(lambda: self.metric(self.broker, 'cony_debts') + self.metric(self.second, 'cony_debts') == 0)
            self.assertEqual(self.told()[-1], f'{key}|sin_sesion')
            await cook.close()
            await self.published(1)
        self.assertEqual(len(self.told()), 2)

    async def test_narrowed_to_a_branch(self):
        """A cook of all branches who looks at one owes nothing of the others."""
        token = mint(SECRET, 'prueba', sucursal=None)
        admin = await self.at(self.broker, 'carmen')
        for broker in (self.broker, self.second):
            narrowed = await Peer.open(broker, token=token, filtros={'sucursal': 2})
            await self.published(2)
            key = self.alert()
            told = await admin.next('evento_sin_confirmar')
            self.assertEqual((told['evento_uid'], told['motivo']), (key, 'sin_sesion'))
            everywhere = await Peer.open(broker, token=token)
            await self.published(3)
            key = self.alert()
            await self.repeats(everywhere, key, 0)
            await everywhere.send({'tipo': '_ack', 'uid': key, 're': 0})
            await admin.next('alerta_entregada', alerta_uid=key)
            await narrowed.close()
            await everywhere.close()
            await self.published(1)
        self.assertEqual(len(self.told()), 2)

    async def test_told_once(self):
        # “it alone reports”
        admins = [await self.at(broker, 'carmen') for broker in (self.broker, self.second)]
        cooks = [await self.at(broker, 'ana') for broker in (self.broker, self.second)]
        key = self.alert()
        for cook in cooks:
            self.assertEqual(await self.repeats(cook, key, 3), [0, 1, 2, 3])
        for admin in admins:
            self.assertEqual((await admin.next('evento_sin_confirmar'))['evento_uid'], key)
        await self.until(lambda: self.metric(self.broker, 'cony_debts') + self.metric(self.second, 'cony_debts') == 0)
        self.assertEqual(self.told(), [f'{key}|sin_respuesta'])
        self.alert('normal')
        for peer in admins + cooks:
            event = await peer.next()
            self.assertEqual((event['tipo'], event.get('prioridad')), ('alerta_cocina', 'normal'))

    async def test_paid_elsewhere_without_an_event(self):
        """A refill is confirmed at one broker: nothing tells the other one but the database."""
        # “the broker asks the database what was confirmed meanwhile, elsewhere or by a window that reads it itself”
        # “An `_ack` pays at all brokers”
        here, there = await self.at(self.broker, 'ana'), await self.at(self.second, 'ana')
        self.sql("SELECT api.pedir_refill(gen_random_uuid(), (SELECT min(id) FROM cony.insumos WHERE sucursal_id = 1), 1)",
                 user='rosa')
        uid = (await here.next('refill_solicitado'))['_rt']['uid']
        await there.next('refill_solicitado')
        await there.send({'tipo': '_ack', 'uid': uid, 're': 0})
        await self.until(lambda: self.metric(self.broker, 'cony_debts') == 0)
        self.alert('normal')
        while (event := await here.next())['tipo'] != 'alerta_cocina':
            self.assertNotEqual(event['tipo'], 'refill_solicitado')

    async def test_answers_at_the_second(self):
        """A `_nack` puts it off there and nowhere else; a `_rechazo` ends it at both, and is told once."""
        # “a `_rechazo` is reported by the broker that got it, a `_nack` or `_progreso` counts there alone”
        here, there = await self.at(self.broker, 'ana'), await self.at(self.second, 'ana')
        admin = await self.at(self.broker, 'carmen')
        await self.published(3)
        key = self.alert()
        await self.repeats(there, key, 0)
        await there.send({'tipo': '_nack', 'uid': key, 're': 0, 'en': 300, 'motivo': 'ocupado'})
        self.assertEqual(await self.repeats(here, key, 1), [0, 1])
        await there.send({'tipo': '_rechazo', 'uid': key, 're': 0})
        told = await admin.next('evento_sin_confirmar')
        self.assertEqual((told['evento_uid'], told['motivo']), (key, 'rechazo'))
        await self.until(lambda: self.metric(self.broker, 'cony_debts') + self.metric(self.second, 'cony_debts') == 0)
        self.assertEqual(self.told(), [f'{key}|rechazo'])
        last = self.alert('normal')
        # Nothing was repeated there.
        self.assertEqual((await there.next('alerta_cocina'))['_rt']['uid'], last)

    async def test_session_of_a_silent_broker(self):
        """Sessions of one that was silent for 10 s may not confirm any more."""
        # “10 s of silence is death”
        admin = await self.at(self.broker, 'carmen')
        for seconds in (11, 0):
            broker, session = str(uuid.uuid4()), str(uuid.uuid4())
            self.sql(f"INSERT INTO privado.brokers VALUES ('{broker}', privado.ahora() + interval '1 h' * {int(not seconds)}"
                     f" - interval '{seconds} s'); INSERT INTO cony.conexiones (id, broker, usuario_id, sucursal_id, roles)"
                     f" SELECT '{session}', '{broker}', id, 1, '{{cocinero}}' FROM cony.usuarios WHERE login = 'ana'")
            key = self.alert()
            if seconds:
                told = await admin.next('evento_sin_confirmar')
                self.assertEqual((told['evento_uid'], told['motivo']), (key, 'sin_sesion'))
        # Of one that lives they may, so that is told only when it was repeated in vain.
        told = await admin.next('evento_sin_confirmar')
        self.assertEqual((told['evento_uid'], told['motivo']), (key, 'sin_respuesta'))

    async def test_the_second_takes_over(self):
        # “the holder of an advisory lock that ends with its connection”
        admin, cook = await self.at(self.second, 'carmen'), await self.at(self.second, 'ana')
        await self.published(2)
        key = self.alert()
        await self.repeats(cook, key, 0)
        self.broker.kill()
        self.assertEqual((await admin.next('evento_sin_confirmar'))['evento_uid'], key)
        await self.until(lambda: self.metric(self.second, 'cony_decides') == 1)
        self.assertEqual(self.told(), [f'{key}|sin_respuesta'])


if __name__ == '__main__':
    tap.main()
