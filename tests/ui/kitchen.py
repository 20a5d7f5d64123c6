# SPDX-License-Identifier: GPL-3.0-or-later
"""What the journeys of the kitchen share: a cook who reads the board."""
import os
import sys
import unittest

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', d) for d in ('lib', 'stack')]
from stack import WINDOWS, translation  # noqa: E402
from uitest import wait  # noqa: E402

t = translation()
TITLE = WINDOWS['cocina'][2]


def saved(app, name):
    if os.environ.get('UI_SHOTS'):
        app.shot(os.path.join(os.environ['UI_SHOTS'], f'cocina-{name}.png'))


class Kitchen(unittest.TestCase):
    """Has a stack and a window, app."""

    def sql(self, sql, user=None):
        return self.stack.cluster.psql(sql, user=user)

    def shows(self, text, app=None):
        app = app or self.app
        return wait(f'{text!r} on the screen', lambda: any(text in label for label in app.labels()))

    def gone(self, text, app=None):
        app = app or self.app
        return wait(f'{text!r} to go', lambda: not any(text in label for label in app.labels()))


__all__ = ['TITLE', 'Kitchen', 'saved', 't']
