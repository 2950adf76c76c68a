#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A call survives a change of network, a cut line and a restart of the service."""

import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
import lab
import people
import tap

MAX_FREEZE_S = 2
PICTURE = ("--camera", "test", "--mic", "test", "--stats", "0.25")

place = None
call = None


class Call:
    """Ada at home and Bob, who moves; both see each other's picture before anything is done to them."""

    def __init__(self):
        folder = place.folder / "call"
        folder.mkdir()
        link = people.create_room(place, "home", folder / "ada", place.service.url)
        self.ada = people.join(place, "home", link, folder / "ada", *PICTURE)
        self.bob = people.join(place, "mover", link, folder / "bob", *PICTURE)
        for person in self.both():
            person.wait_connected()
            wait_for_pictures(person, 60, 0)

    def both(self):
        return self.ada, self.bob


def wait_for_pictures(person, frames, since, seconds=20):
    """Until so many more of the other's pictures have come than at the mark."""
    first = []

    def enough(event):
        if event["event"] != "stats":
            return False
        for other in event["participants"]:
            for track in other["tracks"]:
                if track["kind"] == "video":
                    first.append(track["frames"])
        return bool(first) and first[-1] - first[0] >= frames
    person.wait(f"{frames} pictures", enough, seconds, since)


def longest_freeze_s(person, since):
    """The longest time without a new picture, by the counters; as fine as the statistics come."""
    longest, last_frames, last_change = 0, None, None
    for at, track in person.video(since):
        if last_frames is None or track["frames"] != last_frames:
            last_frames, last_change = track["frames"], at
        longest = max(longest, at - last_change)
    return longest


def test_handover():
    """After a change of network the picture stands still for two seconds at most"""
    marks = [person.mark() for person in call.both()]
    place.handover("mover", "--nat", "full-cone", "--link", "delay=20ms")
    for person, mark in zip(call.both(), marks):
        wait_for_pictures(person, 120, mark, 30)
        frozen = longest_freeze_s(person, mark)
        assert frozen <= MAX_FREEZE_S, f"{person.name} saw no picture for {frozen:.2f} s"


def test_cut():
    """After five seconds without any network the call goes on"""
    marks = [person.mark() for person in call.both()]
    place.cut("mover", 5)
    for person, mark in zip(call.both(), marks):
        person.wait("a word that the line is lost", lambda event: event["event"] == "link"
                    and event["state"] == "reconnecting", 10, mark)
        person.wait_connected(25, mark)
    marks = [person.mark() for person in call.both()]
    for person, mark in zip(call.both(), marks):
        wait_for_pictures(person, 60, mark)


def test_restart():
    """A restart of the service is not seen in the pictures, and chat goes on"""
    marks = [person.mark() for person in call.both()]
    place.service.stop(kill=True)
    time.sleep(3)  # as long as a restart takes an administrator
    place.start_service()
    for person, mark in zip(call.both(), marks):
        wait_for_pictures(person, 150, mark)
        frozen = longest_freeze_s(person, mark)
        assert frozen <= 0.75, f"{person.name} saw no picture for {frozen:.2f} s"
    call.ada.say("chat still here")
    call.bob.wait("chat", lambda event: event["event"] == "chat" and event["text"] == "still here", 15, marks[1])


def test_leave():
    """Both leave with good exit statuses"""
    for person in call.both():
        person.leave()


def main():
    global place, call
    reason = lab.missing()
    if reason:
        tap.skip_all(reason)
    with lab.Lab(sys.argv[1], {"home": {"nat": "port-restricted"}, "mover": {"nat": "symmetric"}}) as place:
        call = Call()
        try:
            tap.main([test_handover, test_cut, test_restart, test_leave])
        finally:
            for person in call.both():
                person.kill()


if __name__ == "__main__":
    main()
