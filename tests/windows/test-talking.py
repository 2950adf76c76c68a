#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Microphone keys: held, from other windows, and without any window: test-talking.py BUILD

The portal of global shortcuts is a stand-in of ours (portal.py): it shows that we speak as documented, not that some
desktop listens.
"""

import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tap

import clips
from display import Desktop, missing_programs, stop, wait_for

HERE = pathlib.Path(__file__).resolve().parent
desktop = None
service = None
app = None
portal = None


def is_on():
    return app.is_pressed("Microphone")


def assert_on(on):
    wait_for(f"the microphone to be {'on' if on else 'off'}", lambda: is_on() == on)


def confab(*options):
    """Confab as somebody starts it a second time: this user's own, not one of the test's profiles."""
    return subprocess.run([desktop.build / "src/app/confab", *options], env=desktop.environment, capture_output=True,
                          text=True, timeout=20)


def test_no_meeting():
    """Where no Confab runs, --toggle-mute says so, opens no window, and fails"""
    done = confab("--toggle-mute")
    assert done.returncode == 1 and "No meeting is running" in done.stderr, done


def test_hint():
    """Whoever talks into a microphone that is off is told, once"""
    global app, portal
    portal = desktop.spawn(["/usr/bin/python3", HERE / "portal.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                           text=True)
    assert portal.stdout.readline() == "ready\n"
    app = desktop.start_app("Ada", "--camera", "none", "--microphone", desktop.dir / "hum.wav", "--speaker", "none",
                            "--service", service, own_profile=False)
    app.place(0, 0, 960, 700)
    app.click("New Meeting")
    app.wait_for_node("Waiting for others")
    assert_on(True)
    assert app.find("Nobody hears you.*") is None
    app.key("m")
    app.wait_for_node("Nobody hears you.*")
    app.wait_until_gone("Nobody hears you.*")


def test_space_is_held_to_talk():
    """Space turns the microphone on as long as it is held"""
    app.focus()
    assert_on(False)
    desktop.xdotool("keydown", "space")
    assert_on(True)
    desktop.xdotool("keyup", "space")
    assert_on(False)


def test_space_is_a_space_in_a_text_field():
    """In the chat, Space is a space"""
    app.key("c")
    app.wait_for_node("Message to all")
    entry = app.wait_for_node("Message to all", "entry|text")
    desktop.xdotool("keydown", "space")
    wait_for("the space in the text", lambda: entry.get_text_iface().get_character_count() > 0)
    assert not is_on()
    desktop.xdotool("keyup", "space", "key", "BackSpace")
    app.key("Escape", "c")
    app.wait_until_gone("Message to all")


def test_space_presses_the_button_one_walked_to():
    """The button that has the keyboard keeps Space, until a click into the pictures takes it away"""
    app.focus()
    app.key("space")  # the chat's, after Esc
    app.wait_for_node("Message to all")
    assert not is_on()
    app.key("Escape", "c")
    app.wait_until_gone("Message to all")
    x, y, width, height = app.extents(app.wait_for_node("People in this meeting"))
    desktop.xdotool("mousemove", x + 20, y + 20, "click", 1)
    desktop.xdotool("keydown", "space")
    assert_on(True)
    desktop.xdotool("keyup", "space")
    assert_on(False)


def test_leaving_the_window_ends_talking():
    """A key that is released in another window does not leave the microphone on"""
    app.focus()
    desktop.xdotool("keydown", "space")
    assert_on(True)
    other = desktop.start_app("Eve", "--camera", "none", "--microphone", "none", "--speaker", "none",
                              environment={"GSETTINGS_BACKEND": "memory"})
    try:
        other.focus()
        assert_on(False)
    finally:
        desktop.xdotool("keyup", "space")
        other.stop()


def test_toggle_from_the_command_line():
    """confab --toggle-mute reaches the running meeting"""
    done = confab("--toggle-mute")
    assert done.returncode == 0, done
    assert_on(True)
    confab("--toggle-mute")
    assert_on(False)


def test_toggle_from_the_bus():
    """So does the action on the session bus"""
    app.act("toggle-mute")
    assert_on(True)
    app.key("m")
    assert_on(False)


def tell_portal(words):
    portal.stdin.write(words + "\n")
    portal.stdin.flush()


def test_global_keys():
    """By the portal a key talks while it is held, whatever window has the keyboard"""
    asked = [portal.stdout.readline().strip() for _ in range(3)]
    assert asked == ["Register app.confab.Confab", "CreateSession", "BindShortcuts"], asked
    tell_portal("press talk")
    assert_on(True)
    tell_portal("release talk")
    assert_on(False)
    tell_portal("press toggle-mute")
    assert_on(True)
    tell_portal("release toggle-mute")
    tell_portal("press toggle-mute")
    assert_on(False)


def test_global_key_goes_while_it_is_held():
    """When the portal ends while a key of its is held, the microphone does not stay on"""
    tell_portal("press talk")
    assert_on(True)
    stop(portal)
    assert_on(False)
    app.focus()
    desktop.xdotool("keydown", "space")
    assert_on(True)
    desktop.xdotool("keyup", "space")
    assert_on(False)


def test_toggle_after_the_meeting():
    """After the meeting --toggle-mute says that none is running"""
    app.key("ctrl+w")
    app.wait_for_node("You Left the Meeting")
    done = confab("--toggle-mute")
    assert done.returncode == 1 and "No meeting is running" in done.stderr, done


def test_silent_logs():
    """The window logged no warning"""
    app.assert_silent()


if __name__ == "__main__":
    if missing_programs():
        tap.skip_all(f"not installed: {', '.join(missing_programs())}")
    with Desktop(sys.argv[1]) as desktop:
        service = desktop.start_service()
        clips.write_hum(desktop.dir / "hum.wav", 440)
        settings = desktop.dir / "config/glib-2.0/settings"
        settings.mkdir(parents=True)
        (settings / "keyfile").write_text("[app/confab/Confab]\nglobal-keys=true\n")
        desktop.environment["GSETTINGS_BACKEND"] = "keyfile"
        tap.main()
