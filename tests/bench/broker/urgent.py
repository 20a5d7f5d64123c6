# SPDX-License-Identifier: GPL-3.0-or-later
"""How long an urgent event takes while normal traffic uses 70 % of what the broker can do."""
from fan_out import middle, spread
from generator import wsload
from servers import ConyEpoll, ConyUring, Missing

SHARE = 0.7
URGENT = 20                     # events a second
SECONDS = 15                    # 300 of them: their p99 is the third worst, not the one event that had bad luck


def measure(kind, clients, rounds):
    """The most normal events a second, and what the urgent ones of each round took: idle, then beside normal ones."""
    with kind() as server:
        common = (server.proc.pid, *server.load(), '-n', clients)
        burst = wsload(*common, '-b', max(500, 1000000 // clients), '-w', 16, '-k', 4)['burst']
        rate = burst['per_s'] / clients
        runs = []
        for _ in range(rounds):
            idle = wsload(*common, '-g', URGENT, '-t', SECONDS)
            busy = wsload(*common, '-g', URGENT, '-t', SECONDS, '-r', SHARE * rate, '-k', 5)
            runs.append({'idle': idle['urgent'], 'busy': busy['urgent'], 'normal': busy['normal']})
    return rate, runs


def run(clients, rounds):
    for kind in (ConyEpoll, ConyUring):
        try:
            rate, runs = measure(kind, clients, rounds)
        except Missing as missing:
            print(f'{kind.name} is left out: {missing}', flush=True)
            continue
        idle, busy, normal = (f"{middle(runs, name, 'p50'):.2f}/{middle(runs, name, 'p99'):.2f} ms"
                              for name in ('idle', 'busy', 'normal'))
        ratio = spread([r['busy']['p99'] / r['idle']['p99'] for r in runs])
        print(f'{kind.name}, {clients:,} clients: at most {rate:,.0f} normal events/s. Urgent event until the last '
              f'client, p50/p99: idle {idle}, beside {SHARE * rate:,.0f} normal events/s {busy} (p99 {ratio} ×), '
              f'the normal ones then {normal}', flush=True)
