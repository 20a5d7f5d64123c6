#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Monitor, as the owner watches the shop."""
import re
import time
import uuid

from gi.repository import GLib

from journey import Journey, R, keys, wait
from fakes import FakeNotifications
import tap


class Monitor(Journey):
    window = 'monitor'
    title = 'Cony Monitor'

    @classmethod
    def setUpClass(cls):
        cls.notifications = FakeNotifications()
        cls.addClassCleanup(cls.notifications.stop)
        super().setUpClass()

    @classmethod
    def prepare(cls):
        """No alert climbs its ladder while a test looks at the list."""
        cls.stack.cluster.psql('UPDATE cony.alertas_cocina SET leida = true, version = version + 1 WHERE NOT leida')

    def setUp(self):
        super().setUp()
        self.page('live')

    def tearDown(self):
        self.prepare()

    def alert(self, text, priority='urgente'):
        return self.sql(f"SELECT api.alertar_cocina('{uuid.uuid4()}', 1, NULL, '{text}', '{priority}')", user='rosa')

    def page(self, name):
        self.app.do('show-page', GLib.Variant('s', name), window=1)

    def test_events_arrive_live(self):
        # It opens filled with what happened before.
        self.says('Voucher nuevo')
        self.alert('Prueba en vivo')
        self.says('Alerta urgente')
        self.says('Prueba en vivo')
        self.picture('monitor-live')

    def test_pauses_while_one_reads(self):
        self.says('Voucher nuevo')
        self.app.all(R.LABEL, 'Pedido aprobado', shown=True)[-1].mouse()
        keys('Home')
        self.says('En pausa')
        for i in range(3):
            self.alert(f'Mientras lee {i}', 'normal')
        self.says('En pausa · 3 nuevos')
        self.picture('monitor-paused')
        keys('space')
        self.says('Mientras lee 2')
        self.silent(re.compile('^En pausa'))

    def test_search(self):
        self.alert('Aguja en el pajar')
        self.app.do('find', window=1)
        search = self.app.entry('Buscar en los eventos').type('aguja')
        self.says('1 evento')
        self.says('Aguja en el pajar')
        search.set_text('')
        self.silent('1 evento')

    def test_alert_is_followed_to_the_end(self):
        self.page('alertas')
        uid = str(uuid.uuid4())
        self.sql(f"SELECT api.alertar_cocina('{uid}', 1, NULL, 'Hasta el final', 'alta')", user='rosa')
        self.says('Hasta el final')
        self.sql(f"SELECT api.marcar_alerta_vista('{uuid.uuid4()}', '{uid}')", user='ana')
        self.says(re.compile(r'^Vista por Ana · \d+ s$'))
        self.picture('monitor-alerts')

    def test_refill_state(self):
        self.page('refills')
        insumo = self.sql("SELECT id FROM cony.insumos WHERE sucursal_id = 1 AND nombre = 'Mayonesa'")
        before = len(self.app.all(R.LABEL, 'En camino'))
        made = self.sql(f"SELECT (api.pedir_refill('{uuid.uuid4()}', {insumo}, 7))->>'id'", user='rosa')
        self.says(f'R-{made}')
        self.sql(f"SELECT api.atender_refill('{uuid.uuid4()}', {made}, 'pendiente', 'en_camino', NULL)", user='ana')
        wait('the state', lambda: len(self.app.all(R.LABEL, 'En camino')) > before)
        self.picture('monitor-refills')

    def test_stored_events(self):
        self.page('eventos')
        self.alert('Quedó guardada')
        self.says(re.compile('"mensaje":"Quedó guardada"'))
        self.picture('monitor-stored')

    def test_a_row_opens_its_json(self):
        self.alert('Con su JSON')
        self.says('Con su JSON').mouse(times=2)
        json = self.app.find(R.TEXT, 'El evento en JSON')
        wait('the JSON', lambda: '"mensaje" : "Con su JSON"' in json.label_text())
        self.picture('monitor-json')
        # Looked for at leisure: whoever reads the whole tree without a pause keeps the window from showing it.  The
        # answer goes by itself, on a slow machine before it was looked for.
        wait('the answer', lambda: self.app.button('Copiar').click() and time.sleep(.5) or self.app.all(R.LABEL, 'Copiado'))
        keys('Escape')


if __name__ == '__main__':
    tap.main()
