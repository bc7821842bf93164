"""The shelf: what is done with articles as wholes, as a part of the library's façade.

It is reached as `library.shelf`, and made when it is first asked for: reading an article needs none
of it. Reads answer at once, writes give a future, as those of the library do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from concurrent.futures import Future

    from annotations.model import ArticleId
    from annotations.open_articles import OpenArticles
    from annotations.query import Query
    from annotations.results import Found, Shelved
    from annotations.shelf_rows import Counts, ShelfRow, Status
    from annotations.store.database import Database, Transaction


class Shelf:
    """The articles of a library."""

    def __init__(self, database: Database, opened: OpenArticles) -> None:
        self._database = database
        self._open = opened

    # --- reading ------------------------------------------------------------------------------

    def rows(self, *, limit: int | None = None) -> list[ShelfRow]:
        """The articles, the one opened last first, those never opened last.

        Args:
            limit: How many at most; None for all.
        """
        from annotations.store import shelf  # noqa: PLC0415  # with this module alone

        with self._database.reading() as connection:
            return shelf.rows(connection, limit)

    def counts(self, articles: Collection[ArticleId] | None = None) -> dict[ArticleId, Counts]:
        """The marks of articles by colour; an article without marks is not in it.

        Args:
            articles: Of which; None for all.
        """
        from annotations.store import shelf  # noqa: PLC0415  # as above

        with self._database.reading() as connection:
            return shelf.counts(connection, articles)

    def answering(
        self, query: Query, is_stopped: Callable[[], bool] | None = None
    ) -> dict[ArticleId, Counts]:
        """The articles in which a query takes a mark, with these marks, and those it takes by themselves.

        Of one that it takes by itself alone, such as by its own tag, all marks are counted.

        Args:
            query: The tree.
            is_stopped: Asked often; once it is true the answer is of no use and comes at once, empty.
        """
        from annotations.store import shelf  # noqa: PLC0415  # as above
        from annotations.store.connections import StoppedError, stoppable  # noqa: PLC0415

        with self._database.reading() as connection:
            if is_stopped is None:
                return shelf.answering(connection, query)
            try:
                with stoppable(connection, is_stopped):
                    return shelf.answering(connection, query)
            except StoppedError:
                return {}

    def marks(self, article: ArticleId, query: Query | None, limit: int) -> list[Found]:
        """The marks of an article that a query takes, by place.

        Args:
            article: Whose.
            query: None takes all.
            limit: How many at most.
        """
        from annotations.store import shelf  # noqa: PLC0415  # as above

        with self._database.reading() as connection:
            return shelf.marks(connection, article, query, limit)

    def status(self, article: ArticleId) -> Status:
        """What a person says of how far an article was read; empty if nothing.

        Raises:
            NotFoundError: There is no such article.
        """
        from annotations.store import shelf  # noqa: PLC0415  # as above

        with self._database.reading() as connection:
            return shelf.status(connection, article)

    def has_text(self, article: ArticleId) -> bool:
        """True if the text of an article is kept; else only its source has it.

        Raises:
            NotFoundError: There is no such article.
        """
        from annotations.store.articles import Articles  # noqa: PLC0415  # as above
        from annotations.store.texts import Texts  # noqa: PLC0415  # as above

        with self._database.reading() as connection:
            return Texts(connection).has_text(Articles(connection).version(article))

    # --- writing ------------------------------------------------------------------------------

    def remove(self, articles: Sequence[ArticleId]) -> Future[Shelved]:
        """Take articles out of the library, as one step of its history; nothing of them is lost.

        They stand in no list and answer to no query until the step is undone, or one of them is
        opened or imported again.

        Returns:
            Durable when it resolves: how many were there, and the step. It raises NotFoundError for one that is
            not known.
        """

        def job(transaction: Transaction) -> Shelved:
            from annotations.store import shelf  # noqa: PLC0415  # as above

            return shelf.remove(transaction, articles)

        return self._database.write(job)

    def set_status(self, articles: Sequence[ArticleId], status: Status) -> Future[Shelved]:
        """Say that articles are unread, being read or done, as one step; empty: as far as they were read.

        Returns:
            How many were changed, and the step; it raises NotFoundError for one that is not known.
        """

        def job(transaction: Transaction) -> Shelved:
            from annotations.store import shelf  # noqa: PLC0415  # as above

            return shelf.set_status(transaction, articles, status)

        return self._database.write(job)

    def tag(
        self, articles: Sequence[ArticleId], added: Sequence[str], taken: Sequence[str] = ()
    ) -> Future[Shelved]:
        """Give articles tags and take others off, as one step.

        Args:
            articles: Which.
            added: Names in any spelling.
            taken: The same; of what one does not have nothing is taken.

        Returns:
            How many were changed, and the step; it raises InvalidValueError where a name is none, NotFoundError for
            an article that is not known.
        """

        def job(transaction: Transaction) -> Shelved:
            from annotations.store import shelf  # noqa: PLC0415  # as above

            return shelf.tag(transaction, articles, added, taken)

        return self._database.write(job)

    def let_go(self, article: ArticleId) -> None:
        """Remember nothing of an article that was open: it is no longer read."""
        self._open.drop(article)
