#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever way the demo ends, nothing of it stays."""
import os
import signal
import subprocess
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', d) for d in ('lib', 'stack')]
import tap  # noqa: E402

STACK = os.path.join(HERE, '..', 'stack')
UI_RUN = os.path.join(HERE, '..', 'lib', 'ui-run.sh')
HOLD = f'''
import sys; sys.path.insert(0, {STACK!r})
from stack import Stack
with Stack() as stack:
    print('ready', stack.dir, stack.cluster.dir, flush=True)
    sys.stdin.read()
'''


def descendants(pid):
    """Every process below PID, as (pid, start time): a number may be used again."""
    parents = {}
    for name in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{name}/stat') as stat:
                fields = stat.read().rpartition(')')[2].split()
            parents[int(name)] = (int(fields[1]), fields[19])
        except OSError:
            pass
    found, todo = [], [pid]
    while todo:
        up = todo.pop()
        below = [p for p, (parent, _) in parents.items() if parent == up]
        found += [(p, parents[p][1]) for p in below]
        todo += below
    return found


def alive(process):
    try:
        with open(f'/proc/{process[0]}/stat') as stat:
            fields = stat.read().rpartition(')')[2].split()
        return fields[19] == process[1] and fields[0] != 'Z'
    except OSError:
        return False


class Endings(unittest.TestCase):
    def gone(self, processes, folders=(), timeout=30):
        end = time.monotonic() + timeout
        while left := [p for p in processes if alive(p)] + [f for f in folders if os.path.exists(f)]:
            self.assertLess(time.monotonic(), end, f'still there: {left}')
            time.sleep(.05)

    def start(self, *argv):
        proc = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(proc.stdout.close)
        self.addCleanup(proc.stdin.close)
        line = proc.stdout.readline().split()
        self.assertEqual(line[0], 'ready')
        return proc, line[1:], descendants(proc.pid)

    def test_stack(self):
        for signum in (None, signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            with self.subTest(signal=signum):
                proc, folders, below = self.start('/usr/bin/python3', '-c', HOLD)
                self.assertGreaterEqual(len(below), 3)
                if signum is None:
                    proc.communicate()
                    self.gone(below, folders)
                else:
                    proc.send_signal(signum)
                    proc.wait(30)
                    self.gone(below, [folders[1]])

    def test_screen(self):
        for signum in (None, signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            with self.subTest(signal=signum):
                proc, _, below = self.start(UI_RUN, '--wm', '--', 'bash', '-c', 'echo ready; read x')
                self.assertGreaterEqual(len(below), 4)
                if signum is None:
                    proc.communicate('x\n')
                else:
                    proc.send_signal(signum)
                    proc.wait(30)
                self.gone([p for p in below if p[0] != proc.pid])


if __name__ == '__main__':
    tap.main()
