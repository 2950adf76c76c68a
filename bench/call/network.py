# SPDX-License-Identifier: GPL-3.0-or-later
"""Two network namespaces joined by one cable: every call of a benchmark crosses it."""

import contextlib
import ctypes
import json
import subprocess
import time

CLONE_NEWNET = 0x40000000
FIRST, SECOND = "confab-bench-a", "confab-bench-b"
FIRST_ADDRESS, SECOND_ADDRESS = "10.77.0.1", "10.77.0.2"


def ip(*words, check=True):
    subprocess.run(["ip", *words], check=check, stderr=None if check else subprocess.DEVNULL)


def remove():
    for name in (FIRST, SECOND):
        ip("netns", "del", name, check=False)


@contextlib.contextmanager
def cable():
    """Both namespaces for as long as the block runs. Needs root."""
    remove()
    try:
        for name in (FIRST, SECOND):
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
        ip("-n", FIRST, "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", SECOND)
        for name, address in ((FIRST, FIRST_ADDRESS), (SECOND, SECOND_ADDRESS)):
            ip("-n", name, "addr", "add", f"{address}/24", "dev", "cable")
            ip("-n", name, "link", "set", "cable", "up")
            ip("-n", name, "route", "add", "default", "dev", "cable")
        yield
    finally:
        remove()


def received_bytes(namespace):
    """What has come over the cable so far, packet headers included."""
    shown = subprocess.run(["ip", "-n", namespace, "-json", "-stats", "link", "show", "cable"], capture_output=True,
                           text=True, check=True).stdout
    return json.loads(shown)[0]["stats64"]["rx"]["bytes"]


def is_busy(namespace, kbps=500, seconds=0.2):
    """Whether media comes in: more than signalling ever needs."""
    before = received_bytes(namespace)
    time.sleep(seconds)
    return (received_bytes(namespace) - before) * 8 / 1000 / seconds > kbps


def inside(namespace, *command):
    """The command line that runs a program in a namespace."""
    return ["ip", "netns", "exec", namespace, *map(str, command)]


@contextlib.contextmanager
def entered(namespace):
    """Sockets that this thread makes inside the block belong to the namespace, for good."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/thread-self/ns/net") as home, open(f"/run/netns/{namespace}") as there:
        if libc.setns(there.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"cannot enter {namespace}")
        try:
            yield
        finally:
            libc.setns(home.fileno(), CLONE_NEWNET)
