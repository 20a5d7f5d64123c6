#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A window is killed with things in its outbox: each is stored once, in order, by whoever did it.

CONY_OUTBOX_SEED repeats a run.
"""
import glob
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
sys.path[:0] = [os.path.join(TESTS, d) for d in ('e2e', 'lib', 'stack')]

import tap  # noqa: E402
from client import LIMIT, Client  # noqa: E402
from relay import Relay  # noqa: E402
from stack import Stack, end_process  # noqa: E402

SEED = int(os.environ.get('CONY_OUTBOX_SEED', '0')) or random.randrange(1, 1 << 31)
SCREEN = 'Mostrador'
ROUNDS = 6


def wait(what, fn):
    end = time.monotonic() + LIMIT
    while not fn():
        if time.monotonic() > end:
            raise AssertionError(f'seed {SEED}: waited {LIMIT} s for {what}')
        time.sleep(0.02)


class Lock:
    """Keeps alerts from being stored."""

    def __init__(self, cluster):
        self.psql = subprocess.Popen(['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', cluster.conninfo()],
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.psql.stdin.write('BEGIN; LOCK cony.alertas_cocina IN EXCLUSIVE MODE; SELECT 1;\n')
        self.psql.stdin.flush()
        assert self.psql.stdout.readline() == '1\n'

    def release(self):
        self.psql.communicate('COMMIT;\n')


class OutboxTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = Stack(broker=False)
        cls.stack.__enter__()
        cls.addClassCleanup(cls.stack.close)
        cls.cluster = cls.stack.cluster

    def setUp(self):
        self.random = random.Random(SEED)
        self.state = tempfile.mkdtemp(prefix='cony-outbox-', dir='/tmp')
        self.addCleanup(shutil.rmtree, self.state, ignore_errors=True)
        self.address = os.path.join(self.cluster.dir, '.s.PGSQL.5432')
        self.relay = Relay(self.address)
        self.addCleanup(self.relay.close)
        self.last = int(self.cluster.psql('SELECT coalesce(max(id), 0) FROM cony.alertas_cocina'))
        self.made = []          # (login, text), in order
        self.client = None
        self.addCleanup(lambda: self.client and end_process(self.client.proc))

    def enter(self, login):
        """The window, with LOGIN; one that was there has been killed."""
        self.client = Client(f'host=127.0.0.1 port={self.relay.port} dbname=cony sslmode=disable', '', login, SCREEN,
                             self.state)
        self.login = login

    def crash(self):
        self.client.proc.kill()
        self.client.proc.wait()

    def take_away(self):
        self.relay.target = self.state + '/nowhere'
        self.relay.cut()

    def give_back(self):
        self.relay.target = self.address

    def alert(self, n=1):
        """Done without a database: the window has said that it is queued, or is told so later."""
        for _ in range(n):
            text = f'aviso {len(self.made) + 1}'
            self.client.say(f'alert {text}')
            self.made.append((self.login, text))
        wait('the queue', lambda: self.client.list()[3] == 0)
        self.assertEqual([a for a in self.client.answers if a.startswith('error')], [])

    def waiting(self):
        return self.client.list()[2]

    def stored(self):
        return [tuple(line.split('|')) for line in filter(None, self.cluster.psql(
            'SELECT u.login, a.mensaje FROM cony.alertas_cocina a JOIN cony.usuarios u ON u.id = a.usuario_envia'
            f' WHERE a.id > {self.last} ORDER BY a.id').split('\n'))]

    def file(self):
        """Of the person who is in."""
        path, = glob.glob(f'{self.state}/cony/outbox/{SCREEN}/{self.login}@*')
        return path

    def test_written(self):
        """Killed while everything waits; somebody else works there before the author is back."""
        self.enter('rosa')
        self.take_away()
        self.alert(3)
        self.crash()
        self.give_back()
        self.enter('carmen')
        self.take_away()
        self.alert(2)
        self.crash()
        self.give_back()
        self.assertEqual(self.stored(), [])
        self.enter('rosa')
        wait('her alerts', lambda: self.waiting() == 0)
        self.assertEqual(self.stored(), self.made[:3])
        self.crash()
        self.enter('carmen')
        wait('hers too', lambda: self.waiting() == 0)
        self.assertEqual(self.stored(), self.made)

    def test_sent(self):
        """Killed between the request and the answer: the database has stored what nobody heard of."""
        self.enter('rosa')
        self.take_away()
        self.alert(3)
        lock = Lock(self.cluster)
        try:
            self.give_back()
            wait('the request', lambda: self.cluster.psql(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'rosa' AND wait_event_type = 'Lock'") != '0')
            self.crash()
        finally:
            lock.release()
        wait('the commit', lambda: len(self.stored()) == 3)
        self.enter('rosa')
        wait('the answer', lambda: self.waiting() == 0)
        self.assertEqual(self.stored(), self.made)

    def test_answered(self):
        """Killed between the answer and the note of it on the disk."""
        self.enter('rosa')
        self.take_away()
        self.alert(3)
        path = self.file()
        shutil.copy(path, self.state + '/before')
        self.give_back()
        wait('her alerts', lambda: self.waiting() == 0)
        self.assertEqual(self.stored(), self.made)
        self.crash()
        shutil.copy(self.state + '/before', path)
        self.enter('rosa')
        wait('her alerts again', lambda: self.waiting() == 0 and os.path.getsize(path) == 0)
        self.assertEqual(self.stored(), self.made)

    def test_any_time(self):
        """Killed at any moment after the database is back, again and again."""
        print(f'# CONY_OUTBOX_SEED={SEED}', flush=True)
        self.enter('rosa')
        for _ in range(ROUNDS):
            self.take_away()
            self.alert(self.random.randrange(1, 5))
            self.give_back()
            time.sleep(self.random.random() * 0.3)
            self.crash()
            self.enter('rosa')
        wait('all alerts', lambda: self.waiting() == 0)
        self.assertEqual(self.stored(), self.made)


if __name__ == '__main__':
    tap.main()
