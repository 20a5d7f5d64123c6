#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection dies half-open between a click and its answer. Runs inside tests/lib/ui-run.sh."""
import os
import sys
import time
import unittest  # noqa: F401

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
sys.path[:0] = [os.path.join(TESTS, d) for d in ('e2e', 'lib', 'stack', 'ui')]
import tap  # noqa: E402
from desk import TITLE, WINDOW, Desk, t  # noqa: E402
from relay import Relay  # noqa: E402
from simulator import Simulator  # noqa: E402
from stack import Stack  # noqa: E402
from uitest import R, wait  # noqa: E402

# "Checking…" lasts from the end of the first wait to the answer on the next connection; that one comes so late.
HOLD = 1.5
# The promise is 10 s; a machine may be slow.
LIMIT = 60


class HalfOpen(Desk):
    @classmethod
    def setUpClass(cls):
        cls.stack = Stack().__enter__()
        cls.addClassCleanup(cls.stack.close)
        cls.relay = Relay(os.path.join(cls.stack.cluster.dir, '.s.PGSQL.5432'))
        cls.addClassCleanup(cls.relay.close)
        cls.simulator = Simulator(cls.stack, seed=1)
        cls.app = cls.stack.window(
            'atencion', server=f'host=127.0.0.1 port={cls.relay.port} dbname=cony sslmode=disable')
        cls.app.to_front(TITLE)

    def paid_order(self):
        made = self.simulator.order()
        voucher = self.simulator.receipt(made['id'], made['total'])
        self.call('aprobar_voucher', voucher['id'], "'PENDIENTE'", 'NULL', user='luis')
        self.open(made['id'])
        self.able('aprobar')
        # Until then the window would ask for a reason.
        wait('the payment', lambda: any(t('Payment verified') in ' '.join(row) for row in self.rows(made['id'])))
        return made['id']

    def rows(self, order):
        """Its row in the queue, if it is there."""
        return [row for row in self.app.find(R.LIST, t('Orders')).rows() if f'#{order}' in ' '.join(row).split()]

    def events(self, order, tipo='pedido_aprobado'):
        return int(self.sql(f"SELECT count(*) FROM cony.eventos_realtime WHERE tipo = '{tipo}'"
                            f' AND entidad_id = {order}'))

    def press_approve(self, over):
        """Presses it and watches until over() is true of the texts on the screen."""
        self.relay.hold = HOLD
        start = seen = time.monotonic()
        self.app.do('aprobar', window=WINDOW)
        checking, gap = False, 0
        while True:
            texts = self.texts()
            now = time.monotonic()
            gap, seen = max(gap, now - seen), now
            checking |= any(t('Checking…') in s for s in texts)
            if over(texts):
                break
            self.assertLess(now - start, LIMIT, 'no end')
            time.sleep(0.05)
        self.relay.hold = 0
        print(f'# the truth after {now - start:.1f} s', flush=True)
        # Who looks too seldom cannot have seen it.
        self.assertTrue(checking or gap > HOLD / 2, f'never "{t("Checking…")}"')

    def approved(self, order):
        """Told, and done once. The queue is read on the new connection, after the answer."""
        self.press_approve(lambda texts: not self.rows(order))
        self.assertEqual(self.estado(order), 'EN_PREPARACION')
        self.assertEqual(self.events(order), 1)
        unknown = t('The server did not answer, so it is not known whether this was done. Look at the list before you '
                    'do it again.')
        self.assertEqual([s for s in self.texts() if unknown in s], [])

    def test_answer_lost(self):
        """Committed, and nobody heard."""
        order = self.paid_order()
        self.relay.lose(near=False)
        self.approved(order)

    def test_request_lost(self):
        """Nobody heard the request."""
        order = self.paid_order()
        self.relay.lose()
        self.approved(order)

    def test_overtaken(self):
        """Nobody heard the request, and when it is repeated somebody else has cancelled the order."""
        order = self.paid_order()
        self.relay.lose()
        self.call('cancelar_pedido', order, "'PENDIENTE'", "'No vino'", user='rosa')
        late = t('This order is no longer pending.')
        self.press_approve(lambda texts: any(late in s for s in texts))
        self.assertEqual(self.estado(order), 'CANCELADO')
        self.assertEqual(self.events(order), 0)


if __name__ == '__main__':
    tap.main()
