"""How marks stand in a place of a living report: the quotation, where it is from, the note.

As in the Markdown report (`markdown_text`) what strangers wrote is escaped, and a note is its author's
Markdown; only a marker of a place in it is shown and not obeyed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotations.citations import by_format, in_text, style_of
from annotations.errors import InvalidValueError
from annotations.exchange.bibliography import work_of
from annotations.exchange.markdown_text import block_quote, contained, escaped, escaped_line
from annotations.exchange.quoting import ELLIPSIS, locator_of, section_of, where_of, words_of
from annotations.model import State, place_key, replace_unprintable
from annotations.naming import SPEAKER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotations.document import Document
    from annotations.model import AnnotatedArticle, Annotation


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOptions:
    """How the marks of a place are told."""

    cite: str = ""
    """A style of citing or a form of one's own; empty: authors, title and whereabouts in words."""


OPTIONS = ("cite",)
"""What may stand behind the `|` of a place."""

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
        if found is None or found["name"].lower() not in OPTIONS:
            sentence = (
                f"“{(found[0] if found else rest[at:]).strip()[:60]}” is no option of a place."
            )
            raise InvalidValueError(sentence, hint="There is cite, as in “| cite:apa”.")
        value = found["word"] if found["phrase"] is None else found["phrase"]
        style_of(value)
        options = replace(options, cite=value)
        at = found.end()
    return query, options


def entries(articles: Sequence[AnnotatedArticle], options: PlaceOptions) -> list[str]:
    """The lines of a place, without their ends; equal marks give equal lines.

    Args:
        articles: The articles with the marks that are told, in order.
        options: How.
    """
    blocks = [
        block
        for annotated in articles
        for annotation in sorted(annotated.annotations, key=place_key)
        for block in _entry(annotation, annotated, options)
    ]
    return "\n\n".join(blocks).split("\n") if blocks else []


def _entry(
    annotation: Annotation, annotated: AnnotatedArticle, options: PlaceOptions
) -> Iterator[str]:
    document = annotated.document
    if annotation.pieces:
        quote = ELLIPSIS.join(escaped(words_of(piece, document)) for piece in annotation.pieces)
        yield block_quote(quote, is_flowing=document is not None)
    speaker = next((value for name, value in annotation.fields if name == SPEAKER), "")
    parts = [escaped_line(speaker), _source(annotation, annotated, document, options)]
    if annotation.state is State.CHANGED:
        parts.append("the text has changed since")
    elif annotation.state is State.ORPHANED:
        parts.append("not found in the present text")
    if told := " · ".join(part for part in parts if part):
        yield told
    note = replace_unprintable(annotation.note).strip("\n")
    if note.strip():
        yield _OWN_MARKER.sub(r"\\<", contained(note))


def _source(
    annotation: Annotation,
    annotated: AnnotatedArticle,
    document: Document | None,
    options: PlaceOptions,
) -> str:
    """Where a mark is from: as a style of citing has it, else authors, title and whereabouts."""
    work = work_of(annotated.article)
    if options.cite:
        section = section_of(annotation, document)
        locator = {**locator_of(annotation, document), **({"section": section} if section else {})}
        style = style_of(options.cite)
        if style is None:
            return escaped_line(by_format(options.cite, work, locator))
        return escaped_line(in_text(work, style, locator))
    authors = ", ".join(escaped_line(name.spoken) for name in work.authors)
    title = f"*{escaped_line(work.title)}*"
    where = escaped_line(where_of(annotation, document))
    return ", ".join(part for part in (f"{authors}: {title}" if authors else title, where) if part)
