#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Alerts as the front desk sends and follows them. Runs inside tests/lib/ui-run.sh. Time is not waited for: an alert
is stored with its age."""
import uuid

from desk import TITLE, WINDOW, Desk, saved, t
import tap
from fakes import FakeNotifications
from gi.repository import GLib
from stack import Stack
from uitest import ENTRIES, R, keys, wait

NOTICES = t("Today's notices to the kitchen")


class Alerts(Desk):
    @classmethod
    def setUpClass(cls):
        cls.notifications = FakeNotifications()
        cls.addClassCleanup(cls.notifications.stop)
        cls.start()
        cls.stack.cluster.psql('UPDATE cony.alertas_cocina SET leida = true, version = version + 1')
        cls.app.do('recargar', window=WINDOW)

    def alert(self, text, priority, age, pedido='NULL'):
        """Rosa's alert of AGE seconds ago."""
        uid = str(uuid.uuid4())
        self.sql('BEGIN; SET SESSION AUTHORIZATION rosa;'
                 f"SELECT api.alertar_cocina('{uid}', 1, {pedido}, '{text}', '{priority}', 0);"
                 'RESET SESSION AUTHORIZATION;'
                 f"UPDATE cony.alertas_cocina SET fecha_envio = fecha_envio - interval '{age} s' WHERE uid = '{uid}';"
                 'COMMIT')
        return uid

    def see(self, uid):
        self.call('marcar_alerta_vista', f"'{uid}'", user='ana')

    def show(self, shown=True):
        if bool(self.app.state('avisos', WINDOW)) != shown:
            self.app.do('avisos', window=WINDOW)
        wait('the list of alerts', lambda: self.app.state('avisos', WINDOW) == shown)

    def marked(self, pedido):
        return any(f'#{pedido}' in row and t('NOT SEEN') in row for row in self.app.find(R.LIST, t('Orders')).rows())

    def row(self, text):
        """What the list says about one alert."""
        return wait(f'the row of {text!r}', lambda: next(
            (row for row in self.app.find(R.LIST, NOTICES).rows() if text in row), None))

    def test_1_without_an_order(self):
        """Free text to the kitchen, by key; its receipt is in the list."""
        self.open(142)
        keys('ctrl+shift+k')
        dialog = self.dialog(t('Alert the kitchen'))
        self.says(t('Without an order'), dialog)
        dialog.find(ENTRIES, t('Message')).set_text('Llega una mesa de doce')
        keys('alt+1', 'ctrl+Return')
        uid = wait('the alert', lambda: self.sql("SELECT uid FROM cony.alertas_cocina WHERE pedido_id IS NULL AND "
                                                 "mensaje = 'Llega una mesa de doce' AND prioridad = 'normal'"))
        self.dialog_gone(t('Alert the kitchen'))
        keys('ctrl+l')
        wait('the list', lambda: self.app.state('avisos', WINDOW))
        self.assertIn(t('On no screen yet'), self.row('Llega una mesa de doce'))
        self.sql(f"SELECT api.confirmar_eventos(ARRAY['{uid}']::uuid[], 'ack', 'Cocina 7')", 'ana')
        wait('the screen', lambda: t('On screen (%s)').replace('%s', 'Cocina 7') in self.row('Llega una mesa de doce'))
        self.see(uid)
        wait('who saw it', lambda: any('Ana' in text for text in self.row('Llega una mesa de doce')))
        saved(self.app, 'avisos')

    def test_2_repeat(self):
        """The same words about the same order, once more."""
        uid = self.alert('Sin cebolla, por favor', 'alta', 5, 145)
        self.see(uid)
        self.show()
        self.row('Sin cebolla, por favor')
        self.app.do('repetir', GLib.Variant('s', uid), window=WINDOW)
        dialog = self.dialog(t('Alert the kitchen'))
        wait('its text', lambda: dialog.find(ENTRIES, t('Message')).text == 'Sin cebolla, por favor')
        self.says('#145 Elena', dialog)
        keys('ctrl+Return')
        wait('the second one', lambda: self.sql(
            "SELECT count(*) FROM cony.alertas_cocina WHERE mensaje = 'Sin cebolla, por favor' AND prioridad = 'alta'"
            ' AND pedido_id = 145') == '2')
        self.dialog_gone(t('Alert the kitchen'))

    def test_3_back_to_the_order(self):
        self.show()
        self.app.do('ver', GLib.Variant('x', 145), window=WINDOW)
        wait('the list to go', lambda: not self.app.state('avisos', WINDOW))
        self.able('alertar')

    def test_4_nobody_saw_it(self):
        """After 45 s: a toast of the desktop and of the window, the count turns red, the order's row says so."""
        self.show(False)
        uid = self.alert('Alergia al maní', 'urgente', 50, 145)
        note = wait('the toast of the desktop', lambda: next(
            (n for n in self.notifications.seen if 'Alergia al maní' in n['body']), None))
        self.assertEqual(note['title'], t('The kitchen has not seen the alert'))
        wait('the rung', lambda: self.sql(
            'SELECT max(e.escalon) FROM cony.alertas_escalones e JOIN cony.alertas_cocina a ON a.id = e.alerta_id '
            f"WHERE a.uid = '{uid}'") == '2')
        wait('the mark of its row', lambda: self.marked(145))
        saved(self.app, 'no-visto')
        self.show()
        self.assertTrue(any(text.startswith(t('NOT SEEN %s').split('%')[0]) for text in self.row('Alergia al maní')))
        self.see(uid)
        wait('the toast of the desktop to go', lambda: note['nid'] in self.notifications.closed)
        self.show(False)
        wait('the mark to go', lambda: not self.marked(145))

    def test_5_supervisor(self):
        """After two minutes."""
        uid = self.alert('Cliente con reacción', 'urgente', 130, 145)
        wait('the toast of the desktop', lambda: any(
            n['title'] == t('Nobody saw the alert in 2 minutes: tell the supervisor')
            and 'Cliente con reacción' in n['body'] for n in self.notifications.seen))
        wait('the rungs', lambda: self.sql(
            "SELECT string_agg(e.escalon::text, ' ' ORDER BY e.escalon) FROM cony.alertas_escalones e "
            f"JOIN cony.alertas_cocina a ON a.id = e.alerta_id WHERE a.uid = '{uid}'") == '1 2 3')
        self.see(uid)

    def test_6_no_kitchen(self):
        """No screen of the kitchen answers: said before and after sending; with one it is named."""
        self.open(145)
        self.app.do('alertar', window=WINDOW)
        dialog = self.dialog(t('Alert the kitchen'))
        self.says(t('No kitchen screen'), dialog)
        warning = t('No screen of the kitchen answers. Alerts are kept and shown there later: call or go there.')
        wait('the warning', lambda: [n for n in dialog.all(R.ALERT, warning, shown=True)
                                     or dialog.all(R.LABEL, warning, shown=True)])
        saved(self.app, 'sin-cocina')
        dialog.find(ENTRIES, t('Message')).set_text('¿Alguien ahí?')
        keys('ctrl+Return')
        self.says(t('Alert sent, but no screen of the kitchen answers: call or go there'))
        self.dialog_gone(t('Alert the kitchen'))


class Kitchen(Desk):
    """With a screen of the kitchen that lives."""
    @classmethod
    def setUpClass(cls):
        cls.stack = Stack().__enter__()
        cls.addClassCleanup(cls.stack.close)
        cls.kitchen = cls.stack.window('cocina')
        cls.app = cls.stack.window('atencion')
        cls.app.to_front(TITLE)
        wait('the orders', lambda: cls.app.find(R.LIST, t('Orders')).rows())

    def test_1_its_name(self):
        self.open(145)
        self.app.do('alertar', window=WINDOW)
        dialog = self.dialog(t('Alert the kitchen'))
        self.says(t('%s live').replace('%s', 'Cocina 1'), dialog)
        saved(self.app, 'cocina-en-vivo')
        keys('Escape')
        self.dialog_gone(t('Alert the kitchen'))

    def test_2_way_of_an_order(self):
        self.approve(145)
        self.says(t('Approved %s').split('%')[0])
        self.says(t('On screen (%s)').replace('%s', 'Cocina 1'))
        self.says(t('Not started yet'))
        self.call('empezar_pedido', 145, "'EN_PREPARACION'", user='ana')
        self.says(t('Started by %s %s').replace('%s', 'Ana', 1).split('%')[0])
        saved(self.app, 'camino')


if __name__ == '__main__':
    tap.main()
