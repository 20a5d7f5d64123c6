# SPDX-License-Identifier: GPL-3.0-or-later
"""Python's `websockets`, driven as lines.py says."""
import asyncio
import inspect
import json
import sys

import websockets

from lines import say

HEADERS = ('additional_headers' if 'additional_headers' in inspect.signature(websockets.connect.__init__).parameters
           else 'extra_headers')


async def read(ws):
    try:
        async for text in ws:
            say('text', text=text)
    except websockets.ConnectionClosed:
        pass
    say('close', code=ws.close_code, reason=ws.close_reason)


async def main():
    ws, reader = None, None
    while line := await asyncio.to_thread(sys.stdin.readline):
        command = json.loads(line)
        if command['do'] == 'open':
            headers = {'Authorization': command['authorization']} if 'authorization' in command else {}
            try:
                ws = await websockets.connect(command['uri'], subprotocols=command['protocols'] or None,
                                              origin=command.get('origin'), ping_interval=0.2, **{HEADERS: headers})
            except websockets.InvalidHandshake as refusal:
                say('refused', status=getattr(refusal, 'status_code', None) or refusal.response.status_code)
                continue
            say('open', protocol=ws.subprotocol or '')
            reader = asyncio.create_task(read(ws))
        elif command['do'] == 'send':
            await ws.send(command['text'])
        elif command['do'] == 'pieces':
            await ws.send(command['texts'])
        elif command['do'] == 'close':
            await ws.close(command['code'])
    if reader:
        reader.cancel()

asyncio.run(main())
