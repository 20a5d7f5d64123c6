# SPDX-License-Identifier: GPL-3.0-or-later
"""libsoup's own WebSocket client, driven as lines.py says."""
import json

import gi

gi.require_version('Soup', '3.0')
from gi.repository import Gio, GLib, Soup  # noqa: E402

from lines import say  # noqa: E402

session, loop = Soup.Session(), GLib.MainLoop()
ws = None


def opened(_session, result, message):
    global ws
    try:
        ws = session.websocket_connect_finish(result)
    except GLib.Error:
        say('refused', status=message.get_status())
        return
    ws.connect('message', lambda _ws, _type, data: say('text', text=data.get_data().decode()))
    ws.connect('closed', lambda _ws: say('close', code=ws.get_close_code(), reason=ws.get_close_data() or ''))
    say('open', protocol=ws.get_protocol() or '')


def obey(source, result):
    line, _length = source.read_line_finish_utf8(result)
    if line is None:
        loop.quit()
        return
    command = json.loads(line)
    if command['do'] == 'open':
        message = Soup.Message.new('GET', command['uri'])
        if 'authorization' in command:
            message.get_request_headers().append('Authorization', command['authorization'])
        session.websocket_connect_async(message, command.get('origin'), command['protocols'], 0, None, opened, message)
    elif command['do'] == 'send':
        ws.send_text(command['text'])
    elif command['do'] == 'close':
        ws.close(command['code'], None)
    source.read_line_async(0, None, obey)


commands = Gio.DataInputStream.new(Gio.UnixInputStream.new(0, False))
commands.read_line_async(0, None, obey)
loop.run()
