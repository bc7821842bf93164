"""The shelf: what is done with articles as wholes, as a part of the library's façade.

It is reached as `library.shelf`, and made when it is first asked for: reading an article needs none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.model import ArticleId
    from annotations.open_articles import OpenArticles


class Shelf:
    """The articles of a library."""

    def __init__(self, opened: OpenArticles) -> None:
        self._open = opened

    def let_go(self, article_id: ArticleId) -> None:
        """Remember nothing of an article that was open: it is no longer read."""
        self._open.drop(article_id)
