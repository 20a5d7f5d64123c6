#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program from before Cony: plain WebSocket, plain POST, no subprotocol, no token."""
import asyncio
import json
import os
import sys
import unittest
import urllib.request

import websockets

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', d) for d in ('lib', 'stack')]
import tap  # noqa: E402
from stack import Broker  # noqa: E402

SENT = [
    '{"tipo":"voucher_nuevo","voucher_id":999,"usuario_id":1,"sucursal_id":1}',
    '{ "sucursal_id": 1, "tipo": "voucher_whatsapp",  "cliente": "Ñandú € \\u00e9" }',
    '{"tipo":"algo_propio","lista":[1,2.50,{"x":null}],"vacío":""}',
    '{"tipo":"alerta_cocina","prioridad":"urgente","mensaje":"se quema"}',
]


class OlderClient(unittest.TestCase):
    def setUp(self):
        self.broker = Broker('--memory', '--no-auth')
        self.addCleanup(self.broker.__exit__)

    def post(self, text):
        request = urllib.request.Request(self.broker.http + '/broadcast', data=text.encode(),
                                         headers={'Content-Type': 'application/json'})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status

    def test_gets_what_it_sent(self):
        async def client():
            async with websockets.connect(self.broker.uri) as first, websockets.connect(self.broker.uri) as second:
                got = []
                for text in SENT:
                    status = await asyncio.to_thread(self.post, text)
                    self.assertIn(status, (200, 202))
                    got.append([await asyncio.wait_for(peer.recv(), 10) for peer in (first, second)])
                return got
        for text, (one, two) in zip(SENT, asyncio.run(client())):
            self.assertEqual(json.loads(one), json.loads(text))
            self.assertEqual((one, two), (text, text))

    def test_no_message_of_the_protocol_reaches_it(self):
        async def client():
            async with websockets.connect(self.broker.uri) as old, \
                    websockets.connect(self.broker.uri, subprotocols=['cony.v1']) as new:
                await new.send('{"tipo":"_auth"}')
                while json.loads(await asyncio.wait_for(new.recv(), 10))['tipo'] != '_ping':
                    pass
                await asyncio.to_thread(self.post, SENT[0])
                return await asyncio.wait_for(old.recv(), 10)
        self.assertEqual(asyncio.run(client()), SENT[0])


if __name__ == '__main__':
    tap.main()
