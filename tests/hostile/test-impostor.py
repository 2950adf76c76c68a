#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A lying service and somebody on the network between two people get no picture, sound or word."""

import pathlib
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "e2e")]
import confab
import tap
from hostile_service import HostileService

try:
    from impostor import Impostor
except (ImportError, ValueError) as reason:
    Impostor, missing = None, str(reason)

MEDIA = ("--camera", "test", "--mic", "test")


class Meeting:
    """Ada and Bob, who reach an honest service through one that lies by @change. Use in a with block."""

    def __init__(self, folder, honest, change):
        self.folder = folder
        self.hostile = HostileService(honest.port, change)

    def __enter__(self):
        self.hostile.__enter__()
        self.service = self.hostile  # what confab.create () asks of a service is its url
        self.link = confab.create(self.folder, self.hostile, "ada")
        self.ada = confab.Participant(self.folder, "ada", self.link, *MEDIA)
        self.ada.wait(event="joined")
        self.bob = confab.Participant(self.folder, "bob", self.link, *MEDIA)
        self.bob.wait(event="joined")
        return self

    def __exit__(self, *failure):
        for person in (self.bob, self.ada):
            person.__exit__(*failure)
        self.hostile.__exit__()


def assert_no_media(person):
    for kind in ("audio", "video"):
        assert not person.has(event="track", kind=kind, state="started"), f"{person.name} got {kind}"
    assert not person.has(event="link", state="connected"), f"{person.name} is connected"


def with_other_fingerprint(sdp):
    """The same description with the certificate of somebody else."""
    lines = sdp.split("\r\n")
    other = ":".join(["5A"] * 32)
    return "\r\n".join(f"a=fingerprint:sha-256 {other}" if line.startswith("a=fingerprint:") else line for line in lines)


def pass_on(_connection, message, _from_client):
    return message


def test_honest_way():
    """Through the same relay of bytes, unchanged, two people see each other"""
    with confab.Folder() as folder, confab.Service(folder) as honest, Meeting(folder, honest, pass_on) as meeting:
        for person in (meeting.ada, meeting.bob):
            person.wait(25, event="track", kind="video", state="started")


def test_changed_fingerprint():
    """A description whose fingerprint was changed on the way is refused, and said to be tampered with"""
    def change(_connection, message, from_client):
        if not from_client and message["type"] == "e2ee.sdp":
            return {**message, "sdp": with_other_fingerprint(message["sdp"])}
        return message

    with confab.Folder() as folder, confab.Service(folder) as honest, Meeting(folder, honest, change) as meeting:
        meeting.bob.wait(20, event="error", code="link-manipulated")  # he gets the offer
        for person in (meeting.ada, meeting.bob):
            assert_no_media(person)


def test_no_second_try():
    """Somebody who comes and goes does not make two people try again whose connection was tampered with"""
    changed = []

    def change(_connection, message, from_client):
        if not from_client and message["type"] == "e2ee.sdp" and not changed:
            changed.append(message)
            return {**message, "sdp": with_other_fingerprint(message["sdp"])}
        return message

    with confab.Folder() as folder, confab.Service(folder) as honest, Meeting(folder, honest, change) as meeting:
        bob = meeting.bob
        bob.wait(20, event="error", code="link-manipulated")
        with confab.Participant(folder, "cid", meeting.link) as cid:
            cid.wait(20, event="joined", participants=3)
            since = bob.mark()
            cid.leave()
        bob.wait(20, since, event="error", code="link-manipulated")
        for person in (meeting.ada, bob):
            assert_no_media(person)


class Interception:
    """Lets an impostor answer Ada in Bob's place: his signed answer, but the impostor's addresses."""

    def __init__(self):
        self.offer = self.answer = self.ada = None
        self.early = []
        self.impostor = None
        self.ready = threading.Event()

    def __call__(self, connection, message, from_client):
        if message["type"] == "e2ee.sdp":
            return self.take_description(connection, message, from_client)
        if message["type"] == "e2ee.ice":
            return self.take_candidate(connection, message, from_client)
        return message

    def take_description(self, connection, message, from_client):
        if from_client and self.offer is None:
            self.offer, self.ada = message["sdp"], connection
        elif from_client and self.answer is None and connection is not self.ada:
            self.answer = message["sdp"]
            self.impostor = Impostor(self.offer, self.answer, self.send_candidate)
            for mline, text in self.early:
                self.impostor.take_candidate(mline, text)
        return message

    def take_candidate(self, connection, message, from_client):
        """Neither learns where the other really is; the impostor learns where Ada is."""
        if from_client and connection is self.ada:
            candidate = message["candidate"]
            found = (candidate["sdpMLineIndex"], candidate["candidate"])
            if self.impostor:
                self.impostor.take_candidate(*found)
            else:
                self.early.append(found)
        return None

    def send_candidate(self, mline, text):
        message = {"type": "e2ee.ice", "to": self.ada.pid,
                   "candidate": {"candidate": text, "sdpMid": None, "sdpMLineIndex": mline}}
        self.ada.service.call(self.ada.send_to_client, message)


def test_impostor():
    """Who answers in another's place with another certificate is found out, and gets nothing"""
    if Impostor is None:
        raise tap.Skip(missing)
    interception = Interception()
    with confab.Folder() as folder, confab.Service(folder) as honest, Meeting(folder, honest, interception) as meeting:
        try:
            meeting.ada.wait(30, event="error", code="link-manipulated")
            assert interception.impostor.reached.is_set(), "the impostor was never in between"
            assert interception.impostor.packets == 0, f"{interception.impostor.packets} packets went to the impostor"
            assert_no_media(meeting.ada)
            assert_no_media(meeting.bob)
        finally:
            if interception.impostor:
                interception.impostor.close()


if __name__ == "__main__":
    tap.main()
