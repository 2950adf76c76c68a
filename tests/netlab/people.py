# SPDX-License-Identifier: GPL-3.0-or-later
"""Participants of a test: confab-cli on a host of the laboratory, driven by its commands and events."""

import json
import subprocess
import threading
import time


class Person:
    """One `confab-cli join`. @command is the whole command line; events are kept as they come."""

    def __init__(self, name, command, log):
        self.name, self.events = name, []
        self.arrived = threading.Condition()
        self.log = open(log, "w")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            event = json.loads(line)
            event["seen_at"] = time.monotonic()
            with self.arrived:
                self.events.append(event)
                self.arrived.notify_all()
        with self.arrived:
            self.events.append({"event": "exit", "seen_at": time.monotonic()})
            self.arrived.notify_all()

    def say(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def mark(self):
        """A place in the stream of events, for wait ()."""
        with self.arrived:
            return len(self.events)

    def wait(self, what, matches, seconds, since=0):
        """The first event, from the mark @since on, for which @matches is true."""
        deadline = time.monotonic() + seconds
        with self.arrived:
            while True:
                for event in self.events[since:]:
                    if event["event"] == "exit":
                        raise AssertionError(f"{self.name} ended while waiting for {what}: {self.events[-4:]}")
                    if matches(event):
                        return event
                since = len(self.events)
                if not self.arrived.wait(deadline - time.monotonic()):
                    raise AssertionError(f"{self.name}: no {what} within {seconds} s; last: {self.events[-4:]}")

    def wait_connected(self, seconds=25, since=0):
        return self.wait("connected link", lambda event: (event["event"], event.get("state")) == ("link", "connected"),
                         seconds, since)

    def video(self, since=0):
        """(time, statistics) of the other's picture, from each stats event."""
        with self.arrived:
            return [(event["seen_at"], track) for event in self.events[since:] if event["event"] == "stats"
                    for other in event["participants"] for track in other["tracks"] if track["kind"] == "video"]

    def leave(self, seconds=10):
        """Asks to leave; the exit status says whether all went well."""
        self.say("leave")
        status = self.process.wait(seconds)
        assert status == 0, f"{self.name} ended with status {status}: {self.events[-4:]}"

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.close()


def create_room(lab, host, profile, service):
    """The link of a new room, made on that host."""
    done = subprocess.run(lab.command(host, lab.build / "src/cli/confab-cli", "create", "--service", service,
                                      "--profile", profile), capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, f"create failed on {host}: {done.stderr}"
    return done.stdout.strip()


def join(lab, host, link, profile, *options):
    command = lab.command(host, lab.build / "src/cli/confab-cli", "join", link, "--name", host, "--profile", profile,
                          *options)
    return Person(host, command, f"{profile}.log")
