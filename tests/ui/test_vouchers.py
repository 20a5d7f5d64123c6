#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Receipts, as the person who checks payments works with them."""
import re
import uuid

from journey import Journey, R, Transaction, keys, wait
from fakes import FakeNotifications
from uitest import run
import tap


class Vouchers(Journey):
    window = 'vouchers'
    title = 'Cony Vouchers'

    def arrive(self, cliente, **facts):
        """A customer orders and pays; the window shows it without a touch."""
        order = self.simulator.order(cliente=cliente)
        receipt = self.simulator.receipt(order['id'], facts.pop('monto', order['total']), **facts)
        self.says(re.compile(f'^Nuevo comprobante: {cliente}'))
        return order['id'], receipt['id']

    def show(self, cliente, order):
        """Chooses it in the queue."""
        queue = self.app.find(R.LIST, 'Comprobantes pendientes')
        wait(f'the row of {cliente}', lambda: any(cliente in row for row in queue.rows()))
        at = [cliente in row for row in queue.rows()].index(True)
        queue.select_row(at)
        self.says(f'Pedido #{order} {cliente}')

    def state(self, voucher):
        return self.sql(f'SELECT estado FROM cony.vouchers WHERE id = {voucher}')

    def verify(self):
        check = self.app.find(R.CHECK_BOX, 'Verifiqué el abono en la cuenta')
        check.mouse()
        wait('the tick', lambda: check.on)

    def test_approve_by_keyboard(self):
        order, voucher = self.arrive('Fabiola')
        self.show('Fabiola', order)
        approve = self.app.button('Aprobar')
        self.says('Falta: abono verificado.')
        self.picture('vouchers')
        self.assertFalse(approve.sensitive)
        keys('ctrl+Return')                       # not yet
        self.verify()
        wait('Aprobar', lambda: approve.sensitive)
        self.assertEqual(self.state(voucher), 'PENDIENTE')
        keys('ctrl+Return')
        self.says('Comprobante de Fabiola aprobado')
        self.assertEqual(self.state(voucher), 'APROBADO')
        # Another one is shown, and nothing was verified for it.
        self.silent(f'Pedido #{order} Fabiola')
        self.says(re.compile('^Falta: '))
        self.assertFalse(self.app.find(R.CHECK_BOX, 'Verifiqué el abono en la cuenta').on)

    def test_reject_needs_a_reason(self):
        order, voucher = self.arrive('Gustavo')
        self.show('Gustavo', order)
        keys('ctrl+r')
        reject = self.app.button('Rechazar')
        self.assertFalse(reject.sensitive)
        keys('3')
        wait('Rechazar', lambda: reject.sensitive)
        self.picture('vouchers-reject')
        keys('ctrl+Return')
        self.says('Comprobante de Gustavo rechazado')
        self.assertEqual(self.sql(f'SELECT estado, motivo FROM cony.vouchers WHERE id = {voucher}'),
                         'RECHAZADO|Imagen ilegible')

    def test_repeated_number_cannot_be_approved(self):
        first, paid = self.arrive('Hilda', operacion='55501234')
        self.sql(f"SELECT api.aprobar_voucher('{uuid.uuid4()}', {paid}, 'PENDIENTE')", user='luis')
        order, voucher = self.arrive('Ivonne', operacion='55501234')
        self.show('Ivonne', order)
        self.says('Operación repetida: no se puede aprobar')
        self.says(re.compile(f'^Ya pagó el pedido #{first}; lo aprobó Luis'))
        self.verify()
        self.says('Falta: operación única.')
        self.picture('vouchers-repeated')
        self.assertFalse(self.app.button('Aprobar').sensitive)
        self.app.button(f'Ver voucher {paid}').click()
        self.says(f'Pedido #{first} Hilda')
        self.says('Ya está aprobado.')

    def test_somebody_else_was_faster(self):
        order, voucher = self.arrive('Jacinto')
        self.show('Jacinto', order)
        self.verify()
        with Transaction(self.stack, 'carmen') as other:
            other.run(f"SELECT api.aprobar_voucher('{uuid.uuid4()}', {voucher}, 'PENDIENTE')")
            self.app.button('Aprobar').click()
            self.says('Comprobando…')
            other.run('COMMIT')
        self.says('Este voucher ya fue revisado.')
        self.assertEqual(self.state(voucher), 'APROBADO')
        self.assertEqual(self.sql("SELECT count(*) FROM cony.eventos_realtime WHERE tipo = 'voucher_aprobado' "
                                  f'AND entidad_id = {voucher}'), '1')
        self.silent(f'Pedido #{order} Jacinto')

    def test_differences_only_warn(self):
        order, voucher = self.arrive('Karina', monto=1.5, telefono='911111502')
        self.show('Karina', order)
        self.says('El monto no es el del pedido')
        self.says('Pagado desde otro teléfono')
        self.picture('vouchers-differences')
        self.verify()
        wait('Aprobar', lambda: self.app.button('Aprobar').sensitive)

    def test_a_desktop_notification_when_nobody_looks(self):
        desktop = FakeNotifications()
        self.addCleanup(desktop.stop)
        window = self.app.x_window(self.title)
        run('xdotool', 'windowminimize', window)
        wait('the window to be away', lambda: 'IsViewable' not in run('xwininfo', '-id', window))
        self.arrive('Mauricio')
        note = desktop.wait_for()
        self.assertRegex(note['title'], '^Nuevo comprobante: Mauricio, S/\u00a0')
        desktop.press(note)                       # brings the window back
        wait('the window', lambda: 'IsViewable' in run('xwininfo', '-id', window))

    def test_picture_by_keyboard(self):
        order, _voucher = self.arrive('Lorenzo')
        self.show('Lorenzo', order)
        self.app.find(name=re.compile('^Comprobante de Lorenzo, S/'))
        self.says('100 %')
        keys('plus')
        self.says('125 %')
        keys('minus', 'minus', 'minus')
        self.says('50 %')
        keys('0')
        self.says('100 %')
        keys('r')
        self.says('100 %')


if __name__ == '__main__':
    tap.main()
