#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people behind every pair of NATs find each other: directly where that is possible, else relayed."""

import concurrent.futures
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "e2e")]
import confab
import lab
import tap

TYPES = {"open": "none", "cone": "full-cone", "port": "port-restricted", "sym": "symmetric", "blocked": "udp-blocked"}
AT_ONCE = 3  # each pair is two programs and its start costs a second of CPU


def hosts():
    """Two hosts of each type, because a NAT has one host; IPv6 alone and beside a symmetric NAT."""
    both = {f"{name}{number}": {"nat": nat} for name, nat in TYPES.items() for number in (1, 2)}
    both |= {"six1": {"nat": "port-restricted", "ip": "ipv6"}, "six2": {"nat": "symmetric", "ip": "ipv6"},
             "dual1": {"nat": "symmetric", "ip": "dual"}}
    return {name: {**host, "link": "delay=5ms"} for name, host in both.items()}


def pairs():
    names = list(TYPES)
    for i, first in enumerate(names):
        for second in names[i:]:
            yield f"{first}1", f"{second}2", not is_relayed(first, second)
    yield "six1", "six2", True
    yield "six1", "dual1", True


def is_relayed(first, second):
    return "blocked" in (first, second) or {first, second} in ({"sym"}, {"sym", "port"})


def found_way(person, direct):
    """The connected link; where a direct one is possible, a relayed one may carry the first seconds."""
    way = person.wait(30, event="link", state="connected")
    since = person.mark()
    while direct and "relay" in (way["local"], way["remote"]):
        way = person.wait(8, since, event="link", state="connected")
        since = person.mark()
    return way


def meet(place, first, second, direct):
    """Both people's connected link, after each has read the other's message."""
    folder = place.folder / f"{first}-{second}"
    folder.mkdir()
    link = confab.create(folder, place.service, first, wrap=place.on(first))

    def join(name):
        return confab.Participant(folder, name, link, "--camera", "none", "--mic", "test", wrap=place.on(name))

    with join(first) as host, join(second) as guest:
        ways = [found_way(person, direct) for person in (host, guest)]
        for person, other in ((host, guest), (guest, host)):
            person.say(f"chat hello from {person.name}")
            other.wait(event="chat", text=f"hello from {person.name}")
            other.wait(15, event="track", kind="audio", state="started")
        guest.leave()
        host.leave()
    return ways


def check(names, ways, direct):
    for name, way in zip(names, ways):
        relayed = "relay" in (way["local"], way["remote"])
        words = f"{name}: {way['local']} to {way['remote']} over {way['transport']}"
        assert relayed != direct, words
        assert not name.startswith("blocked") or way["transport"] in ("tcp", "tls"), words


def make_test(job, first, second, direct):
    def test():
        check((first, second), job.result(), direct)
    test.__doc__ = f"{first} and {second} meet {'directly' if direct else 'over the relay'}"
    return test


def main():
    reason = lab.missing()
    if reason:
        tap.skip_all(reason)
    with lab.Lab(confab.BUILD, hosts()) as place, concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        tests = [make_test(pool.submit(meet, place, first, second, direct), first, second, direct)
                 for first, second, direct in pairs()]
        tap.main(tests)


if __name__ == "__main__":
    main()
