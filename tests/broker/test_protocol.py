#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""broker/PROTOCOL.md and the manual page say what the broker does: tables and numbers against source, --help and a
broker that runs."""
import glob
import json
import os
import re
import subprocess
import unittest
import urllib.request

import helpers  # noqa: F401
import tap
from test_database import DatabaseCase, setUpModule, tearDownModule  # noqa: F401
from stack import ROOT, program


def read(*path):
    with open(os.path.join(ROOT, *path), encoding='utf-8') as file:
        return file.read()


TEXT = read('broker', 'PROTOCOL.md')
PROSE = re.sub(r'\s+', ' ', TEXT)
SOURCES = {os.path.basename(path): read(path) for path in glob.glob(os.path.join(ROOT, 'broker', 'broker-*.[ch]'))}
SOURCE = '\n'.join(SOURCES.values())
SOURCES['cony-event.h'] = read('libshared', 'core', 'events', 'cony-event.h')
STATUSES = {'BAD_REQUEST': 400, 'UNAUTHORIZED': 401, 'FORBIDDEN': 403, 'NOT_FOUND': 404, 'METHOD_NOT_ALLOWED': 405,
            'GONE': 410, 'REQUEST_ENTITY_TOO_LARGE': 413, 'UNPROCESSABLE_ENTITY': 422, 'TOO_MANY': 429,
            'SERVICE_UNAVAILABLE': 503}


def quotes():
    """What the tests of this folder quote of the document, in “ ”, over the lines of a comment."""
    text = ' '.join(read(path) for path in glob.glob(os.path.join(ROOT, 'tests', 'broker', '*.[cp]*')))
    text = re.sub(r'\n *(?:#|\*)? *', ' ', text)
    return {quote for quote in re.findall('“([^“”]+)”', text) if quote != ' '}


def split(text):
    return re.split(r'(?<=[.;]) (?=[\w`(*])', text)


def sentences():
    """Sentences of the document that promise something to others: all but its preface, tables and section 5."""
    promises = TEXT[TEXT.index('## 1.'):TEXT.index('## 5.')] + TEXT[TEXT.index('## 6.'):]
    for block in re.split(r'\n\n|\n(?=- )', promises):
        if not block.lstrip().startswith(('|', '#')):
            yield from split(re.sub(r'\s+', ' ', block).strip())


def table(*header):
    """Rows of the table with this header, cells stripped."""
    start = TEXT.index('| ' + ' | '.join(header) + ' |')
    rows = []
    for line in TEXT[start:].split('\n')[2:]:
        if not line.startswith('|'):
            break
        rows.append([cell.strip() for cell in line.strip()[1:-1].split('|')])
    return rows


def constant(file, name):
    """The value of a number in the source."""
    text = re.search(rf'^#define {name} (.+?)(?: *//.*| */\*.*)?$', SOURCES[file], re.M).group(1)
    return eval(text.replace('/', '//'), {'__builtins__': {}}, Names(file))


class Names(dict):
    """Constants that are made of others."""

    def __init__(self, file):
        super().__init__()
        self.file = file

    def __missing__(self, name):
        return constant(self.file, name)


MIB, KIB = 1 << 20, 1 << 10
# File, constants with the unit that they are told in, and where.
NUMBERS = (
    ('cony-event.h', ['CONY_EVENT_MAX_DEPTH'], 'JSON may be nested {} deep'),
    ('broker-memory.h', ['BROKER_MEMORY_EVENTS'], 'the last {} events can be resumed'),
    ('broker-gate.h', ['BROKER_EARLY_MS'], 'sent after {} ms, without `cur`'),
    ('broker-reader.c', ['TIMER_MS'], 'a timer of {} ms is the net below'),
    ('broker-reader.c', [('BLIND_MS', 1000)], 'database away or silent for {} s'),
    ('broker-outbox-sql.h', ['BROKER_REPLAY_ROWS'], 'above the cursor, {} a page'),
    ('broker-outbox-sql.h', ['BROKER_REPLAY_ROWS'], 'admins: up to {} events'),
    ('broker-registrar.c', ['BATCH_ROWS'], 'one transaction ({} rows at most)'),
    ('broker-registrar.c', ['MAX_WAITING', ('MAX_WAITING_BYTES', MIB)], '{:,} events or {} MiB may wait'),
    ('broker-registrar.c', ['RESERVED', ('RESERVED_BYTES', MIB)], 'the last {:,} and {} MiB are for urgent'),
    ('broker-registrar.c', ['MAX_SHARE'], 'One login may have {:,} waiting'),
    ('broker-spool.c', [('MAX_BYTES', MIB)], '(0600, {} MiB, one broker)'),
    ('broker-ingest.h', [('BROKER_MAX_BODY', MIB), 'BROKER_MAX_LINES'], 'body over {} MiB, over {} lines'),
    ('broker-client.c', [('AUTH_MS', 1000)], 'the first message, within {} s'),
    ('broker-client-replay.c', ['PING_MS'], '`ping` {} ms'),
    ('broker-client-replay.c', [('PING_MS', 1000)], 'every {} s: `cur`'),
    ('broker-client.c', ['WARN_S'], 'once, {} s before'),
    ('broker-client-receive.c', ['MAX_PANTALLA'], 'name of the screen, {} characters'),
    ('broker-client.h', ['BROKER_CLIENT_ACKS_BURST', 'BROKER_CLIENT_ACKS_PER_SECOND'],
     '{} confirmations (`_ack`, `_nack`, `_progreso`, `_rechazo`) at once, {} a second'),
    ('broker-clients.c', ['HEALTHY_MS'], 'absent below {} ms'),
    ('broker-link.c', [('QUERY_MS', 1000)], 'After {} s without an answer the broker makes another connection'),
    ('broker-frame.h', ['BROKER_MAX_MESSAGE'], '`max` {} bytes'),
    ('broker-frame.h', [('BROKER_MAX_MESSAGE', KIB)], 'message over {} KiB'),
    ('broker-input.h', ['BROKER_MAX_FRAGMENTS'], 'of more than {} frames'),
    ('broker-connection.h', [('BROKER_MAX_CONTROL_BYTES', MIB)], "over {} MiB of one's own queue"),
    ('broker-connection.c', ['TOKENS_BURST', 'TOKENS_PER_SECOND'], '{} messages and pings at once, {} a second'),
    ('broker-sight.c', ['MAX_FILTER'], '[…{} at most]'),
    ('broker-debts.h', [('BROKER_DEBT_MAX_DELAY_MS', 1000)], '`en` seconds ({} at most)'),
    ('broker-debts.h', [('BROKER_DEBT_AGAIN_MS', 1000)], 'look every {} s whether it was told'),
    ('broker-collector.c', [('ASK_MS', 1000)], 'after {} s without an answer it judges alone'),
    ('broker-collector.c', [('ALONE_MS', 1000)], 'tell it themselves after {} s'),
    ('broker-reporter.c', ['MAX_REPORTS'], 'reports ({} at most) wait'),
    ('broker-echo.c', ['MAX_ID'], '`id`, {} characters'),
    ('broker-echo.c', [('ECHO_MS', 1000)], 'Unanswered for {} s it is forgotten'),
    ('broker-token.h', [('BROKER_TOKEN_MAX_LIFE_S', 60), 'BROKER_TOKEN_LEEWAY_S'],
     '({} min at most, leeway {} s for'),
    ('broker-key-reader.c', [('REFRESH_MS', 1000)], 'read from the database every {} s'),
    ('broker-state.c', [('RETURN_MS', 1000)], 'and for {} s after, a token'),
    ('broker-options.c', [('DEFAULT_GRACE_S', 3600)], 'for {} h at most (`--grace`)'),
    ('broker-options.c', ['DEFAULT_SETTLE_S'], 'For {} s after it began to decide (`--settle`)'),
    ('broker-options.c', ['DEFAULT_PER_PERSON'], '{} sessions (`--per-person`)'),
    ('broker-options.c', ['DEFAULT_PER_ADDRESS'], '{} sessions (`--per-address`)'),
    ('broker-quota.h', ['BROKER_QUOTA_MAX_KEYS'], '{:,} addresses are known apart'),
    ('broker-log.h', [('BROKER_LOG_MAX_BYTES', MIB), 'BROKER_LOG_MAX_FRAMES', ('BROKER_LOG_MAX_AGE_MS', 1000)],
     'of {} MiB, {:,} frames or {} s'),
    ('broker-roster.c', [('CLOSE_MS', 1000)], 'After {} s the connection is cut in any case'),
    ('broker-roster.c', [('KEEPALIVE_MS', 1000), ('PONG_MS', 1000)],
     'says nothing for {} s is asked by a WebSocket ping, plain or not, and cut when no answer comes within {} s'),
    ('broker-acceptor.h', [('BROKER_REQUEST_MS', 1000)], 'not complete within {} s is cut'),
    ('broker-main.c', [('DRAIN_MS', 1000)], 'exit 0 within {} s'),
)


def numbers(file, names):
    """What the source has for the places of a sentence."""
    values = []
    for name in names:
        name, unit = name if isinstance(name, tuple) else (name, 1)
        value = constant(file, name)
        assert value % unit == 0, name
        values.append(value // unit)
    return values


def words(cell):
    return {word for word in re.split(r'[,\s]+', cell.replace('`', '')) if word}


class Quotes(unittest.TestCase):
    def test_all_of_them_stand_there(self):
        self.assertGreater(len(quotes()), 100)
        self.assertEqual([quote for quote in sorted(quotes()) if quote not in PROSE], [])

    def test_each_promise_is_proved(self):
        """By a test that quotes it, in whole or in part, or by test_numbers."""
        known = quotes() | {sentence.format(*numbers(file, names)) for file, names, sentence in NUMBERS}
        self.assertEqual([sentence for sentence in sentences() if not sentence.endswith(':')
                          and not any(part in sentence for quote in known for part in split(quote))], [])


class Tables(unittest.TestCase):
    def test_close_codes(self):
        self.assertEqual({int(row[0]) for row in table('code', 'why', 'then')},
                         {int(code) for code in re.findall(r'#define BROKER_CLOSE_\w+ (\d+)', SOURCE)})

    def test_messages(self):
        sends, receives = table('tipo', 'members'), TEXT[TEXT.index('Client to server:'):]
        self.assertEqual({row[0].strip('`') for row in sends}, set(re.findall(r'\\"tipo\\":\\"(_\w+)', SOURCE)))
        told = {name for name in re.findall(r'^\| `(_\w+)` \|', receives, re.M)}
        client = SOURCES['broker-client-receive.c']
        known = set(re.findall(r'g_str_equal \(tipo, "(_\w+)"\)', client))
        self.assertEqual(told, known)

    def test_errors_of_the_connection(self):
        cell = next(row[1] for row in table('tipo', 'members') if row[0] == '`_error`')
        self.assertEqual(words(re.search(r'\((.*?)\)', cell).group(1)),
                         set(re.findall(r'send_error \(self, "(\w+)"', SOURCE)))

    def test_refusals(self):
        told = set()
        for status, codes, *_why in table('status', 'codigo', 'why'):
            told |= {(int(s), code) for s in words(status) for code in words(codes) if not code.startswith('CN')
                     and s != '500'}
        for row in table('path', 'answer'):
            for status, codes in re.findall(r'(\d{3}) ((?:`\w+`(?:, )?)+)', row[1]):
                told |= {(int(status), code) for code in words(codes)}
        found = {(STATUSES[status], code) for status, code in re.findall(
            r'(?:SOUP|BROKER)_STATUS_(\w+),\s+"(\w+)"', SOURCE)}
        self.assertEqual(told, found)

    def test_states(self):
        # “A connection is *waiting* (not known), *replaying* (gets what it missed), *live*, or *closing*.”
        states = re.search(r'states\[\] = \{ (.*?) \}', SOURCES['broker-client-json.c']).group(1)
        self.assertEqual(re.findall(r'\*(\w+)\*', TEXT[TEXT.index('A connection is'):TEXT.index('Server to client')]),
                         re.findall(r'"(\w+)"', states))

    def test_numbers(self):
        for file, names, sentence in NUMBERS:
            with self.subTest(sentence):
                text = sentence.format(*numbers(file, names))
                self.assertTrue(text in PROSE, text)

    def test_repetitions(self):
        ages = re.search(r'DEFAULT_REPEAT "(.*?)"', SOURCE).group(1).split(',')
        self.assertIn(f'when it is {ages[0]}, {ages[1]} and {ages[2]} s old (`--repeat-after`)', PROSE)
        self.assertIn(f'{int(ages[2]) - int(ages[1])} s after the last it is given up', PROSE)

    def test_options(self):
        done = subprocess.run([program('cony-broker'), '--help'], capture_output=True, text=True, timeout=20, check=True)
        options = set(re.findall(r'^ +(--[a-z-]+)', done.stdout, re.M)) - {'--help'}
        self.assertIn('--per-address', options)
        manual = read('docs', 'cony-broker.1').replace('\\-', '-')
        described = set(re.findall(r'^\.(?:BI|B) (--[a-z-]+)', manual, re.M))
        self.assertEqual(described, options - {'--version'})
        self.assertEqual(set(re.findall(r'`(--[a-z-]+)', TEXT)) - options, set())
        # A default that --help names is in the manual page, too.
        for option, default in re.findall(r'^ +(--[a-z-]+).*?\(([\d.:,]+)\)$', done.stdout, re.M):
            after = manual[manual.index(option):]
            self.assertRegex(after[:after.index('.TP', 1)] if '.TP' in after else after,
                             rf'Default:\s+{re.escape(default)}', option)


class Running(DatabaseCase):
    def table_of_events(self):
        told = {}
        for tipos, sees, relayed, owed, intake in table('tipo', 'seen by', 'relayed for', 'owed by', 'posted by intake'):
            for tipo in words(re.sub(r'\(.*?\)', '', tipos)):
                told[tipo] = (words(sees), words(relayed), words(owed.split(',')[0]), 'if alta' not in owed and owed != '',
                              intake == 'yes', 'never stored' not in tipos)
        return told

    async def test_events(self):
        # “`cony-catalogo.c` is the source of this table; `cony.eventos_catalogo` has the same rows”
        rows = json.loads(self.sql(
            "SELECT json_agg(json_build_array(tipo, ven, relevan, deben, deben_siempre, intake, guardado))"
            " FROM cony.eventos_catalogo"))
        self.assertEqual({tipo: (set(ven) - {'superadmin'}, set(relevan), set(deben), siempre, intake, guardado)
                          for tipo, ven, relevan, deben, siempre, intake, guardado in rows}, self.table_of_events())

    def members(self, tipo):
        cell = next(row[1] for row in table('tipo', 'members') if row[0] == f'`{tipo}`')
        return set(re.findall(r'`(\w+)`', cell))

    async def test_members(self):
        # “All that the transport adds is in one reserved member, `_rt`.”
        peer, desk = await self.open('ana'), await self.open('rosa')
        self.assertEqual(set(peer.hola), self.members('_hola') | {'tipo'})
        ping = await peer.next('_ping')
        self.assertEqual(set(ping) | {'bd'}, self.members('_ping') | {'tipo'})
        await peer.send('{"tipo":"_nada"}')
        error = await peer.next('_error')
        self.assertEqual(set(error), self.members('_error') | {'tipo'})
        self.assertEqual(error['codigo'], 'desconocido')
        self.sql("SELECT api.alertar_cocina(gen_random_uuid(), 1, NULL, 'Falta pan', 'urgente')", user='rosa')
        documented = {row[0].strip('`') for row in table('member', 'meaning')}
        first, again = await peer.next('alerta_cocina'), await peer.next('alerta_cocina')
        seen = set(first['_rt']) | set(again['_rt'])
        await desk.next('alerta_cocina')
        self.sql("SELECT api.alertar_cocina(gen_random_uuid(), 1, NULL, 'Falta pan', 'normal')", user='rosa')
        seen |= set((await desk.next('alerta_cocina', prioridad='normal'))['_rt'])
        self.assertEqual(seen, documented)

    async def test_metrics_and_connections(self):
        await self.open('ana')
        told = re.search(r'Prometheus text: (.*?) \|', TEXT).group(1)
        self.assertEqual(set(re.findall(r'^(cony_\w+)', self.broker.get('/metrics')[1], re.M)),
                         set(re.findall(r'cony_\w+', told)))
        request = urllib.request.Request(self.broker.http + '/connections',
                                         headers={'Authorization': f'Bearer {self.token("carmen")}'})
        with urllib.request.urlopen(request, timeout=20) as answer:
            [connection] = json.loads(answer.read())
        told = re.search(r'an array of `\{(.*?)\}`', TEXT).group(1)
        self.assertEqual(set(connection), words(told))


if __name__ == '__main__':
    tap.main()
