"""The codebook as the tables hold it: tags, meanings of colours, known fields, unknown keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from annotations.codebook import merge, ordered
from annotations.model import COLOURS, Codebook, Colour, Tag, fold_tag
from annotations.store.contents import as_texts, dump_json, load_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping

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
        found = [name for (name,) in rows]
        as_texts(*found)
        return found

    def codebook(self) -> Codebook:
        """All there is of it, the tags ordered by name."""
        return Codebook(
            colours=self.meanings(),
            tags=ordered(self.by_number().values()),
            fields=self.known_fields(),
            extra={key: json.loads(value) for key, value in self.unknown_keys()},
        )

    def meanings(self) -> tuple[tuple[Colour, str], ...]:
        """What the colours mean, in their order; those that mean nothing are left out."""
        found = dict(self._connection.execute("SELECT colour, meaning FROM colours").fetchall())
        as_texts(*found, *found.values())
        return tuple((colour, found[colour]) for colour in COLOURS if colour in found)

    def known_fields(self) -> tuple[tuple[str, str], ...]:
        """The known fields with their descriptions, by name without regard to case."""
        rows = self._connection.execute("SELECT name, description FROM known_fields").fetchall()
        for row in rows:
            as_texts(*row)
        return tuple(sorted(rows, key=lambda row: (fold_tag(row[0]), row[0])))

    def unknown_keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that postil does not know, of codebooks taken in, with their values as JSON."""
        rows = self._connection.execute("SELECT name, value FROM codebook_keys ORDER BY name")
        found = tuple(rows.fetchall())
        for row in found:
            as_texts(*row)
        return found

    def by_number(self) -> dict[int, Tag]:
        """All tags by their numbers."""
        former: dict[int, list[str]] = {}
        for tag, name in self._connection.execute(
            "SELECT tag, name FROM tag_names ORDER BY tag, position"
        ):
            former.setdefault(tag, []).append(name)
        rows = self._connection.execute(
            "SELECT id, name, description, colour, confidential, letter, extra FROM tags"
        ).fetchall()
        as_texts(*(text for row in rows for text in (row[1], row[2], row[5])))
        as_texts(*(name for names in former.values() for name in names))
        return {
            number: Tag(
                name=name,
                description=description,
                colour=None if colour is None else Colour(colour),
                confidential=bool(confidential),
                was=tuple(former.get(number, ())),
                letter=letter,
                extra=load_json(extra),
            )
            for number, name, description, colour, confidential, letter, extra in rows
        }

    def numbers(
        self, names: Iterable[str], transaction: Transaction, *, seen: Collection[str] = ()
    ) -> dict[str, int]:
        """The number of each name, made where the tag is new.

        Args:
            names: As `normalise_tag` gives them.
            transaction: Writes the new ones.
            seen: Those of them that were read here, perhaps before the tag was renamed.

        Returns:
            By the names as given.
        """
        return {
            name: self._number(name, transaction, is_seen=name in seen)
            for name in dict.fromkeys(names)
        }

    def known(self, names: Iterable[str]) -> set[int]:
        """The numbers of those of the names, as `normalise_tag` gives them, that are tags here."""
        rows = self._connection.execute(
            "SELECT id FROM tags WHERE folded IN (SELECT value FROM json_each(:folded))",
            {"folded": json.dumps([fold_tag(name) for name in names])},
        )
        return {number for (number,) in rows}

    def stamp(self, numbers: Iterable[int], transaction: Transaction) -> None:
        """Note that tags were given just now."""
        self._connection.executemany(
            "UPDATE tags SET used = :time WHERE id = :tag",
            [{"time": transaction.time, "tag": tag} for tag in dict.fromkeys(numbers)],
        )

    def merge(self, incoming: Codebook, transaction: Transaction) -> None:
        """Take in what a file says of tags, colours and fields; what stands here is never replaced.

        What it says beside is its article's.
        """
        local = self.codebook()
        known = {fold_tag(tag.name): tag for tag in local.tags}
        merged = merge(local, incoming)
        for tag in merged.tags:
            if known.get(fold_tag(tag.name)) != tag:
                self._write(tag, transaction)
        for colour, meaning in merged.colours:
            if (colour, meaning) not in local.colours:
                self.mean(colour, meaning)
        for name, description in merged.fields:
            if (name, description) not in local.fields:
                self.know_field(name, description)

    # --- single rows --------------------------------------------------------------------------

    def reserve(self, transaction: Transaction, number: int | None = None) -> int:
        """Add a tag that `put` will describe; gives its number.

        Args:
            transaction: Counts the change.
            number: One that it had before.
        """
        if number is None:
            return self._insert("", transaction)
        self._connection.execute(
            "INSERT INTO tags (id, name, folded, change) VALUES (:id, '', char(0), :change)",
            {"id": number, "change": transaction.change},
        )
        self._hide([number])
        return number

    def put(self, tags: Mapping[int, Tag], transaction: Transaction) -> None:
        """Replace all there is of tags; their names may go round among them."""
        # A name is only one tag's at each moment.
        self._hide(tags)
        self._connection.executemany(
            "UPDATE tags SET name = :name, folded = :folded, description = :description, "
            "colour = :colour, confidential = :confidential, letter = :letter, extra = :extra, "
            "change = CASE WHEN name = :name THEN change ELSE :change END WHERE id = :tag",
            [
                {
                    "tag": number,
                    "name": tag.name,
                    "folded": fold_tag(tag.name),
                    "description": tag.description,
                    "colour": tag.colour,
                    "confidential": int(tag.confidential),
                    "letter": tag.letter,
                    "extra": dump_json(dict(tag.extra)),
                    "change": transaction.change,
                }
                for number, tag in tags.items()
            ],
        )
        self._connection.executemany(
            "DELETE FROM tag_names WHERE tag = :tag", [{"tag": number} for number in tags]
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO tag_names (tag, name, folded, position) "
            "VALUES (:tag, :name, :folded, :position)",
            [
                {"tag": number, "name": name, "folded": fold_tag(name), "position": position}
                for number, tag in tags.items()
                for position, name in enumerate(tag.was)
            ],
        )

    def remove(self, numbers: Iterable[int]) -> None:
        """Remove tags that nothing has; no other tag gets their numbers, by which the history knows them."""
        for number in numbers:
            self._connection.execute("DELETE FROM tags WHERE id = :tag", {"tag": number})
            self._connection.execute(
                "INSERT INTO counters (name, value) VALUES ('tag', :tag) "
                "ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
                {"tag": number},
            )

    def mean(self, colour: Colour | str, meaning: str) -> None:
        """Say what a colour means; an empty text takes that away."""
        self._connection.execute("DELETE FROM colours WHERE colour = :colour", {"colour": colour})
        if meaning:
            self._connection.execute(
                "INSERT INTO colours (colour, meaning) VALUES (:colour, :meaning)",
                {"colour": colour, "meaning": meaning},
            )

    def know_field(self, name: str, description: str | None) -> None:
        """Make a field known, or no longer, without a description."""
        self._connection.execute("DELETE FROM known_fields WHERE name = :name", {"name": name})
        if description is not None:
            self._connection.execute(
                "INSERT INTO known_fields (name, description) VALUES (:name, :description)",
                {"name": name, "description": description},
            )

    def keep_unknown(self, key: str, value: str | None) -> None:
        """Keep a key that postil does not know with its value as JSON, or no longer."""
        self._connection.execute("DELETE FROM codebook_keys WHERE name = :key", {"key": key})
        if value is not None:
            self._connection.execute(
                "INSERT INTO codebook_keys (name, value) VALUES (:key, :value)",
                {"key": key, "value": value},
            )

    def _number(self, name: str, transaction: Transaction, *, is_seen: bool = False) -> int:
        row = self._connection.execute(
            "SELECT id FROM tags WHERE folded = :folded", {"folded": fold_tag(name)}
        ).fetchone()
        if row is None and is_seen:
            row = self._connection.execute(
                "SELECT tag FROM tag_names WHERE folded = :folded ORDER BY tag DESC",
                {"folded": fold_tag(name)},
            ).fetchone()
        if row is not None:
            number: int = row[0]
            return number
        return self._insert(name, transaction)

    def _hide(self, numbers: Iterable[int]) -> None:
        """Take their names from tags for a moment."""
        self._connection.executemany(
            "UPDATE tags SET folded = char(0) || id WHERE id = :tag",
            [{"tag": number} for number in numbers],
        )

    def _insert(self, name: str, transaction: Transaction) -> int:
        cursor = self._connection.execute(
            "INSERT INTO tags (id, name, folded, change) VALUES (1 + max("
            "(SELECT ifnull(max(id), 0) FROM tags), "
            "ifnull((SELECT value FROM counters WHERE name = 'tag'), 0)), :name, :folded, :change)",
            {"name": name, "folded": fold_tag(name), "change": transaction.change},
        )
        assert cursor.lastrowid is not None
        if not name:
            self._hide([cursor.lastrowid])
        return cursor.lastrowid

    def _write(self, tag: Tag, transaction: Transaction) -> None:
        number = self._number(tag.name, transaction)
        self.put({number: tag}, transaction)


def time_order(column: str) -> str:
    """SQL for a text that sorts as the times of a column do, for `.000` is left out in them."""
    return (
        f"substr({column}, 1, 19) || CASE length({column}) WHEN 20 THEN '.000Z' "
        f"ELSE substr({column}, 20) END"
    )
