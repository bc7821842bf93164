"""The versions of articles, with their texts and structure where they are kept."""

from __future__ import annotations

import json
from array import array
from itertools import count
from typing import TYPE_CHECKING, Any

from annotations.document import (
    BLOCK_KINDS,
    NO_PARENT,
    SPAN_KINDS,
    Block,
    Blocks,
    Document,
    Locator,
    Span,
    Spans,
)
from annotations.model import Metadata, Timestamp, Version, VersionId
from annotations.store.contents import as_numbers, as_texts, dump_json, load_json
from annotations.store.placing import REFERENCED

if TYPE_CHECKING:
    import sqlite3

    from annotations.model import ArticleId

_COLUMNS = "id, sha256, length, source_sha256, loader, captured, reason, extra"


class Texts:
    """The versions of articles, read and written over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def version(self, version: str | None) -> Version | None:
        """A version; None also for the placeholder of an article whose text nobody knows."""
        row = self._connection.execute(
            f"SELECT {_COLUMNS} FROM versions WHERE id = :version", {"version": version}
        ).fetchone()
        return None if row is None or row[6] == REFERENCED else _version(row)

    def shown(self, articles: str) -> dict[str, Version]:
        """The present versions of articles by id, their ids given as a list in JSON; no placeholders."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM versions WHERE id IN (SELECT version FROM articles "
            "WHERE id IN (SELECT value FROM json_each(:articles))) AND reason <> :referenced",
            {"articles": articles, "referenced": REFERENCED},
        )
        return {row[0]: _version(row) for row in rows}

    def earlier(self, article: ArticleId, present: str | None) -> list[Version]:
        """The versions of an article but the present one, oldest first."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM versions WHERE article = :article AND id IS NOT :present "
            "AND reason <> :referenced ORDER BY rowid",
            {"article": article, "present": present, "referenced": REFERENCED},
        )
        return [_version(row) for row in rows]

    def find(self, article: ArticleId, sha256: str) -> Version | None:
        """The article's version with this text; a known one before a mere reference."""
        row = self._connection.execute(
            f"SELECT {_COLUMNS} FROM versions WHERE article = :article AND sha256 = :sha256 "
            "ORDER BY reason = :referenced, rowid LIMIT 1",
            {"article": article, "sha256": sha256, "referenced": REFERENCED},
        ).fetchone()
        return None if row is None else _version(row)

    def add(self, article: ArticleId, version: Version) -> None:
        """Add a version; one that was a mere reference becomes it."""
        self._connection.execute(
            "INSERT INTO versions "
            "(id, article, sha256, length, source_sha256, loader, captured, reason, extra) "
            "VALUES (:id, :article, :sha256, :length, :source_sha256, :loader, :captured, :reason, "
            ":extra) ON CONFLICT (id) DO UPDATE SET length = excluded.length, "
            "source_sha256 = excluded.source_sha256, loader = excluded.loader, "
            "captured = excluded.captured, reason = excluded.reason, extra = excluded.extra",
            {
                "id": version.id,
                "article": article,
                "sha256": version.sha256,
                "length": version.length,
                "source_sha256": version.source_sha256,
                "loader": version.loader,
                "captured": version.captured,
                "reason": version.reason,
                "extra": dump_json(dict(version.extra)),
            },
        )

    def has_text(self, version: str | None) -> bool:
        """Whether the text of a version is kept."""
        row = self._connection.execute(
            "SELECT text IS NOT NULL FROM versions WHERE id = :version", {"version": version}
        ).fetchone()
        return row is not None and bool(row[0])

    def text(self, version: str | None) -> str | None:
        """The text of a version, where it is kept."""
        row = self._connection.execute(
            "SELECT text FROM versions WHERE id = :version", {"version": version}
        ).fetchone()
        return None if row is None else row[0]

    def keep(self, version: str, document: Document) -> None:
        """Keep a version's text and structure."""
        self._connection.execute(
            "UPDATE versions SET text = :text, structure = :structure, length = :length, "
            "loader = CASE loader WHEN '' THEN :loader ELSE loader END, "
            "source_sha256 = CASE source_sha256 WHEN '' THEN :source ELSE source_sha256 END "
            "WHERE id = :version",
            {
                "text": document.text,
                "structure": dump_structure(document),
                "length": len(document.text),
                "loader": document.loader,
                "source": document.source_sha256,
                "version": version,
            },
        )

    def document(self, version: str | None, metadata: Metadata) -> Document | None:
        """A version's document; None if its text is not kept."""
        row = self._connection.execute(
            "SELECT text, structure, loader, source_sha256 FROM versions WHERE id = :version",
            {"version": version},
        ).fetchone()
        if row is None or row[0] is None:
            return None
        text, structure, loader, source_sha256 = row
        as_texts(text, loader, source_sha256)
        blocks, spans, locators = load_structure(structure, len(text))
        return Document(
            text=text,
            blocks=blocks,
            spans=spans,
            locators=locators,
            metadata=metadata,
            loader=loader,
            source_sha256=source_sha256,
        )


def _version(row: tuple[Any, ...]) -> Version:
    identity, sha256, length, source_sha256, loader, captured, reason, extra = row
    as_texts(identity, sha256, source_sha256, loader, captured, reason)
    as_numbers(length)
    return Version(
        id=VersionId(identity),
        sha256=sha256,
        length=length,
        source_sha256=source_sha256,
        loader="" if loader == REFERENCED else loader,
        captured=Timestamp(captured),
        reason=reason,
        extra=load_json(extra),
    )


def dump_structure(document: Document) -> str:
    """Blocks, spans and locators as the table holds them: a list for each property.

    The kinds are spelled out once, so that a release may order them anew.
    """
    blocks, spans = document.blocks, document.spans
    return json.dumps(
        {
            "block_kinds": BLOCK_KINDS,
            "blocks": {
                "kind": blocks.kinds.tolist(),
                "level": blocks.levels.tolist() if any(blocks.levels) else [],
                "start": blocks.starts.tolist(),
                "end": blocks.ends.tolist(),
                "parent": blocks.parents.tolist() if max(blocks.parents, default=-1) >= 0 else [],
                "language": blocks.languages,
            },
            "span_kinds": SPAN_KINDS,
            "spans": {
                "kind": spans.kinds.tolist(),
                "start": spans.starts.tolist(),
                "end": spans.ends.tolist(),
                "target": spans.targets,
            },
            "locators": [[each.kind, each.label, each.start] for each in document.locators],
        },
        separators=(",", ":"),
    )


def load_structure(text: str | None, length: int) -> tuple[Blocks, Spans, tuple[Locator, ...]]:
    """What `dump_structure` wrote; nothing at all for a text without structure.

    Args:
        text: As the table has it.
        length: Of the canonical text, in code points.

    Raises:
        ValueError: It is not the structure of such a text; likewise other errors of Python's.
    """
    if text is None:
        return Blocks(), Spans(), ()
    value: dict[str, Any] = json.loads(text)
    spans = value["spans"]
    names, targets = value["span_kinds"], spans["target"]
    known = {kind.value: kind for kind in SPAN_KINDS}
    blocks = _load_blocks(value["blocks"], value["block_kinds"])
    inline = Spans(
        [
            Span(kind=known[names[kind]], start=start, end=end, target=targets.get(str(i), ""))
            for i, (kind, start, end) in enumerate(
                zip(spans["kind"], spans["start"], spans["end"], strict=True)
            )
        ]
    )
    held = value["blocks"]
    # Of the lists: an array would make each of its numbers anew.
    places = (held["start"], held["end"], spans["start"], spans["end"])
    # Each container stands before what it contains.
    parents = blocks.parents if held["parent"] else ()
    furthest = max(max(each, default=0) for each in places)
    is_known = max(held["kind"], default=0) < len(BLOCK_KINDS)
    if furthest > length or not is_known or not all(map(_is_above, parents, count())):
        sentence = "the structure is of another text"
        raise ValueError(sentence)
    return (
        blocks,
        inline,
        tuple(Locator(kind=kind, label=label, start=at) for kind, label, at in value["locators"]),
    )


def _is_above(parent: int, index: int) -> bool:
    return NO_PARENT <= parent < index


def _load_blocks(value: dict[str, Any], names: list[str]) -> Blocks:
    blocks = Blocks()
    kinds, starts, ends = value["kind"], value["start"], value["end"]
    codes = {kind.value: code for code, kind in enumerate(BLOCK_KINDS)}
    here = [codes[name] for name in names]
    if here == list(range(len(here))) and not value["parent"]:
        # A long plain text: a million blocks, without a value for each.
        blocks.extend_leaves(array("B", kinds), array("I", starts), array("I", ends))
        for index, level in enumerate(value["level"]):
            blocks.levels[index] = level
        blocks.languages.update((int(i), name) for i, name in value["language"].items())
        return blocks
    languages = value["language"]
    levels = value["level"] or [0] * len(kinds)
    parents = value["parent"] or [-1] * len(kinds)
    for index, kind in enumerate(kinds):
        blocks.append(
            Block(
                kind=BLOCK_KINDS[here[kind]],
                start=starts[index],
                end=ends[index],
                level=levels[index],
                parent=parents[index],
                language=languages.get(str(index), ""),
            )
        )
    return blocks
