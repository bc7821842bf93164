"""Marks of all articles as a list shows and changes them: hits in a row, one step over several articles.

What a query takes is `annotations.query`'s question; what becomes of several marks `planning_many`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.document import Document
from annotations.folding import is_within_word
from annotations.query_tree import And, NoteHas, Or, Phrase, QuoteHas, Word
from reader.searching import PatternError, finder_of
from reader.searching import Query as Typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotations.model import AnnotationId, ArticleId
    from annotations.query import Query
    from annotations.results import Found, MarkEdit
    from reader.planning import Plan
    from reader.searching import Finder

MOST = 2_000
"""Marks listed: more than anybody goes through, and read in the time of a key or two."""

HITS = 20
"""Shown in one line at most."""

LEAD_LENGTH = 24
"""Code points shown before a hit that lies further on than a line shows."""

Pieces = list[tuple[str, bool]]
"""Texts, each with whether it is a hit."""


def words_of(query: Query) -> list[str]:
    """The words and phrases that a query asks for in quotations and notes, but for those it excludes."""
    match query:
        case And(terms) | Or(terms):
            return list(dict.fromkeys(word for term in terms for word in words_of(term)))
        case Word(words) | Phrase(words) | NoteHas(words) | QuoteHas(words):
            return [words]
    return []


class Hits:
    """Finds the words of a query in the lines that a list shows."""

    def __init__(self, query: Query) -> None:
        self._finders: list[Finder] = []
        for words in words_of(query):
            try:
                self._finders.append(finder_of(Typed(words, is_cased=False)))
            except PatternError:
                continue  # Too long to be shown in a line anyway.

    def pieces(self, text: str) -> Pieces:
        """A text on one line, parted where hits begin and end."""
        line = " ".join(text.split())
        taken = [False] * (len(line) + 1)
        document = Document(text=line)
        for finder in self._finders:
            found = finder.find(document, 0, len(line), limit=HITS)
            for start, end in zip(found.starts, found.ends, strict=True):
                # As the query has it: where a word begins.
                if not is_within_word(line, start):
                    taken[start:end] = [True] * (end - start)
        pieces: Pieces = []
        at = 0
        for place in range(1, len(line) + 1):
            if place == len(line) or taken[place] != taken[at]:
                pieces.append((line[at:place], taken[at]))
                at = place
        return pieces


def from_first_hit(pieces: Pieces, room: int) -> Pieces:
    """Pieces of a line of which so many code points are shown: cut before a first hit that is further on."""
    before = 0
    for number, (text, is_hit) in enumerate(pieces):
        if is_hit and before + len(text) > room:
            lead = pieces[number - 1][0]
            kept = lead[-min(LEAD_LENGTH, room // 3) :] if number else ""
            return [(f"…{kept.partition(' ')[2] or kept}", False), *pieces[number:]]
        before += len(text)
    return pieces


def by_article(found: Sequence[Found], plan: Plan) -> dict[ArticleId, list[MarkEdit]]:
    """The edits of a plan by the articles that their marks belong to."""
    owners = {each.annotation.id: each.article.id for each in found}
    edits: dict[ArticleId, list[MarkEdit]] = {}
    for edit in plan.edits:
        held = edit.before or edit.after
        assert held is not None
        edits.setdefault(owners[held.id], []).append(edit)
    return edits


def chosen_by_article(found: Iterable[Found]) -> dict[ArticleId, list[AnnotationId]]:
    """Marks by their articles, in the order of the list."""
    marks: dict[ArticleId, list[AnnotationId]] = {}
    for each in found:
        marks.setdefault(each.article.id, []).append(each.annotation.id)
    return marks
