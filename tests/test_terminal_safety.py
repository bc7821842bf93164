"""No text of a stranger's steers the terminal, whichever way it comes to the screen.

The real program runs in a pty; all it writes is taken apart, and only what Textual itself writes may
occur. Each hostile text carries a number that no program has a reason to write.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import unicodedata
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.terminal import Terminal, environment
from tests.vt import Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[1]

NUMBER = "77701"
"""In every hostile sequence: as a parameter or in its text."""

HOSTILE = {
    "erase": f"a\x1b[{NUMBER}Jb",
    "title": f"a\x1b]0;evil{NUMBER}\x07b",
    "clipboard": f"a\x1b]52;c;evil{NUMBER}\x07b",
    "hyperlink": f"a\x1b]8;;http://evil{NUMBER}\x1b\\b\x1b]8;;\x1b\\",
    "device control": f"a\x1bPq{NUMBER}\x1b\\b",
    "report": f"a\x1b[6;{NUMBER}nb",
    "reset": "a\x1bcb",
    "graphics set": "a\x1b(0lqqk\x1b(Bb",
    "8-bit colour": f"a\x9b31;{NUMBER}mb",
    "8-bit title": f"a\x9d0;evil{NUMBER}\x9cb",
    "backspace": "password\x08\x08\x08\x08word",
    "carriage return": "harmless\rhideous",
    "shift out": "a\x0elqqk\x0fb",
    "form feed": "a\x0bb\x0cc",
    "null": "a\x00b",
    "delete": "a\x7fb",
    "bell": "a\x07b",
    "override": "a\u202eb\u2066c\u2069d\u202ce\u200ff",
    "line separator": "a\u2028b\u2029c\u0085d",
    "byte order mark": "a\ufeffb",
    "marks": "a" + "\u0301" * 1_000 + "b",
    "joiners": "\U0001f468" + "\u200d\U0001f469" * 200,
    "no space": "x" * 5_000,
    "surrogate": "a\udc9bb\udcffc",
}
"""Catalogue T; the bytes of cp1252 and of file names stand at their own tests."""

ALLOWED = {
    *("CSI m", "CSI H", "CSI ?h", "CSI ?l", "CSI J", "CSI K"),
    # The keyboard protocol, synchronised output, what Textual asks of the terminal when it starts.
    *("CSI >u", "CSI <u", "CSI ?u", "CSI ?$p", "CSI c", "CSI t", "CSI >q", "CSI ?r", "CSI ?s"),
    # The question after the ground, and the shape of the mouse pointer.
    *("OSC 11", "OSC 22"),
}
"""What Textual writes, and the one question postil asks."""

NEVER_PAINTED = re.compile(
    "[\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufff9-\ufffb\u200b\u2060-\u2064\U000e0000-\U000e007f]"
)
"""What reorders a line, ends it or hides in it."""


def _steering(data: bytes) -> list[Token]:
    """What in a stream is not Textual's own, or carries the number."""
    found = []
    # A lone CR lets a line be written over.
    for token in tokens(data.replace(b"\r\n", b"\n")):
        if token.kind == "text":
            if NEVER_PAINTED.search(token.content) or _longest_pile(token.content) > 9:
                found.append(token)
        elif token.kind == "control":
            if token.content != "\n":
                found.append(token)
        elif token.kind not in ALLOWED or NUMBER in token.content:
            found.append(token)
    return found


def _longest_pile(text: str) -> int:
    """Most marks in a row."""
    longest = here = 0
    for character in text:
        here = here + 1 if unicodedata.combining(character) else 0
        longest = max(longest, here)
    return longest


_IN_FOLDER = "import os, runpy, sys; os.chdir(sys.argv.pop(1)); runpy.run_module('reader', run_name='__main__')"
"""What is typed may be taken for the name of a file, which is to be written among the test's own."""


def _postil(*arguments: str | bytes, library: Path) -> Terminal:
    folder = str(library.parent)
    return Terminal(
        [sys.executable, "-c", _IN_FOLDER, folder, *arguments, "--db", str(library)],  # type: ignore[list-item]
        columns=110,
        lines=36,
        env=environment(
            PYTHONPATH=str(ROOT), XDG_STATE_HOME=str(library.parent), SSH_CONNECTION="a"
        ),
    )


def _see(terminal: Terminal, keys: Iterable[str | bytes]) -> bytes:
    """Show everything: keys one after the other, then the end."""
    terminal.wait_for("%")
    terminal.drain(0.08)
    for key in keys:
        terminal.send(key)
        # Nearly every key brings something: on a busy machine later than the next is typed.
        if terminal.read(0.5) is not None:
            terminal.drain(0.03)
    if terminal.exit_status is None:
        terminal.send(ESCAPE + "q")
    assert terminal.wait_for_end() == 0
    return bytes(terminal.received)


PAGE_DOWN = "\x1b[6~"

ESCAPE = "\x1b[27u"
"""As the kitty protocol has it: nothing need be waited for to know that it is no longer sequence."""


def test_the_oracle_sees_what_it_is_to_see() -> None:
    for name, text in HOSTILE.items():
        if name not in {"no space", "surrogate", "joiners"}:
            assert _steering(text.encode()), name

    assert not _steering("plain text, ␛[2J as a picture, \x1b[38;2;1;2;3mcoloured\x1b[0m".encode())


@pytest.mark.parametrize("suffix", [".md", ".txt", ".py"])
def test_through_the_text_of_an_article(suffix: str, tmp_path: Path) -> None:
    source = tmp_path / f"hostile{suffix}"
    text = "\n\n".join(f"{name}: {value}" for name, value in HOSTILE.items() if name != "surrogate")
    if suffix == ".py":
        text = "\n".join(f"# {line}" for line in text.split("\n"))
    if suffix == ".md":
        # As headings too, which the outline lists.
        text += "".join(
            f"\n\n# {name} {value}" for name, value in HOSTILE.items() if name != "surrogate"
        )
    raw = text.encode() + b"\n\nbytes of cp1252: \x9b31m \x9d0;evil\x9c\n" * (suffix == ".txt")
    source.write_bytes(raw.replace(b"\x00", b"") if suffix == ".txt" else raw)

    jump = ["f", "e", ESCAPE + ESCAPE, "f", " ", ESCAPE, PAGE_DOWN]
    outline = ["o", *["\x1b[B" * 8] * (len(HOSTILE) // 8), ESCAPE] if suffix == ".md" else []
    with _postil("--force", str(source), library=tmp_path / "library.db") as terminal:
        written = _see(
            terminal,
            ["s", "1", "ahe" + ESCAPE, *[PAGE_DOWN, "s2"] * 4, "p", "y", "g", *jump * 4, *outline],
        )

    assert (b"Outline" in written) == bool(outline)
    assert _steering(written) == [] or _only_the_clipboard(_steering(written))


def _only_the_clipboard(found: list[Token]) -> bool:
    """True if all that was written besides is a quote on its way to the clipboard, in base64."""
    return all(
        each.kind == "OSC 52" and re.fullmatch(r"52;c;[A-Za-z0-9+/=]*", each.content)
        for each in found
    )


def test_through_what_a_library_holds(tmp_path: Path) -> None:
    """Written past all checks, as another program might; postil's own refuses most of it."""
    library, source = tmp_path / "library.db", tmp_path / "visit.txt"
    source.write_text("".join(f"Sentence {n} stands here.\n\n" for n in range(30)), "utf-8")
    marks = "".join(
        f'{{"quote": "Sentence {n} stands", "note": "n", "tags": ["tag{n}"], "fields": {{"f": "v"}}}}\n'
        for n in range(len(HOSTILE) - 1)
    )
    (tmp_path / "marks.jsonl").write_text(marks, encoding="utf-8")
    with _postil(
        "add", str(source), "--batch", str(tmp_path / "marks.jsonl"), library=library
    ) as adding:
        assert adding.wait_for_end() == 0, adding.text
    texts = [value for name, value in HOSTILE.items() if name != "surrogate"]
    with closing(sqlite3.connect(library)) as connection, connection:
        for number, text in enumerate(texts):
            connection.execute(
                "UPDATE annotations SET note = ? WHERE rowid = "
                "(SELECT rowid FROM annotations ORDER BY rowid LIMIT 1 OFFSET ?)",
                (text, number),
            )
            connection.execute(
                "UPDATE tags SET name = ? WHERE name = ?", (text + str(number), f"tag{number}")
            )
            connection.execute("UPDATE fields SET value = ?", (text,))
        connection.execute("UPDATE articles SET title = ?", ("".join(texts[:20]),))
        connection.execute("UPDATE history SET label = ?", ("".join(texts[:20]),))

    with _postil(str(source), library=library) as terminal:
        # Each card, its note in the editor, its tags in the prompt; the undo that names its entry.
        each_card = [ESCAPE + "ja", ESCAPE + "t"] * len(texts)
        written = _see(terminal, ["]", "\ta", ESCAPE + "t", *each_card, ESCAPE, ESCAPE + "G", "u"])

    assert b"TAGS" in written
    assert _steering(written) == []


def test_through_fields_and_relations(tmp_path: Path) -> None:
    """On cards, in the prompts that offer them again, in what is said and in the undo's question."""
    library, source = tmp_path / "library.db", tmp_path / "visit.txt"
    texts = [value for name, value in HOSTILE.items() if name != "surrogate"]
    source.write_text("".join(f"Sentence {n} stands here.\n\n" for n in range(len(texts))), "utf-8")
    marks = "".join(f'{{"quote": "Sentence {n} stands"}}\n' for n in range(len(texts)))
    (tmp_path / "marks.jsonl").write_text(marks, encoding="utf-8")
    with _postil(
        "add", str(source), "--batch", str(tmp_path / "marks.jsonl"), library=library
    ) as adding:
        assert adding.wait_for_end() == 0, adding.text
    with closing(sqlite3.connect(library)) as connection, connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM annotations ORDER BY id")]
        for number, (text, identity) in enumerate(zip(texts, ids, strict=True)):
            connection.executemany(
                "INSERT INTO fields VALUES (?, ?, ?, ?, 0)",
                [(identity, f"{text}{number}", text, 0), (identity, "speaker", text, 1)],
            )
            connection.execute(
                "INSERT INTO relations VALUES (?, ?, ?, 0)",
                (identity, ids[(number + 1) % len(ids)], f"{text}{number}"),
            )
            connection.execute(
                "INSERT INTO relations VALUES (?, ?, ?, 1)", (identity, f"gone{text}", text)
            )

    with _postil(str(source), library=library) as terminal:
        # Of each card the fields, the last in the line, the speaker, two relations that are followed.
        asked = ["i", "\x7f", ESCAPE + "@", ESCAPE + "l", "l"]
        walked = [key for number in range(len(texts)) for key in ("g" + "j" * number, *asked)]
        # The other mark by words; the name, among those used before; what cannot be taken is said.
        named = ["L", "/", "\r", "\x0e", ESCAPE, "j", "\r", "\x1b[B", "\r", ESCAPE, ESCAPE]
        written = _see(terminal, ["]", "\t", *walked, *named, "u"])

    assert b"FIELDS" in written
    assert b"SPEAKER" in written
    assert b"RELATION" in written
    assert _steering(written) == []


@pytest.mark.skipif(sys.platform == "darwin", reason="its file names are UTF-8 without controls")
@pytest.mark.parametrize("is_missing", [False, True], ids=["there", "missing"])
def test_through_a_file_name_and_an_error(tmp_path: Path, *, is_missing: bool) -> None:
    # Both sequences end within what is shown of a name; 255 bytes is all a name may have.
    name = f"a\x1b]0;evil{NUMBER}\x07b\x1b[{NUMBER}Jc\u202ed\x7f\n".encode() + b"\x9b31m\xff.txt"
    path = os.path.join(os.fsencode(tmp_path), name)  # noqa: PTH118  # bytes that are no text
    if not is_missing:
        with open(path, "wb") as file:  # noqa: PTH123  # likewise
            file.write(b"A text with a hostile name.\n")
    library = tmp_path / "library.db"

    with _postil(path, library=library) as terminal:
        if is_missing:
            assert terminal.wait_for_end() == 2
            written = bytes(terminal.received)
        else:
            # The name as title, in the export's prompt, and in what an export says.
            written = _see(terminal, ["s1", "X", ESCAPE, "X", "/no/", "\r", "j"])

    assert _steering(written) == []


def test_through_what_is_pasted_and_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # where an export would go
    source = tmp_path / "visit.txt"
    source.write_text("A sentence stands here.\n", encoding="utf-8")
    pasted = f"\x1b[200~a\u202e\x9b31;{NUMBER}m\x9d0;e{NUMBER}\x9c\x07\x08\x7fb\x1b[201~"

    noted = [pasted, "s", "a", pasted, "c", ESCAPE, "t", pasted, "\r", ESCAPE]
    # Into the export's prompt, the search and the palette.
    typed = [key for begins in ("X", "/", "\x10") for key in (begins, pasted, "\r", ESCAPE)]
    with _postil(str(source), library=tmp_path / "library.db") as terminal:
        written = _see(terminal, [*noted, *typed])
    for sign in (b"SEARCH", b"COMMAND"):
        assert sign in written
    assert _steering(written) == []
