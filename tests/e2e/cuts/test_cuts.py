# SPDX-License-Identifier: GPL-3.0-or-later
"""Windows without a screen, while connections are cut, the broker and PostgreSQL are killed.

CONY_CUTS_EVENTS says how many things the people do (default 150), CONY_CUTS_SEED repeats a run.
"""
import os
import random
import re
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.join(TESTS, d) for d in ('e2e', 'lib', 'stack')]

import tap  # noqa: E402
from client import LIMIT, Client  # noqa: E402
from relay import Relay  # noqa: E402
from stack import Stack, end_process  # noqa: E402

EVENTS = int(os.environ.get('CONY_CUTS_EVENTS', '150'))
SEED = int(os.environ.get('CONY_CUTS_SEED', '0')) or random.randrange(1, 1 << 31)
DESKS = [('rosa', 'Mostrador 1'), ('rosa', 'Mostrador 2')]
KITCHENS = [('ana', 'Cocina 1'), ('ana', 'Cocina 2')]
OWNER = [('carmen', 'Monitor')]
SNAPSHOT = 50                    # finished rows that a snapshot of the stores holds
STEP = ("SELECT api.{}(gen_random_uuid(), id, estado{}) FROM cony.pedidos WHERE estado = '{}' AND sucursal_id = 1"
        ' ORDER BY id OFFSET {} LIMIT 1')
ORDERS = [
    ('bot', "SELECT api.registrar_pedido(gen_random_uuid(), 1, 'Lucía', NULL, 'presencial', NULL,"
            ' \'[{{"producto_id": 1, "cantidad": 2}}]\')'),
    ('rosa', STEP.format('aprobar_pedido', ", 'Paga en caja'", 'PENDIENTE', '{}')),
    ('ana', STEP.format('pedido_listo', '', 'EN_PREPARACION', '{}')),
    ('rosa', STEP.format('entregar_pedido', '', 'LISTO', '{}')),
]


class CutsTest(unittest.TestCase):
    def setUp(self):
        self.state = tempfile.mkdtemp(prefix='cony-cuts-', dir='/tmp')
        # What was acknowledged must survive the death of the server.
        self.stack = Stack(fsync=True)
        self.stack.__enter__()
        self.addCleanup(self.stack.close)
        self.cluster = self.stack.cluster
        self.database = Relay(os.path.join(self.cluster.dir, '.s.PGSQL.5432'))
        self.addCleanup(self.database.close)
        self.broker = Relay(self.broker_address())
        self.addCleanup(self.broker.close)
        conninfo = f'host=127.0.0.1 port={self.database.port} dbname=cony sslmode=disable'
        uri = f'ws://127.0.0.1:{self.broker.port}/ws'
        self.clients = {}
        for login, name in DESKS + KITCHENS + OWNER:
            self.clients[name] = Client(conninfo, uri, login, name, self.state)
            self.addCleanup(end_process, self.clients[name].proc)
        self.insumo = self.cluster.psql('SELECT min(id) FROM cony.insumos WHERE sucursal_id = 1')

    def broker_address(self):
        host, port = re.match(r'ws://([^:/]+):(\d+)/', self.stack.broker.uri).groups()
        return host, int(port)

    # faults

    def kill_broker(self):
        self.stack.broker.kill()
        self.stack.start_broker()
        self.broker.target = self.broker_address()

    def kill_database(self):
        self.cluster.crash()
        self.act(random.choice([1, 2, 3]))
        self.cluster.resume()

    def cut_database(self):
        self.database.cut()

    def cut_broker(self):
        self.broker.cut()

    # people

    def step(self):
        """An order goes on, if the database is there."""
        user, sql = self.random.choice(ORDERS)
        self.cluster.psql(sql.format(self.random.randrange(4)), user=user, check=False)

    def act(self, n):
        """n things that people do now."""
        for _ in range(n):
            self.n_done += 1
            if self.random.random() < 0.2:
                self.step()
            kind = self.random.random()
            if kind < 0.6:
                self.clients[self.random.choice(DESKS)[1]].say(f'alert prueba {self.n_done}')
                self.alerts.append(f'prueba {self.n_done}')
            elif kind < 0.75:
                self.clients[self.random.choice(DESKS)[1]].say(f'refill {self.insumo}')
                self.n_refills += 1
            else:
                self.clients[self.random.choice(KITCHENS)[1]].say('seen')

    def stored(self):
        rows = {}
        for kind, table, seen in (('alerta', 'alertas_cocina', 'leida'), ('refill', 'refill_solicitud', 'false')):
            text = self.cluster.psql(f'SELECT uid, id, {seen} FROM cony.{table} WHERE sucursal_id = 1'
                                     f' AND id > {self.first[kind]} ORDER BY id')
            for line in filter(None, text.split('\n')):
                uid, number, leida = line.split('|')
                rows[kind, uid] = (int(number), leida == 't')
        return rows

    @staticmethod
    def shown(stored):
        """What a window must show: what is open, and the last of each kind (a snapshot has no more)."""
        keys = {key for key, (_number, leida) in stored.items() if not leida}
        for kind in ('alerta', 'refill'):
            keys.update(sorted((key for key in stored if key[0] == kind), key=stored.get)[-SNAPSHOT:])
        return keys

    def wait_for_peace(self, limit=LIMIT):
        """Until every list is that of the database; returns the seconds that it took."""
        start = time.monotonic()
        while True:
            problem = self.differences()
            if not problem:
                return time.monotonic() - start
            if time.monotonic() - start > limit:
                self.fail(f'seed {SEED}: not in sync after {limit} s: {problem}')
            time.sleep(0.05)

    def differences(self):
        stored = self.stored()
        orders = {int(number): (estado, int(version)) for number, estado, version in (
            line.split('|') for line in self.cluster.psql(
                'SELECT id, estado, version FROM cony.pedidos WHERE sucursal_id = 1'
                f' AND id > {self.first["pedido"]}').split())}
        for client in self.clients.values():
            rows, _rung, waiting, running = client.list()
            for number, order in orders.items():
                if client.orders.get(number) != order:
                    return f'{client.name}: #{number} is {client.orders.get(number)}, stored {order}'
            if waiting or running:
                return f'{client.name}: {waiting} wait, {running} run'
            for key, copies in rows.items():
                if len(copies) != 1:
                    return f'{client.name}: {key} is there {len(copies)} times'
                if key in stored and copies[0] != stored[key]:
                    return f'{client.name}: {key} is {copies[0]}, stored {stored[key]}'
                if copies[0][0] == 0:
                    return f'{client.name}: {key} is live only'
            missing = [(*key, *stored[key]) for key in sorted(self.shown(stored)) if key not in rows]
            if missing:
                return f'{client.name}: not there: {missing}'
        return None

    def begin(self):
        self.random = random.Random(SEED)
        random.seed(SEED)
        self.alerts, self.n_refills, self.n_done = [], 0, 0
        self.first = {kind: int(self.cluster.psql(f'SELECT coalesce(max(id), 0) FROM cony.{table}'))
                      for kind, table in (('alerta', 'alertas_cocina'), ('refill', 'refill_solicitud'),
                                          ('pedido', 'pedidos'))}
        self.wait_for_peace()

    def check_once(self):
        """0 lost, 0 doubled, and every event told at most once, on every screen."""
        text = self.cluster.psql('SELECT mensaje FROM cony.alertas_cocina WHERE id > '
                                 f'{self.first["alerta"]} AND mensaje LIKE \'prueba %\'')
        self.assertEqual(sorted(filter(None, text.split('\n'))), sorted(self.alerts))
        n = self.cluster.psql(f'SELECT count(*) FROM cony.refill_solicitud WHERE id > {self.first["refill"]}')
        self.assertEqual(int(n), self.n_refills)
        stored = {uid for _kind, uid in self.stored()}
        for client in self.clients.values():
            _rows, rung, _waiting, _running = client.list()
            self.assertEqual({uid: n for uid, n in rung.items() if n != 1}, {}, client.name)
            self.assertLessEqual(stored - set(rung), set(), f'{client.name} was not told')
            self.assertEqual([a for a in client.answers if a.startswith('error')], [], client.name)

    def test_random_faults(self):
        print(f'# seed {SEED}, {EVENTS} events', flush=True)
        self.begin()
        faults = [self.kill_broker, self.kill_database, self.cut_database, self.cut_broker]
        names = []
        while self.n_done < EVENTS:
            fault = self.random.choice(faults)
            self.act(min(self.random.randrange(8, 25), EVENTS - self.n_done))
            fault()
            names.append(fault.__name__)
        seconds = self.wait_for_peace()
        self.check_once()
        queued = sum(a == 'queued' for c in self.clients.values() for a in c.answers)
        print(f'# {len(self.alerts)} alerts, {self.n_refills} refills, {queued} waited in an outbox; '
              f'{len(names)} faults; in sync {seconds:.1f} s after the last', flush=True)

    def test_return(self):
        """After the return of the database, and of the broker, everything is in sync: in 3 s, if the machine can."""
        self.begin()
        self.cluster.crash()
        self.act(10)
        self.cluster.resume()
        took = self.wait_for_peace()
        print(f'# in sync {took:.2f} s after the database', flush=True)
        self.stack.broker.kill()
        self.act(10)
        self.stack.start_broker()
        self.broker.target = self.broker_address()
        took = self.wait_for_peace()
        print(f'# in sync {took:.2f} s after the broker', flush=True)
        self.check_once()


if __name__ == '__main__':
    tap.main()
