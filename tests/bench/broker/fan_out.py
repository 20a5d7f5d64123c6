# SPDX-License-Identifier: GPL-3.0-or-later
"""Fan-out: one event to N clients, one at a time and in bursts, of each server in turn."""
import statistics
import sys

from generator import wsload
from servers import MORE, SERVERS, Missing

HEAD = ('N', 'server', 'transport', 'single', '/floor', 'burst', '/floor', 'deliv./s', 'p50', 'p99', 'p99.9', 'KiB')
FLOOR = 'floor epoll'
OURS = ('cony epoll', 'cony io_uring')


def counts(clients, quick):
    """Events one at a time, and in a burst."""
    share = 4 if quick else 1
    single = {100: 2000, 1000: 500, 10000: 100}.get(clients, max(50, 500000 // clients))
    return max(20, single // share), max(64, 1000000 // clients // share)


def values(runs, *path):
    """The same figure of each run that there was."""
    found = []
    for run in runs:
        for key in path:
            run = run and run[key]
        found.append(run)
    return found


def middle(runs, *path):
    return statistics.median(v for v in values(runs, *path) if v is not None)


def ratios(runs, base, *path):
    """To what another server had in the same round: what slows the machine for a while slows both."""
    return [a / b for a, b in zip(values(runs, *path), values(base, *path)) if a and b]


def spread(ratio):
    """The median, and between what the rounds were."""
    if not ratio:
        return ''
    text = f'{statistics.median(ratio):.2f}'
    return text if len(ratio) == 1 or min(ratio) == max(ratio) else f'{text} ({min(ratio):.2f}–{max(ratio):.2f})'


def line(clients, server, runs, floor):
    return (str(clients), server.name, server.transport,
            *(text for phase in ('single', 'burst') for text in (f"{middle(runs, phase, 'cpu'):.2f}",
                                                                 spread(ratios(runs, floor, phase, 'cpu')))),
            f"{middle(runs, 'burst', 'per_s'):,.0f}",
            *(f"{middle(runs, 'single', p):.2f}" for p in ('p50', 'p99', 'p999')),
            f"{middle(runs, 'connect', 'kib'):.2f}")


def print_table(rows):
    """Markdown, so that the README can hold it as it is."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for n, row in enumerate(rows):
        print('| ' + ' | '.join(cell.ljust(width) for cell, width in zip(row, widths)) + ' |')
        if n == 0:
            print('|' + '|'.join('-' * (width + 2) for width in widths) + '|')
    sys.stdout.flush()


def measure(kind, clients, quick):
    single, burst = counts(clients, quick)
    with kind() as server:
        return wsload(server.proc.pid, *server.load(), '-n', clients, '-1', single, '-b', burst)


def run(clients_list, rounds, quick, names):
    """Prints the table of each N; returns {N: {server's name: runs}}, None for a run that failed."""
    chosen = [s for s in SERVERS + MORE if (s in SERVERS if not names else s.name in names)]
    results, absent = {}, set()
    for clients in clients_list:
        runs = results[clients] = {}
        for _ in range(rounds):         # in turn, so that a neighbour's noise meets all of them
            for kind in chosen:
                if kind in absent:
                    continue
                done = None
                try:
                    done = measure(kind, clients, quick)
                except Missing as missing:
                    print(f'{kind.name} is left out: {missing}', flush=True)
                    absent.add(kind)
                except RuntimeError as error:
                    print(f'{kind.name} failed with {clients} clients: {error}', flush=True)
                runs.setdefault(kind.name, []).append(done)
        for name in [n for n, done in runs.items() if not any(done)]:
            del runs[name]
        print_table([HEAD, *(line(clients, kind, runs[kind.name], runs.get(FLOOR, []))
                             for kind in chosen if kind.name in runs)])
        print()
    return results


def print_growth(results):
    """How the cost beside the floor changes with the number of clients."""
    first, last = min(results), max(results)
    for name in OURS:
        if first == last or any(n not in results[c] for c in (first, last) for n in (name, FLOOR)):
            continue
        pairs = [ratios(results[c][name], results[c][FLOOR], 'single', 'cpu') for c in (first, last)]
        if not all(pairs):
            continue
        at = [statistics.median(pair) for pair in pairs]
        print(f'{name} beside the epoll floor: {at[0]:.2f} with {first} clients, {at[1]:.2f} with {last}: '
              f'{at[1] / at[0]:.2f} ×')


def print_memory(results):
    """What one client more costs: the slope between two numbers of clients, without what the server needs anyhow."""
    sizes = sorted(results)
    for name in dict.fromkeys(name for runs in results.values() for name in runs):
        steps = []
        for a, b in zip(sizes, sizes[1:]):
            if name in results[a] and name in results[b]:
                more = [middle(results[n][name], 'connect', 'total_kib') for n in (a, b)]
                steps.append(f'{(more[1] - more[0]) / (b - a):.2f} KiB from {a:,} to {b:,}')
        if steps:
            print(f"{name}, memory of one client more: {', '.join(steps)}", flush=True)
