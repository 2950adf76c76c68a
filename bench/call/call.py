#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A two-party 720p call: CPU, memory, joining, latency and stalls of Confab against Chromium, in interleaved rounds.

Run by ./dev bench call. Absolute figures depend on the machine and its load; the ratios are the result.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("bench/common", "tests", "tests/e2e")]

import chromium
import clip
import confab_app
import confab_cli
import network
import processes
import quality
import report
import screen

KBPS = 1500
CPU, MEMORY = "CPU seconds per minute and party", "memory per party, MB"
MEDIAN, P95 = "source to screen, median ms", "source to screen, p95 ms"
STALL, STALL_CPU = "longest stall of the main loop, ms", "longest stall of the main loop, ms of CPU"
DECODED_MEDIAN, DECODED_P95 = "source to decoded, median ms", "source to decoded, p95 ms"
SIMILARITY = "SSIM of decoded pictures"
# number of the goal in docs/performance.md, peer, quantity, largest ratio that meets it
GOALS = [
    (1, confab_cli.NAME, CPU, 0.55),
    (1, confab_app.NAME, CPU, 0.65),
    (3, confab_app.NAME, MEMORY, 0.35),
    (5, confab_app.NAME, chromium.JOINING, 0.5),
    (6, confab_app.NAME, MEDIAN, 0.35),
    (6, confab_app.NAME, P95, 0.35),
]


# As GOALS, but of the worst round.
LIMITS = [
    ("of smoothness", confab_app.NAME, STALL_CPU, "at most", 50),
    ("of smoothness", confab_app.NAME, STALL, "at most", 50),
]


class Bench:
    """What all rounds share."""

    def __init__(self, arguments):
        self.warm_up, self.seconds = arguments.warm_up, arguments.seconds
        self.screen_watch = arguments.build.resolve() / "bench/common/screen-watch"
        self.pictures, self.speech, self.remark = clip.prepare(arguments.clips)
        self.figures = report.Figures()
        self.places = {}

    def call(self, peer, **options):
        return peer.Call(self.pictures, self.speech, KBPS, **options)

    def watch(self, peer, seconds):
        """Starts to read frame numbers off the second window; "0 NUMBER TIME" a line."""
        command = [self.screen_watch, str(seconds), *map(str, self.places[peer.NAME])]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def start(call):
    call.enter_first()
    call.enter_second()
    call.wait_until_both_see()


def find_place(peer, bench):
    """Where on the screen the second window of a peer shows the frame number."""
    with bench.call(peer) as call:
        start(call)
        time.sleep(bench.warm_up)
        place = screen.find_markers(screen.WIDTH // 2, screen.WIDTH)
    if place is None:
        raise RuntimeError(f"the frame number is not to be seen in the second window of {peer.NAME}")
    bench.places[peer.NAME] = place


def first_on_screen_ms(call, peer, bench):
    """From the click in the second window until it showed the first remote frame."""
    with bench.watch(peer, 15) as watcher:
        clicked_at = call.enter_second()
        line = watcher.stdout.readline()
        watcher.terminate()
    if not line:
        raise RuntimeError(f"{peer.NAME} showed no remote frame within 15 s")
    return float(line.split()[2]) - clicked_at


def measure_load(peer, bench):
    """One call: how fast it came up, then CPU and memory of both sides, averaged, over a while."""
    figures = bench.figures
    with bench.call(peer) as call:
        call.enter_first()
        if peer.HAS_WINDOW:
            figures.add(peer.NAME, peer.JOINING, first_on_screen_ms(call, peer, bench))
        else:
            figures.add(peer.NAME, peer.JOINING, call.first_frame_ms(call.enter_second()))
        call.wait_until_both_see()
        if peer is confab_app:
            call.forget_stalls()
        time.sleep(bench.warm_up)
        before, received, begin = call.counters("b"), network.received_bytes(network.SECOND), time.monotonic()
        used, busy = processes.measure(call.roots(), bench.seconds)
        received, span = network.received_bytes(network.SECOND) - received, time.monotonic() - begin
        after = call.counters("b")
        if peer is confab_app:
            wall_ms, cpu_ms = call.longest_stall()
            figures.add(peer.NAME, STALL, wall_ms)
            figures.add(peer.NAME, STALL_CPU, cpu_ms)
    figures.add(peer.NAME, CPU, sum(side["cpu_s_per_min"] for side in used.values()) / len(used))
    figures.add(peer.NAME, MEMORY, sum(side["memory_mb"] for side in used.values()) / len(used))
    figures.add(peer.NAME, "kbit/s on the cable, one way", received * 8 / 1000 / span)
    for quantity in after:
        figures.add(peer.NAME, quantity, (after[quantity] - before[quantity]) / span * 60)
    figures.add(peer.NAME, "busy processors", busy)


def delays(seen, sent):
    """Milliseconds from the moment a frame left the camera until it was seen, for each that was."""
    left = {}
    for number, at in sent:
        left.setdefault(number, []).append(at)
    found = []
    for number, seen_at in seen:
        before = [at for at in left.get(number, ()) if at <= seen_at]
        if before and seen_at - before[-1] < 5000:  # the numbers come again after ten seconds
            found.append(seen_at - before[-1])
    return found


def add_delays(bench, peer, median, p95, seen, sent):
    found = delays(seen, sent)
    if len(found) < bench.seconds * 10:
        raise RuntimeError(f"only {len(found)} frames of {peer.NAME} could be followed")
    bench.figures.add(peer.NAME, median, report.quantile(found, 0.5))
    bench.figures.add(peer.NAME, p95, report.quantile(found, 0.95))


def measure_latency(peer, bench):
    """One call in which every frame is noted as it leaves a's camera and as it appears at b."""
    with bench.call(peer, tap=True) as call:
        start(call)
        time.sleep(bench.warm_up)
        call.sent_frames("a")
        if peer.HAS_WINDOW:
            lines = bench.watch(peer, bench.seconds).communicate()[0].splitlines()
            shown = [(int(number), float(at)) for _, number, at in map(str.split, lines)]
            bench.figures.add(peer.NAME, "frames per second on the screen", len(shown) / bench.seconds)
            add_delays(bench, peer, MEDIAN, P95, shown, call.sent_frames("a"))
        else:
            time.sleep(bench.seconds)
        if SIMILARITY not in bench.figures.of(peer.NAME):
            bench.figures.add(peer.NAME, SIMILARITY, quality.mean_ssim(call.decoded_pictures(), bench.pictures))
        if hasattr(call, "decoded_frames"):
            since = (time.time() - bench.seconds) * 1000
            decoded = [frame for frame in call.decoded_frames("b") if frame[1] >= since]
            add_delays(bench, peer, DECODED_MEDIAN, DECODED_P95, decoded, call.sent_frames("a"))


def run(bench, peers, rounds):
    for peer in peers:
        if peer.HAS_WINDOW:
            find_place(peer, bench)
    for number in range(1, rounds + 1):
        for peer in peers:
            print(f"round {number} of {rounds}: {peer.NAME}", file=sys.stderr, flush=True)
            measure_load(peer, bench)
            measure_latency(peer, bench)


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
    with network.cable(), screen.virtual_display():
        run(bench, peers, arguments.rounds)
    print(f"clip: {bench.remark}, {clip.WIDTH}x{clip.HEIGHT} at {clip.FRAMES_PER_SECOND}, VP8 at {KBPS} kbit/s, Opus")
    print(*bench.figures.lines(), sep="\n")
    print(*report.goal_lines(bench.figures, chromium.NAME, GOALS), sep="\n")
    print(*report.limit_lines(bench.figures, LIMITS, of=max), sep="\n")


if __name__ == "__main__":
    main()
