#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The front desk's window in its colours and widths. Runs inside tests/lib/ui-run.sh on a screen of 1920x1080.
With UI_SHOTS it leaves a picture of every main state in every colour and width."""
import os
import tempfile

from desk import TITLE, WINDOW, Desk, t
import tap
from gi.repository import GLib
from stack import Stack, build_environment
from uitest import ENTRIES, R, App, keys, run, wait

SHOTS = os.environ.get('UI_SHOTS')
SIZES = ((420, 800), (1280, 800), (1920, 1080))
COLOURS = ('light', 'dark', 'contrast')


def colour_share(path, colour):
    """How much of a picture is exactly of this colour, 0 to 1."""
    return float(run('convert', path, '-alpha', 'off', '-fill', 'white', '+opaque', colour, '-fill', 'black', '-opaque',
                     colour, '-negate', '-format', '%[fx:mean]', 'info:'))


class Colours(Desk):
    def begin(self, environment=None):
        app = App(self.stack.window_argv('atencion'), 'com.conychips.Cony.Atencion',
                  env={**build_environment(), 'GSETTINGS_BACKEND': 'keyfile', **(environment or {})})
        self.addCleanup(app.quit)
        self.app = app
        wait('the window', lambda: any(n.snap[2] == 1 and n.snap[0] == TITLE for n in app.tree()))
        wait('the orders', lambda: '#142' in self.queue())
        return app

    def setUp(self):
        self.stack = Stack().__enter__()
        self.addCleanup(self.stack.close)
        self.pictures = tempfile.TemporaryDirectory()
        self.addCleanup(self.pictures.cleanup)

    def picture(self):
        path = os.path.join(self.pictures.name, 'window.png')
        self.app.picture(path, TITLE)
        return path

    def light(self):
        return float(run('convert', self.picture(), '-format', '%[fx:mean]', 'info:'))

    def choose(self, colour):
        self.app.do('theme', GLib.Variant('s', colour), window=WINDOW)
        wait(colour, lambda: self.app.state('theme', WINDOW) == colour)

    def resize(self, width, height):
        """The X window is larger by its shadow."""
        self.app.to_front(TITLE)

        def fits():
            window = self.app.x_window(TITLE)
            if self.app.frame(window)[2:] == (width, height):
                return True
            left, right, top, bottom = self.app.shadow(window)
            run('xdotool', 'windowsize', window, str(width + left + right), str(height + top + bottom),
                'windowmove', window, str((1920 - width) // 2 - left), str((1080 - height) // 2 - top))
            return False
        wait(f'{width} x {height}', fits)

    def test_1_chosen_and_kept(self):
        """By the menu's action; it is there again after a new start."""
        app = self.begin()
        self.assertEqual(app.state('theme', WINDOW), 'system')
        wait('light', lambda: self.light() > .7)
        self.choose('dark')
        wait('dark', lambda: self.light() < .35)
        self.choose('contrast')
        wait('black', lambda: colour_share(self.picture(), '#000000') > .5)
        self.assertGreater(colour_share(self.picture(), '#FFFF00'), .005)
        app.quit()
        self.begin()
        self.assertEqual(self.app.state('theme', WINDOW), 'contrast')
        wait('black', lambda: colour_share(self.picture(), '#000000') > .5)
        self.choose('system')

    def test_2_as_the_desktop(self):
        """Nothing chosen: what the desktop prefers."""
        app = self.begin({'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'})
        wait('dark', lambda: self.light() < .35)
        app.quit()
        self.begin({'ADW_DEBUG_HIGH_CONTRAST': '1'})
        wait('black', lambda: colour_share(self.picture(), '#000000') > .5)

    def test_3_narrow(self):
        """Every state fits into 420 pixels: nothing makes the window wider."""
        self.begin()
        for size in SIZES if SHOTS else SIZES[:1]:
            self.resize(*size)
            for colour in COLOURS if SHOTS else COLOURS[:1]:
                self.choose(colour)
                self.walk(f'{colour}-{size[0]}', size)
        self.choose('system')

    def walk(self, name, size):
        def state(what, title=TITLE):
            self.resize(*size)
            if SHOTS:
                run('xdotool', 'mousemove', '1919', '1079')
                self.app.picture(os.path.join(SHOTS, f'atencion-{name}-{what}.png'), title)

        def dialog(action, title, what):
            self.app.do(action, window=WINDOW)
            self.dialog(t(title))
            state(what)
            self.app.to_front(t(title))
            keys('Escape')
            self.dialog_gone(t(title))

        self.app.do('tab', GLib.Variant('s', 'aprobar'), window=WINDOW)
        wait('the orders', lambda: '#142' in self.queue())
        if size[0] == 420:
            state('cola')
        self.open(142)
        state('pedido')
        dialog('alertar', 'Alert the kitchen', 'alertar')
        dialog('cancelar', 'Cancel order', 'cancelar')
        dialog('nuevo', 'New order', 'nuevo')
        dialog('refill', 'Ask for refill', 'pedir-refill')
        self.app.do('avisos', window=WINDOW)
        wait('the alerts', lambda: self.app.state('avisos', WINDOW))
        state('avisos')
        self.app.do('avisos', window=WINDOW)
        self.app.do('tab', GLib.Variant('s', 'refill'), window=WINDOW)
        wait('the refills', lambda: self.app.find(R.LIST, t('Refills')).rows())
        state('refill')
        self.app.do('tab', GLib.Variant('s', 'cocina'), window=WINDOW)
        wait('the kitchen', lambda: '#135' in self.queue())
        self.open(135)
        state('cocina')


if __name__ == '__main__':
    tap.main()
