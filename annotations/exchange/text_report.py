"""A report of marks as plain text, for a mail or a printer: no line longer than 72 cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.exchange.citing import Citing
from annotations.exchange.grouping import Group, grouped
from annotations.exchange.quoting import in_marks, in_sentences
from annotations.exchange.shape import shown_source
from annotations.model import State, replace_unprintable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.exchange import Options
    from annotations.exchange.grouping import Entry, Heading
    from annotations.model import AnnotatedArticle, Article

WIDTH_CELLS = 72
"""Of a line: what mails have kept to since there are mails."""

_INDENT = "    "
"""Before the lines of a quotation."""
_UNDERLINES = "=-"
"""Of the headings of the first and second level; those below have none."""


def write(articles: Iterable[AnnotatedArticle], options: Options) -> Iterator[str]:
    """The report, block by block."""
    citing = Citing(options.cite, options.works)
    before = ""
    for top in grouped(articles, Group(options.group or Group.ARTICLE)):
        for block in _blocks(top, citing):
            yield f"{before}{block}\n"
            before = "\n"
    references = [
        wrapped("".join(run.text for run in runs), later=_INDENT) for runs in citing.references()
    ]
    if references:
        yield f"{before}{_headline('References', 1)}\n"
    yield from (f"\n{each}\n" for each in references)


def _blocks(top: Heading, citing: Citing) -> Iterator[str]:
    """What stands under a heading of the first level, and it."""
    for level, heading in top.walk():
        yield _headline(heading.title, level)
        if heading.article is not None:
            yield from _about(heading.article.article)
        for entry in heading.entries:
            yield from _entry(entry, citing, has_source=top.article is None)


def _headline(title: str, level: int) -> str:
    written = wrapped(title)
    if level > len(_UNDERLINES):
        return f"{'*' * (level - len(_UNDERLINES))} {written}"
    longest = max(map(_width, written.split("\n")))
    return f"{written}\n{_UNDERLINES[level - 1] * max(longest, 1)}"


def _about(article: Article) -> Iterator[str]:
    """Authors, publisher, date and address; the article's tags."""
    metadata = article.metadata
    published = ", ".join(each for each in (metadata.publisher, metadata.published) if each)
    address = metadata.url or shown_source(article.source)
    name = metadata.title or shown_source(article.source)
    parts = [", ".join(metadata.authors), published, address if address != name else ""]
    told = in_sentences(parts)
    if told:
        yield wrapped(told)
    if article.tags:
        yield wrapped(" ".join(f"#{tag}" for tag in article.tags))


def _entry(entry: Entry, citing: Citing, *, has_source: bool) -> Iterator[str]:
    """A quotation, then what is said of it, then its note."""
    annotation = entry.annotation
    if annotation.pieces:
        yield wrapped(in_marks(entry.quote), first=_INDENT, later=_INDENT, keeps_lines=True)
    cited = citing.of(entry) if annotation.pieces else ""
    told = ", ".join(filter(None, (entry.work.title if has_source else "", entry.where)))
    state = ""
    if annotation.state is State.CHANGED:
        state = "the text has changed since"
    elif annotation.state is State.ORPHANED:
        state = f"{'a part' if annotation.ranges else 'it'} is not found in the present text"
    where = " · ".join(filter(None, (cited or told, entry.meaning, state)))
    tags = " ".join(f"#{tag}" for tag in annotation.tags)
    fields = " · ".join(f"{name}: {value}" for name, value in annotation.fields)
    lines = [wrapped(each) for each in (where, tags, fields) if each.strip()]
    if lines:
        yield "\n".join(lines)
    if annotation.note.strip():
        yield wrapped(annotation.note.strip("\n"), keeps_lines=True)


# --- lines --------------------------------------------------------------------------------------


def wrapped(text: str, *, first: str = "", later: str = "", keeps_lines: bool = False) -> str:
    """A text in lines of at most `WIDTH_CELLS`.

    Args:
        text: Any; what a terminal or a printer would obey is replaced.
        first: Stands before the first line.
        later: Stands before the others.
        keeps_lines: Whether its own line breaks stay, and what stands before its lines; else all of it flows.
    """
    printable = replace_unprintable(text).replace("\x85", " ").replace("\t", "    ")
    parts = printable.split("\n") if keeps_lines else [" ".join(printable.split())]
    lines: list[str] = []
    for part in parts:
        begins = later if lines else first
        lead = part[: len(part) - len(part.lstrip())] if keeps_lines and not first else ""
        lines += _filled(part.split(), begins + lead[: WIDTH_CELLS // 2], later)
    return "\n".join(line.rstrip() for line in lines)


def _filled(words: list[str], first: str, later: str) -> Iterator[str]:
    """Words in lines; one that is longer than a line is cut."""
    line, width = first, len(first)
    is_empty = True
    for word in words:
        needed = _width(word)
        if not is_empty and width + 1 + needed > WIDTH_CELLS:
            yield line
            line, width, is_empty = later, len(later), True
        if not is_empty:
            line, width = f"{line} ", width + 1
        rest = word
        while width + needed > WIDTH_CELLS:
            head = _head(rest, WIDTH_CELLS - width)
            yield line + head
            rest = rest[len(head) :]
            line, width, needed = later, len(later), _width(rest)
        line, width, is_empty = line + rest, width + needed, False
    yield line


def _head(word: str, width_cells: int) -> str:
    """The beginning of a word that fits, of one character at least, with the marks upon its last."""
    taken = used = 0
    for character in word:
        cells = _width(character)
        if taken and used + cells > width_cells:
            break
        taken, used = taken + 1, used + cells
    return word[:taken]


def _width(text: str) -> int:
    """Of a text in cells."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415  # heavy: for texts beyond ASCII

    return max(wcswidth(text), 0)
