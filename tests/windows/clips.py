# SPDX-License-Identifier: GPL-3.0-or-later
"""Camera and microphone files for tests and the demo, made such that what arrives tells whose it is.

A picture carries its number as 20 luma blocks along the upper edge: ten bits, most significant first, then
their inverse. Each person's numbers begin at another hundred. A microphone clicks once a second, at a pitch
of its own.
"""

import wave

import numpy as np

BLOCKS = 20
RATE = 48000
CLICK_S = 0.05


def draw_number(luma, number):
    """Draws @number into a picture of height x width; a block is a fortieth of 1280."""
    side = luma.shape[1] // 40
    bits = [(number >> (9 - i)) & 1 for i in range(10)]
    for i, bit in enumerate(bits + [1 - bit for bit in bits]):
        luma[0:side, i * side:(i + 1) * side] = 235 if bit else 16


def read_number(picture):
    """The number in a grey picture of any size that shows the whole clip, or None if there is none."""
    side = picture.shape[1] / 40
    if side < 3:
        return None
    top, bottom = int(side * 0.5), int(side * 0.8)  # a small picture's corner is round
    row = picture[top:max(bottom, top + 1)].mean(axis=0)
    levels = [row[int((i + 0.35) * side):int((i + 0.65) * side) + 1].mean() for i in range(BLOCKS)]
    bits = [level > 128 for level in levels]
    if any(abs(level - 128) < 40 for level in levels) or any(bits[i] == bits[i + 10] for i in range(10)):
        return None
    return sum(bit << (9 - i) for i, bit in enumerate(bits[:10]))


def write_y4m(path, pictures, width, height, rate=30):
    """Writes an iterable of (Y, U, V) arrays."""
    with open(path, "wb") as out:
        out.write(f"YUV4MPEG2 W{width} H{height} F{rate}:1 Ip A1:1 C420jpeg\n".encode())
        for planes in pictures:
            out.write(b"FRAME\n")
            for plane in planes:
                out.write(plane.astype(np.uint8).tobytes())


def portrait(width, height, number, seconds, look):
    """One picture of a drawn person who speaks and blinks."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    unit = height / 10
    sway = 0.25 * unit * np.sin(np.pi * seconds)
    head_x, head_y = width / 2 + sway, height * 0.46
    open_mouth = abs(np.sin(2 * np.pi * 2 * seconds)) * 0.45 + 0.08
    blink = 0.12 if seconds % 2 > 1.85 else 1.0

    def ellipse(cx, cy, rx, ry):
        return ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1

    shade = (1 - 0.35 * y / height)[..., None]
    colour = np.ones((height, width, 3), np.float32) * np.array(look["wall"], np.float32) * shade
    shapes = [
        (ellipse(head_x, head_y - 0.3 * unit, 2.3 * unit, 2.9 * unit), look["hair"]),
        (ellipse(width / 2, height * 1.08, 4.2 * unit, 3.4 * unit), look["shirt"]),
        (ellipse(head_x, head_y + 0.3 * unit, 1.9 * unit, 2.4 * unit), look["skin"]),
        (ellipse(head_x - 0.75 * unit, head_y, 0.2 * unit, 0.26 * unit * blink), (30, 30, 40)),
        (ellipse(head_x + 0.75 * unit, head_y, 0.2 * unit, 0.26 * unit * blink), (30, 30, 40)),
        (ellipse(head_x, head_y + 1.55 * unit, 0.6 * unit, open_mouth * unit), (130, 40, 50)),
    ]
    for mask, value in shapes:
        colour[mask] = value
    return to_planes(colour, number)


def to_planes(colour, number):
    """RGB to I420 by BT.601 in the limited range, with the number, if there is one, drawn in."""
    red, green, blue = (colour[..., i] for i in range(3))
    luma = 16 + 0.257 * red + 0.504 * green + 0.098 * blue
    u = 128 - 0.148 * red - 0.291 * green + 0.439 * blue
    v = 128 + 0.439 * red - 0.368 * green - 0.071 * blue
    luma, u, v = luma.round(), u[::2, ::2].copy(), v[::2, ::2].copy()
    if number is None:
        return luma, u, v
    draw_number(luma, number)
    side = colour.shape[1] // 80
    u[:side, :BLOCKS * side] = v[:side, :BLOCKS * side] = 128
    return luma, u, v


ADA = {"wall": (98, 140, 170), "hair": (70, 45, 30), "shirt": (40, 70, 120), "skin": (225, 180, 150), "first": 0}
BEN = {"wall": (190, 165, 110), "hair": (35, 30, 30), "shirt": (60, 110, 70), "skin": (150, 105, 75), "first": 512}


def write_camera(path, look, width=1280, height=720, frames=120):
    write_y4m(path, (portrait(width, height, look["first"] + n, n / 30, look) for n in range(frames)), width, height)


def write_clicks(path, pitch_hz, seconds=6):
    """A click a second: a short tone that begins and ends softly."""
    samples = np.zeros(RATE * seconds)
    length = int(RATE * CLICK_S)
    click = 0.5 * np.sin(2 * np.pi * pitch_hz * np.arange(length) / RATE) * np.hanning(length)
    for second in range(seconds):
        samples[second * RATE:second * RATE + length] = click
    write_sound(path, samples)


def write_hum(path, pitch_hz, seconds=6):
    """As loud and as lasting as somebody who talks."""
    write_sound(path, 0.1 * np.sin(2 * np.pi * pitch_hz * np.arange(RATE * seconds) / RATE))


def write_sound(path, samples):
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((samples * 32767).astype("<i2").tobytes())


def read_wav(path):
    """(samples of the first channel in -1..1, rate)"""
    with wave.open(str(path), "rb") as sound:
        channels, width = sound.getnchannels(), sound.getsampwidth()
        raw = sound.readframes(sound.getnframes())
        kind = {2: "<i2", 4: "<i4"}[width]
        return np.frombuffer(raw, kind)[::channels].astype(np.float64) / 2.0 ** (8 * width - 1), sound.getframerate()


def click_times(samples, rate, pitch_hz):
    """When clicks of this pitch begin, in seconds."""
    window = int(rate * 0.02)
    n = len(samples) // window
    frames = samples[:n * window].reshape(n, window)
    phase = np.exp(-2j * np.pi * pitch_hz * np.arange(window) / rate)
    level = np.abs(frames @ phase) / window
    loud = level > max(0.25 * level.max(), 0.005) if n else np.zeros(0, bool)
    starts = [i for i in range(n) if loud[i] and not loud[max(i - 1, 0)]]
    return [i * window / rate for i in starts]


def tone(samples, pitch_hz, rate=RATE):
    """How much of this pitch there is in the loudest twentieth of a second."""
    window = rate // 20
    frames = samples[:len(samples) // window * window].reshape(-1, window)
    phase = np.exp(-2j * np.pi * pitch_hz * np.arange(window) / rate)
    return np.abs(frames @ phase).max() / window
