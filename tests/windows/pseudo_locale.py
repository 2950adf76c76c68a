# SPDX-License-Identifier: GPL-3.0-or-later
"""A language nobody speaks, made of English: every text in brackets and longer by a third. What stands on the screen
without brackets can not be translated; what does not fit would not fit in other languages either."""

import pathlib
import re
import subprocess
import sys

LANGUAGE = "en_XA"
BEGIN, END = "⟦", "⟧"
ROOT = pathlib.Path(__file__).resolve().parents[2]


def pseudo(text):
    """The mnemonic's underline, formats and markup stay as they are."""
    if not text.strip() or re.fullmatch(r"(%[a-zA-Z]|[^\w]|\s)+", text):
        return text
    body = text.rstrip("\n")
    return f"{BEGIN}{body}{'·' * (len(body) // 3)}{END}{text[len(body):]}"


def install(folder):
    """Writes the language to @folder, as CONFAB_LOCALE_DIR wants it."""
    messages = folder / LANGUAGE / "LC_MESSAGES"
    messages.mkdir(parents=True)
    template = folder / "confab.pot"
    subprocess.run([ROOT / "po/update", "--template", template], check=True, capture_output=True)
    english = subprocess.run(["msgen", template], check=True, capture_output=True).stdout
    filtered = subprocess.run(["msgfilter", "--keep-header", sys.executable, __file__], input=english, check=True,
                              capture_output=True).stdout
    subprocess.run(["msgfmt", "-", "-o", messages / "confab.mo"], input=filtered, check=True, capture_output=True)


if __name__ == "__main__":
    sys.stdout.write(pseudo(sys.stdin.read()))
