#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs those tests of a build folder again that a known fault of GStreamer ended, and no others.

    known_fault.py FOLDER

GStreamer 1.22's RTP session gives up its lock in the middle of walking through the table of its sources: for each
sender's first report it asks for the clock rate. A source that appears in that moment makes GLib complain, and a
program of ours in which GLib complains dies. Later versions walk through a copy.

So a run counts as ended by that only if nothing else is wrong with it: each of its failed tests has that sentence in
what it said, and no other critical message, error, sanitizer's finding or time-out is there. Should the sentence and a
fault of our own meet in one test, the fault is there again in the next run, or else in a later one.
"""

import json
import pathlib
import re
import subprocess
import sys

TRIES = 3
SAYS = "g_hash_table_foreach: assertion 'version == hash_table->version' failed"


def read(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


# Lines that tell of a fault, and the one that a sanitizer adds where GLib ended the program.
FAULT = re.compile(r"^.*(?:(?:CRITICAL|ERROR) \*\*|Bail out!|ERROR: \w+Sanitizer|runtime error:).*$", re.M)
ENDED_BY_GLIB = re.compile(r"AddressSanitizer: TRAP")
# What a test says stands before its line.
PART = re.compile(r"^(?:ok|not ok)\b", re.M)


def is_known(test):
    output = "\n".join(test.get(stream) or "" for stream in ("stdout", "stderr"))
    faults = [line for line in FAULT.findall(output) if not ENDED_BY_GLIB.search(line)]
    starts = [0] + [found.start() for found in PART.finditer(output)]
    failed = [output[before:start] for before, start in zip(starts, starts[1:]) if output.startswith("not ok", start)]
    return (test["result"] in ("FAIL", "ERROR") and bool(faults) and all(SAYS in line for line in faults)
            and all(SAYS in said for said in failed))


def run_again(folder, test):
    """The test's new entry in meson's log."""
    suite, name = test["name"].split(":")[-1].split(" / ")
    subprocess.run(["meson", "test", "-C", folder, "--no-rebuild", "--suite", suite, name], stdin=subprocess.DEVNULL,
                   stdout=sys.stderr)
    (again,) = read(folder / "meson-logs/testlog.json")
    return again


def main(folder):
    folder = pathlib.Path(folder)
    log = folder / "meson-logs/testlog.json"
    tests = read(log)
    for place, test in enumerate(tests):
        for _ in range(TRIES):
            if is_known(tests[place]):
                print(f"{test['name']} was ended by a known fault of GStreamer; it runs again", file=sys.stderr)
                tests[place] = run_again(folder, test)
    log.write_text("".join(json.dumps(test) + "\n" for test in tests))


if __name__ == "__main__":
    main(sys.argv[1])
