# SPDX-License-Identifier: GPL-3.0-or-later
"""A window without a screen, window-client.c, and what it says."""
import os
import queue
import subprocess
import threading
import time

from stack import die_with_parent

LIMIT = 60


class Client:
    def __init__(self, conninfo, broker, login, name, state, env=None):
        self.name = name
        self.answers = []
        self.fresh = []         # (state, seconds of the monotonic clock)
        self._lines = queue.Queue()
        self.proc = subprocess.Popen(
            [os.environ['CONY_WINDOW_CLIENT'], conninfo, broker, login, name], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, bufsize=1, preexec_fn=die_with_parent,
            env={**os.environ, 'XDG_STATE_HOME': state, 'LC_ALL': 'C.UTF-8', **(env or {})})
        threading.Thread(target=self._read, daemon=True).start()
        while (line := self._next()) != 'ready':
            self._hear(line.split(' '))

    def _read(self):
        for line in self.proc.stdout:
            self._lines.put(line.rstrip('\n'))
        self._lines.put(None)

    def _next(self):
        line = self._lines.get(timeout=LIMIT)
        if line is None:
            raise RuntimeError(f'{self.name} has ended')
        return line

    def say(self, line):
        self.proc.stdin.write(line + '\n')

    def _hear(self, words):
        if words[0] == 'fresh':
            self.fresh.append((words[1], int(words[2]) / 1000))
        else:
            self.answers.append(' '.join(words))

    def wait_fresh(self, *states, limit=LIMIT):
        """Until the last that it said of its freshness is one of STATES."""
        end = time.monotonic() + limit
        while not self.fresh or self.fresh[-1][0] not in states:
            try:
                line = self._lines.get(timeout=max(0, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f'{self.name} never became {states}: {self.fresh}') from None
            if line is None:
                raise RuntimeError(f'{self.name} has ended')
            self._hear(line.split(' '))
        return self.fresh[-1][1]

    def list(self):
        """({(store, uid): [(id, leida)…]}, {uid: times}, entries in the outbox, commands under way)

        The orders are in self.orders: {id: (state, version)}."""
        rows, rung, state = {}, {}, (0, 0)
        self.orders = {}
        self.say('list')
        while True:
            words = self._next().split(' ')
            if words[0] == 'row':
                rows.setdefault((words[1], words[2]), []).append((int(words[3]), words[4] == '1'))
            elif words[0] == 'order':
                self.orders[int(words[1])] = (words[2], int(words[3]))
            elif words[0] == 'rung':
                rung[words[1]] = int(words[2])
            elif words[0] == 'state':
                state = (int(words[1]), int(words[2]))
            elif words[0] == 'end':
                return rows, rung, *state
            else:
                self._hear(words)
