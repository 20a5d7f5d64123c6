# SPDX-License-Identifier: GPL-3.0-or-later
"""Customers and the WhatsApp bot of the demo.

They come in by the two doors that real ones use: functions of the database (orders, receipts with
their picture) and POST /broadcast (an event alone).
"""
import json
import os
import random
import sys
import threading
import time
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../data/sql/demo'))
from recibos import dibujar  # noqa: E402

PEOPLE = [('Fátima', '987654321'), ('Nelson', '986112760'), ('Elena', '985334118'), ('Hugo', '984556902'),
          ('Sonia', '983778411'), ('Rubén', '982990237'), ('Lucía', '981201564'), ('Carlos', '980423719'),
          ('Marisol', '979645802'), ('Diego', '978867135'), ('Yesenia', '977089466'), ('Jorge', '976201997')]
NOTES = {'whatsapp': ['Recoge en 20 min', 'Ají aparte', ''], 'delivery': ['Cubiertos para 2', 'Portería, torre B', ''],
         'presencial': ['Mesa 4', 'Para llevar', '']}
MODIFIERS = ['Grande', '6 piezas', 'SIN ají', 'SIN mayonesa', 'Con huevo extra', '']
LIMA = 5 * 3600                  # seconds that the shop's clock is behind UTC
WALLETS = ['Yape', 'Plin']


def draw_receipt(banco, monto, operacion, telefono=''):
    """PNG bytes of a payment receipt of this minute."""
    when = time.strftime('%d/%m/%Y · %H:%M', time.gmtime(time.time() - LIMA))
    return dibujar(banco, monto, 'Centro', when, operacion, telefono)


def quote(text):
    return 'NULL' if text is None else "'" + str(text).replace("'", "''") + "'"


class Simulator:
    """STACK's customers. Calls may be made one by one, or start() lets them come by themselves."""

    def __init__(self, stack, sucursal=1, seed=None):
        self.stack, self.sucursal = stack, sucursal
        self.random = random.Random(seed)
        self._stop = threading.Event()
        self._thread = None

    def products(self):
        rows = self.stack.cluster.psql('SELECT id FROM cony.productos ORDER BY id')
        return [int(row) for row in rows.split()]

    def _call(self, sql):
        return json.loads(self.stack.cluster.psql(sql, user='bot'))

    def products_in_stock(self):
        rows = self.stack.cluster.psql(
            f'SELECT id FROM api.productos WHERE activo AND NOT {self.sucursal} = ANY (agotado_en) ORDER BY id')
        return [int(row) for row in rows.split()]

    def order(self, cliente='Fátima', telefono='987654321', canal='whatsapp', nota='Recoge en 20 min', items=None):
        """Registers an order; returns the answer of api.registrar_pedido.

        Without ITEMS it holds two products that the branch can cook, so that approving asks nothing.
        """
        if items is None:
            chosen = self.random.sample(self.products_in_stock(), 2)
            items = [{'producto_id': chosen[0], 'cantidad': 1, 'notas': 'Grande\nSIN ají'},
                     {'producto_id': chosen[1], 'cantidad': 2, 'notas': None}]
        return self._call(
            f"SELECT api.registrar_pedido('{uuid.uuid4()}', {self.sucursal}, {quote(cliente)}, {quote(telefono)}, "
            f"{quote(canal)}, {quote(nota)}, {quote(json.dumps(items))}::jsonb)")

    def receipt(self, pedido_id, monto, banco='Yape', operacion=None, telefono='987654321'):
        """Registers a drawn receipt for an order; returns the answer of api.registrar_voucher."""
        operacion = operacion or f'{self.random.randrange(10**8):08d}'
        image = draw_receipt(banco, monto, operacion, telefono).hex()
        return self._call(
            f"SELECT api.registrar_voucher('{uuid.uuid4()}', {pedido_id}, '\\x{image}'::bytea, 'image/png', "
            f"{quote(banco)}, {quote(operacion)}, {monto:.2f}, {quote(telefono)}, (now() AT TIME ZONE 'UTC')::timestamp)")

    def post_voucher(self, pedido_id=None):
        """What an older bot does: an event alone, by HTTP."""
        event = {'tipo': 'voucher_whatsapp', 'sucursal_id': self.sucursal, 'usuario_id': None}
        if pedido_id:
            event['pedido_id'] = pedido_id
        return self.stack.broker.post(event, token=self.stack.token('bot'))

    # by themselves

    def customer(self):
        """One customer: orders, and pays by a receipt unless at the counter."""
        name, phone = self.random.choice(PEOPLE)
        canal = self.random.choice(['whatsapp', 'whatsapp', 'presencial', 'delivery'])
        items = [{'producto_id': p, 'cantidad': self.random.randint(1, 3), 'notas': self.random.choice(MODIFIERS) or None}
                 for p in self.random.sample(self.products(), self.random.randint(1, 3))]
        made = self.order(name, phone, canal, self.random.choice(NOTES[canal]) or None, items)
        if canal != 'presencial':
            self.receipt(made['id'], made['total'], self.random.choice(WALLETS), telefono=phone)

    def start(self, every=(8, 20)):
        def run():
            while not self._stop.wait(self.random.uniform(*every)):
                try:
                    self.customer()
                    if self.stack.broker and self.random.random() < .3:
                        self.post_voucher()
                except (RuntimeError, OSError) as error:
                    if not self._stop.is_set():
                        print(f'simulator: {error}', flush=True)
        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()

    def stop(self):
        self._stop.set()
        if self._thread:
            self._thread.join(10)
