#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kitchen's screens in every colour and from every distance, with real database and broker: what can be pressed
is inside the screen, and UI_SHOTS=FOLDER keeps pictures to be looked at.  Runs inside tests/lib/ui-run.sh, for each
size of the screen (UI_SCREEN)."""
import os
import sys
import uuid

from gi.repository import GLib

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', d) for d in ('lib', 'stack', 'e2e')]
from fakes import FakeNotifications  # noqa: E402
from journey import Journey  # noqa: E402
from relay import Relay  # noqa: E402
import tap  # noqa: E402
from stack import WINDOWS, translation  # noqa: E402
from uitest import BUTTONS, keys, wait  # noqa: E402

t = translation()
WIDTH, HEIGHT = (int(size) for size in os.environ['UI_SCREEN'].split('x')[:2])
THEMES = ('dark', 'light', 'contrast')
SHOTS = os.environ.get('UI_SHOTS')


class Pantallas(Journey):
    window = 'cocina'
    title = WINDOWS['cocina'][2]

    @classmethod
    def prepare(cls):
        cls.notifications = FakeNotifications()
        cls.stack.cluster.psql('UPDATE cony.alertas_cocina SET leida = true, version = version + 1')
        cls.socket = os.path.join(cls.stack.cluster.dir, '.s.PGSQL.5432')
        cls.relay = Relay(cls.socket)
        cls.addClassCleanup(cls.relay.close)
        cls.server = f'host=127.0.0.1 port={cls.relay.port} dbname=cony sslmode=disable'

    def labels_with(self, text):
        return any(text in label for label in self.app.labels())

    def shows(self, text):
        wait(f'{text!r} on the screen', lambda: self.labels_with(text))

    def gone(self, text):
        wait(f'{text!r} to go', lambda: not self.labels_with(text))

    def choose(self, action, value):
        self.app.do(action, GLib.Variant('s', value), window=1)
        wait(value, lambda: self.app.state(action, window=1) == value)

    def fits(self, prefixes):
        """The buttons that begin so are on the screen, each in a place of its own."""
        def boxes():
            # The button that closes is in the same place in every list; of most, only one is shown.
            found = {tuple(b.box()) for b in self.app.all(BUTTONS) if b.snap[0].startswith(prefixes)}
            found = [b for b in found if b[2] > 0 and b[3] > 0]
            return found if found and all(
                x >= 0 and y >= 0 and x + w <= WIDTH and y + h <= HEIGHT for x, y, w, h in found) else None

        found = wait('all buttons inside the screen', boxes)
        for i, (x, y, w, h) in enumerate(found):
            self.assertGreaterEqual(h, 24)
            for ox, oy, ow, oh in found[:i]:
                self.assertTrue(x >= ox + ow or ox >= x + w or y >= oy + oh or oy >= y + h, (found[i], found[:i]))

    def in_every_colour(self, name, *prefixes):
        """Colours change no sizes: without somebody who looks at the pictures one of them will do."""
        for theme in THEMES if SHOTS or name == 'servicio' else THEMES[:1]:
            self.choose('theme', theme)
            self.fits(prefixes)
            if SHOTS:
                self.app.picture(os.path.join(SHOTS, f'cocina-{name}-{theme}-{WIDTH}.png'), self.title)
        self.choose('theme', 'dark')

    def tickets(self):
        return tuple(f'{t(word)} #' for word in ('Start', 'Ready', 'Understood'))

    def test_1_service(self):
        """Rush, added, cancelled, late and new orders."""
        self.shows('#131')
        self.sql(f"SELECT api.cancelar_pedido('{uuid.uuid4()}', 136, 'EN_PREPARACION', 'El cliente se fue')", 'rosa')
        self.app.button(f"{t('Understood')} #136")
        self.in_every_colour('servicio', *self.tickets())
        for distance in ('1', '1.5', '2', '3'):
            self.choose('distance', distance)
            self.fits(self.tickets())
            if SHOTS:
                self.app.picture(os.path.join(SHOTS, f'cocina-distancia-{distance}-{WIDTH}.png'), self.title)
        self.choose('distance', 'auto')

    def test_2_alerts(self):
        for priority in ('normal', 'alta', 'urgente'):
            uid = str(uuid.uuid4())
            self.sql(f"SELECT api.alertar_cocina('{uid}', 1, 132, 'Alergia al huevo: la hamburguesa va sin mayonesa', "
                     f"'{priority}')", 'rosa')
            self.shows('Alergia al huevo')
            self.in_every_colour(f'alerta-{priority}', t('Seen'), *self.tickets())
            if priority == 'urgente':
                muted = t('Muted %u s').split('%')[0]
                keys('m')
                self.shows(muted)
                self.in_every_colour('silencio', t('Seen'), *self.tickets())
                keys('m')
                self.gone(muted)
            keys('a')
            self.gone('Alergia al huevo')

    def test_3_lists(self):
        insumo = self.sql("SELECT id FROM api.insumos WHERE sucursal_id = 1 AND nombre = 'Mayonesa'", 'rosa')
        self.sql(f"SELECT api.pedir_refill('{uuid.uuid4()}', {insumo}, 7)", 'rosa')
        for key, name, button in (('BackSpace', 'recuperar', t('Recall') + ' #'), ('r', 'refill', t('Seen')),
                                  ('i', 'agotado', t('Out of stock') + ' '), ('o', 'pedido', t('Close')),
                                  ('c', 'preferencias', t('High contrast')), ('p', 'sonido', t('Play again'))):
            keys(key)
            wait(name, lambda: any(b.snap[0].startswith(button) for b in self.app.all(BUTTONS)))
            self.in_every_colour(name, button)
            keys('Escape')
            wait('the tickets', lambda: self.app.all(BUTTONS, f"{t('Understood')} #136"))

        keys('r')
        self.app.button(f"{t('Reject')} Mayonesa")
        keys('Delete')
        self.app.button(t('None left'))
        self.in_every_colour('rechazar', t('None left'), t('Reject'))
        keys('Escape')
        self.app.button(f"{t('Understood')} #136")

    def test_4_without_database(self):
        """What is pressed waits, is said to wait, and when it has become impossible that is said too."""
        new = self.sql("SELECT id FROM api.pedidos WHERE estado = 'PENDIENTE' AND sucursal_id = 1 LIMIT 1", 'rosa')
        self.sql(f"SELECT api.aprobar_pedido('{uuid.uuid4()}', {new}, 'PENDIENTE', 'Prueba')", 'rosa')
        self.sql(f"SELECT api.priorizar_pedido('{uuid.uuid4()}', {new}, 'EN_PREPARACION', true, 'Espera')", 'rosa')
        self.app.button(f"{t('Start')} #{new}")
        self.relay.target = '/nonexistent'
        self.relay.cut()
        self.shows(t('The database does not answer.'))
        self.in_every_colour('sin-base', *self.tickets())
        self.app.button(f"{t('Start')} #{new}").click()
        self.shows(t('Start, queued'))
        self.app.button(f"{t('Ready')} #131").click()
        self.shows(t('Ready, queued'))
        self.app.button(f"{t('Attend')} Servilletas").click()
        self.shows(t('%s, queued') % t('On its way'))
        self.in_every_colour('cola', *self.tickets())

        self.sql(f"SELECT api.cancelar_pedido('{uuid.uuid4()}', 131, 'EN_PREPARACION', 'Se fue')", 'rosa')
        self.relay.target = self.socket
        self.gone(t('The database does not answer.'))
        lost = t('Not stored: %1$s (%2$s)').split('%1')[0]
        self.shows(lost)
        self.in_every_colour('perdido', *self.tickets())
        keys('d')
        self.gone(lost)

    def test_5_nothing_to_do(self):
        for pedido in self.sql("SELECT id FROM api.pedidos WHERE sucursal_id = 1 AND estado = 'EN_PREPARACION'",
                               'rosa').split():
            self.sql(f"SELECT api.cancelar_pedido('{uuid.uuid4()}', {pedido}, 'EN_PREPARACION', 'Prueba')", 'rosa')
        for pedido in self.sql('SELECT id FROM api.pedidos_cocina WHERE cambio IS NOT NULL', 'ana').split():
            self.sql(f"SELECT api.confirmar_cambio('{uuid.uuid4()}', id, version) FROM api.pedidos_cocina WHERE id = {pedido}", 'ana')
        self.shows(t('No orders'))
        self.in_every_colour('vacio', t('Recall'))


if __name__ == '__main__':
    tap.main()
