#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the front desk does, with real database and broker. Runs inside tests/lib/ui-run.sh."""
from desk import TITLE, WINDOW, Desk, saved, t
import tap
from gi.repository import GLib
from stack import Stack, build_environment
from uitest import ENTRIES, BUTTONS, R, App, keys, wait


class Login(Desk):
    def test_login(self):
        with Stack() as self.stack:
            argv = self.stack.window_argv('atencion')
            at = argv.index('--password-file')
            del argv[at:at + 2]
            with App(argv, 'com.conychips.Cony.Atencion', env=build_environment()) as self.app:
                password = self.app.entry(t('Password'))
                password.set_text('wrong')
                self.press(t('Enter'))
                self.says(t('The password does not belong to the user “%s”. Check capital letters and type it again.')
                          .split('%')[0])
                self.assertFalse([n for n in self.app.tree() if n.snap[2] == 1 and n.snap[0] == TITLE])
                saved(self.app, 'entrar')
                password.set_text('rosa-cony')
                self.press(t('Enter'))
                self.dialog(TITLE)
                wait('the orders', lambda: '#142' in self.queue())

    def test_wrong_role(self):
        with Stack() as self.stack:
            argv = self.stack.window_argv('atencion', login='ana')
            with App(argv, 'com.conychips.Cony.Atencion', env=build_environment()) as self.app:
                self.says(t('The user “%1$s” may not use %2$s. Ask an administrator for this role, or enter with '
                            'another user.').replace('%1$s', 'ana').split('%')[0])
                self.assertFalse([n for n in self.app.tree() if n.snap[2] == 1 and n.snap[0] == TITLE])


class Day(Desk):
    @classmethod
    def setUpClass(cls):
        cls.start()

    def test_1_approve_by_key(self):
        self.assertEqual(self.queue()[0], '#142')
        self.says('#142 Fátima')
        self.able('aprobar')
        keys('ctrl+Return')
        wait('the approval', lambda: self.estado(142) == 'EN_PREPARACION')
        self.says(t('%s approved').replace('%s', '#142'))
        # It stays in sight with its new state; there is no second approval.
        self.says(t('In the kitchen'))
        self.able('aprobar', False)
        self.assertNotIn('#142', self.queue())
        saved(self.app, 'aprobado')

    def test_1b_message_for_the_customer(self):
        self.open(142)
        self.app.to_front(TITLE)
        keys('ctrl+shift+c')
        self.says(t('Copied: “%s”').split('%')[0] + t('Hello %s. %s').replace('%s', 'Fátima', 1).split('%')[0])
        self.says(t('We are preparing your order %s.').replace('%s', '#142'))

    def test_1c_message_in_the_clipboard(self):
        """What is pasted into WhatsApp is the message itself."""
        self.open(142)
        self.app.to_front(TITLE)
        keys('ctrl+shift+c')
        expected = (t('Hello %s. %s').replace('%s', 'Fátima', 1)
                    .replace('%s', t('We are preparing your order %s.').replace('%s', '#142')))
        keys('ctrl+f', 'ctrl+v')
        search = self.app.find(ENTRIES, t('Search number, name or telephone'))
        wait('it in an entry', lambda: search.text == expected)
        keys('ctrl+a', 'Delete')
        wait('the entry empty', lambda: search.text == '')

    def test_1d_search(self):
        """By number, by name without accents, by telephone; an order of another tab is found there."""
        self.app.do('tab', GLib.Variant('s', 'aprobar'), window=WINDOW)
        keys('ctrl+f')
        search = self.app.find(ENTRIES, t('Search number, name or telephone'))
        phone = self.sql('SELECT telefono FROM cony.pedidos WHERE id = 145')
        for text, found in (('#147', ['#147']), ('ines', ['#149']), (phone[-7:], ['#145']), (phone.replace(' ', ''), ['#145'])):
            search.set_text(text)
            wait(f'{found} for {text}', lambda: self.queue() == found)
        search.set_text('fatima')
        self.press(t('Found in “%s”').replace('%s', t('In the kitchen')))
        wait('the other tab', lambda: self.app.state('tab', WINDOW) == 'cocina' and self.queue() == ['#142'])
        search.set_text('')
        self.app.do('tab', GLib.Variant('s', 'aprobar'), window=WINDOW)
        wait('all of them', lambda: len(self.queue()) > 1)

    def test_1e_print_dialog(self):
        """Ctrl+P opens the dialog of the system, Escape prints nothing. (What is printed: tests/widgets.)"""
        self.open(142)
        self.app.to_front(TITLE)
        keys('ctrl+p')
        title = wait('the print dialog', lambda: next(
            (n.snap[0] for n in self.app.tree() if n.snap[2] == 1 and n.snap[0] != TITLE and n.snap[0]), None))
        saved(self.app, 'imprimir')
        self.app.to_front(title)
        keys('Escape')
        self.dialog_gone(title)

    def test_1f_keys(self):
        """Every command has a key, and one window lists them."""
        self.app.to_front(TITLE)
        keys('ctrl+question')
        self.says(t('Approve or hand over'))
        saved(self.app, 'teclas')
        keys('Escape')
        self.silent(t('Approve or hand over'))

    def test_2_alert_and_receipt(self):
        self.open(142)
        self.app.do('alertar', window=WINDOW)
        dialog = self.dialog(t('Alert the kitchen'))
        self.press(t('Allergy'), dialog)
        wait('the text', lambda: dialog.find(ENTRIES, t('Message')).text == t('Allergy'))
        self.press(t('Urgent'), dialog)
        wait('the priority', lambda: dialog.find(BUTTONS, t('Urgent')).on)
        saved(self.app, 'alertar')
        keys('ctrl+Return')
        uid = wait('the alert', lambda: self.sql(
            f"SELECT uid FROM cony.alertas_cocina WHERE mensaje = '{t('Allergy')}' AND prioridad = 'urgente'"
            ' AND pedido_id = 142'))
        self.dialog_gone(t('Alert the kitchen'))
        self.says(t('On no screen yet'))
        self.sql(f"SELECT api.confirmar_eventos(ARRAY['{uid}']::uuid[], 'ack', 'Cocina 7')", 'ana')
        self.says(t('On screen (%s)').replace('%s', 'Cocina 7'))
        self.call('marcar_alerta_vista', f"'{uid}'", user='ana')
        strips = wait('the receipt', lambda: [label for label in self.app.labels()
                                              if label.startswith(t('Seen by %s %s (%d s)').split('%')[0] + 'Ana ')])
        self.assertTrue(strips)
        self.silent(t('On no screen yet'))
        saved(self.app, 'vista')

    def test_2_call_again(self):
        """An alert that nobody saw in 45 s: red, and one button sends it again as urgent."""
        self.open(142)
        self.says(t('NOT SEEN %s').split('%')[0])
        said = 'Cambio: las alitas van SIN ají'
        self.press(t('Call'))
        dialog = self.dialog(t('Alert the kitchen'))
        wait('its text', lambda: dialog.find(ENTRIES, t('Message')).text == said)
        keys('ctrl+Return')
        wait('the second alert', lambda: self.sql(
            f"SELECT count(*) FROM cony.alertas_cocina WHERE mensaje = '{said}' AND prioridad = 'urgente'") == '1')
        self.dialog_gone(t('Alert the kitchen'))

    def test_3_approve_without_payment(self):
        self.open(146)
        self.app.do('aprobar', window=WINDOW)
        dialog = self.dialog(t('Approve without a verified payment'))
        keys('ctrl+Return')
        self.says(t('Write the reason: it stays with the order.'), dialog)
        self.assertEqual(self.estado(146), 'PENDIENTE')
        dialog.find(ENTRIES, t('Reason')).set_text('Efectivo en caja')
        keys('ctrl+Return')
        wait('the approval', lambda: self.estado(146) == 'EN_PREPARACION')
        self.assertEqual(self.sql('SELECT aprobacion_motivo FROM cony.pedidos WHERE id = 146'), 'Efectivo en caja')
        self.dialog_gone(t('Approve without a verified payment'))

    def test_4_stale(self):
        """Somebody was faster while the reason was written: said clearly, and the row is new."""
        self.open(148)
        self.app.do('aprobar', window=WINDOW)
        dialog = self.dialog(t('Approve without a verified payment'))
        dialog.find(ENTRIES, t('Reason')).set_text('Abono visto')
        self.call('aprobar_pedido', 148, "'PENDIENTE'", "'Yo primero'", user='carmen')
        keys('ctrl+Return')
        self.says(t('This order is no longer pending.'), dialog)
        self.assertEqual(self.sql('SELECT aprobacion_motivo FROM cony.pedidos WHERE id = 148'), 'Yo primero')
        wait('the row to leave the queue', lambda: '#148' not in self.queue())
        self.press(t('Back'), dialog)
        self.dialog_gone(t('Approve without a verified payment'))
        self.able('aprobar', False)

    def test_5_cancel(self):
        self.open(150)
        self.app.do('cancelar', window=WINDOW)
        dialog = self.dialog(t('Cancel order'))
        dialog.find(ENTRIES, t('Reason')).set_text('No llegó el pago')
        keys('ctrl+Return')
        wait('the order to be cancelled', lambda: self.estado(150) == 'CANCELADO')
        self.dialog_gone(t('Cancel order'))
        self.says(t('Cancelled'))
        self.able('cancelar', False)
        self.able('alertar', False)

    def test_6_ready_and_handed_over(self):
        self.call('pedido_listo', 142, "'EN_PREPARACION'", user='ana')
        self.says(t('%s is ready').replace('%s', '#142 Fátima'))
        self.open(142)
        self.able('entregar')
        self.app.to_front(TITLE)
        keys('ctrl+Return')
        saved(self.app, 'entregar')
        wait('the order to be handed over', lambda: self.estado(142) == 'ENTREGADO')
        self.says(t('Handed over'))

    def test_7_refill(self):
        self.app.do('refill', window=WINDOW)
        dialog = self.dialog(t('Ask for refill'))
        quantity = dialog.find(ENTRIES, t('Quantity'))
        before = self.sql('SELECT count(*) FROM cony.refill_solicitud')
        for wrong in ('0', '-1', 'dos'):
            quantity.set_text(wrong)
            keys('ctrl+Return')
            self.says(t('The quantity must be greater than 0.') if wrong != 'dos' else
                      t('Write the quantity as a number, for example 2 or 1.5.'), dialog)
        self.assertEqual(self.sql('SELECT count(*) FROM cony.refill_solicitud'), before)
        quantity.set_text('1,5')
        keys('ctrl+Return')
        made = wait('the refill', lambda: self.sql(
            'SELECT id FROM cony.refill_solicitud WHERE cantidad_solicitada = 1.5'))
        self.dialog_gone(t('Ask for refill'))
        self.app.do('tab', GLib.Variant('s', 'refill'), window=WINDOW)
        wait('its row', lambda: any('1.5' in text for row in self.app.find(R.LIST, t('Refills')).rows()
                                    for text in row))
        self.call('atender_refill', made, "'pendiente'", "'visto'", 'NULL', user='ana')
        self.says(t('Refill seen: %s').split('%')[0])
        self.call('atender_refill', made, "'visto'", "'en_camino'", 'NULL', user='ana')
        self.call('atender_refill', made, "'en_camino'", "'entregado'", 'NULL', user='ana')
        self.says(t('Refill delivered: %s').split('%')[0])
        # Every step, who took it and when.
        rows = self.app.find(R.LIST, t('Refills'))
        wait('its row', lambda: any('1.5' in text for row in rows.rows() for text in row))
        rows.select_row(next(i for i, row in enumerate(rows.rows()) if any('1.5' in text for text in row)))
        steps = [t('Asked'), t('Seen'), t('On its way'), t('Delivered')]
        wait('its steps', lambda: [row[0] for row in self.app.find(R.LIST, t('What became of it')).rows()] == steps)
        self.assertEqual([row[1] for row in self.app.find(R.LIST, t('What became of it')).rows()],
                         ['Rosa', 'Ana', 'Ana', 'Ana'])
        saved(self.app, 'refill')
        other = self.sql("SELECT id FROM cony.refill_solicitud WHERE estado = 'pendiente' AND sucursal_id = 1 LIMIT 1")
        self.call('atender_refill', other, "'pendiente'", "'rechazado'", "'No queda'", user='ana')
        self.says(t('Refill rejected: %s (%s)').split('%')[0])
        self.says('No queda')
        self.app.do('tab', GLib.Variant('s', 'aprobar'), window=WINDOW)

    def test_8_receipt_image(self):
        self.open(145)
        self.app.do('comprobante', window=WINDOW)
        window = self.dialog(t('Receipt of #%ld').replace('%ld', '145'))
        window.find(R.IMAGE, t('Image of the receipt'))
        saved(self.app, 'comprobante')
        keys('Escape')
        self.dialog_gone(t('Receipt of #%ld').replace('%ld', '145'))

    def test_8_payment_rejected(self):
        """What the other desk decides comes by itself: said once, and the order shows it."""
        self.open(149)
        self.says(t('To be verified'))
        voucher = self.sql('SELECT id FROM cony.vouchers WHERE pedido_id = 149')
        self.call('rechazar_voucher', voucher, "'PENDIENTE'", "'Imagen ilegible'", user='luis')
        self.says(t('Receipt rejected: %s').replace('%s', '#149 Inés'))
        self.says('Imagen ilegible')

    def test_8_new_order(self):
        """A whole order without the mouse."""
        self.app.to_front(TITLE)
        self.able('nuevo')
        keys('ctrl+n')
        dialog = self.dialog(t('New order'))
        name, price = self.sql('SELECT nombre, precio FROM cony.productos WHERE activo ORDER BY nombre LIMIT 1').split('|')
        wait('the products', lambda: name in self.texts(dialog))
        for key in 'Nelly':
            keys(key)
        keys('Return')
        for key in '955123123':
            keys(key)
        keys('Return')
        dialog.find(ENTRIES, t('Quantity and product')).set_text(f'2 {name}')
        keys('Return')
        self.says(f'S/\u00a0{2 * float(price):.2f}', dialog)
        dialog.find(ENTRIES, t('Notes of the product')).set_text('sin sal')
        saved(self.app, 'nuevo')
        keys('ctrl+Return')
        made = wait('the order', lambda: self.sql("SELECT id FROM cony.pedidos WHERE cliente = 'Nelly'"))
        self.dialog_gone(t('New order'))
        self.assertEqual(self.sql(f'SELECT canal, estado, telefono, total FROM cony.pedidos WHERE id = {made}'),
                         f'presencial|PENDIENTE|955123123|{2 * float(price):.2f}')
        self.assertEqual(self.sql(f'SELECT cantidad, notas FROM cony.pedido_items WHERE pedido_id = {made}'),
                         '2|SIN sal')
        # It opens by itself.
        self.says(f'#{made} Nelly')
        self.says('SIN sal')

    def test_8_out_of_stock_asks_once_more(self):
        supply = self.sql(
            'SELECT s.id FROM cony.pedido_items i JOIN cony.producto_insumos p USING (producto_id)'
            ' JOIN cony.insumos s ON s.id = p.insumo_id WHERE i.pedido_id = 147 AND s.sucursal_id = 1 LIMIT 1')
        self.call('insumo_agotado', supply, user='ana')
        self.open(147)
        self.app.do('aprobar', window=WINDOW)
        self.says(t('Approve what has run out?'))
        saved(self.app, 'agotado')
        self.press(t('Back'))
        self.silent(t('Approve what has run out?'))
        self.assertEqual(self.estado(147), 'PENDIENTE')
        self.app.do('aprobar', window=WINDOW)
        self.press(t('Approve all the same'))
        # Its receipt was rejected, so the reason is asked for as ever.
        dialog = self.dialog(t('Approve without a verified payment'))
        dialog.find(ENTRIES, t('Reason')).set_text('Pagó en caja')
        keys('ctrl+Return')
        wait('the approval', lambda: self.estado(147) == 'EN_PREPARACION')
        self.dialog_gone(t('Approve without a verified payment'))

    def test_8_rush(self):
        self.open(147)
        self.app.do('priorizar', window=WINDOW)
        dialog = self.dialog(t('Rush order'))
        keys('ctrl+Return')
        self.says(t('Write the reason: it stays with the order.'), dialog)
        self.press(t('The courier is here'), dialog)
        wait('the reason', lambda: dialog.find(ENTRIES, t('Reason')).text == t('The courier is here'))
        keys('ctrl+Return')
        wait('the rush', lambda: self.sql('SELECT prioridad, prioridad_motivo FROM cony.pedidos WHERE id = 147')
             == 't|' + t('The courier is here'))
        self.dialog_gone(t('Rush order'))
        self.says(t('Rush: %s').replace('%s', t('The courier is here')))
        self.app.do('tab', GLib.Variant('s', 'cocina'), window=WINDOW)
        # Behind the one that was in a hurry before it, before all others.
        wait('it to be first', lambda: self.queue()[:2] == ['#134', '#147'])
        saved(self.app, 'apurar')
        self.open(147)
        self.app.do('priorizar', window=WINDOW)
        wait('no rush', lambda: self.sql('SELECT prioridad FROM cony.pedidos WHERE id = 147') == 'f')

    def test_9_without_database(self):
        self.open(145)
        self.able('aprobar')
        self.stack.cluster.crash()
        self.able('aprobar', False)
        self.able('cancelar', False)
        self.able('alertar')
        self.able('refill')
        self.says(t('The database does not answer. Approving and other decisions wait until it is back; '
                    'alerts and refills are kept and sent then.'))
        saved(self.app, 'sin-base')

        # What does not wait is kept: the alert shows so, and is stored once when the database is back.
        self.app.do('alertar', window=WINDOW)
        dialog = self.dialog(t('Alert the kitchen'))
        self.press(t('Stop preparing'), dialog)
        wait('the text', lambda: dialog.find(ENTRIES, t('Message')).text == t('Stop preparing'))
        keys('ctrl+Return')
        self.dialog_gone(t('Alert the kitchen'))
        self.says(t('Queued'))
        wait('the count', lambda: any(s.startswith('1 ') for s in self.texts()))
        saved(self.app, 'en-cola')
        self.stack.cluster.resume()
        wait('the alert', lambda: self.sql(
            f"SELECT count(*) FROM cony.alertas_cocina WHERE mensaje = '{t('Stop preparing')}'") == '1')
        self.silent(t('Queued'))
        self.able('aprobar')


if __name__ == '__main__':
    tap.main()
