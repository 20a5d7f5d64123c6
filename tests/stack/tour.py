#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tour.py DIR: the main job of Cony, played through its windows.

Runs inside tests/lib/ui-run.sh. Writes a numbered PNG for each step, windows.png (the four windows
together) and tour.json. Exits 0 only if every step happened. CONY_TOUR_ALERT_MS: how long an alert may take
without the broker, 1000 unless told."""
import json
import os
import re
import signal
import sys
import time

from simulator import Simulator
from stack import Stack, WINDOWS, translation
from uitest import BUTTONS, ENTRIES, R, run, wait

TITLES = {name: window[2] for name, window in WINDOWS.items()}
CUSTOMER = 'Ximena'
ALERT = 'Alergia al huevo: las alitas van SIN mayonesa.'
LATE_ALERT = 'Cliente esperando en el mostrador.'
WITHIN_MS = int(os.environ.get('CONY_TOUR_ALERT_MS', '1000'))


class Tour:
    def __init__(self, stack, out):
        self.stack, self.out = stack, out
        self.simulator = Simulator(stack, seed=7)
        self.t = translation(stack.build)
        self.results = []
        self.notes = {}                  # what else a step wants in tour.json
        self.best = {}                   # the one of each window for the picture of all four
        self.pedido = self.voucher = self.insumo = None

    # help

    def app(self, window):
        return self.stack.windows[f'com.conychips.Cony.{window.capitalize()}']

    def front(self, window):
        app = self.app(window)
        app.to_front(TITLES[window])
        return app

    def picture(self, window, part='', title=None, best=False):
        """A picture of this step; PART tells several of one window apart."""
        path = os.path.join(self.out, f'{len(self.results) + 1:02d}-{window}{part}.png')
        self.app(window).picture(path, title or TITLES[window])
        if best:
            self.best[window] = path

    def sql(self, statement):
        return self.stack.cluster.psql(statement)

    def row_of(self, app, text, role=R.LIST):
        """(list, index) of the row that says TEXT."""
        for lst in app.all(role):
            for index, row in enumerate(lst.rows()):
                if text in row:
                    return lst, index
        return None

    def select(self, app, text):
        lst, index = wait(f'a row {text!r}', lambda: self.row_of(app, text))
        lst.select_row(index)

    def says(self, app, text, timeout=None):
        """Waits until a label of the window contains TEXT."""
        return wait(f'{text!r} in {app.app_id}', lambda: next((l for l in app.labels() if text in l), None), timeout)

    def press(self, app, name):
        """Presses the visible button of this name (a window has a second set for narrow screens)."""
        wait(f'the button {name!r}', lambda: next(
            (b for b in app.all(BUTTONS, name, shown=True) if b.sensitive), None)).click()

    def start_of(self, msgid):
        """The part of a translated sentence before its first placeholder."""
        return self.t(msgid).split('%')[0]

    def together(self):
        """The four windows in one picture, for the README."""
        tiles = [self.best[w] for w in ('atencion', 'cocina', 'vouchers', 'monitor')]
        run('montage', *tiles, '-tile', '2x2', '-geometry', '960x600+12+12', '-background', '#dfe3ea',
            os.path.join(self.out, 'windows.png'))

    # steps: each returns when the thing is on the screens

    def windows_open(self):
        """The four windows are open and logged in."""
        for name in WINDOWS:
            self.stack.window(name)
        for name in WINDOWS:
            self.says(self.app(name), self.start_of('Live · %s ago'))
        self.picture('monitor')

    def receipt_arrives(self):
        """A receipt arrives and Vouchers shows it."""
        made = self.simulator.order(cliente=CUSTOMER)
        self.pedido = made['id']
        self.voucher = self.simulator.receipt(self.pedido, made['total'])['id']
        app = self.front('vouchers')
        self.select(app, CUSTOMER)
        self.says(app, f'#{self.pedido}')
        self.picture('vouchers', best=True)

    def voucher_approved(self):
        """Vouchers approves it; Atención shows the payment as verified."""
        app = self.front('vouchers')
        app.find(R.CHECK_BOX, shown=True).mouse()
        self.press(app, self.t('Approve'))
        wait('the approval', lambda: self.sql(
            f'SELECT estado FROM cony.vouchers WHERE id = {self.voucher}') == 'APROBADO')
        app = self.front('atencion')
        self.select(app, CUSTOMER)
        self.picture('atencion')

    def order_approved(self):
        """Atención approves the order and Cocina has its ticket."""
        self.press(self.front('atencion'), self.t('Approve'))
        app = self.front('cocina')
        self.says(app, f'#{self.pedido}')
        self.picture('cocina', best=True)

    def alert_sent(self):
        """Atención alerts the kitchen: urgent."""
        app = self.front('atencion')
        self.press(app, re.compile('^' + self.t('In the kitchen')))
        self.select(app, CUSTOMER)
        self.alert(ALERT, picture=True)
        self.says(app, ALERT)
        self.picture('atencion')

    def alert(self, message, picture=False):
        """Writes and sends an urgent alert about the order shown."""
        app, title = self.front('atencion'), self.t('Alert the kitchen')
        self.press(app, title)
        app.to_front(title)
        app.find(ENTRIES, self.t('Message')).set_text(message)
        self.press(app, self.t('Urgent'))
        if picture:
            self.picture('atencion', '-dialog', title)
        self.press(app, self.t('Send alert'))

    def banner_shown(self):
        """Cocina shows the banner of the urgent alert."""
        app = self.front('cocina')
        self.says(app, ALERT)
        self.says(app, self.t('URGENT'))
        self.picture('cocina')

    def alert_seen(self):
        """Cocina marks it seen."""
        app = self.front('cocina')
        self.press(app, self.t('Seen'))
        wait('the alert to be seen', lambda: self.sql(
            f"SELECT leida FROM cony.alertas_cocina WHERE mensaje = '{ALERT}'") == 't')
        wait('the banner to go', lambda: not any(n.shown() for n in app.all(R.LABEL, ALERT)))
        self.picture('cocina')

    def sender_knows(self):
        """Atención shows who saw it, and when."""
        app = self.front('atencion')
        self.says(app, self.start_of('Seen by %s %s (%d s)') + 'Ana')
        self.picture('atencion', best=True)

    def refill_asked(self):
        """Atención asks for supplies and Cocina has the request."""
        self.insumo = self.sql('SELECT nombre FROM cony.insumos i WHERE sucursal_id = 1 AND NOT EXISTS ('
                               'SELECT FROM cony.refill_solicitud r WHERE r.insumo_id = i.id) ORDER BY id LIMIT 1')
        app, title = self.front('atencion'), self.t('Ask for refill')
        self.press(app, title)
        app.to_front(title)
        app.find(ENTRIES, self.t('Search supply')).set_text(self.insumo)
        wait('the supply alone', lambda: any(len(lst.rows()) == 1 for lst in app.all(R.LIST)))
        self.select(app, self.insumo)
        self.press(app, self.t('One more'))
        wait('two of it', lambda: any(entry.text == '2' for entry in app.all(ENTRIES)))
        self.picture('atencion', '-dialog', title)
        self.press(app, self.t('Ask'))
        app = self.front('cocina')
        self.says(app, self.insumo)
        self.picture('cocina')

    def refill_attended(self):
        """Cocina attends to it and Atención knows."""
        app = self.front('cocina')
        self.press(app, re.compile(f"^{self.t('Attend')}.*{self.insumo}"))
        app = self.front('atencion')
        self.press(app, re.compile('^' + self.t('Refill')))
        self.select(app, self.insumo)
        self.says(app, self.t('On its way'))
        self.picture('atencion')

    def monitor_shows_all(self):
        """Monitor shows events, alert and request."""
        app = self.front('monitor')
        nodes = app.tree()                   # one look at the whole: its live table has thousands of parts
        tabs = {n.snap[0]: n for n in nodes if n.snap[1] == int(R.PAGE_TAB)}
        live, alerts, refills, stored = [n for n in nodes if n.snap[1] == int(R.TREE_TABLE)]
        # Names on the accessibility bus come without underscores, see uitest.clean.
        for part, page, table, text in (('alerts', 'Kitchen Alerts', alerts, ALERT),
                                        ('refills', 'Refill Requests', refills, self.insumo),
                                        ('stored', 'Database Events', stored, 'refillactualizado'),
                                        ('live', 'Live Events', live, ALERT)):
            tabs[self.t(page)].click()
            wait(f'{text!r} in {page}', lambda: any(text in label for label in table.labels()))
            self.picture('monitor', '-' + part, best=part == 'live')

    def without_broker(self):
        """The broker is killed; an alert still reaches Cocina within a second."""
        self.stack.broker.kill()
        atencion, cocina = self.front('atencion'), self.app('cocina')
        self.press(atencion, re.compile('^' + self.t('In the kitchen')))
        self.select(atencion, CUSTOMER)
        self.alert(LATE_ALERT)
        self.says(cocina, LATE_ALERT)
        # The kitchen's screen itself says when it showed it: to the database, on the same clock.
        took = int(wait('its confirmation', lambda: self.sql(
            "SELECT ceil(1000 * extract(epoch FROM entregada - fecha_envio)) FROM cony.alertas_cocina "
            f"WHERE mensaje = '{LATE_ALERT}'")))
        self.notes['alert_ms'] = took
        self.picture('cocina')
        if took > WITHIN_MS:
            raise AssertionError(f'it took {took} ms')

STEPS = ('windows_open', 'receipt_arrives', 'voucher_approved', 'order_approved', 'alert_sent', 'banner_shown',
         'alert_seen', 'sender_knows', 'refill_asked', 'refill_attended', 'monitor_shows_all', 'without_broker')


def play(tour):
    """Plays all steps, notes each and writes tour.json; whether all happened."""
    good = True
    for name in STEPS:
        step = getattr(tour, name)
        started = time.monotonic()
        note = {'step': name, 'ok': False, 'ms': 0}
        if good:
            try:
                step()
                note['ok'] = True
            except Exception as error:              # whatever it is, it is this step's failure
                good = False
                note['error'] = f'{type(error).__name__}: {error}'
                run('import', '-window', 'root', os.path.join(tour.out, 'failure.png'), check=False)
            note['ms'] = round((time.monotonic() - started) * 1000)
            note.update(tour.notes)
            tour.notes = {}
            print(f"{'ok  ' if note['ok'] else 'FAIL'} {note['ms']:6d} ms  {step.__doc__}", flush=True)
        tour.results.append(note)
    with open(os.path.join(tour.out, 'tour.json'), 'w') as out:
        json.dump(tour.results, out, ensure_ascii=False, indent=1)
    return good


def interrupted(signum, _frame):
    raise KeyboardInterrupt


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    out = os.path.abspath(sys.argv[1])
    os.makedirs(out, exist_ok=True)
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, interrupted)
    try:
        with Stack() as stack:
            tour = Tour(stack, out)
            good = play(tour)
            complaints = [f'{app.app_id}: {line}' for app in stack.windows.values() for line in app.complaints()]
            for line in complaints:
                print(line, file=sys.stderr)
            if good:
                tour.together()
                print(f'pictures and tour.json are in {out}')
            else:
                for app in stack.windows.values():
                    print(f'{app.app_id}:\n{app.log()[-2000:]}', file=sys.stderr)
                print(next(n['error'] for n in tour.results if 'error' in n), file=sys.stderr)
            return 0 if good and not complaints else 1
    except KeyboardInterrupt:
        return 130


if __name__ == '__main__':
    sys.exit(main())
