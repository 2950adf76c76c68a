#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sum that ./dev test ends with counts what ran, and nothing that did not."""

import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tap

ROOT = pathlib.Path(__file__).resolve().parents[2]


def tally(*tests):
    """(last line, exit status) for meson log lines given as (result, output)."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as log:
        for result, output in tests:
            log.write(json.dumps({"name": "a", "result": result, "stdout": output}) + "\n")
        log.flush()
        done = subprocess.run([ROOT / "tools/dev/tally.py", log.name], capture_output=True, text=True)
    return done.stdout.splitlines()[-1], done.returncode


def test_subtests():
    """TAP subtests are counted one by one."""
    assert tally(("OK", "1..3\nok 1 /a\nok 2 - b\nok 3 c # SKIP no camera\n")) == ("2 passed, 0 failed, 1 skipped", 0)
    assert tally(("FAIL", "1..2\nok 1 a\nnot ok 2 b\n")) == ("1 passed, 1 failed, 0 skipped", 1)


def test_plain_programs():
    """A program without TAP counts as one test."""
    assert tally(("OK", "fine\n"), ("SKIP", None), ("TIMEOUT", "")) == ("1 passed, 1 failed, 1 skipped", 1)


def test_crash_after_ok():
    """A program that dies after its last ok has failed."""
    assert tally(("ERROR", "1..2\nok 1 a\n")) == ("1 passed, 1 failed, 0 skipped", 1)


def test_all_skipped():
    """A plan of none is one skipped test, and a run without any test has failed."""
    assert tally(("OK", "1..0 # SKIP needs root\n"), ("OK", "1..1\nok 1\n")) == ("1 passed, 0 failed, 1 skipped", 0)
    assert tally(("SKIP", "1..0 # SKIP needs root\n")) == ("0 passed, 0 failed, 1 skipped", 1)


def test_known_fault():
    """Only what the known fault of GStreamer ended is run again; a real failure is none of it."""
    sys.path.insert(0, str(ROOT / "tools/dev"))
    import known_fault
    said = f"(test-relay:1): GLib-CRITICAL **: 12:00:00.000: {known_fault.SAYS}"
    assert known_fault.is_known({"result": "FAIL", "stdout": said})
    assert known_fault.is_known({"result": "ERROR", "stdout": "", "stderr": said})
    assert not known_fault.is_known({"result": "OK", "stdout": said})
    assert not known_fault.is_known({"result": "FAIL", "stdout": "GLib-CRITICAL **: something else", "stderr": None})
    trap = "==7==ERROR: AddressSanitizer: TRAP on unknown address"
    assert known_fault.is_known({"result": "ERROR", "stdout": f"1..2\nok 1 a\nBail out! {said}\n", "stderr": trap})
    assert known_fault.is_known({"result": "FAIL", "stdout": f"1..2\nok 1 a\n# ada.log: {said}\nnot ok 2 b\n"})
    for other in (f"# {said}\nok 1 a\nnot ok 2 b\n", f"not ok 1 a\nBail out! {said}\n",
                  f"# {said}\nnot ok 1 a\nnot ok 2 b\n", f"{said}\nGLib-GObject-CRITICAL **: something else\n",
                  f"{said}\n==7==ERROR: AddressSanitizer: heap-use-after-free\n", f"{said}\nBail out! ERROR:x.c:7: b\n",
                  f"{said}\nx.c:7:3: runtime error: b\n"):
        assert not known_fault.is_known({"result": "FAIL", "stdout": other}), other
    assert not known_fault.is_known({"result": "TIMEOUT", "stdout": said})


if __name__ == "__main__":
    tap.main()
