# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the test functions of a script and reports them in the Test Anything Protocol.

A test is a function whose name starts with test_; the first line of its docstring is its name, a sentence
about behaviour. It fails by any exception and is skipped by raising Skip with the reason.
"""

import sys
import traceback


class Skip(Exception):
    """This machine cannot run the test; the text says what it lacks."""


def tests_of(module):
    return [value for name, value in vars(module).items() if name.startswith("test_") and callable(value)]


def title(test):
    return (test.__doc__ or test.__name__).strip().splitlines()[0].rstrip(".")


def run_one(number, test):
    try:
        test()
    except Skip as reason:
        print(f"ok {number} - {title(test)} # SKIP {reason}", flush=True)
        return True
    except Exception:  # noqa: BLE001 - whatever went wrong, the test failed and the next one is due
        for line in traceback.format_exc().splitlines():
            print(f"# {line}")
        print(f"not ok {number} - {title(test)}", flush=True)
        return False
    print(f"ok {number} - {title(test)}", flush=True)
    return True


def main(tests=None):
    """Runs the calling script's tests, in their order; the exit status is 0 if none failed."""
    if tests is None:
        tests = tests_of(sys.modules["__main__"])
    print(f"1..{len(tests)}", flush=True)
    results = [run_one(number, test) for number, test in enumerate(tests, 1)]
    sys.exit(0 if all(results) else 1)


def skip_all(reason):
    """For a script that cannot run here at all."""
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)
