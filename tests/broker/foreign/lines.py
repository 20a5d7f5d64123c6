# SPDX-License-Identifier: GPL-3.0-or-later
"""How the foreign clients are driven: one JSON object a line, commands in, what happened out.

Commands: {"do": "open", "uri", "protocols": […], "authorization"?, "origin"?}, {"do": "send", "text"},
{"do": "pieces", "texts": […]} (one message of several frames), {"do": "close", "code"}.
Said: {"what": "open", "protocol"}, {"what": "refused", "status"}, {"what": "text", "text"},
{"what": "close", "code", "reason"}.
"""
import json


def say(what, **members):
    print(json.dumps({'what': what, **members}), flush=True)
