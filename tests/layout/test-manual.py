#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual says the same in each language, leads nowhere that is not there, and names keys and labels that exist."""

import html.parser
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tap

ROOT = pathlib.Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs/manual"
LANGUAGES = ("en", "de")
EMPTY = {"meta", "link", "img", "br"}
KEY_NAMES = {"Strg": "Control", "Ctrl": "Control", "Umschalt": "Shift", "Leertaste": "space", "Space": "space",
             "Esc": "Escape", ",": "comma", "?": "question"}
LARGEST_PICTURE = 120 * 1024


class Page(html.parser.HTMLParser):
    """What a page refers to, and whether what it opens is closed."""

    def __init__(self, path):
        super().__init__()
        self.path = path
        self.open, self.outline, self.targets, self.pictures = [], [], [], []
        self.texts = {"kbd": [], "b": []}
        self.language = None
        self.feed(path.read_text())
        self.close()
        assert not self.open, f"{path}: {self.open} is not closed"

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "html":
            self.language = named.get("lang")
        self.targets += [named[key] for key in ("href", "src") if key in named]
        if tag == "img":
            self.pictures.append((named["src"], named.get("alt")))
        if tag in EMPTY:
            return
        self.open.append(tag)
        self.outline.append(tag)
        if tag in self.texts:
            self.texts[tag].append("")
        assert tag != "script" and "style" not in named, f"{self.path}: {tag} {named}"

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"{self.path}:{self.getpos()[0]}: </{tag}> in {self.open}"
        self.open.pop()

    def handle_data(self, text):
        if self.open and self.open[-1] in self.texts:
            self.texts[self.open[-1]][-1] += text


def pages(language):
    return [Page(path) for path in sorted((MANUAL / language).glob("*.html"))]


def test_languages():
    """Each page is there in each language, with the same headings, tables and pictures."""
    first = pages(LANGUAGES[0])
    assert first and first[0].path.parent.name == LANGUAGES[0]
    for language in LANGUAGES[1:]:
        others = pages(language)
        assert [page.path.name for page in others] == [page.path.name for page in first]
        for one, other in zip(first, others):
            assert other.language == language and one.language == LANGUAGES[0], other.path
            assert one.outline == other.outline, f"{other.path.name} is not built as in {LANGUAGES[0]}"
            assert [name for name, _ in one.pictures] == [name for name, _ in other.pictures], other.path.name


def test_code_knows_the_languages():
    """The program knows the languages that there are."""
    listed = re.search(r"languages\[\] = \{ (.*), NULL \}", (ROOT / "src/app/manual.c").read_text())[1]
    assert re.findall(r'"(\w+)"', listed) == list(LANGUAGES)
    folders = sorted(path.name for path in MANUAL.iterdir() if path.is_dir())
    assert folders == sorted(LANGUAGES), folders


def test_targets():
    """Every link and picture leads to a file of the manual; nothing comes from the net."""
    for language in LANGUAGES:
        for page in pages(language):
            for target in page.targets:
                path = (page.path.parent / target).resolve()
                assert path.is_relative_to(MANUAL) and path.is_file(), f"{page.path}: {target}"
    assert not re.search(r"url\(|@import", (MANUAL / "manual.css").read_text())


def test_pictures():
    """Every picture says in words what it shows, is small, and is used."""
    for language in LANGUAGES:
        used = set()
        for page in pages(language):
            for name, words in page.pictures:
                assert words and len(words) > 20, f"{page.path}: {name} has no words"
                used.add((page.path.parent / name).resolve())
        there = set((MANUAL / language / "pictures").glob("*"))
        assert there == used, f"not used, or not there: {sorted(path.name for path in there ^ used)}"
        large = [path.name for path in there if path.stat().st_size > LARGEST_PICTURE]
        assert not large, f"larger than {LARGEST_PICTURE} bytes: {large}"


def named_keys(text):
    """Keys as "<Control><Shift>m", "F1" in a source, as sets of words."""
    return {frozenset(word.lower() for word in re.findall(r"\w+", key)) for key in text}


def known_keys():
    """(what src/app/keys.c binds, what is built in: test-keys.c)"""
    bound = re.findall(r'\{ "([^"]+)", "[\w.-]+" \}', (ROOT / "src/app/keys.c").read_text())
    listed = re.search(r"built_in\[\] = \{(.*?)\}", (ROOT / "src/app/tests/test-keys.c").read_text(), re.S)[1]
    return named_keys(bound), named_keys(re.findall(r'"([^"]+)"', listed))


def key_of(text):
    return frozenset(KEY_NAMES.get(word, word).lower() for word in text.split("+"))


def test_keys():
    """Every key in the manual does something, and every key that does is on the page of keys."""
    bound, built_in = known_keys()
    assert bound and built_in
    for language in LANGUAGES:
        for page in pages(language):
            for text in page.texts["kbd"]:
                assert key_of(text) in bound | built_in, f"{page.path}: {text} does nothing"
            if page.path.stem == "keyboard":
                missing = bound - {key_of(text) for text in page.texts["kbd"]}
                assert not missing, f"{page.path}: {sorted(map(sorted, missing))}"


def label(text):
    return re.sub(r"\s*…$", "", text.replace("_", "")).strip()


def test_labels():
    """What the manual calls a label is one of the program's, in its language."""
    catalogue = re.sub(r'"\n"', "", (ROOT / "po/de.po").read_text())
    pairs = re.findall(r'^msgid "(.*)"\nmsgstr "(.*)"', catalogue, re.M)
    known = {"en": {label(english) for english, _ in pairs}, "de": {label(german) for _, german in pairs}}
    for language in LANGUAGES:
        for page in pages(language):
            for text in page.texts["b"]:
                assert label(text) in known[language], f"{page.path}: there is no “{text}”"


if __name__ == "__main__":
    tap.main()
