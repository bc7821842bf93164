"""A report of marks, in Markdown that other programs show as it was meant.

Title and reference, notes on the article, then the quotations by section with their tags, fields and
notes; or all marks of several articles by tag, speaker or day. The text of an article is not part of it.
For programs that keep notes it has front matter, and each quotation a name that one can link to.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from annotations.exchange.citing import Citing
from annotations.exchange.emitter import block_value, time_value
from annotations.exchange.grouping import Group, grouped
from annotations.exchange.markdown_text import (
    block_quote,
    contained,
    escaped,
    escaped_line,
    hash_tags,
    uncited,
)
from annotations.exchange.quoting import ELLIPSIS
from annotations.exchange.shape import shown_source
from annotations.model import State, fold_tag, replace_unprintable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.exchange import Options
    from annotations.exchange.grouping import Entry, Heading
    from annotations.model import AnnotatedArticle, AnnotationId, Article

_HEADING_LIMIT = 6
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\\]+\Z", re.IGNORECASE)
_NOT_IN_TAG = re.compile(r"[^\w/-]+")


def write(articles: Iterable[AnnotatedArticle], options: Options) -> Iterator[str]:
    """The report, block by block; equal data give equal texts.

    Args:
        articles: What to report. With their documents, soft line breaks are joined and places told.
        options: By what the marks are put together, how quotations are cited, whether for a vault.
    """
    report = _Report(options)
    before = ""
    headings = grouped(articles, Group(options.group or Group.ARTICLE))
    first = next(headings, None)
    if first is None:
        return
    if options.vault:
        following = next(headings, None)
        yield _front_matter(first, is_alone=following is None)
        before = "\n"
        headings = chain((following,) if following is not None else (), headings)
    for block in report.blocks(chain((first,), headings)):
        yield f"{before}{block}\n"
        before = "\n"


class _Report:
    """Writes the blocks; empty lines part them."""

    def __init__(self, options: Options) -> None:
        self._citing = Citing(options.cite, options.works)
        self._has_names = options.vault
        self._named: set[AnnotationId] = set()

    def blocks(self, headings: Iterable[Heading]) -> Iterator[str]:
        """All of the report."""
        for top in headings:
            yield from self._top(top)
            for level, heading in top.walk():
                if heading is not top:
                    sign = "#" * min(level, _HEADING_LIMIT)
                    yield f"{sign} {escaped_line(heading.title)}"
                for entry in heading.entries:
                    if told := "\n\n".join(self._entry(entry, has_source=top.article is None)):
                        yield told
        references = list(self._citing.references())
        if references:
            yield "# References"
        for runs in references:
            yield "".join(
                f"*{escaped(run.text)}*" if run.is_italic and run.text.strip() else _run(run.text)
                for run in runs
            )

    def _top(self, heading: Heading) -> Iterator[str]:
        """The heading of the first level, and what is known of an article below its own."""
        yield f"# {escaped_line(heading.title)}"
        if heading.article is None:
            return
        article = heading.article.article
        reference = _reference(article)
        if reference:
            yield reference
        if article.tags:
            yield hash_tags(article.tags)

    def _entry(self, entry: Entry, *, has_source: bool) -> Iterator[str]:
        """A quotation with its name, then where it is, tags, fields, note."""
        annotation = entry.annotation
        if annotation.pieces:
            quote = ELLIPSIS.join(map(escaped, entry.quotes))
            if self._citing.is_for_pandoc:
                quote = uncited(quote)
            yield block_quote(quote, is_flowing=entry.is_flowing)
        if self._has_names and annotation.id not in self._named:
            self._named.add(annotation.id)
            yield f"^postil-{annotation.id}"
        where = self._where(entry, has_source=has_source)
        if where:
            yield where
        if annotation.tags:
            yield hash_tags(annotation.tags)
        if annotation.fields:
            yield " · ".join(
                f"{escaped_line(name)}: {escaped_line(value)}" for name, value in annotation.fields
            )
        note = replace_unprintable(annotation.note).strip("\n")
        if note.strip():
            yield contained(note)

    def _where(self, entry: Entry, *, has_source: bool) -> str:
        """Where it stands or how it is cited, what the colour means, whether the text has changed."""
        annotation = entry.annotation
        cited = self._citing.of(entry) if annotation.pieces else ""
        told = ", ".join(filter(None, (entry.work.title if has_source else "", entry.where)))
        parts = []
        if cited:
            parts.append(cited if self._citing.is_for_pandoc else escaped_line(cited))
        elif told and (annotation.ranges or has_source):
            parts.append(f"*{escaped_line(told)}*")
        if entry.meaning and annotation.ranges:
            parts.append(escaped_line(entry.meaning))
        if annotation.state is State.CHANGED:
            parts.append("the text has changed since")
        elif annotation.state is State.ORPHANED and (annotation.ranges or has_source):
            lost = "a part is" if annotation.ranges else "it is"
            parts.append(f"{lost} not found in the present text")
        return " · ".join(parts)


def _reference(article: Article) -> str:
    """Authors: title. Publisher, date. Address; as much as there is."""
    metadata = article.metadata
    authors = ", ".join(map(escaped_line, metadata.authors))
    title = escaped_line(metadata.title)
    parts = [f"{authors}: *{title}*" if authors and title else authors or (title and f"*{title}*")]
    parts.append(
        ", ".join(escaped_line(each) for each in (metadata.publisher, metadata.published) if each)
    )
    parts.append(_address(metadata.url or shown_source(article.source)))
    written = ". ".join(part for part in parts if part)
    name = metadata.title or shown_source(article.source) or article.id
    # A title alone, or a file name as the title, stands in the heading already.
    return "" if written in (f"*{title}*", escaped_line(name)) else written


def _address(address: str) -> str:
    return f"<{address}>" if _WEB_ADDRESS.match(address) else escaped_line(address)


def _run(text: str) -> str:
    """A part of a reference; the blanks at its ends belong to it, and an address stays one."""
    bare = text.strip()
    written = _address(bare) if _WEB_ADDRESS.match(bare) else escaped(bare)
    begins, ends = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' * begins}{written}{' ' * ends}" if bare else " " * bool(text)


# --- front matter -----------------------------------------------------------------------------


def _front_matter(first: Heading, *, is_alone: bool) -> str:
    """What Obsidian and pandoc read before the text: of one article its reference and all its tags."""
    lines = ["---", f"title: {_value(first.title)}"]
    if first.article is not None and is_alone:
        article = first.article.article
        metadata = article.metadata
        lines += _listed("author", metadata.authors)
        pairs = {
            "publisher": metadata.publisher,
            "url": metadata.url,
            "doi": metadata.doi,
            "lang": metadata.language,
        }
        lines += [f"{name}: {_value(value)}" for name, value in pairs.items() if value]
        if metadata.published:
            lines.append(f"published: {time_value(' '.join(metadata.published.split()))}")
        if article.version and article.version.captured:
            lines.append(f"captured: {time_value(article.version.captured)}")
    tags: dict[str, str] = {}
    if is_alone:
        given = first.article.article.tags if first.article is not None else ()
        for tag in chain(given, *(each.tags for each in first.marks())):
            tags.setdefault(fold_tag(tag), _NOT_IN_TAG.sub("-", tag))
    lines += _listed("tags", [tags[name] for name in sorted(tags)])
    return "\n".join((*lines, "---\n"))


def _listed(name: str, values: Iterable[str]) -> list[str]:
    written = [f"  - {_value(value)}" for value in values]
    return [f"{name}:", *written] if written else []


def _value(text: str) -> str:
    return block_value(" ".join(replace_unprintable(text).split()))
