"""A query's tree as a condition on the rows of the tables, with all values bound.

The indices only propose: every hit is confirmed by the function that `query_matching` calls, so that
both give the same answer.
"""

from __future__ import annotations

import json
import math
import sqlite3
import unicodedata
from typing import TYPE_CHECKING

from annotations.codebook import is_under
from annotations.folding import begins_word, fold, occurs
from annotations.matching import is_unspaced
from annotations.model import State, fold_tag
from annotations.query_matching import article_matches
from annotations.query_tree import (
    And,
    ArticleHas,
    ArticleTagged,
    ColourIs,
    CreatedIn,
    CreatorHas,
    Everything,
    FieldHas,
    Has,
    IsConfidential,
    LanguageIs,
    Not,
    NoteHas,
    Or,
    Phrase,
    QuoteHas,
    RelationIs,
    StateIs,
    StatusIs,
    TagIs,
    TextHas,
    Word,
)
from annotations.store.names import names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from annotations.query_tree import MarkPart, OfArticle, OfMark, Query

TRIGRAM_LENGTH = 3
"""Characters below which the trigram index knows nothing."""

HEIGHT_LIMIT = 6
"""Operators that go into each other in one condition: SQLite's parser takes a hundred symbols."""

PROPOSED_LENGTH = 200
"""Code points of a phrase that an index is asked for; the rest is only confirmed."""

COUNTED = 2_000
"""Hits that are counted of a word: more is common."""

WINDOW = "annotations.rowid > :after AND annotations.rowid <= :to"
"""Marks that were entered in a row: with `:after_text` and `:to_text`, the numbers of their searched
texts, and `:first` and `:last`, ids that theirs lie between."""

NEVER = "0"
"""The condition of what stands in no row."""

_PIECE = (
    "EXISTS (SELECT 1 FROM ranges WHERE ranges.annotation = annotations.id "
    "AND ranges.version = articles.version AND {})"
)
_OWN = "EXISTS (SELECT 1 FROM {0} WHERE {0}.annotation = annotations.id)"
_HAS: Mapping[MarkPart, str] = {
    "note": "annotations.note <> ''",
    "tag": _OWN.format("annotation_tags"),
    "field": _OWN.format("fields"),
    "relation": _OWN.format("relations"),
    "piece": _PIECE.format("1"),
    "pieces": _PIECE.format("ranges.piece > 0"),
    "colour": "annotations.colour IS NOT NULL",
    "creator": "annotations.creator <> ''",
}


def add_functions(connection: sqlite3.Connection) -> None:
    """Teach a connection what `folding` knows."""
    try:
        # Asked first: a function may not be defined anew while a statement of the connection runs.
        connection.execute("SELECT postil_occurs('', ''), postil_fold('')").fetchone()
    except sqlite3.OperationalError:
        connection.create_function("postil_occurs", 2, occurs, deterministic=True)
        connection.create_function("postil_fold", 1, fold, deterministic=True)


def _indexed(words: str) -> tuple[str, str] | None:
    """The index that proposes at least what holds the words, and what to ask of it; None if none.

    The words must begin where the index's tokens do. A letter that came after Unicode 3.2 is left
    to confirming, since SQLite may not know it for one.
    """
    asked = '"' + words[:PROPOSED_LENGTH].replace('"', '""') + '"'
    first = words[0]
    if is_unspaced(first):
        return ("search_trigram", asked) if len(words) >= TRIGRAM_LENGTH else None
    if begins_word(first) and unicodedata.ucd_3_2_0.category(first)[0] in "LN":
        return ("search_index", f"{asked}*") if len(words) > 1 else None
    return None


_BOTH = ("quote", "note")


def _columns(query: Query) -> tuple[tuple[str, ...], str]:
    """In which columns of the searched text a word is asked for, and the word."""
    match query:
        case NoteHas(words):
            return ("note",), words
        case QuoteHas(words):
            return ("quote",), words
        case Word(words) | Phrase(words):
            return _BOTH, words
    return (), ""


def _in_columns(asked: str, columns: Sequence[str]) -> str:
    return asked if len(columns) > 1 else f"{columns[0]} : {asked}"


def _is_indexed(query: Query) -> bool:
    """True for a word that the index of words knows."""
    _, words = _columns(query)
    indexed = _indexed(words) if words else None
    return indexed is not None and indexed[0] == "search_index"


def _is_sure(words: str) -> bool:
    """True for a word that the index finds just where `occurs` does."""
    return words.isascii() and words.isalnum() and 1 < len(words) <= PROPOSED_LENGTH


def is_led(query: Query) -> bool:
    """True if indices lead to the marks that a tree takes, so that none has to be looked at in vain."""
    match query:
        case And(terms):
            return any(is_led(term) for term in terms)
        case Or(terms):
            return all(is_led(term) for term in terms)
        case Word(words) | Phrase(words) | NoteHas(words) | QuoteHas(words):
            return _indexed(words) is not None
        case ArticleHas() | ArticleTagged() | TagIs() | FieldHas() | RelationIs() | CreatorHas():
            return True
    return False


class Conditions:
    """Makes conditions on a row of `annotations` joined with `articles`, and gathers what they bind."""

    def __init__(self, connection: sqlite3.Connection, *, is_windowed: bool = False) -> None:
        """Begin with none.

        Args:
            connection: To a library; it gets the functions that the conditions use.
            is_windowed: Whether only marks are asked for that were entered in a row; which, is then
                bound as `WINDOW` names it.
        """
        add_functions(connection)
        self.values: dict[str, str | int] = {}
        self._connection = connection
        self._steps: list[str] = []
        self._is_windowed = is_windowed
        self._is_by_row = False
        """Whether few rows are looked at, which another condition has led to."""
        self._names = names(connection)

    def of(self, query: Query) -> str:
        """The condition for a tree, whose number of terms the parser has bounded."""
        return self._tree(query)[0]

    @property
    def steps(self) -> str:
        """What stands before a statement that uses the conditions."""
        return f"WITH {', '.join(self._steps)} " if self._steps else ""

    def _tree(self, query: Query) -> tuple[str, int]:
        """A condition and how many operators go into each other in it."""
        match query:
            case Everything():
                return "1", 0
            case Not(Not(term)):
                return self._tree(term)
            case Not(term):
                condition, height = self._tree(term)
                return f"NOT {condition}", height + 1
            case And(terms):
                return self._all_of(terms)
            case Or(terms):
                return self._join(" OR ", terms)
            case Word(words) | Phrase(words):
                return self._anywhere(words), 0
        return self._has(query), 0

    def _all_of(self, terms: Sequence[Query]) -> tuple[str, int]:
        """A window is led through by its words; what else is asked is looked for in the rows."""
        if not self._is_windowed or self._is_by_row:
            return self._join(" AND ", terms)
        # What stands nowhere but in quotations and notes the index knows in one step.
        words = [each for each in terms if _is_indexed(each) and not self._elsewhere(each)]
        if len(words) < 2 or len(words) < sum(map(_is_indexed, terms)):  # noqa: PLR2004  # several
            return self._led(terms)
        leading = self._all_in_text(words)
        others = [each for each in terms if each not in words]
        if not others:
            return leading, 0
        self._is_by_row = True
        rest, height = self._join(" AND ", others)
        self._is_by_row = False
        return self._bounded(f"({leading} AND {rest})", height + 1)

    def _led(self, terms: Sequence[Query]) -> tuple[str, int]:
        """The rarest word leads."""
        hits = [(self._hits(term), number) for number, term in enumerate(terms)]
        best, number = min(hits)
        if best == math.inf:
            return self._join(" AND ", terms)
        leading, height = self._tree(terms[number])
        self._is_by_row = True
        others = self._join(" AND ", [*terms[:number], *terms[number + 1 :]])
        self._is_by_row = False
        return self._bounded(f"({leading} AND {others[0]})", max(height, others[1]) + 1)

    def _bounded(self, condition: str, height: int) -> tuple[str, int]:
        return (condition, height) if height < HEIGHT_LIMIT else (self._step(condition), 0)

    def _all_in_text(self, words: Sequence[Query]) -> str:
        """All words stand in quotation or note, each where it is asked for."""
        asked, confirmed = [], []
        for each in words:
            columns, text = _columns(each)
            indexed = _indexed(text)
            assert indexed is not None
            asked.append(f"({_in_columns(indexed[1], columns)})")
            if not _is_sure(text):
                bound = self._bind(text)
                found = (f"postil_occurs({bound}, {column})" for column in columns)
                confirmed.append(f" AND ({' OR '.join(found)})")
        return (
            "annotations.id IN (SELECT annotation FROM search_text WHERE id IN "
            "(SELECT rowid FROM search_index WHERE search_index MATCH "
            f"{self._bind(' AND '.join(asked))} AND rowid > :after_text AND rowid <= :to_text)"
            f"{''.join(confirmed)})"
        )

    def _hits(self, query: Query) -> float:
        """In how many quotations or notes a word stands, up to `COUNTED`; infinite for what is none."""
        match query:
            case Word(words) | Phrase(words) | NoteHas(words) | QuoteHas(words):
                indexed = _indexed(words)
                if indexed is not None:
                    index, asked = indexed
                    (count,) = self._connection.execute(
                        f"SELECT count(*) FROM (SELECT 1 FROM {index} WHERE {index} MATCH :asked "
                        "LIMIT :most)",
                        {"asked": asked, "most": COUNTED},
                    ).fetchone()
                    return float(count)
        return math.inf

    def _step(self, condition: str) -> str:
        """A condition as a statement of its own, which others may refer to."""
        name = f"step{len(self._steps)}"
        self._steps.append(
            f"{name} AS (SELECT annotations.id FROM annotations "
            f"JOIN articles ON articles.id = annotations.article WHERE {self._of_rows}{condition})"
        )
        return f"annotations.id IN {name}"

    def _join(self, operator: str, terms: Sequence[Query]) -> tuple[str, int]:
        if len(terms) == 1:
            return self._tree(terms[0])
        middle = len(terms) // 2
        left, left_height = self._join(operator, terms[:middle])
        right, right_height = self._join(operator, terms[middle:])
        condition, height = f"({left}{operator}{right})", max(left_height, right_height) + 1
        if height < HEIGHT_LIMIT:
            return condition, height
        return self._step(condition), 0

    def _has(self, query: OfMark | OfArticle) -> str:  # noqa: C901, PLR0912  # a line a node
        match query:
            case ColourIs(colour):
                # A mark without colour is none of this colour, rather than unknown.
                return f"annotations.colour IS {self._bind(colour.value)}"
            case NoteHas(words):
                return self._in_text(words, ["note"])
            case QuoteHas(words):
                return self._in_text(words, ["quote"])
            case TagIs():
                return self._tagged(query.takes)
            case FieldHas():
                return self._valued(query, query.text)
            case RelationIs():
                return self._related(query)
            case CreatorHas(words):
                return self._created_by(words)
            case CreatedIn(start, end):
                until = f" AND annotations.created < {self._bind(end)}" if end else ""
                return f"(annotations.created >= {self._bind(start)}{until})"
            case Has(part):
                return _HAS[part]
            case StateIs(state):
                return self._in_state(state)
            case IsConfidential():
                flagged = self._flagged()
                return self._tagged(lambda tag: is_under(tag, flagged)) if flagged else NEVER
            case TextHas(words):
                versions = self._names.texts_with(words)
                return f"articles.version IN {self.listed(versions)}" if versions else NEVER
            case ArticleHas() | ArticleTagged() | LanguageIs() | StatusIs():
                return self._in_articles(query)

    # --- of articles --------------------------------------------------------------------------

    def _in_articles(self, query: OfArticle) -> str:
        taken = [each.article.id for each in self._names.contexts() if article_matches(query, each)]
        return f"annotations.article IN {self.listed(taken)}" if taken else NEVER

    def listed(self, values: Iterable[str | int]) -> str:
        """A list of any length as one bound value."""
        return f"(SELECT value FROM json_each({self._bind(json.dumps(list(values)))}))"

    def _bind(self, value: str | int) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def _anywhere(self, words: str) -> str:
        conditions = [self._in_text(words, _BOTH), *self._elsewhere(Word(words))]
        return f"({' OR '.join(conditions)})"

    def _elsewhere(self, query: Query) -> list[str]:
        """Where else than in quotation and note a word may stand; nothing where it does not."""
        if not isinstance(query, Word | Phrase):
            return []
        words = query.text
        conditions = [
            self._tagged(lambda tag: occurs(words, fold(tag))),
            self._valued(None, words),
        ]
        if titled := self._names.titled(words):
            conditions.append(f"annotations.article IN {self.listed(titled)}")
        return [each for each in conditions if each != NEVER]

    def _in_text(self, words: str, columns: Sequence[str]) -> str:
        bound = self._bind(words)
        confirmed = " OR ".join(f"postil_occurs({bound}, {column})" for column in columns)
        indexed = _indexed(words)
        if indexed is not None and not self._is_by_row:
            index, asked = indexed
            asked = _in_columns(asked, columns)
            rows = " AND rowid > :after_text AND rowid <= :to_text" if self._is_windowed else ""
            sure = "" if _is_sure(words) else f" AND ({confirmed})"
            return (
                "annotations.id IN (SELECT annotation FROM search_text WHERE id IN "
                f"(SELECT rowid FROM {index} WHERE {index} MATCH {self._bind(asked)}{rows}){sure})"
            )
        return f"EXISTS (SELECT 1 FROM search_text WHERE annotation = annotations.id AND ({confirmed}))"

    @property
    def _of_rows(self) -> str:
        """Keeps a statement on `annotations` within the window."""
        return f"{WINDOW} AND " if self._is_windowed else ""

    @property
    def _of_ids(self) -> str:
        """Keeps one on a table of parts near it."""
        return " AND annotation BETWEEN :first AND :last" if self._is_windowed else ""

    def _tagged(self, takes: Callable[[str], bool]) -> str:
        taken = [number for number, name, _ in self._names.tags() if takes(name)]
        if not taken:
            return NEVER
        return self._in_part("annotation_tags", f"tag IN {self.listed(taken)}")

    def _flagged(self) -> frozenset[str]:
        rows = self._connection.execute("SELECT name FROM tags WHERE confidential")
        return frozenset(fold_tag(name) for (name,) in rows)

    def _in_state(self, state: State) -> str:
        """Of the pieces of a mark, the worst has the state; one without any is as good as it gets."""
        worse = [each for each in State if each.severity > state.severity]
        condition = f"NOT {_PIECE.format(f'ranges.state IN {self.listed(worse)}')}"
        if state.severity:
            held = _PIECE.format(f"ranges.state = {self._bind(state)}")
            condition = f"({held} AND {condition})"
        return condition

    def _related(self, wanted: RelationIs) -> str:
        names = self._connection.execute("SELECT DISTINCT name FROM relations").fetchall()
        meant = [name for (name,) in names if wanted.takes(name)]
        if not meant:
            return NEVER
        return self._in_part("relations", f"name IN {self.listed(meant)}")

    def _valued(self, wanted: FieldHas | None, words: str) -> str:
        """A field's value holds the words: one that is wanted, or any."""
        taken = [
            (name, value)
            for name, value, folded_name, folded in self._names.fields()
            if (wanted is None or folded_name == wanted.name) and occurs(words, folded)
        ]
        if not taken:
            return NEVER
        pairs = (
            "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') "
            f"FROM json_each({self._bind(json.dumps(taken))})"
        )
        return self._in_part("fields", f"(fields.name, fields.value) IN ({pairs})")

    def _in_part(self, table: str, condition: str) -> str:
        """The mark has a row in a table of parts."""
        if self._is_by_row:
            return (
                f"EXISTS (SELECT 1 FROM {table} WHERE {table}.annotation = annotations.id "
                f"AND {condition})"
            )
        return f"annotations.id IN (SELECT annotation FROM {table} WHERE {condition}{self._of_ids})"

    def _created_by(self, words: str) -> str:
        taken = [name for name, folded in self._names.creators() if occurs(words, folded)]
        # `<> ''` lets the index be used, which knows only those who have a name.
        return (
            f"(annotations.creator <> '' AND annotations.creator IN {self.listed(taken)})"
            if taken
            else NEVER
        )
