"""What can be mended in a library, for it follows from what is sound: indices, hashed forms, lengths.

Never what cannot be known: a text that has not its hash, a mark that does not stand at its quote, a row
without its parent stay as they are, and a backup has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model import fold_tag
from annotations.store.check import text_hash
from annotations.store.search import reindex

if TYPE_CHECKING:
    import sqlite3

    from annotations.store.connections import Connection


def repair(connection: Connection) -> list[str]:
    """Derive anew what can be, in the caller's transaction.

    Returns:
        A sentence for each kind of thing that was mended.
    """
    done = [
        f"{count:,} {what}."
        for count, what in (
            (_lengths(connection), "lengths of texts were counted anew"),
            (_tags(connection), "tags were put under the form that all their spellings share"),
        )
        if count
    ]
    connection.execute("REINDEX")
    reindex(connection)
    done.append("The index that searching asks and those of the tables were written anew.")
    return done


def _lengths(connection: sqlite3.Connection) -> int:
    """Of texts that are those that were read; of others the length is all that is left."""
    count = 0
    for identity, sha256, length in connection.execute(
        "SELECT id, sha256, length FROM versions WHERE text IS NOT NULL"
    ).fetchall():
        (text,) = connection.execute(
            "SELECT text FROM versions WHERE id = :id", {"id": identity}
        ).fetchone()
        if isinstance(text, str) and len(text) != length and text_hash(text) == sha256:
            connection.execute(
                "UPDATE versions SET length = :length WHERE id = :id",
                {"length": len(text), "id": identity},
            )
            count += 1
    return count


def _tags(connection: sqlite3.Connection) -> int:
    """But for a tag whose form another one has: which of the two is meant cannot be known."""
    count = 0
    for number, name, folded in connection.execute("SELECT id, name, folded FROM tags").fetchall():
        if fold_tag(name) != folded:
            done = connection.execute(
                "UPDATE OR IGNORE tags SET folded = :folded WHERE id = :id",
                {"folded": fold_tag(name), "id": number},
            )
            count += done.rowcount
    return count
