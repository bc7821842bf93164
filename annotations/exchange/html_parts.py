"""What an HTML file says of a mark: escaped text, hyperlinks that lead nowhere bad, notes, tags.

All that comes from strangers passes through `escaped`, but for ids, which are UUIDs everywhere; nothing here makes a script, a handler of events
or an address of another scheme than `SCHEMES`.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from annotations.merge import SHOWN_ID_LENGTH
from annotations.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt

    from annotations.model import Annotation, AnnotationId

SCHEMES = ("http://", "https://", "mailto:")
"""Where a hyperlink may lead."""

_FORBIDDEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
"""Controls, half characters and non-characters, which no HTML file may hold."""
_UNLAWFUL = re.compile(f"[{_FORBIDDEN}]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LOOK = 200
"""Code points in which a letter is looked for that runs from right to left: the first one decides."""
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_MARKED_UP = re.compile(
    r"[\\`*_\[\]<>|~&#!]|^[ \t]*(?:[-+=]|\d{1,9}[.)])|^ {4}|\t|  $|://", re.MULTILINE
)
"""What may be Markdown in a note; a note without it is a text."""
_TOO_DEEP = re.compile(r"(?:[>*+\-_`~\[\]!<][ \t]*){16}|^[ \t]{40}", re.MULTILINE)
"""Nested deeper than anybody writes: the parser would leave text out, or take its time."""


def escaped(text: str) -> str:
    """Text as it stands between tags or in an attribute's double quotes; of the same length when read."""
    # What is printable is lawful, and found to be so in a tenth of the time.
    if not text.isprintable() and not text.replace("\n", "").isprintable():
        text = lawful(text)
    return escape(text)


def lawful(text: str) -> str:
    """Text without what no HTML file may hold, sign by sign."""
    return _UNLAWFUL.sub(
        lambda found: " " if found[0] == "\x85" else "\N{REPLACEMENT CHARACTER}", text
    )


def address_of(target: str) -> str:
    """An address that a hyperlink may have, escaped; empty if it may not."""
    address = target.strip()
    return escaped(address) if address[:8].lower().startswith(SCHEMES) else ""


def direction(text: str) -> str:
    """The attribute by which a text that may run from right to left does so."""
    return "" if text.isascii() or not _RIGHT_TO_LEFT.search(text, 0, _LOOK) else ' dir="auto"'


def colour_class(annotation: Annotation) -> str:
    """The class of a mark's colour."""
    return str(annotation.colour) if annotation.colour else "plain"


def named(annotation: Annotation) -> str:
    """The attributes of the element that is a mark: its name, who made it, when it was made and changed."""
    creator = f' data-creator="{escaped(annotation.creator)}"' if annotation.creator else ""
    created = f' data-created="{annotation.created}"' if annotation.created else ""
    updated = f' data-updated="{annotation.updated}"' if annotation.updated else ""
    return f' id="mark-{annotation.id}"{creator}{created}{updated}'


def tags_of(tags: Iterable[str]) -> str:
    """Tags in a paragraph; nothing of none."""
    written = " ".join(f'<span class="tag">#{escaped(tag)}</span>' for tag in tags)
    return f'<p class="tags">{written}</p>' if written else ""


def remarks(annotation: Annotation, known: frozenset[AnnotationId] | None = None) -> Iterator[str]:
    """Whether its text changed, its note, tags, fields, and the marks it is related to.

    Args:
        annotation: Whose.
        known: The marks that stand in the same file, to which a relation may lead.
    """
    state = annotation.state
    if state is State.CHANGED:
        yield '<p class="state">The text has changed since.</p>'
    elif state is State.ORPHANED and annotation.ranges:
        yield '<p class="state">A part is not found in the present text.</p>'
    if annotation.note.strip():
        yield f'<div class="note"{direction(annotation.note)}>{note_of(annotation.note)}</div>'
    if annotation.tags:
        yield tags_of(annotation.tags)
    if annotation.fields:
        pairs = "".join(
            f"<div><dt>{escaped(name)}</dt> <dd>{escaped(value)}</dd></div>"
            for name, value in annotation.fields
        )
        yield f'<dl class="fields">{pairs}</dl>'
    for relation in annotation.relations:
        told = escaped(relation.name)
        if known and relation.to in known:
            told = f'<a href="#mark-{relation.to}">{told}</a>'
        else:
            told = f'{told} <span data-mark="{relation.to}">{relation.to[-SHOWN_ID_LENGTH:]}</span>'
        yield f'<p class="relation">→ {told}</p>'


def has_remarks(annotation: Annotation) -> bool:
    """Whether there is anything to say of a mark but that it is there."""
    return bool(
        annotation.tags
        or annotation.fields
        or annotation.note.strip()
        or annotation.relations
        or annotation.state in (State.CHANGED, State.ORPHANED)
    )


def note_of(note: str) -> str:
    """A note, which is Markdown of its author's, as HTML; pictures and HTML in it are text."""
    text = note.strip("\n")
    if not _MARKED_UP.search(text) or _TOO_DEEP.search(text):
        return paragraphs(text)
    rendered: str = _markdown().render(lawful(text))
    return rendered.rstrip("\n")


def paragraphs(text: str) -> str:
    """A text as paragraphs, their lines kept."""
    if "\n" not in text:
        return f"<p>{escaped(text)}</p>" if text else ""
    parts = [each for each in _BLANK_LINES.split(text.strip()) if each]
    return "".join(f"<p>{escaped(part).replace(chr(10), '<br>' + chr(10))}</p>" for part in parts)


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415  # heavy: for notes that are marked up

    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    # A heading in the margin would be one of the page.
    made.disable(["html_block", "html_inline", "image", "heading", "lheading"])
    made.validateLink = lambda url: bool(address_of(url))  # type: ignore[method-assign]  # its own way to say so
    return made
