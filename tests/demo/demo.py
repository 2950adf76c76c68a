#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people meet on a virtual display, talk, write to each other and leave, all by themselves.

    demo.py [--build build] [--out build/demo]

A meeting service and two Confab windows run as anybody would run them; only cameras and microphones are files:
drawn people who speak. What they did is in numbered pictures afterwards. The exit status is 0 if they met.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1] / "windows"))

import clips
from display import Desktop, missing_programs, wait_for

SIZE = (1960, 740)
WINDOW = (960, 700)
PEOPLE = {
    "Ada": {"look": clips.ADA, "voice": "en-gb+f3", "pitch": 700,
            "speech": "Hello Ben. I can see you and hear you. Nothing is in between: this goes directly from my "
                      "computer to yours."},
    "Ben": {"look": clips.BEN, "voice": "en-us+m3", "pitch": 1900,
            "speech": "Hello Ada. Good picture, good sound. And the keys are ours alone."},
}


class Story:
    """The pictures of the demo, numbered in their order."""

    def __init__(self, desktop, folder):
        self.desktop = desktop
        self.folder = folder
        self.number = 0

    def picture(self, name, words):
        self.number += 1
        path = self.folder / f"{self.number}-{name}.png"
        self.desktop.save_picture(path)
        print(f"{words}: {path}", flush=True)


def record_voice(path, person):
    """What the person says; where there is no speech synthesis, a click a second."""
    if shutil.which("espeak-ng"):
        subprocess.run(["espeak-ng", "-v", person["voice"], "-s", "150", "-w", str(path), person["speech"]], check=True)
    else:
        clips.write_clicks(path, person["pitch"])


def make_devices(folder):
    for name, person in PEOPLE.items():
        print(f"Drawing {name}…", flush=True)
        clips.write_camera(folder / f"{name}.y4m", person["look"], 1280, 720, frames=60)
        record_voice(folder / f"{name}.wav", person)


def start(desktop, name, left, *options, dark=False, link=None):
    colours = {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark" if dark else "prefer-light"}
    app = desktop.start_app(name, "--camera", desktop.dir / f"{name}.y4m", "--microphone", desktop.dir / f"{name}.wav",
                            "--speaker", f"file:{desktop.dir}/{name}-heard.wav", *options, link=link,
                            environment=colours)
    app.place(left, 20, *WINDOW)
    return app


def assert_sees(app, name):
    """Until pictures of @name move in the window of @app."""
    first = PEOPLE[name]["look"]["first"]
    seen = set()

    def moving():
        number = clips.read_number(app.tile_picture(name))
        if number is not None and first <= number < first + 60:
            seen.add(number)
        return len(seen) >= 10
    wait_for(f"{name}'s picture to move in {app.name}'s window", moving, 30)


def assert_heard(desktop, by):
    samples, _ = clips.read_wav(desktop.dir / f"{by}-heard.wav")
    assert abs(samples).max() > 0.02, f"{by} heard nothing"


def play(desktop, folder):
    story = Story(desktop, folder)
    service = desktop.start_service()
    ada = start(desktop, "Ada", 10, "--service", service)
    ada.wait_for_node("New Meeting", "push button")
    story.picture("start", "Ada has started Confab")

    ada.click("New Meeting")
    ada.wait_for_node("Waiting for others")
    link = ada.wait_for_node(r"https?://\S+/j/\S+", "label").get_name()
    wait_for("Ada's own picture", lambda: clips.read_number(ada.tile_picture("Ada")[:, ::-1]) is not None)
    ben = start(desktop, "Ben", 990, dark=True, link=re.sub("^https?:", "confab:", link))
    ben.wait_for_node("Join This Meeting\\?")
    story.picture("invitation", "Ada waits, Ben has opened her link")

    ben.click("Join")
    assert_sees(ada, "Ben")
    assert_sees(ben, "Ada")
    ada.wait_for_node("Direct between you")
    story.picture("meeting", "They see and hear each other")

    ada.key("c")
    ada.wait_for_node("Message to all")
    ada.type("Hello Ben, here is the agenda: https://example.org/agenda\n")
    ben.key("c")
    ben.wait_for_node("Hello Ben.*")
    ben.type("Thank you, got it.\n")
    ada.wait_for_node("Thank you, got it\\.")
    story.picture("chat", "They write to each other")

    ben.key("Escape", "m")
    ada.wait_for_node("Ben, microphone off")
    ada.key("Escape", "v")
    ben.wait_for_node("Ada, camera off")
    story.picture("switched-off", "Ben's microphone and Ada's camera are off")
    ada.key("v")
    assert_sees(ben, "Ada")

    ben.key("ctrl+w")
    ben.wait_for_node("You Left the Meeting")
    ada.wait_for_node("Waiting for others")
    story.picture("left", "Ben has left")

    for app in (ada, ben):
        app.key("ctrl+q")
        wait_for(f"{app.name} to quit", lambda: app.process.poll() is not None)
        assert app.process.returncode == 0, app.log()
        assert_heard(desktop, app.name)
    print("They met, wrote to each other and left.", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--build", default="build", help="folder that Confab was built in")
    arguments.add_argument("--out", default="build/demo", help="folder for the pictures")
    chosen = arguments.parse_args()
    if missing_programs():
        sys.exit(f"The demo needs {', '.join(missing_programs())}; ./dev demo installs what is missing")
    folder = pathlib.Path(chosen.out).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for former in folder.glob("*.png"):
        former.unlink()
    with Desktop(chosen.build, SIZE) as desktop:
        make_devices(desktop.dir)
        try:
            play(desktop, folder)
        except AssertionError as error:
            desktop.save_picture(folder / "failed.png")
            for app in desktop.apps:
                (folder / f"{app.name}.log").write_text(app.log())
            sys.exit(f"The demo failed: {error}")


if __name__ == "__main__":
    main()
