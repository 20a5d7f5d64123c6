# SPDX-License-Identifier: GPL-3.0-or-later
"""What the journeys of the front desk share: a person who reads, presses and opens orders."""
import os
import sys
import unittest
import uuid

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', d) for d in ('lib', 'stack')]
from gi.repository import GLib  # noqa: E402
from stack import Stack, WINDOWS, translation  # noqa: E402
from uitest import BUTTONS, ENTRIES, R, keys, wait  # noqa: E402

t = translation()
TITLE = WINDOWS['atencion'][2]
WINDOW = 1


def saved(app, name):
    if os.environ.get('UI_SHOTS'):
        app.shot(os.path.join(os.environ['UI_SHOTS'], f'atencion-{name}.png'))


class Desk(unittest.TestCase):
    def sql(self, sql, user=None):
        return self.stack.cluster.psql(sql, user=user)

    def call(self, function, *arguments, user):
        """One api function with a clave of its own."""
        return self.sql(f"SELECT api.{function}('{uuid.uuid4()}', {', '.join(map(str, arguments))})", user)

    def estado(self, pedido):
        return self.sql(f'SELECT estado FROM cony.pedidos WHERE id = {pedido}')

    def texts(self, within=None):
        """What can be read: labels, and sentences that are announced."""
        return [n.snap[0] for n in (self.app.tree(within.path) if within else self.app.tree())]

    def says(self, text, within=None):
        return wait(f'{text!r} on the screen', lambda: next((s for s in self.texts(within) if text in s), None))

    def silent(self, text):
        wait(f'{text!r} to go', lambda: not any(text in s for s in self.texts()))

    def press(self, name, within=None):
        wait(f'the button {name!r}', lambda: next(
            (b for b in (within or self.app).all(BUTTONS, name, shown=True) if b.sensitive), None)).click()

    def able(self, action, able=True):
        wait(f'win.{action} to be {able}', lambda: self.app._actions(
            'Describe', WINDOW, GLib.Variant('(s)', (action,)))[0][0] == able)

    def dialog(self, title):
        """The dialog, when it has the keyboard."""
        found = wait(f'the dialog {title!r}', lambda: next(
            (n for n in self.app.tree() if n.snap[2] == 1 and n.snap[0] == title), None))
        self.app.to_front(title)
        return found

    def dialog_gone(self, title):
        wait(f'the dialog {title!r} to close', lambda: not any(
            n.snap[2] == 1 and n.snap[0] == title for n in self.app.tree()))

    def queue(self):
        return [row[0] for row in self.app.find(R.LIST, t('Orders')).rows()]

    def open(self, pedido):
        def shown():
            # An order that has not come yet cannot be opened.
            self.app.do('ver', GLib.Variant('x', pedido), window=WINDOW)
            return any(f'#{pedido} ' in s for s in self.texts()) and self.app._actions(
                'Describe', WINDOW, GLib.Variant('(s)', ('alertar',)))[0][0]

        wait(f'the order {pedido}', shown)

    @classmethod
    def start(cls, **arguments):
        """A shop with the front desk's window, logged in, its orders on the screen."""
        cls.stack = Stack(**arguments).__enter__()
        cls.addClassCleanup(cls.stack.close)
        cls.app = cls.stack.window('atencion')
        cls.app.to_front(TITLE)
        wait('the orders', lambda: cls.app.find(R.LIST, t('Orders')).rows())

    def approve(self, pedido):
        self.open(pedido)
        self.app.do('aprobar', window=WINDOW)

    def refill(self, quantity='1'):
        """Asks for the supply that is selected."""
        self.app.do('refill', window=WINDOW)
        dialog = self.dialog(t('Ask for refill'))
        dialog.find(ENTRIES, t('Quantity')).set_text(quantity)
        keys('ctrl+Return')
        return dialog
