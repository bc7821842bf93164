"""HTML for people: one file without scripts that reads well on a screen, on a phone and on paper.

With the text, each article stands whole, its marks in place and their notes beside them; without it, it is
a report of quotations. Nothing in the file loads anything or runs.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from annotations.exchange.citing import Citing
from annotations.exchange.grouping import LOST, NOTES, Group, grouped
from annotations.exchange.html_parts import address_of, direction, escaped, tags_of
from annotations.exchange.html_report import Report, figure
from annotations.exchange.html_style import style
from annotations.exchange.html_text import TextInHtml
from annotations.exchange.quoting import in_sentences, quote_of
from annotations.exchange.shape import shown_source
from annotations.exchange.stretches import begins_with
from annotations.model import fold_tag, place_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.exchange import Options
    from annotations.model import AnnotatedArticle, Annotation, Article

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is loaded, nothing runs; the style stands in the file."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def write(articles: Iterable[AnnotatedArticle], options: Options) -> Iterator[str]:
    """The pieces of the file: its head, each article's head, text and what stands behind it, the end."""
    given = iter(articles)
    first = next(given, None)
    group = Group(options.group) if options.group else None
    has_text = options.with_text and group is None and first is not None and first.document
    several = "Marks" if group is None else f"Marks by {group}"
    name, language = (
        (_name(first.article), first.article.metadata.language) if first else (several, "")
    )
    yield from _head(name, language, is_report=not has_text)
    citing = Citing(options.cite, options.works)
    everything = chain((first,), given) if first is not None else given
    if group is not None or not options.with_text:
        report = Report(citing)
        for heading in grouped(everything, group or Group.ARTICLE):
            yield "<article>\n"
            if heading.article is not None:
                yield from _header(heading.article, heading.marks())
            else:
                yield f'<header class="head"><h1>{escaped(heading.title)}</h1></header>\n'
            yield from report.below(heading)
            yield "</article>\n"
        yield from report.references()
    else:
        for number, annotated in enumerate(everything):
            yield from _article(annotated, number, citing)
    yield "</body>\n</html>\n"


def _head(title: str, language: str, *, is_report: bool) -> Iterator[str]:
    lang = f' lang="{language}"' if _LANGUAGE.fullmatch(language) else ""
    body = '<body class="report">' if is_report else "<body>"
    yield (
        f'<!DOCTYPE html>\n<html{lang}>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="generator" content="postil">\n'
        f"<title>{escaped(' '.join(title.split()))}</title>\n<style>\n{style()}</style>\n</head>\n{body}\n"
    )


def _article(annotated: AnnotatedArticle, number: int, citing: Citing) -> Iterator[str]:
    """One article whole; without its text, its quotations."""
    document = annotated.document
    yield "<article>\n"
    if document is None:
        yield from _header(annotated, annotated.annotations)
        [heading] = grouped((annotated,), Group.ARTICLE)
        yield from Report(citing).below(heading)
        yield "</article>\n"
        return
    head = ""
    if begins_with(document, annotated.article.metadata.title):
        head = f'\n<div class="head">\n{"".join(_about(annotated, annotated.annotations))}</div>'
    else:
        yield from _header(annotated, annotated.annotations)
    placed: list[Annotation] = []
    lost: list[Annotation] = []
    notes: list[Annotation] = []
    for each in sorted(annotated.annotations, key=place_key):
        (placed if each.ranges else lost if each.pieces else notes).append(each)
    known = frozenset(each.id for each in annotated.annotations)
    # The names of places in a second article differ from those of the first.
    prefix = f"a{number + 1}-" if number else ""
    yield '<div class="text">\n'
    yield from TextInHtml(document, placed, known, prefix=prefix, below_title=head).pieces()
    yield "\n</div>\n"
    for title, found in ((LOST, lost), (NOTES, notes)):
        if found:
            yield f"<section>\n<h2>{title}</h2>\n"
            for each in found:
                yield figure(each, quote_of(each, document), "", known)
            yield "</section>\n"
    yield "</article>\n"


def _header(annotated: AnnotatedArticle, marks: Iterable[Annotation]) -> Iterator[str]:
    name = _name(annotated.article)
    yield f'<header class="head">\n<h1{direction(name)}>{escaped(name)}</h1>\n'
    yield from _about(annotated, marks)
    yield "</header>\n"


def _about(annotated: AnnotatedArticle, marks: Iterable[Annotation]) -> Iterator[str]:
    """Reference, tags of the article, what the colours mean, and the tags of marks with what they mean."""
    article = annotated.article
    told = _reference(article)
    if told:
        yield f'<p class="reference">{told}</p>\n'
    yield tags_of(article.tags)
    if annotated.codebook.colours:
        meanings = "".join(
            f'<li><mark class="{colour}">{escaped(meaning)}</mark></li>'
            for colour, meaning in annotated.codebook.colours
        )
        yield f'<ul class="legend">{meanings}</ul>\n'
    counts = Counter(tag for each in marks for tag in each.tags)
    if not counts:
        return
    descriptions = {each.name: each.description for each in annotated.codebook.tags}
    yield '<ul class="codebook">'
    for tag in sorted(counts, key=lambda each: (fold_tag(each), each)):
        meaning = descriptions.get(tag, "")
        told = f" · {escaped(meaning)}" if meaning else ""
        yield f'<li><span class="tag">#{escaped(tag)}</span>{counts[tag]:,}{told}</li>'
    yield "</ul>\n"


def _name(article: Article) -> str:
    return article.metadata.title or shown_source(article.source) or article.id


def _reference(article: Article) -> str:
    """Authors. Publisher, date. Address; as much as there is."""
    metadata = article.metadata
    published = ", ".join(each for each in (metadata.publisher, metadata.published) if each)
    address = metadata.url or shown_source(article.source)
    linked = address_of(address)
    parts = [escaped(", ".join(metadata.authors)), escaped(published)]
    if address and address != _name(article):
        shown = escaped(address)
        parts.append(f'<a href="{linked}" rel="noreferrer">{shown}</a>' if linked else shown)
    return in_sentences(parts)
