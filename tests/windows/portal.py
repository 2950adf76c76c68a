#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the desktop's portal of global shortcuts, for a private bus: portal.py

It speaks as xdg-desktop-portal documents org.freedesktop.portal.GlobalShortcuts and the host Registry, asks nobody and
grants every key. Lines on its standard input press and release them: "press talk", "release talk", "close". What was
asked of it is on its standard output. It is no proof that a real desktop does the same.
"""

import os

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib

PATH = "/org/freedesktop/portal/desktop"
KEYS = "org.freedesktop.portal.GlobalShortcuts"
INTERFACES = Gio.DBusNodeInfo.new_for_xml(f"""
<node>
  <interface name="org.freedesktop.host.portal.Registry">
    <method name="Register"><arg type="s" direction="in"/><arg type="a{{sv}}" direction="in"/></method>
  </interface>
  <interface name="{KEYS}">
    <method name="CreateSession"><arg type="a{{sv}}" direction="in"/><arg type="o" direction="out"/></method>
    <method name="BindShortcuts">
      <arg type="o" direction="in"/><arg type="a(sa{{sv}})" direction="in"/><arg type="s" direction="in"/>
      <arg type="a{{sv}}" direction="in"/><arg type="o" direction="out"/>
    </method>
    <signal name="Activated"><arg type="o"/><arg type="s"/><arg type="t"/><arg type="a{{sv}}"/></signal>
    <signal name="Deactivated"><arg type="o"/><arg type="s"/><arg type="t"/><arg type="a{{sv}}"/></signal>
  </interface>
</node>""")


class Portal:
    def __init__(self, bus):
        self.bus = bus
        self.session = None
        for interface in INTERFACES.interfaces:
            bus.register_object(PATH, interface, self.on_call, None, None)

    def answer(self, sender, options, results):
        """The request's path; its answer comes afterwards, as a person's would."""
        request = f"{PATH}/request/{sender[1:].replace('.', '_')}/{options['handle_token']}"
        GLib.timeout_add(20, lambda: self.bus.emit_signal(sender, request, "org.freedesktop.portal.Request", "Response",
                                                          GLib.Variant("(ua{sv})", (0, results))) and False)
        return GLib.Variant("(o)", (request,))

    def on_call(self, bus, sender, path, interface, method, parameters, invocation):
        arguments = parameters.unpack()
        print(method, *(arguments[:1] if method == "Register" else ()), flush=True)
        if method == "Register":
            invocation.return_value(None)
        elif method == "CreateSession":
            options = arguments[0]
            self.session = f"{PATH}/session/{sender[1:].replace('.', '_')}/{options['session_handle_token']}"
            invocation.return_value(self.answer(sender, options, {"session_handle": GLib.Variant("s", self.session)}))
        else:
            session, keys, _, options = arguments
            assert session == self.session
            bound = [(key, {"trigger_description": GLib.Variant("s", about["preferred_trigger"])})
                     for key, about in keys]
            invocation.return_value(self.answer(sender, options, {"shortcuts": GLib.Variant("a(sa{sv})", bound)}))

    def on_lines(self, channel, condition):
        lines = os.read(0, 4096).decode().splitlines()
        for line in lines:
            self.obey(line.split())
        return bool(lines)

    def obey(self, words):
        if words[0] == "close":
            self.bus.emit_signal(None, self.session, "org.freedesktop.portal.Session", "Closed", None)
        else:
            self.bus.emit_signal(None, PATH, KEYS, "Activated" if words[0] == "press" else "Deactivated",
                                 GLib.Variant("(osta{sv})", (self.session, words[1], 0, {})))


def main():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    portal = Portal(bus)
    Gio.bus_own_name_on_connection(bus, "org.freedesktop.portal.Desktop", Gio.BusNameOwnerFlags.NONE,
                                   lambda *_: print("ready", flush=True), None)
    GLib.io_add_watch(0, GLib.IO_IN | GLib.IO_HUP, portal.on_lines)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
