"""Passages of articles' texts that a query finds: the sentences in which its words stand, article by article.

The query is that of the marks, but for its words: those are looked for in the texts that are kept. Where
there are several, the sentences with the most of them are taken of each article.

Which articles a query takes is the library's question, what becomes of passages `marking_passages`'.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import PostilError
from annotations.folding import is_within_word
from annotations.model import Range
from annotations.query_tree import And, Not, Or, Phrase, TextHas, Word
from annotations.segments import snap
from annotations.whereabouts import whereabouts_in
from reader.searching import Query as Typed
from reader.searching import finder_of
from reader.surroundings import sentence_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotations.document import Document
    from annotations.library import Library
    from annotations.model import Annotation, Article, VersionId
    from annotations.query import Query
    from annotations.results import ArticleSummary
    from reader.searching import Finder

MOST = 2_000
"""Passages listed: more than anybody goes through."""

IN_ARTICLE = 200
"""Passages of one article: of a word on each page of a book, so that others are seen too."""

SENTENCES_LOOKED_AT = 1_000
"""Sentences of one text of which it is seen how many of the words they have: a second's work at most."""

HITS_READ = 5_000
"""Hits of a word looked at in one text; the sentences with several words are among them."""


_SPACES = re.compile(r"\s+")


class NoWordsError(PostilError):
    """A query that names no words finds no place in a text."""

    def __init__(self) -> None:
        super().__init__(
            "Texts are searched for words.", hint="type some beside the keys: quota in:mali"
        )


class Passage(NamedTuple):
    """A sentence of an article's text with the hits in it."""

    article: Article
    version: VersionId
    """Of the text that was searched."""
    held: Range
    """The sentence, or those over which a hit goes."""
    pieces: tuple[tuple[str, bool], ...]
    """The sentence as it is read, each piece with whether it is a hit."""
    first_hit: int
    """Where the first hit begins."""
    where: str
    """The place in words: page, section; empty if unknown."""
    mark: Annotation | None = None
    """The mark upon just this sentence, if there is one."""

    @property
    def quote(self) -> str:
        """The sentence as it is read."""
        return "".join(text for text, _ in self.pieces)

    @property
    def hits(self) -> list[str]:
        """What was found in it."""
        return [text for text, is_hit in self.pieces if is_hit]


def in_texts(query: Query) -> Query:
    """The query with its words looked for in texts."""
    match query:
        case Word(words) | Phrase(words):
            return TextHas(words)
        case Not(term):
            return Not(in_texts(term))
        case And(terms):
            return And(tuple(in_texts(term) for term in terms))
        case Or(terms):
            return Or(tuple(in_texts(term) for term in terms))
    return query


def words_in_texts(query: Query) -> list[str]:
    """The words and phrases that texts are to have, each once; not those they are not to have."""
    match query:
        case And(terms) | Or(terms):
            return list(dict.fromkeys(word for term in terms for word in words_in_texts(term)))
        case Word(words) | Phrase(words) | TextHas(words):
            return [words]
    return []


class TextSearch:
    """A query made ready, to be asked of a library article by article; in a thread, if keys are to come."""

    def __init__(self, query: Query) -> None:
        """Make it ready.

        Raises:
            NoWordsError: It names no words.
            PatternError: One is too long.
        """
        words = words_in_texts(query)
        if not words:
            raise NoWordsError
        self._query = in_texts(query)
        self._finders = [finder_of(Typed(each, is_cased=False)) for each in words]

    def articles(self, library: Library) -> list[ArticleSummary]:
        """The articles whose texts answer, the last opened first.

        Raises:
            StoreError: The library failed.
        """
        return library.list_articles(self._query)

    def passages(self, library: Library, found: ArticleSummary) -> list[Passage]:
        """The passages of an article in their order; none where its text is not kept.

        Raises:
            StoreError: The library failed, or the text is damaged.
        """
        article = found.article
        document = library.document(article.id)
        if document is None or article.version is None:
            return []
        marks: dict[tuple[Range, ...], Annotation] = {}
        if found.marks:
            marks = {each.ranges: each for each in library.annotations(article.id)}
        version = article.version.id
        return [
            Passage(
                article=article,
                version=version,
                held=held,
                pieces=_pieces(document, held, hits),
                first_hit=hits[0].start,
                where=whereabouts_in(document, held.start).words,
                mark=marks.get((held,)),
            )
            for held, hits in sentences_with(self._finders, document, article.metadata.language)
        ]

    def __call__(self, library: Library) -> Iterator[list[Passage]]:
        """The passages of one article after the other, `MOST` of them altogether."""
        left = MOST
        for each in self.articles(library):
            found = self.passages(library, each)[:left]
            left -= len(found)
            if found:
                yield found
            if not left:
                return


def sentences_with(
    finders: Sequence[Finder], document: Document, language: str
) -> list[tuple[Range, list[Range]]]:
    """The sentences with the most of some words, in order, each with its hits; `IN_ARTICLE` at most."""
    hits = sorted(
        (hit.start, hit.end, number)
        for number, finder in enumerate(finders)
        for hit in _hits(finder, document)
    )
    sentences: list[tuple[Range, list[Range], set[int]]] = []
    whole = 0
    for start, end, number in hits:
        last = sentences[-1] if sentences else None
        if last is not None and end <= last[0].end:
            last[1].append(Range(start, end))
            last[2].add(number)
            continue
        whole += last is not None and len(last[2]) == len(finders)
        if whole == IN_ARTICLE or len(sentences) == SENTENCES_LOOKED_AT:
            break
        held = _around(document, Range(start, end), language)
        if last is not None and held.start < last[0].end:
            held = Range(last[0].start, max(held.end, last[0].end))
            sentences[-1] = (held, [*last[1], Range(start, end)], last[2] | {number})
        else:
            sentences.append((held, [Range(start, end)], {number}))
    most = max((len(each) for _, _, each in sentences), default=0)
    return [(held, found) for held, found, each in sentences if len(each) == most][:IN_ARTICLE]


def _hits(finder: Finder, document: Document) -> Iterator[Range]:
    """Where a word stands, as the index has it: where a word begins."""
    text = document.text
    found = finder.find(document, 0, len(text), limit=HITS_READ)
    for start, end in zip(found.starts, found.ends, strict=True):
        if not is_within_word(text, start):
            yield Range(start, end)


def _around(document: Document, hit: Range, language: str) -> Range:
    """The sentences over which a hit goes."""
    first = sentence_at(document, hit.start, language)
    last = sentence_at(document, hit.end - 1, language)
    start = min(hit.start, first.start) if first else hit.start
    end = max(hit.end, last.end) if last else hit.end
    return snap(document.text, Range(start, end))


def _pieces(document: Document, held: Range, hits: Sequence[Range]) -> tuple[tuple[str, bool], ...]:
    pieces: list[tuple[str, bool]] = []
    at = held.start
    for hit in hits:
        start = max(at, hit.start)
        if hit.end <= start:
            continue
        pieces += [
            (_line(document.flowing(Range(at, start))), False),
            (_line(document.flowing(Range(start, hit.end))), True),
        ]
        at = hit.end
    pieces.append((_line(document.flowing(Range(at, held.end))), False))
    return tuple(each for each in pieces if each[0])


def _line(text: str) -> str:
    return _SPACES.sub(" ", text)
