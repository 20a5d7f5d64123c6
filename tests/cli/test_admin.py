#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""cony-admin against a real PostgreSQL."""
import base64
import json
import os
import pty
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', d) for d in ('lib', 'stack')]
import tap  # noqa: E402
from cluster import Cluster  # noqa: E402
from stack import ROOT, program  # noqa: E402

ENV = {**os.environ, 'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'en'}
SQL = os.path.join(ROOT, 'data', 'sql')


def setUpModule():
    global cluster, folder
    cluster = Cluster().start()
    folder = tempfile.TemporaryDirectory(prefix='cony-admin-')


def tearDownModule():
    cluster.stop()
    folder.cleanup()


def secret(text):
    with tempfile.NamedTemporaryFile('w', dir=folder.name, delete=False) as out:
        out.write(text + '\n')
    return out.name


def admin(*args, user=None, dbname='cony'):
    """Runs cony-admin as a person of the demo, or as the superuser by the socket."""
    login = ['--user', user, '--password-file', secret(user + '-cony')] if user else ['--user', 'postgres',
                                                                                     '--password-file', secret('-')]
    return subprocess.run([program('cony-admin'), '--server', f"host={cluster.dir} dbname='{dbname}'", *login, *args],
                          text=True, capture_output=True, timeout=120, env=ENV, stdin=subprocess.DEVNULL)


class Usage(unittest.TestCase):
    def refused(self, *args, says=''):
        done = admin(*args, user='carmen')
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn(says, done.stderr)

    def test_words(self):
        self.refused(says='No command')
        self.refused('frobnicate', says='no such command')
        self.refused('user', 'add', says='no such command')
        self.refused('token', 'rosa', says='no such command')
        self.assertIn('user add', admin('--help').stdout)
        self.assertRegex(admin('--version').stdout, r'^cony-admin \d')

    def test_new_person(self):
        self.refused('user', 'add', 'eva', '--group', 'atencion', says='--name')
        self.refused('user', 'add', 'eva', '--name', 'Eva', says='--group')
        self.refused('user', 'add', 'eva', '--name', 'Eva', '--group', 'jefa', says='jefa')
        self.refused('user', 'add', 'eva', '--name', 'Eva', '--group', 'atencion', '--branch', 'x', says='branch')

    def test_no_password_option(self):
        self.refused('--password', 'x', 'token')


class Init(unittest.TestCase):
    def test_new_database_and_again(self):
        done = admin('--sql', SQL, 'init', dbname='tienda nueva')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.addCleanup(cluster.drop_database, 'tienda nueva')
        self.assertEqual(cluster.psql('SELECT count(*) FROM cony.pedidos', dbname="'tienda nueva'"), '0')
        again = admin('--sql', SQL, 'init', dbname='tienda nueva')
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn('already', again.stdout)
        demo = admin('--sql', SQL, 'demo-data', dbname='tienda nueva')
        self.assertEqual(demo.returncode, 0, demo.stderr)
        self.assertEqual(cluster.psql('SELECT count(*) FROM cony.sucursales', dbname="'tienda nueva'"), '2')

    def test_no_sql(self):
        done = admin('--sql', folder.name, 'init', dbname='otra')
        self.assertEqual(done.returncode, 2)
        self.assertIn('--sql', done.stderr)
        cluster.drop_database('otra')

    def test_server_away(self):
        done = subprocess.run([program('cony-admin'), '--server', f'host={folder.name}', '--sql', SQL, 'init'],
                              text=True, capture_output=True, timeout=60, env=ENV)
        self.assertEqual(done.returncode, 1)
        self.assertIn('cony-admin: ', done.stderr)

    def test_too_few_connections(self):
        kept = tempfile.mkdtemp(prefix='cony-small-', dir='/tmp')
        self.addCleanup(shutil.rmtree, kept)
        with Cluster(kept, deploy=False) as small:
            small.psql('ALTER SYSTEM SET max_connections = 50', dbname='postgres')
        with Cluster(kept, deploy=False) as small:
            done = subprocess.run([program('cony-admin'), '--server', f'host={small.dir} dbname=cony',
                                   '--user', 'postgres', '--password-file', secret('-'), '--sql', SQL, 'init'],
                                  text=True, capture_output=True, timeout=60, env=ENV)
            self.assertEqual(done.returncode, 1)
            self.assertIn('ALTER SYSTEM SET max_connections = 400', done.stderr)
            self.assertEqual(small.psql("SELECT count(*) FROM pg_database WHERE datname = 'cony'", dbname='postgres'), '0')


class People(unittest.TestCase):
    def add(self, login, *more, user='carmen', password='secreta-1234'):
        return admin('user', 'add', login, '--name', login.capitalize(), '--group', 'cocinero', '--branch', '1',
                     '--new-password-file', secret(password), *more, user=user)

    def test_add_and_disable(self):
        done = self.add('tere')
        self.assertEqual(done.returncode, 0, done.stderr)
        verifier = cluster.psql("SELECT rolpassword FROM pg_authid WHERE rolname = 'tere'", dbname='postgres')
        self.assertTrue(verifier.startswith('SCRAM-SHA-256$'), verifier)
        log = open(os.path.join(cluster.dir, 'postgresql.log')).read()
        self.assertNotIn('secreta-1234', log)
        who = subprocess.run(['psql', '-XAt', '-c', 'SELECT login, roles FROM api.yo'], text=True, capture_output=True,
                             env={**cluster.environment(), 'PGUSER': 'tere', 'PGPASSWORD': 'secreta-1234'})
        self.assertEqual(who.stdout.strip(), 'tere|{cocinero}', who.stderr)
        done = admin('user', 'disable', 'tere', user='carmen')
        self.assertEqual(done.returncode, 0, done.stderr)
        who = subprocess.run(['psql', '-XAt', '-c', 'SELECT 1'], text=True, capture_output=True,
                             env={**cluster.environment(), 'PGUSER': 'tere', 'PGPASSWORD': 'secreta-1234'})
        self.assertNotEqual(who.returncode, 0)

    def test_only_admins(self):
        done = self.add('paco', user='ana')
        self.assertEqual(done.returncode, 1)
        self.assertEqual(cluster.psql("SELECT count(*) FROM pg_roles WHERE rolname = 'paco'"), '0')

    def test_short_password(self):
        done = self.add('paco', password='corta')
        self.assertEqual(done.returncode, 1)
        self.assertIn('8 characters', done.stderr)
        self.assertEqual(cluster.psql("SELECT count(*) FROM pg_roles WHERE rolname = 'paco'"), '0')

    def test_twice(self):
        done = self.add('rosa')
        self.assertEqual(done.returncode, 1, done.stdout)

    def test_asks_on_a_terminal(self):
        """The password is typed, not shown, and both times must be equal."""
        for typed, status in ((['secreta-1234', 'secreta-1234'], 0), (['secreta-1234', 'secreta-5678'], 1)):
            pid, fd = pty.fork()
            if pid == 0:
                os.execve(program('cony-admin'), [
                    'cony-admin', '--server', f'host={cluster.dir} dbname=cony', '--user', 'carmen', '--password-file',
                    secret('carmen-cony'), 'user', 'add', 'nora', '--name', 'Nora', '--group', 'cocinero',
                    '--branch', '1'], ENV)
            shown = ''
            for prompt, answer in zip(('New password of nora: ', 'Once more: '), typed):
                while not shown.endswith(prompt):
                    shown += os.read(fd, 1).decode()
                os.write(fd, answer.encode() + b'\n')
            try:
                while got := os.read(fd, 1024):
                    shown += got.decode()
            except OSError:
                pass
            os.close(fd)
            self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), status, shown)
            self.assertNotIn('secreta', shown)
            if status == 0:
                admin('user', 'disable', 'nora', user='carmen')


class Thresholds(unittest.TestCase):
    def set(self, *words, user='carmen'):
        return admin('thresholds', *words, user=user)

    def stored(self):
        return cluster.psql('SELECT umbrales FROM cony.sucursales WHERE id = 1')

    def test_set(self):
        before = self.stored()
        for words, then in ((('420', '900', '--branch', '1', '--channel', 'delivery'),
                             '{"tarde": 480, "apurar": 300, "canales": {"delivery": {"tarde": 900, "apurar": 420}}}'),
                            (('default', '--branch', '1', '--channel', 'delivery'), before),
                            (('240', '360', '--branch', '1'), '{"tarde": 360, "apurar": 240}'),
                            (('300', '480', '--branch', '1'), before)):
            done = self.set(*words)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(self.stored(), then)

    def test_refused(self):
        before = self.stored()
        for words, status in ((('480', '300', '--branch', '1'), 1), (('300', '480', '--branch', '99'), 1),
                              (('300', '480', '--branch', '1', '--channel', 'paloma'), 1), (('300', '480'), 2),
                              (('soon', '480', '--branch', '1'), 2), (('default', '--branch', '1'), 2)):
            done = self.set(*words)
            self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(self.set('300', '480', '--branch', '1', user='ana').returncode, 1)
        self.assertEqual(self.stored(), before)


class Token(unittest.TestCase):
    def test_printed(self):
        done = admin('token', user='bot')
        self.assertEqual(done.returncode, 0, done.stderr)
        body = done.stdout.strip().split('.')[1]
        claims = json.loads(base64.urlsafe_b64decode(body + '=' * (-len(body) % 4)))
        self.assertEqual((claims['sub'], claims['roles']), ('bot', ['intake']))

    def test_to_a_file(self):
        path = os.path.join(folder.name, 'token')
        with open(path, 'w') as out:                     # the rights of an older file do not stay
            out.write('old')
        os.chmod(path, 0o644)
        done = admin('token', '--output', path, user='bot')
        self.assertEqual((done.returncode, done.stdout), (0, ''), done.stderr)
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        self.assertEqual(len(open(path).read().strip().split('.')), 3)

    def test_wrong_password(self):
        done = subprocess.run([program('cony-admin'), '--server', f'host={cluster.dir} dbname=cony', '--user', 'bot',
                               '--password-file', secret('no es'), 'token'],
                              text=True, capture_output=True, timeout=60, env=ENV)
        self.assertEqual((done.returncode, done.stdout), (1, ''))


class Key(unittest.TestCase):
    def keys(self):
        return cluster.psql('SELECT count(*) FROM api.leer_claves()', user='broker')

    def test_rotation(self):
        self.assertEqual(self.keys(), '1')
        done = admin('rotate-key', user='rosa')
        self.assertEqual((done.returncode, self.keys()), (1, '1'), done.stdout)
        done = admin('rotate-key', user='carmen')
        self.assertEqual((done.returncode, self.keys()), (0, '2'), done.stderr)
        done = admin('rotate-key', user='carmen')
        self.assertEqual((done.returncode, self.keys()), (1, '2'), done.stdout)
        done = admin('rotate-key', '--now', user='carmen')
        self.assertEqual((done.returncode, self.keys()), (0, '1'), done.stderr)


if __name__ == '__main__':
    tap.main()
