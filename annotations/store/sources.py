"""Where articles were read from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote_plus, urlsplit, urlunsplit

from annotations.reference import without_credentials

if TYPE_CHECKING:
    import sqlite3

    from annotations.model import ArticleId, Timestamp
    from annotations.results import Source

_TRACKING = frozenset(
    ("fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid")
)
"""Parameters of an address that say how a reader came, not what is read; also all of `utm_…`."""

_USUAL_PORTS = {"http": ":80", "https": ":443"}


class Sources:
    """The known sources, read and written over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def article(self, source: Source) -> ArticleId | None:
        """Whose source it is."""
        row = self._connection.execute(
            "SELECT article FROM sources WHERE kind = :kind AND location = :location",
            {"kind": source.kind, "location": location(source)},
        ).fetchone()
        return None if row is None else row[0]

    def is_unchanged(self, source: Source) -> bool:
        """Whether a file is as it was when it was last read; an address always is, until refreshed."""
        row = self._connection.execute(
            "SELECT size, mtime_ns, inode FROM sources WHERE kind = :kind AND location = :location",
            {"kind": source.kind, "location": location(source)},
        ).fetchone()
        if row is None:
            return False
        if source.kind != "path":
            return True
        return row == (source.size_bytes, source.mtime_ns, source.inode) and None not in row

    def of_article(self, article: ArticleId) -> list[tuple[str, str]]:
        """Kind and location of each of an article's sources, the last seen first."""
        return self._connection.execute(
            "SELECT kind, location FROM sources WHERE article = :article ORDER BY id DESC",
            {"article": article},
        ).fetchall()

    def put(self, article: ArticleId, source: Source, time: Timestamp) -> None:
        """Note that the source is this article's, and what it was like."""
        self._connection.execute(
            "INSERT INTO sources (article, kind, location, size, mtime_ns, inode, sha256, seen) "
            "VALUES (:article, :kind, :location, :size, :mtime_ns, :inode, :sha256, :seen) "
            "ON CONFLICT (kind, location) DO UPDATE SET article = excluded.article, "
            "size = excluded.size, mtime_ns = excluded.mtime_ns, inode = excluded.inode, "
            "sha256 = excluded.sha256, seen = excluded.seen",
            {
                "article": article,
                "kind": source.kind,
                "location": location(source),
                "size": source.size_bytes,
                "mtime_ns": source.mtime_ns,
                "inode": source.inode,
                "sha256": source.sha256,
                "seen": time,
            },
        )

    def remove(self, kind: str, place: str) -> None:
        """Forget that a source was anybody's."""
        self._connection.execute(
            "DELETE FROM sources WHERE kind = :kind AND location = :location",
            {"kind": kind, "location": place},
        )


def location(source: Source) -> str:
    """Where a source is, in the one form by which it is known."""
    if source.kind == "address":
        return normalise_address(source.location)
    return storable(source.location)


def storable(text: str) -> str:
    """A text that a database takes: bytes of a path that are no UTF-8 are spelled out."""
    return text.encode("utf-8", "backslashreplace").decode()


def normalise_address(address: str) -> str:
    """An address in the form by which two are one: host in lower case, no password, fragment, tracking."""
    try:
        parts = urlsplit(address.strip())
        scheme = parts.scheme.lower()
        server = parts.netloc.lower().rpartition("@")[2]
        host = server.removesuffix(_USUAL_PORTS.get(scheme, "\0"))
    except ValueError:
        return storable(without_credentials(address.strip()))
    # Not decoded: what is left is to be asked for as it was written.
    query = "&".join(each for each in parts.query.split("&") if not _is_tracking(each))
    path = parts.path or "/" if host else parts.path
    return storable(urlunsplit((scheme, host, path, query, "")))


def _is_tracking(parameter: str) -> bool:
    name = unquote_plus(parameter.partition("=")[0]).lower()
    return name in _TRACKING or name.startswith("utm_")
