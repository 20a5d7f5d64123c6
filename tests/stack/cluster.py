#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A private PostgreSQL for tests and for the demo.

It lives in its own 0700 folder, listens on a Unix socket only, and ends with the process that
started it, also when that process is killed.  The database `cony_plantilla` is deployed once, with
the demo data; every other database is a copy of it.

    cluster.py [--dir DIR] [--fsync] [--empty] -- COMMAND …

runs COMMAND with PGHOST, PGDATABASE and CONY_TEST_CONNINFO set.  Demo people log in with the
password LOGIN-cony; the superuser `postgres` needs none, but only the owner of this process may be it.
"""

import argparse
import contextlib
import ctypes
import glob
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SUPERUSER = 'postgres'
TEMPLATE = 'cony_plantilla'
PR_SET_PDEATHSIG = 1

# Waits for the end of its standard input, which is the death of the process that started it.
CLEANER = r'''
trap '' INT TERM HUP
cat >/dev/null
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ]; then
  kill -INT "$pid" 2>/dev/null
  kill -CONT "$pid" $(cat "/proc/$pid/task/$pid/children") 2>/dev/null
  tail --pid="$pid" -f /dev/null
fi
[ "$2" = keep ] || rm -rf "$1"
'''


def sql_folder():
    """The SQL of this tree, or the one that CONY_SQLDIR names."""
    here = os.path.dirname(os.path.abspath(__file__))
    return os.environ.get('CONY_SQLDIR') or os.path.normpath(os.path.join(here, '../../data/sql'))


def find_binaries():
    """The newest PostgreSQL of this machine."""
    found = glob.glob('/usr/lib/postgresql/*/bin/postgres') + glob.glob('/usr/pgsql-*/bin/postgres')
    if not found and shutil.which('postgres'):
        found = [shutil.which('postgres')]
    if not found:
        raise RuntimeError('no PostgreSQL server is installed')
    return os.path.dirname(max(found, key=lambda p: [int(n) for n in re.findall(r'\d+', p)]))


def quick_folder():
    """A folder in memory, if there is plenty: a cluster is a thousand small files."""
    with contextlib.suppress(OSError):
        room = os.statvfs('/dev/shm')
        if os.access('/dev/shm', os.W_OK) and room.f_bavail * room.f_frsize > 2 << 30:
            return '/dev/shm'
    return '/tmp'


class Cluster:
    """One PostgreSQL server with its folder; see the module's text."""

    def __init__(self, dir=None, fsync=False, demo=True, deploy=True):
        self._given = dir
        self._fsync = fsync
        self._demo = demo
        self._deploy = deploy
        self._postgres = None
        self._cleaner = None
        self._bin = find_binaries()
        self.dir = None
        self.owner = SUPERUSER
        self.password_suffix = '-cony'

    # life

    def start(self):
        """Creates, starts and deploys the cluster; returns itself."""
        fresh = True
        if self._given:
            self.dir = os.path.abspath(self._given)
            os.makedirs(self.dir, mode=0o700, exist_ok=True)
            fresh = not os.path.exists(os.path.join(self.dir, 'data', 'PG_VERSION'))
        else:
            self.dir = tempfile.mkdtemp(prefix='cony-pg-', dir='/tmp' if self._fsync else quick_folder())
        os.chmod(self.dir, 0o700)
        if len(os.path.join(self.dir, '.s.PGSQL.5432')) > 100:
            raise RuntimeError('the path is too long for a socket: ' + self.dir)
        if os.geteuid() == 0:
            self.owner = self._unprivileged()
            entry = pwd.getpwnam(self.owner)
            os.chown(self.dir, entry.pw_uid, entry.pw_gid)
        else:
            self.owner = pwd.getpwuid(os.geteuid()).pw_name

        self._cleaner = subprocess.Popen(
            ['/bin/sh', '-c', CLEANER, 'cony-pg-cleaner', self.dir, 'keep' if self._given else 'rm'],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True)
        try:
            if fresh:
                self._initdb()
            self._run_server()
            if fresh and self._deploy:
                self._deploy_template()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self):
        """Stops the server and removes its folder, unless the folder was given."""
        if self._postgres is not None:
            if self._postgres.poll() is None:
                self.thaw()
                self._postgres.send_signal(signal.SIGINT)
                try:
                    self._postgres.wait(20)
                except subprocess.TimeoutExpired:
                    self._postgres.send_signal(signal.SIGQUIT)
                    self._postgres.wait()
            self._postgres = None
        if self._cleaner is not None:
            self._cleaner.stdin.close()
            self._cleaner.wait()
            self._cleaner = None

    def crash(self):
        """Ends the server as the loss of power would, but for the disk."""
        self._postgres.send_signal(signal.SIGQUIT)
        self._postgres.wait()

    def resume(self):
        """Starts the server again after crash()."""
        self._run_server()

    def freeze(self):
        """All of it stands still and nothing says goodbye, as with a network that is gone."""
        # The server first: it makes no more children then.
        self._signal(signal.SIGSTOP)

    def thaw(self):
        """It goes on after freeze(); no harm otherwise."""
        self._signal(signal.SIGCONT)

    def _signal(self, signum):
        self._postgres.send_signal(signum)
        for pid in self.children:
            with contextlib.suppress(ProcessLookupError):       # one may have ended meanwhile
                os.kill(pid, signum)

    def __enter__(self):
        return self.start()

    def __exit__(self, *unused):
        self.stop()

    # use

    @property
    def pid(self):
        """Process id of the server."""
        return self._postgres.pid

    @property
    def children(self):
        """Process ids of what the server has started: a backend for each connection, and its own."""
        with open(f'/proc/{self.pid}/task/{self.pid}/children', encoding='ascii') as listing:
            return [int(child) for child in listing.read().split()]

    def conninfo(self, user=None, dbname='cony'):
        """A libpq string: of the superuser, or of a person with the password of the demo."""
        text = f'host={self.dir} port=5432 dbname={dbname} user={user or SUPERUSER}'
        if user and user != SUPERUSER:
            text += f' password={user}{self.password_suffix}'
        return text

    def psql(self, sql, user=None, dbname='cony', check=True):
        """Runs SQL and returns its rows as text (columns separated by |)."""
        done = subprocess.run(
            [os.path.join(self._bin, 'psql'), '-XqAt', '-v', 'ON_ERROR_STOP=1',
             '-d', self.conninfo(user, dbname), '-f', '-'],
            input=sql, text=True, capture_output=True)
        if check and done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        return done.stdout.rstrip('\n') if done.returncode == 0 else done.stderr.strip()

    def load(self, what='', dbname='cony'):
        """Runs data/sql/load.sh: deploys into a database, or adds the 'demo' to it."""
        env = {**os.environ, 'PATH': self._bin + ':' + os.environ.get('PATH', '')}
        done = subprocess.run(['sh', os.path.join(sql_folder(), 'load.sh'), self.conninfo(None, dbname)]
                              + ([what] if what else []), text=True, capture_output=True, env=env)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        sys.stderr.write(done.stderr)

    def create_database(self, name, template=TEMPLATE):
        """Copies a database, with the rights on it, which PostgreSQL does not copy."""
        self.psql(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy', dbname='postgres')
        if template == TEMPLATE and self._deploy:
            with open(os.path.join(sql_folder(), 'deploy', 'derechos_base.sql'), encoding='utf-8') as rights:
                self.psql(rights.read(), dbname=name)

    def drop_database(self, name):
        """Drops a database and ends its sessions."""
        self.psql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', dbname='postgres')

    def environment(self, dbname='cony'):
        """What a program needs to find this cluster."""
        env = dict(os.environ)
        env.update(PGHOST=self.dir, PGDATABASE=dbname,
                   CONY_TEST_CONNINFO=f'host={self.dir} dbname={dbname}')
        for name in ('PGUSER', 'PGPORT', 'PGPASSWORD', 'PGSERVICE', 'PGOPTIONS'):
            env.pop(name, None)
        return env

    # inside

    @staticmethod
    def _unprivileged():
        for name in ('postgres', 'nobody'):
            with contextlib.suppress(KeyError):
                return pwd.getpwnam(name).pw_name
        raise RuntimeError('PostgreSQL does not run as root, and there is no user postgres or nobody')

    def _as_owner(self, argv, die=False):
        prefix = ['setpriv']
        if os.geteuid() == 0:
            entry = pwd.getpwnam(self.owner)
            prefix += ['--reuid', str(entry.pw_uid), '--regid', str(entry.pw_gid), '--clear-groups']
        if die:
            prefix += ['--pdeathsig', 'INT']
        return (prefix if len(prefix) > 1 else []) + argv

    def _initdb(self):
        data = os.path.join(self.dir, 'data')
        done = subprocess.run(
            self._as_owner([os.path.join(self._bin, 'initdb'), '-D', data, '-U', SUPERUSER,
                            '--encoding=UTF8', '--locale=C.UTF-8', '--auth=reject',
                            '--no-instructions', '--wal-segsize=1'] + ([] if self._fsync else ['--no-sync'])),
            text=True, capture_output=True, cwd='/',
            env={**os.environ, 'LC_ALL': 'C.UTF-8'})
        if done.returncode != 0:
            raise RuntimeError('initdb: ' + done.stderr.strip())
        files = {
            'postgresql.auto.conf': (
                "listen_addresses = ''\n"
                f"unix_socket_directories = '{self.dir}'\n"
                'unix_socket_permissions = 0777\n'
                'port = 5432\n'
                'max_connections = 400\n'
                'shared_buffers = 64MB\n'
                "password_encryption = 'scram-sha-256'\n"
                "log_line_prefix = '%m [%p] %q%u@%d '\n"
                'log_destination = stderr\n'
                'logging_collector = off\n'
                f"fsync = {'on' if self._fsync else 'off'}\n"
                + ('' if self._fsync else 'synchronous_commit = off\nfull_page_writes = off\n')),
            # The superuser has no password: only the owner of the folder, or root, may be it.
            'pg_hba.conf': (
                f'local all {SUPERUSER} peer map=dueno\n'
                'local all all scram-sha-256\n'
                'host all all 127.0.0.1/32 scram-sha-256\n'
                'host all all ::1/128 scram-sha-256\n'),
            'pg_ident.conf': ''.join(
                f'dueno {name} {SUPERUSER}\n'
                for name in sorted({self.owner, pwd.getpwuid(os.geteuid()).pw_name})),
        }
        for name, text in files.items():
            with open(os.path.join(data, name), 'w', encoding='utf-8') as stream:
                stream.write(text)

    def _run_server(self):
        log = open(os.path.join(self.dir, 'postgresql.log'), 'ab')
        with log:
            self._postgres = subprocess.Popen(
                self._as_owner([os.path.join(self._bin, 'postgres'), '-D', os.path.join(self.dir, 'data')],
                               die=True),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd='/', start_new_session=True,
                env={**os.environ, 'LC_ALL': 'C.UTF-8'})
        deadline = time.monotonic() + 60
        ready = [os.path.join(self._bin, 'pg_isready'), '-q', '-h', self.dir, '-p', '5432', '-d', 'postgres']
        while subprocess.run(ready).returncode != 0:
            if self._postgres.poll() is not None or time.monotonic() > deadline:
                with open(log.name, encoding='utf-8', errors='replace') as stream:
                    raise RuntimeError('postgres did not start:\n' + stream.read()[-2000:])
            time.sleep(0.05)

    def _deploy_template(self):
        self.psql(f'CREATE DATABASE {TEMPLATE}', dbname='postgres')
        self.load('', TEMPLATE)
        if self._demo:
            self.load('demo', TEMPLATE)
        self.create_database('cony')


def _die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def _end(signum, _frame):
    sys.exit(128 + signum)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--dir', help='use and keep this folder')
    parser.add_argument('--fsync', action='store_true', help='write to disk as a real server does')
    parser.add_argument('--empty', action='store_true', help='no demo data')
    parser.add_argument('command', nargs='+')
    args = parser.parse_args()

    for signum in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(signum, _end)
    with Cluster(args.dir, args.fsync, demo=not args.empty) as cluster:
        child = subprocess.Popen(args.command, env=cluster.environment(), preexec_fn=_die_with_parent)
        try:
            status = child.wait()
        except BaseException:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            raise
    return status if status >= 0 else 128 - status


if __name__ == '__main__':
    sys.exit(main())
