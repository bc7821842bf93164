"""What a library is asked for: marks, articles, and what a query may name.

A part of the façade, see `library`.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from annotations.errors import StoreError
from annotations.results import (
    ArticleSummary,
    Found,
    Source,
)
from annotations.store.articles import Articles
from annotations.store.codebook import Tags
from annotations.store.marks import Marks
from annotations.store.reading import Reading
from annotations.store.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future

    from annotations.model import (
        Annotation,
        AnnotationId,
        Article,
        ArticleId,
    )
    from annotations.open_articles import OpenArticles
    from annotations.query import Query
    from annotations.query_completion import Vocabulary
    from annotations.query_keys import Known
    from annotations.store.database import Database, Transaction


class Answering:
    """Reads, but for the queries that are saved; a base of the library."""

    database: Database
    _open: OpenArticles

    def query(self, text: str) -> Query:
        """Read a query, with the saved ones and the meanings of the colours that are known here.

        Raises:
            QueryError: It is not of the language; the error knows where, and says what was expected.
        """
        from annotations.query import parse  # noqa: PLC0415  # not needed to open an article

        return parse(text, self.known())

    def known(self) -> Known:
        """What a query may refer to: saved queries and meanings of colours."""
        from annotations.query_keys import Known  # noqa: PLC0415  # as above
        from annotations.store.queries import Queries  # noqa: PLC0415  # as above

        with self.database.reading() as connection:
            meanings = dict(Tags(connection).meanings())
            return Known(meanings=meanings, queries=Queries(connection).all())

    def vocabulary(self, article_id: ArticleId | None = None) -> Vocabulary:
        """What is known by name, for completing a query while it is typed.

        Args:
            article_id: Fields of its marks come before those of others.
        """
        from annotations.store.vocabulary import vocabulary  # noqa: PLC0415  # as above

        with self.database.reading() as connection:
            return vocabulary(connection, article_id)

    def queries(self) -> dict[str, str]:
        """The saved queries by their names."""
        return dict(self.known().queries)

    def save_query(self, name: str, text: str) -> Future[str]:
        """Save a query under a name, in the place of another of this name.

        Returns:
            The name in its form; it raises InvalidValueError where it is none, and QueryError where
            the query is not of the language or would stand within itself.
        """

        def job(transaction: Transaction) -> str:
            from annotations.query import check_saved  # noqa: PLC0415  # as above
            from annotations.store.queries import Queries  # noqa: PLC0415  # as above

            kept = check_saved(name, text, self.known())
            Queries(transaction.connection).save(kept, text.strip(), transaction)
            return kept

        return self.database.write(job)

    def remove_query(self, name: str) -> Future[bool]:
        """Remove a saved query; False if there is none of this name."""

        def job(transaction: Transaction) -> bool:
            from annotations.store.queries import Queries  # noqa: PLC0415  # as above

            return Queries(transaction.connection).remove(name)

        return self.database.write(job)

    def find(self, query: Query, *, limit: int | None = None, sort: str = "place") -> list[Found]:
        """The marks of all articles that a query takes.

        Args:
            query: As `query` read it.
            limit: How many at most; None for all.
            sort: `place`: by article and place; `newest`: the last entered first; `relevance`: of the
                newest five thousand, those with the most of the words first.
        """
        from annotations.store import search  # noqa: PLC0415  # not needed to open an article

        self._index_texts(query)
        orders: tuple[search.Sort, ...] = ("newest", "relevance")
        with self.database.reading() as connection:
            order: search.Sort = next((each for each in orders if each == sort), "place")
            ids = search.find(connection, query, limit=limit, sort=order)
            found = Reading(connection).of_ids(ids)
            owners = Marks(connection).owners(ids)
            articles = Articles(connection).of_ids(set(owners.values()))
            return [Found(annotation=found[each], article=articles[owners[each]]) for each in ids]

    def related(self, annotations: Iterable[Annotation]) -> dict[AnnotationId, Annotation]:
        """The marks to which relations of some lead, in whichever article, as far as they are here."""
        wanted = {relation.to for each in annotations for relation in each.relations}
        if not wanted:
            return {}
        with self.database.reading() as connection:
            return Reading(connection).of_ids(sorted(wanted))

    def list_articles(
        self, query: Query, *, limit: int | None = None, sort: str = "opened"
    ) -> list[ArticleSummary]:
        """The articles that a query takes, or in which it takes a mark.

        Args:
            query: As `query` read it.
            limit: How many at most; None for all.
            sort: `opened` or `updated`: the last first; `marks`: the most first; `title`.
        """
        from annotations.store import search  # noqa: PLC0415  # not needed to open an article
        from annotations.store.looking_up import LookingUp  # noqa: PLC0415

        self._index_texts(query)
        with self.database.reading() as connection:
            looking_up = LookingUp(connection)
            found = looking_up.first(search.articles(connection, query), sort, limit)
            return looking_up.summaries(found)

    def _index_texts(self, query: Query) -> None:
        """Before texts are searched: index those that were kept since the last time, one a write.

        Where the library cannot be written, they are searched by reading them.
        """
        from annotations.query_tree import TextHas, leaves  # noqa: PLC0415  # as above

        if not any(isinstance(leaf, TextHas) for leaf in leaves(query)):
            return
        from annotations.store.text_index import TextIndex  # noqa: PLC0415  # as above

        with self.database.reading() as connection:
            missing = TextIndex(connection).missing()

        def job(version: str, transaction: Transaction) -> None:
            TextIndex(transaction.connection).catch_up(version)

        with suppress(StoreError):
            for version in missing:
                self.database.write(partial(job, version)).result()

    def find_article(self, reference: str) -> Article:
        """The article whose id ends so (four characters at least), else whose title has this in it.

        Raises:
            NotFoundError: None answers.
            AmbiguousError: Several do.
        """
        from annotations.store.looking_up import LookingUp  # noqa: PLC0415

        with self.database.reading() as connection:
            return Articles(connection).get(LookingUp(connection).article(reference))

    def find_source(self, source: Source) -> Article | None:
        """The article read from there, if it is known."""
        with self.database.reading() as connection:
            article = Sources(connection).article(source)
            return None if article is None else Articles(connection).get(article)

    def find_annotation(self, reference: str) -> tuple[Annotation, Article]:
        """The mark whose id ends so, with its article.

        Raises:
            NotFoundError: None does, or fewer than four characters were given.
            AmbiguousError: Several do.
        """
        from annotations.store.looking_up import LookingUp  # noqa: PLC0415

        with self.database.reading() as connection:
            identity = LookingUp(connection).annotation(reference)
            article = Marks(connection).owners([identity])[identity]
            found = Reading(connection).of_ids([identity], self._open.version(article))
            return found[identity], Articles(connection).get(article)
