#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What only shows with several sessions: completeness of a reader by cursor, the same key at once, two windows
at once, many screens at once.  Needs PGHOST of tests/stack/cluster.py."""

import os
import queue
import subprocess
import sys
import threading
import time
import unittest
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../lib'))
import tap  # noqa: E402

WRITERS = 12
ROUNDS = 60
GATED = ("SELECT xid, id FROM cony.eventos_realtime WHERE (xid, id) > ('{xid}'::xid8, {id})"
         " AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid, id LIMIT 500")
NAIVE = "SELECT xid, id FROM cony.eventos_realtime WHERE id > {id} ORDER BY id LIMIT 500"


class Session:
    """A psql that stays open; `send` returns at once, `read` waits for the answer."""

    def __init__(self, user):
        self._psql = subprocess.Popen(
            ['psql', '-XqAt', '-U', user], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, bufsize=1,
            env={**os.environ, 'PGPASSWORD': user + '-cony', 'PGOPTIONS': '-c client_min_messages=warning'})
        self._lines = queue.Queue()
        threading.Thread(target=self._collect, daemon=True).start()

    def _collect(self):
        for line in self._psql.stdout:
            self._lines.put(line.rstrip('\n'))

    def send(self, sql):
        self._psql.stdin.write(f'\\set VERBOSITY sqlstate\n{sql};\n\\echo --end--\n')
        self._psql.stdin.flush()

    def read(self):
        lines = []
        while True:
            line = self._lines.get(timeout=30)
            if line == '--end--':
                return lines
            lines.append(line)

    def run(self, sql):
        self.send(sql)
        return self.read()

    def close(self):
        self._psql.stdin.close()
        self._psql.wait()
        self._psql.stdout.close()


class Base(unittest.TestCase):
    def open(self, user):
        session = Session(user)
        self.addCleanup(session.close)
        return session

    def wait_blocked(self, user):
        """Until a session of that person waits for a lock."""
        watcher = self.open('postgres')
        deadline = time.monotonic() + 10
        while watcher.run(f"SELECT count(*) FROM pg_stat_activity WHERE usename = '{user}' AND wait_event_type = 'Lock'") == ['0']:
            self.assertLess(time.monotonic(), deadline)


class Reader(Base):
    def test_gate_loses_nothing_and_naive_would(self):
        observer = self.open('postgres')
        first = observer.run('SELECT coalesce(max(id), 0) FROM cony.eventos_realtime')[0]
        start = observer.run('SELECT pg_snapshot_xmax(pg_current_snapshot())')[0]
        # Each round holds its id for a moment before it commits, as an action with more to do does.
        script = ("BEGIN; SELECT api.alertar_cocina(gen_random_uuid(), 1, NULL, 'carga', 'normal');"
                  " SELECT pg_sleep(random() * 0.02); COMMIT;\n") * ROUNDS
        writers = [subprocess.Popen(['psql', '-XqAt', '-U', 'rosa'], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                    text=True, env={**os.environ, 'PGPASSWORD': 'rosa-cony'}) for _ in range(WRITERS)]
        for writer in writers:
            threading.Thread(target=lambda w=writer: (w.stdin.write(script), w.stdin.close()), daemon=True).start()

        reader = self.open('broker')
        gated, naive = [], []
        cursor, last = (start, 0), int(first)
        while True:
            done = all(w.poll() is not None for w in writers) and observer.run(
                'SELECT pg_snapshot_xmin(pg_current_snapshot()) > max(xid) FROM cony.eventos_realtime') == ['t']
            while True:
                rows = [line.split('|') for line in reader.run(GATED.format(xid=cursor[0], id=cursor[1]))]
                gated += [int(row[1]) for row in rows]
                if not rows:
                    break
                cursor = (rows[-1][0], rows[-1][1])
            rows = [int(line.split('|')[1]) for line in reader.run(NAIVE.format(id=last))]
            naive += rows
            last = max([last] + rows)
            if done:
                break
        stored = [int(n) for n in observer.run(f'SELECT id FROM cony.eventos_realtime WHERE id > {first} ORDER BY id')]
        self.assertTrue(all(w.returncode == 0 for w in writers))
        self.assertEqual(len(stored), WRITERS * ROUNDS)
        self.assertEqual(len(gated), len(set(gated)), 'the gate repeats nothing')
        self.assertEqual(sorted(gated), stored, 'the gate loses nothing')
        lost = len(set(stored) - set(naive))
        print(f'# {len(stored)} events by {WRITERS} writers: gate lost 0, naive id cursor lost {lost}')
        self.assertGreater(lost, 0, 'the writers overlap so little that this test could not fail')


class AtOnce(Base):
    def test_same_key_runs_once(self):
        one, two = self.open('rosa'), self.open('rosa')
        call = f"SELECT api.pedir_refill('{uuid.uuid4()}', 1, 3) ->> 'id'"
        one.run('BEGIN')
        first = one.run(call)
        two.send(call)
        self.wait_blocked('rosa')
        one.run('COMMIT')
        self.assertEqual(two.read(), first)
        self.assertEqual(one.run(f'SELECT count(*) FROM cony.refill_solicitud WHERE id >= {first[0]}'), ['1'])

    def test_same_key_after_a_rollback_runs(self):
        one, two = self.open('rosa'), self.open('rosa')
        call = f"SELECT api.pedir_refill('{uuid.uuid4()}', 1, 3) ->> 'id'"
        one.run('BEGIN')
        first = one.run(call)
        two.send(call)
        self.wait_blocked('rosa')
        one.run('ROLLBACK')
        second = two.read()
        self.assertNotEqual(second, first)
        self.assertEqual(one.run(f'SELECT count(*) FROM cony.refill_solicitud WHERE id = {second[0]}'), ['1'])

    def test_two_windows_approve_the_same_order(self):
        one, two = self.open('rosa'), self.open('carmen')
        call = "SELECT api.aprobar_pedido(gen_random_uuid(), 145, 'PENDIENTE', NULL) ->> 'estado'"
        one.run('BEGIN')
        self.assertEqual(one.run(call), ['EN_PREPARACION'])
        two.send(call)
        self.wait_blocked('carmen')
        one.run('COMMIT')
        self.assertIn('CN409', ' '.join(two.read()))
        self.assertEqual(one.run("SELECT count(*) FROM api.eventos WHERE tipo = 'pedido_aprobado' AND entidad_id = 145"), ['1'])

    def meanwhile(self, user, doing, other, call):
        """What CALL of OTHER says when it began before what USER is DOING was committed."""
        one, two = self.open(user), self.open(other)
        one.run('BEGIN')
        self.assertEqual(one.run(doing + " ->> 'id' IS NOT NULL"), ['t'])
        two.send(call)
        self.wait_blocked(other)
        one.run('COMMIT')
        return ' '.join(two.read())

    def test_added_to_an_order_that_gets_ready(self):
        order = self.open('postgres').run(
            "UPDATE cony.pedidos SET telefono = '911555666', creado = privado.ahora() WHERE id = 140 RETURNING id")[0]
        answer = self.meanwhile(
            'ana', f"SELECT api.pedido_listo(gen_random_uuid(), {order}, 'EN_PREPARACION')", 'rosa',
            "SELECT api.crear_pedido(gen_random_uuid(), 1, 'Eli', '911555666', 'delivery', NULL,"
            " '[{\"producto_id\":1,\"cantidad\":1}]') ->> 'anadido'")
        self.assertEqual(answer, 'false')

    def test_confirmed_what_was_read_before_the_cancelling(self):
        order, version = self.open('postgres').run(
            "UPDATE cony.pedidos SET cambio = 'anadido' WHERE id = 141 RETURNING id, version")[0].split('|')
        answer = self.meanwhile(
            'rosa', f"SELECT api.cancelar_pedido(gen_random_uuid(), {order}, 'EN_PREPARACION', 'ya no')", 'ana',
            f'SELECT api.confirmar_cambio(gen_random_uuid(), {order}, {version})')
        self.assertIn('CN409', answer)

    def test_one_refill_answered_twice(self):
        refill = self.open('rosa').run("SELECT api.pedir_refill(gen_random_uuid(), 1, 1) ->> 'id'")[0]
        answer = self.meanwhile(
            'ana', f"SELECT api.atender_refill(gen_random_uuid(), {refill}, 'pendiente', 'en_camino')", 'dora',
            f"SELECT api.atender_refill(gen_random_uuid(), {refill}, 'pendiente', 'rechazado', 'No hay')")
        self.assertIn('CN409', answer)

    def test_one_voucher_judged_twice(self):
        voucher = self.open('luis').run("SELECT max(id) FROM api.vouchers WHERE estado = 'PENDIENTE'")[0]
        answer = self.meanwhile(
            'luis', f"SELECT api.rechazar_voucher(gen_random_uuid(), {voucher}, 'PENDIENTE', 'No abonado')", 'carmen',
            f"SELECT api.aprobar_voucher(gen_random_uuid(), {voucher}, 'PENDIENTE', '555000111')")
        self.assertIn('CN409', answer)

    def test_one_key_for_an_action_and_a_post(self):
        key, bot, desk = uuid.uuid4(), self.open('bot'), self.open('rosa')
        bot.run('BEGIN')
        bot.run(f"""SELECT id FROM api.registrar_eventos('[{{"uid":"{key}","payload":{{"tipo":"voucher_nuevo","sucursal_id":1}}}}]')""")
        desk.send(f"SELECT api.pedir_refill('{key}', 1, 1)")
        self.wait_blocked('rosa')
        bot.run('COMMIT')
        self.assertIn('CN422', ' '.join(desk.read()))

    def test_seen_while_a_rung_is_due(self):
        key = uuid.uuid4()
        alert = self.open('rosa').run(f"SELECT api.alertar_cocina('{key}', 1, NULL, 'cruce', 'urgente') ->> 'id'")[0]
        self.open('postgres').run(f"UPDATE cony.alertas_cocina SET fecha_envio = fecha_envio - interval '1 minute' WHERE id = {alert}")
        answer = self.meanwhile('ana', f"SELECT api.marcar_alerta_vista(gen_random_uuid(), '{key}')", 'rosa',
                                f'SELECT api.escalar_alerta({alert}, 1)')
        self.assertEqual(answer, 'f')

    def test_two_validators_and_one_operation(self):
        one, two = self.open('luis'), self.open('carmen')
        call = ("SELECT api.aprobar_voucher(gen_random_uuid(), (SELECT id FROM api.vouchers WHERE pedido_id = {}),"
                " 'PENDIENTE', '00777777') ->> 'estado'")
        one.run('BEGIN')
        # 149 and 119 were both paid by Yape.
        self.assertEqual(one.run(call.format(149)), ['APROBADO'])
        two.send(call.format(119))
        self.wait_blocked('carmen')
        one.run('COMMIT')
        self.assertIn('CN412', ' '.join(two.read()))

    def test_many_screens_tell_the_sender_once(self):
        sender = self.open('rosa')
        key = uuid.uuid4()
        sender.run(f"SELECT api.alertar_cocina('{key}', 1, NULL, 'pantallas', 'urgente')")
        screens = [self.open('ana') for _ in range(8)]
        for n, screen in enumerate(screens):
            screen.send(f"SELECT api.confirmar_eventos('{{{key}}}', 'ack', 'Cocina {n}')")
        self.assertEqual([screen.read() for screen in screens], [['1']] * 8)
        self.assertEqual(sender.run("SELECT count(*) FROM api.eventos WHERE tipo = 'alerta_entregada'"
                                    f" AND payload LIKE '%{key}%'"), ['1'])
        for screen in screens:
            screen.send(f"SELECT api.marcar_alerta_vista(gen_random_uuid(), '{key}') ->> 'primera'")
        self.assertEqual(sorted(line for screen in screens for line in screen.read()), ['false'] * 7 + ['true'])
        self.assertEqual(sender.run("SELECT count(*) FROM api.eventos WHERE tipo = 'alerta_vista'"
                                    f" AND payload LIKE '%{key}%'"), ['1'])

    def test_many_notice_that_a_rung_is_due(self):
        sender, owner = self.open('rosa'), self.open('postgres')
        key = uuid.uuid4()
        alert = sender.run(f"SELECT api.alertar_cocina('{key}', 1, NULL, 'escalera', 'urgente') ->> 'id'")[0]
        owner.run(f"UPDATE cony.alertas_cocina SET fecha_envio = fecha_envio - interval '1 minute' WHERE id = {alert}")
        watchers = [self.open(user) for user in ('ana', 'rosa', 'luis', 'carmen', 'broker', 'ana', 'rosa', 'broker')]
        for watcher in watchers:
            watcher.send(f'SELECT api.escalar_alerta({alert}, 2)')
        self.assertEqual(sorted(line for watcher in watchers for line in watcher.read()), ['f'] * 7 + ['t'])
        self.assertEqual(sender.run(f"SELECT count(*) FROM api.eventos WHERE tipo = 'alerta_escalada' AND payload LIKE '%{key}%'"), ['1'])

    def test_one_customer_at_two_counters(self):
        one, two = self.open('rosa'), self.open('carmen')
        call = ("SELECT r ->> 'id', r ->> 'anadido' FROM api.crear_pedido(gen_random_uuid(), 1, 'Eli', '{}', 'delivery', NULL,"
                " '[{{\"producto_id\":1,\"cantidad\":1}}]') r")
        one.run('BEGIN')
        first = one.run(call.format('+51 911 222 333'))
        two.send(call.format('911222333'))
        self.wait_blocked('carmen')
        one.run('COMMIT')
        self.assertEqual([first, two.read()], [first, [first[0].replace('false', 'true')]])

    def test_a_rollback_takes_no_wrong_pin_back(self):
        cook = self.open('ana')
        call = "SELECT api.marcar_alerta_vista(gen_random_uuid(), gen_random_uuid(), 'dora', '{}')"
        for n in range(5):
            cook.run('BEGIN')
            self.assertIn('CN403', ' '.join(cook.run(call.format(f'000{n}'))))
            cook.run('ROLLBACK')
        self.assertIn('CN403', ' '.join(cook.run(call.format('8024'))))

    def test_visto_and_alert_at_the_same_moment(self):
        for early in ("SELECT api.marcar_alerta_vista(gen_random_uuid(), '{}')", None):
            key = uuid.uuid4()
            cook, sender = self.open('ana' if early else 'broker'), self.open('rosa')
            cook.run('BEGIN')
            cook.run((early or "SELECT api.confirmar_por('ana', '{}', 'ack', 'Cocina 1')").format(key))
            sender.send(f"SELECT api.alertar_cocina('{key}', 1, NULL, 'cruce', 'alta') ->> 'uid'")
            self.wait_blocked('rosa')
            cook.run('COMMIT')
            self.assertEqual(sender.read(), [str(key)])
            column = 'leida' if early else 'entregada IS NOT NULL'
            self.assertEqual(sender.run(f"SELECT {column} FROM api.alertas WHERE uid = '{key}'"), ['t'])

    def test_a_lock_is_not_waited_for_ever(self):
        one, two = self.open('postgres'), self.open('rosa')
        one.run('BEGIN')
        one.run('SELECT id FROM cony.pedidos WHERE id = 147 FOR UPDATE')
        began = time.monotonic()
        answer = ' '.join(two.run("SELECT api.aprobar_pedido(gen_random_uuid(), 147, 'PENDIENTE', 'x')"))
        self.assertIn('55P03', answer)
        self.assertLess(time.monotonic() - began, 5)

    def test_notify_wakes_a_listener(self):
        listener = self.open('ana')
        listener.run('LISTEN cony_eventos')
        posted = ("SELECT api.registrar_eventos('[{\"payload\":{\"tipo\":\"voucher_nuevo\",\"voucher_id\":1,"
                  "\"sucursal_id\":1}}]')")
        for sender, call in (('rosa', 'SELECT api.pedir_refill(gen_random_uuid(), 1, 1)'), ('bot', posted)):
            self.open(sender).run(call)
            answer = ' '.join(listener.run('SELECT 1'))
            self.assertIn('Asynchronous notification "cony_eventos" received', answer)
            self.assertNotIn('payload', answer)


if __name__ == '__main__':
    tap.main()
