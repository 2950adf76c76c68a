# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes one side's place on the network: answers ICE and DTLS with its own certificate.

The service that forwards a description sees its ICE user name and password, so it can have the other
side's packets. What it cannot do is sign a fingerprint; this is what it gets that far.
"""

import re
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("Nice", "0.1")
from gi.repository import Gst, GstSdp, GstWebRTC, Nice  # noqa: E402

CREDENTIALS = re.compile(r"^a=(ice-ufrag|ice-pwd):.*$", re.M)


def with_credentials_of(text, other):
    """The description with the ICE user name and password of another one."""
    theirs = dict(re.findall(r"^a=(ice-ufrag|ice-pwd):(\S+)", other, re.M))
    return CREDENTIALS.sub(lambda found: f"a={found[1]}:{theirs[found[1]]}", text)


def description(kind, text):
    _, parsed = GstSdp.SDPMessage.new_from_text(text)
    return GstWebRTC.WebRTCSessionDescription.new(kind, parsed)


class Impostor:
    """Answers @offer as whoever sent @answer. @send_candidate (mline, text) tells the victim where to find it."""

    def __init__(self, offer, answer, send_candidate):
        Gst.init(None)
        self.packets = 0
        self.reached = threading.Event()  # the victim's packets come here
        self.pipeline = Gst.Pipeline.new()
        self.bin = Gst.ElementFactory.make("webrtcbin")
        self.bin.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        self.pipeline.add(self.bin)
        self.bin.connect("on-ice-candidate", lambda _, mline, text: send_candidate(mline, text))
        self.bin.connect("pad-added", self.on_pad)
        self.pipeline.set_state(Gst.State.PLAYING)
        self.bin.connect("notify::ice-connection-state", self.on_ice_state)
        self.listen_on_loopback()
        self.negotiate(offer, answer)

    def listen_on_loopback(self):
        # Kept: webrtcbin 1.22 hands out its only, floating, reference, and Python takes it for its own.
        self.ice = self.bin.get_property("ice-agent")
        agent = self.ice.get_property("agent")
        address = Nice.Address.new()
        address.set_from_string("127.0.0.1")
        agent.add_local_address(address)

    def negotiate(self, offer, answer):
        done = Gst.Promise.new()
        self.bin.emit("set-remote-description", description(GstWebRTC.WebRTCSDPType.OFFER, offer), done)
        done.wait()
        made = Gst.Promise.new()
        self.bin.emit("create-answer", None, made)
        made.wait()
        reply = made.get_reply()  # owns what the next two lines read
        own = reply.get_value("answer")
        text = with_credentials_of(own.sdp.as_text(), answer)
        local = description(GstWebRTC.WebRTCSDPType.ANSWER, text)
        self.bin.emit("set-local-description", local, Gst.Promise.new())

    def take_candidate(self, mline, text):
        self.bin.emit("add-ice-candidate", mline, text)

    def on_ice_state(self, *_):
        state = self.bin.get_property("ice-connection-state")
        if state in (GstWebRTC.WebRTCICEConnectionState.CONNECTED, GstWebRTC.WebRTCICEConnectionState.COMPLETED):
            self.reached.set()

    def on_pad(self, _bin, pad):
        """Counts what could be decrypted: nothing of it may ever arrive."""
        sink = Gst.ElementFactory.make("fakesink")
        sink.set_property("signal-handoffs", True)
        sink.connect("handoff", self.on_packet)
        self.pipeline.add(sink)
        sink.sync_state_with_parent()
        pad.link(sink.get_static_pad("sink"))

    def on_packet(self, *_):
        self.packets += 1

    def close(self):
        self.pipeline.set_state(Gst.State.NULL)
