#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people behind every pair of NATs find each other: directly where that is possible, else relayed."""

import concurrent.futures
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
import lab
import people
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


def meet(place, first, second):
    """Both people's connected link, after each has read the other's message over it."""
    folder = place.folder / f"{first}-{second}"
    folder.mkdir()
    link = people.create_room(place, first, folder / "first", place.service.url)
    present = []
    try:
        for host, profile in ((first, "first"), (second, "second")):
            present.append(people.join(place, host, link, folder / profile, "--camera", "none", "--mic", "test"))
        ways = [person.wait_connected() for person in present]
        for person, other in (present, reversed(present)):
            person.say(f"chat hello from {person.name}")
            other.wait("chat", lambda event: event["event"] == "chat" and event["text"] == f"hello from {person.name}", 10)
        for person in present:
            person.leave()
        return ways
    finally:
        for person in present:
            person.kill()


def check(ways, direct):
    for way in ways:
        relayed = "relay" in (way["local"], way["remote"])
        assert relayed != direct, f"{way['local']} to {way['remote']} over {way['transport']}"


def make_test(job, first, second, direct):
    def test():
        check(job.result(), direct)
    test.__doc__ = f"{first} and {second} meet {'directly' if direct else 'over the relay'}"
    return test


def main():
    reason = lab.missing()
    if reason:
        tap.skip_all(reason)
    with lab.Lab(sys.argv[1], hosts()) as place, concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        tests = [make_test(pool.submit(meet, place, first, second), first, second, direct)
                 for first, second, direct in pairs()]
        tap.main(tests)


if __name__ == "__main__":
    main()
