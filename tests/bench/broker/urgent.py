# SPDX-License-Identifier: GPL-3.0-or-later
"""How long an urgent event takes while normal traffic uses 70 % of what the broker can do."""
from generator import wsload
from servers import ConyEpoll, ConyUring, Missing

SHARE = 0.7
URGENT = 20                     # events a second


def run(clients, seconds):
    for kind in (ConyEpoll, ConyUring):
        try:
            with kind() as server:
                common = (server.proc.pid, *server.load(), '-n', clients)
                burst = wsload(*common, '-b', max(500, 1000000 // clients), '-w', 16, '-k', 4)['burst']
                rate = burst['per_s'] / clients
                idle = wsload(*common, '-g', URGENT, '-t', seconds)['urgent']
                busy = wsload(*common, '-g', URGENT, '-t', seconds, '-r', SHARE * rate, '-k', 5)
        except Missing as missing:
            print(f'{kind.name} is left out: {missing}', flush=True)
            continue
        print(f"{kind.name}, {clients:,} clients: at most {rate:,.0f} normal events/s. "
              f"Urgent event until the last client, p50/p99: idle {idle['p50']:.2f}/{idle['p99']:.2f} ms, beside "
              f"{SHARE * rate:,.0f} normal events/s {busy['urgent']['p50']:.2f}/{busy['urgent']['p99']:.2f} ms "
              f"(p99 {busy['urgent']['p99'] / idle['p99']:.2f} ×), "
              f"the normal ones then {busy['normal']['p50']:.2f}/{busy['normal']['p99']:.2f} ms", flush=True)
