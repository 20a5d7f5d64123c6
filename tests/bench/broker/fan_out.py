# SPDX-License-Identifier: GPL-3.0-or-later
"""Fan-out: one event to N clients, one at a time and in bursts, of each server in turn."""
import statistics
import sys

from generator import wsload
from servers import MORE, SERVERS, Missing

HEAD = ('N', 'server', 'transport', 'single', '/floor', '/cony', 'burst', '/floor', '/cony', 'deliv./s',
        'p50', 'p99', 'p99.9', 'KiB')


def counts(clients, quick):
    """Events one at a time, and in a burst."""
    share = 4 if quick else 1
    single = {100: 2000, 1000: 500, 10000: 100}.get(clients, max(50, 500000 // clients))
    return max(20, single // share), max(64, 1000000 // clients // share)


def middle(runs, *path):
    values = []
    for run in runs:
        for key in path:
            run = run[key]
        values.append(run)
    return statistics.median(values)


def line(clients, server, runs, floor, cony):
    single, burst = middle(runs, 'single', 'cpu'), middle(runs, 'burst', 'cpu')

    def ratios(phase, value):
        return [f"{value / middle(base, phase, 'cpu'):.2f}" if base else '' for base in (floor, cony)]
    return (str(clients), server.name, server.transport, f'{single:.2f}', *ratios('single', single), f'{burst:.2f}',
            *ratios('burst', burst), f"{middle(runs, 'burst', 'per_s'):,.0f}",
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


def run(clients_list, rounds, quick, names):
    """Prints the table of each N; returns {N: {server's name: runs}}."""
    chosen = [s for s in SERVERS + MORE if (s in SERVERS if not names else s.name in names)]
    results, absent = {}, set()
    for clients in clients_list:
        single, burst = counts(clients, quick)
        runs = results[clients] = {}
        for _ in range(rounds):         # in turn, so that a neighbour's noise meets all of them
            for kind in chosen:
                if kind in absent:
                    continue
                try:
                    with kind() as server:
                        done = wsload(server.proc.pid, *server.load(), '-n', clients, '-1', single, '-b', burst)
                    runs.setdefault(kind.name, []).append(done)
                except Missing as missing:
                    print(f'{kind.name} is left out: {missing}', flush=True)
                    absent.add(kind)
                except RuntimeError as error:
                    print(f'{kind.name} failed with {clients} clients: {error}', flush=True)
        rows = [line(clients, kind, runs[kind.name], runs.get('floor epoll'), runs.get('cony epoll'))
                for kind in chosen if kind.name in runs]
        print_table([HEAD, *rows])
        print()
    return results


def print_growth(results):
    """How the cost beside the floor changes with the number of clients."""
    first, last = min(results), max(results)
    for name in ('cony epoll', 'cony io_uring'):
        if first == last or any(n not in results[c] for c in (first, last) for n in (name, 'floor epoll')):
            continue
        at = [middle(results[c][name], 'single', 'cpu') / middle(results[c]['floor epoll'], 'single', 'cpu')
              for c in (first, last)]
        print(f'{name} beside the epoll floor: {at[0]:.2f} with {first} clients, {at[1]:.2f} with {last}: '
              f'{at[1] / at[0]:.2f} ×')
