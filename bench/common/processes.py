# SPDX-License-Identifier: GPL-3.0-or-later
"""CPU time and memory of process trees, read from /proc."""

import os
import pathlib
import time

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
# The test clip stands for a camera: where a program maps the file, that is not the program's memory.
NOT_COUNTED = (".y4m", ".wav")


def stat_fields(pid):
    """The fields of /proc/PID/stat after the command's name; the state is number 0."""
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def tree(root):
    """The process and all that descend from it, as long as they live."""
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                children.setdefault(int(stat_fields(entry)[1]), []).append(int(entry))
            except OSError:
                continue
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def cpu_ticks(root):
    """User and system time of each process of the tree: pid -> clock ticks."""
    ticks = {}
    for pid in tree(root):
        try:
            fields = stat_fields(pid)
        except OSError:
            continue
        ticks[pid] = int(fields[11]) + int(fields[12])
    return ticks


def own_kilobytes(pid):
    """PSS of one process without what NOT_COUNTED names."""
    total, counted = 0, True
    for line in open(f"/proc/{pid}/smaps"):
        word = line.split(None, 1)[0]
        if "-" in word and not word.endswith(":"):
            counted = not line.rstrip().endswith(NOT_COUNTED)
        elif counted and word == "Pss:":
            total += int(line.split()[1])
    return total


def memory_mb(root):
    """PSS of the whole tree: each shared page counts in parts, so sums are right."""
    total = 0
    for pid in tree(root):
        try:
            total += own_kilobytes(pid)
        except OSError:
            continue
    return total / 1024


def busy_ticks():
    """Ticks in which any processor did something."""
    fields = [int(field) for field in open("/proc/stat").readline().split()[1:9]]
    return sum(fields) - fields[3] - fields[4]


def measure(roots, seconds):
    """For each tree, name -> root pid: CPU seconds per minute and memory over a window; and the whole machine's load."""
    before = {name: cpu_ticks(pid) for name, pid in roots.items()}
    start, busy = time.monotonic(), busy_ticks()
    time.sleep(seconds)
    after = {name: cpu_ticks(pid) for name, pid in roots.items()}
    span = time.monotonic() - start
    used = {}
    for name, pid in roots.items():
        ticks = sum(value - before[name].get(process, 0) for process, value in after[name].items())
        used[name] = {"cpu_s_per_min": ticks / TICKS_PER_SECOND / span * 60, "memory_mb": memory_mb(pid),
                      "processes": len(after[name])}
    return used, (busy_ticks() - busy) / TICKS_PER_SECOND / span
