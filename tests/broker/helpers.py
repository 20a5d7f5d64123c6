# SPDX-License-Identifier: GPL-3.0-or-later
"""Peers of the broker: a window's session, and a socket that says whatever it likes."""
import asyncio
import base64
import hashlib
import hmac
import inspect
import json
import os
import re
import socket
import struct
import sys
import time
import unittest

import websockets

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', d) for d in ('lib', 'stack')]

TIMEOUT = 60


class Closed(Exception):
    """The broker ended the connection; `code` says why."""

    def __init__(self, code, reason):
        super().__init__(f'{code} {reason}')
        self.code = code
        self.reason = reason


# The keyword has another name from python3-websockets 14 on.
HEADERS = ('additional_headers' if 'additional_headers' in inspect.signature(websockets.connect.__init__).parameters
           else 'extra_headers')


def refused_status(refusal):
    """HTTP status of a refused handshake (a websockets.InvalidHandshake)."""
    return refusal.status_code if hasattr(refusal, 'status_code') else refusal.response.status_code


class Peer:
    """A session with the full protocol, or a plain one."""

    def __init__(self, ws):
        self.ws = ws
        self.hola = None
        self.cursor = None
        self.pings = []

    @classmethod
    async def open(cls, broker, token=None, plain=False, header=False, **auth):
        headers = {'Authorization': f'Bearer {token}'} if header else None
        ws = await websockets.connect(broker.uri, subprotocols=None if plain else ['cony.v1'],
                                      max_queue=None, ping_interval=None, **{HEADERS: headers})
        self = cls(ws)
        if not header and (token or not plain):
            await self.send({'tipo': '_auth', 'token': token, **auth})
        if not plain:
            self.hola = await self.read()
            if self.hola['tipo'] != '_hola':
                raise AssertionError(self.hola)
            self.cursor = self.hola['cursor']
        return self

    async def send(self, message):
        await self.ws.send(message if isinstance(message, str) else json.dumps(message))

    async def text(self):
        try:
            return await asyncio.wait_for(self.ws.recv(), TIMEOUT)
        except websockets.ConnectionClosed as closed:
            raise Closed(self.ws.close_code, self.ws.close_reason) from closed

    async def read(self):
        """The next message, whatever it is."""
        message = json.loads(await self.text())
        rt = message.get('_rt', {})
        self.cursor = rt.get('cur') or message.get('cur') or self.cursor
        if message['tipo'] == '_ping':
            self.pings.append(message)
        return message

    async def next(self, tipo=None, **members):
        """The next event, or the next message of one type."""
        end = time.monotonic() + TIMEOUT
        while True:
            if time.monotonic() > end:
                raise TimeoutError(f'no {tipo or "event"} came')
            message = await self.read()
            if tipo is None and message['tipo'].startswith('_'):
                continue
            if tipo in (None, message['tipo']) and all(message.get(k) == v for k, v in members.items()):
                return message

    async def until(self, stop):
        """All events up to the one for which stop() is true, with it."""
        got = []
        while not got or not stop(got[-1]):
            got.append(await self.next())
        return got

    async def closed(self):
        """Reads until the broker ends the connection; returns the code."""
        end = time.monotonic() + TIMEOUT
        try:
            while time.monotonic() < end:
                await self.text()
        except Closed as closed:
            return closed.code
        raise TimeoutError('the broker did not end the connection')

    async def close(self):
        await self.ws.close()

    def drop(self):
        """Cuts the connection without a farewell."""
        self.ws.transport.abort()


def rss_kb(broker):
    """What it holds of the memory, divided by what a sanitizer's shadow makes of it."""
    with open(f'/proc/{broker.pid}/maps') as maps:
        shadow = 8 if re.search('lib[at]san', maps.read()) else 1
    with open(f'/proc/{broker.pid}/status') as status:
        return next(int(line.split()[1]) for line in status if line.startswith('VmRSS')) // shadow


def descriptors(broker):
    return len(os.listdir(f'/proc/{broker.pid}/fd'))


class AsyncCase(unittest.IsolatedAsyncioTestCase):
    """Without the debugging of asyncio, which keeps a stack for each task and is slower than the broker by far."""

    async def asyncSetUp(self):
        asyncio.get_running_loop().set_debug(False)


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def mint(secret, kid, header=None, alg='HS256', **claims):
    """A token signed with HS256, whatever its header claims; a claim given as None is left out."""
    now = int(time.time())
    head = {'alg': alg, 'typ': 'JWT', 'kid': kid, **(header or {})}
    body = {'iss': 'cony', 'aud': 'cony-broker', 'sub': 'ana', 'roles': ['cocinero'], 'sucursal': 1, 'iat': now,
            'nbf': now, 'exp': now + 300, 'jti': os.urandom(8).hex(), **claims}
    body = {name: value for name, value in body.items() if value is not None or name == 'sucursal'}
    text = b64(json.dumps(head).encode()) + '.' + b64(json.dumps(body).encode())
    return text + '.' + b64(hmac.new(secret, text.encode(), hashlib.sha256).digest())


def frame(payload=b'', opcode=1, fin=True, mask=True, rsv=0, length=None):
    """One frame as raw bytes; `length` lies about the payload."""
    n = len(payload) if length is None else length
    head = bytes([(0x80 if fin else 0) | rsv << 4 | opcode])
    bit = 0x80 if mask else 0
    if n < 126:
        head += bytes([bit | n])
    elif n < 65536:
        head += bytes([bit | 126]) + struct.pack('>H', n)
    else:
        head += bytes([bit | 127]) + struct.pack('>Q', n)
    if not mask:
        return head + payload
    key = os.urandom(4)
    return head + key + bytes(c ^ key[i % 4] for i, c in enumerate(payload))


class Raw:
    """A bare socket to the broker."""

    def __init__(self, broker, receive_buffer=None, source=None):
        host, port = broker.http.removeprefix('http://').rsplit(':', 1)
        self.sock = socket.socket(socket.AF_INET6 if ':' in host else socket.AF_INET)
        self.sock.settimeout(TIMEOUT)
        if source:
            self.sock.bind((source, 0))
        if receive_buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.sock.connect((host.strip('[]'), int(port)))
        self.host = f'{host}:{port}'
        self.data = bytearray()
        self.headers = {}

    def request(self, head, body=b''):
        self.sock.sendall(head.replace('\n', '\r\n').encode() + b'\r\n\r\n' + body)
        return self

    def upgrade(self, extra='', behind=b''):
        """Sends a handshake with `behind` in the same packet; returns the status."""
        self.request(f'GET /ws HTTP/1.1\nHost: {self.host}\nUpgrade: websocket\nConnection: Upgrade\n'
                     f'Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' + extra, behind)
        return self.status()

    def status(self):
        while b'\r\n\r\n' not in self.data:
            got = self.sock.recv(65536)
            if not got:
                raise Closed(0, 'no answer')
            self.data += got
        head, _, rest = self.data.partition(b'\r\n\r\n')
        self.data = rest
        self.headers = dict((name.lower(), value) for name, _, value in (
            line.decode().partition(': ') for line in head.split(b'\r\n')[1:]))
        return int(head.split()[1])

    def need(self, n):
        while len(self.data) < n:
            got = self.sock.recv(1 << 20)
            if not got:
                raise Closed(1006, 'cut')
            self.data += got

    def frame(self):
        """(opcode, payload) of the next frame."""
        self.need(2)
        opcode, n, at = self.data[0] & 15, self.data[1] & 127, 2
        if n == 126:
            self.need(4)
            n, at = struct.unpack('>H', self.data[2:4])[0], 4
        elif n == 127:
            self.need(10)
            n, at = struct.unpack('>Q', self.data[2:10])[0], 10
        self.need(at + n)
        payload = bytes(self.data[at:at + n])
        del self.data[:at + n]
        return opcode, payload

    def answer(self):
        """The next frame but for `_ping`, which comes every two seconds whatever is asked."""
        while b'"_ping"' in (read := self.frame())[1]:
            pass
        return read

    def close_code(self):
        end = time.monotonic() + TIMEOUT
        while True:
            if time.monotonic() > end:
                raise TimeoutError('the broker did not end the connection')
            opcode, payload = self.frame()
            if opcode == 8:
                return struct.unpack('>H', payload[:2])[0]

    def frames_until_close(self):
        """Yields the payloads of all frames; at the end `code` is the close code, or None when the connection was cut
        because this end took longer than 3 s to read up to the close frame."""
        while True:
            try:
                opcode, payload = self.frame()
            except (Closed, ConnectionError):
                self.code = None
                return
            if opcode == 8:
                self.code = struct.unpack('>H', payload[:2])[0]
                return
            yield payload

    def send(self, data):
        self.sock.sendall(data)
        return self
