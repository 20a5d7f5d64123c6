# SPDX-License-Identifier: GPL-3.0-or-later
"""Recording stand-ins for the two notification services a GApplication can use.

FakeNotifications()                  owns org.freedesktop.Notifications (every desktop)
FakeNotifications(gtk=True)          owns org.gtk.Notifications         (GNOME Shell)
Must own the name before the program sends its first notification: GLib picks
its backend once.  The service runs in a thread with its own main context.
"""
import array, os, re, subprocess, tempfile, threading, time
from gi.repository import Gio, GLib

FDO = '''<node><interface name="org.freedesktop.Notifications">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/></method>
<signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
<signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
</interface></node>'''
GTK = '''<node><interface name="org.gtk.Notifications">
<method name="AddNotification"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/></method>
<method name="RemoveNotification"><arg type="s" direction="in"/><arg type="s" direction="in"/></method>
</interface></node>'''


class FakeNotifications:
    def __init__(self, gtk=False):
        self.gtk, self.seen, self.closed, self._n = gtk, [], [], 0
        self._cond, ready = threading.Condition(), threading.Event()
        self._ctx = GLib.MainContext()
        self._loop = GLib.MainLoop(self._ctx)

        def run():
            self._ctx.push_thread_default()
            addr = Gio.dbus_address_get_for_bus_sync(Gio.BusType.SESSION)
            fl = Gio.DBusConnectionFlags
            self.con = Gio.DBusConnection.new_for_address_sync(
                addr, fl.AUTHENTICATION_CLIENT | fl.MESSAGE_BUS_CONNECTION)
            info = Gio.DBusNodeInfo.new_for_xml(GTK if gtk else FDO).interfaces[0]
            self.path = '/org/gtk/Notifications' if gtk else '/org/freedesktop/Notifications'
            self.con.register_object(self.path, info, self._call, None, None)
            r = self.con.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'RequestName',
                                   GLib.Variant('(su)', (info.name, 4)), None, 0, -1)
            assert r.unpack()[0] == 1, 'another notification service is running'
            ready.set()
            self._loop.run()
        self._t = threading.Thread(target=run, daemon=True)
        self._t.start()
        assert ready.wait(10)

    def _call(self, con, sender, path, iface, method, params, inv):
        a, out = params.unpack(), None
        nid = self._n = self._n + 1
        if method == 'Notify':
            nid = a[1] or nid
            out = GLib.Variant('(u)', (nid,))
        elif method == 'GetCapabilities':
            out = GLib.Variant('(as)', (['actions', 'body'],))
        elif method == 'GetServerInformation':
            out = GLib.Variant('(ssss)', ('fake', 'test', '1', '1.2'))
        inv.return_value(out)       # answer first: a press that overtakes the answer is lost
        with self._cond:
            if method == 'Notify':
                self.seen.append(dict(nid=nid, title=a[3], body=a[4], hints=a[6],
                                      urgency=a[6].get('urgency', 1), buttons=dict(zip(a[5][0::2], a[5][1::2]))))
            elif method == 'AddNotification':
                self.seen.append(dict(app=a[0], nid=a[1], **a[2]))
            elif method in ('CloseNotification', 'RemoveNotification'):
                self.closed.append(a[-1])
            self._cond.notify_all()

    def wait_for(self, n=1, timeout=10):
        with self._cond:
            assert self._cond.wait_for(lambda: len(self.seen) >= n, timeout), f'only {len(self.seen)} notifications'
            return self.seen[n - 1]

    def press(self, note, label=None):
        """Press the button with this label, or the toast itself."""
        key = 'default' if label is None else next(k for k, v in note['buttons'].items() if v == label)
        for sig, arg in (('ActionInvoked', GLib.Variant('(us)', (note['nid'], key))),
                         ('NotificationClosed', GLib.Variant('(uu)', (note['nid'], 2)))):
            self.con.emit_signal(None, self.path, 'org.freedesktop.Notifications', sig, arg)
        self.con.flush_sync()

    def stop(self):
        self._loop.quit(); self._t.join(5)
        self.con.close_sync()


class SoundProbe:
    """Inside ui-run.sh --sound: notes every stream that reaches the null sink."""
    def __init__(self):
        self._f = tempfile.NamedTemporaryFile(prefix='ui-rec.', delete=False)
        self._rec = self._f.name
        self._p = subprocess.Popen(['parec', '-d', 'test.monitor', '--raw', '--format=s16le', '--rate=8000',
                                    '--channels=1', '--latency-msec=50'], stdout=self._f, stderr=subprocess.DEVNULL)
        for _ in range(100):                       # recording has begun?
            if os.path.getsize(self._rec):
                break
            time.sleep(.05)

    def streams(self):
        """event.id and media.role of what is playing this moment."""
        t = subprocess.run(['pactl', 'list', 'sink-inputs'], capture_output=True, text=True).stdout
        return [dict(re.findall(r'(event\.id|media\.role|media\.filename|application\.id) = "([^"]*)"', b))
                for b in t.split('Sink Input #')[1:]]

    def stop(self):
        """Highest sample heard (0 = silence)."""
        self._p.terminate(); self._p.wait(); self._f.close()
        with open(self._rec, 'rb') as f:
            b = f.read()
        os.unlink(self._rec)
        a = array.array('h'); a.frombytes(b[:len(b) // 2 * 2])
        return max(map(abs, a), default=0)
