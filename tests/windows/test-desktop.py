#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Confab as a part of the desktop: one program, links, notifications, sleep, what it remembers: test-desktop.py BUILD

Ada's Confab is the desktop's own: no profile is named, so there is one of it. Ben's has a profile and comes and goes.
"""

import base64
import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tap

from bus import Session
from display import SOURCE, App, Desktop, missing_programs, tail, wait_for

LINK = "confab://meet.example.org/j/blue-river#AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"
desktop = None
service = None
notifications = None
session = None
ada = ben = cem = eva = None
link = None


class Own(App):
    """The desktop's own Confab, whoever started it."""

    def __init__(self, process):
        self.desktop = desktop
        self.name = "Ada"
        self.process = process


class Activated:
    """A process that the bus started, as far as Own needs it."""

    def __init__(self, pid):
        self.pid = pid
        self.log = os.devnull
        self.returncode = None

    def poll(self):
        status = pathlib.Path(f"/proc/{self.pid}/stat")
        alive = status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
        return None if alive else 0

    def send_signal(self, number):
        os.kill(self.pid, number)

    def wait(self, seconds):
        wait_for("the process to end", lambda: self.poll() is not None, seconds)


def confab(*words):
    return desktop.spawn([desktop.build / "src/app/confab", *words])


def start_own(*words):
    return Own(confab("--name", "Ada", "--service", service, "--camera", "none", "--microphone", "none", "--speaker",
                      "none", *words))


def start_ben(*words):
    return desktop.start_app("Ben", "--service", service, "--camera", "none", "--microphone", "none", "--speaker", "none",
                             *words)


def call(method, *words, path="/app/confab/Confab", interface="org.freedesktop.Application"):
    return subprocess.run(["gdbus", "call", "--session", "--dest", "app.confab.Confab", "--object-path", path, "--method",
                           f"{interface}.{method}", *words], env=desktop.environment, capture_output=True, text=True,
                          timeout=30)


def own_pid():
    done = subprocess.run(["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path",
                           "/org/freedesktop/DBus", "--method", "org.freedesktop.DBus.GetConnectionUnixProcessID",
                           "app.confab.Confab"], env=desktop.environment, capture_output=True, text=True)
    found = re.search(r"uint32 (\d+)", done.stdout)
    return int(found[1]) if found else None


def quit_own(app):
    app.key("ctrl+q")
    wait_for("Ada's confab to quit", lambda: app.process.poll() is not None)
    wait_for("its name to be free", lambda: own_pid() is None)


def install():
    """The files that the desktop looks for, as they are installed, but for the place of the program."""
    folder = desktop.dir / "data/dbus-1/services"
    folder.mkdir(parents=True, exist_ok=True)
    text = (desktop.build / "data/app.confab.Confab.service").read_text()
    (folder / "app.confab.Confab.service").write_text(
        re.sub(r"(?m)^Exec=\S*", f"Exec={desktop.build}/src/app/confab", text))
    subprocess.run(["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path",
                    "/org/freedesktop/DBus", "--method", "org.freedesktop.DBus.ReloadConfig"],
                   env=desktop.environment, capture_output=True, check=True)


def look_elsewhere():
    """Gives another window the keyboard."""
    global eva
    if eva is None:
        eva = desktop.start_app("Eva", "--camera", "none", "--microphone", "none", "--speaker", "none")
        eva.wait_for_node("Meet Somebody")
        eva.place(1000, 500, 400, 400)
    eva.focus()


def told(title):
    return wait_for(f"the notification “{title}”", lambda: notifications.find(title))[1]


def test_bus_starts_the_program():
    """A link that is clicked starts Confab by its name on the bus, and leads to a question"""
    done = call("Open", f"['{LINK}']", "{}")
    assert done.returncode == 0, done.stderr
    app = Own(Activated(wait_for("Confab on the bus", own_pid)))
    app.wait_for_node("Join This Meeting\\?|Meeting.*", seconds=30)
    app.wait_for_node("blue-river")
    quit_own(app)


def test_menu_starts_a_meeting():
    """“New Meeting” in the desktop's menu starts Confab and a meeting"""
    desktop.environment["CONFAB_SERVICE"] = service
    done = call("ActivateAction", "new-meeting", "[]", "{}")
    assert done.returncode == 0, done.stderr
    app = Own(Activated(wait_for("Confab on the bus", own_pid)))
    app.wait_for_node("Waiting for others", seconds=30)
    quit_own(app)
    shutil.rmtree(desktop.dir / "data/confab")


def test_a_key_for_meetings_starts_none():
    """What is meant for a running meeting leaves no Confab without a window behind"""
    done = call("ActivateAction", "toggle-mute", "[]", "{}")
    assert done.returncode == 0, done.stderr
    wait_for("it to end", lambda: own_pid() is None, 30)


def test_second_start_reaches_the_first():
    """A second start hands its link to the first and ends"""
    global ada
    ada = start_own()
    ada.place(0, 0, 960, 700)
    ada.wait_for_node("Meet Somebody")
    second = confab(LINK)
    ada.wait_for_node("blue-river")
    assert second.wait(10) == 0, tail(second.log)
    ada.click("Back")
    ada.wait_for_node("Meet Somebody")


def test_id_is_enough():
    """The ID of a room leads to the service that is set"""
    assert confab("green-hill").wait(10) == 0
    ada.wait_for_node("green-hill")
    ada.wait_for_node(re.escape(service.split("//")[1]))
    ada.click("Back")
    assert confab("not/a/link").wait(10) == 0
    wait_for("a sentence about it", lambda: any("not a link to a meeting" in text for text in ada.texts()))


def test_joined_is_told():
    """Who joins while another window is in front is told, and looking takes it back"""
    global ben, link
    ada.click("New Meeting")
    ada.wait_for_node("Waiting for others")
    link = ada.wait_for_node(r"https?://\S+/j/\S+#\S+", "label").get_name()
    look_elsewhere()
    ben = start_ben(link)
    ben.place(980, 0, 960, 700)
    ben.click("Join.*")
    ben.wait_for_node("Ada.*", "image")
    look_elsewhere()
    ada.wait_for_node("Ben.*", "image")
    told("Ben joined the meeting")
    ada.focus()
    wait_for("it to be taken back", lambda: not notifications.shown)


def without_invitation(text):
    """The link with another secret: whoever has it stands before the door."""
    place, fragment = text.split("#")
    raw = bytearray(base64.urlsafe_b64decode(fragment + "=" * (-len(fragment) % 4)))
    raw[1] ^= 1
    return place + "#" + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def test_door_is_told():
    """Who asks to be let in is told, and let in by a button of the notification"""
    global cem
    look_elsewhere()
    cem = desktop.start_app("Cem", "--camera", "none", "--microphone", "none", "--speaker", "none",
                            link=without_invitation(link))
    cem.click("Join.*")
    cem.wait_for_node("Waiting for the host.*")
    look_elsewhere()
    told("Cem asks to be let in")
    notifications.press("Cem asks to be let in", "Let In")
    cem.wait_for_node("Ada.*", "image")
    cem.key("ctrl+q")
    wait_for("Cem to quit", lambda: cem.process.poll() is not None)
    ada.focus()
    wait_for("everything to be taken back", lambda: not notifications.shown)


def test_message_is_told_without_its_text():
    """A message is told with its sender's name alone, and a press shows the chat"""
    look_elsewhere()
    ben.key("c")
    ben.wait_for_node("Message to all")
    ben.type("the secret plan\n")
    assert told("New message from Ben")["body"] == ""
    look_elsewhere()
    notifications.press("New message from Ben", "Show Chat")
    ada.wait_for_node("the secret plan")
    wait_for("it to be taken back", lambda: not notifications.shown)


def test_computer_stays_awake():
    """During a meeting the computer stays awake, and not longer"""
    app, reason, flags = wait_for("Confab to keep it awake", lambda: list(session.inhibitors.values()))[0]
    assert (app, reason, flags) == ("app.confab.Confab", "A meeting is running", 4 | 8), (app, reason, flags)
    ada.key("ctrl+w")
    ada.wait_for_node("You Left the Meeting|Back to Start|.*[Ll]eft.*")
    wait_for("it to be let sleep", lambda: not session.inhibitors, 20)


def test_meeting_is_remembered():
    """The meeting is in the list afterwards, in a file for this user only, and a click leads back to it"""
    ada.click("Back to Start")
    room = re.search("/j/([^#]*)#", link)[1]
    ada.wait_for_node(re.escape(room))
    path = desktop.dir / "data/confab/recent-meetings.json"
    wait_for("the list on the disk", path.exists)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one["link"] for one in json.loads(path.read_text())["meetings"]] == [link]
    ada.point_at(re.escape(room), "label")
    ada.click("Join.*")
    ada.wait_for_node("Waiting for others")


def test_trouble_is_told():
    """Trouble is told while one looks elsewhere, and taken back when it is over"""
    look_elsewhere()
    desktop.stop_service()
    told("Trouble in the meeting")
    desktop.start_service(int(service.rsplit(":", 1)[1]))
    wait_for("it to be taken back", lambda: notifications.find("Trouble in the meeting") is None, 40)
    ada.key("ctrl+w")
    ada.click("Back to Start")
    ada.wait_for_node("Meet Somebody")


def test_end_is_told():
    """A meeting that ends while one looks elsewhere is told, with the way back"""
    ben.click("Back to Start")
    ben.click("New Meeting")
    ben.wait_for_node("Waiting for others")
    theirs = ben.wait_for_node(r"https?://\S+/j/\S+#\S+", "label").get_name()
    assert confab(theirs).wait(10) == 0
    ada.click("Join.*")
    ada.wait_for_node("Ben.*", "image")
    look_elsewhere()
    ben.click("Leave.*")
    told("The Meeting Is Over")
    notifications.press("The Meeting Is Over", "Join Again")
    ada.wait_until_gone("Join Again")
    ada.key("ctrl+w")
    ada.click("Back to Start")
    ada.wait_for_node("Meet Somebody")


def test_removal_can_be_undone():
    """A meeting is removed from the list, and one click brings it back"""
    room = re.escape(re.search("/j/([^#]*)#", link)[1])
    ada.click(f"Remove “{room}” from the list")
    ada.wait_until_gone(f"Remove “{room}” from the list")
    ada.click("Undo( Undo)?")
    ada.wait_for_node(f"Remove “{room}” from the list")
    ada.click("Clear")
    ada.wait_for_node("Meetings you were in appear here.*")
    ada.click("Undo( Undo)?")
    ada.wait_for_node(f"Remove “{room}” from the list")


def test_service_is_checked():
    """The preferences say whether the service answers, and what is wrong with an address"""
    ada.key("ctrl+comma")
    ada.click("Meetings", "page tab")
    ada.click("Check")
    ada.wait_for_node("Yes: a Confab service, version .*")
    desktop.xdotool("key", "Escape")
    ada.wait_until_gone("Meetings", "page tab")


def kept():
    return json.loads((desktop.dir / "data/confab/recent-meetings.json").read_text())


def test_preferences_apply_at_once():
    """By the keyboard alone: what is switched off in the preferences is off at once"""
    assert kept()["meetings"]
    ada.key("ctrl+comma")
    wait_for("the preferences to have the keyboard",
             lambda: desktop.xdotool("getwindowname", desktop.xdotool("getactivewindow")) == "Preferences")
    ada.tab_to("Privacy")
    desktop.xdotool("key", "space")
    ada.tab_to("Remember recent meetings")
    desktop.xdotool("key", "space")
    wait_for("the list to be emptied", lambda: kept() == {"version": 1, "remembering": False, "meetings": []})
    desktop.xdotool("key", "Escape")
    ada.wait_for_node("Confab does not remember your meetings.*")


def stand_in_browser():
    """What opens HTML on this desktop: a program that writes down what it was given. Gives the file it writes to."""
    opened = desktop.dir / "opened"
    browser = desktop.dir / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s" "$1" > {opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o755)
    folder = desktop.dir / "data/applications"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "browser.desktop").write_text("[Desktop Entry]\nType=Application\nName=Browser\n"
                                            f"Exec={browser} %u\nMimeType=text/html;\n")
    (desktop.dir / "config").mkdir(exist_ok=True)
    (desktop.dir / "config/mimeapps.list").write_text("[Default Applications]\ntext/html=browser.desktop\n")
    return opened


def manual_opened_by(opened, **environment):
    """The page that F1 opens, below the manual's folder."""
    opened.unlink(missing_ok=True)
    app = desktop.start_app("Fay", "--camera", "none", "--microphone", "none", "--speaker", "none",
                            environment=environment)
    app.wait_for_node("New Meeting|Neues Meeting", "push button")
    app.key("F1")
    wait_for("the browser to be started", opened.exists)
    app.stop()
    return pathlib.Path(opened.read_text().removeprefix("file://")).relative_to(SOURCE / "docs/manual")


def test_help():
    """F1 opens the manual in the person's language, or in English, in the desktop's browser"""
    opened = stand_in_browser()
    assert str(manual_opened_by(opened)) == "en/index.html"
    assert str(manual_opened_by(opened, LANGUAGE="de_AT")) == "de/index.html"
    assert str(manual_opened_by(opened, LANGUAGE="fr")) == "en/index.html"


def test_missing_manual():
    """Where no manual is installed, F1 says so"""
    app = desktop.start_app("Gus", "--camera", "none", "--microphone", "none", "--speaker", "none",
                            environment={"CONFAB_MANUAL_DIR": str(desktop.dir / "nowhere")})
    app.wait_for_node("New Meeting", "push button")
    app.key("F1")
    app.wait_for_node("The manual is not installed on this computer")
    app.stop()


def test_quitting():
    """Quitting is clean, and nothing was warned of"""
    quit_own(ada)
    assert ada.process.returncode == 0, ada.log()
    for app in (ada, ben, cem, eva):
        app.assert_silent()
    assert "#" not in ada.log() and "blue-river" not in ada.log(), "a link is in the log"


if __name__ == "__main__":
    if missing_programs():
        tap.skip_all(f"not installed: {', '.join(missing_programs())}")
    with Desktop(sys.argv[1]) as desktop:
        desktop.environment |= {"XDG_DATA_DIRS": "/usr/local/share:/usr/share"}
        install()
        service = desktop.start_service()
        notifications = desktop.notifications
        session = Session(desktop.environment["DBUS_SESSION_BUS_ADDRESS"])
        tap.main()
