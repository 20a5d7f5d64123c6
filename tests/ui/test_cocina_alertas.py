#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Alerts as the kitchen hears and sees them, with real database, broker and sound server, on two screens of one
branch.  Runs inside tests/lib/ui-run.sh --sound.  Time is not waited for: an alert is stored with its age."""
import os
import re
import subprocess
import sys
import uuid

from gi.repository import GLib

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', d) for d in ('lib', 'stack')]
import tap  # noqa: E402
from fakes import FakeNotifications  # noqa: E402
from kitchen import TITLE, Kitchen, saved, t  # noqa: E402
from stack import Stack  # noqa: E402
from uitest import keys, wait  # noqa: E402


def sounding():
    """Names of the sounds that play at the sound server this moment."""
    text = subprocess.run(['pactl', 'list', 'sink-inputs'], capture_output=True, text=True).stdout
    return [line.split('"')[1] for line in text.splitlines() if 'event.id = ' in line]


class Alertas(Kitchen):
    @classmethod
    def setUpClass(cls):
        cls.notifications = FakeNotifications()
        cls.stack = Stack().__enter__()
        cls.addClassCleanup(cls.stack.close)
        cls.stack.cluster.psql("UPDATE cony.alertas_cocina SET leida = true, version = version + 1")
        cls.app = cls.stack.window('cocina')
        cls.other = cls.stack.window('cocina', 'dora', 'Cocina 2', 'com.conychips.Cony.Cocina2')
        cls.app.to_front(TITLE)

    def tearDown(self):
        self.sql("SELECT api.marcar_alerta_vista(gen_random_uuid(), uid) FROM cony.alertas_cocina "
                 "WHERE NOT leida AND sucursal_id = 1", 'ana')

    def alert(self, text, priority='urgente', age=0, late=False, pedido='NULL'):
        """Rosa's alert of AGE seconds ago."""
        uid = str(uuid.uuid4())
        hace = 700 if late else 0
        self.sql('BEGIN; SET SESSION AUTHORIZATION rosa;'
                 f"SELECT api.alertar_cocina('{uid}', 1, {pedido}, '{text}', '{priority}', {hace});"
                 'RESET SESSION AUTHORIZATION;'
                 f"UPDATE cony.alertas_cocina SET fecha_envio = fecha_envio - interval '{age} s' WHERE uid = '{uid}';"
                 'COMMIT')
        return uid

    def see(self, uid):
        self.sql(f"SELECT api.marcar_alerta_vista('{uuid.uuid4()}', '{uid}')", 'ana')

    def rungs(self, uid):
        return self.sql("SELECT coalesce(string_agg(e.escalon::text, ' ' ORDER BY e.fecha), '') FROM cony.alertas_escalones e "
                        f"JOIN cony.alertas_cocina a ON a.id = e.alerta_id WHERE a.uid = '{uid}'")

    def events(self, uid):
        return self.sql("SELECT count(*) FROM cony.eventos_realtime WHERE tipo = 'alerta_escalada' "
                        f"AND payload::jsonb->>'alerta_uid' = '{uid}'")

    def hears(self, name):
        wait(f'the sound {name}', lambda: f'cony-{name}' in sounding())

    def test_1_ladder(self):
        calm = self.alert('Cambio de aceite')
        self.hears('alerta-urgente')
        self.assertEqual(self.rungs(calm), '')
        self.see(calm)
        self.gone('Cambio de aceite')

        loud = self.alert('Alergia al huevo', age=16)
        self.hears('alerta-fuerte')
        wait('the first rung', lambda: self.rungs(loud) == '1')
        self.see(loud)
        self.gone('Alergia al huevo')

        told = self.alert('Alergia al maní', age=46)
        self.shows(t('Front desk was told'))
        self.shows(t('Front desk was told'), self.other)
        self.assertEqual(self.rungs(told), '1 2')
        self.see(told)
        self.gone('Alergia al maní')

        breached = self.alert('Humo en la freidora', age=121)
        self.hears('alerta-larga')
        self.shows(t('Front desk and supervisor were told'))
        saved(self.app, 'alerta-120s')
        # Two screens noticed it; each rung was stored once and told once.
        self.assertEqual(self.rungs(breached), '1 2 3')
        self.assertEqual(self.events(breached), '3')
        # Seen at one screen with one key: the other falls silent too, in the middle of the long tone.
        self.hears('alerta-larga')
        self.app.to_front(TITLE)
        keys('a')
        self.gone('Humo en la freidora')
        self.gone('Humo en la freidora', self.other)
        wait('silence', lambda: not sounding())
        self.assertEqual(self.rungs(breached), '1 2 3')

    def test_2_priorities(self):
        high = self.alert('Falta hielo', 'alta', age=46)
        self.shows(t('Front desk was told'))
        self.assertEqual(self.rungs(high), '1')
        normal = self.alert('Cambio de turno', 'normal', age=200)
        # Shown, and neither rung nor climbing.
        late = self.alert('Alergia, tarde', age=200, late=True)
        self.shows(t('arrived late'))
        self.app.to_front(TITLE)
        keys('s')
        self.shows('Falta hielo')
        keys('s')
        self.shows('Cambio de turno')
        self.assertEqual(self.rungs(normal), '')
        self.assertEqual(self.rungs(late), '')
        bodies = [n['body'] for n in self.notifications.seen]
        self.assertIn('Falta hielo', bodies)
        self.assertIn('Cambio de turno', bodies)
        self.assertNotIn('Alergia, tarde', bodies)
        for uid in (high, normal, late):
            self.see(uid)
        self.gone('Cambio de turno')

    def test_3_toast(self):
        uid = self.alert('Se acabó el gas')
        # One of each screen; both are withdrawn, wherever it was seen.
        toasts = wait('both toasts', lambda: len(
            found := [n['nid'] for n in self.notifications.seen if n['body'] == 'Se acabó el gas']) == 2 and found)
        self.see(uid)
        wait('the withdrawal', lambda: set(toasts) <= set(self.notifications.closed))

    def test_3_sounds(self):
        # Alert, order and connection sound different, and the test says that each was played.
        self.app.to_front(TITLE)
        keys('p')
        for name in ('alerta-urgente', 'pedido', 'conexion'):
            self.hears(name)
        self.shows(t('Were all three heard at the fryer? If not, turn the loudspeaker up and play again.'))
        self.assertEqual(sum(label == t('Played') for label in self.app.labels()), 3)
        keys('Escape')
        self.gone(t('Played'))

        order = self.sql("SELECT id FROM api.pedidos WHERE estado = 'PENDIENTE' AND sucursal_id = 1 LIMIT 1")
        self.sql(f"SELECT api.aprobar_pedido('{uuid.uuid4()}', {order}, 'PENDIENTE', 'Prueba')", 'rosa')
        self.hears('pedido')

    def test_3_mute(self):
        seconds = re.compile(t('Muted %u s').replace('%u', '([0-9]+)'))

        def muted():
            return next((int(m[1]) for label in self.app.labels() if (m := seconds.fullmatch(label))), None)

        # The other screen would be heard as well.
        self.other.to_front(TITLE)
        keys('m')
        self.app.to_front(TITLE)
        self.alert('Alergia a la lactosa', age=121)
        self.hears('alerta-larga')
        keys('m')
        first = wait('the countdown', muted)
        self.assertLessEqual(first, 60)
        wait('silence', lambda: not sounding())
        wait('the countdown to run', lambda: muted() <= first - 6)
        saved(self.app, 'silencio-cuenta')
        # Longer than the rhythm: nothing was heard, and everything can still be seen.
        self.assertEqual(sounding(), [])
        self.shows('Alergia a la lactosa')
        self.shows(t('Front desk and supervisor were told'))
        keys('m')
        self.hears('alerta-larga')
        self.gone(t('Muted %u s').split('%')[0])
        self.other.to_front(TITLE)
        keys('m')
        self.gone(t('Muted %u s').split('%')[0], self.other)

    def test_3_supervisor(self):
        monitor = self.stack.window('monitor')
        self.addCleanup(lambda: self.stack.windows.pop(monitor.app_id).quit())
        told = self.alert('Falta gas', age=46)
        self.shows(t('Front desk was told'))
        uid = self.alert('Corte en la mano', age=121)
        toast = wait('her toast', lambda: next((n for n in self.notifications.seen if n['title'] == t(
            'Nobody in the kitchen saw an alert in 2 minutes')), None))
        self.assertEqual(toast['body'], 'Corte en la mano')
        self.assertEqual(toast['urgency'], 2)
        self.assertEqual(sum(n['title'] == toast['title'] for n in self.notifications.seen), 1)
        self.see(uid)
        self.see(told)
        wait('the withdrawal', lambda: toast['nid'] in self.notifications.closed)
        self.gone('Falta gas')

    def wrong_pins(self):
        return int(self.sql('SELECT last_value % 8 FROM privado.pin_fallos_'
                            + self.sql("SELECT id FROM cony.usuarios WHERE login = 'dora'")))

    def test_3_visto_of_another(self):
        """Dora sees it on Ana's screen: with her PIN, by keyboard and by touch."""
        self.app.to_front(TITLE)
        uid = self.alert('Sin lactosa')
        self.shows('Sin lactosa')
        self.app.button(t('Seen as…'))
        keys('v')
        self.app.button('Dora')
        saved(self.app, 'visto-como')
        keys('1')
        keys('0', '0', '0', '0')
        self.shows(t('The PIN is wrong.'))
        self.assertEqual(self.sql(f"SELECT leida FROM api.alertas WHERE uid = '{uid}'"), 'f')
        keys('8', '0', '3', 'BackSpace', 'KP_2', 'KP_4')
        wait('her Visto', lambda: self.sql(f"SELECT vista_por FROM api.alertas WHERE uid = '{uid}'") == 'Dora')
        self.gone('Sin lactosa')
        self.gone('Sin lactosa', self.other)

        desk = self.stack.window('atencion')
        self.addCleanup(lambda: self.stack.windows.pop(desk.app_id).quit())
        desk.do('ver', GLib.Variant('x', 135), window=1)
        uid = self.alert('Sin gluten', pedido=135)
        self.shows('Sin gluten')
        self.app.to_front(TITLE)
        self.app.button(t('Seen as…')).click()
        self.app.button('Dora').click()
        for digit in '8024':
            self.app.button(digit).click()
        wait('her Visto', lambda: self.sql(f"SELECT vista_por FROM api.alertas WHERE uid = '{uid}'") == 'Dora')
        self.gone('Sin gluten')
        # The sender is told who it was, and after how long.
        when = re.compile('.*Dora.*[0-9]+ s.*')
        wait('the receipt', lambda: any(when.match(label) for label in desk.labels()))

    def test_3_wrong_pins(self):
        self.app.to_front(TITLE)
        uid = self.alert('Sin sal')
        self.shows('Sin sal')
        self.app.button(t('Seen as…'))
        keys('v', '1')
        for n in range(1, 6):
            keys('1', '1', '1', '1')
            wait(f'wrong PIN {n}', lambda: self.wrong_pins() == n)
            self.shows(t('The PIN is wrong.'))
        keys('8', '0', '2', '4')
        self.shows(t('Too many wrong PINs. Wait five minutes.'))
        self.assertEqual(self.sql(f"SELECT leida FROM api.alertas WHERE uid = '{uid}'"), 'f')
        # Ana's own needs none, and what was asked goes away with the alert.
        keys('a')
        wait('the Visto', lambda: self.sql(f"SELECT vista_por FROM api.alertas WHERE uid = '{uid}'") == 'Ana')
        self.gone(t('Too many wrong PINs. Wait five minutes.'))

    def test_3_my_pin(self):
        def is_mine(pin):
            return self.sql(f"SELECT privado.crypt('{pin}', resumen) = resumen FROM privado.pines n "
                            "JOIN cony.usuarios u ON u.id = n.usuario_id WHERE login = 'ana'") == 't'

        self.app.to_front(TITLE)
        self.app.do('my-pin', window=1)
        self.shows(t('Four digits that only you know'))
        keys('9', '7', '5', '3')
        self.shows(t('The same four digits again'))
        keys('9', '7', '5', '4')
        self.shows(t('These were not the same digits. Type a new PIN.'))
        keys('9', '7', '5', '3')
        self.shows(t('The same four digits again'))
        keys('9', '7', '5', '3')
        wait('the new PIN', lambda: is_mine('9753'))

    def test_4_without_broker(self):
        self.stack.broker.kill()
        self.shows(t('Straight from the database · %s ago').split('%s')[0])
        self.shows(t('Straight from the database · %s ago').split('%s')[0], self.other)
        uid = self.alert('Fuga de agua', age=130)
        self.shows(t('Front desk and supervisor were told'))
        self.assertEqual(self.rungs(uid), '1 2 3')
        self.assertEqual(self.events(uid), '3')
        self.see(uid)
        self.gone('Fuga de agua')

        # Now nothing answers any more, and nothing says goodbye.
        uid = self.alert('Piso mojado')
        self.shows('Piso mojado')
        self.app.to_front(TITLE)
        self.stack.cluster.freeze()
        try:
            self.hears('conexion')
            self.shows(t('No connection since %s.').split('%s')[0])
            # Seen all the same: it waits, is quiet here, and says so.
            keys('a')
            self.shows(t('Seen, queued'))
            saved(self.app, 'visto-sin-conexion')
        finally:
            self.stack.cluster.thaw()
        self.hears('conexion-vuelve')
        wait('the Visto', lambda: self.sql(f"SELECT vista_por FROM api.alertas WHERE uid = '{uid}'") == 'Ana')
        self.gone('Piso mojado')
        self.gone('Piso mojado', self.other)
        self.assertEqual(self.sql("SELECT count(*) FROM cony.eventos_realtime WHERE tipo = 'alerta_vista' "
                                  f"AND payload::jsonb->>'alerta_uid' = '{uid}'"), '1')
        self.gone(t('No connection since %s.').split('%s')[0])

    def test_5_restart(self):
        """Goes on at the right rung, and does not ring what is seen."""
        seen = self.alert('Ya visto', age=30)
        self.shows('Ya visto')
        self.see(seen)
        self.gone('Ya visto')
        for app in (self.other, self.app):
            self.stack.windows.pop(app.app_id).quit()
        uid = self.alert('Cocina apagada', age=60)
        self.assertEqual(self.rungs(uid), '')
        type(self).app = self.stack.window('cocina')
        self.app.to_front(TITLE)
        self.shows('Cocina apagada')
        self.hears('alerta-fuerte')
        self.shows(t('Front desk was told'))
        self.assertEqual(self.rungs(uid), '1 2')
        self.assertFalse(any('Ya visto' in label for label in self.app.labels()))
        self.see(uid)
        self.gone('Cocina apagada')
        wait('silence', lambda: not sounding())


if __name__ == '__main__':
    tap.main()
