#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo on a person's own screen; it ends with Ctrl-C or with the last window."""
import os
import signal
import subprocess
import sys
import time

from simulator import Simulator
from stack import Stack, WINDOWS, build_environment, die_with_parent, end_process


def interrupted(signum, _frame):
    raise KeyboardInterrupt


def private_folders(top):
    """Settings of the windows stay out of the person's own."""
    folders = {}
    for name in ('CONFIG', 'DATA', 'CACHE', 'STATE'):
        path = os.path.join(top, name.lower())
        os.makedirs(path, mode=0o700, exist_ok=True)
        folders[f'XDG_{name}_HOME'] = path
    return folders


def main():
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, interrupted)
    print('starting PostgreSQL and the broker …', flush=True)
    windows = []
    with Stack(fsync=True) as stack:
        simulator = Simulator(stack)
        env = {**os.environ, **build_environment(), **private_folders(os.path.join(stack.dir, 'home'))}
        try:
            for name in WINDOWS:
                # The kitchen's would cover the other three.
                windows.append(subprocess.Popen(
                    stack.window_argv(name) + (['--windowed'] if name == 'cocina' else []),
                    env=env, preexec_fn=die_with_parent))
            simulator.start()
            print(f"broker     {stack.broker.uri}\n"
                  f"database   psql '{stack.server} user=rosa'   (password: rosa-cony)\n"
                  f"windows    {', '.join(f'{w[2]} ({w[0]})' for w in WINDOWS.values())}\n"
                  'Ctrl-C ends all of it.', flush=True)
            while any(window.poll() is None for window in windows):
                time.sleep(.5)
        except KeyboardInterrupt:
            print('\nending …', flush=True)
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            simulator.stop()
            for window in windows:
                end_process(window)
    return 0


if __name__ == '__main__':
    sys.exit(main())
