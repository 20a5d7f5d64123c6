# SPDX-License-Identifier: GPL-3.0-or-later
"""With a real database: many sessions that log in and resume, and events that are stored."""
import asyncio
import json
import os
import selectors
import socket
import sys
import time
import urllib.parse

from generator import prioritise, wsload
from servers import TESTS

sys.path[:0] = [os.path.join(TESTS, 'broker')]
from helpers import Peer  # noqa: E402
from stack import Stack  # noqa: E402

MISSED = 20                     # events that each session of connect() missed
LISTENERS = ('rosa', 'luis', 'carmen', 'sofia')


def event(number):
    return json.dumps({'tipo': 'voucher_nuevo', 'voucher_id': number, 'sucursal_id': 1}, separators=(',', ':'))


def request(token, lines):
    body = '\n'.join(lines).encode()
    kind = 'application/x-ndjson' if len(lines) > 1 else 'application/json'
    return (f'POST /broadcast HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n'
            f'Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n').encode() + body


class Poster:
    """A connection that posts the same body again as soon as it is answered."""

    def __init__(self, address, body):
        self.sock = socket.create_connection(address)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.body, self.answer = body, b''
        self.ages, self.refused = [], 0

    def post(self):
        self.start = time.monotonic()
        self.sock.sendall(self.body)

    def read(self):
        """Whether the answer is whole."""
        self.answer += self.sock.recv(1 << 20)
        head, found, body = self.answer.partition(b'\r\n\r\n')
        if not found or len(body) < int(head.lower().partition(b'content-length:')[2].split(b'\r\n')[0]):
            return False
        self.ages.append(time.monotonic() - self.start)
        self.refused += not head.startswith(b'HTTP/1.1 200') or b'"error"' in body
        self.answer = b''
        return True


def store(broker, token, connections, lines, seconds):
    """Events stored a second, and the posters."""
    url = urllib.parse.urlsplit(broker.http)
    body = request(token, [event(n + 1) for n in range(lines)])
    posters = [Poster((url.hostname, url.port), body) for _ in range(connections)]
    with selectors.DefaultSelector() as selector:
        start, waiting = time.monotonic(), len(posters)
        for poster in posters:
            selector.register(poster.sock, selectors.EVENT_READ, poster)
            poster.post()
        while waiting:
            for key, _events in selector.select(30):
                if not key.data.read():
                    continue
                if time.monotonic() - start < seconds:
                    key.data.post()
                else:
                    waiting -= 1
        took = time.monotonic() - start
    for poster in posters:
        poster.sock.close()
    return sum(len(p.ages) for p in posters) * lines / took, posters


def spent(pids):
    """Microseconds of a processor that each process has used, in all its threads; without those that ended."""
    found = dict.fromkeys(pids, 0)
    for pid in pids:
        try:
            for thread in os.listdir(f'/proc/{pid}/task'):
                with open(f'/proc/{pid}/task/{thread}/schedstat', encoding='ascii') as stat:
                    found[pid] += int(stat.read().split()[0]) / 1000
        except FileNotFoundError:
            del found[pid]
    return found


def durable(stack, seconds):
    token = stack.token('bot')
    count = 'SELECT count(*) FROM cony.eventos_realtime'
    for name, connections, lines in (('NDJSON, 4 connections, 1,000 lines a body', 4, 1000),
                                     ('one a POST, 64 connections that stay', 64, 1)):
        before = int(stack.cluster.psql(count))
        start = spent([stack.broker.pid, *stack.cluster.children])
        rate, posters = store(stack.broker, token, connections, lines, seconds)
        cost = {pid: used - start[pid] for pid, used in spent(start).items()}
        broker = cost.pop(stack.broker.pid)
        ages = sorted(age for p in posters for age in p.ages)
        stored = int(stack.cluster.psql(count)) - before
        if stored != len(ages) * lines or any(p.refused for p in posters):
            raise RuntimeError(f'{stored} events stored of {len(ages) * lines}')
        print(f'stored: {name}: {rate:,.0f} events/s, answered after {1000 * ages[len(ages) // 2]:.1f} ms (p50), '
              f'{1000 * ages[len(ages) * 99 // 100]:.1f} ms (p99), {broker / stored:.0f} µs of the broker and '
              f'{sum(cost.values()) / stored:.0f} µs of PostgreSQL an event', flush=True)


async def cursor(broker, token):
    peer = await Peer.open(broker, token)
    await peer.ws.close()
    return peer.cursor


def connect(stack, clients):
    path = os.path.join(stack.dir, 'tokens')
    with open(path, 'w', encoding='ascii') as out:
        out.writelines(stack.token(login) + '\n' for login in LISTENERS)
    since = asyncio.run(cursor(stack.broker, stack.token('carmen')))
    status, _text = stack.broker.post('\n'.join(event(n + 1) for n in range(MISSED)), stack.token('bot'),
                                      {'Content-Type': 'application/x-ndjson'})
    if status != 200:
        raise RuntimeError(f'the broker stored nothing: {status}')
    done = wsload(stack.broker.pid, '-m', 'cony', '-a', stack.broker.http.removeprefix('http://'), '-n', clients,
                  '-f', path, '-d', since, '-e', MISSED, '-C', 256)['connect']
    print(f'{clients:,} sessions opened, logged in by token and resumed by {MISSED} events each in {done["secs"]:.1f} s '
          f'({done["cpu"]:.0f} µs of the broker and {done["kib"]:.2f} KiB each)', flush=True)


def run(clients, seconds, nice):
    os.environ['CONY_BROKER_OPTIONS'] = '--per-person 0 --per-address 0'
    with Stack(fsync=True) as stack:
        prioritise(nice, stack.cluster.pid, *stack.cluster.children)
        durable(stack, seconds)
        connect(stack, clients)
