# SPDX-License-Identifier: GPL-3.0-or-later
"""A film of the screen while a program starts, and what it tells: when was there a window, its page, one's own picture."""

import subprocess

import numpy

AREA = (1100, 760)  # of the screen, from its upper left: a window of SIZE with its shadow
STEP = 2  # screen-film keeps every second pixel of every second row
MAX_S, STILL_S = 20, 2.5
ALIKE = 32  # of 255: colours this near are the same
MOST = 0.9
CLIP_RGB = (254, 0, 254)  # what the camera shows (clip of start.py): no program paints its page in this


class Film:
    """`with Film (screen_film, path) as film:` begins; frames () waits until the screen stands still."""

    def __init__(self, program, path):
        self.path = path
        command = [program, path, str(MAX_S), str(STILL_S), *map(str, AREA)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        if not self.process.stdout.readline():
            raise RuntimeError("the screen could not be filmed")
        return self

    def frames(self):
        """(wall clock in ms, pictures): of every change."""
        self.process.wait(MAX_S + 10)
        kind = numpy.dtype([("at", "<f8"), ("picture", "u1", (AREA[1] // STEP, AREA[0] // STEP, 3))])
        film = numpy.fromfile(self.path, kind)
        if film["at"][-1] - film["at"][0] > (MAX_S - STILL_S) * 1000:
            raise RuntimeError(f"the screen did not stand still within {MAX_S} s")
        return film["at"], film["picture"]

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.path.unlink(missing_ok=True)


def alike(picture, other):
    """Where two pictures are the same, or a picture has a colour: a mask."""
    difference = numpy.abs(picture.astype(numpy.int16) - numpy.asarray(other, numpy.int16))
    return (difference <= ALIKE).all(axis=-1)


def commonest(colours):
    codes = colours.astype(numpy.uint32) @ numpy.array([65536, 256, 1], numpy.uint32)
    values, counts = numpy.unique(codes, return_counts=True)
    code = int(values[counts.argmax()])
    return code >> 16, code >> 8 & 255, code & 255


def first_at(times, pictures, question):
    """When the answer was true for the first time, or None."""
    return next((float(at) for at, picture in zip(times, pictures) if question(picture)), None)


def read(times, pictures):
    """What can be told of a film that began before the program did and ended with everything in place.

    "window": something covers most of the window's place. "page": most of what is written and drawn in the end stands where
    it stays; its background alone is no page. "own picture": the camera fills most of the place that it has in the end.
    """
    before, final = pictures[0], pictures[-1]
    window = ~alike(final, before)
    clip = alike(final, CLIP_RGB)
    page = window & ~clip
    if page.sum() < 1000:
        raise RuntimeError("no window was seen")
    written = page & ~alike(final, commonest(final[page]))
    found = {
        "window": first_at(times, pictures, lambda now: (~alike(now, before))[window].mean() > MOST),
        "page": first_at(times, pictures, lambda now: min(alike(now, final)[written].mean(),
                                                          alike(now, final)[page].mean()) > MOST),
    }
    if clip.sum() > 0.01 * window.sum():
        found["own picture"] = first_at(times, pictures, lambda now: alike(now, CLIP_RGB)[clip].mean() > MOST)
    return found
