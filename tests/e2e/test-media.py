#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people see and hear each other: the pictures and clicks of the one arrive at the other."""

import pathlib
import subprocess
import sys

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "windows")]
import clips
import confab
import tap

WIDTH, HEIGHT = 640, 360
ADA_HZ, BOB_HZ = 1000, 1700


class Media:
    """Small clips whose every picture tells whose it is; made once."""

    def __init__(self, folder):
        self.cameras = {"ada": folder / "ada.y4m", "bob": folder / "bob.y4m"}
        self.mics = {"ada": folder / "ada.wav", "bob": folder / "bob.wav"}
        for name, look in (("ada", clips.ADA), ("bob", clips.BEN)):
            clips.write_camera(self.cameras[name], look, WIDTH, HEIGHT, 30)
        clips.write_clicks(self.mics["ada"], ADA_HZ, 2)
        clips.write_clicks(self.mics["bob"], BOB_HZ, 2)

    def options(self, name):
        return ["--camera", self.cameras[name], "--mic", self.mics[name]]


def pictures(path):
    """The grey pictures of a saved video, as ffmpeg decodes them."""
    size = subprocess.run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height",
                           "-of", "csv=p=0", path], capture_output=True, text=True, check=True).stdout
    width, height = map(int, size.strip().split(","))
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-vsync", "passthrough", "-pix_fmt", "gray", "-f",
                          "rawvideo", "-"], capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, height, width)


def saved(folder, name, suffix):
    found = list(folder.glob(f"{name}-*-{suffix}"))
    assert len(found) == 1, f"files of {name}: {found}"
    return found[0]


def check_pictures(path, first, least):
    numbers = [clips.read_number(picture) for picture in pictures(path)]
    known = [number for number in numbers if number is not None]
    assert len(known) >= least, f"only {len(known)} of {len(numbers)} pictures can be read"
    assert set(known) <= set(range(first, first + 30)), f"pictures of somebody else: {sorted(set(known))}"
    assert len(set(known)) > 10, f"the picture stands still: {sorted(set(known))}"


def check_clicks(path, pitch_hz, other_hz, least):
    samples, rate = clips.read_wav(path)
    assert len(clips.click_times(samples, rate, pitch_hz)) >= least, "too few clicks"
    own = np.abs(np.exp(-2j * np.pi * pitch_hz * np.arange(len(samples)) / rate) @ samples)
    other = np.abs(np.exp(-2j * np.pi * other_hz * np.arange(len(samples)) / rate) @ samples)
    assert own > 3 * other, "that is somebody else's sound"


def wait_for_frames(participant, kind, count):
    def enough():
        track = participant.received(kind)
        return track is not None and track["frames"] >= count

    confab.wait_for(f"{participant.name} receives {kind}", enough, 30)


def test_each_sees_and_hears_the_other():
    """Each sees the other's pictures and hears the other's clicks, as the saved files show"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        media = Media(folder)
        link = confab.create(folder, service, "ada")
        with confab.Participant(folder, "ada", link, *media.options("ada"), "--save", folder / "by-ada") as ada:
            ada.wait(event="joined")
            with confab.Participant(folder, "bob", link, *media.options("bob"), "--save", folder / "by-bob") as bob:
                for one in (ada, bob):
                    path = one.wait(20, event="link", state="connected", kind="direct")
                    assert path["transport"] == "udp" and path["local"] in ("host", "prflx"), path
                    one.wait(event="track", kind="video", state="started", width=WIDTH, height=HEIGHT)
                    one.wait(event="track", kind="audio", state="started")
                    one.wait(event="participant", state="updated", audio=True, video=True)
                for one in (ada, bob):
                    wait_for_frames(one, "video", 100)
                    wait_for_frames(one, "audio", 150)
                    track = one.received("video")
                    assert track["fps"] > 5 and track["kbps"] > 20, track
                bob.leave()
            ada.leave()
        check_pictures(saved(folder / "by-bob", "ada", "video.mkv"), 0, 60)
        check_pictures(saved(folder / "by-ada", "bob", "video.mkv"), 512, 60)
        check_clicks(saved(folder / "by-bob", "ada", "audio.wav"), ADA_HZ, BOB_HZ, 2)
        check_clicks(saved(folder / "by-ada", "bob", "audio.wav"), BOB_HZ, ADA_HZ, 2)


def test_muting_stops_what_is_sent():
    """Muting stops picture and sound at the other, and unmuting brings them back"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada")
        with confab.Participant(folder, "ada", link, "--camera", "test", "--mic", "test") as ada, \
                confab.Participant(folder, "bob", link) as bob:
            bob.wait(20, event="track", kind="video", state="started")
            bob.wait(20, event="track", kind="audio", state="started")
            since = bob.mark()
            ada.say("mute video")
            ada.say("mute audio")
            bob.wait(20, since, event="track", kind="video", state="stopped")
            bob.wait(20, since, event="track", kind="audio", state="stopped")
            bob.wait(since=since, event="participant", state="updated", audio=False, video=False)
            since = bob.mark()
            ada.say("unmute video")
            ada.say("unmute audio")
            bob.wait(20, since, event="track", kind="video", state="started")
            bob.wait(20, since, event="track", kind="audio", state="started")
            bob.leave()
            ada.leave()


def test_a_bad_camera_file_stops_nothing_else():
    """A file that is no video is told, and sound and chat go on"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        nonsense = folder / "nonsense.mp4"
        nonsense.write_bytes(b"no video in here" * 100)
        link = confab.create(folder, service, "ada")
        with confab.Participant(folder, "ada", link, "--camera", nonsense, "--mic", "test") as ada, \
                confab.Participant(folder, "bob", link, "--camera", "test") as bob:
            assert "nonsense.mp4" in ada.wait(event="error", code="camera-failed")["text"]
            bob.wait(20, event="track", kind="audio", state="started")
            ada.wait(20, event="track", kind="video", state="started")
            bob.leave()
            ada.say("leave")
            assert ada.ends() == 1, "a script must see that the camera failed"


def test_a_folder_that_can_not_be_written_stops_nothing():
    """Where --save can not write, that is told and the call goes on"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        (folder / "occupied").write_text("a file, not a folder")
        link = confab.create(folder, service, "ada")
        with confab.Participant(folder, "ada", link, "--camera", "test") as ada, \
                confab.Participant(folder, "bob", link, "--save", folder / "occupied" / "below") as bob:
            bob.wait(20, event="error", code="output")
            bob.wait(20, event="track", kind="video", state="started")
            wait_for_frames(bob, "video", 30)
            bob.say("leave")
            assert bob.ends() == 1
            ada.leave()


def test_every_command_and_figure():
    """Hand, devices, safety number and statistics do and show what docs/cli.md says"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada")
        test = ("--camera", "test", "--mic", "test")
        with confab.Participant(folder, "ada", link, *test) as ada, \
                confab.Participant(folder, "bob", link, *test, "--stats", "1") as bob:
            bob_pid, ada_pid = bob.pid(), ada.pid()
            for kind in ("audio", "video"):
                ada.wait(20, event="track", pid=bob_pid, kind=kind, state="started")
                bob.wait(20, event="track", pid=ada_pid, kind=kind, state="started")
            confab.wait_for("figures of what both send", lambda: all(bob.received(kind) and ada.received(kind)
                                                                     for kind in ("audio", "video")))
            check_figures(bob.wait(event="stats", since=bob.mark()), ada_pid)

            for up, word in ((True, "up"), (False, "down")):
                since = ada.mark()
                bob.say(f"hand {word}")
                ada.wait(since=since, event="participant", state="updated", pid=bob_pid, hand=up)
            since = {one: one.mark() for one in (ada, bob)}
            ada.say("safety-number bob")
            bob.say(f"safety-number {ada_pid}")
            numbers = [one.wait(since=since[one], event="safety-number")["number"] for one in (ada, bob)]
            assert numbers[0] == numbers[1], numbers

            for command, kind in (("camera", "video"), ("mic", "audio")):
                for source, state in (("none", "stopped"), ("test", "started")):
                    since = ada.mark()
                    bob.say(f"{command} {source}")
                    ada.wait(20, since, event="track", pid=bob_pid, kind=kind, state=state)
            bob.leave()
            ada.leave()


def check_figures(stats, pid):
    figures = {"kind", "frames", "width", "height", "fps", "freezes", "freeze_s", "audio_level_dbfs", "concealed_ms", "kbps",
               "loss", "jitter_ms", "rtt_ms", "latency_ms"}
    assert set(stats["send"]) == {"kbps", "target_kbps", "layers", "fps", "width", "height"}, stats
    assert stats["cpu_s"] > 0 and stats["rss_mb"] > 0, stats
    (person,) = stats["participants"]
    assert person["pid"] == pid, stats
    assert {track["kind"] for track in person["tracks"]} == {"audio", "video"}, stats
    for track in person["tracks"]:
        assert set(track) == figures, track
        assert track["frames"] > 0, track


if __name__ == "__main__":
    tap.main()
