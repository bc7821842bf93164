"""How marks stand in a place of a living report: the quotation, where it is from, the note.

As in the Markdown report (`markdown_text`) what strangers wrote is escaped, and a note is its author's
Markdown; only a marker of a place in it is shown and not obeyed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotations.errors import InvalidValueError
from annotations.exchange.citing import Citing, style_of_report
from annotations.exchange.grouping import Group, grouped
from annotations.exchange.markdown_text import (
    block_quote,
    contained,
    escaped,
    escaped_line,
    uncited,
)
from annotations.exchange.quoting import ELLIPSIS
from annotations.model import State, replace_unprintable
from annotations.naming import SPEAKER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from annotations.cited_work import Cited
    from annotations.exchange.grouping import Entry
    from annotations.model import AnnotatedArticle

HEADING_LIMIT = 6
"""Markdown has no deeper headings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOptions:
    """How the marks of a place are told."""

    cite: str = ""
    """A style of citing, `pandoc` or a form of one's own; empty: authors, title and place in words."""
    group: str = ""
    """By what marks stand under headings (see `grouping.Group`); empty: without headings."""


_OPTION = re.compile(r"""(?P<name>[\w-]+):(?:["“„](?P<phrase>[^"“”„]*)["”“]|(?P<word>\S+))\s*""")
_PARTS = re.compile(r"""[^|"“”„]+|["“„][^"“”„]*["”“]?|.""")
_OWN_MARKER = re.compile(r"<(?=!--[ \t]*(?:postil:|/postil\b))", re.IGNORECASE)


def options_of(asked: str, defaults: PlaceOptions | None = None) -> tuple[str, PlaceOptions]:
    """What a place asks for, and how it is told: `tag:sahel | cite:apa`.

    Args:
        asked: What stands in the marker.
        defaults: What holds where it does not say.

    Raises:
        InvalidValueError: There is no such option, or its value is none.
    """
    parts = _PARTS.findall(asked)
    bar = next((number for number, part in enumerate(parts) if part == "|"), len(parts))
    query, rest = "".join(parts[:bar]).strip(), "".join(parts[bar + 1 :]).strip()
    options = defaults or PlaceOptions()
    at = 0
    while at < len(rest):
        found = _OPTION.match(rest, at)
        name = found["name"].lower() if found else ""
        value = ""
        if found:
            value = found["word"] if found["phrase"] is None else found["phrase"]
        if name == "cite":
            style_of_report(value)
            options = replace(options, cite=value)
        elif name == "group" and value in tuple(Group):
            options = replace(options, group=value)
        else:
            sentence = (
                f"“{(found[0] if found else rest[at:]).strip()[:60]}” is no option of a place."
            )
            hint = f"There are cite, as in “| cite:apa”, and group, by {', '.join(Group)}."
            raise InvalidValueError(sentence, hint=hint)
        at = found.end() if found else len(rest)
    return query, options


def entries(
    articles: Sequence[AnnotatedArticle],
    options: PlaceOptions,
    *,
    level: int = 0,
    works: Collection[Cited] = (),
) -> list[str]:
    """The lines of a place, without their ends; equal marks give equal lines.

    Args:
        articles: The articles with the marks that are told, in order.
        options: How.
        level: Of the heading that the place stands under; those in it are below.
        works: All that the whole report cites, as far as that is known.
    """
    blocks = list(_blocks(articles, options, level, works))
    return "\n\n".join(blocks).split("\n") if blocks else []


def _blocks(
    articles: Sequence[AnnotatedArticle],
    options: PlaceOptions,
    level: int,
    works: Collection[Cited],
) -> Iterator[str]:
    citing = Citing(options.cite, works)
    told = [each for each in articles if each.annotations]
    for top in grouped(told, Group(options.group) if options.group else Group.ARTICLE):
        for depth, heading in top.walk():
            # What all is under by tag, speaker or day is told by the heading above the place.
            below = depth if options.group == Group.ARTICLE else depth - 1
            if options.group and below:
                yield f"{'#' * min(level + below, HEADING_LIMIT)} {escaped_line(heading.title)}"
            for entry in heading.entries:
                yield from _entry(entry, citing)


def _entry(entry: Entry, citing: Citing) -> Iterator[str]:
    annotation = entry.annotation
    if annotation.pieces:
        quote = ELLIPSIS.join(map(escaped, entry.quotes))
        if citing.is_for_pandoc:
            quote = uncited(quote)
        yield block_quote(quote, is_flowing=entry.is_flowing)
    speaker = next((value for name, value in annotation.fields if name == SPEAKER), "")
    parts = [escaped_line(speaker), _source(entry, citing)]
    if annotation.state is State.CHANGED:
        parts.append("the text has changed since")
    elif annotation.state is State.ORPHANED:
        parts.append("not found in the present text")
    if told := " · ".join(part for part in parts if part):
        yield told
    note = replace_unprintable(annotation.note).strip("\n")
    if note.strip():
        yield _OWN_MARKER.sub(r"\\<", contained(note))


def _source(entry: Entry, citing: Citing) -> str:
    """Where a mark is from: as it is to be cited, else authors, title and place."""
    if cited := citing.of(entry):
        return cited if citing.is_for_pandoc else escaped_line(cited)
    authors = ", ".join(escaped_line(name.spoken) for name in entry.work.authors)
    title = f"*{escaped_line(entry.work.title)}*"
    where = escaped_line(entry.where)
    return ", ".join(part for part in (f"{authors}: {title}" if authors else title, where) if part)
