#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same order approved from two windows at once. Runs inside tests/lib/ui-run.sh."""
import os
import subprocess
import sys
import unittest
import uuid

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', d) for d in ('lib', 'stack')]
import tap  # noqa: E402
from simulator import Simulator  # noqa: E402
from stack import Stack, translation  # noqa: E402
from uitest import BUTTONS, R, wait  # noqa: E402

CUSTOMER = 'Ximena'


class Lock:
    """Holds an order's row, so that both approvals are under way before either can happen."""

    def __init__(self, cluster, pedido):
        self.psql = subprocess.Popen(['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', cluster.conninfo()],
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.psql.stdin.write(f'BEGIN; SELECT id FROM cony.pedidos WHERE id = {pedido} FOR UPDATE;\n')
        self.psql.stdin.flush()
        assert self.psql.stdout.readline().strip() == str(pedido)

    def release(self):
        self.psql.communicate('COMMIT;\n')


class TwoWindows(unittest.TestCase):
    def test_one_succeeds(self):
        t = translation()
        with Stack() as stack:
            simulator = Simulator(stack)
            made = simulator.order(cliente=CUSTOMER)
            voucher = simulator.receipt(made['id'], made['total'])
            stack.cluster.psql(f"SELECT api.aprobar_voucher('{uuid.uuid4()}', {voucher['id']}, 'PENDIENTE', NULL)",
                               user='luis')
            windows = [stack.window('atencion'),
                       stack.window('atencion', pantalla='Atención 2', app_id='com.conychips.Cony.Atencion2')]
            buttons = []
            for app in windows:
                queue = app.find(R.LIST, t('Orders'))
                # (As text, because row 0 would read as "not yet".)
                row = wait('the order', lambda: next(
                    (str(i) for i, row in enumerate(queue.rows()) if CUSTOMER in row), None))
                queue.select_row(int(row))
                buttons.append(wait('Aprobar', lambda: next(
                    (b for b in app.all(BUTTONS, t('Approve'), shown=True) if b.sensitive), None)))

            lock = Lock(stack.cluster, made['id'])
            for button in buttons:
                button.click()
            wait('both to wait for the row', lambda: stack.cluster.psql(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") == '2')
            lock.release()

            for app in windows:
                wait('the order to be gone', lambda: not app.all(BUTTONS, t('Approve'), shown=True))
            # A refusal stays until it is read; that of the one who succeeded passes by.
            late = t('This order is no longer pending.')
            refused = wait('a refusal', lambda: [app for app in windows if late in ' '.join(app.labels())])
            self.assertEqual(len(refused), 1)
            self.assertEqual(stack.cluster.psql(
                "SELECT count(*) FROM cony.eventos_realtime WHERE tipo = 'pedido_aprobado' "
                f"AND entidad_id = {made['id']}"), '1')


if __name__ == '__main__':
    tap.main()
