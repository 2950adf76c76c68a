# SPDX-License-Identifier: GPL-3.0-or-later
"""A confabd with a name and certificate that only chosen programs know, for tests in network namespaces.

Programs find the name in their hosts file and trust the certificate through their trust store; both are
bound over in a mount namespace that `ip netns exec` makes and that ends with the program.
"""

import pathlib
import subprocess
import time

TRUST_STORE = "/etc/ssl/certs/ca-certificates.crt"

CONFIG = """[service]
name={authority}
listen=*:{port}
state={folder}/state
[tls]
certificate={folder}/service.crt
key={folder}/service.key
[limits]
connections-per-address=100
rooms-per-hour=0
"""


class PrivateService:
    """Files for the service and its users in @folder; @addresses: family name -> address of the service."""

    def __init__(self, build, folder, name, port, addresses, more_config=""):
        self.build, self.folder = pathlib.Path(build).resolve(), pathlib.Path(folder)
        self.name, self.port = name, port
        self.url = f"https://{name}:{port}"
        self.process = None
        self.write_certificate()
        self.write_hosts(addresses)
        # The namespace of a host has nobody on its loopback: a name that is not in its file is unknown at once.
        (self.folder / "resolv.conf").write_text("nameserver 127.0.0.1\noptions attempts:1 timeout:1\n")
        (self.folder / "confabd.ini").write_text(
            CONFIG.format(authority=f"{name}:{port}", port=port, folder=self.folder) + more_config)

    def write_certificate(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-days", "2", "-subj", f"/CN={self.name}", "-addext", f"subjectAltName=DNS:{self.name}",
                        "-keyout", self.folder / "service.key", "-out", self.folder / "service.crt"],
                       check=True, capture_output=True)

    def write_hosts(self, addresses):
        """hosts.FAMILY for those with one family, hosts.dual for all others."""
        for mode in (*addresses, "dual"):
            families = addresses if mode == "dual" else [mode]
            lines = ["127.0.0.1 localhost", "::1 localhost", *(f"{addresses[family]} {self.name}" for family in families)]
            (self.folder / f"hosts.{mode}").write_text("\n".join(lines) + "\n")

    def knowing(self, mode, *command):
        """The command line, to be run by `ip netns exec`, of a program that knows name and certificate."""
        bind = f"mount --bind {self.folder}/hosts.{mode} /etc/hosts && " \
               f"mount --bind {self.folder}/resolv.conf /etc/resolv.conf && " \
               f"mount --bind {self.folder}/service.crt {TRUST_STORE} && exec \"$@\""
        return ["sh", "-c", bind, "sh", *map(str, command)]

    def start(self, inside):
        """@inside (command) gives the command line that runs it where the service belongs."""
        with open(self.folder / "confabd.log", "a") as log:
            program = [self.build / "src/confabd/confabd", "--config", self.folder / "confabd.ini"]
            self.process = subprocess.Popen(inside(self.knowing("dual", *program)), stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log)
        health = inside(self.knowing("dual", "curl", "-fsS", "-m", "2", f"{self.url}/health"))
        deadline = time.monotonic() + 20
        while subprocess.run(health, capture_output=True).returncode:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("confabd did not start: " + (self.folder / "confabd.log").read_text()[-2000:])
            time.sleep(0.1)

    def stop(self, kill=False):
        if self.process and self.process.poll() is None:
            (self.process.kill if kill else self.process.terminate)()
            self.process.wait(10)
