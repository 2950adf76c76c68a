#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What confab-cli says and with which status it ends, when there is no meeting to be had."""

import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import confab
import tap

NOWHERE = "https://127.0.0.1:1/j/nobody-here#AY7qj0UxcofD2sGrwTvKEEzrKH0Yn8mCLHvGzNeM27ta"


def test_a_bad_command_line_is_a_sentence():
    """A bad command line is answered by a sentence and status 2"""
    for arguments in ([], ["meet"], ["join"], ["join", NOWHERE, "--camera", "/no/such/file.y4m"],
                      ["join", NOWHERE, "--record", "out"], ["create", "--nonsense"]):
        status, out, errors = confab.run(*arguments)
        assert (status, out) == (2, ""), (arguments, status, out)
        assert errors.startswith("confab-cli: ") and len(errors.split()) > 4, errors


def test_version_and_help():
    """--version and --help end well"""
    assert confab.run("--version")[0] == 0
    status, out, _ = confab.run("--help")
    assert status == 0 and "confab-cli join LINK" in out


def test_a_full_disk_is_no_success():
    """A link that could not be written is not called a success"""
    with confab.Folder() as folder, confab.Service(folder) as service, open("/dev/full", "w") as full:
        done = subprocess.run([confab.CLI, "create", "--service", service.url, "--profile", folder / "profile"],
                              stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE, text=True,
                              env=confab.environment())
        assert done.returncode == 1, done
        assert "standard output can not be written" in done.stderr, done.stderr


def test_a_link_that_is_none_is_refused():
    """What is no invitation is refused before anything is sent"""
    with confab.Folder() as folder:
        for link in ("hello", "https://example.org/", "https://example.org/j/ada#AAAA", "ftp://x/j/ada"):
            status, out, errors = confab.run("join", link, "--profile", folder / "p")
            assert status == 1 and errors, (link, errors)
            assert json.loads(out)["event"] == "refused", out
            assert json.loads(out)["code"] == "link-invalid", out


def test_a_name_that_is_none_is_refused():
    """A name that nobody could be shown is refused before anything is sent"""
    with confab.Folder() as folder:
        status, out, errors = confab.run("join", NOWHERE, "--profile", folder / "p", "--name", "x" * 65)
        assert status == 1 and errors, errors
        assert json.loads(out)["event"] == "refused" and json.loads(out)["code"] == "name-invalid", out


def test_who_never_got_in_did_not_succeed():
    """Whose time is up while they wait for a host were refused"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada")
        with confab.Participant(folder, "bob", link, "--for", "1") as bob:
            bob.wait(event="waiting")
            bob.wait(event="refused", code="not-admitted")
            assert bob.ends() == 1
            assert not bob.has(0, event="ended")


def test_a_service_that_is_not_there_is_refused():
    """A service that does not answer is told at once, and given up after a while"""
    with confab.Folder() as folder:
        with confab.Participant(folder, "ada", NOWHERE.replace(":1/", f":{confab.free_port()}/")) as ada:
            ada.wait(event="error", code="service-unreachable")
            ada.wait(30, event="refused", code="service-unreachable")
            assert ada.ends() == 1
        status, _, errors = confab.run("create", "--service", f"http://127.0.0.1:{confab.free_port()}", "--profile",
                                       folder / "p")
        assert status == 1 and "does not answer" in errors, errors


def test_plain_http_is_for_loopback_only():
    """A service elsewhere is never spoken to in plain text"""
    with confab.Folder() as folder:
        for url in ("http://meet.example.org", "http://localhost:8080", "nonsense"):
            status, _, errors = confab.run("create", "--service", url, "--profile", folder / "p")
            assert status == 1 and "https" in errors, (url, errors)


def test_an_identity_belongs_to_its_profile():
    """An identity stays the same in its profile, and two make one safety number either way"""
    with confab.Folder() as folder:
        status, ada, _ = confab.run("identity", "--profile", folder / "a")
        assert status == 0 and confab.run("identity", "--profile", folder / "a")[1] == ada
        bob = confab.run("identity", "--profile", folder / "b")[1]
        assert len(ada.strip()) == 64 and ada != bob
        one = confab.run("safety-number", ada.strip(), bob.strip())[1]
        assert one == confab.run("safety-number", bob.strip(), ada.strip())[1]
        assert [len(group) for group in one.split()] == [5] * 12, one
        assert confab.run("safety-number", ada.strip(), "zz")[0] == 1


def test_a_passphrase_seals_the_identity():
    """With CONFAB_PASSPHRASE the key lies sealed, and another passphrase does not open it"""
    with confab.Folder() as folder:
        profile = folder / "p"
        status, key, _ = confab.run("identity", "--profile", profile, CONFAB_PASSPHRASE="correct horse")
        assert status == 0
        assert (profile / "identity").read_bytes()[:5] == b"CFID\1"
        assert (profile / "identity").stat().st_mode & 0o777 == 0o600
        assert confab.run("identity", "--profile", profile, CONFAB_PASSPHRASE="correct horse")[1] == key
        for wrong in ({"CONFAB_PASSPHRASE": "battery staple"}, {}):
            status, out, errors = confab.run("identity", "--profile", profile, **wrong)
            assert (status, out) == (1, "") and "passphrase" in errors, errors


def test_a_damaged_profile_is_left_alone():
    """A profile that can not be read is told and not touched"""
    with confab.Folder() as folder:
        profile = folder / "p"
        profile.mkdir()
        (profile / "profile.json").write_text("{ not a profile")
        status, _, errors = confab.run("identity", "--profile", profile)
        assert status == 1 and "profile.json" in errors, errors
        assert (profile / "profile.json").read_text() == "{ not a profile"


if __name__ == "__main__":
    tap.main()
