#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every folder and file of the tree: STYLE.md, as far as a program can tell."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tap

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = {".c", ".h", ".py", ".sh", ".js", ".html"}
# Paths of somebody's machine: they would not exist on another one.
MACHINE_PATH = re.compile(r"(?<![\w.$}])/(?:home/[a-z]\w+|root|work|Users/\w+|tmp/build)[-\w]*/")


def files():
    """Every file of the tree that is, or could be, committed."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others",
                                 "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True)
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not path.relative_to(ROOT).parts[0].startswith(("build", ".cache"))]
    return [path for path in paths if path.is_file()]


def text_of(path):
    """The text of a file, or nothing for one that is not text."""
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""


def rooms():
    return sorted(path for path in (ROOT / "src").iterdir() if path.is_dir() and any(path.rglob("*.c")))


def assert_none(found, what):
    names = [str(item.relative_to(ROOT)) if isinstance(item, pathlib.Path) else item for item in found]
    assert not names, f"{what}: {', '.join(names)}"


def test_readme():
    """Every folder under src says in its README what it does and what it leaves to others."""
    assert_none([room for room in rooms() if not (room / "README.md").is_file()], "no README.md")


def test_public_header():
    """Every library folder has one public header named after it."""
    programs = {"cli", "confabd", "app"}
    assert_none([room for room in rooms() if room.name not in programs and not (room / f"{room.name}.h").is_file()],
                "no public header")


def test_every_source_is_built():
    """Every C file is named in the meson.build of its folder or of one above."""
    orphans = []
    for path in files():
        if path.suffix != ".c" or ROOT / "src" not in path.parents:
            continue
        builds = [folder / "meson.build" for folder in path.parents if folder.is_relative_to(ROOT / "src")]
        names = (path.name, path.stem, re.sub(r"^(test|fuzz)-", "", path.stem))
        if not any(re.search(rf"\b{re.escape(name)}\b", build.read_text()) for build in builds if build.is_file()
                   for name in names):
            orphans.append(path)
    assert_none(orphans, "in no meson.build")


def test_licence():
    """Every source says its licence."""
    sources = [path for path in files() if path.suffix in SOURCES]
    assert_none([path for path in sources if "SPDX-License-Identifier: " not in text_of(path)[:400]], "no SPDX line")


def test_machine_paths():
    """No file names a path of one machine."""
    this = pathlib.Path(__file__).resolve()
    assert_none([f"{path.relative_to(ROOT)}: {found[0]}" for path in files() if path != this
                 for found in [MACHINE_PATH.search(text_of(path))] if found], "paths of one machine")


def test_executable():
    """Every script can be started."""
    assert_none([path for path in files() if text_of(path).startswith("#!") and not os.access(path, os.X_OK)],
                "not executable")


def test_shell():
    """The shell scripts parse."""
    for path in [ROOT / "dev", *sorted((ROOT / "tools/dev").glob("*.sh"))]:
        subprocess.run(["bash", "-n", path], check=True)


def test_format():
    """The C sources are formatted."""
    program = shutil.which("clang-format-14")
    if not program:
        raise tap.Skip("clang-format 14 is not installed, and others lay some lines out differently")
    sources = [path for path in files() if path.suffix in {".c", ".h"}]
    done = subprocess.run([program, "--dry-run", "--Werror", *sources], capture_output=True, text=True)
    assert done.returncode == 0, "./dev format puts this right:\n" + done.stderr[:4000]


def test_translations():
    """German is complete: nothing untranslated, nothing fuzzy, every file with texts listed."""
    checked = subprocess.run([ROOT / "po/update", "--check"], capture_output=True, text=True)
    assert checked.returncode == 0, "po/update shows what is to be translated:\n" + (checked.stdout + checked.stderr)[:4000]


if __name__ == "__main__":
    tap.main()
