# SPDX-License-Identifier: GPL-3.0-or-later
"""Chromium as a peer: how it is started and ended."""

import os
import shutil
import signal
import subprocess

import processes

NAME = "Chromium"
PROGRAM = shutil.which("chromium") or "chromium"


def command(url, profile, position, size, pictures, speech):
    """Fake devices from files, and nothing throttled because a window looks covered."""
    return [PROGRAM, "--no-sandbox", "--no-first-run", "--no-default-browser-check", f"--user-data-dir={profile}",
            "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={pictures}", f"--use-file-for-fake-audio-capture={speech}",
            "--autoplay-policy=no-user-gesture-required", "--password-store=basic",
            f"--unsafely-treat-insecure-origin-as-secure={url.split('?')[0].rstrip('/')}",
            f"--window-size={size[0]},{size[1]}", f"--window-position={position},0",
            "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding", f"--app={url}"]


def stop(program):
    """Ends a program with all it has started."""
    members = processes.tree(program.pid)
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in members:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass
        try:
            program.wait(3)
            break
        except subprocess.TimeoutExpired:
            continue
