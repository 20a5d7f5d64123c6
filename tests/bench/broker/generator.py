# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the load generator and says on what machine."""
import contextlib
import json
import os
import platform
import re
import resource
import subprocess

from servers import GENERATOR_CORE, bench_program, pin


def allow_files():
    """As many open files as this process may have, for the servers too."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def wsload(server_pid, *options, timeout=300):
    """The generator's figures; nothing may be lost."""
    try:
        done = subprocess.run([bench_program('wsload'), '-p', str(server_pid), *map(str, options)],
                              capture_output=True, text=True, timeout=timeout, preexec_fn=pin(GENERATOR_CORE))
    except subprocess.TimeoutExpired as expired:
        raise RuntimeError(f'the generator was not done after {timeout} s') from expired
    if done.returncode != 0:
        raise RuntimeError(done.stdout + done.stderr)
    return json.loads(done.stdout)


def prioritise(value, *pids):
    """Gives this process and all that it starts, or these processes, a priority: the kernel shares the processors
    between sessions first, and every process of PostgreSQL is one."""
    if value == 0:
        return
    if not pids:
        os.nice(value)
        with contextlib.suppress(PermissionError):
            os.setsid()
    for pid in pids or ['self']:
        with contextlib.suppress(FileNotFoundError), open(f'/proc/{pid}/autogroup', 'w', encoding='ascii') as group:
            group.write(str(value))


def machine():
    with open('/proc/cpuinfo', encoding='utf-8') as info:
        found = re.search(r'model name\s*: (.*)', info.read())
    return (f'{found.group(1) if found else "unknown processor"}, {os.cpu_count()} cores, '
            f'Linux {platform.release()}, load {os.getloadavg()[0]:.1f}')
