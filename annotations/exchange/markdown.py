"""A report of an article's marks, in Markdown that other programs show as it was meant.

Title and reference, notes on the article, then the quotations by section with their tags, fields and
notes. What the source or a stranger wrote is escaped; a note is Markdown of its author's and stays as
it is, except that nothing in it reaches beyond its end. The article's text is not part of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.exchange.quoting import ELLIPSIS, section_of, where_of, words_of
from annotations.exchange.shape import shown_source
from annotations.model import State, place_key, replace_unprintable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from annotations.document import Document
    from annotations.model import AnnotatedArticle, Annotation, Article, Colour

_SPECIAL = re.compile(
    r"[\\`*\[\]<>|~$^]"  # code, emphasis, links, HTML, tables, strike, formulas, block ids
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word it is itself
    r"|#(?=\w)"  # a tag in many programs
    r"|&(?=#?\w+;)"
    r"|%(?=%)|(?<=%)%|=(?==)|(?<==)="  # Obsidian's comments and highlights
)
_LEADING = re.compile(r"([-+=]|#(?=#*(?:\s|\Z))|:(?=\s)|\d{1,9}(?=[.)]))")
_OTHER_BREAKS = re.compile("[\x85\u2028\u2029\t]")
_CONTINUING = re.compile(r"`{3}|~{3}|<|%%")
"""What in a note may reach beyond its end: fences, HTML, Obsidian's comments."""
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\\]+\Z", re.IGNORECASE)
_NOT_IN_TAG = re.compile(r"\s+")


def write(annotated: AnnotatedArticle, *, with_text: bool = True) -> str:
    """The report; equal data give equal texts.

    Args:
        annotated: What to report. With its document, soft line breaks are joined and places told.
        with_text: Without effect: a report quotes, but never holds the text.
    """
    del with_text
    return "\n\n".join(_blocks(annotated)) + "\n"


def _blocks(annotated: AnnotatedArticle) -> Iterator[str]:
    """The blocks of the report; empty lines part them."""
    article, document = annotated.article, annotated.document
    yield f"# {_line(_name(article))}"
    reference = _reference(article)
    if reference:
        yield reference
    if article.tags:
        yield _tags(article.tags)
    meanings: dict[Colour | None, str] = dict(annotated.codebook.colours)
    placed, lost, notes = _sorted_out(annotated.annotations)
    if notes:
        yield "## Notes on the article"
        for annotation in notes:
            yield from _remarks(annotation, "")
    heading: str | None = None
    has_sections = any(section_of(each, document) for each in placed)
    for annotation in placed:
        section = section_of(annotation, document)
        if section != heading:
            heading = section
            yield f"## {_line(section or ('Before the first heading' if has_sections else 'Marks'))}"
        yield _quotation(annotation, document)
        meaning = meanings.get(annotation.colour, "")
        yield from _remarks(annotation, _where(annotation, document, meaning))
    if lost:
        yield "## Not found in the present text"
        for annotation in lost:
            yield _quotation(annotation, document)
            yield from _remarks(annotation, "")


def _sorted_out(
    annotations: tuple[Annotation, ...],
) -> tuple[list[Annotation], list[Annotation], list[Annotation]]:
    """What stands in the text, what was lost, what is on the article; each by place, then id."""
    placed: list[Annotation] = []
    lost: list[Annotation] = []
    notes: list[Annotation] = []
    for annotation in sorted(annotations, key=place_key):
        if annotation.ranges:
            placed.append(annotation)
        elif annotation.pieces:
            lost.append(annotation)
        else:
            notes.append(annotation)
    return placed, lost, notes


# --- the parts --------------------------------------------------------------------------------


def _name(article: Article) -> str:
    return article.metadata.title or shown_source(article.source) or article.id


def _reference(article: Article) -> str:
    """Authors: title. Publisher, date. Address; as much as there is."""
    metadata = article.metadata
    authors = ", ".join(map(_line, metadata.authors))
    title = _line(metadata.title)
    parts = [f"{authors}: *{title}*" if authors and title else authors or (title and f"*{title}*")]
    parts.append(
        ", ".join(_line(each) for each in (metadata.publisher, metadata.published) if each)
    )
    parts.append(_address(metadata.url or shown_source(article.source)))
    written = ". ".join(part for part in parts if part)
    # A title alone, or a file name as the title, stands in the heading already.
    return "" if written in (f"*{title}*", _line(_name(article))) else written


def _address(address: str) -> str:
    return f"<{address}>" if _WEB_ADDRESS.match(address) else _line(address)


def _where(annotation: Annotation, document: Document | None, meaning: str) -> str:
    """Section and paragraph, what the colour means, and whether the text has changed."""
    told = _line(where_of(annotation, document))
    parts = [f"*{told}*"] if told else []
    if meaning:
        parts.append(_line(meaning))
    if annotation.state is State.CHANGED:
        parts.append("the text has changed since")
    elif annotation.state is State.ORPHANED:
        parts.append("a part is not found in the present text")
    return " · ".join(parts)


def _quotation(annotation: Annotation, document: Document | None) -> str:
    quote = ELLIPSIS.join(_text(words_of(piece, document)) for piece in annotation.pieces)
    # A backslash at its end keeps a line break; without the document nobody knows which are soft.
    hard = "\\" if document is not None else ""
    lines = quote.split("\n")
    written = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        written.append(f"> {line}{hard if line and following else ''}".rstrip())
    return "\n".join(written)


def _remarks(annotation: Annotation, where: str) -> Iterator[str]:
    """What stands below a quotation: where it is, tags, fields, note."""
    if where:
        yield where
    if annotation.tags:
        yield _tags(annotation.tags)
    if annotation.fields:
        yield " · ".join(f"{_line(name)}: {_line(value)}" for name, value in annotation.fields)
    note = replace_unprintable(annotation.note).strip("\n")
    if note.strip():
        yield _contained(note)


def _tags(tags: tuple[str, ...]) -> str:
    """With `#`, and hyphens for the blanks that would end a tag."""
    return " ".join("#" + _SPECIAL.sub(r"\\\g<0>", _NOT_IN_TAG.sub("-", tag)) for tag in tags)


# --- escaping ---------------------------------------------------------------------------------


def _line(text: str) -> str:
    """Text of strangers on one line."""
    return _text(" ".join(text.split()))


def _text(text: str) -> str:
    """Text of strangers as Markdown that shows it; its lines stay lines, without indentation."""
    printable = _OTHER_BREAKS.sub(" ", replace_unprintable(text))
    return "\n".join(map(_escaped, printable.split("\n")))


def _escaped(line: str) -> str:
    written = _SPECIAL.sub(r"\\\g<0>", line.strip())
    leading = _LEADING.match(written)
    if leading is None:
        return written
    start = leading[1]
    if start.isdigit():
        return f"{start}\\{written[len(start) :]}"
    return "\\" + written


def _contained(note: str) -> str:
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
    return _text(note)


_SENTINEL = "postil"


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
