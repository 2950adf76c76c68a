# SPDX-License-Identifier: GPL-3.0-or-later
"""How near a decoded picture is to the one that was sent: structural similarity of its brightness."""

import numpy

import clip

WINDOW = 8  # pixels
# Wang et al. 2004: (K1 L)^2 and (K2 L)^2 with K1 = 0.01, K2 = 0.03, L = 255
C1, C2 = 6.5025, 58.5225
LUMA_BYTES = clip.WIDTH * clip.HEIGHT
FRAME_BYTES = LUMA_BYTES * 3 // 2


def luma(contents):
    return numpy.frombuffer(contents, numpy.uint8, LUMA_BYTES).reshape(clip.HEIGHT, clip.WIDTH)


def sent_picture(pictures, number):
    """The clip's frame of this number, as it left the camera."""
    with open(pictures, "rb") as file:
        header = len(file.readline())
        file.seek(header + number * (FRAME_BYTES + len("FRAME\n")) + len("FRAME\n"))
        return luma(file.read(LUMA_BYTES))


def number_of(picture):
    """The frame number drawn in a picture, or None."""
    row = picture[clip.BLOCK // 2, clip.BLOCK // 2:2 * clip.BITS * clip.BLOCK:clip.BLOCK] > 120
    bits = "".join("1" if bit else "0" for bit in row)
    number, inverse = int(bits[:clip.BITS], 2), int(bits[clip.BITS:], 2)
    return number if number ^ inverse == (1 << clip.BITS) - 1 else None


def box_means(picture):
    """The mean over every window, by sums of sums."""
    sums = numpy.pad(picture.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    return (sums[WINDOW:, WINDOW:] - sums[:-WINDOW, WINDOW:] - sums[WINDOW:, :-WINDOW] + sums[:-WINDOW, :-WINDOW]) / WINDOW**2


def ssim(first, second):
    x, y = first.astype(float), second.astype(float)
    mean_x, mean_y = box_means(x), box_means(y)
    var_x, var_y = box_means(x * x) - mean_x**2, box_means(y * y) - mean_y**2
    covariance = box_means(x * y) - mean_x * mean_y
    similar = (2 * mean_x * mean_y + C1) * (2 * covariance + C2) / ((mean_x**2 + mean_y**2 + C1) * (var_x + var_y + C2))
    return float(similar.mean())


def mean_ssim(contents, pictures):
    """Of decoded pictures, each against the sent one of its number; None if none could be read."""
    found = []
    for each in contents:
        picture = luma(each)
        number = number_of(picture)
        if number is not None and number < clip.FRAMES:
            found.append(ssim(picture, sent_picture(pictures, number)))
    return sum(found) / len(found) if found else None
