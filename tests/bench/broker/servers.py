# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers of the comparison: how each is started and what the generator speaks to it."""
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.join(HERE, '..', '..')
sys.path[:0] = [os.path.join(TESTS, 'stack')]
from stack import die_with_parent, program  # noqa: E402

NODE_MODULES = '/usr/share/nodejs'
SERVER_CORE, GENERATOR_CORE = 0, 1


class Missing(Exception):
    """What is not installed, or not allowed here."""


def bench_program(name):
    """A program of the build tree's bench folder."""
    build = os.environ.get('CONY_BUILD') or os.path.join(TESTS, '..', 'build')
    return os.path.join(build, 'tests', 'bench', name)


def installed(name, package=None):
    path = shutil.which(name, path=os.environ.get('PATH', '') + ':/usr/sbin')
    if not path:
        raise Missing(f'package {package or name} is not installed')
    return path


def free_port():
    with socket.socket() as sock:
        sock.bind(('127.0.0.1', 0))
        return sock.getsockname()[1]


def pin(core):
    """For preexec_fn: one core, and death with the parent."""
    def prepare():
        if core < (os.cpu_count() or 1):
            os.sched_setaffinity(0, {core})
        die_with_parent()
    return prepare


class Server:
    """A running server. `load` are the generator's options for it."""

    name = transport = None

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix='cony-bench-', dir='/tmp')
        os.chmod(self.dir, 0o755)       # mosquitto drops its rights
        self.ports = [free_port(), free_port()]
        self.proc = None

    def command(self):
        """argv; may write a configuration into self.dir."""
        raise NotImplementedError

    def environment(self):
        return os.environ

    def load(self):
        return ['-a', f'127.0.0.1:{self.ports[0]}']

    def config(self, text):
        path = os.path.join(self.dir, 'server.conf')
        with open(path, 'w', encoding='utf-8') as out:
            out.write(text.format(*self.ports))
        return path

    def __enter__(self):
        try:
            argv = self.command()
            with open(os.path.join(self.dir, 'log'), 'wb') as log:
                self.proc = subprocess.Popen(argv, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                             env=self.environment(), preexec_fn=pin(SERVER_CORE))
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait(self):
        end = time.monotonic() + 30
        while True:
            with socket.socket() as sock:
                if sock.connect_ex(('127.0.0.1', self.ports[0])) == 0:
                    return
            status = self.proc.poll()
            if status == 77:
                raise Missing('this kernel does not allow io_uring')
            if status is not None or time.monotonic() > end:
                raise RuntimeError(f'{self.name} does not start:\n{self.log()}')
            time.sleep(0.05)

    def log(self):
        with open(os.path.join(self.dir, 'log'), errors='replace') as log:
            return log.read()[-2000:]

    def __exit__(self, *unused):
        if self.proc and self.proc.poll() is None:
            self.proc.terminate()
            try:
                self.proc.wait(20)
            except subprocess.TimeoutExpired:
                self.proc.kill()
                self.proc.wait()
        shutil.rmtree(self.dir, ignore_errors=True)


class Floor(Server):
    transport = 'WebSocket'
    sender = 'epoll'

    def command(self):
        return [bench_program('floor'), self.sender, str(self.ports[0])]

    def _wait(self):
        """It ends with its first client that leaves, so nobody knocks."""
        end = time.monotonic() + 30
        needle = f'0100007F:{self.ports[0]:04X}'
        while True:
            with open('/proc/net/tcp', encoding='ascii') as table:
                if needle in table.read():
                    return
            if self.proc.poll() == 77:
                raise Missing('this kernel does not allow io_uring')
            if self.proc.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f'{self.name} does not start')
            time.sleep(0.05)


class FloorEpoll(Floor):
    name = 'floor epoll'


class FloorUring(Floor):
    name, sender = 'floor io_uring', 'io_uring'


class Cony(Server):
    """One worker on one core, so that one core is compared with one core."""

    transport = 'WebSocket'
    sender = 'epoll'

    def command(self):
        return [program('cony-broker'), '--memory', '--no-auth', '--workers', '1', '--sender', self.sender,
                '--listen', f'127.0.0.1:{self.ports[0]}']


class ConyEpoll(Cony):
    name = 'cony epoll'


class ConyUring(Cony):
    name, sender = 'cony io_uring', 'io_uring'


class ConyEpollLines(ConyEpoll):
    """The same broker; the publisher puts what is due at once into one POST, a line each."""
    name = 'cony epoll, NDJSON'

    def load(self):
        return ['-P', 'ndjson', *super().load()]


class ConyUringLines(ConyUring):
    name = 'cony io_uring, NDJSON'

    def load(self):
        return ['-P', 'ndjson', *super().load()]


class Mosquitto(Server):
    name, transport = 'mosquitto', 'MQTT in WebSocket'
    mode = 'mqtt-ws'

    def command(self):
        return [installed('mosquitto'), '-c', self.config(
            'set_tcp_nodelay true\nallow_anonymous true\npersistence false\nlog_type none\n'
            'max_queued_messages 0\nlistener {1} 127.0.0.1\nlistener {0} 127.0.0.1\nprotocol websockets\n')]

    def load(self):
        return ['-m', self.mode, '-u', '/', '-P', 'mqtt', '-a', f'127.0.0.1:{self.ports[0]}',
                '-A', f'127.0.0.1:{self.ports[1]}']


class MosquittoTcp(Mosquitto):
    name, transport, mode = 'mosquitto tcp', 'MQTT', 'mqtt'

    def load(self):
        return ['-m', 'mqtt', '-P', 'mqtt', '-a', f'127.0.0.1:{self.ports[1]}']


class Nats(Server):
    name, transport = 'nats-server', 'NATS in WebSocket'

    def command(self):
        return [installed('nats-server'), '-c', self.config(
            'listen: "127.0.0.1:{1}"\nwebsocket {{ listen: "127.0.0.1:{0}", no_tls: true }}\n'
            'max_connections: 65536\n')]

    def load(self):
        return ['-m', 'nats-ws', '-u', '/', '-P', 'nats', '-a', f'127.0.0.1:{self.ports[0]}',
                '-A', f'127.0.0.1:{self.ports[1]}']


class NatsTcp(Nats):
    name, transport = 'nats-server tcp', 'NATS'

    def load(self):
        return ['-m', 'nats', '-P', 'nats', '-a', f'127.0.0.1:{self.ports[1]}']


class NodeWs(Server):
    name, transport = 'node ws', 'WebSocket'

    def command(self):
        node = installed('node', 'nodejs')
        if not os.path.isdir(os.path.join(NODE_MODULES, 'ws')):
            raise Missing('package node-ws is not installed')
        return [node, os.path.join(HERE, 'peers', 'ws-server.js'), str(self.ports[0])]

    def environment(self):
        return {**os.environ, 'NODE_PATH': NODE_MODULES}


class PythonWebsockets(Server):
    name, transport = 'websockets', 'WebSocket'

    def command(self):
        if subprocess.run([sys.executable, '-c', 'import websockets'], capture_output=True).returncode != 0:
            raise Missing('package python3-websockets is not installed')
        return [sys.executable, os.path.join(HERE, 'peers', 'websockets_server.py'), str(self.ports[0])]

    def load(self):
        return ['-P', 'plain', *super().load()]


# The first is what the others are measured against.
SERVERS = [FloorEpoll, FloorUring, ConyEpoll, ConyUring, ConyEpollLines, ConyUringLines, Mosquitto, Nats, NodeWs, PythonWebsockets]
MORE = [MosquittoTcp, NatsTcp]
