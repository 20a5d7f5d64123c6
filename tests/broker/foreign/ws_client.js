// SPDX-License-Identifier: GPL-3.0-or-later
// node's `ws`, driven as lines.py says.
const WebSocket = require('ws');

const say = (what, members) => console.log(JSON.stringify({ what, ...members }));
let ws = null;

function open({ uri, protocols, authorization, origin }) {
  const headers = authorization ? { Authorization: authorization } : {};

  ws = new WebSocket(uri, protocols, { headers, origin });
  ws.on('open', () => { ws.ping('x'); say('open', { protocol: ws.protocol }); });
  ws.on('unexpected-response', (request, response) => { request.destroy(); say('refused', { status: response.statusCode }); });
  ws.on('error', () => {});
  ws.on('message', data => say('text', { text: data.toString() }));
  ws.on('close', (code, reason) => say('close', { code, reason: reason.toString() }));
}

require('readline').createInterface({ input: process.stdin }).on('line', line => {
  const command = JSON.parse(line);

  if (command.do === 'open')
    open(command);
  else if (command.do === 'send')
    ws.send(command.text);
  else if (command.do === 'pieces')
    command.texts.forEach((text, n) => ws.send(text, { fin: n === command.texts.length - 1 }));
  else if (command.do === 'close')
    ws.close(command.code);
}).on('close', () => process.exit());
