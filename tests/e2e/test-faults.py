#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that are killed in the middle of a call."""

import pathlib
import signal
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import confab
import tap


class Call:
    """Ada, who leads, and Bob, each seeing the other."""

    def __init__(self, folder, service):
        link = confab.create(folder, service, "ada")
        self.link = link
        self.ada = confab.Participant(folder, "ada", link, "--camera", "test", "--mic", "test")
        self.ada.wait(event="joined")
        self.bob = confab.Participant(folder, "bob", link, "--camera", "test", "--mic", "test")

    def __enter__(self):
        for one in (self.ada, self.bob):
            one.wait(25, event="track", kind="video", state="started")
        return self.ada, self.bob

    def __exit__(self, *failure):
        self.ada.__exit__(*failure)
        self.bob.__exit__(*failure)


def frames(participant):
    track = participant.received("video")
    return track["frames"] if track else 0


def still_flows(participant):
    before = frames(participant)
    confab.wait_for(f"{participant.name} sees more pictures", lambda: frames(participant) > before + 15, 10)


def freezes(participant):
    track = participant.received("video")
    return track["freeze_s"] if track else 0


def test_a_killed_participant_is_missed_and_dropped():
    """A killed participant is said not to answer at once, and is gone after 25 s"""
    with confab.Folder() as folder, confab.Service(folder) as service, Call(folder, service) as (ada, bob):
        pid, since = bob.pid(), ada.mark()
        bob.kill()
        silent = ada.wait(4, since, event="error", code="no-answer")
        assert "bob" in silent["text"]
        gone = ada.wait(45, since, event="participant", state="left", pid=pid)
        assert gone["t"] - silent["t"] > 20, "gone before the 25 s were over"
        ada.wait(since=since, event="link", state="closed", pid=pid)
        ada.leave()


def test_a_killed_leader_is_missed_and_the_meeting_ends():
    """Without its leader a meeting stops sending after 30 s and ends after 60 s"""
    with confab.Folder() as folder, confab.Service(folder) as service, Call(folder, service) as (ada, bob):
        since = bob.mark()
        ada.kill()
        bob.wait(4, since, event="error", code="no-answer")
        bob.wait(45, since, event="security", state="stalled")
        bob.wait(60, since, event="ended")
        assert bob.ends() == 1


def meets(host, guest):
    host.wait(15, event="participant", state="joined", name=guest.name)
    guest.wait(event="security", state="ok")
    host.say("chat at last")
    guest.wait(event="chat", text="at last")
    guest.leave()
    host.leave()


def test_a_host_killed_alone_begins_again():
    """A host that was killed alone in the meeting begins another as soon as the service has given the first one up"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada")
        with confab.Participant(folder, "ada", link) as ada:
            ada.wait(event="joined")
            ada.kill()
        with confab.Participant(folder, "ada", link) as ada:
            assert ada.wait(75, event="joined")["role"] == "host"
            with confab.Participant(folder, "bob", link) as bob:
                bob.wait(event="joined")
                meets(ada, bob)


def test_a_guest_who_waits_meets_the_host_who_was_killed():
    """Who waits while the host is killed is asked for by the host who is back"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada", "--waiting-room")
        with confab.Participant(folder, "bob", link) as bob:
            with confab.Participant(folder, "ada", link) as ada:
                ada.wait(event="participant", state="waiting", name="bob")
                ada.kill()
            with confab.Participant(folder, "ada", link) as ada:
                assert ada.wait(75, event="joined")["role"] == "host"
                ada.wait(15, event="participant", state="waiting", name="bob")
                ada.say("admit bob")
                bob.wait(event="joined")
                meets(ada, bob)


def test_a_restarted_service_changes_nothing_for_media():
    """While the service is down picture, sound and chat go on; afterwards everything is as before"""
    with confab.Folder() as folder, confab.Service(folder) as service, Call(folder, service) as (ada, bob):
        frozen = {one: freezes(one) for one in (ada, bob)}
        since = {one: one.mark() for one in (ada, bob)}
        service.kill()
        for one in (ada, bob):
            one.wait(10, since[one], event="error", code="service-unreachable")
            still_flows(one)
        ada.say("chat without the service")
        bob.wait(event="chat", text="without the service")
        service.start()
        for one in (ada, bob):
            assert not one.has(since[one], event="participant", state="left"), one.events[since[one]:]
            assert not one.has(since[one], event="link"), one.events[since[one]:]
        with confab.Participant(folder, "cid", link_of(ada)) as cid:
            cid.wait(30, event="joined", participants=3)
            cid.leave()
        ada.say("chat with the service again")
        bob.wait(event="chat", text="with the service again")
        for one in (ada, bob):
            assert freezes(one) - frozen[one] < 1, "a picture froze"
        bob.leave()
        ada.leave()


def link_of(participant):
    """The invitation that it was started with."""
    return participant.process.args[2]


def test_a_long_outage_of_the_service_does_not_stop_the_call():
    """A service that is away for 40 s and more is not missed by a call that runs"""
    with confab.Folder() as folder, confab.Service(folder) as service, Call(folder, service) as (ada, bob):
        since = {one: one.mark() for one in (ada, bob)}
        service.kill()
        epoch = max(event["epoch"] for event in bob.events if event["event"] == "security")
        bob.wait(75, since[bob], event="security", epoch=epoch + 1)
        still_flows(bob)
        assert not bob.has(since[bob], event="security", state="stalled"), bob.events[since[bob]:]
        service.start()
        bob.leave()
        ada.leave()


def test_a_frozen_service_is_noticed():
    """A service that hangs is left for the data channel, and found again"""
    with confab.Folder() as folder, confab.Service(folder) as service, Call(folder, service) as (ada, bob):
        since = bob.mark()
        service.process.send_signal(signal.SIGSTOP)
        try:
            ada.say("chat around the hanging service")
            bob.wait(since=since, event="chat", text="around the hanging service")
            bob.wait(60, since, event="error", code="service-unreachable")
            still_flows(bob)
        finally:
            service.process.send_signal(signal.SIGCONT)
        with confab.Participant(folder, "cid", link_of(ada)) as cid:  # whom the leader hears of by the service alone
            cid.wait(30, event="joined", participants=3)
            cid.leave()
        bob.leave()
        ada.leave()


if __name__ == "__main__":
    tap.main()
