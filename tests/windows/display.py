# SPDX-License-Identifier: GPL-3.0-or-later
"""A virtual desktop: X server, window manager, message bus with accessibility, a meeting service, and apps on it.

Nothing here outlives the Desktop that started it, and nothing of the person's own desktop is touched.
"""

import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

import numpy as np

SOURCE = pathlib.Path(__file__).resolve().parents[2]
NEEDED = ("Xvfb", "dbus-daemon", "openbox", "xdotool", "xwd")


def missing_programs():
    return [name for name in NEEDED if shutil.which(name) is None]


def wait_for(what, question, seconds=20):
    """Asks until the answer is true; gives it. What is waited for is in the error."""
    end = time.monotonic() + seconds
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain for {what}")
        time.sleep(0.03)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Desktop:
    """`with Desktop (build) as desktop:`; @size is (width, height) of the screen."""

    def __init__(self, build, size=(2000, 1000), language="C.UTF-8", dark=False):
        self.build = pathlib.Path(build).resolve()
        self.size = size
        self.language = language
        self.dark = dark
        self.processes = []
        self.apps = []

    def __enter__(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="confab-desktop-"))
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for app in self.apps:
            app.stop()
        for process in reversed(self.processes):
            stop(process)
        shutil.rmtree(self.dir, ignore_errors=True)

    def _start(self):
        runtime = self.dir / "run"
        runtime.mkdir(mode=0o700)
        (self.dir / "home").mkdir()
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith(("DBUS_", "XDG_", "WAYLAND_", "AT_SPI", "GTK_", "GSK_", "LC_"))}
        self.environment |= {
            "HOME": str(self.dir / "home"), "XDG_RUNTIME_DIR": str(runtime), "XDG_DATA_HOME": str(self.dir / "data"),
            "XDG_CONFIG_HOME": str(self.dir / "config"), "XDG_CACHE_HOME": str(self.dir / "cache"),
            "GDK_BACKEND": "x11", "GTK_A11Y": "atspi", "ADW_DISABLE_PORTAL": "1", "GTK_USE_PORTAL": "0",
            "GSETTINGS_BACKEND": "memory", "CONFAB_SCHEMA_DIR": str(self.build / "data"),
            "CONFAB_MANUAL_DIR": str(SOURCE / "docs/manual"), "LC_ALL": self.language, "LANGUAGE": "", "NO_AT_BRIDGE": "0",
            "G_DEBUG": "fatal-criticals",
        }
        if self.dark:
            self.environment["ADW_DEBUG_COLOR_SCHEME"] = "prefer-dark"
        self._start_screen()
        bus = self.spawn(["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        # GLib warns where nobody shows notifications.
        from bus import Notifications
        self.notifications = Notifications(self.environment["DBUS_SESSION_BUS_ADDRESS"], "app.confab.Confab")
        self.spawn(["openbox", "--sm-disable"])
        os.environ.update({key: self.environment[key] for key in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS",
                                                                  "XDG_RUNTIME_DIR")})

    def _start_screen(self):
        read, write = os.pipe()
        self.spawn(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{self.size[0]}x{self.size[1]}x24",
                    "-nolisten", "tcp", "-noreset"], pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as number:
            self.environment["DISPLAY"] = ":" + number.readline().strip()

    def spawn(self, command, **options):
        log = open(self.dir / f"{pathlib.Path(command[0]).name}-{len(self.processes)}.log", "wb")
        options = {"stdout": log, "stderr": log, "stdin": subprocess.DEVNULL, "env": self.environment} | options
        process = subprocess.Popen([str(word) for word in command], **options)
        process.log = log.name
        self.processes.append(process)
        return process

    def start_service(self, port=None):
        """Gives the address of a fresh confabd."""
        port = port or free_port()
        url = f"http://127.0.0.1:{port}"
        state = self.dir / f"service-{port}"
        state.mkdir(exist_ok=True)
        self.service = self.spawn([self.build / "src/confabd/confabd", "--listen", f"127.0.0.1:{port}",
                                   "--state", state])

        def healthy():
            assert self.service.poll() is None, f"confabd ended: {tail(self.service.log)}"
            try:
                return urllib.request.urlopen(url + "/health", timeout=2).status == 200
            except OSError:
                return False

        wait_for("confabd to answer", healthy)
        return url

    def stop_service(self):
        stop(self.service)

    def start_app(self, name, *options, link=None, environment=None, own_profile=True):
        """Starts confab as @name, with a profile of that name, or as this user's one and only; @environment is added to
        the desktop's."""
        app = App(self, name, options, link, self.environment | (environment or {}), own_profile)
        self.apps.append(app)
        return app

    def picture(self):
        """The screen as an array of height x width x 3 (RGB)."""
        raw = subprocess.run(["xwd", "-root", "-silent"], env=self.environment, capture_output=True, check=True).stdout
        # The fields of XWDFile.h. Where windows differ in their visuals, xwd packs a pixel into 24 bits.
        header = np.frombuffer(raw[:100], ">u4")
        size, width, height, bits, line, n_colours = (int(header[i]) for i in (0, 4, 5, 11, 12, 19))
        assert bits in (24, 32) and header[7] == 0, f"xwd gave {bits} bits a pixel in byte order {header[7]}"
        rows = np.frombuffer(raw, np.uint8, offset=size + 12 * n_colours, count=line * height).reshape(height, line)
        return rows[:, :width * bits // 8].reshape(height, width, bits // 8)[..., 2::-1]

    def save_picture(self, path):
        subprocess.run(["import", "-window", "root", str(path)], env=self.environment, check=True)

    def xdotool(self, *words):
        done = subprocess.run(["xdotool", *map(str, words)], env=self.environment, capture_output=True, text=True,
                              check=True)
        return done.stdout.strip()

    def clipboard(self):
        """What the clipboard holds, asked as another program would."""
        script = ("import gi; gi.require_version('Gtk', '4.0'); gi.require_version('Gdk', '4.0')\n"
                  "from gi.repository import Gtk, Gdk, GLib\n"
                  "Gtk.init(); loop = GLib.MainLoop(); board = Gdk.Display.get_default().get_clipboard()\n"
                  "def got(source, result):\n"
                  "    try: print(board.read_text_finish(result) or '')\n"
                  "    except GLib.Error: print('')\n"
                  "    loop.quit()\n"
                  "board.read_text_async(None, got); loop.run()\n")
        done = subprocess.run(["/usr/bin/python3", "-c", script], env=self.environment, capture_output=True, text=True,
                              timeout=20, check=True)
        return done.stdout.strip()


class App:
    """One running confab, seen through accessibility and the X server."""

    def __init__(self, desktop, name, options, link, environment, own_profile):
        self.desktop = desktop
        self.name = name
        profile = ("--profile", desktop.dir / f"profile-{name}") if own_profile else ()
        command = [desktop.build / "src/app/confab", *profile, "--name", name, *options]
        if link:
            command.append(link)
        self.process = desktop.spawn(command, env=environment)

    def stop(self):
        stop(self.process)

    def log(self):
        return pathlib.Path(self.process.log).read_text(errors="replace")

    def assert_silent(self):
        """Nothing was logged that somebody should look into."""
        lines = [line for line in self.log().splitlines() if re.search("CRITICAL|WARNING|ERROR", line)]
        assert not lines, (self.name, lines[:5])

    def quit(self):
        """As a person does; the program has to end well."""
        self.key("ctrl+q")
        wait_for(f"{self.name} to quit", lambda: self.process.poll() is not None)
        assert self.process.returncode == 0, self.log()

    def assert_running(self):
        status = self.process.poll()
        assert status is None, f"{self.name}'s confab ended with {status}: {tail(self.process.log)}"

    def act(self, action):
        """Activates one of the application's actions, as a menu would."""
        from gi.repository import Gio, GLib
        flags = Gio.DBusConnectionFlags
        bus = Gio.DBusConnection.new_for_address_sync(self.desktop.environment["DBUS_SESSION_BUS_ADDRESS"],
                                                      flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION)

        def call(name, path, interface, method, arguments):
            return bus.call_sync(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, 5000).unpack()

        def process_of(name):
            return call("org.freedesktop.DBus", "/", "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                        GLib.Variant("(s)", (name,)))[0]

        names = call("org.freedesktop.DBus", "/", "org.freedesktop.DBus", "ListNames", None)[0]
        owner = next(name for name in names if name.startswith(":") and process_of(name) == self.process.pid)
        call(owner, "/app/confab/Confab", "org.gtk.Actions", "Activate", GLib.Variant("(sava{sv})", (action, [], {})))

    # --- the window ---

    def window(self):
        """The X window's id."""
        def find():
            self.assert_running()
            found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
                                   env=self.desktop.environment, capture_output=True, text=True)
            for window in found.stdout.split():
                if self.geometry(window)[2] > 100:
                    return window
            return None
        return wait_for(f"{self.name}'s window", find)

    def geometry(self, window=None):
        """(x, y, width, height) of the window on the screen."""
        text = self.desktop.xdotool("getwindowgeometry", "--shell", window or self.window())
        return tuple(int(re.search(rf"{key}=(-?\d+)", text)[1]) for key in ("X", "Y", "WIDTH", "HEIGHT"))

    def place(self, x, y, width, height):
        window = self.window()
        self.desktop.xdotool("windowsize", window, width, height)
        self.desktop.xdotool("windowmove", window, x, y)
        wait_for(f"{self.name}'s window to be {width} wide", lambda: abs(self.geometry(window)[2] - width) <= 2)

    def focus(self):
        self.desktop.xdotool("windowactivate", "--sync", self.window())

    def type(self, text):
        """Types text; a line's end is the Return key."""
        self.focus()
        for i, line in enumerate(text.split("\n")):
            if i > 0:
                self.desktop.xdotool("key", "Return")
            if line:
                self.desktop.xdotool("type", "--delay", "8", line)

    def key(self, *keys):
        self.focus()
        self.desktop.xdotool("key", *keys)

    # --- what a screen reader finds ---

    def root(self):
        import gi
        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi

        def find():
            self.assert_running()
            desktop = Atspi.get_desktop(0)
            for i in range(desktop.get_child_count()):
                child = desktop.get_child_at_index(i)
                if child is not None and child.get_process_id() == self.process.pid:
                    return child
            return None
        return wait_for(f"{self.name}'s confab on the accessibility bus", find)

    def nodes(self):
        """Every node that is shown. (GTK 4.8 calls only windows "showing".)"""
        root = self.root()
        from gi.repository import Atspi, GLib

        def walk(node, depth=0):
            if node is None or depth > 40:
                return
            try:
                if depth > 0 and not node.get_state_set().contains(Atspi.StateType.VISIBLE):
                    return
                yield node
                for i in range(node.get_child_count()):
                    yield from walk(node.get_child_at_index(i), depth + 1)
            except GLib.Error:
                return
        # Asked anew each time; clear_cache () would crash once there is a second window.
        root.set_cache_mask(Atspi.Cache.NONE)
        return list(walk(root))

    def find_all(self, name, role=None):
        """The shown nodes whose name and role match these expressions, as they are come upon."""
        from gi.repository import GLib

        pattern = re.compile(name)
        for node in self.nodes():
            try:
                if pattern.fullmatch(node.get_name() or "") and (role is None or re.fullmatch(role, node.get_role_name())):
                    yield node
            except GLib.Error:
                continue

    def find(self, name, role=None):
        """The first of them, or None."""
        return next(self.find_all(name, role), None)

    def wait_for_node(self, name, role=None, seconds=20):
        return wait_for(f"“{name}” in {self.name}'s window", lambda: self.find(name, role), seconds)

    def wait_until_gone(self, name, role=None, seconds=20):
        wait_for(f"“{name}” to go from {self.name}'s window", lambda: self.find(name, role) is None, seconds)

    def click(self, name, role="(push|toggle) button"):
        """A button with a menu is two nodes of one name, of which the inner one can be clicked."""
        def actions():
            found = [node.get_action_iface() for node in self.find_all(name, role)]
            return next((action for action in found if action is not None and action.get_n_actions() > 0), None)
        self.wait_for_node(name, role)
        assert wait_for(f"“{name}” to be clickable", actions).do_action(0), f"{name} refused the click"

    def point_at(self, name, role=None):
        """Clicks with the pointer: for what accessibility can't click, such as a field to write in."""
        x, y, width, height = self.extents(self.wait_for_node(name, role))
        self.focus()
        self.desktop.xdotool("mousemove", x + width // 2, y + height // 2, "click", 1)

    def has_focus(self, name):
        from gi.repository import Atspi, GLib

        for node in self.nodes():
            try:
                if node.get_state_set().contains(Atspi.StateType.FOCUSED) and re.fullmatch(name, node.get_name() or ""):
                    return True
            except GLib.Error:
                continue
        return False

    def tab_to(self, name, most=40):
        """Presses Tab, in whichever window has the keyboard, until what is called @name has it."""
        for _ in range(most):
            if self.has_focus(name):
                return
            self.desktop.xdotool("key", "Tab")
        raise AssertionError(f"Tab does not lead to “{name}” in {self.name}'s window")

    def is_pressed(self, name):
        from gi.repository import Atspi
        states = self.wait_for_node(name).get_state_set()
        return states.contains(Atspi.StateType.PRESSED) or states.contains(Atspi.StateType.CHECKED)

    def texts(self):
        """Names of all that is shown, for error messages and searches."""
        from gi.repository import GLib

        found = []
        for node in self.nodes():
            try:
                found.append(node.get_name() or "")
            except GLib.Error:  # gone since it was found
                continue
        return [name for name in found if name]

    @staticmethod
    def frame_of(node):
        """The window in which a node is."""
        from gi.repository import Atspi
        while node.get_parent().get_role() != Atspi.Role.APPLICATION:
            node = node.get_parent()
        return node

    def extents(self, node, window=None):
        """(x, y, width, height) on the screen of a node in @window. GTK tells places within the window's content, which
        lies in the middle of the X window: without a compositor a border is drawn around it."""
        from gi.repository import Atspi
        left, top, width, height = self.geometry(window)
        frame = self.frame_of(node).get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        inner = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        return (left + (width - frame.width) // 2 + inner.x, top + (height - frame.height) // 2 + inner.y,
                inner.width, inner.height)

    def tile_picture(self, name):
        """The pixels of the tile whose name begins with @name, in grey; none if it went away meanwhile."""
        return self.picture_of(lambda: self.wait_for_node(f"{name}(,.*)?", "image"))

    def picture_of(self, find, window=None):
        """The pixels of the node that @find gives, in grey; none if it went away meanwhile."""
        from gi.repository import GLib
        try:
            x, y, width, height = self.extents(find(), window)
        except (AttributeError, GLib.Error):
            return np.zeros((0, 0))
        return self.desktop.picture()[max(y, 0):y + height, max(x, 0):x + width].mean(axis=2)


def stop(process, seconds=6):
    """Ends one process that we started, politely first; gives its status."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return process.returncode


def tail(path, lines=15):
    return "\n".join(pathlib.Path(path).read_text(errors="replace").splitlines()[-lines:])
