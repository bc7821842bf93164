"""What a query's terms mean in a library: which tags, fields, creators, relations and articles, as SQL.

Few rows tell them (`names`); each is a condition on the columns of one table, with its values bound, or
None where nothing in the library is meant.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from annotations.codebook import is_under
from annotations.folding import fold, occurs
from annotations.model import fold_tag
from annotations.query_matching import article_matches
from annotations.query_tree import TagIs
from annotations.store.names import names

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

    from annotations.model import ArticleId, Colour
    from annotations.query_tree import FieldHas, IsConfidential, OfArticle, RelationIs


APART = 100
"""Values of a term that are asked for one by one, each in the order of entry: SQLite joins five hundred."""


class Meant(NamedTuple):
    """The rows of a table that a term means."""

    together: str
    """The condition on them."""
    apart: tuple[str, ...]
    """A condition for each value, which an index with the marks' numbers answers; none if there are many."""
    is_most: bool = False
    """Whether they are more than half of all, so that no index is worth its asking."""


class Meanings:
    """Finds them over one connection, and gathers what they bind."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.values: dict[str, str | int] = {}
        """What is bound, by name."""
        self._connection = connection
        self._names = names(connection)

    def bind(self, value: str | int) -> str:
        """A value as it stands in a statement."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def listed(self, values: Iterable[str | int]) -> str:
        """A list of any length as one bound value."""
        return f"(SELECT value FROM json_each({self.bind(json.dumps(list(values)))}))"

    @property
    def removed(self) -> str | None:
        """The articles that were taken out of the library, as a list."""
        removed = self._names.removed()
        return self.listed(removed) if removed else None

    def tagged(self, query: TagIs | IsConfidential) -> Meant | None:
        """The tags that are asked for, of `annotation_tags`."""
        if isinstance(query, TagIs):
            return self._tagged(query.takes)
        rows = self._connection.execute("SELECT name FROM tags WHERE confidential")
        flagged = frozenset(fold_tag(name) for (name,) in rows)
        return self._tagged(lambda tag: is_under(tag, flagged)) if flagged else None

    def tagged_with(self, words: str) -> Meant | None:
        """The tags in whose names words stand."""
        return self._tagged(lambda tag: occurs(words, fold(tag)))

    def _tagged(self, takes: Callable[[str], bool]) -> Meant | None:
        taken = [number for number, name, _ in self._names.tags() if takes(name)]
        return self._meant("annotation_tags.tag", taken)

    def _meant(self, column: str, taken: Sequence[str | int]) -> Meant | None:
        if not taken:
            return None
        apart = taken if len(taken) <= APART else ()
        return Meant(
            f"{column} IN {self.listed(taken)}",
            tuple(f"{column} = {self.bind(value)}" for value in apart),
        )

    def valued(self, wanted: FieldHas | None, words: str) -> Meant | None:
        """The fields whose values hold the words: one that is wanted, or any."""
        taken = [
            (name, value)
            for name, value, folded_name, folded in self._names.fields()
            if (wanted is None or folded_name == wanted.name) and occurs(words, folded)
        ]
        if not taken:
            return None
        pairs = (
            "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') "
            f"FROM json_each({self.bind(json.dumps(taken))})"
        )
        apart = taken if len(taken) <= APART else ()
        return Meant(
            f"(fields.name, fields.value) IN ({pairs})",
            tuple(
                f"fields.name = {self.bind(name)} AND fields.value = {self.bind(value)}"
                for name, value in apart
            ),
        )

    def related(self, wanted: RelationIs) -> str | None:
        """The relations that are called so."""
        rows = self._connection.execute("SELECT DISTINCT name FROM relations").fetchall()
        meant = [name for (name,) in rows if wanted.takes(name)]
        return f"relations.name IN {self.listed(meant)}" if meant else None

    def created_by(self, words: str) -> Meant | None:
        """The marks of those in whose names words stand."""
        taken = [name for name, folded in self._names.creators() if occurs(words, folded)]
        # `<> ''` lets the index be used, which knows only those who have a name.
        return self._meant("annotations.creator <> '' AND annotations.creator", taken)

    def created_in(self, start: str, end: str) -> Meant:
        """The marks made in a time; its bounds as in `query_tree.CreatedIn`."""
        until = f" AND annotations.created < {self.bind(end)}" if end else ""
        return Meant(f"(annotations.created >= {self.bind(start)}{until})", ())

    def coloured(self, colour: Colour) -> Meant | None:
        """The marks of a colour."""
        return self._meant("annotations.colour", [colour.value])

    def titled(self, words: str) -> Meant | None:
        """The articles in whose titles words stand, of `search_text`."""
        return self._of_articles(self._names.titled(words))

    def in_articles(self, query: OfArticle) -> Meant | None:
        """The articles that a term takes, of `search_text`."""
        contexts = self._names.contexts()
        return self._of_articles(
            [each.article.id for each in contexts if article_matches(query, each)]
        )

    def _of_articles(self, taken: Sequence[ArticleId]) -> Meant | None:
        every = self._names.articles()
        if 2 * len(taken) <= len(every):
            return self._meant("search_text.article", taken)
        others = self.listed(sorted(every.difference(taken)))
        return Meant(f"search_text.article NOT IN {others}", (), is_most=True)

    def begun(self, beginning: str, most: int) -> int:
        """How many words of marks' texts begin so, counted up to a number."""
        return self._names.begun(beginning, most)
