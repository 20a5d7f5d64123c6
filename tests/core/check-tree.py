#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may include and link whom (DESIGN.md, The parts); prints TAP.

    apps -> widgets -> core;  broker -> core.  Core never sees GTK; an app never includes another app,
    libpq or libsoup; the broker and the command line tools do not need GTK.
"""

import pathlib
import re
import subprocess
import sys

TOP = pathlib.Path(sys.argv[1])
BUILD = pathlib.Path(sys.argv[2])

GTK = r'(gtk|gdk|gsk|adwaita|libadwaita|gsound|pango|cairo)\b'
NET = r'(libpq-fe|libpq|postgres|libsoup)\b'


def headers(folder):
    return {path.name for path in (TOP / folder).rglob('*.h')}


def includes(folder):
    """Pairs of file and included name of a folder's C files and headers."""
    for path in sorted((TOP / folder).rglob('*.[ch]')):
        for name in re.findall(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', path.read_text(), re.M):
            yield path.relative_to(TOP), name


def offenders(folder, pattern='(?!)', foreign=frozenset(), own=None):
    own = headers(own or folder)
    return [f'{path} includes {name}' for path, name in includes(folder)
            if re.match(pattern, name) or (pathlib.Path(name).name in foreign - own)]


def linked(program):
    out = subprocess.run(['readelf', '-d', BUILD / program], capture_output=True, text=True, check=True)
    return re.findall(r'NEEDED.*\[(.*)\]', out.stdout)


def checks():
    apps = sorted(path.name for path in (TOP / 'apps').iterdir() if path.is_dir())
    all_apps = set().union(*(headers(f'apps/{app}') for app in apps))
    widgets, broker = headers('libshared/widgets'), headers('broker')

    yield 'core sees no GTK', offenders('libshared/core', GTK)
    yield 'core sees nothing above it', offenders('libshared/core', foreign=all_apps | widgets | broker)
    yield 'widgets see no network', offenders('libshared/widgets', NET)
    yield 'widgets see nothing above them', offenders('libshared/widgets', foreign=all_apps | broker)
    for app in apps:
        yield f'{app} sees no network', offenders(f'apps/{app}', NET)
        yield f'{app} sees no other app', offenders(f'apps/{app}', foreign=all_apps | broker)
    yield 'broker sees no GTK', offenders('broker', GTK)
    yield 'broker sees no window', offenders('broker', foreign=all_apps | widgets)
    daemon = [line for line in offenders('broker', foreign=headers('libshared/core/session')
                                         | headers('libshared/core/realtime')
                                         | headers('libshared/core/stores'))
              if line.startswith('broker/broker-')]
    yield 'the broker itself sees only events, codec and db of core', daemon
    for build in sorted(TOP.glob('apps/**/meson.build')) + [TOP / 'libshared/widgets/meson.build']:
        found = re.findall(r'\b(?:pq_dep|soup_dep|libpq|libsoup)\b', build.read_text())
        yield f'{build.relative_to(TOP)} links no network', found
    for program in ('broker/cony-broker', 'broker/notify/cony-notify', 'broker/admin/cony-admin'):
        if (BUILD / program).exists():
            yield f'{program} links no GTK', [lib for lib in linked(program)
                                              if re.match(r'lib(gtk|adwaita|gdk)', lib)]


def main():
    failed = 0
    results = list(checks())
    print(f'1..{len(results)}')
    for number, (name, wrong) in enumerate(results, 1):
        print(f"{'not ok' if wrong else 'ok'} {number} - {name}")
        for line in wrong:
            print(f'# {line}')
        failed += bool(wrong)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
