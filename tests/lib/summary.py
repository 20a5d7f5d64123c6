#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""summary.py TESTLOG.JSON...: the closing line of ./check.

Counts the single checks of programs that print TAP and one for any other program. Fails when
something failed, when a program died, and when nothing ran at all."""
import json
import re
import sys

TAP = re.compile(r'^(not ok|ok)\b(?:[^#\n]|\\#)*(?:#\s*(SKIP|TODO)\b[ :]*(.*))?$', re.M | re.I)
GOOD, SKIPPED = ('OK', 'EXPECTEDFAIL'), 'SKIP'


def count(test):
    """(passed, failed, [reason of each skip]) of one meson test."""
    passed, failed, skips = 0, 0, []
    lines = TAP.findall(test.get('stdout') or '') if re.search(r'^1\.\.\d+', test.get('stdout') or '', re.M) else []
    for verdict, directive, reason in lines:
        if directive.upper() == 'SKIP':
            skips.append(f"{test['name']}: {reason.strip() or 'no reason given'}")
        elif verdict.lower() == 'ok' or directive.upper() == 'TODO':
            passed += 1
        else:
            failed += 1
    if test['result'] == SKIPPED:
        if not skips:
            said = (test.get('stdout') or test.get('stderr') or '').strip().splitlines()
            skips.append(f"{test['name']}: {said[-1] if said else 'no reason given'}")
    elif test['result'] not in GOOD:
        failed = max(failed, 1)
    elif not lines:
        passed = 1
    return passed, failed, skips


def main():
    passed, failed, skips = 0, 0, []
    for path in sys.argv[1:]:
        try:
            with open(path) as log:
                for line in log:
                    p, f, s = count(json.loads(line))
                    passed, failed, skips = passed + p, failed + f, skips + s
        except FileNotFoundError:
            failed += 1
    for reason in skips:
        print(f'skipped: {reason}')
    print(f'{passed} passed, {failed} failed' + (f', {len(skips)} skipped' if skips else ''))
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == '__main__':
    sys.exit(main())
