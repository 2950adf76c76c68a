#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page as a screen reader and a keyboard find it: test-accessible.py BUILD

One window is led through its pages in a language made for this (pseudo_locale.py), narrow and wide.
"""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tap

import clips
import pseudo_locale
from display import Desktop, missing_programs, wait_for

NARROW, WIDE = (360, 720), (1920, 900)
CONTROLS = "(push|toggle|radio) button|check box|entry|text|password text|combo box|(check |radio )?menu item|link|slider|switch"
CLASS_NAME = "(Gtk|Adw|Confab)[A-Z].*"  # GTK gives the name of its class to what has none
UNREACHABLE = ("GtkSearchEntry",)  # of libadwaita's preferences window, whose search is switched off
# Texts of GTK itself, of people, and of rooms.
OF_GTK = ("No Results Found", "Try a different search", "Try a different search.", "Search Results")
FOREIGN = r"No Results Found|Try a different search\.?|/.*|.*\.y4m|Minimize|Maximize|Restore|Close|Confab|Ada|Ben|\W*|[a-z]+-[a-z]+-[a-z]+|https?://.*|confab|[\d:. ]+"

desktop = None
ada = None
ben = None


def text(english):
    """What stands for @english on the screen."""
    return f"{pseudo_locale.BEGIN}{english}·*{pseudo_locale.END}"


def place(size):
    ada.place(0, 0, *size)


def nodes():
    """(role, name, node) of all that is shown."""
    from gi.repository import GLib
    found = []
    for node in ada.nodes():
        try:
            found.append((node.get_role_name(), node.get_name() or "", node))
        except GLib.Error:
            continue
    return found


def is_unnamed(name):
    return not name.strip() or re.fullmatch(CLASS_NAME, name)


def assert_named(page):
    unnamed = [(role, name) for role, name, _ in nodes()
               if re.fullmatch(CONTROLS, role) and is_unnamed(name) and name not in UNREACHABLE]
    assert not unnamed, f"on {page}: {unnamed}"
    twice = [(role, name) for role, name, _ in nodes()
             if re.fullmatch(CONTROLS, role) and re.fullmatch(r"(.+) \1", name.strip())]
    assert not twice, f"said twice on {page}: {twice}"


def assert_translated(page):
    plain = {name for role, name, _ in nodes()
             if not is_unnamed(name) and pseudo_locale.BEGIN not in name and not re.fullmatch(FOREIGN, name)
             and role not in ("application", "frame")}
    assert not plain, f"on {page}: {sorted(plain)}"


def assert_inside(page, size):
    """No control lies, even in part, beyond the window's sides."""
    from gi.repository import Atspi
    for role, name, node in nodes():
        if not re.fullmatch(CONTROLS, role) or not node.get_state_set().contains(Atspi.StateType.VISIBLE):
            continue
        box = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        assert box.x >= -2 and box.x + box.width <= size[0] + 2, f"on {page}: {name} from {box.x} to {box.x + box.width}"


def focused():
    from gi.repository import Atspi
    return next(((role, name) for role, name, node in nodes()
                 if node.get_state_set().contains(Atspi.StateType.FOCUSED)), None)


def assert_keyboard(page):
    """Tab goes round, and the focus is never lost."""
    ada.focus()
    seen = []
    for _ in range(40):
        desktop.xdotool("key", "Tab")
        now = wait_for(f"a focus on {page} after {seen[-3:]}", focused, 5)
        if len(seen) > 3 and now in seen[:3]:  # the first one's name may tell of a connection that has changed
            return
        seen.append(now)
    raise AssertionError(f"on {page}: Tab does not come round: {seen}")


def examine(page, keyboard=True):
    for size in (NARROW, WIDE):
        place(size)
        assert_named(page)
        assert_translated(page)
        assert_inside(page, size)
    if keyboard:
        assert_keyboard(page)


def test_start_page():
    """The start page: named, translated, fitting, reached by Tab"""
    global ada
    clips.write_camera(desktop.dir / "Ada.y4m", clips.ADA, width=640, height=360, frames=60)
    ada = desktop.start_app("Ada", "--service", service, "--camera", desktop.dir / "Ada.y4m", "--microphone", "test",
                            "--speaker", "none")
    ada.wait_for_node(text("New Meeting"))
    examine("the start page")


def test_preferences():
    """Every page of the preferences"""
    ada.key("ctrl+comma")
    for page in ("General", "Devices", "Meetings", "Notifications", "Privacy", "Shortcuts"):
        ada.click(text(page), ".*(button|tab)")
        assert_named(f"{page} of the preferences")
        assert_translated(f"{page} of the preferences")
    ada.key("Escape")
    ada.wait_until_gone(text("Shortcuts"), ".*(button|tab)")


def test_lobby():
    """The lobby, for trying camera and sound"""
    place(WIDE)
    ada.point_at(text("Check camera and sound"), "list item")
    ada.wait_for_node(text("Play test sound"), "push button")
    examine("the lobby")
    ada.key("Escape")
    ada.wait_for_node(text("New Meeting"))


def test_shortcuts():
    """The window of shortcuts has a name for everything"""
    ada.key("ctrl+question")
    ada.wait_for_node(text("Camera on or off"), "label")
    plain = {name for role, name, _ in nodes() if role == "label" and name.count(" ") > 0}
    assert all(pseudo_locale.BEGIN in name or name in OF_GTK for name in plain), plain
    desktop.xdotool("key", "Escape")
    ada.wait_until_gone(text("Camera on or off"), "label")


def test_waiting_for_others():
    """A meeting with nobody else in it"""
    ada.key("ctrl+n")
    ada.wait_for_node(text("Waiting for others"))
    examine("the empty meeting")


def test_meeting():
    """A meeting of two"""
    global ben
    link = ada.wait_for_node(r"https?://\S+/j/\S+#\S+", "label").get_name()
    ben = desktop.spawn([desktop.build / "src/cli/confab-cli", "join", link, "--name", "Ben", "--profile",
                         desktop.dir / "profile-Ben", "--camera", "test", "--mic", "test"], stdin=-1)
    ada.wait_for_node(f"Ben|{text('Ben.*')}|Ben,.*", "image")
    examine("the meeting")


def test_people():
    """The list of people"""
    place(WIDE)
    ada.key("p")
    ada.wait_for_node(text("Copy Invitation Link"))
    examine("the list of people")


def test_menu_of_a_person():
    """The menu of a person, with the figures of the connection"""
    place(WIDE)
    ada.click(text("More about Ben"))
    ada.wait_for_node(text("There and back"))
    assert_named("the person's menu")
    assert_translated("the person's menu")
    ada.key("Escape", "Escape", "p")
    ada.wait_until_gone(text("Copy Invitation Link"))


def test_chat():
    """The chat"""
    ada.key("c")
    ada.wait_for_node(text("Message to all"))
    examine("the chat", keyboard=False)
    ada.key("Escape", "c")


def test_left():
    """What comes after a meeting"""
    ada.key("ctrl+w")
    ada.wait_for_node(text("Undo"))
    examine("the page after leaving")
    ada.wait_for_node(text("Join Again"))
    ada.click(text("Back to Start"))


def test_silent_log():
    """Nothing was logged as a warning"""
    ada.key("ctrl+q")
    wait_for("Ada to quit", lambda: ada.process.poll() is not None)
    assert ada.process.returncode == 0, ada.log()
    lines = [line for line in ada.log().splitlines() if re.search("CRITICAL|WARNING|ERROR", line)]
    assert not lines, lines[:5]


if __name__ == "__main__":
    if missing_programs():
        tap.skip_all(f"not installed: {', '.join(missing_programs())}")
    with Desktop(sys.argv[1], size=(1940, 1000)) as desktop:
        pseudo_locale.install(desktop.dir / "locale")
        desktop.environment |= {"LANGUAGE": pseudo_locale.LANGUAGE, "CONFAB_LOCALE_DIR": str(desktop.dir / "locale")}
        service = desktop.start_service()
        tap.main()
