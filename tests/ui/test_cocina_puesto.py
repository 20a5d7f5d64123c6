#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kitchen's computer: who enters, and what is chosen for this screen.  Runs inside tests/lib/ui-run.sh."""
import os
import sys
import tempfile
import unittest

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', d) for d in ('lib', 'stack')]
from kitchen import TITLE, saved, t  # noqa: E402
import tap  # noqa: E402
from stack import Stack, build_environment, program  # noqa: E402
from uitest import BUTTONS, App, keys, wait  # noqa: E402


class Preferences(unittest.TestCase):
    def test_kept(self):
        """Chosen by key and by touch, applied at once, there again after a new start."""
        with Stack() as stack, tempfile.TemporaryDirectory() as config:
            environment = {**build_environment(), 'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': config}

            def start():
                app = App(stack.window_argv('cocina'), 'com.conychips.Cony.Cocina', env=environment)
                self.addCleanup(app.quit)
                wait('the board', lambda: app.to_front(TITLE))
                wait('the orders', lambda: any(b.snap[0].startswith(t('Ready') + ' #') for b in app.all(BUTTONS)))
                return app

            app = start()
            self.assertEqual(app.state('theme', window=1), 'dark')
            # What a screen reader says of a ticket: number, customer, state, age, dishes.
            wait('a ticket', lambda: any(n.snap[0].startswith('#135, ') and n.snap[0].count(',') >= 4
                                         for n in app.tree()))
            keys('c')
            app.button(t('Light')).click()
            wait('light', lambda: app.state('theme', window=1) == 'light')
            saved(app, 'claro')
            app.button(t('High contrast'))
            keys('Right', 'space')              # the keyboard is on the first distance
            wait('1 m', lambda: app.state('distance', window=1) == '1')
            app.find(None, t('The letters can be read from %g m.') % 1)
            keys('Escape')
            app.quit()
            again = start()
            self.assertEqual(again.state('theme', window=1), 'light')
            self.assertEqual(again.state('distance', window=1), '1')


class Login(unittest.TestCase):
    def open(self, stack, user, server=None):
        app = App([program('cony-cocina'), '--server', server or stack.server, '--broker', '', '--user', user],
                  'com.conychips.Cony.Cocina', env=build_environment())
        self.addCleanup(app.quit)
        app.to_front(f"{TITLE} · {t('Log in')}")
        return app

    def enter(self, app, password):
        app.entry(t('Password')).set_text(password)
        wait('Entrar', lambda: app.button(t('Enter')).sensitive)
        app.button(t('Enter')).click()

    def test_sentences(self):
        with Stack(broker=False) as stack:
            app = self.open(stack, 'ana')
            wait('the server', lambda: t('Server available') in app.labels())
            self.enter(app, 'wrong')
            sentence = t('The password does not belong to the user “%s”. Check capital letters and type it again.')
            wait('the sentence', lambda: sentence % 'ana' in app.labels())
            saved(app, 'entrar')
            self.enter(app, 'ana-cony')
            wait('the board', lambda: any(n.snap[0] == TITLE and n.snap[2] == 1 for n in app.tree()))
            app.do('logout')
            wait('the login', lambda: any(t('Log in') in n.snap[0] and n.snap[2] == 1 for n in app.tree()))
            app.quit()

            app = self.open(stack, 'rosa')
            self.enter(app, 'rosa-cony')
            sentence = t('The user “%1$s” may not use %2$s. Ask an administrator for this role, or enter with '
                         'another user.')
            wait('the sentence', lambda: sentence.replace('%1$s', 'rosa').replace('%2$s', TITLE) in app.labels())
            app.quit()

            app = self.open(stack, 'ana', server='127.0.0.1')
            wait('no server', lambda: t('Server not available') in app.labels())
            self.enter(app, 'ana-cony')
            sentence = t("The server “%s” does not answer. Check its name, and that this computer is on the shop's "
                         'network.')
            wait('the sentence', lambda: sentence % '127.0.0.1' in app.labels())


if __name__ == '__main__':
    tap.main()
