# SPDX-License-Identifier: GPL-3.0-or-later
"""Confab with its window: a call between two apps, each in a network namespace of its own."""

import os
import signal
import subprocess
import time

import confab
import confab_cli
import network
import screen

NAME = "Confab"
HAS_WINDOW = True
JOINING = "click to first remote frame on the screen, ms"
LEFT = {"a": 0, "b": 1300}  # of each window on the screen
SIZE = (1300, 840)
NONE_NOTED = (20.0, 0.0)  # ms: shorter times are not noted (src/app/loop-watch.h)


def wait_until(what, question, seconds=20):
    end = time.monotonic() + seconds
    while not (answer := question()):
        if time.monotonic() > end:
            raise RuntimeError(f"waited {seconds} s in vain for {what}")
        time.sleep(0.02)
    return answer


def xdotool(*words):
    return subprocess.run(["xdotool", *map(str, words)], capture_output=True, text=True).stdout.split()


class Call(confab_cli.Call):
    """The apps with their windows side by side, opened with the invitation; a click joins."""

    def __init__(self, pictures, speech, kbps, tap=False):
        super().__init__(pictures, speech, kbps, tap)
        self.devices = ["--camera", pictures, "--microphone", speech, "--speaker", "none"]
        self.apps, self.windows = {}, {}

    def __enter__(self):
        super().__enter__()
        try:
            for who in LEFT:
                self.open(who)
        except BaseException:
            self.__exit__()
            raise
        return self

    def open(self, who):
        """Starts an app and puts its window in its place."""
        variables = {"GDK_BACKEND": "x11", "GTK_A11Y": "none", "ADW_DISABLE_PORTAL": "1", "GTK_USE_PORTAL": "0",
                     "GSETTINGS_BACKEND": "memory", "XDG_RUNTIME_DIR": str(self.folder),
                     "CONFAB_SCHEMA_DIR": str(confab.BUILD / "data"), "CONFAB_LOOP_LOG": str(self.loop_log(who))}
        command = ["dbus-run-session", "--", confab.BUILD / "src/app/confab", "--profile", self.folder / f"profile-{who}",
                   "--name", who, *self.devices, self.link]
        with open(self.folder / f"{who}.log", "w") as log:
            self.apps[who] = subprocess.Popen(self.on(who, self.tap)(command), stdin=subprocess.DEVNULL, stdout=log,
                                              stderr=log, env={**os.environ, **variables},
                                              start_new_session=True)
        self.windows[who] = wait_until("a window", lambda: self.new_window(who))
        xdotool("windowsize", self.windows[who], *SIZE, "windowmove", self.windows[who], LEFT[who], 0)
        # The lobby: beside its words one's own picture moves.
        screen.wait_until_still(LEFT[who] + SIZE[0] // 2, LEFT[who] + SIZE[0])

    def loop_log(self, who):
        """Where the app notes each time its main loop was busy for long."""
        return self.folder / f"loop-{who}"

    def stalls_of(self, who):
        """(milliseconds, of them with a processor) of each such time so far."""
        lines = [line.split() for line in self.loop_log(who).read_text().splitlines()]
        return [(float(wall), float(cpu)) for _, wall, cpu in lines]

    def forget_stalls(self):
        """Coming up may take its time: what counts begins here. It always takes some, so who noted nothing did not look."""
        for who in LEFT:
            if not self.stalls_of(who):
                raise RuntimeError(f"{who} noted no stall while it started: nobody watches its main loop")
        self.n_forgotten = {who: len(self.stalls_of(who)) for who in LEFT}

    def longest_stall(self):
        """The longest in milliseconds, and the longest in CPU time, since they were forgotten."""
        counted = [stall for who in LEFT for stall in self.stalls_of(who)[self.n_forgotten[who]:]]
        return max(wall for wall, _ in [NONE_NOTED, *counted]), max(cpu for _, cpu in [NONE_NOTED, *counted])

    def new_window(self, who):
        shown = xdotool("search", "--onlyvisible", "--class", "confab")
        return next((window for window in shown if window not in self.windows.values()), None)

    def click(self, who):
        """Return is what the invitation's button answers to; gives the wall clock in ms of the key."""
        clicked_at = time.time() * 1000
        xdotool("windowfocus", "--sync", self.windows[who], "key", "Return")
        return clicked_at

    def enter_first(self):
        time.sleep(1)
        self.click("a")
        time.sleep(1)

    def enter_second(self):
        return self.click("b")

    def wait_until_both_see(self):
        """Media on the cable, both ways, faster than talk with the service."""
        wait_until("pictures both ways", lambda: network.is_busy(network.FIRST) and network.is_busy(network.SECOND))

    def roots(self):
        return {who: app.pid for who, app in self.apps.items()}

    def counters(self, who):
        return {}

    def __exit__(self, *_):
        for app in self.apps.values():
            os.killpg(app.pid, signal.SIGTERM)  # with its message bus, which would leave it running
            app.wait(10)
        super().__exit__()
