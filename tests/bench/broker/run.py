#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the broker beside other servers, with one generator in one run. See ../README.md."""
import argparse

import fan_out
from generator import allow_files, machine


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--clients', type=int, nargs='+', default=[100, 1000, 10000])
    parser.add_argument('--rounds', type=int, default=3, help='of each server; medians are printed')
    parser.add_argument('--quick', action='store_true', help='a quarter of the events')
    parser.add_argument('--servers', nargs='+', metavar='NAME', help='only these, by name')
    args = parser.parse_args()

    limit = allow_files()
    clients = [n for n in args.clients if n + 100 < limit]
    for n in set(args.clients) - set(clients):
        print(f'{n} clients are left out: {limit} open files are allowed here')
    print(f'{machine()}, medians of {args.rounds}', flush=True)
    fan_out.print_growth(fan_out.run(clients, args.rounds, args.quick, args.servers))


if __name__ == '__main__':
    main()
