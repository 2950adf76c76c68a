# SPDX-License-Identifier: GPL-3.0-or-later
"""A network laboratory with a Confab service on its server, for tests.

Everybody reaches the service as https://meet.netlab:80: port 80, because coturn has 443 and a host without
UDP gets out on these two only.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import private_service

HERE = pathlib.Path(__file__).resolve().parent
NAME, PORT = "meet.netlab", 80
ADDRESSES = {"ipv4": "203.0.113.2", "ipv6": "2001:db8:ff::2"}

TURN = f"""[turn]
urls=stun:{NAME}:3478;turn:{NAME}:3478?transport=udp;turn:{NAME}:443?transport=tcp;turns:{NAME}:443?transport=tcp
secret=netlab
"""


def missing():
    """Why the laboratory can't run here, or None."""
    if os.geteuid():
        return "network namespaces need root"
    if not os.path.exists("/dev/net/tun"):
        return "there is no /dev/net/tun"
    for program in ("ip", "nft", "turnserver", "openssl", "curl"):
        if not shutil.which(program):
            return f"{program} is not installed"
    probe = subprocess.run(["unshare", "--net", "true"], capture_output=True)
    return None if probe.returncode == 0 else "network namespaces are not allowed here"


class Lab:
    """Hosts, name -> keys of netlab's topology, and the service. Use in a with block."""

    def __init__(self, build, hosts):
        self.build, self.hosts = pathlib.Path(build).resolve(), hosts
        self.name = f"confab{os.getpid()}"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="confab-netlab-"))
        os.environ["NETLAB_LINK"] = str(self.build / "tests/netlab/netlab-link")
        os.environ["NETLAB_STATE"] = str(self.folder / "netlab")
        self.service = private_service.PrivateService(build, self.folder, NAME, PORT, ADDRESSES, TURN)

    def netlab(self, *words):
        done = subprocess.run([sys.executable, HERE / "netlab", "--lab", self.name, *map(str, words)], capture_output=True,
                              text=True)
        if done.returncode:
            raise RuntimeError(f"netlab {' '.join(map(str, words))}: {done.stderr}")
        return done.stdout

    def __enter__(self):
        topology = self.folder / "topology.json"
        server = {"key": str(self.folder / "service.key"), "certificate": str(self.folder / "service.crt")}
        topology.write_text(json.dumps({"server": server, "hosts": self.hosts}))
        try:
            self.netlab("up", topology)
            self.start_service()
        except BaseException:
            self.__exit__()
            raise
        return self

    def inside(self, host, command):
        return ["ip", "netns", "exec", f"netlab-{self.name}-{host}", *command]

    def on(self, host):
        """A function that makes a command line run on a host, where it knows the service."""
        mode = self.hosts[host].get("ip", "ipv4")
        return lambda command: self.inside(host, self.service.knowing(mode, *command))

    def start_service(self):
        self.service.start(lambda command: self.inside("server", command))

    def cut(self, host, seconds):
        self.netlab("cut", host, seconds)

    def handover(self, host, *options):
        self.netlab("handover", host, *options)

    def __exit__(self, *_):
        self.service.stop(kill=True)
        subprocess.run([sys.executable, HERE / "netlab", "--lab", self.name, "clean"], capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)
