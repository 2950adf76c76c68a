#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A call survives a change of network, a cut line and a restart of the service."""

import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "e2e")]
import confab
import frame_log
import lab
import tap

MAX_FREEZE_MS = 2000
UNSEEN_MS = 300  # the machine may hiccup, the call may not
PICTURE = ("--camera", "test", "--mic", "test")

place = None
call = None


class Call:
    """Ada at home and Bob, who moves; the pictures that each decodes are noted."""

    def __init__(self):
        self.folder = place.folder / "call"
        self.folder.mkdir()
        self.link = confab.create(self.folder, place.service, "ada", wrap=place.on("home"))
        self.ada, self.bob = self.join("ada", "home"), self.join("bob", "mover")

    def join(self, name, host):
        noted = ["env", *frame_log.variables(confab.BUILD, self.folder / f"frames-{name}")]
        return confab.Participant(self.folder, name, self.link, *PICTURE,
                                  wrap=lambda command: place.on(host)([*noted, *command]))

    def both(self):
        return self.ada, self.bob

    def marks(self):
        """(person, place in the events, wall clock in ms) for both, now."""
        return [(person, person.mark(), time.time() * 1000) for person in self.both()]

    def pictures(self, person, since_ms):
        log = self.folder / f"frames-{person.name}"
        return sum(at >= since_ms for _, at in frame_log.read(log, "decoded")) if log.exists() else 0

    def wait_for_pictures(self, person, count, since_ms, seconds=20):
        confab.wait_for(f"{person.name} sees {count} pictures", lambda: self.pictures(person, since_ms) >= count, seconds)

    def assert_no_gap(self, person, since_ms, limit_ms):
        gap = frame_log.longest_gap_ms(self.folder / f"frames-{person.name}", "decoded", since_ms)
        print(f"# {person.name} was without a new picture for {gap:.0f} ms")
        assert gap <= limit_ms, f"{person.name} was without a new picture for {gap:.0f} ms"
        return gap


def test_start():
    """Two people see each other"""
    for person, _, since_ms in call.marks():
        person.wait(30, event="link", state="connected")
        call.wait_for_pictures(person, 60, since_ms)


def test_handover():
    """After a change of network the picture stands still for two seconds at most"""
    marks = call.marks()
    before = {person: person.received("video") for person in call.both()}
    place.handover("mover", "--nat", "full-cone", "--link", "delay=20ms")
    for person, _, since_ms in marks:
        call.wait_for_pictures(person, 150, since_ms, 30)
        gap_ms = call.assert_no_gap(person, since_ms, MAX_FREEZE_MS)
        after = person.received("video")
        assert after["frames"] > before[person]["frames"], "the figures began anew"
        froze_s = after["freeze_s"] - before[person]["freeze_s"]
        assert gap_ms < 300 or froze_s * 1000 > gap_ms - 100, f"a gap of {gap_ms:.0f} ms counts as {froze_s} s"


def test_cut():
    """After five seconds without any network the call goes on"""
    marks = call.marks()
    place.cut("mover", 5)
    for person, mark, _ in marks:
        person.wait(10, mark, event="link", state="reconnecting")
        person.wait(25, mark, event="link", state="connected")
    for person, _, since_ms in call.marks():
        call.wait_for_pictures(person, 60, since_ms)


def test_restart():
    """A restart of the service is not seen in the pictures, and chat goes on"""
    marks = call.marks()
    place.service.stop(kill=True)
    for person, since, _ in marks:
        person.wait(15, since, event="error", code="service-unreachable")
    place.start_service()
    for person, _, since_ms in marks:
        call.wait_for_pictures(person, 200, since_ms)
        call.assert_no_gap(person, since_ms, UNSEEN_MS)
    call.ada.say("chat still here")
    call.bob.wait(15, marks[1][1], event="chat", text="still here")
    with confab.Participant(place.folder, "cid", call.link, "--camera", "none", "--mic", "none",
                            wrap=place.on("home")) as cid:  # the leader hears of cid by the service alone
        cid.wait(30, event="joined", participants=3)
        cid.leave()


def test_leave():
    """Both leave with good exit statuses"""
    call.bob.leave()
    call.ada.leave()


def main():
    global place, call
    reason = lab.missing()
    if reason:
        tap.skip_all(reason)
    with lab.Lab(confab.BUILD, {"home": {"nat": "port-restricted"}, "mover": {"nat": "port-restricted"}}) as place:
        call = Call()
        try:
            tap.main([test_start, test_handover, test_cut, test_restart, test_leave])
        finally:
            for person in call.both():
                person.kill()


if __name__ == "__main__":
    main()
