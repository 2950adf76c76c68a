# SPDX-License-Identifier: GPL-3.0-or-later
"""Confab without a window: a call between two confab-cli, each in a network namespace of its own."""

import pathlib
import shutil
import tempfile
import time

import network
import confab
import frame_log
import private_service
import quality

NAME = "confab-cli"
HAS_WINDOW = False
JOINING = "program start to first remote frame, ms"
PORT = 8443
NAMESPACES = {"a": network.FIRST, "b": network.SECOND}


class Call:
    """Service and both participants, from their start to their end. Use in a with block."""

    def __init__(self, pictures, speech, _kbps, tap=False):
        self.devices = ["--camera", pictures, "--mic", speech]
        self.tap = tap
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="confab-bench-"))
        self.people = {}

    def __enter__(self):
        addresses = {"ipv4": network.FIRST_ADDRESS}
        self.service = private_service.PrivateService(confab.BUILD, self.folder, "meet.bench", PORT, addresses)
        try:
            self.service.start(self.on("a", tap=False))
            self.link = confab.create(self.folder, self.service, "a", wrap=self.on("a", tap=False))
        except BaseException:
            self.__exit__()
            raise
        return self

    def on(self, who, tap):
        """A function that makes a command line run in the namespace of a or b, its frames noted with @tap."""
        noted = ["env", *frame_log.variables(confab.BUILD, self.folder / f"frames-{who}")] if tap else []
        return lambda command: network.inside(NAMESPACES[who], *self.service.knowing("ipv4", *noted, *command))

    def enter(self, who):
        self.people[who] = confab.Participant(self.folder, who, self.link, *self.devices, wrap=self.on(who, self.tap))
        return self.people[who]

    def enter_first(self):
        self.enter("a").wait(event="joined")
        time.sleep(1)

    def enter_second(self):
        """Starts the second program; gives the wall clock in ms of that moment."""
        clicked_at = time.time() * 1000
        self.enter("b")
        return clicked_at

    def first_frame_ms(self, clicked_at):
        """How long after that moment the second had its first remote frame."""
        shown = self.people["b"].wait(20, event="track", kind="video", state="started")
        age = time.monotonic() - shown["seen_at"]
        return time.time() * 1000 - age * 1000 - clicked_at

    def wait_until_both_see(self):
        for person in self.people.values():
            person.wait(20, event="track", kind="video", state="started")

    def roots(self):
        return {who: person.process.pid for who, person in self.people.items()}

    def counters(self, who):
        """What is counted per minute, so far."""
        video = self.people[who].received("video")
        return {"frames decoded per minute": video["frames"], "freezes per minute": video["freezes"]}

    def sent_frames(self, who):
        return frame_log.read(self.folder / f"frames-{who}", "sent")

    def decoded_frames(self, who):
        return frame_log.read(self.folder / f"frames-{who}", "decoded")

    def decoded_pictures(self):
        """The brightness of some pictures that b has decoded so far, each as bytes of a whole frame."""
        raw, size = (self.folder / "frames-b.luma").read_bytes(), quality.LUMA_BYTES
        return [raw[i:i + size] for i in range(0, len(raw) - size + 1, size)][-12:]  # the encoder has settled

    def __exit__(self, *_):
        for person in self.people.values():
            person.__exit__(None, None, None)
        self.service.stop(kill=True)
        shutil.rmtree(self.folder, ignore_errors=True)
