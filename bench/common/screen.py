# SPDX-License-Identifier: GPL-3.0-or-later
"""A virtual display, and finding out what is shown on it and when."""

import contextlib
import os
import subprocess
import time

import numpy

import clip

WIDTH, HEIGHT = 2600, 900
BRIGHT, DARK = 170, 80
BLOCKS = 2 * clip.BITS


@contextlib.contextmanager
def virtual_display():
    """Starts Xvfb on a free number and sets DISPLAY for the block."""
    reader, writer = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp",
                               "-nocursor", "-noreset"], pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    before = os.environ.get("DISPLAY")
    try:
        number = os.fdopen(reader).readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        os.environ["DISPLAY"] = f":{number}"
        yield server
    finally:
        if before is None:
            os.environ.pop("DISPLAY", None)
        else:
            os.environ["DISPLAY"] = before
        server.terminate()
        server.wait()


def screenshot():
    """The screen's brightness, as rows of bytes."""
    raw = subprocess.run(["ffmpeg", "-v", "error", "-f", "x11grab", "-draw_mouse", "0", "-video_size", f"{WIDTH}x{HEIGHT}",
                          "-i", os.environ["DISPLAY"], "-frames:v", "1", "-pix_fmt", "gray", "-f", "rawvideo", "-"],
                         capture_output=True, check=True).stdout
    return numpy.frombuffer(raw, numpy.uint8).reshape(HEIGHT, WIDTH)


def wait_until_still(left, right, seconds=20):
    """Until something is drawn between these columns and stays as it is."""
    end = time.monotonic() + seconds
    before = None
    while time.monotonic() < end:
        now = screenshot()[:, left:right]
        if before is not None and now.std() > 5 and numpy.array_equal(now, before):
            return
        before = now
        time.sleep(0.4)
    raise RuntimeError(f"nothing stood still on the screen in {seconds} s")


def numbers_in_row(row, block):
    """For each x at which a frame number of this block size could begin: the number there, or -1."""
    starts = numpy.arange(int(len(row) - BLOCKS * block))
    sampled = numpy.stack([row[(starts + (i + 0.5) * block).astype(int)] for i in range(BLOCKS)])
    bits = (sampled > BRIGHT).astype(int)
    weights = 1 << numpy.arange(clip.BITS - 1, -1, -1)
    number, inverse = weights @ bits[:clip.BITS], weights @ bits[clip.BITS:]
    clear = ((sampled > BRIGHT) | (sampled < DARK)).all(axis=0)
    return numpy.where(clear & (number ^ inverse == (1 << clip.BITS) - 1) & (number < clip.FRAMES), number, -1)


def find_markers(left, right, shots=6):
    """Where between these columns a frame number is shown: (x, y, block size in pixels), or None.

    A place counts when its number can be read in every screenshot and is never the same twice, which
    nothing but the clip does. Of places side by side the middle one is taken; of places apart those on the left, as one
    block further on a number with a leading 0 can be read again, doubled, if the picture is dark beside it.
    """
    pictures = []
    for _ in range(shots):
        pictures.append(screenshot()[:, left:right])
        time.sleep(0.11)
    best = None
    for block in numpy.arange(8, 42, 0.5):
        for y in range(4, HEIGHT, 6):
            seen = numpy.stack([numbers_in_row(picture[y], block) for picture in pictures[:2]])
            places = numpy.flatnonzero((seen >= 0).all(axis=0) & (seen[0] != seen[1]))
            if not len(places):
                continue
            rest = numpy.stack([numbers_in_row(picture[y], block)[places] for picture in pictures])
            ordered = numpy.sort(rest, axis=0)
            good = places[(rest >= 0).all(axis=0) & (numpy.diff(ordered, axis=0) > 0).all(axis=0)]
            good = numpy.split(good, numpy.flatnonzero(numpy.diff(good) > 2) + 1)[0]
            if len(good) and (best is None or len(good) > best[0]):
                best = (len(good), (left + int(numpy.median(good)), y, float(block)))
    return best[1] if best else None
