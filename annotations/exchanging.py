"""What goes out of a library into files, and what comes in from them.

A part of the façade, see `library`; the formats are `exchange`'s.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from annotations.results import (
    Choice,
    Exported,
    Imported,
)
from annotations.store.articles import Articles
from annotations.store.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from annotations.document import Document
    from annotations.exchange import Options
    from annotations.import_plan import ImportPlan
    from annotations.model import (
        AnnotatedArticle,
        AnnotationId,
        ArticleId,
    )
    from annotations.open_articles import OpenArticles
    from annotations.store.connections import Connection
    from annotations.store.database import Database, Transaction


class Exchanging:
    """A base of the library."""

    database: Database
    _open: OpenArticles
    _new_id: Callable[[], str]

    def annotated(
        self,
        article_id: ArticleId,
        *,
        with_text: bool = True,
        confidential: bool = False,
        only: Collection[AnnotationId] | None = None,
    ) -> AnnotatedArticle:
        """An article with all that was done to it, as formats write it.

        Args:
            article_id: The article.
            with_text: Whether its document is in it, where it is known.
            confidential: Whether marks under a confidential tag are in it, and those tags.
            only: Only these marks, and nothing of what was deleted.

        Raises:
            NotFoundError: There is no such article.
        """
        from annotations.exporting import collect  # noqa: PLC0415  # not needed to open an article

        # Before there is a snapshot, in which a text that is stored meanwhile is not.
        unstored = self._open.document(article_id)
        with self.database.reading() as connection:
            document = (
                self._present_document(connection, article_id, unstored) if with_text else None
            )
            return collect(
                connection, article_id, document=document, confidential=confidential, only=only
            )

    def _present_document(
        self, connection: Connection, article_id: ArticleId, unstored: Document | None
    ) -> Document | None:
        """The text in which the marks stand, also where it is not kept yet.

        Another program may have opened a later one than is read here.
        """
        articles = Articles(connection)
        version = articles.version(article_id)
        is_open = version is not None and version == self._open.version(article_id)
        if unstored is not None and is_open:
            return unstored
        return Texts(connection).document(version, articles.guesses(article_id))

    def export(
        self,
        article_id: ArticleId,
        format_name: str,
        path: Path | None = None,
        *,
        options: Options | None = None,
        confidential: bool = False,
        overwrite: bool = False,
        only: Collection[AnnotationId] | None = None,
    ) -> Exported:
        """Write an article in a format, into a file or, in a format of text, as a text.

        Args:
            article_id: The article.
            format_name: One of `annotations.exchange.FORMATS`.
            path: The file; None: the text is given back.
            options: How the format writes; None: as usual.
            confidential: As for `annotated`.
            overwrite: As for `export_several`.
            only: As for `annotated`.

        Raises:
            NotFoundError: There is no such article.
            ExportWouldOverwriteError: The file holds something that would be lost.
            ExchangeError: The file cannot be written.
        """
        pieces: list[bytes] = []
        done = self.export_several(
            [Choice(article_id, only)],
            format_name,
            path or pieces.append,
            options=options,
            confidential=confidential,
            overwrite=overwrite,
        )
        return done._replace(text=b"".join(pieces).decode())

    def export_several(
        self,
        choices: Sequence[Choice],
        format_name: str,
        target: Path | Callable[[bytes], object],
        *,
        options: Options | None = None,
        confidential: bool = False,
        overwrite: bool = False,
        pause: Callable[[], None] = lambda: None,
    ) -> Exported:
        """Write articles in a format into one file, one after the other.

        A file is replaced only as a whole, and only if it is as postil wrote it.

        Args:
            choices: What to write; exactly one unless the format holds several.
            format_name: One of `annotations.exchange.FORMATS`.
            target: The file, or what takes its pieces.
            options: How the format writes; None: as usual.
            confidential: As for `annotated`.
            overwrite: Whether a file may be replaced that postil did not write, or that was edited.
            pause: Called before each piece; what it raises gives the export up, and what stood in the
                file's place still does.

        Raises:
            NotFoundError: There is no such article.
            ExportWouldOverwriteError: The file holds something that would be lost.
            ExchangeError: The file cannot be written.
        """
        from annotations.exchange import DEFAULTS  # noqa: PLC0415  # as below
        from annotations.exporting import export  # noqa: PLC0415  # not needed to open an article

        return export(
            self.database,
            self._chosen(choices, confidential=confidential),
            format_name,
            target,
            options=self._with_works(choices, options or DEFAULTS, confidential=confidential),
            overwrite=overwrite,
            pause=pause,
        )

    def _with_works(
        self, choices: Sequence[Choice], options: Options, *, confidential: bool
    ) -> Options:
        """The options with the works that will be cited, where letters have to tell some apart."""
        from annotations.exchange.citing import has_letters  # noqa: PLC0415  # for reports alone

        if not options.cite or not has_letters(options.cite):
            return options
        from annotations.exchange.bibliography import works_of  # noqa: PLC0415  # likewise

        chosen = self._chosen(choices, confidential=confidential, with_text=False)
        return replace(options, works=tuple(works_of(chosen)))

    def losses(
        self,
        choices: Sequence[Choice],
        format_name: str,
        *,
        options: Options | None = None,
        confidential: bool = False,
        pause: Callable[[int], None] = lambda _marks: None,
    ) -> tuple[str, ...]:
        """What a file of a format would not hold, in parts of a sentence: `3 relations`.

        Args:
            choices: As for `export_several`, and so the rest.
            format_name: One of `annotations.exchange.FORMATS`.
            options: How the format writes; None: as usual.
            confidential: As for `annotated`.
            pause: Told between slices of the work how many marks were looked at; what it raises
                gives it up.

        Raises:
            NotFoundError: There is no such article.
        """
        from annotations.exchange import DEFAULTS, FORMATS  # noqa: PLC0415  # as above
        from annotations.exchange.losses import losses  # noqa: PLC0415  # likewise

        articles = self._chosen(choices, confidential=confidential)
        return losses(articles, FORMATS[format_name], options or DEFAULTS, pause)

    def _chosen(
        self, choices: Sequence[Choice], *, confidential: bool, with_text: bool = True
    ) -> Iterator[AnnotatedArticle]:
        """The articles as formats write them, each collected when it is asked for."""
        for each in choices:
            yield self.annotated(
                each.article, with_text=with_text, confidential=confidential, only=each.marks
            )

    def import_annotated(
        self, annotated: AnnotatedArticle, *, dry_run: bool = False
    ) -> Future[Imported]:
        """Take in an annotated article, as one step of the history.

        It is the article here with its id, else with its address or DOI, else with the same text,
        else a new one. The newer state of a mark wins; absence deletes nothing; what a person wrote
        here about article, tags and colours stays, and what is missing is filled in.

        Args:
            annotated: As a format's `read` gave it.
            dry_run: Only tell what it would come to.
        """

        def job(transaction: Transaction) -> Imported:
            from annotations.store.importing import Importing  # noqa: PLC0415

            return Importing(transaction, annotated, self._new_id).run()

        return self.database.write(job, keep=not dry_run)

    def import_together(
        self,
        articles: Sequence[AnnotatedArticle],
        *,
        texts: Mapping[ArticleId, Document] = MappingProxyType({}),
        dry_run: bool = False,
    ) -> Future[ImportPlan]:
        """Take in annotated articles, all or none, as one step of the history.

        Else as `import_annotated`. Where one of them is open, `poll` tells it.

        Args:
            articles: As formats' `read` gave them.
            texts: The texts of articles here that only their files held, for quotes to be found in;
                one that is another text by now is passed over.
            dry_run: Only tell what it would come to.
        """

        def job(transaction: Transaction) -> ImportPlan:
            from annotations.store.importing import import_together  # noqa: PLC0415

            return import_together(transaction, articles, self._new_id, texts)

        return self.database.write(job, keep=not dry_run)
