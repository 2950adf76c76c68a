#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Headsets are plugged in and pulled out while the app is in use: test-plugging.py BUILD

A private PulseAudio stands for the desktop's sound; a null sink and a source remapped from its monitor that have one
name are a headset. What the app is connected to is asked of the server, not of the app.
"""

import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tap

from display import Desktop, missing_programs, wait_for

desktop = None
service = None
app = None
modules = {}


def pactl(*words):
    done = subprocess.run(["pactl", *words], env=desktop.environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def is_up():
    return subprocess.run(["pactl", "info"], env=desktop.environment, capture_output=True).returncode == 0


def plug(name):
    """A thing with a loudspeaker and a microphone."""
    sink = pactl("load-module", "module-null-sink", f"sink_name={name}.out",
                 f"sink_properties=device.description={name}")
    source = pactl("load-module", "module-remap-source", f"master={name}.out.monitor", f"source_name={name}.in",
                   f"source_properties=device.description={name}")
    modules[name] = (source, sink)


def pull(name):
    for module in modules.pop(name):
        pactl("unload-module", module)


def names(kind):
    """index -> name"""
    return dict(line.split("\t")[:2] for line in pactl("list", "short", kind).splitlines())


def connected(streams, devices):
    """Names of the devices that streams of that kind are connected to; a remapped source is no client."""
    known = names(devices)
    lines = [line.split("\t") for line in pactl("list", "short", streams).splitlines()]
    return [known.get(device) for _, device, client, *_ in lines if client != "-"]


def assert_hears(name):
    wait_for(f"the microphone of {name}", lambda: connected("source-outputs", "sources") == [f"{name}.in"])


def assert_plays_to(name):
    wait_for(f"the loudspeaker of {name}", lambda: connected("sink-inputs", "sinks") == [f"{name}.out"])


def start_pulseaudio():
    desktop.spawn(["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
                   "--load=module-native-protocol-unix"])
    wait_for("PulseAudio", is_up)
    plug("Desk")
    pactl("set-default-sink", "Desk.out")
    pactl("set-default-source", "Desk.in")


def test_sound_rests_until_it_is_needed():
    """On the start page no loudspeaker and no microphone is open"""
    global app
    app = desktop.start_app("Ada", "--camera", "none", "--service", service)
    app.wait_for_node("New Meeting", "push button")
    app.wait_for_node("Meet Somebody")
    assert connected("sink-inputs", "sinks") == [] and connected("source-outputs", "sources") == []


def test_desktop_is_followed():
    """Without a choice it is the desktop's default"""
    app.click("New Meeting")
    app.wait_for_node("Waiting for others")
    assert_hears("Desk")
    assert_plays_to("Desk")
    wait_for("the microphone to be on", lambda: app.is_pressed("Microphone"))


def test_headset_is_switched_to():
    """A headset that is plugged in during a meeting is used, and that is said"""
    plug("Headset")
    app.wait_for_node("Switched to Headset")
    assert_hears("Headset")
    assert_plays_to("Headset")
    assert app.is_pressed("Microphone")


def test_role():
    """To the desktop these streams are a call"""
    for kind in ("sink-inputs", "source-outputs"):
        assert 'media.role = "phone"' in pactl("list", kind)


def test_hardware_volume_is_left_alone():
    """Nobody's volume was written"""
    for kind in ("sinks", "sources"):
        volumes = set(re.findall(r"^\s*Volume:.*?(\d+)%", pactl("list", kind), re.M))
        assert volumes == {"100"}, volumes


def test_undo():
    """Undo goes back to what was used before"""
    app.click("Undo.*")
    assert_hears("Desk")
    assert_plays_to("Desk")


def test_undo_is_remembered():
    """The same headset is not switched to again"""
    pull("Headset")
    wait_for("the headset to be gone", lambda: len(names("sinks")) == 1)
    plug("Headset")
    wait_for("the headset to be there", lambda: len(names("sinks")) == 2)
    app.wait_until_gone("Switched to Headset")
    assert_hears("Desk")
    assert_plays_to("Desk")


def test_menu_chooses():
    """The arrow beside the microphone lists microphones and loudspeakers, and chooses"""
    open_menu()
    app.wait_for_node("As on the desktop \\(Desk\\)")
    choose("Headset", 0)
    assert_hears("Headset")
    assert_plays_to("Desk")
    open_menu()
    choose("Headset", 1)
    assert_plays_to("Headset")


def open_menu():
    """A menu button is two things to a screen reader; the inner one can be clicked."""
    nodes = [node for node in app.nodes() if node.get_name() == "Choose microphone and loudspeaker"]
    assert nodes[-1].get_action_iface().do_action(0)


def choose(name, which):
    """In the open menu: the microphone comes before the loudspeaker."""
    items = wait_for(f"two items {name}", lambda: items_called(name))
    assert items[which].get_action_iface().do_action(0)


def items_called(name):
    items = [node for node in app.nodes() if node.get_name() == name and "item" in node.get_role_name()]
    return items if len(items) == 2 else None


def test_pulled_out():
    """Whoever's headset is pulled out goes on hearing and being heard"""
    pull("Headset")
    app.wait_for_node("Headset is gone. Switched to Desk")
    assert_hears("Desk")
    assert_plays_to("Desk")
    assert app.is_pressed("Microphone")


def test_choice_is_remembered():
    """What was chosen with these devices is used when they are together again"""
    plug("Headset")
    app.wait_for_node("Switched to Headset")
    assert_hears("Headset")
    assert_plays_to("Headset")


def test_last_microphone():
    """Without any microphone the meeting goes on, and the first one that comes is used"""
    pull("Headset")
    pull("Desk")
    wait_for("the button to say off", lambda: not app.is_pressed("Microphone"))
    app.wait_for_node("Waiting for others")
    plug("Other")
    wait_for("the button to say on", lambda: app.is_pressed("Microphone"))
    assert_hears("Other")
    assert_plays_to("Other")


def test_leaving_lets_go():
    """After the meeting no loudspeaker and no microphone is open"""
    app.key("ctrl+w")
    app.wait_for_node("You Left the Meeting")
    wait_for("the loudspeaker to be free", lambda: connected("sink-inputs", "sinks") == [])
    wait_for("the microphone to be free", lambda: connected("source-outputs", "sources") == [])
    app.click("Back to Start")
    app.wait_for_node("Meet Somebody")


def test_lobby():
    """The lobby switches in the same way, and its rows show it"""
    app.act("check-devices")
    app.wait_for_node("Camera and Sound")
    assert_hears("Other")
    plug("Earphones")
    app.wait_for_node("Switched to Earphones")
    assert_hears("Earphones")
    app.click("Undo.*")
    assert_hears("Other")
    assert_plays_to("Other")


def test_silent_logs():
    """The window logged no warning"""
    app.assert_silent()


if __name__ == "__main__":
    missing = missing_programs() + [name for name in ("pulseaudio", "pactl") if shutil.which(name) is None]
    if missing:
        tap.skip_all(f"not installed: {', '.join(missing)}")
    with Desktop(sys.argv[1]) as desktop:
        service = desktop.start_service()
        start_pulseaudio()
        tap.main()
