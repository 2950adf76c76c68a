#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lobby: what one sees and hears of oneself before a meeting, and how fast one is in it: test-lobby.py BUILD"""

import pathlib
import re
import subprocess
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tap

import clips
from display import Desktop, missing_programs, stop, wait_for

CHIME_HZ = 659.26
desktop = None
service = None
ada = None
link = None


def start(name, *options, **more):
    app = desktop.start_app(name, "--speaker", f"file:{desktop.dir}/{name}-heard.wav", "--camera",
                            desktop.dir / "Ben.y4m", "--microphone", desktop.dir / "Ben.wav", *options, **more)
    app.place(980, 0, 960, 700)
    return app


def opens(app, path):
    links = pathlib.Path(f"/proc/{app.process.pid}/fd").iterdir()
    return any(str(path) == str(link.resolve()) for link in links)


def open_descriptor(app, path):
    """Which opening of the file this is: its number, and when it came to be."""
    for entry in pathlib.Path(f"/proc/{app.process.pid}/fd").iterdir():
        if str(entry.resolve()) == str(path):
            return entry.name, entry.lstat().st_ctime_ns
    return None


def shows_own(app, name, first=512):
    number = clips.read_number(app.tile_picture(name)[:, ::-1])
    return number is not None and first <= number < first + 60


def has_focus(app, name):
    from gi.repository import Atspi
    return app.wait_for_node(name, "push button").get_state_set().contains(Atspi.StateType.FOCUSED)


def test_two_clicks():
    """From a link to another person's picture it is the link and one click, and no typing"""
    global ada, link
    ada = desktop.start_app("Ada", "--camera", desktop.dir / "Ada.y4m", "--microphone", "none", "--speaker", "none",
                            "--service", service)
    ada.place(0, 0, 960, 700)
    ada.click("New Meeting")
    ada.wait_for_node("Waiting for others")
    link = re.sub("^https?:", "confab:", ada.wait_for_node(r"https?://\S+/j/\S+#\S+", "label").get_name())
    ben = start("Ben", link=link)  # the first click, in some other program
    ben.wait_for_node("Join This Meeting\\?")
    wait_for("Join to have the keyboard", lambda: has_focus(ben, "Join"))
    ben.click("Join")  # the second
    ada.wait_for_node("Ben", "image")
    ben.wait_for_node("Ada, microphone off", "image")
    ben.stop()
    ada.wait_until_gone("Ben.*", "image", 45)


def test_own_picture_and_nobody_elses():
    """The lobby shows oneself, mirrored, and tells nobody"""
    ben = start("Bo", link=link)
    wait_for("Bo's own picture", lambda: shows_own(ben, "Bo"))
    assert opens(ben, desktop.dir / "Ben.y4m")
    assert ada.find("Bo.*", "image") is None
    ben.click("Back")
    ben.wait_for_node("Meet Somebody")
    wait_for("the camera to be released", lambda: not opens(ben, desktop.dir / "Ben.y4m"))
    wait_for("the microphone to be released", lambda: not opens(ben, desktop.dir / "Ben.wav"))
    ben.stop()


def test_escape_releases_too():
    """Esc leaves the lobby, and lets go of camera and microphone"""
    ben = start("Bill", link=link)
    wait_for("the camera", lambda: opens(ben, desktop.dir / "Ben.y4m"))
    wait_for("Join to have the keyboard", lambda: has_focus(ben, "Join"))
    ben.key("Escape")
    ben.wait_for_node("Meet Somebody")
    wait_for("the camera to be released", lambda: not opens(ben, desktop.dir / "Ben.y4m"))
    ben.stop()


def lit(app):
    """How far the bar of the microphone reaches, in columns of green."""
    x, y, width, height = app.extents(app.wait_for_node("Level of your microphone"))
    row = desktop.picture()[y + height // 2, x:x + width].astype(int)
    return int(((row[:, 1] > row[:, 0] + 40) & (row[:, 1] > row[:, 2] + 20)).sum())


def test_meter_moves():
    """The bar moves with the microphone's clicks, and stands still while it is off"""
    ben = start("Bea", link=link)
    ben.wait_for_node("Your microphone hears you\\.")
    seen = set()

    def enough():
        seen.add(lit(ben))
        return max(seen) > 100 and min(seen) < 20
    wait_for("the bar to rise and to fall", enough)
    ben.click("Microphone", "push button|toggle button")
    ben.wait_for_node("Your microphone is off\\.")
    assert lit(ben) == 0
    ben.stop()


def test_test_sound_is_heard():
    """The test sound reaches the loudspeaker that is chosen"""
    ben = start("Bob", link=link)
    ben.click("Play test sound.*")
    ben.wait_for_node("Your microphone hears you\\.")
    wait_for("the sound to be over", lambda: (desktop.dir / "Bob-heard.wav").stat().st_size > 3 * 96000)
    ben.key("ctrl+q")
    wait_for("Bob to quit", lambda: ben.process.poll() is not None)
    samples, _ = clips.read_wav(desktop.dir / "Bob-heard.wav")
    assert clips.tone(samples, CHIME_HZ) > 0.05
    loud = np.flatnonzero(abs(samples) > 0.01)
    assert 0.5 < (loud[-1] - loud[0]) / clips.RATE < 1.5


def test_toggles_are_carried_in():
    """What the lobby shows as off is off in the meeting, and the camera is not opened a second time"""
    ben = start("Bia", link=link)
    wait_for("the own picture", lambda: shows_own(ben, "Bia"))
    ben.click("Microphone", "push button|toggle button")
    descriptor = open_descriptor(ben, desktop.dir / "Ben.y4m")
    ben.click("Join")
    ada.wait_for_node("Bia, microphone off", "image")
    ben.wait_for_node("Ada.*", "image")
    assert not ben.is_pressed("Microphone") and ben.is_pressed("Camera")
    assert open_descriptor(ben, desktop.dir / "Ben.y4m") == descriptor
    ben.key("ctrl+w")
    ben.wait_for_node("You Left the Meeting")
    wait_for("the camera to be released", lambda: not opens(ben, desktop.dir / "Ben.y4m"))
    ben.wait_for_node("Join Again")
    ben.stop()


def test_camera_is_exchanged_in_a_call():
    """Another camera is chosen in the middle of a call, and the others see it within a second or two"""
    sender = desktop.spawn([desktop.build / "src/cli/confab-cli", "join", link, "--name", "Cli", "--camera",
                            desktop.dir / "Ben.y4m", "--profile", desktop.dir / "cli"], stdin=subprocess.PIPE, text=True)

    def is_seen(first):
        number = clips.read_number(ada.tile_picture("Cli"))
        return number is not None and first <= number < first + 60

    wait_for("the first camera", lambda: is_seen(512))
    for name, first in (("Ada", 0), ("Ben", 512)):
        sender.stdin.write(f"camera {desktop.dir}/{name}.y4m\n")
        sender.stdin.flush()
        wait_for(f"the camera of {name}", lambda: is_seen(first), 5)
    stop(sender)
    ada.wait_until_gone("Cli.*", "image", 45)


def test_without_devices():
    """Without a camera the lobby says what to do, and nothing pops up"""
    ben = desktop.start_app("Bud", "--speaker", "none", link=link)
    ben.wait_for_node("No camera was found.*")
    ben.wait_for_node("No microphone was found.*")
    assert not ben.is_pressed("Camera") and not ben.is_pressed("Microphone")
    assert ben.find("There is no (camera|microphone).*") is None
    ben.click("Join")
    ada.wait_for_node("Bud, microphone off, camera off", "image")
    ben.stop()


def test_narrow():
    """The lobby fits 360 pixels, and Join is in reach"""
    ben = start("Bix", link=link)
    ben.place(980, 0, 360, 640)
    ben.wait_for_node("Join", "push button")
    assert ben.geometry()[2] <= 360
    for name in ("Microphone", "Choose camera", "Join", "Your name"):
        x, y, width, height = ben.extents(ben.wait_for_node(name))
        assert x >= 980 and x + width <= 980 + 360, f"{name} lies outside"
    x, y, width, height = ben.extents(ben.wait_for_node("Join", "push button"))
    assert y + height <= 640
    ben.stop()


def test_check_without_invitation():
    """Camera and sound can be checked without a meeting"""
    ben = start("Bee")
    ben.wait_for_node("Meet Somebody")
    assert not opens(ben, desktop.dir / "Ben.y4m")
    ben.act("check-devices")
    ben.wait_for_node("Camera and Sound")
    wait_for("the own picture", lambda: shows_own(ben, "Bee"))
    assert ben.find("Join", "push button") is None
    ben.click("Done")
    ben.wait_for_node("Meet Somebody")
    wait_for("the camera to be released", lambda: not opens(ben, desktop.dir / "Ben.y4m"))
    ben.stop()


def test_lobby_right_after_leaving():
    """Who asks for the lobby while Undo is still offered is shown it, and no camera is open behind another page"""
    ben = start("Bev", link=link)
    ben.click("Join")
    ben.wait_for_node("Ada.*", "image")
    ben.key("ctrl+w")
    ben.wait_for_node("Undo", "push button")
    ben.act("check-devices")
    ben.wait_for_node("Camera and Sound")
    wait_for("the own picture", lambda: shows_own(ben, "Bev"))
    ben.click("Done")
    ben.wait_for_node("Meet Somebody")
    wait_for("the camera to be released", lambda: not opens(ben, desktop.dir / "Ben.y4m"))
    ben.stop()


def test_silent_logs():
    """No window logged a warning"""
    for app in desktop.apps:
        lines = [line for line in app.log().splitlines() if re.search("CRITICAL|WARNING|ERROR", line)]
        assert not lines, (app.name, lines[:5])


if __name__ == "__main__":
    if missing_programs():
        tap.skip_all(f"not installed: {', '.join(missing_programs())}")
    with Desktop(sys.argv[1]) as desktop:
        service = desktop.start_service()
        for who, look in (("Ada", clips.ADA), ("Ben", clips.BEN)):
            clips.write_camera(desktop.dir / f"{who}.y4m", look, width=640, height=360, frames=60)
            clips.write_clicks(desktop.dir / f"{who}.wav", 700)
        tap.main()
