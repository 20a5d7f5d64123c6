#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role chooser."""
import os
import signal
import subprocess
import uuid

from gi.repository import Gio, GLib

from journey import Journey, end_process, keys, wait
from stack import build_environment, program
from uitest import App, BUTTONS, die_with_parent, run
import tap

APP_ID = 'com.conychips.Cony'


class Inicio(Journey):
    def argv(self, login):
        return [program('cony', self.stack.build), '--server', self.stack.server, '--broker',
                self.stack.broker.uri, '--user', login, '--password-file', self.stack.password_file(login)]

    def start(self, login, *options, **env):
        app = App(self.argv(login) + list(options), APP_ID, env={**build_environment(self.stack.build), **env},
                  log=os.path.join(self.stack.dir, 'cony.log'))
        self.addCleanup(app.quit)                 # what it opened speaks into its log too
        wait('the chooser', lambda: any(n.snap[0] == 'Cony' and n.snap[2] == 1 for n in app.tree()))
        self.app = app
        return app

    def started(self, role, cleanup=True):
        """The program of ROLE: its process, once its window has the person's actions."""
        bus, name = Gio.bus_get_sync(Gio.BusType.SESSION), f'{APP_ID}.{role}'
        def pid():
            return bus.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                                 GLib.Variant('(s)', (name,)), None, 0, -1).unpack()[0]
        found = wait(f'{name} on the bus', pid)
        if cleanup:
            self.addCleanup(self.end_program, found)
        path = '/' + name.replace('.', '/')
        wait('its window', lambda: bus.call_sync(name, path + '/window/1', 'org.gtk.Actions', 'List', None, None, 0,
                                                 -1).unpack()[0])
        return found

    def end_program(self, pid):
        os.kill(pid, signal.SIGTERM)
        wait('its end', lambda: not os.path.exists(f'/proc/{pid}'))

    def test_a_cook_sees_what_is_locked(self):
        app = self.start('ana')
        self.says('Hola, Ana')
        self.says('Solo para administradores')
        self.picture('inicio')
        self.assertTrue(app.find(BUTTONS, 'Cocina').sensitive)
        self.assertFalse(app.find(BUTTONS, 'Monitor').sensitive)
        keys('4')                                 # locked: nothing happens
        keys('Escape')
        self.assertIsNone(app.proc.poll())

    def test_a_digit_opens_the_role_without_asking_again(self):
        app = self.start('luis')
        app.to_front('Cony')
        keys('3')
        pid = self.started('Vouchers')
        self.assertEqual(app.proc.wait(20), 0)    # the chooser made room
        with open(f'/proc/{pid}/cmdline', 'rb') as f:
            argv = f.read().decode().split('\0')
        self.assertIn('luis', argv)
        self.assertFalse([a for a in argv if 'luis-cony' in a])
        with open(f'/proc/{pid}/environ', 'rb') as f:
            self.assertNotIn(b'luis-cony', f.read())

    def test_the_last_role_opens_by_itself(self):
        settings = {'GSETTINGS_BACKEND': 'keyfile'}         # kept from one start to the next
        app = self.start('luis', **settings)
        app.switch('Abrir siempre la última elegida en este equipo').mouse()
        keys('3')
        self.end_program(self.started('Vouchers', cleanup=False))
        self.assertEqual(app.proc.wait(20), 0)
        with open(app.log_path, 'a') as log:
            again = subprocess.Popen(self.argv('luis'), stdout=log, stderr=log,
                                     env={**os.environ, **build_environment(self.stack.build), **settings})
        self.addCleanup(lambda: end_process(again))
        self.end_program(self.started('Vouchers', cleanup=False))
        self.assertEqual(again.wait(20), 0)
        self.start('luis', '--choose', **settings)
        self.says('Hola, Luis')

    def test_a_notification_opens_the_role(self):
        self.start('luis').do('open-role', GLib.Variant('s', 'vouchers'))
        self.started('Vouchers')

    def test_the_desktop_opens_what_is_closed(self):
        """As it does for the toast of a program that was closed since: its service, then the toast's action."""
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        alert = GLib.Variant('s', str(uuid.uuid4()))
        for command, app_id, title, action, parameters in (
                ('cony', APP_ID, 'Cony', 'open-role', [GLib.Variant('s', 'vouchers')]),
                ('cony-atencion', APP_ID + '.Atencion', 'Cony Atención', 'present', []),
                ('cony-cocina', APP_ID + '.Cocina', 'Cony Cocina', 'show-alert', [alert]),
                ('cony-monitor', APP_ID + '.Monitor', 'Cony Monitor', 'present', []),
                ('cony-vouchers', APP_ID + '.Vouchers', 'Cony Vouchers', 'present', [])):
            proc = subprocess.Popen([program(command, self.stack.build), '--gapplication-service'],
                                    env={**os.environ, **build_environment(self.stack.build)},
                                    preexec_fn=die_with_parent)
            self.addCleanup(end_process, proc)
            wait(command, lambda: bus.call_sync(
                app_id, '/' + app_id.replace('.', '/'), 'org.freedesktop.Application', 'ActivateAction',
                GLib.Variant('(sava{sv})', (action, parameters, {})), None, 0, 20000).unpack() == ())
            wait(f'its window, {title}', lambda: run('xdotool', 'search', '--onlyvisible', '--name',
                                                     f'^{title} · Entrar$', check=False))
            end_process(proc)


if __name__ == '__main__':
    tap.main()
