#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A two-party 720p call: CPU, memory, joining and latency of Confab against Chromium, in interleaved rounds.

Run by ./dev bench call. Absolute figures depend on the machine and its load; the ratios are the result.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import time

import chromium
import clip
import confab_app
import confab_cli
import display
import network
import processes
import report

KBPS = 1500
# number of the goal in docs/performance.md, peer, quantity, largest ratio that meets it
GOALS = [
    (1, confab_cli.NAME, "CPU seconds per minute and party", 0.55),
    (1, confab_app.NAME, "CPU seconds per minute and party", 0.65),
    (3, confab_app.NAME, "memory per party, MB", 0.35),
    (5, confab_app.NAME, "click to first remote frame, ms", 0.5),
    (6, confab_app.NAME, "source to screen, median ms", 0.35),
    (6, confab_app.NAME, "source to screen, p95 ms", 0.35),
]


def measure_load(peer, bench, figures):
    """One call: how fast it came up, then CPU and memory of both sides together, averaged."""
    with peer.Call(bench.pictures, bench.speech, KBPS) as call:
        figures.add(peer.NAME, "click to first remote frame, ms", call.join())
        time.sleep(bench.warm_up)
        before, start = call.counters("b"), time.monotonic()
        used, busy = processes.measure(call.roots(), bench.seconds)
        after, span = call.counters("b"), time.monotonic() - start
    for quantity, key in (("CPU seconds per minute and party", "cpu_s_per_min"), ("memory per party, MB", "memory_mb")):
        figures.add(peer.NAME, quantity, sum(side[key] for side in used.values()) / len(used))
    figures.add(peer.NAME, "frames per second", (after["frames"] - before["frames"]) / span)
    figures.add(peer.NAME, "video kbit/s", (after["bytes"] - before["bytes"]) * 8 / 1000 / span)
    figures.add(peer.NAME, "freezes", after["freezes"] - before["freezes"])
    figures.add(peer.NAME, "busy processors", busy)


def delays(shown, sent):
    """Milliseconds from the moment a frame left the camera until it was seen, for each that was."""
    found = []
    for number, seen_at in shown:
        left_at = max((at for other, at in sent if other == number and at <= seen_at), default=None)
        if left_at is not None and seen_at - left_at < 5000:
            found.append(seen_at - left_at)
    return found


def measure_latency(peer, bench, figures):
    """One call in which every frame number is noted as it leaves a's camera and as it appears on b's window."""
    with peer.Call(bench.pictures, bench.speech, KBPS, tap=True) as call:
        call.join()
        time.sleep(bench.warm_up)
        if peer.NAME not in bench.places:
            bench.places[peer.NAME] = display.find_markers(display.WIDTH // 2, display.WIDTH)
        place = bench.places[peer.NAME]
        if place is None:
            raise RuntimeError(f"the frame number is not to be seen in the window of {peer.NAME}")
        call.sent_frames("a")
        watched = subprocess.run([bench.screen_watch, str(bench.seconds), *map(str, place)], capture_output=True,
                                 text=True, check=True).stdout
        found = delays([(int(number), float(at)) for _, number, at in map(str.split, watched.splitlines())],
                       call.sent_frames("a"))
    if len(found) < bench.seconds * 10:
        raise RuntimeError(f"only {len(found)} frames of {peer.NAME} could be followed to the screen")
    figures.add(peer.NAME, "source to screen, median ms", report.quantile(found, 0.5))
    figures.add(peer.NAME, "source to screen, p95 ms", report.quantile(found, 0.95))


class Bench:
    """What all rounds share."""

    def __init__(self, arguments):
        self.build = arguments.build.resolve()
        self.warm_up, self.seconds = arguments.warm_up, arguments.seconds
        self.screen_watch = self.build / "bench/call/screen-watch"
        self.pictures, self.speech, self.remark = clip.prepare(arguments.clips)
        self.places = {}


def run_rounds(bench, peers, rounds):
    figures = report.Figures()
    for number in range(1, rounds + 1):
        for peer in peers:
            print(f"round {number} of {rounds}: {peer.NAME}", file=sys.stderr, flush=True)
            measure_load(peer, bench, figures)
            if peer.HAS_WINDOW:
                measure_latency(peer, bench, figures)
    return figures


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build"))
    parser.add_argument("--clips", type=pathlib.Path, default=pathlib.Path(".cache/bench"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=15, help="measured in each call")
    parser.add_argument("--warm-up", type=float, default=6, help="seconds before that")
    parser.add_argument("--peers", default="chromium,cli,app", help="which of chromium, cli, app")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    if os.geteuid():
        sys.exit("the call benchmark makes network namespaces: run it as root (sudo ./dev bench call)")
    modules = {"chromium": chromium, "cli": confab_cli, "app": confab_app}
    peers = [modules[name] for name in arguments.peers.split(",")]
    bench = Bench(arguments)
    for peer in peers:
        peer.BUILD = bench.build
    with network.cable(), display.virtual_display():
        figures = run_rounds(bench, peers, arguments.rounds)
    print(f"clip: {bench.remark}, {clip.WIDTH}x{clip.HEIGHT} at {clip.FRAMES_PER_SECOND}, VP8 at {KBPS} kbit/s, Opus")
    print(*figures.lines(), sep="\n")
    print(*report.goal_lines(figures, chromium.NAME, GOALS), sep="\n")


if __name__ == "__main__":
    main()
