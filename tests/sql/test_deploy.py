#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan: its changes are those of load.sql, and deploy, verify and revert in both directions, with psql alone and
with sqitch where it is installed."""

import os
import re
import shutil
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '../lib'))
sys.path.insert(0, os.path.join(HERE, '../stack'))
import cluster  # noqa: E402
import tap  # noqa: E402

SQL = cluster.sql_folder()


def plan():
    with open(os.path.join(SQL, 'sqitch.plan'), encoding='utf-8') as stream:
        return [line.split()[0] for line in stream if line.strip() and not line.startswith('%')]


class Deploy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cluster.Cluster(deploy=False).start()

    @classmethod
    def tearDownClass(cls):
        cls.cluster.stop()

    def setUp(self):
        self.cluster.psql('CREATE DATABASE prueba', dbname='postgres')

    def tearDown(self):
        self.cluster.drop_database('prueba')

    def load(self, *path):
        done = subprocess.run(['psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', self.cluster.conninfo(None, 'prueba'),
                               '-f', os.path.join(SQL, *path)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def schemas(self):
        return self.cluster.psql("SELECT string_agg(nspname, ',' ORDER BY nspname) FROM pg_namespace"
                                 " WHERE nspname IN ('cony', 'api', 'privado')", dbname='prueba')

    def test_only_in_utf8(self):
        self.cluster.psql("CREATE DATABASE otra TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'", dbname='postgres')
        self.addCleanup(self.cluster.drop_database, 'otra')
        with self.assertRaisesRegex(RuntimeError, 'in LATIN1'):
            self.cluster.load('', 'otra')

    def test_plan_and_load_name_the_same_changes(self):
        with open(os.path.join(SQL, 'load.sql'), encoding='utf-8') as stream:
            self.assertEqual(re.findall(r'^\\ir deploy/(\w+)\.sql$', stream.read(), re.M), plan())
        for folder in ('deploy', 'verify', 'revert'):
            self.assertEqual(sorted(os.listdir(os.path.join(SQL, folder))), sorted(name + '.sql' for name in plan()))

    def test_each_step_there_and_back(self):
        for name in plan():
            self.load('deploy', name + '.sql')
            self.load('verify', name + '.sql')
        for name in reversed(plan()):
            self.load('revert', name + '.sql')
        self.assertEqual(self.schemas(), '')
        self.cluster.load('', 'prueba')
        for name in plan():
            self.load('verify', name + '.sql')

    def test_verify_sees_what_is_missing(self):
        self.cluster.load('', 'prueba')
        for name in reversed(plan()[1:]):
            self.load('revert', name + '.sql')
            with self.subTest(name), self.assertRaises(AssertionError):
                self.load('verify', name + '.sql')

    @unittest.skipUnless(shutil.which('sqitch'), 'sqitch is not installed')
    def test_sqitch(self):
        target = f'db:pg://postgres@/prueba?host={self.cluster.dir}'
        for command in ('deploy --verify', 'verify', 'revert -y', 'deploy --log-only'):
            if command == 'deploy --log-only':
                self.cluster.load('', 'prueba')
            done = subprocess.run(['sqitch', *command.split()[:1], '--target', target, *command.split()[1:]], cwd=SQL,
                                  capture_output=True, text=True, env={**os.environ, 'SQITCH_FULLNAME': 'x', 'SQITCH_EMAIL': 'x@x'})
            self.assertEqual(done.returncode, 0, command + done.stdout + done.stderr)
        self.assertEqual(self.schemas(), 'api,cony,privado')


if __name__ == '__main__':
    tap.main()
