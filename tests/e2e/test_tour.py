#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's tour as a test: every step is one check, how fast it goes is none."""
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def main():
    checks = []
    with tempfile.TemporaryDirectory(prefix='cony-tour-') as out:
        done = subprocess.run(
            [os.path.join(ROOT, 'tests/lib/ui-run.sh'), '--wm', '--', '/usr/bin/python3',
             os.path.join(ROOT, 'tests/stack/tour.py'), out],
            env={**os.environ, 'UI_SCREEN': '1920x1080x24', 'UI_BG': '#8fa5bd', 'CONY_TOUR_ALERT_MS': '60000'},
            text=True, capture_output=True)
        print(done.stdout, done.stderr, sep='\n', file=sys.stderr)
        try:
            with open(os.path.join(out, 'tour.json')) as log:
                steps = json.load(log)
        except FileNotFoundError:
            steps = []
        checks += [(step['step'], step['ok']) for step in steps]
        pictures = [name for name in os.listdir(out) if name.endswith('.png')]
        checks.append(('a picture for each step', len(steps) > 0 and all(
            any(name.startswith(f'{n + 1:02d}-') for name in pictures) for n in range(len(steps)))))
        checks.append(('the four windows in one picture', 'windows.png' in pictures))
        checks.append(('exit status', done.returncode == 0))
    for n, (name, ok) in enumerate(checks, 1):
        print(f"{'ok' if ok else 'not ok'} {n} - {name}")
    print(f'1..{len(checks)}')
    return 0 if all(ok for _, ok in checks) else 1


if __name__ == '__main__':
    sys.exit(main())
