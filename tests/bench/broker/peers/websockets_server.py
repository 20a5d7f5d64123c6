# SPDX-License-Identifier: GPL-3.0-or-later
"""Peer: Python "websockets".  Clients listen on /ws; each message that a client
of /broadcast sends goes to all of them with websockets.broadcast().

    python3 websockets_server.py PORT

wsload publishes to it with -P ws (the library answers no POST with a body).
"""
import asyncio
import resource
import sys

import websockets

clients = set()


async def handler(ws, path=None):
    if (path or ws.path) == "/broadcast":
        async for message in ws:
            websockets.broadcast(clients, message)
        return
    clients.add(ws)
    try:
        async for _ in ws:
            pass
    finally:
        clients.discard(ws)


async def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8765
    async with websockets.serve(handler, "127.0.0.1", port, compression=None,
                                ping_interval=None, backlog=4096):
        await asyncio.Future()


hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
asyncio.run(main())
