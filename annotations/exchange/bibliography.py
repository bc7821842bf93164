"""An article as an entry of a bibliography: what kind of work it is, and the key by which it is cited."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from typing import TYPE_CHECKING

from annotations.cited_work import Cited, cited
from annotations.exchange.shape import shown_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.model import AnnotatedArticle, Article

KEY_LENGTH = 40
"""Characters of a key."""

_NO_KEY_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "das",
        "de",
        "del",
        "der",
        "die",
        "el",
        "en",
        "et",
        "for",
        "from",
        "in",
        "la",
        "le",
        "les",
        "los",
        "of",
        "on",
        "the",
        "to",
        "und",
        "une",
        "was",
        "what",
        "with",
    ]
)


class Work(Enum):
    """The kinds of work that the formats tell apart."""

    PAPER = "paper"
    """Has a DOI."""
    PAGE = "page"
    """Stands on the web."""
    BOOK = "book"
    DOCUMENT = "document"
    """Any other file."""


def kind_of(article: Article) -> Work:
    """What kind of work an article is, as far as its reference and its loader tell."""
    if article.metadata.doi:
        return Work.PAPER
    if article.metadata.url.lower().startswith(("http://", "https://")):
        return Work.PAGE
    loader = article.version.loader if article.version else ""
    return Work.BOOK if loader.startswith("epub") else Work.DOCUMENT


def work_of(article: Article) -> Cited:
    """What a reference to an article is made of; without a title it is called by its file's name, or its id."""
    captured = article.version.captured if article.version else ""
    return cited(article.metadata, captured, name=shown_source(article.source) or article.id)


def works_of(articles: Iterable[AnnotatedArticle]) -> Iterator[Cited]:
    """The works of which something is quoted."""
    for each in articles:
        if any(annotation.pieces for annotation in each.annotations):
            yield work_of(each.article)


def keyed(
    articles: Iterable[AnnotatedArticle],
) -> Iterator[tuple[str, AnnotatedArticle, Cited]]:
    """Articles with the keys by which they are cited, `lavrov2023visit`, each once in a file.

    Of two with one key the second has the end of its id behind it, so that no order of files changes
    the first's.
    """
    taken: set[str] = set()
    for annotated in articles:
        work = work_of(annotated.article)
        key = key_of(work) or f"article-{annotated.article.id[-6:]}"
        if key in taken:
            key = f"{key}-{annotated.article.id[-6:]}"
        taken.add(key)
        yield key, annotated, work


def key_of(work: Cited) -> str:
    """Family name, year, first word of weight in the title; in ASCII, empty where none of it is.

    Letters, digits and hyphens alone: a key stands in BibTeX, in Markdown and in file names.
    """
    name = work.authors[0].family if work.authors else work.publisher
    words = [_plain(word) for word in work.title.split()]
    word = next((each for each in words if len(each) > 1 and each not in _NO_KEY_WORDS), "")
    parts = [_plain(name), str(work.published.year or ""), word]
    return "".join(parts)[:KEY_LENGTH]


def _plain(text: str) -> str:
    """Its letters and digits in ASCII, in lower case."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o"))
    return re.sub(r"[^a-z0-9]", "", decomposed.encode("ascii", "ignore").decode().lower())
