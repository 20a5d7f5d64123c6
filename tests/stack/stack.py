# SPDX-License-Identifier: GPL-3.0-or-later
"""Cony as a whole, for tests and for the demo: private PostgreSQL, broker, windows.

    with Stack() as stack:
        stack.window('cocina')

Everything is ended by its process id at the end, also when this process is killed. Windows need a
screen with an accessibility bus: run inside tests/lib/ui-run.sh.
"""
import ctypes
import gettext
import json
import os
import re
import selectors
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(ROOT, 'tests', 'lib')]

from cluster import Cluster  # noqa: E402

# Which window, who sits at it, what its screen is called.
WINDOWS = {
    'atencion': ('rosa', 'Atención 1', 'Cony Atención'),
    'cocina': ('ana', 'Cocina 1', 'Cony Cocina'),
    'vouchers': ('luis', 'Vouchers 1', 'Cony Vouchers'),
    'monitor': ('carmen', 'Monitor 1', 'Cony Monitor'),
}
SANITIZER = re.compile(r'(Address|Thread|Leak)Sanitizer: |: runtime error: ')
LISTENING = re.compile(r'listening on (ws://\S+)')


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGTERM, 0, 0, 0)


def program(name, build=None):
    """Path of a program of the build tree."""
    build = build or os.environ.get('CONY_BUILD') or os.path.join(ROOT, 'build')
    folder = {'cony-broker': 'broker', 'cony-notify': 'broker/notify',
              'cony-admin': 'broker/admin'}.get(name, 'apps')
    return os.path.join(build, folder, name)


def spanish_locale(build):
    """Compiles the locale of the shop's country into the build tree, once: a fresh machine has none, and C.UTF-8 is
    never translated from glibc 2.39 on."""
    folder = os.path.join(build, 'locale')
    if not os.path.isdir(folder):
        made = tempfile.mkdtemp(prefix='locale-', dir=build)
        subprocess.run(['localedef', '-i', 'es_PE', '-f', 'UTF-8', os.path.join(made, 'es_PE.UTF-8')], check=True)
        os.chmod(made, 0o755)
        try:
            os.rename(made, folder)
        except OSError:         # another test was faster
            shutil.rmtree(made)
    return folder


def build_environment(build=None):
    """Spanish, and where a program of the build tree finds translations and settings."""
    build = build or os.environ.get('CONY_BUILD') or os.path.join(ROOT, 'build')
    return {
        'LANGUAGE': 'es', 'LC_ALL': 'es_PE.UTF-8', 'LOCPATH': spanish_locale(build),
        'CONY_LOCALEDIR': os.path.join(build, 'po'),
        'CONY_SOUNDDIR': os.path.join(build, 'data', 'sounds'),
        'GSETTINGS_SCHEMA_DIR': os.path.join(build, 'data'),
        'GSETTINGS_BACKEND': 'memory',
    }


def translation(build=None):
    """What the Spanish windows call something: the tests name it as the sources do."""
    return gettext.translation('cony', build_environment(build)['CONY_LOCALEDIR'], ['es'], fallback=True).gettext


class Broker:
    """One cony-broker process; options for all of them come from CONY_BROKER_OPTIONS. A wrapper is a command that
    becomes the broker."""

    def __init__(self, *options, listen='127.0.0.1:0', log=None, build=None, wrapper=()):
        self.log_path = log or os.path.join(tempfile.mkdtemp(prefix='cony-broker-', dir='/tmp'), 'broker.log')
        self._own_log = log is None
        self.log_file = open(self.log_path, 'ab')
        self.proc = subprocess.Popen(
            [*wrapper, program('cony-broker', build), '--listen', listen, *options,
             *shlex.split(os.environ.get('CONY_BROKER_OPTIONS', ''))],
            stdout=subprocess.PIPE, stderr=self.log_file, preexec_fn=die_with_parent)
        self.uri = self._await_ready()
        self.http = re.sub(r'^ws', 'http', self.uri).removesuffix('/ws')

    def _await_ready(self, timeout=20):
        said, end = b'', time.monotonic() + timeout
        with selectors.DefaultSelector() as selector:
            selector.register(self.proc.stdout, selectors.EVENT_READ)
            while selector.select(max(0, end - time.monotonic())):
                got = os.read(self.proc.stdout.fileno(), 4096)
                if not got:
                    break
                said += got
                found = LISTENING.search(said.decode(errors='replace'))
                if found:
                    return found.group(1)
        self.kill()
        raise RuntimeError(f'the broker is not ready: {said!r}\n{self.log()}')

    @property
    def pid(self):
        return self.proc.pid

    def log(self):
        with open(self.log_path, errors='replace') as log:
            return log.read()

    def post(self, body, token=None, headers=None):
        """(status, text) of POST /broadcast; body is bytes, text or an object."""
        if not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        request = urllib.request.Request(
            self.http + '/broadcast', data=body.encode() if isinstance(body, str) else body,
            headers={'Content-Type': 'application/json', **(headers or {}),
                     **({'Authorization': f'Bearer {token}'} if token else {})})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def get(self, path):
        try:
            with urllib.request.urlopen(self.http + path, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def kill(self):
        """As an accident would: no farewell."""
        self._end(signal.SIGKILL)

    def stop(self):
        """The exit status after SIGTERM."""
        return self._end(signal.SIGTERM)

    def _end(self, signum):
        if self.proc.poll() is None:
            self.proc.send_signal(signum)
            try:
                self.proc.wait(20)
            except subprocess.TimeoutExpired:
                self.proc.kill()
                self.proc.wait()
                raise
        self.proc.stdout.close()
        self.log_file.close()
        log = self.log()
        if SANITIZER.search(log):
            raise AssertionError(log)
        return self.proc.returncode

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        if self.proc.poll() is None:
            self.stop()
        if self._own_log:
            shutil.rmtree(os.path.dirname(self.log_path), ignore_errors=True)


class Stack:
    """PostgreSQL with the demo's data, the broker, and the windows that are asked for."""

    def __init__(self, build=None, fsync=False, broker=True):
        self.build = build
        self.fsync = fsync
        self.with_broker = broker
        self.cluster = self.broker = None
        self.windows = {}
        self.dir = None

    def __enter__(self):
        self.dir = tempfile.mkdtemp(prefix='cony-stack-', dir='/tmp')
        try:
            self.cluster = Cluster(fsync=self.fsync)
            self.cluster.start()
            if self.with_broker:
                self.start_broker()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *unused):
        self.close()

    def close(self):
        """Ends all; a window that did not end well or complained is an AssertionError."""
        complaints = []
        while self.windows:
            _app_id, app = self.windows.popitem()
            try:
                app.quit()
            except AssertionError as error:
                complaints.append(str(error))
        if self.broker is not None:
            self.broker.__exit__()
        self.broker = None
        if self.cluster is not None:
            self.cluster.stop()
        self.cluster = None
        if self.dir:
            shutil.rmtree(self.dir, ignore_errors=True)
        if complaints:
            raise AssertionError('\n'.join(complaints))

    # parts

    @property
    def server(self):
        """libpq string without a person."""
        return f'host={self.cluster.dir} dbname=cony'

    def password_file(self, login):
        path = os.path.join(self.dir, f'{login}.password')
        if not os.path.exists(path):
            with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), 'w') as out:
                out.write(login + self.cluster.password_suffix)
        return path

    def start_broker(self, listen='127.0.0.1:0'):
        state = os.path.join(self.dir, 'broker')
        os.makedirs(state, mode=0o700, exist_ok=True)
        self.broker = Broker('--state-dir', state, '--database', f'{self.server} user=broker',
                             '--password-file', self.password_file('broker'), listen=listen,
                             log=os.path.join(self.dir, 'broker.log'), build=self.build)
        return self.broker

    def token(self, login):
        return self.cluster.psql('SELECT api.emitir_token()', user=login)

    def token_file(self, login):
        path = os.path.join(self.dir, f'{login}.token')
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 'w') as out:
            out.write(self.token(login))
        return path

    def window_argv(self, name, login=None, pantalla=None, server=None):
        person, screen, _title = WINDOWS[name]
        login = login or person
        return [program('cony-' + name, self.build), '--server', server or self.server,
                '--broker', self.broker.uri if self.broker else '',
                '--user', login, '--password-file', self.password_file(login),
                '--pantalla', pantalla or screen]

    def window(self, name, login=None, pantalla=None, app_id=None, wait_for_title=True, server=None):
        """Starts a window, logged in; a second one of the same program needs its own app_id. It may go another way
        to the database: a libpq string without a person."""
        from uitest import App, wait
        title = WINDOWS[name][2]
        argv = self.window_argv(name, login, pantalla, server)
        app_id = app_id or f'com.conychips.Cony.{name.capitalize()}'
        if app_id in self.windows:
            raise ValueError(f'{app_id} runs already')
        argv += ['--gapplication-app-id', app_id]
        app = App(argv, app_id, env=build_environment(self.build),
                  log=os.path.join(self.dir, f'{app_id}.log'))
        self.windows[app_id] = app
        if wait_for_title:
            wait(f'the window {title!r}', lambda: any(n.snap[0] == title and n.snap[2] == 1
                                                      for n in app.tree()) or None)
        return app


def end_process(proc, timeout=10):
    if proc.poll() is None:
        proc.terminate()
        try:
            proc.wait(timeout)
        except subprocess.TimeoutExpired:
            proc.kill()
            proc.wait()
