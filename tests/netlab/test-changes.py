#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A call survives a change of network, a cut line and a restart of the service."""

import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "e2e")]
import confab
import lab
import tap

MAX_FREEZE_S = 2
UNSEEN_S = 0.75  # the statistics come every quarter of a second
PICTURE = ("--camera", "test", "--mic", "test", "--stats", "0.25")

place = None
call = None


class Call:
    """Ada at home and Bob, who moves; both see each other's picture before anything is done to them."""

    def __init__(self):
        folder = place.folder / "call"
        folder.mkdir()
        link = confab.create(folder, place.service, "ada", wrap=place.on("home"))
        self.ada = confab.Participant(folder, "ada", link, *PICTURE, wrap=place.on("home"))
        self.bob = confab.Participant(folder, "bob", link, *PICTURE, wrap=place.on("mover"))

    def both(self):
        return self.ada, self.bob

    def marks(self):
        return [(person, person.mark()) for person in self.both()]


def frame_counts(person, since):
    """(time, pictures of the other so far) of each stats event that knows; a new link counts from zero."""
    with person.arrived:
        return [(event["seen_at"], track["frames"]) for event in person.events[since:] if event["event"] == "stats"
                for other in event["participants"] for track in other["tracks"] if track["kind"] == "video"]


def wait_for_pictures(person, pictures, since, seconds=20):
    """Until so many of the other's pictures have come since the mark."""
    def enough():
        counts = [count for _, count in frame_counts(person, since)]
        return sum(max(after - before, 0) for before, after in zip(counts, counts[1:])) >= pictures
    confab.wait_for(f"{person.name} sees {pictures} pictures", enough, seconds)


def longest_freeze_s(person, since):
    """The longest time without a new picture; as fine as the statistics come."""
    longest, last_count, last_change = 0, None, None
    for at, count in frame_counts(person, since):
        if count != last_count:
            last_count, last_change = count, at
        longest = max(longest, at - last_change)
    return longest


def test_start():
    """Two people see each other"""
    for person, mark in call.marks():
        person.wait(30, event="link", state="connected")
        wait_for_pictures(person, 60, mark)


def test_handover():
    """After a change of network the picture stands still for two seconds at most"""
    marks = call.marks()
    place.handover("mover", "--nat", "full-cone", "--link", "delay=20ms")
    for person, mark in marks:
        wait_for_pictures(person, 150, mark, 30)
        frozen = longest_freeze_s(person, mark)
        print(f"# {person.name} saw no picture for {frozen:.2f} s")
        assert frozen <= MAX_FREEZE_S, f"{person.name} saw no picture for {frozen:.2f} s"


def test_cut():
    """After five seconds without any network the call goes on"""
    marks = call.marks()
    place.cut("mover", 5)
    for person, mark in marks:
        person.wait(10, mark, event="link", state="reconnecting")
        person.wait(25, mark, event="link", state="connected")
    for person, mark in call.marks():
        wait_for_pictures(person, 60, mark)


def test_restart():
    """A restart of the service is not seen in the pictures, and chat goes on"""
    marks = call.marks()
    place.service.stop(kill=True)
    time.sleep(3)  # as long as a restart takes an administrator
    place.start_service()
    for person, mark in marks:
        wait_for_pictures(person, 150, mark)
        frozen = longest_freeze_s(person, mark)
        assert frozen <= UNSEEN_S, f"{person.name} saw no picture for {frozen:.2f} s"
    call.ada.say("chat still here")
    call.bob.wait(15, marks[1][1], event="chat", text="still here")


def test_leave():
    """Both leave with good exit statuses"""
    call.bob.leave()
    call.ada.leave()


def main():
    global place, call
    reason = lab.missing()
    if reason:
        tap.skip_all(reason)
    with lab.Lab(confab.BUILD, {"home": {"nat": "port-restricted"}, "mover": {"nat": "symmetric"}}) as place:
        call = Call()
        try:
            tap.main([test_start, test_handover, test_cut, test_restart, test_leave])
        finally:
            for person in call.both():
                person.kill()


if __name__ == "__main__":
    main()
