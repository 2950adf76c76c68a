#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A window hosts its meeting itself, and people in its network join by the link: test-host.py BUILD

As root the host's window is on a network of two computers, made of namespaces; elsewhere both are on this computer,
at its own address.
"""

import base64
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "e2e")]
os.environ["CONFAB_BUILD_DIR"] = sys.argv[1]
import confab
import tap

import clips
from display import Desktop, missing_programs, wait_for

HOST, GUEST, ELSEWHERE = "192.168.77.1", "192.168.77.2", "192.168.78.1"
REACH = "People in your network.*can join by this link.*"
desktop = None
network = None
ada = None
link = None


def sh(*words):
    subprocess.run(words, check=True, capture_output=True)


class Network:
    """Two computers on a cable, "ada" and "ben", and one, "eva", on none; or nothing but this computer."""

    def __init__(self):
        self.names = {name: f"confab-{os.getpid()}-{name}" for name in ("ada", "ben", "eva")}
        self.real = False

    def __enter__(self):
        probe = subprocess.run(["ip", "netns", "add", self.names["eva"]], capture_output=True)
        self.real = probe.returncode == 0 and shutil.which("nsenter") is not None
        if self.real:
            try:
                self.connect()
            except subprocess.CalledProcessError as error:  # root, but not for networks: so it is in many containers
                print(f"# no network of two computers: {error.stderr.decode(errors='replace').strip()}")
                self.__exit__()
                self.real = False
        return self

    def connect(self):
        for name in ("ada", "ben"):
            sh("ip", "netns", "add", self.names[name])
        sh("ip", "link", "add", "lan0", "netns", self.names["ada"], "type", "veth", "peer", "name", "lan0", "netns",
           self.names["ben"])
        for name, address in (("ada", HOST), ("ben", GUEST)):
            self.ip(name, "address", "add", f"{address}/24", "dev", "lan0")
            self.ip(name, "link", "set", "lan0", "up")
        for name in self.names:
            self.ip(name, "link", "set", "lo", "up")

    def ip(self, name, *words):
        sh("ip", "-n", self.names[name], *words)

    def on(self, name):
        """A function that makes a command line run on the computer of that name."""
        inside = ["nsenter", f"--net=/run/netns/{self.names[name]}"] if self.real else []
        return lambda command: [*inside, *command]

    def __exit__(self, *_):
        for name in self.names.values():
            subprocess.run(["ip", "netns", "delete", name], capture_output=True)


class Neighbourhood(Desktop):
    """A desktop whose windows belong to the computer @at."""

    at = "ada"

    def spawn(self, command, **options):
        own = pathlib.Path(command[0]).name == "confab"
        return super().spawn(network.on(self.at)(map(str, command)) if own else command, **options)


def start(name, *options, link=None):
    return desktop.start_app(name, "--camera", desktop.dir / "ada.y4m", "--microphone", desktop.dir / "ada.wav",
                             "--speaker", "none", *options, link=link)


def guest(name, at="ben", to=None):
    return confab.Participant(desktop.dir, name, to or link, "--camera", desktop.dir / "ben.y4m", "--mic",
                              desktop.dir / "ben.wav", wrap=network.on(at))


def link_in(app):
    return app.wait_for_node(r"https://\S+/j/\S+#\S+", "label").get_name()


def fragment_of(text):
    """What stands behind the link's #, as bytes: the last 32 are the certificate's hash."""
    fragment = text.split("#")[1]
    return base64.urlsafe_b64decode(fragment + "=" * (-len(fragment) % 4))


def with_other_pin(text):
    """The link with one bit of the certificate's hash changed."""
    raw = bytearray(fragment_of(text))
    raw[-1] ^= 1
    return text.split("#")[0] + "#" + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def test_one_click():
    """Without a service one click starts a meeting, and its link is on the clipboard"""
    global ada, link
    ada = start("Ada")
    ada.place(0, 0, 960, 640)
    ada.click("New Meeting")
    ada.wait_for_node("Waiting for others")
    link = link_in(ada)
    assert wait_for("the link on the clipboard", desktop.clipboard) == link


def test_link_names_an_address():
    """The link has the address in the network, not a name"""
    where = re.fullmatch(r"https://(\[[0-9a-f:]+\]|[0-9.]+):\d+/j/[a-z0-9-]+#[A-Za-z0-9_-]{87}", link)
    assert where, "the link has another form"
    assert not network.real or where[1] == HOST, where[1]


def test_reach_is_said():
    """The window says who can join"""
    words = ada.wait_for_node(REACH).get_name()
    assert not network.real or "(192.168.77.0/24)" in words, words


def test_nothing_is_open_to_others():
    """The service's folder and its key belong to this user alone"""
    folder = desktop.dir / "profile-Ada/service"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "certificate.pem").stat().st_mode) == 0o600


def test_strangers_get_no_room():
    """Somebody else in the network can not make a meeting at this computer"""
    status, _, errors = confab.run("create", "--service", re.match("https://[^/]*", link)[0], "--certificate",
                                   fragment_of(link)[-32:].hex(), "--profile", desktop.dir / "profile-Mallory",
                                   wrap=network.on("ben"))
    assert status != 0 and "the meetings of its own user only" in errors, errors


def test_another_certificate_is_refused():
    """A link that names another certificate leads nowhere"""
    with guest("Mallory", to=with_other_pin(link)) as mallory:
        assert mallory.wait(event="refused")["code"] == "certificate"
        assert not mallory.has(event="waiting")
    assert ada.find("Mallory.*") is None


def test_a_neighbour_joins():
    """Somebody in the network joins by the link; each sees and hears the other"""
    with guest("Ben") as ben:
        ben.wait(20, event="joined")
        ada.wait_for_node("Ben", "image")
        wait_for("pictures and sound of Ada", lambda: all(
            ((ben.received(kind) or {}).get(key) or 0) > least for kind, key, least in (
                ("video", "frames", 20), ("audio", "kbps", 1))), 30)
        seen = set()

        def moves():
            number = clips.read_number(ada.tile_picture("Ben"))
            if number is not None and clips.BEN["first"] <= number < clips.BEN["first"] + 60:
                seen.add(number)
            return len(seen) >= 5
        wait_for("five different pictures of Ben in Ada's window", moves, 30)
        ben.leave()
    ada.wait_for_node("Waiting for others")


def test_changed_address_is_told():
    """When the computer gets another address, the window says that the link no longer works"""
    if not network.real:
        raise tap.Skip("network namespaces need root")
    network.ip("ada", "address", "add", f"{ELSEWHERE}/24", "dev", "lan0")
    network.ip("ada", "address", "delete", f"{HOST}/24", "dev", "lan0")
    ada.wait_for_node("The link no longer works, because the address.*")
    ada.wait_until_gone(REACH)
    network.ip("ada", "address", "add", f"{HOST}/24", "dev", "lan0")
    network.ip("ada", "address", "delete", f"{ELSEWHERE}/24", "dev", "lan0")
    ada.wait_for_node(REACH)
    ada.wait_until_gone("The link no longer works, because the address.*")


def port_answers():
    host, port = re.match(r"https://\[?([^/\]]*)\]?:(\d+)/", link).groups()
    probe = f"import socket; socket.create_connection(('{host}', {port}), 3)"
    return subprocess.run(network.on("ada")([sys.executable, "-c", probe]), capture_output=True).returncode == 0


def test_nothing_stays():
    """Once the host has left nothing listens any more"""
    wait_for("the service to answer", port_answers)
    ada.key("ctrl+w")
    ada.wait_for_node("You Left the Meeting")
    ada.wait_for_node("Join Again")
    assert not port_answers()


def test_join_again():
    """One click brings the host and the meeting back, at the same link; who is there hears of its end"""
    ada.click("Join Again")
    ada.wait_for_node("Waiting for others")
    assert link_in(ada) == link
    with guest("Ben") as ben:
        ben.wait(20, event="joined")
        ada.wait_for_node("Ben", "image")
        ada.key("ctrl+w")
        ada.wait_for_node("You Left the Meeting")
        assert ben.wait(event="ended")["code"] == "meeting-ended"


def test_a_new_meeting_at_once():
    """A meeting that is asked for while the former one is being left begins when that is over, at the same port"""
    ada.click("Join Again")
    ada.wait_for_node("Waiting for others")
    with guest("Ben") as ben:
        ben.wait(20, event="joined")
        ada.wait_for_node("Ben", "image")
        ada.key("ctrl+w")
        ada.wait_for_node("Undo", "push button")
        ada.key("ctrl+n")
        assert ben.wait(event="ended")["code"] == "meeting-ended"
    ada.wait_for_node("Waiting for others")
    other = link_in(ada)
    assert other != link and other.split("/j/")[0] == link.split("/j/")[0], "it has another address"
    ada.key("ctrl+w")
    ada.wait_for_node("Join Again", "push button")


def test_join_again_elsewhere():
    """When its address is gone, a meeting does not come back, and a sentence says what to do"""
    if not network.real:
        raise tap.Skip("network namespaces need root")
    network.ip("ada", "address", "delete", f"{HOST}/24", "dev", "lan0")
    network.ip("ada", "address", "add", f"{ELSEWHERE}/24", "dev", "lan0")
    ada.click("Join Again")
    ada.wait_for_node(f"This meeting was at {re.escape(HOST)}:.*another address now.*")
    ada.wait_for_node("Join Again", "push button")


def test_silent_log():
    """Quitting is clean, and nothing was warned of"""
    ada.quit()
    ada.assert_silent()
    host = re.search(r"//\[?([0-9a-f:.]+)\]?:\d+/", link)[1]
    assert host not in ada.log(), "an address is in the log"


def test_quitting_in_a_meeting():
    """Quitting in the middle of a meeting is clean too"""
    eva = start("Eva")
    eva.click("New Meeting")
    eva.wait_for_node("Waiting for others")
    eva.quit()
    eva.assert_silent()


def test_no_network():
    """Without any network the meeting begins all the same, and the window says who can join"""
    if not network.real:
        raise tap.Skip("network namespaces need root")
    desktop.at = "eva"
    ida = start("Ida")
    ida.click("New Meeting")
    ida.wait_for_node("Only this computer can join.*no network.*")
    with guest("Ben", "eva", link_in(ida)) as ben:
        ben.wait(20, event="joined")
        ida.wait_for_node("Ben", "image")
    ida.stop()
    desktop.at = "ada"


def test_ipv6_alone():
    """Where there is IPv6 alone, the link has an address of that kind, and works"""
    if not network.real:
        raise tap.Skip("network namespaces need root")
    network.ip("eva", "link", "add", "lan0", "type", "veth", "peer", "name", "lan1")
    network.ip("eva", "link", "set", "lan1", "up")
    network.ip("eva", "address", "add", "fd00:77::1/64", "dev", "lan0", "nodad")
    network.ip("eva", "link", "set", "lan0", "up")
    desktop.at = "eva"
    ivy = start("Ivy")
    ivy.click("New Meeting")
    ivy.wait_for_node(re.escape("People in your network (fd00:77::/64)") + ".*")
    assert link_in(ivy).startswith("https://[fd00:77::1]:")
    with guest("Ben", "eva", link_in(ivy)) as ben:
        ben.wait(20, event="joined")
        ivy.wait_for_node("Ben", "image")
    ivy.stop()
    desktop.at = "ada"


if __name__ == "__main__":
    if missing_programs():
        tap.skip_all(f"not installed: {', '.join(missing_programs())}")
    with Network() as network, Neighbourhood(sys.argv[1]) as desktop:
        for name, look, pitch in (("ada", clips.ADA, 700), ("ben", clips.BEN, 1900)):
            clips.write_camera(desktop.dir / f"{name}.y4m", look, width=640, height=360, frames=60)
            clips.write_clicks(desktop.dir / f"{name}.wav", pitch)
        tap.main()
