# SPDX-License-Identifier: GPL-3.0-or-later
"""A network laboratory with a Confab service on its server, for tests.

Everybody reaches the service as https://meet.netlab:80 (port 80, because coturn has 443 and a host without
UDP gets out on these two only). Name and certificate are known to programs inside the lab alone: their
hosts file and trust store are bound over, in mount namespaces that end with them.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
NAME, PORT = "meet.netlab", 80
SERVICE = f"https://{NAME}:{PORT}"
ADDRESSES = {"ipv4": "203.0.113.2", "ipv6": "2001:db8:ff::2"}
TRUST_STORE = "/etc/ssl/certs/ca-certificates.crt"

CONFIG = """
[service]
name={name}:{port}
listen=*:{port}
state={folder}/state
[tls]
certificate={folder}/service.crt
key={folder}/service.key
[turn]
urls=stun:{name}:3478;turn:{name}:3478?transport=udp;turn:{name}:443?transport=tcp;turns:{name}:443?transport=tcp
secret={secret}
[limits]
connections-per-address=100
rooms-per-hour=0
"""


def missing():
    """Why the laboratory can't run here, or None."""
    if os.geteuid():
        return "network namespaces need root"
    if not os.path.exists("/dev/net/tun"):
        return "there is no /dev/net/tun"
    for program in ("ip", "nft", "turnserver", "openssl"):
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
        self.service = None

    def netlab(self, *words):
        done = subprocess.run([sys.executable, HERE / "netlab", "--lab", self.name, *map(str, words)], capture_output=True,
                              text=True)
        if done.returncode:
            raise RuntimeError(f"netlab {' '.join(map(str, words))}: {done.stderr}")
        return done.stdout

    def __enter__(self):
        try:
            self.write_files()
            topology = self.folder / "topology.json"
            topology.write_text(json.dumps({"hosts": self.hosts}))
            self.netlab("up", topology)
            self.start_service()
        except BaseException:
            self.__exit__()
            raise
        return self

    def write_files(self):
        """Certificate, hosts files by address family, trust store and configuration."""
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
                        "-keyout", self.folder / "service.key", "-out", self.folder / "service.crt"],
                       check=True, capture_output=True)
        for mode in ("ipv4", "ipv6", "dual"):
            families = ADDRESSES if mode == "dual" else [mode]
            lines = ["127.0.0.1 localhost", "::1 localhost", *(f"{ADDRESSES[family]} {NAME}" for family in families)]
            (self.folder / f"hosts.{mode}").write_text("\n".join(lines) + "\n")
        (self.folder / "confabd.ini").write_text(
            CONFIG.format(name=NAME, port=PORT, folder=self.folder, secret="netlab"))

    def command(self, host, *command):
        """The command line that runs a program on a host, with the lab's names and trust."""
        mode = "dual" if host == "server" else self.hosts[host].get("ip", "ipv4")
        bind = f"mount --bind {self.folder}/hosts.{mode} /etc/hosts && " \
               f"mount --bind {self.folder}/service.crt {TRUST_STORE} && exec \"$@\""
        return [sys.executable, str(HERE / "netlab"), "--lab", self.name, "exec", host, "--", "sh", "-c", bind, "sh",
                *map(str, command)]

    def start_service(self):
        log = open(self.folder / "confabd.log", "a")
        self.service = subprocess.Popen(
            self.command("server", self.build / "src/confabd/confabd", "--config", self.folder / "confabd.ini"),
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + 20
        while not self.is_healthy():
            if self.service.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("confabd did not start: " + (self.folder / "confabd.log").read_text()[-2000:])
            time.sleep(0.1)

    def is_healthy(self):
        probe = self.command("server", "curl", "-fsS", "-m", "2", f"{SERVICE}/health")
        return subprocess.run(probe, capture_output=True).returncode == 0

    def stop_service(self, kill=False):
        if self.service and self.service.poll() is None:
            (self.service.kill if kill else self.service.terminate)()
            self.service.wait(10)

    def cut(self, host, seconds):
        self.netlab("cut", host, seconds)

    def handover(self, host, *options):
        self.netlab("handover", host, *options)

    def __exit__(self, *_):
        self.stop_service(kill=True)
        subprocess.run([sys.executable, HERE / "netlab", "--lab", self.name, "clean"], capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)
