#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a cook does while the database of this one window is out of reach: it waits on this computer, is stored once
when the database is back, and what has become impossible is said.  Runs inside tests/lib/ui-run.sh."""
import os
import sys
import uuid

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', d) for d in ('lib', 'stack', 'e2e')]
from kitchen import TITLE, Kitchen, saved, t  # noqa: E402
import tap  # noqa: E402
from relay import Relay  # noqa: E402
from stack import Stack, build_environment  # noqa: E402
from uitest import BUTTONS, App, keys, wait  # noqa: E402


class WithoutDatabase(Kitchen):
    """The database is out of reach of this one window."""

    def setUp(self):
        self.stack = Stack().__enter__()
        self.addCleanup(self.stack.close)
        self.relay = Relay(os.path.join(self.stack.cluster.dir, '.s.PGSQL.5432'))
        self.addCleanup(self.relay.close)
        argv = self.stack.window_argv('cocina')
        argv[argv.index('--server') + 1] = f'host=127.0.0.1 port={self.relay.port} dbname=cony sslmode=disable'
        self.app = App(argv, 'com.conychips.Cony.Cocina', env=build_environment())
        self.addCleanup(self.app.quit)
        self.app.to_front(TITLE)

    def call(self, user, function, *arguments):
        arguments = ', '.join(str(a) for a in arguments)
        return self.sql(f"SELECT api.{function}('{uuid.uuid4()}', {arguments}) ->> 'id'", user)

    def enabled(self, name):
        return wait(f'{name!r}', lambda: next((b for b in self.app.all(BUTTONS)
                                              if b.snap[0] == name and b.sensitive), None))

    def order(self, cliente):
        """Approved, and in a hurry so that it has a ticket of its own."""
        product = self.sql("SELECT id FROM api.productos WHERE nombre LIKE 'Papas%' LIMIT 1", 'rosa')
        items = '[{"producto_id": %s, "cantidad": 2, "notas": ""}]' % product
        pedido = self.call('rosa', 'crear_pedido', 1, f"'{cliente}'", 'NULL', "'presencial'", 'NULL', f"'{items}'")
        self.call('rosa', 'aprobar_pedido', pedido, "'PENDIENTE'", "'Prueba'")
        self.call('rosa', 'priorizar_pedido', pedido, "'EN_PREPARACION'", 'true', "'Prueba'")
        self.enabled(f"{t('Start')} #{pedido}")
        return int(pedido)

    def state(self, pedido):
        return self.sql(f'SELECT estado FROM cony.pedidos WHERE id = {pedido}')

    def changes(self, entidad, row):
        """What Ana did to a row, in order."""
        return self.sql(
            "SELECT string_agg(coalesce(payload::jsonb ->> 'cambio', payload::jsonb ->> 'estado'), ' ' ORDER BY id) "
            "FROM cony.eventos_realtime WHERE usuario_id = (SELECT id FROM cony.usuarios WHERE login = 'ana') "
            f"AND entidad_tipo = '{entidad}' AND entidad_id = {row} "
            "AND payload::jsonb ->> 'cambio' IS DISTINCT FROM 'en_pantalla'")

    def lose(self):
        self.relay.target = '/nonexistent'
        self.relay.cut()
        self.shows(t('The database does not answer.'))

    def find_again(self):
        self.relay.target = os.path.join(self.stack.cluster.dir, '.s.PGSQL.5432')
        self.gone(t('The database does not answer.'))

    def test_queued(self):
        begun, undone = self.order('Uno'), self.order('Dos')
        insumo = self.sql("SELECT id FROM api.insumos WHERE sucursal_id = 1 AND nombre = 'Mayonesa'", 'rosa')
        refill = self.call('rosa', 'pedir_refill', insumo, 3)
        # The rail shows four: the one that nobody has taken must be among them.
        for other in self.sql("SELECT id FROM cony.refill_solicitud WHERE sucursal_id = 1 AND estado = 'pendiente' "
                              f'AND id <> {refill}').split():
            self.call('ana', 'atender_refill', other, "'pendiente'", "'rechazado'", "'Prueba'")
        self.enabled(f"{t('Attend')} Mayonesa")
        item = self.sql(f'SELECT id FROM cony.pedido_items WHERE pedido_id = {begun}')

        self.lose()
        self.enabled(f"{t('Start')} #{begun}").click()
        self.shows(t('Start, queued'))
        # A line, then the whole order; the second one by keys.
        line = self.sql('SELECT p.nombre FROM cony.pedido_items i JOIN cony.productos p ON p.id = i.producto_id '
                        f'WHERE i.id = {item}')
        strike = t('Strike %1$d %2$s').replace('%1$d', '2').replace('%2$s', line)
        self.enabled(strike).click()
        self.enabled(t('Unstrike %1$d %2$s').replace('%1$d', '2').replace('%2$s', line))
        self.enabled(f"{t('Ready')} #{begun}").click()
        self.shows(t('%s, queued') % (t('%s ready') % f'#{begun}'))
        self.shows(t('Ready, queued'))
        board = self.sql("SELECT id FROM api.pedidos WHERE sucursal_id = 1 AND prioridad AND "
                         "(estado = 'EN_PREPARACION' OR cambio = 'cancelado') ORDER BY aprobado").split()
        keys(str(board.index(str(undone)) + 1), 'l')
        self.shows(t('%s, queued') % (t('%s ready') % f'#{undone}'))
        keys('BackSpace')
        self.shows(t('%s is back') % f'#{undone}')
        self.enabled(f"{t('Attend')} Mayonesa").click()
        self.shows(t('%s, queued') % t('On its way'))
        saved(self.app, 'cola')
        self.assertEqual(self.state(begun), 'EN_PREPARACION')

        self.find_again()
        wait('Listo', lambda: self.state(begun) == 'LISTO')
        wait('En camino', lambda: self.sql(
            f'SELECT estado FROM cony.refill_solicitud WHERE id = {refill}') == 'en_camino')
        self.gone(f'#{begun} ')
        self.gone(t('%s, queued') % t('On its way'))
        self.assertEqual(self.sql(f'SELECT hecho FROM cony.pedido_items WHERE id = {item}'), 't')
        self.assertEqual(self.sql(f'SELECT empezado IS NOT NULL FROM cony.pedidos WHERE id = {begun}'), 't')
        self.assertEqual(self.state(undone), 'EN_PREPARACION')
        # Exactly once each.
        self.assertEqual(self.changes('pedido', begun), 'empezado item listo')
        self.assertEqual(self.changes('pedido', undone), '')
        self.assertEqual(self.changes('refill', refill), 'en_camino')

    def test_lost(self):
        pedido = self.order('Tres')
        self.lose()
        self.enabled(f"{t('Start')} #{pedido}").click()
        self.shows(t('Start, queued'))
        self.enabled(f"{t('Ready')} #{pedido}").click()
        self.shows(t('Ready, queued'))
        self.call('rosa', 'cancelar_pedido', pedido, "'EN_PREPARACION'", "'Se fue'")

        self.find_again()
        self.shows(f'#{pedido}')
        for what in (t('Order #%s started'), t('Order #%s ready')):
            self.shows(t('Not stored: %1$s (%2$s)').split('%1')[0] + what % pedido)
            saved(self.app, 'perdido')
            keys('d')
            self.gone(what % pedido)
        self.assertEqual(self.state(pedido), 'CANCELADO')
        self.enabled(f"{t('Understood')} #{pedido}").click()
        self.app.gone(BUTTONS, f"{t('Understood')} #{pedido}")


if __name__ == '__main__':
    tap.main()
