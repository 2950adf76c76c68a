#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From starting a program to its painted window, cold and warm: Confab, Chromium and a bare GTK window in interleaved rounds.

Run by ./dev bench start. Absolute figures depend on the machine and its load; the ratios are the result.
"""

import argparse
import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import wave

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench/common"))

import browser
import cold
import film
import processes
import programs
import report
import screen

MEMORY = "memory once all is painted (PSS), MB"
CAMERA_YUV = (106, 202, 221)  # film.CLIP_RGB by BT.601 in the limited range


def painted(how):
    return f"{how} start to painted, ms"


def page(how):
    return f"{how} start to painted, own picture aside, ms"


def goals():
    """(peer to compare with, goals as report.goal_lines has them)"""
    for how in ("cold", "warm"):
        yield browser.NAME, [(4, programs.LOBBY, painted(how), 0.6), (4, programs.LOBBY, page(how), 0.6),
                             (4, programs.HOME, page(how), 0.6)]
        yield programs.BARE, [(4, programs.HOME, page(how), 1.5), (4, programs.LOBBY, page(how), 1.5)]


def write_camera(path):
    """One colour, so that it is found on the screen however it is cut, scaled or mirrored."""
    width, height = 1280, 720
    frame = b"".join(bytes([value]) * size for value, size in zip(CAMERA_YUV, (width * height, *[width * height // 4] * 2)))
    path.write_bytes(f"YUV4MPEG2 W{width} H{height} F30:1 Ip A1:1 C420jpeg\n".encode() + (b"FRAME\n" + frame) * 3)


def write_silence(path):
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(48000)
        out.writeframes(bytes(4 * 48000))


@contextlib.contextmanager
def message_bus():
    """As on a desktop, one is there before any program."""
    bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, text=True)
    try:
        yield bus.stdout.readline().strip()
    finally:
        bus.terminate()
        bus.wait()


class Bench:
    """What all rounds share."""

    def __init__(self, build, folder, bus):
        self.film_program, self.folder = build / "bench/common/screen-film", folder
        (folder / "run").mkdir(mode=0o700)
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "WAYLAND_"))}
        self.environment |= {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder / "run"), "DBUS_SESSION_BUS_ADDRESS": bus}
        self.figures = report.Figures()
        self.files = {}

    def start(self, program, note):
        """Films one start; note (film's answers in ms since the start, pid) while the program still runs."""
        log_path = self.folder / "log"
        with open(log_path, "w") as log, film.Film(self.film_program, self.folder / "film") as filmed:
            started_at = time.time() * 1000
            running = subprocess.Popen([str(word) for word in program.command], stdin=subprocess.DEVNULL, stdout=log,
                                       stderr=log, env=self.environment | program.environment, start_new_session=True)
            try:
                found = film.read(*filmed.frames())
                note({what: at and at - started_at for what, at in found.items()}, running.pid)
            except RuntimeError as error:
                raise RuntimeError(f"{program.name}: {error}: {log_path.read_text()[-2000:]}") from error
            finally:
                browser.stop(running)

    def get_to_know(self, program):
        """The first start makes profiles and caches, as on anybody's machine, and shows which files are mapped."""
        def note(found, pid):
            self.files[program.name] = cold.mapped_by(pid)
        self.start(program, note)

    def measure(self, program, how):
        def note(found, pid):
            self.figures.add(program.name, f"{how} start to a window, ms", found["window"])
            self.figures.add(program.name, page(how), found["page"])
            if program.name in (browser.NAME, programs.LOBBY) and found.get("own picture") is None:
                raise RuntimeError(f"{program.name} did not show its own picture")
            if found.get("own picture"):
                self.figures.add(program.name, painted(how), max(found["page"], found["own picture"]))
            if how == "warm":
                self.figures.add(program.name, MEMORY, processes.memory_mb(pid))
        busy, began = processes.busy_ticks(), time.monotonic()
        self.start(program, note)
        spent = (processes.busy_ticks() - busy) / processes.TICKS_PER_SECOND
        self.figures.add(program.name, f"busy processors, {how}", spent / (time.monotonic() - began))

    def measure_cold(self, program, everything):
        files = self.files[program.name]
        cold.drop(files, everything)
        share = cold.share_in_memory(files)
        if share is not None:
            self.figures.add(program.name, "cold: share of the files it maps that is still in memory, %", share * 100)
        self.measure(program, "cold")


def run(bench, chosen, rounds, everything):
    for program in chosen:
        bench.get_to_know(program)
    for number in range(1, rounds + 1):
        for program in chosen:
            print(f"round {number} of {rounds}: {program.name}", file=sys.stderr, flush=True)
            bench.measure_cold(program, everything)
            bench.measure(program, "warm")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="programs whose name has this in it")
    parser.add_argument("--cold", choices=["all", "files"], default="all" if cold.may_drop_everything() else "files",
                        help="drop the whole page cache (root), or only what the program reads")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    build = arguments.build.resolve()
    with tempfile.TemporaryDirectory(prefix="confab-bench-", ignore_cleanup_errors=True) as name, \
            screen.virtual_display(), message_bus() as bus:
        folder = pathlib.Path(name)
        write_camera(folder / "camera.y4m")
        write_silence(folder / "silence.wav")
        bench = Bench(build, folder, bus)
        chosen = [program for program in programs.all_of(build, folder, folder / "camera.y4m", folder / "silence.wav")
                  if arguments.only in program.name]
        run(bench, chosen, arguments.rounds, arguments.cold == "all")
    print("cold:", "the whole page cache was dropped" if arguments.cold == "all" else
          "only the program's own files were dropped from the page cache, as far as nobody else had them mapped")
    print(*bench.figures.lines(), sep="\n")
    for base, of_base in goals():
        print(*report.goal_lines(bench.figures, base, of_base), sep="\n")


if __name__ == "__main__":
    main()
