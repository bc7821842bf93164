"""Text of strangers and notes of one's own as Markdown: shown as they are, and ending where they end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.model import replace_unprintable

if TYPE_CHECKING:
    from markdown_it.token import Token

_SPECIAL = re.compile(
    # All begin with one of a set, which the search looks for first.
    r"[\\`*\[\]<>|~$^_#&%=](?:"
    r"(?<=[\\`*\[\]<>|~$^])"  # code, emphasis, links, HTML, tables, strike, formulas, block ids
    r"|(?<=_)(?:(?<![^\W_]_)|(?![^\W_]))"  # within a word it is itself
    r"|(?<=#)(?=\w)"  # a tag in many programs
    r"|(?<=&)(?=#?\w+;)"
    r"|(?<=%)(?=%)|(?<=%%)|(?<==)(?==)|(?<===)"  # Obsidian's comments and highlights
    r")"
)
_LEADING = re.compile(r"([-+=]|#(?=#*(?:\s|\Z))|:(?=\s)|\d{1,9}(?=[.)]))")
_OTHER_BREAKS = re.compile("[\x85\u2028\u2029\t]")
_CONTINUING = re.compile(r"`{3}|~{3}|<|%%")
"""What in a note may reach beyond its end: fences, HTML, Obsidian's comments."""
_NOT_IN_TAG = re.compile(r"\s+")
_CITATION = re.compile(r"(?<![^\W_])@(?=[\w{])")
"""What pandoc would take for a reference."""
_SENTINEL = "postil"


def escaped_line(text: str) -> str:
    """Text of strangers on one line."""
    return escaped(" ".join(text.split()))


def escaped(text: str) -> str:
    """Text of strangers as Markdown that shows it; its lines stay lines, without indentation."""
    if text.isprintable():
        # One line, so that there is nothing to replace or to part.
        return _shown(text)
    printable = _OTHER_BREAKS.sub(" ", replace_unprintable(text))
    return "\n".join(map(_shown, printable.split("\n")))


def uncited(escaped: str) -> str:
    """Escaped text in which pandoc finds no reference either."""
    return _CITATION.sub(r"\\@", escaped)


def hash_tags(tags: tuple[str, ...]) -> str:
    """With `#`, and hyphens for the blanks that would end a tag."""
    return " ".join("#" + _SPECIAL.sub(r"\\\g<0>", _NOT_IN_TAG.sub("-", tag)) for tag in tags)


def block_quote(quote: str, *, is_flowing: bool) -> str:
    """A quotation, its lines escaped already; if it flows, each line break in it is the source's own."""
    # A backslash at its end keeps a line break; without the document nobody knows which are soft.
    hard = "\\" if is_flowing else ""
    lines = quote.split("\n")
    written = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        written.append(f"> {line}{hard if line and following else ''}".rstrip())
    return "\n".join(written)


def contained(note: str) -> str:
    """A note that ends where it ends, whatever it opened: a fence is closed, else all is escaped."""
    if not _CONTINUING.search(note):
        return note
    if note.count("%%") % 2:
        before, _, after = note.rpartition("%%")
        note = f"{before}\\%\\%{after}"
    if _ends(note):
        return note
    fence = _open_fence(note)
    closed = f"{note}\n{fence}"
    if fence and _ends(closed):
        return closed
    return escaped(note)


def _shown(line: str) -> str:
    written = _SPECIAL.sub(r"\\\g<0>", line.strip())
    leading = _LEADING.match(written)
    if leading is None:
        return written
    start = leading[1]
    if start.isdigit():
        return f"{start}\\{written[len(start) :]}"
    return "\\" + written


def _ends(note: str) -> bool:
    """Whether a paragraph after the note is a paragraph of its own."""
    tokens = _parsed(f"{note}\n\n{_SENTINEL}\n")
    return [(each.type, each.level, each.content) for each in tokens[-3:]] == [
        ("paragraph_open", 0, ""),
        ("inline", 1, _SENTINEL),
        ("paragraph_close", 0, ""),
    ]


def _open_fence(note: str) -> str:
    """What would close the fence that the note ends in; empty if it ends in none."""
    tokens = _parsed(note)
    return tokens[-1].markup if tokens and tokens[-1].type == "fence" else ""


def _parsed(text: str) -> list[Token]:
    from markdown_it import MarkdownIt  # noqa: PLC0415  # heavy: for the few notes that need it

    return MarkdownIt("commonmark").parse(text)
