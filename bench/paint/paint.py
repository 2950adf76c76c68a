#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What painting people's pictures costs, app and X server together, without cameras, decoders and network.

Run by ./dev bench paint. The app's own gallery is fed with pictures; the same feeding without a window is subtracted.
"""

import argparse
import contextlib
import dataclasses
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench/common"))

import processes
import report
import screen

FRAMES = "distinct frames a second, fewest of two tiles"
PAINTING = "painting, app and X server, % of a core"
FEEDING = "feeding alone, % of a core"


@dataclasses.dataclass
class Load:
    name: str
    tiles: int
    picture: tuple
    window: tuple
    columns: int  # of the gallery
    most: float  # % of a core


LOADS = [
    Load("1 of 1280x720", 1, (1280, 720), (1280, 720), 1, 12),
    Load("9 of 640x360", 9, (640, 360), (1280, 720), 3, 16),
    Load("25 of 320x180", 25, (320, 180), (1600, 900), 5, 18),
]


class Bench:
    def __init__(self, arguments, server):
        build = arguments.build.resolve()
        self.program, self.watch = build / "bench/paint/paint-load", build / "bench/common/screen-watch"
        self.seconds, self.together = arguments.seconds, ["together"] if arguments.together else []
        self.server = server
        self.figures = report.Figures()
        self.places = {}

    @contextlib.contextmanager
    def running(self, load, how):
        command = [self.program, how, load.tiles, *load.picture, *load.window, *self.together]
        program = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE,
                                   env=os.environ | {"GDK_BACKEND": "x11", "GTK_A11Y": "none"})
        try:
            time.sleep(2)
            if program.poll() is not None:
                raise RuntimeError(f"paint-load ended with {program.returncode}")
            yield program
        finally:
            program.stdin.close()
            program.wait()

    def percent(self, program):
        """CPU of the program and of the X server, in % of a core."""
        used, busy = processes.measure({"program": program.pid, "server": self.server.pid}, self.seconds)
        return {who: figures["cpu_s_per_min"] / 60 * 100 for who, figures in used.items()}, busy

    def find_places(self, load):
        """Where the numbers of the first and of the last tile of a row are."""
        width = load.window[0]
        lefts = {0, width * (load.columns - 1) // load.columns}
        found = [screen.find_markers(left, left + width // load.columns) for left in sorted(lefts)]
        if None in found:
            raise RuntimeError(f"the frame number is not to be seen with {load.name}")
        return [number for place in found for number in place]

    def frames_per_second(self, places):
        seen = subprocess.run([self.watch, str(self.seconds), *map(str, places)], stdout=subprocess.PIPE, text=True,
                              check=True).stdout.splitlines()
        counts = [sum(line.startswith(f"{place} ") for line in seen) for place in range(len(places) // 3)]
        return min(counts) / self.seconds

    def measure(self, load):
        with self.running(load, "feed") as program:
            fed, _ = self.percent(program)
        with self.running(load, "show") as program:
            shown, busy = self.percent(program)
            # Reading the screen costs the server something, so it has a time of its own.
            if load.name not in self.places:
                self.places[load.name] = self.find_places(load)
            self.figures.add(load.name, FRAMES, self.frames_per_second(self.places[load.name]))
        self.figures.add(load.name, PAINTING, sum(shown.values()) - sum(fed.values()))
        self.figures.add(load.name, "of that the app", shown["program"] - fed["program"])
        self.figures.add(load.name, FEEDING, sum(fed.values()))
        self.figures.add(load.name, "busy processors", busy)


def goals():
    for load in LOADS:
        yield 13, load.name, PAINTING, "at most", load.most
        yield 13, load.name, FRAMES, "at least", 29


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=10, help="measured of each load")
    parser.add_argument("--together", action="store_true", help="all tiles get their pictures at the same time")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    with screen.virtual_display() as server:
        bench = Bench(arguments, server)
        for number in range(1, arguments.rounds + 1):
            for load in LOADS:
                print(f"round {number} of {arguments.rounds}: {load.name}", file=sys.stderr, flush=True)
                bench.measure(load)
    print(*bench.figures.lines(), sep="\n")
    print(*report.limit_lines(bench.figures, goals()), sep="\n")


if __name__ == "__main__":
    main()
