"""The tags and the meanings of the colours, as the tables hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.codebook import merge, ordered
from annotations.model import COLOURS, Codebook, Colour, Tag, fold_tag
from annotations.store.contents import dump_json, load_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from annotations.store.database import Transaction


class Tags:
    """The library's codebook, read and written over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def recent(self, limit: int) -> list[str]:
        """The names, the last given first, the never used last."""
        rows = self._connection.execute(
            f"SELECT name FROM tags ORDER BY {time_order('used')} DESC, id DESC LIMIT :limit",
            {"limit": limit},
        )
        return [name for (name,) in rows]

    def codebook(self) -> Codebook:
        """All tags, ordered by name, and the meanings of the colours."""
        former: dict[int, list[str]] = {}
        for tag, name in self._connection.execute(
            "SELECT tag, name FROM tag_names ORDER BY tag, position"
        ):
            former.setdefault(tag, []).append(name)
        rows = self._connection.execute(
            "SELECT id, name, description, colour, confidential, extra FROM tags"
        )
        tags = [
            Tag(
                name=name,
                description=description,
                colour=None if colour is None else Colour(colour),
                confidential=bool(confidential),
                was=tuple(former.get(number, ())),
                extra=load_json(extra),
            )
            for number, name, description, colour, confidential, extra in rows
        ]
        meanings = dict(self._connection.execute("SELECT colour, meaning FROM colours").fetchall())
        return Codebook(
            colours=tuple((colour, meanings[colour]) for colour in COLOURS if colour in meanings),
            tags=ordered(tags),
        )

    def numbers(self, names: Iterable[str], transaction: Transaction) -> dict[str, int]:
        """The number of each name, made where the tag is new.

        Args:
            names: As `normalise_tag` gives them.
            transaction: Writes the new ones.

        Returns:
            By the names as given.
        """
        return {name: self._number(name, transaction) for name in dict.fromkeys(names)}

    def stamp(self, numbers: Iterable[int], transaction: Transaction) -> None:
        """Note that tags were given just now."""
        self._connection.executemany(
            "UPDATE tags SET used = :time WHERE id = :tag",
            [{"time": transaction.time, "tag": tag} for tag in dict.fromkeys(numbers)],
        )

    def merge(self, incoming: Codebook, transaction: Transaction) -> None:
        """Take in what a file says of tags and colours; what stands here is never replaced."""
        local = self.codebook()
        known = {fold_tag(tag.name): tag for tag in local.tags}
        merged = merge(local, incoming)
        for tag in merged.tags:
            if known.get(fold_tag(tag.name)) != tag:
                self._write(tag, transaction)
        self._connection.executemany(
            "INSERT INTO colours (colour, meaning) VALUES (:colour, :meaning) "
            "ON CONFLICT (colour) DO UPDATE SET meaning = excluded.meaning",
            [
                {"colour": colour.value, "meaning": meaning}
                for colour, meaning in merged.colours
                if (colour, meaning) not in local.colours
            ],
        )

    def _number(self, name: str, transaction: Transaction) -> int:
        row = self._connection.execute(
            "SELECT id FROM tags WHERE folded = :folded", {"folded": fold_tag(name)}
        ).fetchone()
        if row is not None:
            number: int = row[0]
            return number
        return self._insert(name, transaction)

    def _insert(self, name: str, transaction: Transaction) -> int:
        cursor = self._connection.execute(
            "INSERT INTO tags (name, folded, change) VALUES (:name, :folded, :change)",
            {"name": name, "folded": fold_tag(name), "change": transaction.change},
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _write(self, tag: Tag, transaction: Transaction) -> None:
        number = self._number(tag.name, transaction)
        self._connection.execute(
            "UPDATE tags SET description = :description, colour = :colour, "
            "confidential = :confidential, extra = :extra, change = :change WHERE id = :tag",
            {
                "description": tag.description,
                "colour": tag.colour,
                "confidential": int(tag.confidential),
                "extra": dump_json(dict(tag.extra)),
                "change": transaction.change,
                "tag": number,
            },
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO tag_names (tag, name, folded, position) "
            "VALUES (:tag, :name, :folded, :position)",
            [
                {"tag": number, "name": name, "folded": fold_tag(name), "position": position}
                for position, name in enumerate(tag.was)
            ],
        )


def time_order(column: str) -> str:
    """SQL for a text that sorts as the times of a column do, for `.000` is left out in them."""
    return (
        f"substr({column}, 1, 19) || CASE length({column}) WHEN 20 THEN '.000Z' "
        f"ELSE substr({column}, 20) END"
    )
