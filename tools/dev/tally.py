#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the tests in meson's JSON logs, TAP subtests one by one, and shows the output of what failed.

    tally.py TESTLOG.json…      the last line is the sum; exit status 0 only if nothing failed
"""

import collections
import json
import re
import sys

TAP_PLAN = re.compile(r"^1\.\.(\d+)(?:\s*#\s*skip\S*\s*(.*))?", re.I | re.M)
TAP_LINE = re.compile(r"^(not )?ok\b[ \t]*\d*[ \t]*(?:- )?([^#\n]*)(?:#\s*(skip|todo)\S*[ \t]*(.*))?", re.I | re.M)
MESON_OUTCOME = {"OK": "passed", "EXPECTEDFAIL": "passed", "SKIP": "skipped"}
SHOWN_LINES = 200


def subtests(output):
    """(outcome, name, reason) for each TAP line; nothing for output that has no plan."""
    plan = TAP_PLAN.search(output)
    if not plan:
        return []
    if plan[1] == "0":
        return [("skipped", "", plan[2] or "no reason given")]
    found = []
    for failed, name, directive, reason in TAP_LINE.findall(output):
        if directive:
            found.append(("skipped", name.strip(), reason.strip() or directive))
        else:
            found.append(("failed" if failed else "passed", name.strip(), ""))
    return found


def outcomes(test):
    """The same for one line of meson's log. A program that died after its last "ok" has failed too."""
    whole = MESON_OUTCOME.get(test["result"], "failed")
    found = subtests(test.get("stdout") or "")
    if not found or (whole == "failed" and all(outcome != "failed" for outcome, _, _ in found)):
        found.append((whole, "", test["result"].lower() if whole == "failed" else ""))
    return found


def show_output(test):
    """The end of what a failed test said."""
    print(f"---- {test['name']}: {test['result'].lower()} after {test.get('duration', 0):.1f} s")
    for stream in ("stdout", "stderr"):
        lines = (test.get(stream) or "").rstrip().splitlines()
        if len(lines) > SHOWN_LINES:
            print(f"({len(lines) - SHOWN_LINES} lines of {stream} left out)")
        print(*lines[-SHOWN_LINES:], sep="\n")


def tally(tests):
    counts = collections.Counter(passed=0, failed=0, skipped=0)
    remarks = []
    for test in tests:
        found = outcomes(test)
        counts.update(outcome for outcome, _, _ in found)
        remarks += [f"{outcome}: {test['name']} {name}{' (' + reason + ')' if reason else ''}"
                    for outcome, name, reason in found if outcome != "passed"]
        if any(outcome == "failed" for outcome, _, _ in found):
            show_output(test)
    return counts, remarks


def main(paths):
    tests = [json.loads(line) for path in paths for line in open(path)]
    counts, remarks = tally(tests)
    print(*sorted(remarks, reverse=True), sep="\n")
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
