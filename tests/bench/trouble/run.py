#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the fault to the pill that tells it, and from the mending to lists that are right again: tests/e2e/trouble.py.

CONY_BENCH_TIMES rounds of every scene, or of those that are named. The goal: shown ≤ 5 s, in sync ≤ 3 s.
"""
import os
import sys

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path[:0] = [os.path.join(TESTS, d) for d in ('e2e', 'lib', 'stack')]
from trouble import Trouble  # noqa: E402

TIMES = int(os.environ.get('CONY_BENCH_TIMES', '3'))
ASLEEP = 60


def describe(seconds):
    if not seconds:
        return 'not lost'
    values = sorted(seconds)
    return f'{values[len(values) // 2]:.1f} s, longest {values[-1]:.1f} s'


def main():
    with Trouble(asleep=ASLEEP) as trouble:
        for scene in sys.argv[1:] or Trouble.SCENES:
            figures = [trouble.run(scene) for _ in range(TIMES)]
            # A window that stood still could not say anything.
            shown = [f.shown for f in figures if f.shown] if scene in Trouble.TELLS else []
            print(f'{scene.replace("_", " ")}: shown as lost after {describe(shown)}; in sync after '
                  + describe([f.again for f in figures]), flush=True)


if __name__ == '__main__':
    main()
