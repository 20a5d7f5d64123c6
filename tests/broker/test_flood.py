#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""PROTOCOL.md section 4, "Limits": connections of one address that are no session. In a network of its own, because
this machine itself is never counted: the clients have addresses of the documentation's networks."""
import contextlib
import fcntl
import os
import resource
import socket
import struct
import subprocess
import sys
import time
import unittest

from helpers import TIMEOUT, Closed, Raw, descriptors
import tap
from stack import Broker

CLIENT, OTHER, PROXY = '192.0.2.1', '192.0.2.2', '192.0.2.9'
HALF = b'GET /ws HTTP/1.1\r\nHost: x\r\n'
IPV6_CLIENTS = '2001:db8:0:1::1', '2001:db8:0:1::2', '2001:db8:0:2::1'
SIOCSIFFLAGS, SIOCSIFADDR, IFF_UP = 0x8914, 0x8916, 1


class Flood(unittest.TestCase):
    def setUp(self):
        self.raws = []

    def tearDown(self):
        for raw in self.raws:
            raw.sock.close()

    def start(self, *options, **how):
        self.broker = Broker('--memory', '--no-auth', *options, **how)
        self.addCleanup(self.broker.__exit__)

    def open(self, address, says=HALF):
        raw = Raw(self.broker, source=address)
        self.raws.append(raw)
        with contextlib.suppress(ConnectionError):
            raw.sock.sendall(says)
        return raw

    def is_served(self, address):
        raw = Raw(self.broker, source=address)
        with contextlib.closing(raw.sock), contextlib.suppress(ConnectionError, Closed):
            return raw.request(f'GET /livez HTTP/1.1\nHost: {raw.host}\nConnection: close').status() == 200
        return False

    def until_served(self, address):
        end = time.monotonic() + TIMEOUT
        while not self.is_served(address):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)

    def cut(self):
        text = self.broker.get('/metrics')[1]
        return int(text.split('\ncony_cut_total ')[1].split('\n')[0])

    def test_one_address(self):
        # “Connections are counted when they are accepted, before a word is read”
        self.start('--per-address', '5')
        half = [self.open(CLIENT) for _ in range(5)]
        self.assertFalse(self.is_served(CLIENT))
        self.assertEqual(self.cut(), 1)
        self.assertTrue(self.is_served(OTHER))
        half.pop().sock.close()
        self.until_served(CLIENT)
        for raw in half:
            raw.sock.close()
        # This machine itself has no limit; the flood did not use up anybody's sessions.
        for _ in range(20):
            self.open('127.0.0.1')
        self.assertTrue(self.is_served('127.0.0.1'))
        self.until_served(CLIENT)

    def test_sessions_are_counted_apart(self):
        self.start('--per-address', '3')
        for _ in range(3):
            raw = self.open(CLIENT, b'')
            self.assertEqual(raw.upgrade(), 101)
        self.until_served(CLIENT)

    def test_network_of_64_bits(self):
        # “An IPv6 client is its network of 64 bits”
        first, same, other = IPV6_CLIENTS
        try:
            socket.create_server((other, 0), family=socket.AF_INET6).close()
        except OSError:
            self.skipTest('no IPv6 here')
        self.start('--per-address', '4', listen='[::1]:0')
        for address in (first, same, first, same):
            self.open(address)
        self.assertFalse(self.is_served(first))
        self.assertFalse(self.is_served(same))
        self.assertTrue(self.is_served(other))

    def test_believed_proxy(self):
        """It speaks for many; whom a request is for is known only when it was read."""
        # “connections of a `--trusted-proxy` are not counted”
        self.start('--per-address', '2', '--trusted-proxy', PROXY)
        for _ in range(10):
            self.open(PROXY)
        self.assertTrue(self.is_served(PROXY))
        for status in (101, 101, 429):
            raw = self.open(PROXY, b'')
            self.assertEqual(raw.upgrade(f'\nX-Forwarded-For: {CLIENT}'), status)

    def test_thousands(self):
        """However many come, they hold no more descriptors than they may, and others are served."""
        # “whoever opens thousands and says nothing, or little, holds no more than these”
        resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        self.start('--per-address', '50')
        before = descriptors(self.broker)
        for n in range(3000):
            self.open(CLIENT)
            if n % 300 == 0:
                self.assertTrue(self.is_served(OTHER))
                self.assertLessEqual(descriptors(self.broker), before + 60)
        # Those that were let in are cut after a time, and make room.
        self.assertGreaterEqual(self.cut(), 2000)
        self.until_served(CLIENT)


def make_network():
    """The loopback device with addresses that are not the machine's own; the first one stands for its whole network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack('16sh22x', b'lo', IFF_UP))
        fcntl.ioctl(control, SIOCSIFADDR, struct.pack('16sHxx4s16x', b'lo:1', socket.AF_INET, socket.inet_aton(CLIENT)))
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as control:
        for address in IPV6_CLIENTS:
            fcntl.ioctl(control, SIOCSIFADDR, struct.pack('16sIi', socket.inet_pton(socket.AF_INET6, address), 128,
                                                          socket.if_nametoindex('lo')))


def main():
    if 'CONY_OWN_NETWORK' in os.environ:
        make_network()
        tap.main()
        return
    spaces = '-n' if os.geteuid() == 0 else '-Urn'
    if subprocess.run(['unshare', spaces, 'true'], capture_output=True).returncode:
        print('1..0 # SKIP no name spaces here')
        return
    os.environ['CONY_OWN_NETWORK'] = '1'
    os.execvp('unshare', ['unshare', spaces, sys.executable, *sys.argv])


if __name__ == '__main__':
    main()
