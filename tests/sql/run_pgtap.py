#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs pgTAP files as the superuser and joins their results to one TAP stream, so that each assertion counts."""

import os
import re
import subprocess
import sys


def main():
    number = failed = 0

    def say(ok, text):
        nonlocal number, failed
        number += 1
        failed += not ok
        print(f"{'ok' if ok else 'not ok'} {number} - {text}", flush=True)

    for path in sys.argv[1:]:
        name = os.path.splitext(os.path.basename(path))[0]
        done = subprocess.run(['psql', '-Xq', '-U', 'postgres', '-f', path], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
        planned = None
        for line in done.stdout.splitlines():
            result = re.match(r'(not )?ok \d+(?: - (.*))?$', line)
            plan = re.match(r'1\.\.(\d+)$', line)
            if result:
                say(not result[1], f"{name}: {(result[2] or '').replace('#', '')}")
            elif plan:
                planned = int(plan[1])
            elif line:
                print(line if line.startswith('#') else '# ' + line, flush=True)
        # A script that an SQL error ended has no plan.
        if done.returncode != 0 or planned is None:
            say(False, name + ': ran to its end')
    print(f'1..{number}', flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
