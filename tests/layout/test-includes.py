#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The include check holds for this tree, and fails for trees that break each of its rules."""

import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tap

ROOT = pathlib.Path(__file__).resolve().parents[2]


def check(root):
    return subprocess.run([sys.executable, ROOT / "tools/check-includes.py", root], capture_output=True, text=True)


def check_tree(files):
    """Runs the check over a tree with just these files: path -> text."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, "src", name)
            os.makedirs(path.parent, exist_ok=True)
            path.write_text(text)
        return check(folder)


def assert_refused(files, words):
    done = check_tree(files)
    assert done.returncode == 1, f"not refused: {files}"
    assert words in done.stdout, done.stdout


def test_this_tree():
    """Every include of this tree goes downhill."""
    done = check(ROOT)
    assert done.returncode == 0, done.stdout


def test_good_tree():
    """A tree that keeps to the rules is accepted."""
    done = check_tree({
        "base/base.h": "#include <glib.h>\n",
        "crypto/crypto.h": '#include "protocol/protocol.h"\n',
        "crypto/epoch.c": '#include "crypto/epoch.h"\n#include "base/base.h"\n#include <sodium.h>\n#include <string.h>\n',
        "client/keyring-libsecret.c": "#include <libsecret/secret.h>\n",
        "app/heap-linux.c": "#include <malloc.h>\n#include <gtk/gtk.h>\n",
        "media/tests/test-hop.c": "#include <gst/check/gstharness.h>\n#include \"pair.h\"\n",
        "media/tests/pair.h": "",
        "meeting/tests/test-a.c": "#include \"crypto/crypto.h\"\n",
        "client/tests/test-a.c": "#include \"signalling/tests/fake.h\"\n",
        "signalling/tests/fake.h": "",
    })
    assert done.returncode == 0, done.stdout


def test_uphill():
    """A room that includes a room it may not know is refused."""
    assert_refused({"media/hop.c": '#include "crypto/crypto.h"\n'}, "media may not know crypto")
    assert_refused({"meeting/a.c": '#include "crypto/crypto.h"\n'}, "meeting may not know crypto")
    assert_refused({"protocol/a.h": '#include <crypto/crypto.h>\n'}, "src/protocol/a.h:1")


def test_private_header():
    """Another room's private header is refused."""
    assert_refused({"client/a.c": '\n#include "media/hop.h"\n'}, "media/hop.h is private to media")
    assert_refused({"client/a.c": '\n#include "media/tests/clips.h"\n'}, "media/tests/clips.h is private to media")


def test_library():
    """A library outside of its rooms is refused, in quotes too."""
    assert_refused({"client/a.c": "#include <gst/gst.h>\n"}, "belongs in media")
    assert_refused({"meeting/a.c": '#include "sodium.h"\n'}, "belongs in crypto")
    assert_refused({"base/a.c": "#  include <gio/gio.h>\n"}, "<gio/gio.h> belongs in")
    assert_refused({"base/a.c": "#include <curl/curl.h>\n"}, "is no library of base")


def test_platform():
    """A header of one platform is refused in a file that is not named for it."""
    for header in ("unistd.h", "gio/gunixsocketaddress.h", "glib-unix.h", "sys/socket.h", "windows.h"):
        assert_refused({"service/socket.c": f"#include <{header}>\n"}, "is of one platform")
    assert_refused({"client/keyring.c": "#include <libsecret/secret.h>\n"}, "is of one platform")
    assert_refused({"app/window-linux.c": "#include <windows.h>\n"}, "is of one platform")


def test_unlisted():
    """A folder that the table does not name is refused."""
    assert_refused({"misc/a.c": ""}, "src/misc is not in the table")


def test_bare_name():
    """A header of ours is named with its room."""
    assert_refused({"crypto/epoch.c": '#include "epoch.h"\n', "crypto/epoch.h": ""}, "should say its room")


if __name__ == "__main__":
    tap.main()
