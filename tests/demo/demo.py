#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people meet on a virtual display, talk, write to each other and leave, all by themselves.

    demo.py [--build build] [--out build/demo] [--manual]

A meeting service and two Confab windows run as anybody would run them; only cameras and microphones are files:
drawn people who speak. What they did is in numbered pictures afterwards, in English and, darker, in German. With
--manual it is light in both, and the pictures go where the manual (docs/manual) and the README have them; pngquant
makes them small, if it is installed. The exit status is 0 if they met.
"""

import argparse
import base64
import gettext
import pathlib
import re
import shutil
import subprocess
import sys
import time
import wave

HERE = pathlib.Path(__file__).resolve()
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE.parents[1] / "windows"))

import backdrop
import clips
import people
from display import Desktop, missing_programs, stop, wait_for

SIZE = (2280, 900)
WINDOW = (900, 680)
NARROW = (360, 640)
HALF = SIZE[0] // 2
CAST = {
    "Ada": {"look": people.ADA, "voice": "en-gb+f3", "pitch": 700, "first": True,
            "speech": "Hello Ben. I can see you and hear you. Nothing is in between: this goes directly from my "
                      "computer to yours."},
    "Ben": {"look": people.BEN, "voice": "en-us+m3", "pitch": 1900, "first": False,
            "speech": "Hello Ada. Good picture, good sound. And the keys are ours alone."},
}
# What is typed, and what the devices are called.
WORDS = {
    "en": {"camera": "Laptop camera", "microphone": "Headset microphone", "speaker": "Headset",
           "agenda": "Hello Ben, here is the agenda: https://example.org/agenda\n", "thanks": "Thank you, got it.\n",
           "begin": "Shall we begin with point two?\n"},
    "de": {"camera": "Laptop-Kamera", "microphone": "Headset-Mikrofon", "speaker": "Headset",
           "agenda": "Hallo Ben, hier ist der Plan: https://example.org/plan\n", "thanks": "Danke, ist da.\n",
           "begin": "Fangen wir mit Punkt zwei an?\n"},
}
# What the README shows of the English pictures.
FOR_README = ("together", "lobby", "chat")
SETTLED_S = 0.8  # what slides or fades has come to rest
PAUSE_S = 7


class Story:
    """One telling of it, in one language: its words, and its pictures, numbered in their order."""

    def __init__(self, desktop, language, folder, numbered=True):
        self.desktop = desktop
        self.language = language
        self.words = WORDS[language]
        self.folder = folder
        self.numbered = numbered
        self.number = 0
        self.translation = gettext.translation("confab", desktop.build / "po", [language], fallback=language == "en")

    def text(self, english):
        """What the windows say for it, as an expression."""
        return re.escape(self.translation.gettext(english))

    def picture(self, name, words, left=0, right=SIZE[0]):
        """Of what is seen between two columns of the screen."""
        self.number += 1
        path = self.folder / (f"{self.language}-{self.number:02}-{name}.png" if self.numbered else f"{name}.png")
        time.sleep(SETTLED_S)
        seen = backdrop.crop(backdrop.capture(self.desktop), left, right)
        assert seen is not None, f"nothing is to be seen of “{words}”"
        backdrop.save(seen, path)
        print(f"{words}: {path}", flush=True)

    def ada(self, name, words):
        self.picture(name, words, 0, HALF)

    def ben(self, name, words):
        self.picture(name, words, HALF, SIZE[0])


def record_voice(path, person):
    """What the person says, and the time to listen; where there is no speech synthesis, a click a second."""
    if not shutil.which("espeak-ng"):
        clips.write_clicks(path, person["pitch"])
        return
    subprocess.run(["espeak-ng", "-v", person["voice"], "-s", "150", "-w", str(path), person["speech"]], check=True)
    with wave.open(str(path)) as sound:
        kind, speech = sound.getparams(), sound.readframes(sound.getnframes())
    pause = bytes(2 * int(kind.framerate * PAUSE_S))
    with wave.open(str(path), "wb") as sound:
        sound.setparams(kind)
        sound.writeframes(speech + pause if person["first"] else pause + speech)


def make_devices(folder, words):
    """Files that stand for devices are called after themselves."""
    for name, person in CAST.items():
        print(f"Drawing {name}…", flush=True)
        (folder / name).mkdir()
        people.write_camera(folder / name / words["camera"], person["look"])
        record_voice(folder / name / words["microphone"], person)


def dress(desktop):
    """A desktop with its own font and background, as people have it."""
    settings = pathlib.Path(desktop.environment["XDG_CONFIG_HOME"]) / "gtk-4.0/settings.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text("[Settings]\ngtk-font-name=Cantarell 11\ngtk-xft-antialias=1\ngtk-xft-rgba=none\n"
                        "gtk-xft-hinting=1\ngtk-xft-hintstyle=hintslight\n")
    backdrop.hang(desktop.environment["DISPLAY"], desktop.size)
    backdrop.composite(desktop)


def start(story, name, left, *options, dark=False, link=None):
    desktop, words = story.desktop, story.words
    files = desktop.dir / name
    environment = {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark" if dark else "prefer-light", "LANGUAGE": story.language,
                   "CONFAB_LOCALE_DIR": str(desktop.build / "po")}
    app = desktop.start_app(name, "--camera", files / words["camera"], "--microphone", files / words["microphone"],
                            "--speaker", f"file:{files / words['speaker']}", *options, link=link,
                            environment=environment)
    app.left = left
    place(app, *WINDOW)
    return app


def place(app, width, height):
    """The window's inside is so large; a shadow may be around it."""
    import gi
    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi
    _, _, whole_width, whole_height = app.geometry()
    inside = app.root().get_child_at_index(0).get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    app.place(app.left, 20, width + whole_width - inside.width, height + whole_height - inside.height)


def assert_sees(app, name):
    """Until pictures of @name move in the window of @app."""
    seen = [app.tile_picture(name)]

    def moving():
        now = app.tile_picture(name)
        if now.size and (now.shape != seen[-1].shape or abs(now - seen[-1]).mean() > 0.2):
            seen.append(now)
        return len(seen) >= 10 and now.size and now.std() > 20
    wait_for(f"{name}'s picture to move in {app.name}'s window", moving, 30)


def assert_heard(story, by):
    samples, _ = clips.read_wav(story.desktop.dir / by / story.words["speaker"])
    assert abs(samples).max() > 0.02, f"{by} heard nothing"


def without_invitation(link):
    """The link with another secret: whoever has it stands before the door."""
    place_of_room, fragment = link.split("#")
    raw = bytearray(base64.urlsafe_b64decode(fragment + "=" * (-len(fragment) % 4)))
    raw[1] ^= 1
    return place_of_room + "#" + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def begin(story, service, dark):
    """Ada's first start, and her key."""
    ada = start(story, "Ada", 20, "--service", service, dark=dark)
    ada.wait_for_node(story.text("New Meeting"), "push button")
    ada.click(story.text("Keep It…"))
    ada.wait_for_node(story.text("Keep Without Passphrase"), "push button")
    story.ada("keep-key", "Confab asks how Ada's key is kept")
    ada.click(story.text("Keep Without Passphrase"))
    ada.wait_for_node(story.text("New Meeting"), "push button")
    ada.wait_until_gone(story.text("Your key is kept now"))
    story.ada("start", "Ada has started Confab")
    return ada


def meet(story, ada, dark):
    """Gives Ben's window, and the link."""
    ada.click(story.text("New Meeting"))
    ada.wait_for_node(story.text("Waiting for others"))
    link = ada.wait_for_node(r"https?://\S+/j/\S+", "label").get_name()
    assert_sees(ada, "Ada")
    story.ada("waiting", "Ada waits; the link is there to be sent")
    ben = start(story, "Ben", HALF + 20, dark=dark, link=re.sub("^https?:", "confab:", link))
    ben.wait_for_node(story.text("Join This Meeting?"))
    assert_sees(ben, "Ben")
    story.ben("lobby", "Ben has opened her link, and looks at himself first")
    ben.click(story.text("Join"))
    assert_sees(ada, "Ben")
    assert_sees(ben, "Ada")
    ada.wait_for_node(story.text("Direct between you"))
    ada.focus()
    story.ada("meeting", "They see and hear each other")
    if story.numbered or story.language == "en":
        story.picture("together", "Both of their windows")
    return ben, link


def look_around(story, ada):
    ada.key("w")
    story.ada("gallery", "The gallery: all alike")
    ada.key("w")
    ada.click("Ben: .*")
    ada.wait_for_node(story.text("Picture received"))
    story.ada("figures", "The connection in figures")
    ada.key("Escape")
    ada.wait_until_gone(story.text("Picture received"))
    ada.click(story.text("Choose microphone and loudspeaker"))
    ada.wait_for_node(story.text("Loudspeaker"))
    story.ada("devices", "Microphone and loudspeaker, a click away")
    ada.key("Escape")
    ada.point_at("Ben(,.*)?", "image")  # takes the keyboard from the button


def open_the_door(story, ada, link):
    cem = story.desktop.spawn([story.desktop.build / "src/cli/confab-cli", "join", without_invitation(link), "--name",
                               "Cem", "--profile", story.desktop.dir / "profile-Cem"], stdin=subprocess.PIPE)
    ada.key("p")
    ada.wait_for_node(story.text("At the Door"))
    story.ada("people", "The people, and somebody at the door")
    stop(cem)
    ada.key("Escape", "p")
    ada.wait_until_gone(story.text("Mute All"))


def write(story, ada, ben):
    ada.key("c")
    ada.wait_for_node(story.text("Message to all"))
    ada.type(story.words["agenda"])
    ben.key("c")
    ben.wait_for_node(re.escape(story.words["agenda"].strip()))
    ben.type(story.words["thanks"])
    ada.wait_for_node(re.escape(story.words["thanks"].strip()))
    ada.type(story.words["begin"])
    ben.wait_for_node(re.escape(story.words["begin"].strip()))
    story.ada("chat", "They write to each other")
    ben.key("Escape", "c")
    ada.key("Escape", "c")


def switch_off(story, ada, ben):
    ben.key("m")
    ada.key("v")
    ben.wait_for_node("Ada, .*", "image")
    ada.wait_for_node("Ben, .*", "image")
    ada.focus()
    story.ada("switched-off", "Ben's microphone and Ada's camera are off")
    ben.key("m")
    ada.key("v")
    assert_sees(ben, "Ada")


def change_size(story, ada):
    desktop = story.desktop
    place(ada, *NARROW)
    assert_sees(ada, "Ben")
    story.ada("narrow", "As narrow as a telephone")
    place(ada, *WINDOW)
    ada.key("ctrl+shift+i")
    title = f"^{story.text('Meeting')}$"
    small = wait_for("the small window", lambda: next(
        iter(subprocess.run(["xdotool", "search", "--onlyvisible", "--name", title], env=desktop.environment,
                            capture_output=True, text=True).stdout.split()), None))
    desktop.xdotool("windowmove", small, 300, 300)
    desktop.xdotool("windowactivate", "--sync", small)
    desktop.xdotool("mousemove", 460, 400)
    desktop.xdotool("mousemove", 450, 390)  # the controls come up
    story.ada("small", "The small window")
    desktop.xdotool("mousemove", 0, 0)
    desktop.xdotool("windowactivate", "--sync", small, "key", "Escape")
    wait_for("the large window", lambda: ada.geometry()[2] > WINDOW[0] - 10)
    assert_sees(ada, "Ben")


def leave(story, ada, ben):
    ada.key("ctrl+w")
    ada.wait_for_node(story.text("You Left the Meeting"))
    story.ada("left", "Ada has left, and may think better of it")
    ada.click(story.text("Undo"))
    assert_sees(ada, "Ben")
    ada.key("ctrl+w")
    ada.wait_for_node(story.text("You Left the Meeting"))
    ben.key("ctrl+w")
    ada.click(story.text("Back to Start"))
    ada.wait_for_node(story.text("New Meeting"), "push button")
    ada.wait_until_gone(story.text("The connection to the meeting service was lost"))
    story.ada("again", "The meeting is in the list on the start page")
    ada.key("ctrl+comma")
    ada.wait_for_node(story.text("Privacy"), "page tab|radio button|toggle button")
    story.ada("preferences", "The preferences")
    story.desktop.xdotool("key", "Escape")
    ada.wait_until_gone(story.text("Colours"))


def play(story, dark=(False, False)):
    """@dark: Ada's windows, and Ben's"""
    service = story.desktop.start_service()
    ada = begin(story, service, dark[0])
    ben, link = meet(story, ada, dark[1])
    look_around(story, ada)
    write(story, ada, ben)
    switch_off(story, ada, ben)
    change_size(story, ada)
    open_the_door(story, ada, link)
    leave(story, ada, ben)
    for app in (ada, ben):
        app.key("ctrl+q")
        wait_for(f"{app.name} to quit", lambda: app.process.poll() is not None)
        assert app.process.returncode == 0, app.log()
        assert_heard(story, app.name)
    print("They met, wrote to each other and left.", flush=True)


def show_in_readme(pictures):
    """Both windows in one picture are too wide for the manual, and large."""
    folder = ROOT / "docs/pictures"
    folder.mkdir(exist_ok=True)
    for name in FOR_README:
        subprocess.run(["convert", pictures / f"{name}.png", "-resize", "1200x>", f"png24:{folder / name}.png"], check=True)
        backdrop.make_small(folder / f"{name}.png")
    (pictures / "together.png").unlink()


def tell(build, language, folder, failures, numbered=True, dark=(False, False)):
    with Desktop(build, SIZE) as desktop:
        dress(desktop)
        make_devices(desktop.dir, WORDS[language])
        try:
            play(Story(desktop, language, folder, numbered), dark)
        except AssertionError as error:
            backdrop.save(backdrop.capture(desktop), failures / "failed.png")
            for app in desktop.apps:
                (failures / f"{app.name}.log").write_text(app.log())
            sys.exit(f"The demo failed: {error}")


def tell_each(arguments):
    """In programs of their own: the accessibility bus that a process finds first is the only one it asks."""
    for language in WORDS:
        status = subprocess.run([sys.executable, __file__, *arguments, "--language", language]).returncode
        if status != 0:
            sys.exit(status)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--build", default="build", help="folder that Confab was built in")
    arguments.add_argument("--out", default="build/demo", help="folder for the pictures")
    arguments.add_argument("--manual", action="store_true", help="make the pictures of the manual and the README")
    arguments.add_argument("--language", choices=WORDS, help="this one only")
    chosen = arguments.parse_args()
    if missing_programs():
        sys.exit(f"The demo needs {', '.join(missing_programs())}; ./dev demo installs what is missing")
    folder = pathlib.Path(chosen.out).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if chosen.language is None:
        tell_each(sys.argv[1:])
    elif chosen.manual:
        pictures = ROOT / "docs/manual" / chosen.language / "pictures"
        pictures.mkdir(parents=True, exist_ok=True)
        tell(chosen.build, chosen.language, pictures, folder, numbered=False)
        if chosen.language == "en":
            show_in_readme(pictures)
    else:
        for former in folder.glob(f"{chosen.language}-*.png"):
            former.unlink()
        german = chosen.language == "de"
        tell(chosen.build, chosen.language, folder, folder, dark=(german, not german))


if __name__ == "__main__":
    main()
