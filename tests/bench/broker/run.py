#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fan-out of the broker beside other servers, by one generator in one run.

    run.py WSLOAD [CLIENTS…]

The server is on core 0, the generator spins on core 1.  Absolute numbers move by half between
machines; the ratio to a peer of the same run is what counts.
"""
import json
import os
import re
import resource
import socket
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', '..', 'stack'))
from stack import die_with_parent, program  # noqa: E402

ROUNDS = int(os.environ.get('CONY_BENCH_ROUNDS', '3'))


def free_port():
    with socket.socket() as sock:
        sock.bind(('127.0.0.1', 0))
        return sock.getsockname()[1]


def wait_for(port, server):
    end = time.monotonic() + 20
    while True:
        with socket.socket() as sock:
            if sock.connect_ex(('127.0.0.1', port)) == 0:
                return
        if time.monotonic() > end or server.poll() is not None:
            raise RuntimeError('the server does not start')
        time.sleep(0.05)


def pinned(core, argv, **options):
    return subprocess.Popen(['taskset', '-c', str(core), *argv], preexec_fn=die_with_parent, **options)


def peers():
    """name, command for a port, options of the generator"""
    yield 'cony', lambda port: [program('cony-broker'), '--memory', '--no-auth', '--listen', f'127.0.0.1:{port}'], []
    yield 'websockets', lambda port: [sys.executable, os.path.join(HERE, 'peers', 'websockets_server.py'),
                                      str(port)], ['-P', 'ws']


def measure(wsload, command, options, clients):
    port = free_port()
    server = pinned(0, command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, server)
        done = subprocess.run(['taskset', '-c', '1', wsload, '-a', f'127.0.0.1:{port}', '-n', str(clients),
                               '-p', str(server.pid), '-1', str(max(20, 50000 // clients)),
                               '-b', str(max(64, 200000 // clients)), *options],
                              capture_output=True, text=True, timeout=180)
        if done.returncode != 0:
            raise RuntimeError(done.stdout + done.stderr)
        return json.loads(done.stdout.splitlines()[-1])
    finally:
        server.terminate()
        server.wait(20)


def cpu_name():
    with open('/proc/cpuinfo', encoding='utf-8') as info:
        found = re.search(r'model name\s*: (.*)', info.read())
    return found.group(1) if found else 'unknown processor'


def main():
    wsload, counts = sys.argv[1], [int(n) for n in sys.argv[2:]] or [100, 1000]
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    print(f'{cpu_name()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, medians of {ROUNDS}')
    print('N      server        one at a time   burst       burst         last client   memory')
    print('                     CPU us/deliv.   CPU us/d.   deliv./s      ms            KiB/client')
    for clients in counts:
        for name, command, options in peers():
            runs = [measure(wsload, command, options, clients) for _ in range(ROUNDS)]

            def median(*path):
                values = []
                for run in runs:
                    for key in path:
                        run = run[key]
                    values.append(run)
                return statistics.median(values)
            print(f'{clients:<6} {name:<13} {median("seq", "cpu"):<15.2f} {median("burst", "cpu"):<11.2f} '
                  f'{median("burst", "per_s"):<13.0f} {median("seq", "last_ms"):<13.2f} '
                  f'{median("connect", "rss_kib"):.2f}', flush=True)


if __name__ == '__main__':
    main()
