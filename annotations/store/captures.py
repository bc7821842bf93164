"""What servers sent for addresses, kept as evidence: nothing of it is ever changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from annotations.model import Timestamp
from annotations.results import Capture

if TYPE_CHECKING:
    import sqlite3

    from annotations.model import ArticleId


class Captures:
    """The captures, read and written over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, identity: str, article: ArticleId, capture: Capture) -> None:
        """Keep a capture; bytes that are kept for this article already are not kept twice."""
        known = self._connection.execute(
            "SELECT 1 FROM captures WHERE article = :article AND sha256 = :sha256 "
            "AND content IS NOT NULL",
            {"article": article, "sha256": capture.sha256},
        ).fetchone()
        self._connection.execute(
            "INSERT INTO captures (id, article, address, final_address, status, headers, "
            "captured, sha256, content) VALUES (:id, :article, :address, :final_address, :status, "
            ":headers, :captured, :sha256, :content)",
            {
                "id": identity,
                "article": article,
                "address": capture.address,
                "final_address": capture.final_address,
                "status": capture.status,
                "headers": json.dumps(capture.headers, ensure_ascii=False),
                "captured": capture.captured,
                "sha256": capture.sha256,
                "content": None if known else capture.content,
            },
        )

    def last(self, article: ArticleId) -> Timestamp | None:
        """When an article was captured last; None if it never was."""
        row = self._connection.execute(
            "SELECT captured FROM captures WHERE article = :article ORDER BY id DESC LIMIT 1",
            {"article": article},
        ).fetchone()
        return None if row is None else row[0]

    def of_article(self, article: ArticleId) -> list[Capture]:
        """An article's captures with their bytes, oldest first."""
        rows = self._connection.execute(
            "SELECT address, final_address, status, headers, captured, sha256, coalesce(content, "
            "(SELECT first.content FROM captures AS first WHERE first.article = captures.article "
            "AND first.sha256 = captures.sha256 AND first.content IS NOT NULL)) "
            "FROM captures WHERE article = :article ORDER BY id",
            {"article": article},
        )
        return [
            Capture(
                address=address,
                final_address=final_address,
                status=status,
                headers=tuple((name, value) for name, value in json.loads(headers)),
                captured=Timestamp(captured),
                sha256=sha256,
                content=content,
            )
            for address, final_address, status, headers, captured, sha256, content in rows
        ]
