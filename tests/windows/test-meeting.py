#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a window offers in a meeting: test-meeting.py BUILD

Ada has a window and is the host of a room with a waiting room; Ben is a confab-cli that comes to its door.
"""

import json
import pathlib
import queue
import re
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import frame_log
import tap

import clips
from display import Desktop, missing_programs, wait_for

desktop = None
ada = None
link = None
guests = []


class Guest:
    """A confab-cli in the meeting: its events, and lines to write to it."""

    def __init__(self, name, *options):
        command = [desktop.build / "src/cli/confab-cli", "join", link, "--name", name, "--profile",
                   desktop.dir / f"profile-{name}", *options]
        self.events = queue.Queue()
        self.seen = []
        self.process = desktop.spawn(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        threading.Thread(target=self.read, daemon=True).start()
        guests.append(self)

    def read(self):
        for line in self.process.stdout:
            self.events.put(json.loads(line))

    def say(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def forget(self):
        """What was told so far answers no question from now on."""
        while not self.events.empty():
            self.events.get()
        self.seen.clear()

    def wait_for(self, event, **keys):
        """The next event with these keys that has not been asked for."""
        def found():
            while not self.events.empty():
                self.seen.append(self.events.get())
            for i, seen in enumerate(self.seen):
                if seen["event"] == event and all(seen.get(key) == value for key, value in keys.items()):
                    return self.seen.pop(i)
            return None
        return wait_for(f"{event} {keys} at a guest", found)


def test_host_of_a_room_with_a_waiting_room():
    """A room made on the command line opens in the window of the same profile, as its host"""
    global ada, link
    profile = desktop.dir / "profile-Ada"
    made = subprocess.run([desktop.build / "src/cli/confab-cli", "create", "--service", service, "--waiting-room",
                           "--profile", profile], env=desktop.environment, capture_output=True, text=True, check=True)
    link = made.stdout.strip()
    clips.write_camera(desktop.dir / "Ada.y4m", clips.ADA, width=640, height=360, frames=60)
    clips.write_camera(desktop.dir / "Ben.y4m", clips.BEN, width=640, height=360, frames=60)
    clips.write_clicks(desktop.dir / "Ben.wav", 700)
    ada = desktop.start_app("Ada", "--camera", desktop.dir / "Ada.y4m", "--microphone", "test", "--speaker",
                            f"file:{desktop.dir}/heard.wav", link=link,
                            environment=frame_log.environment(desktop.build, desktop.dir / "frames-Ada"))
    ada.place(0, 0, 1100, 700)
    ada.click("Join")
    ada.wait_for_node("Waiting for others")


def test_door():
    """Who waits at the door is told of, stands in the list of people, and one click lets them in"""
    ben = Guest("Ben", "--camera", desktop.dir / "Ben.y4m", "--mic", desktop.dir / "Ben.wav")
    ben.wait_for("waiting")
    ada.wait_for_node("People, 1 asks to be let in")
    ada.wait_for_node("Ben asks to be let in", "label")
    ada.click("Show( Show)?")  # GTK 4.8 says a label with a mnemonic twice
    ada.wait_for_node("At the Door")
    ada.click("Let in Ben")
    ben.wait_for("joined")
    ada.wait_until_gone("Ben asks to be let in", "label")
    ada.wait_until_gone("People, 1 asks to be let in")
    ada.wait_for_node("Ben.*", "image")
    ada.wait_until_gone("At the Door")


def test_connection_in_figures():
    """The mark on a person's picture says how good the connection is, and opens the figures behind it"""
    ada.click("Ben: Good connection")
    ada.wait_for_node("Direct between you")
    ada.wait_for_node("Picture received")
    ada.wait_for_node("640 × 360, \\d+ per second")
    ada.key("Escape")
    ada.wait_until_gone("Picture received")


def test_hand():
    """H raises and lowers one's hand, at both ends"""
    ben = guests[0]
    ada.key("h")
    ben.wait_for("participant", name="Ada", hand=True)
    ada.wait_for_node("Ada, you, hand raised.*", "image")
    ada.key("h")
    ben.wait_for("participant", name="Ada", hand=False)
    ben.say("hand up")
    ada.wait_for_node("Ben, hand raised.*", "image")
    ben.say("hand down")
    ada.wait_for_node("Ben(, .*off.*)?", "image")


def tile_width(name):
    return ada.extents(ada.wait_for_node(f"{name}(,.*)?", "image"))[2]


def test_views():
    """W shows all alike, and again who speaks large"""
    ada.key("Escape")
    wait_for("Ben to be the large one", lambda: tile_width("Ben") > 2 * tile_width("Ada"))
    ada.key("w")
    wait_for("both alike", lambda: tile_width("Ben") == tile_width("Ada"))
    ada.click("Show who speaks large \\(W\\)")
    wait_for("Ben to be large again", lambda: tile_width("Ben") > 2 * tile_width("Ada"))


def test_pinned():
    """Whom a double click pins stays large, oneself too, until the next one"""
    def double_click(name):
        x, y, width, height = ada.extents(ada.wait_for_node(f"{name}(,.*)?", "image"))
        desktop.xdotool("mousemove", x + width // 2, y + height // 2, "click", "--repeat", 2, "--delay", 60, 1)
    double_click("Ada")
    wait_for("Ada to be the large one", lambda: tile_width("Ada") > 2 * tile_width("Ben"))
    double_click("Ada")
    wait_for("Ben to be large again", lambda: tile_width("Ben") > 2 * tile_width("Ada"))


def test_chat_links():
    """An address in the chat is a link, and messages nobody has seen are counted"""
    ben = guests[0]
    ada.key("p")
    ada.wait_until_gone("Copy Invitation Link")
    ben.say("chat see https://example.org/a?b=1&c")
    ben.say("chat and this")
    ada.wait_for_node("Chat, 2 new messages")
    ada.key("c")
    ada.wait_for_node(re.escape("see https://example.org/a?b=1&c"), "label")
    ada.wait_for_node("Chat", "(push|toggle) button")
    ada.key("Escape", "c")
    ada.wait_until_gone("Message to all")


def assert_moves(what, picture):
    """@picture gives the pixels where the numbered pictures are to come one after the other."""
    numbers = set()

    def has_moved():
        number = clips.read_number(picture())
        if number is not None:
            numbers.add(number)
        return len(numbers) >= 5
    wait_for(f"{what} to move", has_moved)


def assert_tile_moves(name):
    assert_moves(f"{name}'s picture", lambda: ada.tile_picture(name))


def windows(name):
    """The X windows of this name that are shown."""
    found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", f"^{name}$"], env=desktop.environment,
                           capture_output=True, text=True)
    return found.stdout.split()


def open_small_window():
    """Gives its X window, which has the keyboard."""
    ada.key("ctrl+shift+i")
    small = wait_for("the small window", lambda: windows("Meeting"))[0]
    desktop.xdotool("windowactivate", "--sync", small)
    return small


def test_small_window():
    """The meeting goes into a small window, in which pictures move, and comes back as it was"""
    small = open_small_window()
    _, _, width, height = ada.geometry(small)
    assert width < 400 and height < 300, (width, height)

    def ben():
        return next((node for node in ada.find_all("Ben(,.*)?", "image") if ada.frame_of(node).get_name() == "Meeting"), None)

    assert_moves("the small window", lambda: ada.picture_of(ben, small))
    desktop.xdotool("key", "Escape")
    wait_for("the large window", lambda: ada.geometry()[2] > 900)
    assert_tile_moves("Ben")


def decoded(since_ms):
    """How many pictures Ada's decoder has given since then."""
    return sum(at >= since_ms for _, at in frame_log.read(desktop.dir / "frames-Ada", "decoded"))


def test_keys_of_the_small_window():
    """In the small window keys do what they do in the large one, which is where leaving is undone"""
    ben = guests[0]
    open_small_window()
    ben.forget()
    desktop.xdotool("key", "m")
    ben.wait_for("participant", name="Ada", audio=False)
    desktop.xdotool("keydown", "space")
    ben.wait_for("participant", name="Ada", audio=True)
    desktop.xdotool("keyup", "space")
    ben.wait_for("participant", name="Ada", audio=False)
    desktop.xdotool("key", "m")
    ben.wait_for("participant", name="Ada", audio=True)
    desktop.xdotool("key", "ctrl+w")
    ada.wait_for_node("You are the host: in a moment the meeting ends for everybody.")
    wait_for("the large window", lambda: ada.geometry()[2] > 900)
    ben.wait_for("participant", name="Ada", video=False)
    ada.click("Undo")
    ben.wait_for("participant", name="Ada", video=True)
    assert_tile_moves("Ben")


def test_minimized_window_decodes_nothing():
    """While the window is minimized nothing is decoded; when it is back, pictures move at once"""
    window = ada.window()
    start_ms = time.time() * 1000
    wait_for("pictures to be decoded", lambda: decoded(start_ms) >= 30)
    desktop.xdotool("windowminimize", window)

    def rests():
        """For as long as Ada's camera takes for 45 pictures more."""
        now_ms = time.time() * 1000
        wait_for("Ada's camera to go on", lambda: sum(
            at >= now_ms for _, at in frame_log.read(desktop.dir / "frames-Ada", "sent")) >= 45)
        return decoded(now_ms) == 0
    wait_for("the picture to rest", rests)
    desktop.xdotool("windowactivate", "--sync", window)
    assert_tile_moves("Ben")


def test_leaving_can_be_undone():
    """Who leaves is seen and heard no more at once, and can think better of it"""
    ben = guests[0]
    ada.key("ctrl+w")
    ada.wait_for_node("You Left the Meeting")
    ben.wait_for("participant", name="Ada", video=False)
    ada.key("v", "ctrl+d")  # there is nothing to be switched now
    ada.click("Undo")
    ben.wait_for("participant", name="Ada", video=True)
    assert ada.is_pressed("Camera") and ada.is_pressed("Microphone")
    assert_tile_moves("Ben")


def test_mute_and_lock():
    """A host turns off a microphone, and locks the door"""
    ben = guests[0]
    ada.key("p")
    ada.click("Mute All")
    ada.wait_for_node("Ben, microphone off.*", "image")
    ada.click("Lock Meeting")
    wait_for("the meeting to be locked", lambda: ada.is_pressed("Lock Meeting"))
    late = Guest("Late")
    late.wait_for("refused", code="locked")
    ada.click("Lock Meeting")


def test_remove_asks_first():
    """Removing somebody asks first, and then they are gone"""
    ben = guests[0]
    ada.click("More about Ben")
    ada.click("Remove From Meeting…", "menu item")
    ada.wait_for_node("Remove Ben\\?", "label")
    ada.click("Remove( Remove)?")  # GTK 4.8 says a label with a mnemonic twice
    ben.wait_for("ended")
    ada.wait_until_gone("Ben.*", "image")


def test_silent_log():
    """Quitting from the small window shows no other, and nothing was logged as a warning"""
    open_small_window()
    desktop.xdotool("key", "ctrl+q")
    seen = set()

    def has_quit():
        seen.update(windows("Confab"))
        return ada.process.poll() is not None

    wait_for("Ada to quit", has_quit)
    assert not seen, "the large window came back"
    assert ada.process.returncode == 0, ada.log()
    ada.assert_silent()


if __name__ == "__main__":
    if missing_programs():
        tap.skip_all(f"not installed: {', '.join(missing_programs())}")
    with Desktop(sys.argv[1]) as desktop:
        service = desktop.start_service()
        tap.main()
