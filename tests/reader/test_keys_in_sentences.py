"""Sentences name the keys that hold now, wherever in the source they are written."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import reader
from reader.actions import ACTIONS, Place, key_label
from reader.keymap import Keymap

LABELS = {key_label(key): action for action in ACTIONS for key in action.keys}
OTHERS = {action.public: (f"f{number}",) for number, action in enumerate(ACTIONS, 20)}
WHOLE = Keymap(OTHERS)

NO_KEYS = (
    "a higher window", "a note ", "a wider window", "enter takes the mark", "esc goes back",
    "esc shows all", "enter takes it", "esc leaves the jump", "PgDn scrolls · esc leaves",
    "backspace takes", "space comes", "esc keeps", "/ filters these keys", "x in the list",
)  # fmt: skip
"""Where a letter is a word, or a key is the list's, the note's or the jump's own."""

_TOLD = re.compile(r"(?:^|(?<= · )|(?<=, )|(?<=then )|(?<= or ))(\S+?)(?= \S|,)")


def sentences() -> list[str]:
    """The texts of the source in which a key is told, with their own parts alone."""
    found: list[str] = []
    root = Path(reader.__file__).parent
    for path in sorted(root.rglob("*.py")):
        if {"cli", "loaders", "layout"} & set(path.relative_to(root).parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
                # Hints of one line; docstrings and names are none.
                if " · " in text and "\n" not in text and text[0] not in ")`":
                    found.append(text)
    return found


@pytest.mark.parametrize("sentence", sorted(set(sentences())))
def test_every_sentence_names_the_keys_that_hold_now(sentence: str) -> None:
    said = WHOLE.said(Place.TEXT, sentence)

    rest = said
    for words in NO_KEYS:
        rest = rest.replace(words, "")
    assert [label for label in _TOLD.findall(rest) if label in LABELS] == []


def test_the_sentences_are_found() -> None:
    assert len(sentences()) > 100
    assert "the file has changed · R reloads" in sentences()


@pytest.mark.parametrize(
    ("said", "now"),
    [
        ("no marks yet · s then 1 makes one", "no marks yet · e then D makes one"),
        ("deleted “x” · u brings it back", "deleted “x” · Z brings it back"),
        ("u again undoes: a mark (today)", "Z again undoes: a mark (today)"),
        ("no mark here · [ ] go to one", "no mark here · P ] go to one"),
        ("a note on the article has no ends", "a note on the article has no ends"),
        ("the text is never changed · a writes a note", "the text is never changed · f5 writes a note"),
        ("pasted text goes into a note: a", "pasted text goes into a note: f5"),
        ("1 mark kept, 2 not found", "1 mark kept, 2 not found"),
        ("x is gone · this text and its marks stay", "x is gone · this text and its marks stay"),
        ("x does nothing here · ? shows the keys", "x does nothing here · ? shows the keys"),
        ("only the text · z or esc brings the rest back", "only the text · z or Q brings the rest back"),
        ("nothing is selected · q quits", "nothing is selected · q quits"),
        ("keys act on the selection · esc drops it, then . goes through the marks",
         "keys act on the selection · Q drops it, then . goes through the marks"),
        ("the file has changed · R reloads", "the file has changed · ctrl+p “Read the file anew” reloads"),
        ("1 to 6 highlight it.", "D to 6 highlight it."),
    ],
)  # fmt: skip
def test_a_sentence_names_the_keys_of_the_settings(said: str, now: str) -> None:
    keys = {
        "select-sentence": ("e",), "move word-end": (), "highlight 1": ("D",), "undo": ("Z",),
        "previous-mark": ("P",), "note": ("f5",), "back": ("Q",), "reload": (),
    }  # fmt: skip

    assert Keymap(keys).said(Place.TEXT, said) == now
    assert Keymap().said(Place.TEXT, said) == said


def test_the_keys_of_the_place_are_meant_first() -> None:
    keymap = Keymap({"search": ("f5",)})

    assert keymap.said(Place.TEXT, "none · / searches") == "none · f5 searches"
    assert keymap.said(Place.PANEL, "none · / filters") == "none · / filters"
    assert keymap.said(Place.PANEL, "none · s selects") == "none · s selects"
