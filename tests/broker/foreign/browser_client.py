# SPDX-License-Identifier: GPL-3.0-or-later
"""A page in a headless Chromium, driven as lines.py says; its first line of output is {"what": "page", "origin"}."""
import asyncio
import contextlib
import http.server
import json
import os
import re
import shutil
import sys
import tempfile
import threading

import websockets

from lines import say

PAGE = b'''<!doctype html><title>ajeno</title><script>
let ws;
function say(what, members) { tell(JSON.stringify({what, ...members})); }
function obey(command) {
  if (command.do == 'open') {
    let opened = false;
    ws = new WebSocket(command.uri, command.protocols);
    ws.onopen = () => { opened = true; say('open', {protocol: ws.protocol}); };
    ws.onmessage = event => say('text', {text: event.data});
    ws.onclose = event => opened ? say('close', {code: event.code, reason: event.reason}) : say('refused', {status: null});
  } else if (command.do == 'send')
    ws.send(command.text);
  else if (command.do == 'close')
    ws.close(command.code);
}
</script>'''


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Type', 'text/html')
        self.send_header('Content-Length', str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *unused):
        pass


class Tab:
    """One page by the protocol of the developer tools."""

    def __init__(self, ws):
        self.ws, self.n, self.answers, self.session = ws, 0, {}, None

    async def read(self):
        async for text in self.ws:
            message = json.loads(text)
            if 'id' in message:
                self.answers[message['id']].set_result(message.get('result', message))
            elif message['method'] == 'Runtime.bindingCalled':
                print(message['params']['payload'], flush=True)

    async def call(self, method, **params):
        self.n += 1
        answer = self.answers[self.n] = asyncio.get_running_loop().create_future()
        await self.ws.send(json.dumps({'id': self.n, 'method': method, 'params': params,
                                       **({'sessionId': self.session} if self.session else {})}))
        return await answer

    async def attach(self, url):
        target = await self.call('Target.createTarget', url='about:blank')
        attached = await self.call('Target.attachToTarget', targetId=target['targetId'], flatten=True)
        self.session = attached['sessionId']
        await self.call('Runtime.enable')
        await self.call('Runtime.addBinding', name='tell')
        await self.call('Page.navigate', url=url)
        while (await self.call('Runtime.evaluate', expression='typeof obey'))['result'].get('value') != 'function':
            await asyncio.sleep(0.02)


async def tools_of(browser):
    while line := (await browser.stderr.readline()).decode(errors='replace'):
        if found := re.search(r'DevTools listening on (ws://\S+)', line):
            return found.group(1)
    raise RuntimeError('the browser did not start')


async def drain(stream):
    while await stream.read(65536):
        pass


async def main():
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f'http://127.0.0.1:{server.server_port}'
    home = tempfile.mkdtemp(prefix='cony-browser-', dir='/tmp')
    browser = await asyncio.create_subprocess_exec(
        sys.argv[1], '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-proxy-server',
        '--remote-debugging-port=0', f'--user-data-dir={home}', 'about:blank',
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        env={**os.environ, 'HOME': home})
    try:
        async with websockets.connect(await tools_of(browser), max_size=None, ping_interval=None) as ws:
            asyncio.create_task(drain(browser.stderr))
            tab = Tab(ws)
            asyncio.create_task(tab.read())
            await tab.attach(origin + '/')
            say('page', origin=origin)
            while line := await asyncio.to_thread(sys.stdin.readline):
                await tab.call('Runtime.evaluate', expression=f'obey({line.strip()})')
    finally:
        with contextlib.suppress(ProcessLookupError):
            browser.terminate()
        await browser.wait()
        shutil.rmtree(home, ignore_errors=True)

asyncio.run(main())
