# SPDX-License-Identifier: GPL-3.0-or-later
"""A TCP relay in a thread of its own, whose connections can be cut, or die without knowing it."""
import contextlib
import selectors
import socket
import threading
import time


class Relay:
    """Listens on a free port of the loopback; target is a (host, port), or the path of a socket."""

    def __init__(self, target):
        self.target = target
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        self.swallows = False
        self.hold = 0           # seconds for which a new connection waits
        self._held = []         # (when it may go on, near), in this order
        self._other = {}
        self._far = set()
        self._lost = set()      # ends whose words go nowhere
        self._cut = False
        self._stop = False
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def cut(self):
        """Breaks every connection; new ones are taken."""
        self._cut = True
        self._wake.send(b'.')

    def lose(self, far=True, near=True):
        """Every connection of now stays open, but nothing that the far (near) side says arrives any more."""
        self._lost.update(end for end in list(self._other) if (far if end in self._far else near))

    def swallow(self, on=True):
        """Loses every connection of now; ON also those to come, until it is told otherwise. They never revive."""
        self.swallows = on
        self.lose()

    def close(self):
        self._stop = True
        self._wake.send(b'.')
        self._thread.join()

    def _accept(self):
        near, _address = self.listener.accept()
        self._held.append((time.monotonic() + self.hold, near))

    def _join(self, selector):
        """Lets those go on that have waited; how long the next one has to wait, if there is one."""
        while self._held:
            wait = self._held[0][0] - time.monotonic()
            if wait > 0:
                return wait
            self._open(selector, self._held.pop(0)[1])
        return None

    def _open(self, selector, near):
        try:
            if isinstance(self.target, str):
                far = socket.socket(socket.AF_UNIX)
                far.connect(self.target)
            else:
                far = socket.create_connection(self.target, timeout=5)
                far.settimeout(None)
        except OSError:
            near.close()
            return
        self._other[near], self._other[far] = far, near
        self._far.add(far)
        if self.swallows:
            self._lost.update((near, far))
        selector.register(near, selectors.EVENT_READ)
        selector.register(far, selectors.EVENT_READ)

    def _drop(self, selector, end):
        for one in (end, self._other.get(end)):
            if one in self._other:
                del self._other[one]
                self._far.discard(one)
                self._lost.discard(one)
                selector.unregister(one)
                one.close()

    def _forward(self, selector, end):
        other = self._other.get(end)
        if other is None:
            return
        try:
            data = end.recv(65536)
            if data:
                if end not in self._lost:
                    other.sendall(data)
                return
        except OSError:
            pass
        self._drop(selector, end)

    def _run(self):
        with selectors.DefaultSelector() as selector:
            selector.register(self.listener, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while not self._stop:
                for key, _mask in selector.select(self._join(selector)):
                    if key.fileobj is self.listener:
                        self._accept()
                    elif key.fileobj is self._woken:
                        self._woken.recv(100)
                    else:
                        self._forward(selector, key.fileobj)
                if self._cut:
                    self._cut = False
                    for end in list(self._other):
                        self._drop(selector, end)
            for end in [*self._other, *(near for _when, near in self._held)]:
                with contextlib.suppress(OSError):
                    end.close()
            self.listener.close()
