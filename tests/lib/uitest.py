# SPDX-License-Identifier: GPL-3.0-or-later
"""Drive a GTK 4 program like a person: AT-SPI over D-Bus, xdotool for the rest.

Works with GTK 4.8 (Debian 12) and 4.18 (Debian 13).  Debian packages:
python3-gi gir1.2-atspi-2.0 at-spi2-core xdotool x11-utils imagemagick.
Run it inside ui-run.sh with /usr/bin/python3.

It talks to the program directly over the accessibility bus instead of through
libatspi: nothing is cached, so nothing is stale, and calls can be pipelined
(a 1600 node window takes libatspi 2-3 s, node by node; this file 0.35 s).
"""
import ctypes, os, re, signal, subprocess, sys, time
import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib       # Atspi: only for its numbers

R, S = Atspi.Role, Atspi.StateType
WAIT = float(os.environ.get('UI_WAIT', '60'))    # for a busy machine; one call may take a third of it
A11Y = 'org.a11y.atspi.'
ROOT = '/org/a11y/atspi/accessible/root'
BUTTONS = frozenset({R.PUSH_BUTTON, R.TOGGLE_BUTTON})
ENTRIES = frozenset({R.TEXT, R.ENTRY, R.PASSWORD_TEXT, R.SPIN_BUTTON})
SWITCHES = frozenset({R.CHECK_BOX, R.TOGGLE_BUTTON, getattr(R, 'SWITCH', R.CHECK_BOX)})
ITEMS = frozenset({int(R.MENU_ITEM), int(R.CHECK_MENU_ITEM), int(R.RADIO_MENU_ITEM)})
TEXTS = frozenset({R.LABEL, R.ALERT})             # a label that is read aloud at once is an alert
ROWS = frozenset({R.LIST_ITEM, R.TABLE_ROW, R.TREE_ITEM})

COMPLAINT = re.compile(r'(CRITICAL|WARNING|ERROR) \*\*')
# No fault of ours: one of GTK 4.8's own accessibility code, about one run in twelve; no desktop that shows toasts.
EXCUSED = re.compile(r"CRITICAL.*g_list_model_get_n_items: assertion 'G_IS_LIST_MODEL"
                     r'|WARNING.*unable to send notifications through')


def wait(what, fn, timeout=None):
    """Call fn until it gives something true; D-Bus errors count as 'not yet'."""
    end, last = time.monotonic() + (timeout or WAIT), None
    while True:
        try:
            v = fn()
            if v:
                return v
            last = v
        except GLib.Error as e:                  # the node went away meanwhile
            last = e
        if time.monotonic() > end:
            raise AssertionError(f'timed out waiting for {what}; last: {last!r}')
        time.sleep(.04)


def clean(name):
    """GTK 4.8 calls a mnemonic button '_Guardar Guardar' and a nameless widget
    by its C type; AdwEntryRow 1.7 says its title twice.  Undo all three."""
    name = (name or '').replace('_', '').strip()
    if re.fullmatch(r'(Gtk|Adw)[A-Z]\w+', name):
        return ''
    half = len(name) // 2
    if len(name) % 2 and name[half] == ' ' and name[:half] == name[half + 1:]:
        name = name[:half]
    return name


def run(*argv, check=True):
    return subprocess.run(argv, check=check, capture_output=True, text=True).stdout


def keys(*ks):
    run('xdotool', 'key', '--delay', '25', *ks)


def die_with_parent():
    """In a child before its program starts: a killed test leaves no window behind."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM, 0, 0, 0)


class Node:
    """One accessible object.  Everything read from it is asked anew."""

    def __init__(self, app, path, snap=None):
        self.app, self.path, self.snap = app, path, snap

    def call(self, iface, method, sig='', *args):
        return self.app.raw(self.path, A11Y + iface, method, GLib.Variant(f'({sig})', args) if sig else None)

    def get(self, iface, prop):
        return self.app.raw(self.path, 'org.freedesktop.DBus.Properties', 'Get',
                             GLib.Variant('(ss)', (A11Y + iface, prop)))[0]

    # -- reading -------------------------------------------------------------
    name = property(lambda self: clean(self.get('Accessible', 'Name')))
    role = property(lambda self: R(self.call('Accessible', 'GetRole')[0]))
    interfaces = property(lambda self: [i.split('.')[-1] for i in self.call('Accessible', 'GetInterfaces')[0]])

    def has(self, state):
        w = self.call('Accessible', 'GetState')[0]
        return bool(w[int(state) // 32] >> (int(state) % 32) & 1)

    sensitive = property(lambda self: self.has(S.SENSITIVE))
    selected = property(lambda self: self.has(S.SELECTED))
    on = property(lambda self: self.has(S.CHECKED) or self.has(S.PRESSED))

    @property
    def text(self):
        """What an entry holds, what a label says.  (GetText(0, -1) answers ''
        in GTK 4.8, so the length has to be asked for first.)"""
        if 'EditableText' in self.interfaces:
            return self.call('Text', 'GetText', 'ii', 0, self.get('Text', 'CharacterCount'))[0]
        return self.name

    def label_text(self):
        return self.call('Text', 'GetText', 'ii', 0, self.get('Text', 'CharacterCount'))[0]

    def box(self):
        return self.call('Component', 'GetExtents', 'u', 1)[0]       # 1: relative to the window

    def shown(self):
        """GTK >= 4.10 marks every mapped widget SHOWING; 4.8 only windows, so
        there the size is all there is, and a page once shown keeps its size.
        In 4.8 search inside the page you mean, never the whole window."""
        if self.app.version >= (4, 10):
            return self.has(S.SHOWING)
        return self.box()[2] > 0 and self.box()[3] > 0

    # -- finding ---------------------------------------------------------------
    def all(self, role=None, name=None, shown=False):
        roles = None if role is None else {int(r) for r in (role if isinstance(role, frozenset) else {role})}
        def good(n):
            return (roles is None or n.snap[1] in roles) and \
                (name is None or (name.search(n.snap[0]) if hasattr(name, 'search') else n.snap[0] == name)) and \
                (not shown or n.shown())
        return [n for n in self.app.tree(self.path) if good(n)]

    def find(self, role=None, name=None, shown=False, timeout=None):
        return wait(f'{role} {name!r}', lambda: (self.all(role, name, shown) or [None])[0], timeout)

    def gone(self, role=None, name=None, timeout=None):
        wait(f'{role} {name!r} to go', lambda: not self.all(role, name), timeout)

    def labels(self, shown=False):
        return [n.snap[0] for n in self.all(TEXTS, shown=shown) if n.snap[0]]

    def rows(self):
        """The texts of every row that exists now.  A list exists only around
        what is visible: about 205 rows in GTK 4.8, the visible ones in 4.18."""
        out, inside = [], None
        for n in self.app.tree(self.path):
            if n.snap[1] in {int(r) for r in ROWS}:
                out.append([])
                inside = n.snap[2]                                   # depth
            elif inside is not None and n.snap[2] <= inside:
                inside = None
            elif inside is not None and n.snap[1] == int(R.LABEL) and n.snap[0]:
                out[-1].append(n.snap[0])
        return [r for r in out if r]

    def dump(self, out=sys.stderr):
        for n in self.app.tree(self.path):
            print('  ' * n.snap[2], R(n.snap[1]).value_nick, repr(n.snap[0]), file=out)

    # -- doing -------------------------------------------------------------------
    def actions(self):
        if 'Action' not in self.interfaces:
            return []                            # (GetActions would give translated names)
        return [self.call('Action', 'GetName', 'i', i)[0] for i in range(self.get('Action', 'NActions'))]

    def click(self):
        """The widget's own action if it has one (no focus, window manager or
        free line of sight needed), else a real mouse click."""
        acts = self.actions()
        for want in ('click', 'toggle', 'activate'):
            if want in acts:
                assert self.sensitive, f'{self.name!r} is insensitive'
                assert self.call('Action', 'DoAction', 'i', acts.index(want))[0], f'{want} refused'
                return self
        return self.mouse()

    def set_value(self, v):
        """spin button, scale"""
        self.app.raw(self.path, 'org.freedesktop.DBus.Properties', 'Set',
                     GLib.Variant('(ssv)', (A11Y + 'Value', 'CurrentValue', GLib.Variant('d', v))))
        return self

    def set_text(self, s):
        """Replace the text at once: 'changed' fires, key handlers do not."""
        assert self.call('EditableText', 'SetTextContents', 's', s)[0], 'not editable'
        return self

    def type(self, s):
        """Really type: click into it, then keys."""
        self.mouse()
        wait('keyboard focus', lambda: any(n.has(S.FOCUSED) for n in self.app.tree(self.path)))
        keys('ctrl+a', 'Delete')
        if s:
            run('xdotool', 'type', '--delay', '25', s)
        return self

    def mouse(self, button=1, times=1, where=(.5, .5)):
        x, y, w, h = wait('a size', lambda: (lambda b: b if b[2] > 0 and b[3] > 0 else None)(self.box()))
        ox, oy = self.app.origin(self)
        run('xdotool', 'mousemove', str(int(ox + x + w * where[0])), str(int(oy + y + h * where[1])),
            'click', '--repeat', str(times), '--delay', '60', str(button))
        return self

    def select_row(self, i):
        assert self.call('Selection', 'SelectChild', 'i', i)[0]
        return self


class App(Node):
    """Starts a program and finds it on the accessibility bus by process number."""

    def __init__(self, argv, app_id, env=None, log=None):
        self.app, self.path, self.snap, self.app_id = self, ROOT, None, app_id
        self.log_path = log or os.path.join(os.environ.get('XDG_RUNTIME_DIR', '/tmp'), f'{app_id}.log')
        with open(self.log_path, 'w') as f:
            self.proc = subprocess.Popen(argv, stdout=f, stderr=subprocess.STDOUT,
                                         env={**os.environ, **(env or {})}, preexec_fn=die_with_parent)
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        fl = Gio.DBusConnectionFlags
        self.a11y = Gio.DBusConnection.new_for_address_sync(
            self.bus.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None, 0, -1).unpack()[0],
            fl.AUTHENTICATION_CLIENT | fl.MESSAGE_BUS_CONNECTION)
        self.peer = wait('the program on the accessibility bus', self._peer)
        # Answers come from the program's main loop: an answer also proves it is not stuck.
        self.version = wait('an answer', lambda: tuple(
            int(v) for v in self.get('Application', 'Version').split('.')[:2]))
        wait('a window', lambda: self.call('Accessible', 'GetChildren')[0])

    def _peer(self):
        """Its name on the accessibility bus, once it stands in the registry: GDBus leaves a call unanswered for ever
        that comes between the first reply of the bus and the end of its own start."""
        if self.proc.poll() is not None:
            raise SystemExit(f'{self.app_id} ended early with {self.proc.returncode}:\n{self.log()}')
        D = 'org.freedesktop.DBus'
        for n, _path in self.a11y.call_sync(A11Y + 'Registry', ROOT, A11Y + 'Accessible', 'GetChildren', None, None, 0,
                                            20000).unpack()[0]:
            if self.a11y.call_sync(D, '/', D, 'GetConnectionUnixProcessID', GLib.Variant('(s)', (n,)), None, 0,
                                   20000).unpack()[0] == self.proc.pid:
                return n

    def raw(self, path, iface, method, args=None):
        return self.a11y.call_sync(self.peer, path, iface, method, args, None, 0, 20000).unpack()

    def _many(self, calls):
        """Pipelined calls; None where one failed."""
        out, left = [None] * len(calls), [len(calls)]
        def done(con, res, i):
            try: out[i] = con.call_finish(res).unpack()
            except GLib.Error: pass
            left[0] -= 1
        for i, (path, iface, method, args) in enumerate(calls):
            self.a11y.call(self.peer, path, iface, method, args, None, 0, 20000, None, done, i)
        while left[0]:
            GLib.MainContext.default().iteration(True)
        return out

    def tree(self, top=ROOT):
        """Every node under top in reading order; node.snap is (name, role, depth)."""
        kids, level = {}, [top]
        while level:                             # GTK makes nodes when asked for children
            ans = self._many([(p, A11Y + 'Accessible', 'GetChildren', None) for p in level])
            kids.update({p: [c[1] for c in a[0]] for p, a in zip(level, ans) if a})
            level = [c for p in level for c in kids.get(p, ())]
        info = {it[0][1]: (it[6], it[7]) for it in    # then one call names them all
                self.raw('/org/a11y/atspi/cache', A11Y + 'Cache', 'GetItems')[0]}
        nameless = [p for p, (n, r) in info.items() if not clean(n) and r in ITEMS]
        for p, a in zip(nameless, self._many([(p, A11Y + 'Accessible', 'GetRelationSet', None) for p in nameless])):
            for kind, targets in a[0] if a else ():   # GTK 4.18 leaves menu items nameless: ask their label
                if kind == 2:
                    info[p] = (' '.join(Node(self, t[1]).label_text() for t in targets), info[p][1])
        out = []
        def visit(p, depth):
            if p in info:
                out.append(Node(self, p, (clean(info[p][0]), info[p][1], depth)))
                for c in kids.get(p, ()):
                    visit(c, depth + 1)
        visit(top, 0)
        return out

    # -- short cuts --------------------------------------------------------------
    def button(self, name): return self.find(BUTTONS, name)
    def entry(self, name): return self.find(ENTRIES, name)
    def switch(self, name): return self.find(SWITCHES, name)
    def page(self, name): return self.find(R.PAGE_TAB, name).click()

    def log(self):
        with open(self.log_path, errors='replace') as f:
            return f.read()

    def origin(self, node):
        """Where a node's window coordinates start on the X screen.  GTK 4 gives
        no screen coordinates: X geometry + CSD shadow + CSS border."""
        top = node
        while True:
            up = top.get('Accessible', 'Parent')[1]
            if up in (ROOT, '/org/a11y/atspi/null'):
                break
            top = Node(self, up)
        title, (_, _, fw, fh) = top.get('Accessible', 'Name'), top.box()
        w = self.x_window(title)
        if w:
            x, y, width, height = self.frame(w)
            return x + (width - fw) / 2, y + (height - fh) / 2
        raise AssertionError(f'no X window called {title!r}')

    def x_window(self, title):
        """X id of the window called TITLE; a tooltip or popover of the program may be called the same, and is
        smaller."""
        found = run('xdotool', 'search', '--onlyvisible', '--pid', str(self.proc.pid), check=False).split()
        named = [w for w in found if run('xdotool', 'getwindowname', w, check=False).strip() == title]
        return max(named, key=lambda w: self.geometry(w)['WIDTH'], default=None)

    @staticmethod
    def geometry(window):
        """X, Y, WIDTH, HEIGHT of an X window; all 0 if it went away meanwhile."""
        lines = run('xdotool', 'getwindowgeometry', '--shell', window, check=False).split()
        return {'X': 0, 'Y': 0, 'WIDTH': 0, 'HEIGHT': 0} | {k: int(v) for k, v in (l.split('=') for l in lines)}

    @staticmethod
    def shadow(window):
        """How much of an X window is its shadow: left, right, top, bottom."""
        m = re.search(r'= (\d+), (\d+), (\d+), (\d+)', run('xprop', '-id', window, '_GTK_FRAME_EXTENTS'))
        return tuple(map(int, m.groups())) if m else (0, 0, 0, 0)

    def frame(self, window):
        """x, y, width, height of an X window without its shadow."""
        geo, (left, right, top, bottom) = self.geometry(window), self.shadow(window)
        return geo['X'] + left, geo['Y'] + top, geo['WIDTH'] - left - right, geo['HEIGHT'] - top - bottom

    def to_front(self, title):
        """Raise and focus a window; it has the keyboard when this returns."""
        w = wait(f'the window {title!r}', lambda: self.x_window(title))
        run('xdotool', 'windowactivate', '--sync', w)
        return w

    # -- the program's own actions over D-Bus: fast, no tree, no focus -------------
    def _actions(self, method, window, args=None):
        path = '/' + self.app_id.replace('.', '/').replace('-', '_') + (f'/window/{window}' if window else '')
        return self.bus.call_sync(self.app_id, path, 'org.gtk.Actions', method, args, None, 0, 20000).unpack()

    def do(self, action, param=None, window=None):
        """activate 'app.ACTION' (or 'win.ACTION' of window number WINDOW)"""
        wait(f'{action} to be enabled', lambda: self._actions('Describe', window, GLib.Variant('(s)', (action,)))[0][0])
        self._actions('Activate', window, GLib.Variant('(sava{sv})', (action, [param] if param else [], {})))

    def state(self, action, window=None):
        st = self._actions('Describe', window, GLib.Variant('(s)', (action,)))[0][2]
        return st[0] if st else None

    def shot(self, path, node=None):
        """PNG of the whole screen, or of one widget's rectangle."""
        crop = []
        if node is not None:
            (x, y, w, h), (ox, oy) = node.box(), self.origin(node)
            crop = ['-crop', f'{w}x{h}+{int(ox + x)}+{int(oy + y)}', '+repage']
        run('import', '-window', 'root', *crop, path)

    def picture(self, path, title):
        """PNG of one window, raised, without its shadow; taken when it no longer changes."""
        w = self.to_front(title)
        corner = run('xdotool', 'getdisplaygeometry').split()
        run('xdotool', 'mousemove', *corner)          # no tooltip in the way
        x, y, width, height = self.frame(w)
        crop = f'{width}x{height}+{x}+{y}'
        before = None
        for _ in range(5):                           # a clock may tick in between: not for ever
            run('import', '-window', 'root', '-crop', crop, '+repage', path)
            now = run('identify', '-format', '%#', path)
            if now == before:
                break
            before = now

    def complaints(self):
        """Warnings of it and its libraries."""
        return [line for line in self.log().splitlines() if COMPLAINT.search(line) and not EXCUSED.search(line)]

    def quit(self, timeout=60):
        """Ends the program, which must do so well and must not have complained of anything."""
        if self.proc.poll() is None:
            try:
                self.do('quit')
            except (GLib.Error, AssertionError):
                self.proc.terminate()
        try:
            status = self.proc.wait(timeout)
        except subprocess.TimeoutExpired:
            self.proc.kill()
            self.proc.wait()
            raise AssertionError(f'{self.app_id} did not end by itself')
        if status != 0 or self.complaints():
            raise AssertionError(f'{self.app_id} ended with {status}:\n{self.log()}')

    def __enter__(self):
        return self

    def __exit__(self, et, ev, tb):
        if et and os.environ.get('UI_SHOTS'):
            self.shot(os.path.join(os.environ['UI_SHOTS'], 'failure.png'))
        self.quit()
