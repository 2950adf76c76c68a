# SPDX-License-Identifier: GPL-3.0-or-later
"""Stand-ins for what a desktop offers on the message bus: who shows notifications, and who sends the computer to sleep."""

import threading

import gi
gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib

NOTIFICATIONS = """<node><interface name="org.freedesktop.Notifications">
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
  </method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="GetServerInformation">
    <arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
    <arg type="s" direction="out"/>
  </method>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>"""

SESSION = """<node><interface name="org.gnome.SessionManager">
  <method name="RegisterClient">
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="o" direction="out"/>
  </method>
  <method name="UnregisterClient"><arg type="o" direction="in"/></method>
  <method name="Inhibit">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="u" direction="in"/><arg type="u" direction="out"/>
  </method>
  <method name="Uninhibit"><arg type="u" direction="in"/></method>
</interface></node>"""


class StandIn(threading.Thread):
    """Owns a name on the bus and answers from a thread of its own."""

    def __init__(self, address, name, path, interface):
        super().__init__(daemon=True)
        self.address, self.name, self.path, self.interface = address, name, path, interface
        self.ready = threading.Event()
        self.start()
        assert self.ready.wait(10), f"{name} could not be put on the bus"

    def run(self):
        context = GLib.MainContext.new()
        context.push_thread_default()
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.bus = Gio.DBusConnection.new_for_address_sync(self.address, flags, None, None)
        node = Gio.DBusNodeInfo.new_for_xml(self.interface)
        self.bus.register_object(self.path, node.interfaces[0], self.on_call, None, None)
        self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                           GLib.Variant("(su)", (self.name, 0)), None, 0, -1, None)
        self.ready.set()
        GLib.MainLoop.new(context, False).run()

    def on_call(self, bus, sender, path, interface, method, arguments, invocation):
        self.sender = sender
        invocation.return_value(getattr(self, method)(*arguments.unpack()))


class Notifications(StandIn):
    """What is shown now: id -> {"title", "body", "buttons": {label: key}}. What programs other than that on the bus as
    @program send is not kept."""

    def __init__(self, address, program):
        self.program = program
        self.shown = {}
        self.last = 0
        super().__init__(address, "org.freedesktop.Notifications", "/org/freedesktop/Notifications", NOTIFICATIONS)

    def Notify(self, app, replaces, icon, title, body, actions, hints, timeout):
        number = replaces
        if number == 0:
            self.last += 1
            number = self.last
        if self.sender != self.owner():
            return GLib.Variant("(u)", (number,))
        self.shown[number] = {"title": title, "body": body, "buttons": dict(zip(actions[1::2], actions[::2]))}
        return GLib.Variant("(u)", (number,))

    def owner(self):
        try:
            answer = self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                        "GetNameOwner", GLib.Variant("(s)", (self.program,)), None, 0, -1, None)
        except GLib.Error:
            return None
        return answer.unpack()[0]

    def CloseNotification(self, number):
        self.shown.pop(number, None)
        return None

    def GetCapabilities(self):
        return GLib.Variant("(as)", (["actions", "body"],))

    def GetServerInformation(self):
        return GLib.Variant("(ssss)", ("test", "test", "1", "1.2"))

    def find(self, title):
        """(id, notification) of the one with this title, or None."""
        return next(((number, one) for number, one in list(self.shown.items()) if one["title"] == title), None)

    def press(self, title, label=None):
        """Presses a button of it; without a label, the notification itself. It closes, as they do everywhere."""
        number, one = self.find(title)
        del self.shown[number]
        key = "default" if label is None else one["buttons"][label]
        self.bus.emit_signal(None, self.path, self.name, "ActionInvoked", GLib.Variant("(us)", (number, key)))
        self.bus.emit_signal(None, self.path, self.name, "NotificationClosed", GLib.Variant("(uu)", (number, 2)))


class Session(StandIn):
    """Who keeps the computer awake now: cookie -> (program, reason, flags)."""

    def __init__(self, address):
        self.inhibitors = {}
        self.last = 0
        super().__init__(address, "org.gnome.SessionManager", "/org/gnome/SessionManager", SESSION)

    def RegisterClient(self, app, startup):
        return GLib.Variant("(o)", ("/org/gnome/SessionManager/Client1",))

    def UnregisterClient(self, client):
        return None

    def Inhibit(self, app, window, reason, flags):
        self.last += 1
        self.inhibitors[self.last] = (app, reason, flags)
        return GLib.Variant("(u)", (self.last,))

    def Uninhibit(self, cookie):
        self.inhibitors.pop(cookie, None)
        return None
