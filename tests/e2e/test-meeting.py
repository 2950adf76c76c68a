#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people meet at a real confabd: founding, waiting, chat, roles, leaving."""

import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import confab
import tap

KEYS = {
    "waiting": {"room", "message"},
    "joined": {"room", "pid", "name", "role", "type", "participants"},
    "refused": {"code", "text"}, "ended": {"code", "text"}, "error": {"code", "text"},
    "participant": {"pid", "name", "state", "role", "audio", "video", "sharing", "hand"},
    "track": {"pid", "kind", "state", "width", "height"},
    "link": {"kind", "state", "pid", "local", "remote", "transport"},
    "security": {"type", "state", "code", "epoch", "leader"},
    "safety-number": {"pid", "number", "verified"},
    "chat": {"from", "to", "text", "id"},
    "stats": {"participants", "send", "cpu_s", "rss_mb"},
}


def test_two_meet_and_write():
    """Two meet, see the same code and safety number, write both ways, and leave"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada")
        with confab.Participant(folder, "ada", link) as ada:
            joined = ada.wait(event="joined")
            assert (joined["name"], joined["role"], joined["type"]) == ("ada", "host", "e2ee"), joined
            with confab.Participant(folder, "bob", link) as bob:
                joined = bob.wait(event="joined")
                assert (joined["role"], joined["participants"]) == ("participant", 2), joined
                assert joined["room"] == ada.wait(event="joined")["room"]
                assert ada.wait(event="participant", state="joined")["pid"] == bob.pid()
                assert bob.wait(event="participant", state="joined")["name"] == "ada"
                assert ada.wait(event="safety-number")["number"] == bob.wait(event="safety-number")["number"]

                secure = bob.wait(event="security", state="ok")
                assert secure["code"] == ada.wait(event="security", state="ok")["code"]
                assert len(secure["code"].split()) == 6 and secure["leader"] == ada.pid()

                ada.say("chat Hello Bob, “quotes” and \\ too")
                heard = bob.wait(event="chat")
                assert (heard["text"], heard["from"], heard["to"]) == \
                    ("Hello Bob, “quotes” and \\ too", ada.pid(), None), heard
                bob.say("chat Hello Ada")
                assert ada.wait(event="chat", **{"from": bob.pid()})["text"] == "Hello Ada"
                assert ada.wait(event="chat", id=heard["id"])["from"] == ada.pid()

                bob.leave()
                assert ada.wait(event="participant", state="left")["pid"] == bob.pid()
            ada.leave()
            for event in ada.events:
                assert set(event) - {"event", "t", "seen_at"} == KEYS[event["event"]], event


def test_who_comes_before_the_host_waits():
    """Who comes before the host waits, and is let in when the host comes"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada")
        with confab.Participant(folder, "bob", link) as bob:
            assert bob.wait(event="waiting")["message"] is None
            with confab.Participant(folder, "ada", link) as ada:
                assert ada.wait(event="joined")["role"] == "host"
                bob.wait(event="joined")
                ada.wait(event="participant", state="joined")
                bob.leave()
                ada.leave()


def test_a_waiting_room_is_opened_by_the_host_alone():
    """In a waiting room people wait until the host admits them"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada", "--waiting-room")
        with confab.Participant(folder, "ada", link) as ada, confab.Participant(folder, "bob", link) as bob:
            ada.wait(event="joined")
            bob.wait(event="waiting")
            ada.wait(event="participant", state="waiting", name="bob")
            assert not bob.has(event="joined")
            ada.say("admit bob")
            bob.wait(event="joined")
            bob.leave()
            ada.leave()


def test_a_host_removes_somebody_for_good():
    """Who is removed is out, and does not get in again"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada")
        with confab.Participant(folder, "ada", link) as ada:
            ada.wait(event="joined")
            with confab.Participant(folder, "bob", link) as bob:
                bob.wait(event="joined")
                ada.wait(event="participant", state="joined", name="bob")
                ada.say("remove bob")
                assert bob.wait(event="ended")["code"] == "removed"
                assert bob.ends() == 1
                ada.wait(event="participant", state="left", name="bob")
            ada.leave()


def test_a_name_that_two_have_is_not_guessed_at():
    """Who goes by the name of somebody expected is not let in in that one's place"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada", "--waiting-room")
        with confab.Participant(folder, "ada", link) as ada, \
                confab.Participant(folder, "bob", link) as bob, \
                confab.Participant(folder, "bob", link, profile=folder / "profile-double") as double:
            for one in (bob, double):
                one.wait(event="waiting")
            for name in ("bob", "bob (2)"):
                ada.wait(event="participant", state="waiting", name=name)
            since = ada.mark()
            ada.say("admit bob")
            words = ada.wait(since=since, event="error", code="ambiguous-person")["text"]
            right, wrong = re.findall("[0-9a-f]{32}", words)
            ada.say(f"admit {right}")
            ada.wait(since=since, event="participant", state="joined", pid=right)
            assert not ada.has(since, event="participant", state="joined", pid=wrong)


def test_a_locked_meeting_lets_nobody_in():
    """A locked meeting lets nobody in until it is unlocked"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada")
        with confab.Participant(folder, "ada", link) as ada:
            ada.wait(event="joined")
            epoch = ada.wait(event="security")["epoch"]
            ada.say("lock")
            ada.wait(event="security", epoch=epoch + 1)
            with confab.Participant(folder, "bob", link) as bob:
                assert bob.wait(event="refused")["code"] == "locked"
                assert bob.ends() == 1
            ada.say("unlock")
            ada.wait(event="security", epoch=epoch + 2)
            with confab.Participant(folder, "bob", link) as bob:
                bob.wait(event="joined")
                bob.leave()
            ada.leave()


def test_a_host_ends_the_meeting_for_all():
    """When the host ends the meeting it is over for everybody"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada")
        with confab.Participant(folder, "ada", link) as ada, confab.Participant(folder, "bob", link) as bob:
            bob.wait(event="joined")
            ada.wait(event="participant", state="joined")
            ada.say("end")
            assert bob.wait(event="ended")["code"] == "meeting-ended"
            assert bob.ends() == 0
            ada.wait(event="ended")
            assert ada.ends() == 0


def test_a_room_can_be_used_again():
    """After a meeting the same room serves the next one"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada", "--room", "ada-lovelace")
        assert "/j/ada-lovelace#" in link
        assert confab.create(folder, service, "ada", "--room", "Ada-Lovelace") == link
        for _ in range(2):
            with confab.Participant(folder, "ada", link) as ada:
                ada.wait(event="joined")
                ada.leave()
        status, _, errors = confab.run("create", "--service", service.url, "--profile", folder / "other", "--room",
                                       "ada-lovelace")
        assert status == 1 and errors, "somebody else took the room"


def test_a_wrong_link_is_refused():
    """Unknown rooms, and links that name another owner, are refused"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada")
        status, out, _ = confab.run("join", link.replace("/j/", "/j/x-"), "--profile", folder / "bob")
        assert status == 1 and json.loads(out.splitlines()[-1])["event"] == "refused", out
        other = confab.create(folder, service, "eve")
        with confab.Participant(folder, "ada", link) as ada:
            ada.wait(event="joined")
            mixed = link.split("#")[0] + "#" + other.split("#")[1]
            with confab.Participant(folder, "bob", mixed) as bob:
                bob.wait(event="refused")
                assert bob.ends() == 1
            ada.leave()


def test_a_link_is_checked_without_joining():
    """check says of a link what the service knows, and nothing else happens"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada")
        status, out, _ = confab.run("check", link)
        found = json.loads(out)
        assert status == 0 and (found["type"], found["running"]) == ("e2ee", False), out
        with confab.Participant(folder, "ada", link) as ada:
            ada.wait(event="joined")
            assert json.loads(confab.run("check", link)[1])["running"] is True
            ada.leave()
        assert confab.run("check", link.replace("/j/", "/j/x-"))[0] == 1


def test_a_profile_is_used_once():
    """A second program with the same profile is refused, and the first goes on"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada")
        with confab.Participant(folder, "ada", link) as ada:
            ada.wait(event="joined")
            with confab.Participant(folder, "second", link, profile=folder / "profile-ada") as second:
                assert second.wait(event="refused")["code"] == "profile-in-use"
                assert second.ends() == 1
            ada.leave()


def test_bad_commands_are_answered():
    """What can not be done is said, and the meeting goes on"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada")
        with confab.Participant(folder, "ada", link) as ada:
            ada.wait(event="joined")
            for command, code in (("frobnicate", "bad-command"), ("mute everything", "bad-command"),
                                  ("record start", "not-available"), ("admit nobody", "unknown-person"),
                                  ("chat " + "x" * 5000, "chat-failed")):
                since = ada.mark()
                ada.say(command)
                assert ada.wait(event="error", since=since)["code"] == code
            ada.say("leave")
            assert ada.ends() == 1, "a script must see that something went wrong"


def test_signals_and_time_end_a_meeting_well():
    """SIGTERM leaves politely, and so does --for"""
    with confab.Folder() as folder, confab.Service(folder) as service:
        link = confab.create(folder, service, "ada")
        with confab.Participant(folder, "ada", link) as ada:
            ada.wait(event="joined")
            with confab.Participant(folder, "bob", link) as bob:
                bob.wait(event="joined")
                bob.process.terminate()
                assert bob.ends() == 0
                ada.wait(event="participant", state="left")
            with confab.Participant(folder, "cid", link, "--for", "2") as cid:
                cid.wait(event="joined")
                assert cid.ends() == 0
                assert cid.events[-1]["code"] == "left"
            ada.leave()


if __name__ == "__main__":
    tap.main()
