# SPDX-License-Identifier: GPL-3.0-or-later
"""What io_uring saves of a send for each socket, by a program that is nothing but senders."""
import json
import os
import resource
import subprocess

from servers import bench_program


def softirqd():
    """The kernel's thread for what it puts off on the first core."""
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{pid}/comm', encoding='utf-8') as name:
                if name.read() == 'ksoftirqd/0\n':
                    return [pid]
        except FileNotFoundError:
            continue
    return []


def run(clients_list, quick):
    program = bench_program('senders')
    if not os.path.exists(program):
        print('senders is left out: it was built without liburing')
        return
    both_ends = resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2 - 50
    for clients in [min(clients, both_ends) for clients in clients_list]:
        rounds = max(9, (50000 if quick else 500000) // clients)
        done = subprocess.run([program, str(clients), str(rounds), *softirqd()], capture_output=True, text=True,
                              check=True, timeout=300)
        cost = json.loads(done.stdout)
        print(f'bare senders, {clients:,} clients, µs a send: ' + ', '.join(
            f"{name} {value:.2f} ({value / cost['send']:.2f})" for name, value in cost.items()), flush=True)
