#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one libFuzzer target for a while; what it finds stays in a folder that it names.

    fuzz.py EXECUTABLE NAME [--seconds 20] [--corpus DIR]
"""
import argparse
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('executable')
    parser.add_argument('name')
    parser.add_argument('--seconds', default='20')
    parser.add_argument('--corpus', help='where new inputs are kept (default: nowhere)')
    args = parser.parse_args()
    found = tempfile.mkdtemp(prefix=f'cony-fuzz-{args.name}-')
    with tempfile.TemporaryDirectory() as scratch:
        corpus = args.corpus or scratch
        os.makedirs(corpus, exist_ok=True)
        dictionary = os.path.join(HERE, f'{args.name}.dict')
        command = [args.executable, f'-max_total_time={args.seconds}', '-max_len=70000' if args.name == 'frames'
                   else '-max_len=6000', '-len_control=50', '-print_final_stats=1', '-timeout=10', '-rss_limit_mb=1024',
                   f'-artifact_prefix={found}/', corpus, os.path.join(HERE, 'seeds', args.name)]
        if os.path.exists(dictionary):
            command.insert(1, f'-dict={dictionary}')
        status = subprocess.run(command, env={**os.environ, 'G_SLICE': 'always-malloc',
                                          'ASAN_OPTIONS': 'quarantine_size_mb=32:' + os.environ.get('ASAN_OPTIONS', '')}).returncode
    if status:
        print(f'input that fails: {found}', file=sys.stderr)
    else:
        os.rmdir(found)
    return status


if __name__ == '__main__':
    sys.exit(main())
