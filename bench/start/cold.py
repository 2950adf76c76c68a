# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a start a cold one: what a program reads is no longer in memory."""

import os
import pathlib
import subprocess

import processes

SWITCH = pathlib.Path("/proc/sys/vm/drop_caches")
# What programs with a window read besides what they map.
FOLDERS = ["/usr/share/fonts", "/var/cache/fontconfig", "/etc/fonts", "/usr/share/icons/Adwaita", "/usr/share/icons/hicolor",
           "/usr/share/glib-2.0/schemas", "/usr/share/mime", "/usr/share/X11/xkb", "/usr/lib/chromium",
           "/usr/share/chromium"]


def mapped_by(root):
    """The files that the processes of a tree have mapped."""
    found = set()
    for pid in processes.tree(root):
        try:
            maps = pathlib.Path(f"/proc/{pid}/maps").read_text().splitlines()
        except OSError:
            continue
        found |= {words[5] for words in (line.split(None, 5) for line in maps) if len(words) == 6 and words[5][0] == "/"}
    return sorted(name for name in found if os.path.isfile(name) and not name.startswith(("/dev/", "/proc/", "/sys/")))


def common_files():
    return [f"{folder}/{name}" for top in FOLDERS for folder, _, names in os.walk(top) for name in names]


def may_drop_everything():
    return os.access(SWITCH, os.W_OK)


def drop(files, everything):
    """Out of the page cache: these files and the common ones, as far as nobody has them mapped, or all of the machine's."""
    os.sync()  # what is not on the disk yet can not be dropped
    for name in [*files, *common_files()]:
        try:
            with open(name, "rb") as opened:
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        except OSError:
            continue
    if everything:
        SWITCH.write_text("3\n")


def share_in_memory(files):
    """How much of the files' bytes the page cache holds, 0 to 1; None where fincore is not installed."""
    try:
        lines = subprocess.run(["fincore", "--bytes", "--noheadings", "--output", "RES,SIZE", "--", *files],
                               capture_output=True, text=True).stdout.split()
    except FileNotFoundError:
        return None
    resident, sizes = sum(map(int, lines[0::2])), sum(map(int, lines[1::2]))
    return resident / sizes if sizes else None
