#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Print model.vectors: what the reference model (tools/protocol-vectors.py) makes of docs/protocol.md 16.

With --check FILE: fail if FILE says something else. Needs PyNaCl and cryptography; exit status 77 (skipped)
without them.
"""

import argparse
import importlib.util
import pathlib
import sys

MODEL = pathlib.Path(__file__).resolve().parents[3] / "tools" / "protocol-vectors.py"


def load_model():
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("model", MODEL)
    model = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(model)
    return model


def vectors(m):
    for party, who in (("ada", m.A), ("bob", m.B)):
        for key, value in (("ik-seed", who.iks), ("sk-seed", who.sks), ("ek-secret", who.es),
                           ("ik", who.IK), ("sk", who.SK), ("ek", who.EK), ("pid", who.pid),
                           ("token", who.tok)):
            yield f"{party}-{key}", value
    yield "genesis-nonce", m.seed("g", "nonce")[:16]
    yield "inv", m.inv
    yield "owner-hash", m.of
    yield "fragment", m.frag.encode()
    yield "room", m.room
    yield "gen", m.gen
    yield "esk", m.esk
    yield "epk", m.epk
    yield "epoch-secret", m.E
    yield "commit", m.commit
    for name, body in (("genesis", m.gbody), ("join-ada", m.ja), ("join-bob", m.jb),
                       ("roster", m.roster), ("link", m.lbody), ("keybox-bob", m.kb),
                       ("heartbeat", m.hb), ("ack", m.ack), ("handover", m.ho), ("command", m.cmd),
                       ("sdpauth-offer", m.off), ("sdpauth-answer", m.ans), ("roomcert", m.rc),
                       ("waittext", m.wt), ("message-head", m.mh), ("message", m.mh + m.mct),
                       ("rcevent", m.rcev)):
        yield name, body
    for name, label, body, signer in (
            ("genesis-signature", b"genesis", m.gbody, m.A.iks),
            ("join-bob-signature", b"join", m.jb, m.B.iks),
            ("link-signature", b"link", m.lbody, m.A.sks),
            ("heartbeat-signature", b"heartbeat", m.hb, m.A.sks),
            ("ack-signature", b"ack", m.ack, m.B.sks),
            ("handover-signature", b"handover", m.ho, m.A.sks),
            ("command-signature", b"cmd", m.cmd, m.A.sks),
            ("sdpauth-offer-signature", b"sdpauth", m.off, m.A.sks),
            ("roomcert-signature", b"roomcert", m.rc, m.A.iks),
            ("waittext-signature", b"waittext", m.wt, m.A.iks)):
        yield name, m.SIG(signer, label, body)
    yield "join-mac-bob", m.jb[36 + 16 + 4 + 8 + 96 + 2:][:16]
    yield "join-hash-bob", m.H(b"join", m.jb)
    yield "roster-hash", m.H(b"roster", m.roster)
    yield "link-hash", m.lh
    yield "member-ada", m.H(b"member", m.A.pid + m.A.IK + m.A.SK)
    yield "sdp-hash", m.H(b"sdp", m.sdp)
    yield "sdpauth-hash", m.H(b"sdpauth", m.off)
    yield "certificate-fingerprint", m.fp
    yield "contacts-key-ada", m.KDF(m.A.iks, b"contacts", b"")
    yield "frame-key-ada", m.kf(m.A)
    yield "aes-256-ada", m.aes(m.A, 32)
    yield "aes-128-ada", m.aes(m.A, 16)
    yield "frame-256", m.frame(m.A, b"\x78", b"opus payload", 0x11223344, 960, 7)
    yield "frame-128", m.frame(m.A, b"\x78", b"opus payload", 0x11223344, 960, 7, 16)
    yield "frame-high-counter", m.frame(m.A, b"", b"x", 0xFFFFFFFF, 5, 0xFFFF + 9)
    yield "message-key-ada", m.mk
    yield "pair-key-ada-bob", m.pk
    yield "grant", m.grant
    yield "control-key", m.rk


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", metavar="FILE")
    arguments = parser.parse_args()
    try:
        model = load_model()
    except ModuleNotFoundError as problem:
        print(f"SKIP: {problem}")
        sys.exit(77)
    text = "".join(f"{name} {value.hex()}\n" for name, value in vectors(model))
    if arguments.check is None:
        sys.stdout.write(text)
    elif pathlib.Path(arguments.check).read_text() != text:
        sys.exit(f"{arguments.check} is not what the model says; make it again with this script")


if __name__ == "__main__":
    main()
