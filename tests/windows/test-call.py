#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two windows meet through a real service: test-call.py BUILD

The tests follow each other through one call, as two people would. Cameras and microphones are files that tell
whose they are (clips.py); what is looked at is the screen, what is heard are the loudspeakers' files.
"""

import pathlib
import re
import signal
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tap

import clips
from display import Desktop, missing_programs, wait_for

PITCH = {"Ada": 700, "Ben": 1900}
LOOK = {"Ada": clips.ADA, "Ben": clips.BEN}
desktop = None
service = None
people = {}


def start(name, *options, link=None):
    people[name] = desktop.start_app(name, "--camera", desktop.dir / f"{name}.y4m", "--microphone",
                                     desktop.dir / f"{name}.wav", "--speaker", f"file:{desktop.dir}/{name}-heard.wav",
                                     *options, link=link)
    return people[name]


def make_clips():
    for name, look in LOOK.items():
        clips.write_camera(desktop.dir / f"{name}.y4m", look, width=640, height=360, frames=60)
        clips.write_clicks(desktop.dir / f"{name}.wav", PITCH[name])


def link_in(app):
    return app.wait_for_node(r"https?://\S+/j/\S+#\S+", "label").get_name()


def opens(app, path):
    """Whether the process has this file open."""
    links = pathlib.Path(f"/proc/{app.process.pid}/fd").iterdir()
    return any(str(path) == str(link.resolve()) for link in links)


def number_in(app, name):
    """The number drawn in the tile of @name, if it belongs to the clip of @name."""
    number = clips.read_number(app.tile_picture(name))
    first = LOOK[name]["first"]
    return number if number is not None and first <= number < first + 60 else None


def assert_moves(app, name):
    seen = set()

    def enough():
        number = number_in(app, name)
        if number is not None:
            seen.add(number)
        return len(seen) >= 5
    wait_for(f"five different pictures of {name} in {app.name}'s window", enough, 30)


def test_start():
    """One click starts a meeting, and its link is on the clipboard"""
    ada = start("Ada", "--service", service)
    ada.place(0, 0, 960, 640)
    assert not opens(ada, desktop.dir / "Ada.y4m"), "the camera is open before the click"
    ada.click("New Meeting")
    ada.wait_for_node("Waiting for others")
    assert wait_for("the link on the clipboard", desktop.clipboard) == link_in(ada)


def test_own_picture():
    """Whoever waits sees their own picture, mirrored"""
    ada = people["Ada"]
    wait_for("Ada's own picture", lambda: clips.read_number(ada.tile_picture("Ada")[:, ::-1]) is not None)


def test_link_asks_first():
    """A link from the command line shows what it leads to, and nothing is sent before a click"""
    link = re.sub("^https?:", "confab:", link_in(people["Ada"]))
    ben = start("Ben", link=link)
    ben.place(980, 0, 960, 640)
    ben.wait_for_node("Join This Meeting\\?")
    ben.wait_for_node(re.escape(re.search("/j/([^#]*)#", link)[1]))
    assert people["Ada"].find("Ben.*") is None, "something was sent before the click"
    ben.click("Join")


def test_each_sees_the_other():
    """Each window shows the other's clip, moving"""
    assert_moves(people["Ada"], "Ben")
    assert_moves(people["Ben"], "Ada")


def test_path_is_written_out():
    """The header says that nothing is in between"""
    for app in people.values():
        app.wait_for_node("Direct between you")


def test_chat_arrives():
    """What is typed in one window is read in the other"""
    ada, ben = people["Ada"], people["Ben"]
    ada.key("c")
    ada.wait_for_node("Message to all")
    ada.type("Guten Morgen, <b>Ben</b> & co\n")
    ben.wait_for_node("Chat, 1 new message")
    ben.key("c")
    ben.wait_for_node(re.escape("Guten Morgen, <b>Ben</b> & co"))
    ben.type("Hello Ada\n")
    ada.wait_for_node("Hello Ada")


def test_letters_are_letters_in_a_text_field():
    """Letters typed into the chat switch nothing, and their Ctrl forms do"""
    ada, ben = people["Ada"], people["Ben"]
    ada.type("mv c mv")
    assert ada.is_pressed("Microphone") and ada.is_pressed("Camera")
    ada.key("Return")
    ben.wait_for_node("mv c mv")
    ada.key("ctrl+d")
    wait_for("Ctrl+D to turn the microphone off", lambda: not ada.is_pressed("Microphone"))
    ada.key("ctrl+d")
    wait_for("Ctrl+D to turn it on again", lambda: ada.is_pressed("Microphone"))


def test_muted_marks():
    """M and V switch microphone and camera, and the other sees that"""
    ada, ben = people["Ada"], people["Ben"]
    ada.key("Escape")
    ada.key("m")
    ben.wait_for_node("Ada, microphone off")
    ada.key("v")
    ben.wait_for_node("Ada, microphone off, camera off")
    wait_for("the camera to be released", lambda: not opens(ada, desktop.dir / "Ada.y4m"))
    ada.key("v")
    ada.key("m")
    ben.wait_for_node("Ada")
    assert_moves(ben, "Ada")


def test_narrow():
    """The window fits 360 pixels, with every control in reach"""
    ben = people["Ben"]
    ben.place(980, 0, 360, 640)
    assert ben.geometry()[2] <= 360
    for name in ("Microphone", "Camera", "Chat", "Leave"):
        x, _, width, _ = ben.extents(ben.wait_for_node(name))
        assert x >= 980 and x + width <= 980 + 360, f"{name} lies outside"
    ben.key("c")
    x, _, width, _ = ben.extents(ben.wait_for_node("Message to all"))
    assert x >= 980 and x + width <= 980 + 360, "what is written lies outside"
    ben.key("Escape", "c")
    ben.wait_until_gone("Message to all")
    ben.place(980, 0, 960, 640)


def test_full_screen():
    """F11 fills the screen and gives it back"""
    ben = people["Ben"]
    ben.key("F11")
    wait_for("the whole screen", lambda: ben.geometry()[2:] == desktop.size)
    ben.key("F11")
    wait_for("the window's former size", lambda: ben.geometry()[2] == 960)


def test_leave_and_come_back():
    """Who leaves is gone from the other's window, and one click brings them back"""
    ada, ben = people["Ada"], people["Ben"]
    ben.key("ctrl+w")
    ben.wait_for_node("You Left the Meeting")
    wait_for("Ben's camera to be released", lambda: not opens(ben, desktop.dir / "Ben.y4m"))
    ben.wait_for_node("Undo")
    ada.wait_for_node("Waiting for others")
    ada.wait_until_gone("Ben.*", "image")
    ben.click("Join Again")
    assert_moves(ben, "Ada")
    assert_moves(ada, "Ben")


def clicks_heard(name, by):
    samples, rate = clips.read_wav(desktop.dir / f"{by}-heard.wav")
    return clips.click_times(samples, rate, PITCH[name])


def test_clicks_are_heard():
    """Each loudspeaker plays the other's click train, once a second, and not its own"""
    for name in people:
        people[name].quit()
    for by, name in (("Ada", "Ben"), ("Ben", "Ada")):
        times = clicks_heard(name, by)
        gaps = [b - a for a, b in zip(times, times[1:])]
        steady = [gap for gap in gaps if abs(gap - 1) < 0.06]
        assert len(steady) >= 5, f"{by} heard {name}'s clicks at {times}"
        own, _ = clips.read_wav(desktop.dir / f"{by}-heard.wav")
        assert clips.tone(own, PITCH[by]) < 0.1 * clips.tone(own, PITCH[name]), f"{by} heard themselves"


def test_silent_logs():
    """Neither window logged a warning"""
    for app in people.values():
        app.assert_silent()


def test_killed_peer():
    """Of whom is killed it is said that they do not answer, and then they are gone"""
    people.clear()
    ada = start("Ada", "--service", service)
    ada.place(0, 0, 960, 640)
    ada.click("New Meeting")
    ada.wait_for_node("Waiting for others")
    ben = start("Ben", link=link_in(ada))
    ben.place(980, 0, 960, 640)
    ben.click("Join")
    ada.wait_for_node("Ben", "image")
    assert_moves(ada, "Ben")
    ben.process.send_signal(signal.SIGKILL)
    ada.wait_for_node("Ben.*does not answer.*", "image", 10)
    ada.wait_until_gone("Ben.*", "image", 45)
    ada.wait_for_node("Waiting for others")


if __name__ == "__main__":
    if missing_programs():
        tap.skip_all(f"not installed: {', '.join(missing_programs())}")
    with Desktop(sys.argv[1]) as desktop:
        service = desktop.start_service()
        make_clips()
        tap.main()
