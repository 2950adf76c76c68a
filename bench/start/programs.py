# SPDX-License-Identifier: GPL-3.0-or-later
"""What is started: each with its name, its command line and what it adds to the environment."""

import base64
import dataclasses
import pathlib

import browser

SIZE = (960, 640)  # Confab's own; the others get the same
PAGE = pathlib.Path(__file__).resolve().parent / "page/lobby.html"
BARE, HOME, LOBBY = "bare GTK window", "Confab, start page", "Confab, lobby"
# Opening it asks nobody: that waits for the click.
LINK = "https://meet.invalid/j/bench#" + base64.urlsafe_b64encode(bytes([1] * 33)).decode()


@dataclasses.dataclass
class Program:
    name: str
    command: list
    environment: dict = dataclasses.field(default_factory=dict)


def all_of(build, folder, pictures, speech):
    """Chromium with a lobby, a window with nothing, and Confab: its start page, and the lobby of a link."""
    gtk = {"GDK_BACKEND": "x11", "GTK_A11Y": "none", "ADW_DISABLE_PORTAL": "1", "GTK_USE_PORTAL": "0",
           "GSETTINGS_BACKEND": "memory", "CONFAB_SCHEMA_DIR": str(build / "data")}
    # The window asks for its renderer as Confab does: OpenGL on the processor would be no floor.
    cairo = {} if list(pathlib.Path("/dev/dri").glob("renderD*")) else {"GSK_RENDERER": "cairo", "GDK_DEBUG": "gl-disable"}
    confab = [build / "src/app/confab", "--profile", folder / "profile", "--name", "Ada", "--camera", pictures,
              "--microphone", speech, "--speaker", "none"]
    return [
        Program(browser.NAME, browser.command(PAGE.as_uri(), folder / "chromium", 0, SIZE, pictures, speech)),
        Program(BARE, [build / "bench/start/bare-window", *SIZE], gtk | cairo),
        Program(HOME, confab, gtk),
        Program(LOBBY, [*confab, LINK], gtk),
    ]
