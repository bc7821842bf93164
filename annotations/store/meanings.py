"""What a query's terms mean in a library: which tags, fields, creators, relations and articles, as SQL.

Few rows tell them (`names`); each is a condition on one column, with its values bound, or None where
nothing in the library is meant.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from annotations.codebook import is_under
from annotations.folding import fold, occurs
from annotations.model import fold_tag
from annotations.query_matching import article_matches
from annotations.query_tree import TagIs
from annotations.store.names import names

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from annotations.query_tree import FieldHas, IsConfidential, OfArticle, RelationIs


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
        return self._articles(self._names.removed())

    def tagged(self, query: TagIs | IsConfidential) -> str | None:
        """The tags that are asked for, of the rows of a table of tags given."""
        if isinstance(query, TagIs):
            return self._tagged(query.takes)
        rows = self._connection.execute("SELECT name FROM tags WHERE confidential")
        flagged = frozenset(fold_tag(name) for (name,) in rows)
        return self._tagged(lambda tag: is_under(tag, flagged)) if flagged else None

    def tagged_with(self, words: str) -> str | None:
        """The tags in whose names words stand."""
        return self._tagged(lambda tag: occurs(words, fold(tag)))

    def _tagged(self, takes: Callable[[str], bool]) -> str | None:
        taken = [number for number, name, _ in self._names.tags() if takes(name)]
        return f"tag IN {self.listed(taken)}" if taken else None

    def valued(self, wanted: FieldHas | None, words: str) -> str | None:
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
        return f"(fields.name, fields.value) IN ({pairs})"

    def related(self, wanted: RelationIs) -> str | None:
        """The relations that are called so."""
        rows = self._connection.execute("SELECT DISTINCT name FROM relations").fetchall()
        meant = [name for (name,) in rows if wanted.takes(name)]
        return f"relations.name IN {self.listed(meant)}" if meant else None

    def created_by(self, words: str) -> str | None:
        """The marks of those in whose names words stand."""
        taken = [name for name, folded in self._names.creators() if occurs(words, folded)]
        # `<> ''` lets the index be used, which knows only those who have a name.
        return (
            f"(annotations.creator <> '' AND annotations.creator IN {self.listed(taken)})"
            if taken
            else None
        )

    def titled(self, words: str) -> str | None:
        """The articles in whose titles words stand, as a list."""
        return self._articles(self._names.titled(words))

    def in_articles(self, query: OfArticle) -> str | None:
        """The articles that a term takes, as a list."""
        contexts = self._names.contexts()
        return self._articles(
            [each.article.id for each in contexts if article_matches(query, each)]
        )

    def _articles(self, taken: list[str]) -> str | None:
        return self.listed(taken) if taken else None
