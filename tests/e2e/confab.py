# SPDX-License-Identifier: GPL-3.0-or-later
"""A confabd on loopback and confab-cli participants, driven by their commands and events.

Every wait is for an event, with a limit; nothing sleeps for a fixed time.
"""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

BUILD = pathlib.Path(os.environ.get("CONFAB_BUILD_DIR", "build")).resolve()
CLI = BUILD / "src/cli/confab-cli"
CONFABD = BUILD / "src/confabd/confabd"

# What a debugger, sanitizer or valgrind slows down.
PATIENCE = float(os.environ.get("CONFAB_TEST_PATIENCE", "1"))


def environment():
    """No keyring, no display, no leftovers of the person who runs the tests."""
    kept = {name: value for name, value in os.environ.items()
            if name in ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "G_DEBUG", "G_MESSAGES_DEBUG", "G_SLICE", "GST_DEBUG",
                        "GST_PLUGIN_PATH", "GST_REGISTRY") or name.endswith("SAN_OPTIONS")}
    return {**kept, "LC_ALL": "C.UTF-8", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what, condition, seconds=10):
    """Looks often and stops as soon as @condition is true: for what sends no event."""
    deadline = time.monotonic() + seconds * PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(0.02)


COMPLAINT = re.compile(r"(CRITICAL|WARNING|ERROR) \*\*|ERROR: \w+Sanitizer")


class Folder:
    """A scratch folder that stays if the test fails, so that its logs can be read."""

    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="confab-e2e-"))
        return self.path

    def __exit__(self, failure, value, traceback):
        if failure is None:
            shutil.rmtree(self.path)
        else:
            print(f"# logs are in {self.path}", flush=True)
            for log in sorted(self.path.glob("*.log")):
                lines = log.read_text(errors="replace").splitlines()
                # What ended a program stands before the sanitizer's long word about it.
                complaints = [line for line in lines[:-12] if COMPLAINT.search(line)]
                for line in complaints[:12] + lines[-12:]:
                    print(f"# {log.name}: {line}")


class Service:
    """confabd on a loopback port of its own; can be killed and started again there."""

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None
        self.start()

    def start(self):
        with open(self.folder / "confabd.log", "a") as log:
            self.process = subprocess.Popen([CONFABD, "--listen", f"127.0.0.1:{self.port}", "--state",
                                             self.folder / "state"], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env=environment())
        wait_for("confabd answers", self.is_healthy)

    def is_healthy(self):
        assert self.process.poll() is None, f"confabd ended with status {self.process.returncode}"
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            assert self.process.wait(20 * PATIENCE) == 0, "confabd did not end well"

    def __enter__(self):
        return self

    def __exit__(self, failure, value, traceback):
        if failure is None:
            self.stop()
        elif self.process.poll() is None:
            self.kill()


class Participant:
    """One `confab-cli join`: events are kept in their order, commands are typed. @wrap may put words before the
    command, so that it runs elsewhere."""

    def __init__(self, folder, name, link, *options, profile=None, wrap=list):
        self.name, self.events, self.seen = name, [], 0
        self.arrived = threading.Condition()
        self.over = False
        self.log = open(folder / f"{name}.log", "w")
        profile = profile or folder / f"profile-{name}"
        command = wrap([CLI, "join", link, "--name", name, "--profile", profile, *map(str, options)])
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True,
                                        env=environment())
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            event = json.loads(line)
            event["seen_at"] = time.monotonic()
            with self.arrived:
                self.events.append(event)
                self.arrived.notify_all()
        with self.arrived:
            self.over = True
            self.arrived.notify_all()

    def say(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def find(self, since, wanted):
        for place, event in enumerate(self.events[since:], since):
            if all(event.get(key) == value for key, value in wanted.items()):
                return place
        return None

    def wait(self, seconds=10, since=0, **wanted):
        """The first event, from place @since on, with these values."""
        deadline = time.monotonic() + seconds * PATIENCE
        with self.arrived:
            while (place := self.find(since, wanted)) is None:
                left = deadline - time.monotonic()
                if self.over or not self.arrived.wait(max(left, 0)):
                    raise AssertionError(f"{self.name}: no {wanted} within {seconds} s"
                                         f"{' (it ended)' if self.over else ''}; last: {self.events[-5:]}")
            return self.events[place]

    def mark(self):
        """A place in the stream of events: what comes later is new."""
        with self.arrived:
            return len(self.events)

    def has(self, since=0, **wanted):
        with self.arrived:
            return self.find(since, wanted) is not None

    def pid(self):
        return self.wait(event="joined")["pid"]

    def stats(self):
        since = self.mark()
        self.say("stats")
        return self.wait(event="stats", since=since)

    def received(self, kind):
        """The figures of what the one other participant sends; None while there is nothing."""
        for participant in self.stats()["participants"]:
            for track in participant["tracks"]:
                if track["kind"] == kind:
                    return track
        return None

    def ends(self, seconds=15):
        """Waits for the end of the program; gives its exit status."""
        status = self.process.wait(seconds * PATIENCE)
        self.reader.join()
        return status

    def leave(self):
        self.say("leave")
        status = self.ends()
        assert status == 0, f"{self.name} ended with status {status}: {self.events[-5:]}\n{self.last_words()}"
        assert self.events[-1]["event"] == "ended", self.events[-1]

    def last_words(self):
        """The end of what it logged."""
        return "\n".join(pathlib.Path(self.log.name).read_text(errors="replace").splitlines()[-12:])

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.reader.join()

    def __enter__(self):
        return self

    def __exit__(self, failure, value, traceback):
        self.kill()
        self.process.stdin.close()
        self.process.stdout.close()
        self.log.close()


def run(*arguments, wrap=list, **variables):
    """A confab-cli that ends by itself: (status, standard output, standard error)."""
    done = subprocess.run(wrap([CLI, *map(str, arguments)]), capture_output=True, text=True, timeout=30 * PATIENCE,
                          stdin=subprocess.DEVNULL, env={**environment(), **variables})
    return done.returncode, done.stdout, done.stderr


def create(folder, service, host, *options, wrap=list):
    """The link of a new room that @host owns."""
    status, link, errors = run("create", "--service", service.url, "--profile", folder / f"profile-{host}", *options,
                               wrap=wrap)
    assert status == 0, f"create failed: {errors}"
    return link.strip()
