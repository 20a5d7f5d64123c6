#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a cook does, with real database and broker. Runs inside tests/lib/ui-run.sh."""
import contextlib
import os
import subprocess
import sys
import uuid

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', d) for d in ('lib', 'stack', 'e2e')]
from gi.repository import GLib  # noqa: E402
from desk import WINDOW, Desk  # noqa: E402
import tap  # noqa: E402
from fakes import FakeNotifications  # noqa: E402
from kitchen import TITLE, Kitchen, saved, t  # noqa: E402
from stack import Stack, build_environment  # noqa: E402
from uitest import BUTTONS, keys, run, wait  # noqa: E402


class Cocina(Kitchen):
    @classmethod
    def setUpClass(cls):
        cls.notifications = FakeNotifications()
        cls.stack = Stack().__enter__()
        cls.addClassCleanup(cls.stack.close)
        # What is brought home may take longer.
        cls.stack.cluster.psql("SELECT api.poner_umbrales(gen_random_uuid(), 1, 'delivery', 1800, 3600)", user='carmen')
        cls.app = cls.stack.window('cocina')
        cls.app.to_front(TITLE)

    def alert(self, text, priority='urgente', pedido='NULL'):
        uid = str(uuid.uuid4())
        self.sql(f"SELECT api.alertar_cocina('{uid}', 1, {pedido}, '{text}', '{priority}')", 'rosa')
        return uid

    def test_0_thresholds(self):
        def says(start):
            wait(start, lambda: any(n.snap[0].startswith(start) for n in self.app.tree()))

        says(f"#131, Rubén, {t('Late')}, ")           # by WhatsApp
        says(f"#132, Lucía, {t('On time')}, ")        # to be brought, and waits for eight minutes as well
        # Changed while the window is open, there and back.
        for seconds, word in (('60, 120', 'Late'), ('1800, 3600', 'On time')):
            self.sql(f"SELECT api.poner_umbrales(gen_random_uuid(), 1, 'delivery', {seconds})", 'carmen')
            says(f"#132, Lucía, {t(word)}, ")

    def test_1_alert(self):
        uid = self.alert('Alergia al huevo', pedido='135')
        self.shows('Alergia al huevo')
        saved(self.app, 'alerta')
        toast = wait('the toast', lambda: next((n for n in self.notifications.seen if 'Alergia' in n['body']), None))
        self.assertEqual(toast['title'], t('Urgent alert to the kitchen'))
        # Confirmed because it was painted, by name of the screen.
        wait('the confirmation', lambda: self.sql(
            f"SELECT pantalla FROM api.alertas WHERE uid = '{uid}' AND entregada IS NOT NULL") == 'Cocina 1')

        other = self.alert('Falta hielo', 'normal')
        self.notifications.press(toast)
        keys('a')
        wait('Visto', lambda: self.sql(f"SELECT vista_por FROM api.alertas WHERE uid = '{uid}'") == 'Ana')
        self.gone('Alergia al huevo')
        self.assertEqual(self.sql(f"SELECT leida FROM api.alertas WHERE uid = '{other}'"), 'f')

        # One that was sent by another screen's button goes by itself.
        late = self.alert('Cambio de turno')
        self.shows('Cambio de turno')
        self.sql(f"SELECT api.marcar_alerta_vista('{uuid.uuid4()}', '{late}')", 'ana')
        self.gone('Cambio de turno')

    def test_2_order(self):
        pedido = self.sql("SELECT id FROM api.pedidos WHERE estado = 'PENDIENTE' AND sucursal_id = 1 LIMIT 1")
        self.sql(f"SELECT api.aprobar_pedido('{uuid.uuid4()}', {pedido}, 'PENDIENTE', 'Prueba')", 'rosa')
        self.shows(f'#{pedido}')

        self.app.button(f"{t('Start')} #138").click()
        wait('Empezado', lambda: self.sql('SELECT empezado IS NOT NULL FROM api.pedidos WHERE id = 138') == 't')
        self.app.button(f"{t('Ready')} #138").click()
        wait('Listo', lambda: self.sql('SELECT estado FROM api.pedidos WHERE id = 138') == 'LISTO')
        self.shows(t('%s ready') % '#138')
        self.app.gone(BUTTONS, f"{t('Ready')} #138")
        # Taken back from the snackbar: the same key that opens the list of the finished ones.
        before = self.sql('SELECT aprobado FROM api.pedidos WHERE id = 138')
        keys('BackSpace')
        wait('back', lambda: self.sql('SELECT estado FROM api.pedidos WHERE id = 138') == 'EN_PREPARACION')
        self.shows(t('RECALLED'))
        self.assertEqual(self.sql('SELECT aprobado FROM api.pedidos WHERE id = 138'), before)
        self.app.button(f"{t('Ready')} #138").click()
        self.app.button(t('Undo'))
        self.app.gone(BUTTONS, t('Undo'))
        keys('BackSpace')
        self.app.button(f"{t('Recall')} #138")
        saved(self.app, 'recuperar')
        keys('1', '3', '8', 'Return')
        wait('back', lambda: self.sql('SELECT estado FROM api.pedidos WHERE id = 138') == 'EN_PREPARACION')

        # A line is struck, and unstruck.
        def struck():
            return self.sql('SELECT hecho FROM cony.pedido_items WHERE pedido_id = 138 ORDER BY id LIMIT 1')

        line = self.sql("SELECT i.cantidad || ' ' || p.nombre FROM cony.pedido_items i JOIN cony.productos p "
                        'ON p.id = i.producto_id WHERE pedido_id = 138 ORDER BY i.id LIMIT 1')
        was = struck()
        names = [t('Strike %1$d %2$s'), t('Unstrike %1$d %2$s')]
        verb = names[was == 't'].split(' ')[0]
        self.app.button(f'{verb} {line}').click()
        wait('the strike', lambda: struck() != was)

        # By keys alone: a digit selects, Enter does what the button would.
        first = self.sql("SELECT id FROM api.pedidos WHERE estado = 'EN_PREPARACION' AND sucursal_id = 1 "
                         'ORDER BY prioridad DESC, aprobado LIMIT 1')
        keys('1', 'Return')
        wait('Listo', lambda: self.sql(f'SELECT estado FROM api.pedidos WHERE id = {first}') == 'LISTO')

        # Cancelled under the cook's hands: the ticket stays until it was read.
        self.sql(f"SELECT api.cancelar_pedido('{uuid.uuid4()}', 135, 'EN_PREPARACION', 'El cliente se fue')", 'rosa')
        understood = self.app.button(f"{t('Understood')} #135")
        saved(self.app, 'cancelado')
        understood.click()
        self.gone('#135')
        self.assertEqual(self.sql('SELECT cambio IS NULL FROM api.pedidos WHERE id = 135'), 't')

    def test_3_long_order(self):
        """More dishes than a ticket has room for: counted, and all of them a press away."""
        products = self.sql('SELECT id, nombre FROM api.productos WHERE activo ORDER BY id LIMIT 9', 'rosa').splitlines()
        items = ', '.join('{"producto_id": %s, "cantidad": %d, "notas": "SIN sal"}' % (p.split('|')[0], n + 11)
                          for n, p in enumerate(products))
        pedido = self.sql(f"SELECT api.crear_pedido('{uuid.uuid4()}', 1, 'Fiesta', NULL, 'presencial', 'Mesa larga', "
                          f"'[{items}]') ->> 'id'", 'rosa')
        self.sql(f"SELECT api.aprobar_pedido('{uuid.uuid4()}', {pedido}, 'PENDIENTE', 'Prueba')", 'rosa')
        self.sql(f"SELECT api.priorizar_pedido('{uuid.uuid4()}', {pedido}, 'EN_PREPARACION', true, 'Prueba')", 'rosa')
        start = f"{t('Start')} #{pedido}"
        self.app.button(start)
        dish = ' 19 ' + products[8].split('|')[1]     # struck or not

        def ticket():
            return next((n for n in self.app.tree() if n.snap[0].startswith(f'#{pedido}, Fiesta')), None)

        def dishes():
            return [b for b in self.app.all(BUTTONS) if b.snap[0].endswith(dish)]

        # The ticket has it too, in what it does not show.
        def opened():
            wait('the whole order', lambda: len(dishes()) == 2)

        def closed():
            wait('the tickets', lambda: len(dishes()) == 1)

        # Held, and what is under the finger is left alone.
        x, y, width, height = wait('its ticket', ticket).box()
        left, top = self.app.origin(self.app.button(start))
        run('xdotool', 'mousemove', str(int(left + x + width / 2)), str(int(top + y + height / 3)), 'mousedown', '1')
        try:
            opened()
            saved(self.app, 'pedido')
        finally:
            run('xdotool', 'mouseup', '1')
        keys('Escape')
        closed()
        self.assertEqual(self.sql(f'SELECT count(*) FROM cony.pedido_items WHERE pedido_id = {pedido} AND hecho'), '0')

        # By the line that counts, and there a dish is struck and the order begun; by key, and it is ready.
        more = wait('the line that counts', lambda: next(
            (b for b in self.app.all(BUTTONS) if b.snap[0] == f"{t('Whole order')} #{pedido}"), None))
        more.click()
        opened()
        dishes()[-1].click()
        wait('the strike', lambda: self.sql(
            f'SELECT count(*) FROM cony.pedido_items WHERE pedido_id = {pedido} AND hecho') == '1')
        keys('Return')
        wait('Empezado', lambda: self.sql(f'SELECT empezado IS NOT NULL FROM api.pedidos WHERE id = {pedido}') == 't')
        keys('o')
        closed()
        keys('o')
        opened()
        keys('l')
        wait('Listo', lambda: self.sql(f'SELECT estado FROM api.pedidos WHERE id = {pedido}') == 'LISTO')
        wait('its ticket to go', lambda: not ticket())

    def test_3_finger(self):
        """The board moves under a finger: what it pressed is never another order."""
        product = self.sql("SELECT id FROM api.productos WHERE nombre LIKE 'Papas%' LIMIT 1", 'rosa')
        items = '[{"producto_id": %s, "cantidad": 2}]' % product
        pedidos = []
        for cliente in ('Uno', 'Dos', 'Tres'):
            pedido = self.sql(f"SELECT api.crear_pedido('{uuid.uuid4()}', 1, '{cliente}', NULL, 'presencial', NULL, "
                              f"'{items}') ->> 'id'", 'rosa')
            self.sql(f"SELECT api.aprobar_pedido('{uuid.uuid4()}', {pedido}, 'PENDIENTE', 'Prueba')", 'rosa')
            self.sql(f"SELECT api.priorizar_pedido('{uuid.uuid4()}', {pedido}, 'EN_PREPARACION', true, 'Prueba')", 'rosa')
            pedidos.append(pedido)
        uno, dos, tres = pedidos

        def button(pedido):
            return self.app.button(f"{t('Start')} #{pedido}")

        button(tres)
        here, (left, top) = tuple(button(dos).box()), self.app.origin(button(dos))
        run('xdotool', 'mousemove', str(int(left + here[0] + here[2] / 2)), str(int(top + here[1] + here[3] / 2)),
            'mousedown', '1')
        try:
            self.sql(f"SELECT api.pedido_listo('{uuid.uuid4()}', {uno}, 'EN_PREPARACION')", 'ana')
            wait('the board to move', lambda: tuple(button(tres).box()) == here)
        finally:
            run('xdotool', 'mouseup', '1')
        if self.sql(f'SELECT empezado IS NULL FROM api.pedidos WHERE id = {dos}') == 't':
            button(dos).click()
        wait('Empezado', lambda: self.sql(f'SELECT empezado IS NOT NULL FROM api.pedidos WHERE id = {dos}') == 't')
        self.assertEqual(self.sql(f'SELECT empezado IS NULL FROM api.pedidos WHERE id = {tres}'), 't')
        # Nor is it when it is pressed three times in a hurry, by finger or by key.
        there = tuple(self.app.button(f"{t('Ready')} #{dos}").box())
        self.app.button(f"{t('Ready')} #{dos}").mouse(times=3)
        wait('Listo', lambda: self.sql(f'SELECT estado FROM api.pedidos WHERE id = {dos}') == 'LISTO')
        wait('the board to move', lambda: tuple(button(tres).box()) == there)
        self.app.do('select', GLib.Variant('x', int(tres)), window=1)
        keys('Return', 'Return', 'Return')
        self.app.button(f"{t('Ready')} #{tres}")
        self.assertEqual(self.sql(f'SELECT estado FROM api.pedidos WHERE id = {tres}'), 'EN_PREPARACION')
        self.sql(f"SELECT api.pedido_listo('{uuid.uuid4()}', {tres}, 'EN_PREPARACION')", 'ana')

    def test_3_refill(self):
        insumo = self.sql("SELECT id FROM api.insumos WHERE sucursal_id = 1 AND nombre = 'Mayonesa'")
        refill = self.sql(f"SELECT (api.pedir_refill('{uuid.uuid4()}', {insumo}, 7))->>'id'", 'rosa')
        self.shows(t('Refill: %1$s, %2$s').replace('%1$s', 'Mayonesa').replace('%2$s', '7'))
        saved(self.app, 'refill')

        # The list shows what nobody has taken first, oldest first: attend until it is this one's turn.
        def state():
            return self.sql(f'SELECT estado FROM api.refills WHERE id = {refill}')

        def attend():
            button = next((b for b in self.app.all(BUTTONS) if b.snap[0].startswith(t('Attend') + ' ')), None)
            if button and state() != 'en_camino':
                with contextlib.suppress(AssertionError):     # answered a moment ago: its row has not changed yet
                    button.click()
            return state() == 'en_camino'

        wait('En camino', attend)
        self.assertEqual(self.sql(f'SELECT atiende FROM api.refills WHERE id = {refill}'), 'Ana')

        # All of them, by keys alone: seen, on its way, delivered; who did it and when stands beside it.
        other = self.sql(f"SELECT (api.pedir_refill('{uuid.uuid4()}', {insumo}, 9))->>'id'", 'rosa')
        self.shows(t('Refill: %1$s, %2$s').replace('%1$s', 'Mayonesa').replace('%2$s', '9'))
        keys('r')
        self.app.entry(t('Name of the supply'))
        self.type('mayo')
        self.app.button(f"{t('Seen')} Mayonesa")
        for estado in ('visto', 'en_camino', 'entregado'):
            keys('Shift_L', 'Return')       # Enter twice at once would be one press; another key says that it is meant
            wait(estado, lambda: self.sql(f'SELECT estado FROM api.refills WHERE id = {other}') == estado)
            if estado != 'entregado':
                self.shows(' → Ana ')
                saved(self.app, 'refill-' + estado)
                # The button is quiet until the row has changed.
                wait('the row', lambda: self.app.all(BUTTONS, f"{t('Reject')} Mayonesa"))
        keys('Escape')

        # Refused with a reason of the list, by touch and digit, and with one of one's own.
        for reason, press in ((t('None left'), lambda: keys('1')), ('Está en el almacén', self.other_reason)):
            third = self.sql(f"SELECT (api.pedir_refill('{uuid.uuid4()}', {insumo}, 5))->>'id'", 'rosa')
            keys('r')
            self.app.entry(t('Name of the supply'))
            self.type('mayo')
            self.app.button(f"{t('Seen')} Mayonesa")
            keys('Delete')
            self.shows(t('Reject %1$s, %2$s').split(' ')[0] + ' Mayonesa')
            saved(self.app, 'rechazar')
            press()
            wait('rechazado', lambda: self.sql(
                f'SELECT estado, motivo FROM api.refills WHERE id = {third}') == f'rechazado|{reason}')
            self.app.gone(BUTTONS, f"{t('Seen')} Mayonesa")

    def type(self, text):
        run('xdotool', 'type', '--delay', '25', text)

    def other_reason(self):
        self.app.entry(t('Another reason')).set_text('Está en el almacén')
        wait('Rechazar', lambda: self.app.button(t('Reject')).sensitive)
        self.app.button(t('Reject')).click()

    def test_3_supply(self):
        # What an order that waits at the front desk is made of.
        pedido = self.sql("SELECT max(id) FROM api.pedidos WHERE estado = 'PENDIENTE' AND sucursal_id = 1")
        supply = self.sql(
            'SELECT s.nombre FROM cony.pedido_items i JOIN cony.producto_insumos p USING (producto_id) '
            f'JOIN cony.insumos s ON s.id = p.insumo_id WHERE i.pedido_id = {pedido} AND s.sucursal_id = 1 AND NOT s.agotado LIMIT 1')

        def out():
            return self.sql(f"SELECT agotado FROM api.insumos WHERE sucursal_id = 1 AND nombre = '{supply}'") == 't'

        front = Desk()
        front.app = self.stack.window('atencion')
        front.open(int(pedido))
        self.app.to_front(TITLE)
        # One press, known at once at the front desk; by touch, then by keys.
        keys('i')
        self.app.entry(t('Name of the supply'))
        self.type(supply)
        self.app.button(f"{t('Out of stock')} {supply}").click()
        self.app.button(f"{t('There again')} {supply}")
        self.assertTrue(out())
        saved(self.app, 'agotado')
        front.app.do('aprobar', window=WINDOW)
        front.says(f'({supply})')
        front.press(t('Back'))
        self.app.to_front(TITLE)
        keys('Return')
        wait('Repuesto', lambda: not out())
        self.app.button(f"{t('Out of stock')} {supply}")
        keys('Escape')
        self.app.gone(BUTTONS, f"{t('Out of stock')} {supply}")
        self.assertEqual(self.sql(f"SELECT estado FROM api.pedidos WHERE id = {pedido}"), 'PENDIENTE')

    def test_4_without_broker(self):
        self.shows(t('Live · %s ago').split('%s')[0])
        self.stack.broker.kill()
        self.shows(t('Straight from the database · %s ago').split('%s')[0])
        uid = self.alert('Llega sin broker')
        self.shows('Llega sin broker')
        wait('the confirmation', lambda: self.sql(
            f"SELECT pantalla FROM api.alertas WHERE uid = '{uid}' AND entregada IS NOT NULL") == 'Cocina 1')
        saved(self.app, 'directo')

    def test_5_without_anything(self):
        def ready():
            return next(b for b in self.app.all(BUTTONS) if b.snap[0].startswith(t('Ready') + ' #'))

        # Frozen and not dead: nothing says goodbye, as with a network that is gone.
        self.stack.cluster.freeze()
        try:
            self.shows(t('No connection %s').split('%s')[0])
            self.shows(t('No connection since %s.').split('%s')[0])
            # Nobody knows whether the server has got it: the truth, or the queue, within ten seconds.
            button = ready()
            pedido = button.snap[0].split('#')[1]
            button.click()
            self.shows(t('Ready, queued'))
            saved(self.app, 'sin-conexion')
        finally:
            self.stack.cluster.thaw()
        self.shows(t('Straight from the database · %s ago').split('%s')[0])
        wait('Listo', lambda: self.sql(f'SELECT estado FROM cony.pedidos WHERE id = {pedido}') == 'LISTO')
        self.assertEqual(self.sql("SELECT count(*) FROM cony.eventos_realtime WHERE entidad_tipo = 'pedido' AND "
                                  f"entidad_id = {pedido} AND payload::jsonb ->> 'cambio' = 'listo'"), '1')
        self.gone(t('Ready, queued'))
        self.gone(t('No connection since %s.').split('%s')[0])

    def test_6_no_sound(self):
        # This screen has no sound device: it says so before anything had to be heard.
        self.app.to_front(TITLE)
        self.app.button(t('No sound')).click()
        self.shows(t('This computer has no sound device: alerts can only be seen. Connect a loudspeaker and play '
                     'again.'))
        self.assertEqual(sum(label == t('Could not be played') for label in self.app.labels()), 3)
        saved(self.app, 'sin-sonido')
        keys('Escape')
        self.gone(t('Could not be played'))

    def test_6_second_start(self):
        argv = self.stack.window_argv('cocina') + ['--gapplication-app-id', self.app.app_id]
        self.assertEqual(subprocess.run(argv, timeout=20, env={**os.environ, **build_environment()}).returncode, 0)
        self.assertEqual(sum(n.snap[0] == TITLE and n.snap[2] == 1 for n in self.app.tree()), 1)


if __name__ == '__main__':
    tap.main()
