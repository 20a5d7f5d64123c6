#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The front desk while the database is slow, silent or away. Runs inside tests/lib/ui-run.sh."""
import os
import signal
import subprocess

from desk import WINDOW, Desk, saved, t
import tap
from uitest import BUTTONS, ENTRIES, R, wait


class Trouble(Desk):
    @classmethod
    def setUpClass(cls):
        cls.start()

    def backend(self):
        """Process of the window's connection, once the other one is gone that asks what became of a slow statement."""
        return int(wait('its only connection', lambda: self.sql(
            "SELECT min(pid) FROM pg_stat_activity WHERE usename = 'rosa' AND datname = 'cony' HAVING count(*) = 1")))

    def hold(self, pid):
        """As a half-open connection: alive for the kernel, and silent."""
        os.kill(pid, signal.SIGSTOP)
        self.addCleanup(self.release, pid)

    def release(self, pid):
        try:
            os.kill(pid, signal.SIGCONT)
        except ProcessLookupError:
            pass

    def shows(self, name):
        wait(f'the button {name!r}', lambda: self.app.all(BUTTONS, name, shown=True))

    def events(self, pedido):
        return self.sql("SELECT count(*) FROM cony.eventos_realtime WHERE tipo = 'pedido_aprobado'"
                        f' AND entidad_id = {pedido}')

    def test_1_the_next_order_does_not_wait(self):
        """While one approval waits for its answer, the next order can be approved."""
        lock = subprocess.Popen(['psql', '-XqAt', self.stack.cluster.conninfo()], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, text=True)
        self.addCleanup(lock.wait)
        self.addCleanup(lock.stdin.close)
        self.addCleanup(lock.stdout.close)
        lock.stdin.write('BEGIN; SELECT id FROM cony.pedidos WHERE id = 142 FOR UPDATE;\n')
        lock.stdin.flush()
        self.assertEqual(lock.stdout.readline(), '142\n')
        self.approve(142)
        self.able('aprobar', False)
        self.approve(145)
        wait('the second approval', lambda: self.estado(145) == 'EN_PREPARACION')
        # The first one was given up by the database: that stays on the screen until it is read.
        self.says('#142: ')
        self.says(t('%s approved').replace('%s', '#145'))
        saved(self.app, 'queja')
        self.press(t('Understood'))
        self.silent('#142: ')
        self.assertEqual(self.estado(142), 'PENDIENTE')
        lock.stdin.write('ROLLBACK;\n')
        lock.stdin.flush()

    def test_2_checking(self):
        """No answer: the button says so, and the click is done once, by another connection."""
        self.open(142)
        self.able('aprobar')
        backend = self.backend()
        self.hold(backend)
        self.hold(self.stack.cluster.pid)
        self.press(t('Approve'))
        self.shows(t('Checking…'))
        saved(self.app, 'comprobando')
        self.release(self.stack.cluster.pid)
        wait('the approval', lambda: self.estado(142) == 'EN_PREPARACION')
        self.says(t('%s approved').replace('%s', '#142'))
        # What the silent connection had taken is done when it wakes up, and changes nothing.
        self.release(backend)
        wait('the old connection to end', lambda: self.sql(
            f'SELECT count(*) FROM pg_stat_activity WHERE pid = {backend}') == '0')
        self.assertEqual(self.events(142), '1')

    def test_3_no_answer_at_all(self):
        """Within 10 seconds it ends with a sentence, and the order is still there."""
        self.open(146)
        self.able('aprobar')
        self.app.do('aprobar', window=WINDOW)
        dialog = self.dialog(t('Approve without a verified payment'))
        self.press(t('Cash received at the till'), dialog)
        self.hold(self.backend())
        self.hold(self.stack.cluster.pid)
        self.press(t('Approve'), dialog)
        wait('the checking', lambda: dialog.all(BUTTONS, t('Checking…')))
        saved(self.app, 'comprobando-motivo')
        self.says(t('The server did not answer, so it is not known whether this was done. Look at the list before you do it '
                    'again.'), dialog)
        self.doCleanups()
        wait('the way back', lambda: next(
            (b for b in dialog.all(BUTTONS, t('Approve')) if b.sensitive), None)).click()
        wait('the approval', lambda: self.estado(146) == 'EN_PREPARACION')
        self.assertEqual(self.events(146), '1')
        self.dialog_gone(t('Approve without a verified payment'))

    def test_4_became_impossible(self):
        """What was asked for without a database and cannot be done any more is shown to its author."""
        supply = self.sql("INSERT INTO cony.insumos (sucursal_id, nombre, unidad) VALUES (1, 'Aaa', 'caja')"
                          ' RETURNING id')
        self.app.do('recargar', window=WINDOW)
        self.able('refill')
        self.app.do('refill', window=WINDOW)
        dialog = self.dialog(t('Ask for refill'))
        dialog.find(ENTRIES, t('Search supply')).set_text('Aaa')
        wait('it alone', lambda: [row[0] for row in dialog.find(R.LIST, t('Supply')).rows()] == ['Aaa'])
        self.stack.cluster.crash()
        self.able('aprobar', False)
        self.press(t('Ask'), dialog)
        self.dialog_gone(t('Ask for refill'))
        self.says(t('Refill queued: it is stored when the database is back'))
        # It sleeps while the supply is taken away.
        self.hold(self.app.proc.pid)
        self.stack.cluster.resume()
        self.sql(f'DELETE FROM cony.insumos WHERE id = {supply}')
        self.release(self.app.proc.pid)
        self.says(t('Could not be done'))
        saved(self.app, 'imposible')
        self.press(t('Dismiss'))
        self.silent(t('Could not be done'))
        self.assertEqual(self.sql(f'SELECT count(*) FROM cony.refill_solicitud WHERE insumo_id = {supply}'), '0')


if __name__ == '__main__':
    tap.main()
