# SPDX-License-Identifier: GPL-3.0-or-later
"""What journeys of one window share."""
import os
import shutil
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', 'stack'), os.path.join(HERE, '..', 'lib')]

from simulator import Simulator  # noqa: E402
from stack import Stack, end_process  # noqa: E402
from uitest import R, keys, wait  # noqa: E402

class Journey(unittest.TestCase):
    """One database, one broker and one window for a file."""
    window = None
    server = None  # another way to the database, as Stack.window() takes it

    @classmethod
    def setUpClass(cls):
        cls.stack = Stack()
        cls.stack.__enter__()
        cls.addClassCleanup(cls.stack.close)
        cls.simulator = Simulator(cls.stack, seed=1)
        cls.prepare()
        if cls.window:
            cls.app = cls.stack.window(cls.window, server=cls.server)

    @classmethod
    def prepare(cls):
        """What must be so before the window opens."""

    def setUp(self):
        if self.window:
            self.app.to_front(self.title)

    def sql(self, text, user=None):
        return self.stack.cluster.psql(text, user=user)

    def says(self, text, timeout=None):
        """A label with TEXT (or matching it) somewhere in the window."""
        return self.app.find(R.LABEL, text, timeout=timeout)

    def silent(self, text):
        self.app.gone(R.LABEL, text)

    def picture(self, name):
        """Into UI_SHOTS, for who wants to see it."""
        if os.environ.get('UI_SHOTS'):
            self.app.shot(os.path.join(os.environ['UI_SHOTS'], f'{name}.png'))


class Transaction:
    """A psql of LOGIN whose transaction stays open until it is committed."""

    def __init__(self, stack, login):
        self.proc = subprocess.Popen([shutil.which('psql'), '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d',
                                      stack.cluster.conninfo(login)],
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, sql):
        self.proc.stdin.write(sql + ';\n\\echo done\n')
        self.proc.stdin.flush()
        while (line := self.proc.stdout.readline().strip()) != 'done':
            if not line and self.proc.poll() is not None:
                raise RuntimeError('psql ended')

    def __enter__(self):
        self.run('BEGIN')
        return self

    def __exit__(self, *unused):
        self.proc.stdin.close()
        self.proc.wait(20)
        self.proc.stdout.close()


__all__ = ['Journey', 'R', 'Transaction', 'end_process', 'keys', 'wait']
