#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a window says when something is missing or wrong: test-troubles.py BUILD"""

import base64
import pathlib
import re
import stat
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tap

import clips
from display import Desktop, free_port, missing_programs, wait_for

desktop = None


def start(name, *options, **more):
    return desktop.start_app(name, "--speaker", "none", *options, **more)


def test_no_service():
    """Without a service the start page says whom meetings are for, and leads to where an address is typed or given up"""
    app = start("Ada", "--camera", "none", "--microphone", "none")
    app.wait_for_node(".*your meetings are for people in your own network.*")
    app.click("Set a Service…")
    app.click("Meetings", "page tab")
    wait_for("the preferences to have the keyboard",
             lambda: desktop.xdotool("getwindowname", desktop.xdotool("getactivewindow")) == "Preferences")
    app.tab_to("Does it answer\\?")
    desktop.xdotool("key", "shift+Tab")
    desktop.xdotool("type", "--delay", "8", "two words")
    desktop.xdotool("key", "Return")
    app.wait_for_node("This is not the address of a meeting service.*")
    desktop.xdotool("key", "ctrl+a")
    desktop.xdotool("type", "--delay", "8", "http://127.0.0.1:9")
    desktop.xdotool("key", "Return")
    app.wait_for_node("The meeting service does not answer.*")
    app.wait_until_gone(".*your meetings are for people in your own network.*")
    desktop.xdotool("key", "ctrl+a", "BackSpace", "Return", "Escape")
    app.wait_for_node(".*your meetings are for people in your own network.*")
    app.stop()


def test_name_can_be_erased():
    """Letters of the name are erased and typed where the cursor is"""
    app = start("Dora", "--camera", "none", "--microphone", "none", "--service", desktop.start_service())
    app.point_at("Your name", "text")
    app.key("End", "BackSpace", "BackSpace", "BackSpace")
    app.type("ana")
    app.click("New Meeting")
    app.wait_for_node("Dana, you, microphone off, camera off")
    app.stop()


def test_name_is_never_empty():
    """Who erases the name and goes on sees the one that is kept"""
    app = start("Edda", "--camera", "none", "--microphone", "none")
    app.point_at("Your name", "text")
    from gi.repository import Atspi
    name = app.wait_for_node("Your name", "text")
    app.key("ctrl+a", "BackSpace")
    wait_for("the field to be empty", lambda: Atspi.Text.get_character_count(name) == 0)
    app.key("Tab")
    wait_for("the name to be back", lambda: Atspi.Text.get_text(name, 0, 4) == "Edda")
    app.stop()


def test_service_down():
    """A service that does not answer is named, and one click goes back to the start"""
    app = start("Bea", "--camera", "none", "--microphone", "none", "--service", f"http://127.0.0.1:{free_port()}")
    app.click("New Meeting")
    app.wait_for_node("No Meeting Could Be Started")
    app.wait_for_node("The meeting service does not answer.*")
    app.click("Back to Start")
    app.wait_for_node("Meet Somebody")
    app.stop()


def test_wrong_link():
    """What is no invitation is refused with a sentence, and a link says where it leads before it is followed"""
    app = start("Cem", "--camera", "none", "--microphone", "none")
    app.point_at("Invitation link or meeting ID", "text")
    app.type("https://example.org/somewhere\n")
    app.wait_for_node("This is not a link to a meeting.*")
    app.key("ctrl+a")
    app.type("meet.example.org/j/blue-river")
    app.wait_for_node("Leads to “blue-river” at meet.example.org")
    app.stop()


def test_wrong_link_on_the_command_line():
    """A wrong link from outside leads to the start page, with a sentence"""
    app = start("Cem2", "--camera", "none", "--microphone", "none", link="confab://nowhere")
    app.wait_for_node("Meet Somebody")
    wait_for("a sentence about the link", lambda: any("not a link to a meeting" in text
                                                      for text in app.texts()))
    app.stop()


def test_unknown_room():
    """An invitation to a room that the service does not know is refused with a sentence"""
    service = desktop.start_service()
    link = service.replace("http:", "https:") + "/j/no-such-room#" + base64.urlsafe_b64encode(b"\1" + bytes(32)).decode()
    app = start("Dan", "--camera", "none", "--microphone", "none", link=link)
    app.wait_for_node("no-such-room")
    app.click("Join")
    app.wait_for_node("You Could Not Join")
    app.stop()


def test_profile_in_use():
    """A profile that is open elsewhere is not opened twice"""
    first = start("Eva", "--camera", "none", "--microphone", "none")
    first.wait_for_node("Meet Somebody")
    second = start("Eva", "--camera", "none", "--microphone", "none")
    second.wait_for_node("Confab Cannot Open")
    first.stop()
    wait_for("the first to end", lambda: first.process.poll() is not None)
    second.click("Try Again")
    second.wait_for_node("Meet Somebody")
    second.stop()


def test_broken_camera():
    """A camera that can't be used is told, and the meeting goes on without it"""
    service = desktop.start_service()
    damaged = desktop.dir / "damaged.y4m"
    damaged.write_bytes(b"no pictures in here")
    app = start("Fay", "--camera", damaged, "--microphone", "none", "--service", service)
    app.click("New Meeting")
    wait_for("a sentence about the camera", lambda: any("damaged.y4m" in text for text in app.texts()))
    app.wait_for_node("Waiting for others")
    app.wait_for_node("Fay, you, microphone off, camera off")
    wait_for("the button to say off", lambda: not app.is_pressed("Camera"))
    clips.write_camera(damaged, clips.ADA, 320, 180, frames=30)
    app.key("v")
    app.wait_for_node("Fay, you, microphone off")
    assert app.is_pressed("Camera")
    app.stop()


def test_service_lost():
    """A service that goes away is told, and that it is back as well"""
    port = free_port()
    service = desktop.start_service(port)
    app = start("Gil", "--camera", "test", "--microphone", "none", "--service", service)
    app.click("New Meeting")
    app.wait_for_node("Waiting for others")
    desktop.stop_service()
    app.wait_for_node("The meeting service does not answer.*")
    desktop.start_service(port)
    app.wait_until_gone("The meeting service does not answer.*", seconds=40)
    app.stop()


def test_identity_is_kept_on_request():
    """A key that would be lost is pointed out, and kept the way the person chooses"""
    app = start("Hal", "--camera", "none", "--microphone", "none")
    app.click("Keep It…")
    app.click("Keep Without Passphrase")
    app.wait_for_node("Your key is kept now")
    app.wait_until_gone("Keep It…")
    profile = desktop.dir / "profile-Hal"
    kept = wait_for("a file with the key", lambda: [path for path in profile.iterdir() if "identity" in path.name])
    assert stat.S_IMODE(kept[0].stat().st_mode) == 0o600
    app.stop()
    again = start("Hal", "--camera", "none", "--microphone", "none")
    again.wait_for_node("Meet Somebody")
    assert again.find("Keep It…") is None
    again.stop()


def test_passphrase():
    """An encrypted key asks for its passphrase, and says when it was the wrong one"""
    app = start("Ida", "--camera", "none", "--microphone", "none")
    app.click("Keep It…")
    app.wait_for_node("Passphrase")
    app.type("correct horse")
    app.click("Keep Encrypted")
    app.wait_for_node("Your key is kept now")
    app.wait_until_gone("Keep It…")
    app.stop()
    again = start("Ida", "--camera", "none", "--microphone", "none")
    again.wait_for_node("Your key is kept encrypted.*")
    again.type("wrong horse\n")
    wait_for("a sentence about the passphrase", lambda: any(re.search("passphrase", text) and "Your key" not in text
                                                            for text in again.texts()))
    again.type("correct horse\n")
    again.wait_for_node("Meet Somebody")
    again.stop()


def test_german():
    """A German desktop gets a German window"""
    desktop.environment |= {"LANGUAGE": "de", "CONFAB_LOCALE_DIR": str(desktop.build / "po")}
    app = start("Jan", "--camera", "none", "--microphone", "none")
    app.wait_for_node("Neues Meeting")
    english = {"New Meeting", "Join", "Your name", "Join a Meeting", "Recent Meetings"} & set(app.texts())
    assert not english, english
    app.stop()


def test_silent_logs():
    """No window logged a warning"""
    for app in desktop.apps:
        lines = [line for line in app.log().splitlines() if re.search("CRITICAL|WARNING|ERROR", line)]
        assert not lines, (app.name, lines[:5])


if __name__ == "__main__":
    if missing_programs():
        tap.skip_all(f"not installed: {', '.join(missing_programs())}")
    with Desktop(sys.argv[1]) as desktop:
        tap.main()
