#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""cony-notify against a real broker without a database."""
import json
import os
import signal
import socket
import subprocess
import sys
import unittest

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', d) for d in ('lib', 'stack')]
import tap  # noqa: E402
from stack import Broker, die_with_parent, program  # noqa: E402

VOUCHER = {'tipo': 'voucher_nuevo', 'voucher_id': 999, 'usuario_id': 1, 'sucursal_id': 1}


def notify(*args, stdin=None, env=None):
    return subprocess.run([program('cony-notify'), *args], input=stdin, text=True, capture_output=True,
                          timeout=30, env={**os.environ, 'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'en',
                                           'CONY_TOKEN_FILE': '', **(env or {})})


class Tail:
    """cony-notify tail as a process; it is connected when this returns."""

    def __init__(self, uri, *args):
        self.proc = subprocess.Popen([program('cony-notify'), '--broker', uri, 'tail', *args],
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                     env={**os.environ, 'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'en', 'CONY_TOKEN_FILE': ''},
                                     preexec_fn=die_with_parent)
        said = self.proc.stderr.readline()
        assert 'Connected' in said, said

    def line(self):
        return self.proc.stdout.readline().rstrip('\n')

    def end(self, signum=signal.SIGINT):
        self.proc.send_signal(signum)
        out, err = self.proc.communicate(timeout=20)
        return self.proc.returncode, out, err


class WithoutBroker(unittest.TestCase):
    """What is wrong before anything is sent: exit code 2 and a sentence."""

    def refused(self, *args, stdin=None, says=''):
        done = notify(*args, stdin=stdin)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(done.stdout, '')
        self.assertIn('cony-notify: ', done.stderr)
        self.assertIn(says, done.stderr)

    def test_help_and_version(self):
        self.assertIn('tail', notify('--help').stdout)
        self.assertRegex(notify('--version').stdout, r'^cony-notify \d+\.\d+')

    def test_usage(self):
        self.refused(says='No event')
        self.refused('{"tipo":"a"}', '{"tipo":"b"}', says='More than one')
        self.refused('--nonsense')
        self.refused('--count', '-1', 'tail')
        self.refused('--broker', 'http://x/ws', '{"tipo":"a"}', says='ws://')
        self.refused('--broker', 'ws://', '{"tipo":"a"}')

    def test_no_json(self):
        for text in ('hola', '', '   ', '[1]', '"tipo"', '{"tipo":"x"', '{"tipo":"x"} y', '{"tipo":"a\\u0000b"}',
                     '{"tipo":"a","m":"\\ud800"}', '{"tipo":"x","a":' + '[' * 40 + ']' * 40 + '}'):
            with self.subTest(text=text):
                self.refused(text)

    def test_bad_tipo(self):
        for event in ({}, {'tipo': ''}, {'tipo': None}, {'tipo': 7}, {'tipo': 'x' * 51}):
            with self.subTest(event=event):
                self.refused(json.dumps(event))

    def test_reserved(self):
        self.refused(json.dumps({'tipo': 'alerta_cocina', '_rt': {}}))
        self.refused(json.dumps({'tipo': '_hola'}))

    def test_too_long(self):
        base = len(json.dumps({'tipo': 'x', 'm': ''}, separators=(',', ':')))
        self.refused(json.dumps({'tipo': 'x', 'm': 'ñ' * (2001 - base)}))

    def test_bad_line_names_itself(self):
        self.refused('-', stdin='{"tipo":"a"}\n\n{"tipo":""}\n', says='line 3')
        self.refused('-', stdin='', says='no event')

    def test_missing_token_file(self):
        done = notify('{"tipo":"x"}', env={'CONY_TOKEN_FILE': '/nowhere/token'})
        self.assertEqual(done.returncode, 2)
        self.assertIn('/nowhere/token', done.stderr)

    def test_nobody_listens(self):
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            uri = 'ws://127.0.0.1:%d/ws' % free.getsockname()[1]
            for words in (['{"tipo":"x"}'], ['tail']):
                done = notify('--broker', uri, *words)
                self.assertEqual(done.returncode, 1)
                self.assertIn('cannot be reached', done.stderr)


class WithBroker(unittest.TestCase):
    def setUp(self):
        self.broker = Broker('--memory', '--no-auth')
        self.addCleanup(self.broker.__exit__)

    def post(self, *args, **kwargs):
        return notify('--broker', self.broker.uri, *args, **kwargs)

    def test_one_event(self):
        tail = Tail(self.broker.uri, '--count', '1')
        done = self.post(json.dumps(VOUCHER))
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        self.assertIsInstance(json.loads(done.stdout), dict)
        self.assertEqual(json.loads(tail.line()), VOUCHER)
        self.assertEqual(tail.proc.wait(20), 0)
        tail.end()

    def test_longest_event(self):
        event = {'tipo': 'x' * 50, 'm': ''}
        event['m'] = 'ñ' * (2000 - len(json.dumps(event, separators=(',', ':'))))
        tail = Tail(self.broker.uri)
        done = self.post('-', stdin=json.dumps(event))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(tail.line()), event)
        tail.end()

    def test_standard_input(self):
        tail = Tail(self.broker.uri)
        self.assertEqual(self.post('-', stdin=json.dumps(VOUCHER, indent=2)).returncode, 0)
        self.assertEqual(json.loads(tail.line()), VOUCHER)
        events = [dict(VOUCHER, voucher_id=n) for n in range(1, 251)]
        done = self.post('-', stdin='\n'.join(map(json.dumps, events)) + '\n\n')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        self.assertEqual(len(done.stdout.splitlines()), 250)
        self.assertEqual([json.loads(tail.line()) for _ in events], events)
        tail.end()

    def test_tail_ends_quietly(self):
        for signum in (signal.SIGINT, signal.SIGTERM):
            tail = Tail(self.broker.uri)
            status, out, err = tail.end(signum)
            self.assertEqual((status, out, err), (0, '', ''))

    def test_tail_comes_back(self):
        tail = Tail(self.broker.uri)
        listen = self.broker.uri.removeprefix('ws://').removesuffix('/ws')
        self.broker.kill()
        again = Broker('--memory', '--no-auth', listen=listen)
        self.addCleanup(again.__exit__)
        while 'Connected' not in (said := tail.proc.stderr.readline()):
            self.assertTrue(said, 'the tail ended')
        self.assertEqual(self.post(json.dumps(VOUCHER)).returncode, 0)
        self.assertEqual(json.loads(tail.line()), VOUCHER)
        tail.end()


if __name__ == '__main__':
    tap.main()
