#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Windows with much on them: 300 open orders and 1,000 refills. Runs inside tests/lib/ui-run.sh.

How long frames take while the clock ticks and while lists are scrolled, and how memory grows by
10,000 events. The goal: no frame over 33 ms, memory flat.
"""
import json
import os
import subprocess
import sys
import time

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path[:0] = [os.path.join(TESTS, d) for d in ('lib', 'stack')]
from gi.repository import GLib  # noqa: E402
from stack import Stack, WINDOWS, build_environment, die_with_parent, end_process, program  # noqa: E402
from uitest import App, wait  # noqa: E402

ORDERS, REFILLS = 300, 1000
EVENTS, BATCH = int(os.environ.get('CONY_BENCH_EVENTS', '10000')), 1000
TICKING = 10                    # seconds
FRAME = 33                      # milliseconds
FILL = f"""
UPDATE cony.pedidos SET estado = 'ENTREGADO' WHERE estado <> 'CANCELADO';
UPDATE cony.alertas_cocina SET leida = true;
INSERT INTO cony.pedidos (id, sucursal_id, cliente, telefono, canal, total, estado, creado, aprobado, aprobado_por, version)
  SELECT n, 1, 'Cliente ' || n, '987654321', 'whatsapp', 42, 'EN_PREPARACION',
         privado.ahora() - n % 900 * interval '1 s', privado.ahora() - n % 900 * interval '1 s', 1, 2
    FROM generate_series(10001, {10000 + ORDERS}) n;
INSERT INTO cony.pedido_items (pedido_id, sucursal_id, producto_id, cantidad, notas, precio)
  SELECT n, 1, p, 1 + n % 3, CASE WHEN p = 1 THEN 'SIN ají' END, 14
    FROM generate_series(10001, {10000 + ORDERS}) n, generate_series(1, 3) p;
INSERT INTO cony.refill_solicitud (id, uid, sucursal_id, insumo_id, cantidad_solicitada, usuario_solicita, estado,
                                   fecha_solicitud, version)
  SELECT n, gen_random_uuid(), 1, (SELECT min(id) FROM cony.insumos WHERE sucursal_id = 1) + n % 5, 1 + n % 9, 1,
         'pendiente', privado.ahora() - n % 900 * interval '1 s', 1
    FROM generate_series(10001, {10000 + REFILLS}) n;
"""
WHEEL = ('click', 5, 4)
# How each window is scrolled: what to show first, and what is pressed in the middle of it. Cocina has pages.
SCROLLED = {
    'cocina': [(None, ('key', 'Next', 'Prior'))],
    'atencion': [(('tab', 'cocina'), WHEEL), (('tab', 'refill'), WHEEL)],
    'monitor': [(('show-page', 'live'), WHEEL), (('show-page', 'refills'), WHEEL)],
}
PLACE = (.1, .5)
PRESSES, PAUSE = 60, .03       # seconds


class Window:
    """A window as it is installed, watched by frame-watch.c."""

    def __init__(self, stack, name):
        self.name = name
        self.path = os.path.join(stack.dir, f'{name}.frames')
        watch = os.path.join(os.path.dirname(program('cony-cocina')), '..', 'tests', 'bench', 'frame-watch.so')
        app_id = f'com.conychips.Cony.{name.capitalize()}'
        self.app = App([*stack.window_argv(name), '--gapplication-app-id', app_id], app_id,
                       env={**build_environment(), 'LD_PRELOAD': watch, 'CONY_FRAME_LOG': self.path},
                       log=os.path.join(stack.dir, f'{name}.log'))
        self.pid, self.at = self.app.proc.pid, 0
        wait('its title', lambda: any(n.snap[0] == WINDOWS[name][2] and n.snap[2] == 1 for n in self.app.tree()) or None)
        self.app.to_front(WINDOWS[name][2])
        self.settle()

    def cpu(self):
        with open(f'/proc/{self.pid}/stat', encoding='utf-8') as stat:
            fields = stat.read().rpartition(')')[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def memory(self):
        with open(f'/proc/{self.pid}/status', encoding='utf-8') as status:
            return next(int(line.split()[1]) for line in status if line.startswith('RssAnon'))

    def settle(self):
        """Waits until it uses next to no processor: its clock ticks on."""
        end = time.monotonic() + 120
        before = self.cpu()
        while time.monotonic() < end:
            time.sleep(1.5)
            now = self.cpu()
            if now - before < .25:
                return
            before = now
        raise AssertionError(f'{self.name} is busy for ever')

    def mark(self):
        self.at = os.path.getsize(self.path)

    def report(self, what):
        with open(self.path, encoding='ascii') as log:
            log.seek(self.at)
            lines = [line.split() for line in log.read().splitlines() if line.count(' ') == 2]
        for kind, name in (('frame', 'frames'), ('turn', 'turns of the main loop over 1 ms')):
            wall, cpu = (sorted(int(line[i]) / 1000 for line in lines if line[0] == kind) for i in (1, 2))
            if wall:
                print(f'{self.name}, {what}: {len(wall)} {name}: p50 {wall[len(wall) // 2]:.1f}, '
                      f'p99 {wall[len(wall) * 99 // 100]:.1f}, longest {wall[-1]:.1f} ms; of the processor '
                      f'p50 {cpu[len(cpu) // 2]:.1f}, p99 {cpu[len(cpu) * 99 // 100]:.1f}, most {cpu[-1]:.1f} ms; '
                      f'{sum(v > FRAME for v in wall)} over {FRAME} ms, {sum(v > FRAME for v in cpu)} of the processor',
                      flush=True)


def show(window, what):
    if what:
        window.app.do(what[0], GLib.Variant('s', what[1]), window=1)
        window.settle()


def scroll(window, mouse):
    x, y = (int(int(size) * at) for size, at in zip(os.environ['UI_SCREEN'].split('x'), PLACE))
    for what_first, (command, *there_and_back) in SCROLLED[window.name]:
        show(window, what_first)
        window.mark()
        for what in there_and_back:
            # A movement tells GTK what is under the mouse now.
            presses = f' {command} {what} sleep {PAUSE}' * PRESSES
            mouse.stdin.write(f'mousemove {x - 9} {y} mousemove {x} {y}{presses}\n')
            mouse.stdin.flush()
            time.sleep(PRESSES * PAUSE * 1.5)    # as long as it takes
        window.report('scrolled' + (f' ({what_first[1]})' if what_first else ''))


def post_events(stack, first):
    events = []
    for n in range(first, first + BATCH):
        if n % 2:
            events.append({'tipo': 'pedido_actualizado', 'sucursal_id': 1, 'pedido_id': 10001 + n % ORDERS,
                           'estado': 'EN_PREPARACION', 'cambio': 'empezado', 'version': 3 + n // ORDERS})
        else:
            events.append({'tipo': 'refill_actualizado', 'sucursal_id': 1, 'refill_id': 10001 + n % REFILLS,
                           'estado': 'pendiente', 'version': 2 + n // REFILLS})
    status, text = stack.broker.post('\n'.join(map(json.dumps, events)), stack.token('carmen'),
                                     {'Content-Type': 'application/x-ndjson'})
    refused = [line for line in text.splitlines() if '"error"' in line]
    if status != 200 or refused:
        raise RuntimeError(f'{status} {refused[:1] or text[:200]}')


def grow(stack, window):
    show(window, SCROLLED[window.name][0][0])
    samples = [window.memory()]
    window.mark()
    for first in range(0, EVENTS, BATCH):
        post_events(stack, first)
        window.settle()
        samples.append(window.memory())
    window.report(f'{EVENTS:,} events')
    half = samples[len(samples) // 2:]
    slope = (half[-1] - half[0]) / max(1, len(half) - 1)
    print(f'{window.name}, memory: {samples[0]:,} KiB before, {samples[-1]:,} after {EVENTS:,} events; in the second '
          f'half {slope:+.0f} KiB a thousand events ({" ".join(f"{s // 1024}" for s in samples)} MiB)', flush=True)


def main():
    names = sys.argv[1:] or list(SCROLLED)
    with Stack() as stack:
        stack.cluster.psql(FILL)
        mouse = subprocess.Popen(['xdotool', '-'], stdin=subprocess.PIPE, text=True, preexec_fn=die_with_parent)
        try:
            for name in names:
                window = Window(stack, name)
                try:
                    window.mark()
                    time.sleep(TICKING)
                    window.report('ticking')
                    scroll(window, mouse)
                    if os.environ.get('UI_SHOTS'):
                        window.app.shot(os.path.join(os.environ['UI_SHOTS'], f'boards-{name}.png'))
                    grow(stack, window)
                finally:
                    end_process(window.app.proc)
        finally:
            end_process(mouse)


if __name__ == '__main__':
    main()
