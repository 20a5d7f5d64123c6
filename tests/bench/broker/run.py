#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the broker beside other servers, with one generator in one run. See ../README.md."""
import argparse

import against_database
import bare_senders
import fan_out
import urgent
from generator import allow_files, machine, prioritise

PARTS = ('senders', 'fan-out', 'urgent', 'database')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('parts', nargs='*', metavar='PART', default=PARTS, help=f'{", ".join(PARTS)} (all of them)')
    parser.add_argument('--clients', type=int, nargs='+', default=[100, 1000, 10000])
    parser.add_argument('--rounds', type=int, default=5, help='of each server, in turn; medians are printed')
    parser.add_argument('--quick', action='store_true', help='a quarter of the events; of the urgent ones as many')
    parser.add_argument('--servers', nargs='+', metavar='NAME', help='only these, by name')
    parser.add_argument('--nice', type=int, default=0, help='of all of it: -20 (for root) to 19')
    args = parser.parse_args()
    if not set(args.parts) <= set(PARTS):
        parser.error('the parts are ' + ', '.join(PARTS))

    prioritise(args.nice)
    limit = allow_files()
    clients = [n for n in args.clients if n + 100 < limit]
    for n in set(args.clients) - set(clients):
        print(f'{n} clients are left out: {limit} open files are allowed here')
    seconds = 5 if args.quick else 20
    print(f'{machine()}, medians of {args.rounds}', flush=True)
    if 'senders' in args.parts:
        bare_senders.run(clients, args.quick)
    if 'fan-out' in args.parts:
        results = fan_out.run(clients, args.rounds, args.quick, args.servers)
        fan_out.print_growth(results)
        fan_out.print_memory(results)
    if 'urgent' in args.parts:
        urgent.run(sorted(clients)[len(clients) // 2], args.rounds)
    if 'database' in args.parts:
        against_database.run(max(clients), seconds, args.nice)


if __name__ == '__main__':
    main()
