# SPDX-License-Identifier: GPL-3.0-or-later
"""When pictures leave a program's camera and its decoder, noted by tests/frame-tracer inside the program."""

import pathlib


def environment(build, log):
    """What to set in the environment of a program. GStreamer keeps its list of plugins in a file of its own, so that the
    person's is not written anew."""
    return {"GST_PLUGIN_PATH": f"{build}/tests/frame-tracer", "GST_REGISTRY": f"{build}/tests/frame-tracer/registry",
            "GST_TRACERS": f"confabframes(file={log})"}


def variables(build, log):
    """The same, as words for env (1)."""
    return [f"{name}={value}" for name, value in environment(build, log).items()]


def read(log, word):
    """(number, wall clock in ms) of each picture noted as "sent" or "decoded"; -1 is a picture without number."""
    lines = [line.split() for line in pathlib.Path(log).read_text().splitlines()]
    return [(int(number), float(at)) for what, number, at in filter(lambda line: len(line) == 3, lines) if what == word]


def longest_gap_ms(log, word, since_ms):
    """The longest time without such a picture, from a moment of the wall clock to the last picture."""
    times = [since_ms, *(at for _, at in read(log, word) if at >= since_ms)]
    return max((after - before for before, after in zip(times, times[1:])), default=float("inf"))
