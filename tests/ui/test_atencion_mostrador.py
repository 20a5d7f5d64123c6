#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The front desk's counter: what waits, the paper, the keyboard, the screen reader. Runs inside tests/lib/ui-run.sh."""
import glob
import os
import subprocess
import tempfile

from desk import TITLE, WINDOW, Desk, saved, t
import tap
from gi.repository import GLib
from uitest import BUTTONS, ENTRIES, R, S, keys, wait


class Counter(Desk):
    @classmethod
    def setUpClass(cls):
        # Where the dialog of the system puts a file.
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        os.chdir(cls.folder)
        cls.start()

    def setUp(self):
        self.app.to_front(TITLE)

    def tab(self, name):
        self.app.do('tab', GLib.Variant('s', name), window=WINDOW)
        wait(f'the tab {name}', lambda: self.app.state('tab', WINDOW) == name)

    def counts(self, title, number):
        wait(f'{number} in {title}', lambda: str(number) in self.app.find(BUTTONS, t(title)).labels())

    def n(self, estado):
        return int(self.sql(f"SELECT count(*) FROM cony.pedidos WHERE sucursal_id = 1 AND estado = '{estado}'"))

    def focused(self, where):
        """Name and place of what has the keyboard."""
        for n in self.app.tree(where.path):
            if n.has(S.FOCUSED):
                return n.snap[0] or R(n.snap[1]).value_nick, tuple(n.box())
        return None

    def test_1_counts(self):
        """Each tab says how many wait in it, and follows what anybody does."""
        def all_right():
            for title, estado in (('To approve', 'PENDIENTE'), ('In the kitchen', 'EN_PREPARACION'),
                                  ('Ready orders', 'LISTO')):
                self.counts(title, self.n(estado))
            self.counts('Refill', self.sql("SELECT count(*) FROM cony.refill_solicitud WHERE sucursal_id = 1 AND "
                                           "estado NOT IN ('entregado', 'rechazado')"))
        all_right()
        self.call('aprobar_pedido', 148, "'PENDIENTE'", "'Caja'", user='carmen')
        all_right()
        self.call('pedido_listo', 148, "'EN_PREPARACION'", user='ana')
        all_right()
        self.call('pedir_refill', 1, 3, user='rosa')
        all_right()

    def test_2_overdue(self):
        """The oldest is first and stays there, however old it is."""
        self.tab('aprobar')
        self.sql("UPDATE cony.pedidos SET creado = creado - interval '30 hours', version = version + 1 WHERE id = 150")
        self.app.do('recargar', window=WINDOW)
        wait('it to be first', lambda: self.queue()[0] == '#150')
        made = self.sql("SELECT (api.crear_pedido(gen_random_uuid(), 1, 'Olga', '911222333', 'presencial', NULL,"
                        """ '[{"producto_id": 1, "cantidad": 1}]') ->> 'id')""", user='rosa')
        wait('the newest', lambda: f'#{made}' in self.queue())
        self.assertEqual((self.queue()[0], self.queue()[-1]), ('#150', f'#{made}'))
        saved(self.app, 'atrasado')

    def test_3_delivery(self):
        """An order that a courier takes."""
        self.app.do('nuevo', window=WINDOW)
        dialog = self.dialog(t('New order'))
        product = self.sql('SELECT nombre FROM cony.productos WHERE activo ORDER BY nombre LIMIT 1')
        wait('the products', lambda: product in self.texts(dialog))
        self.press(t('Delivery'), dialog)
        wait('it pressed', lambda: dialog.find(BUTTONS, t('Delivery')).on)
        keys('D', 'o', 'r', 'a', 'Return', 'Return')
        dialog.find(ENTRIES, t('Quantity and product')).set_text(f'2 {product}')
        keys('Return')
        wait('the line', lambda: dialog.all(ENTRIES, t('Notes of the product')))
        keys('ctrl+Return')
        wait('the order', lambda: self.sql("SELECT canal, estado FROM cony.pedidos WHERE cliente = 'Dora'")
             == 'delivery|PENDIENTE')
        self.dialog_gone(t('New order'))

    def test_4_names(self):
        """Whoever cannot see the screen hears what every control is."""
        roles = {int(r) for r in BUTTONS | ENTRIES | {R.CHECK_BOX, R.RADIO_BUTTON, R.LIST, R.COMBO_BOX}}

        def nameless(where):
            """All but what the toolkit makes itself and does not name: the window's own buttons, a toast's."""
            right = where.box()[2] - 130
            out = []
            for n in self.app.tree(where.path):
                if n.snap[1] in roles and not n.snap[0]:
                    x, y, width, height = n.box()
                    if width > 0 and not (x > right and y < 60) and (width, height) != (34, 34):
                        out.append((R(n.snap[1]).value_nick, x, y, width, height))
            return out
        self.open(142)
        self.assertEqual(nameless(self.dialog(TITLE)), [])
        for action, title in (('alertar', 'Alert the kitchen'), ('cancelar', 'Cancel order'), ('nuevo', 'New order'),
                              ('refill', 'Ask for refill'), ('priorizar', 'Rush order')):
            self.app.do(action, window=WINDOW)
            self.assertEqual(nameless(self.dialog(t(title))), [], title)
            keys('Escape')
            self.dialog_gone(t(title))

    def test_5_keyboard(self):
        """The Tab key goes through a dialog in the order in which it is read, and round again."""
        self.open(142)
        self.app.do('cancelar', window=WINDOW)
        dialog = self.dialog(t('Cancel order'))
        first, order = wait('the keyboard', lambda: self.focused(dialog)), []
        while (now := wait('the keyboard', lambda: self.focused(dialog))) not in order and len(order) < 40:
            order.append(now)
            keys('Tab')
            wait('it to go on', lambda: self.focused(dialog) != now)
        self.assertEqual(now, first)
        names = [name for name, _place in order]
        self.assertEqual(names[0], t('Reason'))
        self.assertEqual(names[1:3], [t('Back'), t('Cancel order')])
        # Round again: the usual reasons, from left to right and downwards.
        places = [(y, x) for _name, (x, y, _w, _h) in order[3:]]
        self.assertEqual(places, sorted(places))
        self.assertIn(t('The customer changed their mind'), names)
        keys('Escape')
        self.dialog_gone(t('Cancel order'))

    def print_into(self, folder):
        """Through the dialog of the system, into a file; what can be read on the paper."""
        self.app.to_front(TITLE)
        keys('ctrl+p')
        dialog = wait('the print dialog', lambda: next(
            (n for n in self.app.tree() if n.snap[2] == 1 and n.snap[0] not in ('', TITLE)), None))
        title = dialog.snap[0]
        self.app.to_front(title)
        wait('the printers', lambda: next(
            (n for n in dialog.all(R.LIST) if n.all(R.LABEL, self.FILE)), None)).select_row(0)
        self.press(self.PRINT, dialog)
        path = wait('the paper', lambda: next(iter(glob.glob(os.path.join(folder, '*.pdf'))), None))
        text = wait('its text', lambda: subprocess.run(['pdftotext', '-layout', path, '-'], capture_output=True,
                                                       text=True).stdout.strip())
        size = subprocess.run(['pdfinfo', path], capture_output=True, text=True, check=True).stdout
        self.dialog_gone(title)
        os.remove(path)
        return text, float(size.split('Page size:')[1].split()[0])

    # As GTK says it in Spanish.
    FILE, PRINT = 'Imprimir a un archivo', 'Imprimir'

    def test_6_paper(self):
        """The second ticket of an order is marked, so that nobody cooks it twice; the paper is a narrow roll."""
        self.open(142)
        first, width = self.print_into(self.folder)
        self.assertIn('#142', first)
        self.assertNotIn(t('DUPLICATE'), first)
        self.assertAlmostEqual(width, 80 / 25.4 * 72, delta=1)
        second, _width = self.print_into(self.folder)
        self.assertIn(t('DUPLICATE'), second)


if __name__ == '__main__':
    tap.main()
