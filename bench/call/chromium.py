# SPDX-License-Identifier: GPL-3.0-or-later
"""The peer: a call between two Chromium windows, each in a network namespace of its own."""

import shutil
import subprocess
import tempfile
import time

import browser
import control
import network

NAME = browser.NAME
HAS_WINDOW = True
JOINING = "click to first remote frame on the screen, ms"
SIZE = (1300, 840)


class Call:
    """Both browsers, from their start to their end. Use in a with block."""

    def __init__(self, pictures, speech, kbps, tap=False):
        self.pictures, self.speech = pictures, speech
        self.options = f"kbps={kbps}&codec=VP8&tap={int(tap)}"
        self.folder = tempfile.mkdtemp(prefix="confab-bench-")
        self.browsers = {}

    def __enter__(self):
        with network.entered(network.FIRST):
            self.control = control.Control(network.FIRST_ADDRESS)
        try:
            for who, namespace, position in (("a", network.FIRST, 0), ("b", network.SECOND, 1300)):
                self.start(who, namespace, position)
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self, who, namespace, position):
        url = f"{self.control.url}?me={who}&{self.options}"
        command = browser.command(url, f"{self.folder}/{who}", position, SIZE, self.pictures, self.speech)
        self.browsers[who] = subprocess.Popen(network.inside(namespace, *command), stdin=subprocess.DEVNULL,
                                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                              start_new_session=True)
        self.control.wait(who, "ready", 60)

    def enter_first(self):
        time.sleep(1)
        self.control.ask("a", "join", "joined")
        time.sleep(1)

    def enter_second(self):
        """Clicks on join in the second browser; gives the wall clock in ms of that moment."""
        return self.control.ask("b", "join", "joined")["clicked_at"]

    def wait_until_both_see(self):
        for who in self.browsers:
            self.control.wait(who, "first-frame")

    def roots(self):
        return {who: running.pid for who, running in self.browsers.items()}

    def counters(self, who):
        """What is counted per minute, so far."""
        video = self.control.ask(who, "statistics")["entries"]["inbound-rtp-video"]
        return {"frames decoded per minute": video["framesDecoded"], "freezes per minute": video["freezeCount"]}

    def sent_frames(self, who):
        """(number, wall clock in ms) of each frame that left the camera since the last time this was asked."""
        return [tuple(pair) for pair in self.control.ask(who, "sent")["frames"]]

    def decoded_pictures(self):
        """The brightness of some pictures that b decoded, each as bytes of a whole frame."""
        self.control.ask("b", "pictures")
        return self.control.pictures

    def __exit__(self, *_):
        for running in self.browsers.values():
            browser.stop(running)
        self.control.close()
        shutil.rmtree(self.folder, ignore_errors=True)
