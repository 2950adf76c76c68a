# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawn people before a camera, for pictures that are to be looked at: SVG, painted by librsvg.

The tests' own people (tests/windows/clips.py) carry numbers to be read; these only look pleasant.
"""

import math

import numpy as np

import clips

WIDTH, HEIGHT = 1280, 720
RATE = 30
SECONDS = 4

ADA = {
    "skin": "#e9bf9f", "shade": "#d3a182", "hair": "#5a3522", "lit_hair": "#7a4a2f", "lips": "#b8505a",
    "shirt": "#2f5d8a", "collar": "#f2efe9", "brow": "#472a1b", "eye": "#3d5a4a", "long_hair": True,
    "wall": ("#dfe6ea", "#b4c6d0"),
    "room": """<rect x="60" y="60" width="300" height="380" rx="6" fill="#f8fbfc"/>
      <rect x="76" y="76" width="128" height="348" fill="#bcdcf0"/><rect x="216" y="76" width="128" height="348" fill="#c9e4f4"/>
      <path d="M76 330 q64 -70 128 -10 v104 h-128z" fill="#9cc3a0"/><path d="M216 300 q70 40 128 0 v124 h-128z" fill="#8fb894"/>
      <rect x="1000" y="150" width="220" height="16" fill="#a98a68"/><rect x="1018" y="60" width="26" height="90" fill="#c46a5a"/>
      <rect x="1048" y="70" width="34" height="80" fill="#e0b35c"/><rect x="1086" y="54" width="24" height="96" fill="#567a94"/>
      <rect x="1114" y="76" width="30" height="74" fill="#7d9a78"/><path d="M1165 150 h40 l-6 -46 h-28z" fill="#efece6"/>
      <path d="M1185 104 q-40 -30 -34 -66 q34 20 34 66 q-2 -60 34 -76 q10 40 -34 76" fill="#5f8f63"/>""",
}
BEN = {
    "skin": "#a5714f", "shade": "#8a5a3c", "hair": "#241c1a", "lit_hair": "#3a2e2a", "lips": "#8b433f",
    "shirt": "#4c7a5b", "collar": "#3d664b", "brow": "#1f1715", "eye": "#3a2418", "long_hair": False,
    "wall": ("#efe2cc", "#cfb58d"),
    "room": """<rect x="70" y="70" width="250" height="190" fill="#fbf7ef"/><rect x="84" y="84" width="222" height="162" fill="#d98f5c"/>
      <circle cx="240" cy="150" r="34" fill="#f6dfa4"/><path d="M84 246 l70 -80 50 50 40 -34 62 64z" fill="#8a5a4a"/>
      <path d="M1120 430 h90 l-14 150 h-62z" fill="#b5654a"/>
      <path d="M1165 430 q-120 -60 -130 -200 q110 40 130 200 q-20 -190 40 -270 q60 120 -40 270 q30 -130 110 -150 q0 110 -110 150" fill="#5c8a5a"/>
      <path d="M420 0 v60 M380 110 q40 -60 80 0z" stroke="#6b5a48" stroke-width="5" fill="#f4c77a"/>""",
}


def room(look):
    light, deep = look["wall"]
    return f"""<defs><linearGradient id="wall" x2="0.3" y2="1"><stop offset="0" stop-color="{light}"/>
      <stop offset="1" stop-color="{deep}"/></linearGradient>
      <filter id="far" x="-5%" y="-5%" width="110%" height="110%"><feGaussianBlur stdDeviation="7"/></filter></defs>
      <rect width="1280" height="720" fill="url(#wall)"/><g filter="url(#far)">{look["room"]}</g>"""


def person(look, seconds):
    """Who speaks in words and pauses, blinks, and does not sit like a stone. All motion comes round after SECONDS."""
    turn = 2 * math.pi * seconds / SECONDS
    sway, nod, tilt = 9 * math.sin(turn), 4 * math.sin(2 * turn), 1.6 * math.sin(turn + 1)
    talk = max(0.0, math.sin(turn)) * abs(math.sin(7 * turn))
    blink = 0.1 if 0.94 < seconds / SECONDS % 0.5 * 2 < 1 else 1.0
    opening = 5 + 15 * talk
    brow = -3 * talk
    back, fringe = hair(look)
    eyes = "".join(f"""<g transform="translate({x} 292) scale(1 {blink})"><ellipse rx="21" ry="13.5" fill="#fdfaf6"/>
      <circle r="11.5" fill="{look["eye"]}"/><circle r="5.5" fill="#14100e"/><circle cx="4" cy="-4.5" r="3.2" fill="#fff"/></g>
      <path d="M{x - 23} {289 - 12 * blink} q23 -9 46 0" fill="none" stroke="{look["brow"]}" stroke-width="4" stroke-linecap="round"/>
      <path d="M{x - 29} {258 + brow} q29 -17 58 -1" fill="none" stroke="{look["brow"]}" stroke-width="9" stroke-linecap="round"/>"""
                   for x in (587, 693))
    return f"""<g transform="translate({0.5 * sway} 0)">{back}
      <path d="M575 430 h130 v120 q-65 50 -130 0z" fill="{look["shade"]}"/>
      <path d="M340 740 C345 590 440 560 572 520 Q640 590 708 520 C840 560 935 590 940 740z" fill="{look["shirt"]}"/>
      <path d="M572 518 Q640 600 708 518 l26 14 Q646 660 546 532z" fill="{look["collar"]}"/></g>
      <g transform="translate({sway} {nod}) rotate({tilt} 640 460)">
      <ellipse cx="500" cy="312" rx="21" ry="36" fill="{look["shade"]}"/><ellipse cx="780" cy="312" rx="21" ry="36" fill="{look["shade"]}"/>
      <path d="M502 270 C502 150 560 120 640 120 S778 150 778 270 C778 390 726 470 640 470 S502 390 502 270z" fill="{look["skin"]}"/>
      <ellipse cx="556" cy="362" rx="34" ry="20" fill="{look["lips"]}" opacity="0.16"/><ellipse cx="724" cy="362" rx="34" ry="20" fill="{look["lips"]}" opacity="0.16"/>
      <path d="M640 300 q-14 42 -17 50 q17 13 34 2" fill="none" stroke="{look["shade"]}" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"/>
      {eyes}
      <path d="M590 398 Q640 {398 + 8} 690 398 Q640 {398 + 26 + 2 * opening} 590 398z" fill="#5e2328"/>
      <path d="M600 401 Q640 {398 + 9} 680 401 Q640 {398 + 16 + 0.7 * opening} 600 401z" fill="#fffaf4"/>
      <path d="M586 396 Q640 {398 + 9} 694 396" fill="none" stroke="{look["lips"]}" stroke-width="6" stroke-linecap="round"/>
      <path d="M594 402 Q640 {398 + 28 + 2 * opening} 686 402" fill="none" stroke="{look["lips"]}" stroke-width="7" stroke-linecap="round"/>
      {fringe}</g>"""


def hair(look):
    """Behind the head, and before it."""
    if look["long_hair"]:
        return (f"""<path d="M640 82 C500 76 462 180 466 300 C468 400 440 470 462 545 Q560 600 640 590 Q720 600 818 545
                C840 470 812 400 814 300 C818 180 780 76 640 82z" fill="{look["hair"]}"/>""",
                f"""<path d="M640 84 C520 80 478 170 486 322 C505 300 516 262 540 216 C600 224 680 206 716 168 C752 210 776 290 794 322
                C802 170 760 80 640 84z" fill="{look["hair"]}"/>
                <path d="M560 130 Q630 92 716 122 Q640 118 560 166z" fill="{look["lit_hair"]}"/>""")
    return ("", f"""<path d="M500 282 C478 150 540 84 640 84 S802 150 780 282 C776 236 762 206 744 190 Q640 150 536 190 C518 206 504 236 500 282z"
            fill="{look["hair"]}"/><path d="M560 132 Q640 96 720 132 Q640 116 560 150z" fill="{look["lit_hair"]}"/>
            <path d="M514 360 C524 450 574 492 640 492 S756 450 766 360 C752 420 712 440 690 436 Q640 416 590 436 C568 440 528 420 514 360z"
            fill="{look["hair"]}" opacity="0.92"/>""")


def paint(body):
    """The pixels of what is drawn, height x width x 4."""
    import gi
    gi.require_version("GdkPixbuf", "2.0")
    from gi.repository import GdkPixbuf

    loader = GdkPixbuf.PixbufLoader.new_with_type("svg")
    loader.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">{body}</svg>'.encode())
    loader.close()
    pixels = loader.get_pixbuf()
    rows = np.frombuffer(pixels.get_pixels(), np.uint8).reshape(HEIGHT, -1)
    return rows[:, :WIDTH * pixels.get_n_channels()].reshape(HEIGHT, WIDTH, -1).astype(np.float32)


def pictures(look):
    behind = paint(room(look))[..., :3]
    for n in range(RATE * SECONDS):
        before = paint(person(look, n / RATE))
        cover = before[..., 3:] / 255
        yield clips.to_planes(behind * (1 - cover) + before[..., :3] * cover, None)


def write_camera(path, look):
    clips.write_y4m(path, pictures(look), WIDTH, HEIGHT, RATE)
