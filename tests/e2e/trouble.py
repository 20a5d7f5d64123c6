# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that can be lost between a window and the truth, with real processes: for the test and for the bench.

Trouble.SCENES names them. A scene breaks something, waits until the window says so (where its data is no longer
known to be complete), mends it, and waits until the window's lists are those of the database again.
"""
import contextlib
import os
import re
import shutil
import signal
import struct
import tempfile
import time

from client import LIMIT, Client
from relay import Relay
from stack import Stack, end_process

LIVE, DIRECT, DEAF, SHAKY, LOST = 'en-vivo', 'directo', 'sin-base', 'reconectando', 'sin-conexion'
HOUR = 3600


class Figures:
    """What one scene measured, in seconds; None where there was nothing to see."""

    def __init__(self):
        self.states = []        # of the window, in order
        self.shown = None       # from the fault until the window said that it had lost the connection
        self.again = None       # from the mending until everything was in sync


class Trouble:
    """A shop with a kitchen's window behind relays."""

    def __init__(self, asleep=10):
        """ASLEEP: seconds for which a window is stopped."""
        self.asleep = asleep
        self._exit = contextlib.ExitStack()

    def __enter__(self):
        with contextlib.ExitStack() as made:
            self.folder = tempfile.mkdtemp(prefix='cony-trouble-', dir='/tmp')
            made.callback(shutil.rmtree, self.folder, ignore_errors=True)
            self.stack = made.enter_context(Stack())
            self.cluster = self.stack.cluster
            self.database = Relay(os.path.join(self.cluster.dir, '.s.PGSQL.5432'))
            made.callback(self.database.close)
            self.broker = Relay(self._broker_address())
            made.callback(self.broker.close)
            self.clock = os.path.join(self.folder, 'clock')
            self.slept = 0
            self._set_clock(0)
            env = {}
            if os.environ.get('CONY_CLOCK_SHIM'):
                env = {'LD_PRELOAD': os.environ['CONY_CLOCK_SHIM'], 'CONY_CLOCK_FILE': self.clock}
            self.client = Client(f'host=127.0.0.1 port={self.database.port} dbname=cony sslmode=disable',
                                 f'ws://127.0.0.1:{self.broker.port}/ws', 'ana', 'Cocina 1', self.folder, env)
            made.callback(end_process, self.client.proc)
            # A process that stands still would not end.
            made.callback(self._thaw_all)
            self.first = int(self.cluster.psql('SELECT max(id) FROM cony.pedidos'))
            self._exit = made.pop_all()
        return self

    def __exit__(self, *unused):
        self._exit.close()

    def _broker_address(self):
        host, port = re.match(r'ws://([^:/]+):(\d+)/', self.stack.broker.uri).groups()
        return host, int(port)

    # parts

    def _set_clock(self, slept):
        """SLEPT: seconds that the window's machine has slept."""
        with open(self.clock, 'r+b' if os.path.exists(self.clock) else 'wb') as file:
            file.write(struct.pack('=qq', 0, slept))

    def _thaw_all(self):
        for proc in (self.stack.broker.proc, self.client.proc):
            if proc.poll() is None:
                os.kill(proc.pid, signal.SIGCONT)
        self.thaw_database()

    def kill_broker(self):
        self.stack.broker.kill()

    def start_broker(self):
        self.stack.start_broker()
        self.broker.target = self._broker_address()

    def freeze_broker(self):
        os.kill(self.stack.broker.pid, signal.SIGSTOP)

    def thaw_broker(self):
        os.kill(self.stack.broker.pid, signal.SIGCONT)

    def freeze_database(self):
        self.cluster.freeze()

    def thaw_database(self):
        self.cluster.thaw()

    # people

    def something(self):
        """An alert, and an order for the kitchen."""
        self.cluster.psql("SELECT api.alertar_cocina(gen_random_uuid(), 1, NULL, 'Prueba', 'alta')", user='rosa')
        self.cluster.psql("SELECT api.registrar_pedido(gen_random_uuid(), 1, 'Lucía', NULL, 'presencial', NULL,"
                          ' \'[{"producto_id": 1, "cantidad": 2}]\')', user='bot')
        self.cluster.psql("SELECT api.aprobar_pedido(gen_random_uuid(), max(id), 'PENDIENTE', 'Paga en caja')"
                          " FROM cony.pedidos WHERE estado = 'PENDIENTE' AND sucursal_id = 1", user='rosa')

    def difference(self):
        """(nullable): what the window shows that is not so."""
        rows, _rung, _waiting, _running = self.client.list()
        alerts = self.cluster.psql("SELECT uid FROM cony.alertas_cocina WHERE mensaje = 'Prueba'").split()
        missing = [uid for uid in alerts if ('alerta', uid) not in rows]
        if missing:
            return f'alerts are not there: {missing}'
        for line in self.cluster.psql('SELECT id, estado, version FROM cony.pedidos WHERE sucursal_id = 1'
                                      f' AND id > {self.first}').split():
            number, estado, version = line.split('|')
            if self.client.orders.get(int(number)) != (estado, int(version)):
                return f'#{number} is {self.client.orders.get(int(number))}, stored {(estado, version)}'
        return None

    def wait_for_sync(self):
        end = time.monotonic() + LIMIT
        while problem := self.difference():
            if time.monotonic() > end:
                raise AssertionError(f'not in sync after {LIMIT} s: {problem}; {self.client.fresh}')
            time.sleep(0.02)

    # scenes

    def run(self, name):
        """The figures of one scene."""
        tells = self.TELLS.get(name)
        self.client.wait_fresh(LIVE)
        self.wait_for_sync()
        figures = Figures()
        n_before = len(self.client.fresh)
        broken, mended = getattr(self, name)()
        self.something()
        self.wait_for_sync()
        figures.again = time.monotonic() - mended
        self.client.wait_fresh(LIVE)
        figures.states = [state for state, _at in self.client.fresh[n_before:]]
        lost = [at for state, at in self.client.fresh[n_before:] if state == tells]
        figures.shown = lost[0] - broken if lost else None
        return figures

    def _while_broken(self, fault, mend, tells):
        """TELLS: what the window says of itself meanwhile."""
        broken = time.monotonic()
        fault()
        self.client.wait_fresh(tells)
        if tells == DIRECT:
            self.something()
            self.wait_for_sync()
        mend()
        return broken, time.monotonic()

    def broker_killed(self):
        return self._while_broken(self.kill_broker, self.start_broker, DIRECT)

    def broker_frozen(self):
        return self._while_broken(self.freeze_broker, self.thaw_broker, DIRECT)

    def database_killed(self):
        return self._while_broken(self.cluster.crash, self.cluster.resume, LOST)

    def database_frozen(self):
        return self._while_broken(self.freeze_database, self.thaw_database, LOST)

    def both_killed(self):
        def fault():
            self.kill_broker()
            self.cluster.crash()

        def mend():
            self.cluster.resume()
            self.start_broker()

        return self._while_broken(fault, mend, LOST)

    def both_frozen(self):
        def fault():
            self.freeze_broker()
            self.freeze_database()

        def mend():
            self.thaw_database()
            self.thaw_broker()

        return self._while_broken(fault, mend, LOST)

    def _swallow(self, on):
        self.database.swallow(on)
        self.broker.swallow(on)

    def network_swallows(self):
        """Every connection stays open, nothing comes through, and what was opened meanwhile never answers."""
        return self._while_broken(lambda: self._swallow(True), lambda: self._swallow(False), LOST)

    def database_swallowed(self):
        """The same for the way to the database alone: the broker goes on telling what cannot be looked up."""
        def fault():
            self.database.swallow()
            self.something()

        return self._while_broken(fault, lambda: self.database.swallow(False), DEAF)

    def database_half_open(self):
        """Only the way to the database has died, and nobody tells: the broker makes the window look for rows there."""
        broken = time.monotonic()
        self.database.lose()
        return broken, broken

    def window_stopped(self):
        broken = time.monotonic()
        os.kill(self.client.proc.pid, signal.SIGSTOP)
        try:
            self.something()
            time.sleep(self.asleep)
        finally:
            os.kill(self.client.proc.pid, signal.SIGCONT)
        return broken, time.monotonic()

    def machine_slept(self):
        """An hour later: the connections died meanwhile, as a router forgets them, and the token has expired."""
        broken = time.monotonic()
        os.kill(self.client.proc.pid, signal.SIGSTOP)
        try:
            self.database.lose()
            self.broker.lose()
            self.something()
            self._end_tokens()
            self.slept += HOUR
            self._set_clock(self.slept)
        finally:
            os.kill(self.client.proc.pid, signal.SIGCONT)
        return broken, time.monotonic()

    def token_expired(self):
        """The window was cut from the broker for longer than its token lived."""
        def fault():
            self.broker.swallow()
            self._end_tokens()

        return self._while_broken(fault, lambda: self.broker.swallow(False), DIRECT)

    def _end_tokens(self):
        """As if all tokens of now were too old."""
        self.cluster.psql('SELECT api.rotar_clave(gen_random_uuid(), true)', user='sofia')

    SCENES = ('broker_killed', 'broker_frozen', 'database_killed', 'database_frozen', 'both_killed', 'both_frozen',
              'network_swallows', 'database_swallowed', 'database_half_open', 'window_stopped', 'machine_slept', 'token_expired')
    # Where nothing is left that could tell the truth, and what the window says then.
    TELLS = {'database_killed': LOST, 'database_frozen': LOST, 'both_killed': LOST, 'both_frozen': LOST,
             'network_swallows': LOST, 'database_swallowed': DEAF}
