"""The tree of the tags, with the marks and articles that have each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from annotations.codebook import tag_key
from annotations.model import COLOURS, Colour, Tag, fold_tag, tag_ancestors
from annotations.store.codebook import Tags

if TYPE_CHECKING:
    import sqlite3

_REMOVED = "SELECT id FROM articles WHERE removed <> ''"
"""Articles taken out of the library: what they hold is listed nowhere, and so is not counted."""

Counts = dict["str", dict["Colour | None", int]]
"""By folded name, then colour."""


class TagCount(NamedTuple):
    """A tag of the codebook, or what stands above one, and what has it."""

    tag: Tag
    depth: int
    """0 at the top of the tree."""
    is_listed: bool
    """False for one that is there only because something lies below it."""
    own: int
    """Marks that have it."""
    marks: int
    """Marks that have it, or a tag below it; each once."""
    by_colour: tuple[tuple[Colour | None, int], ...]
    """These marks, in the order of the colours, those without one last."""
    articles: int
    """Articles that have it, or a tag below it, themselves."""


def tree(connection: sqlite3.Connection, *, counted: bool) -> list[TagCount]:
    """As `Coding.tree`."""
    tags = Tags(connection).by_number()
    listed = {fold_tag(tag.name): tag for tag in tags.values()}
    shown = dict(listed)
    lineages: list[tuple[str, int]] = []
    for number, tag in tags.items():
        for name in (*tag_ancestors(tag.name), tag.name):
            shown.setdefault(fold_tag(name), Tag(name=name))
            lineages.append((fold_tag(name), number))
    own, below, articles = _counts(connection, lineages) if counted else ({}, {}, {})
    numbers = {fold_tag(tag.name): number for number, tag in tags.items()}
    return [
        TagCount(
            tag=tag,
            depth=tag.name.count("/"),
            is_listed=folded in listed,
            own=own.get(numbers.get(folded, 0), 0),
            marks=sum(below.get(folded, {}).values()),
            by_colour=tuple(
                (colour, below[folded][colour])
                for colour in (*COLOURS, None)
                if colour in below.get(folded, {})
            ),
            articles=articles.get(folded, 0),
        )
        for folded, tag in sorted(shown.items(), key=lambda each: tag_key(each[1].name))
    ]


def _counts(
    connection: sqlite3.Connection, lineages: list[tuple[str, int]]
) -> tuple[dict[int, int], Counts, dict[str, int]]:
    """Marks of each tag; of it and below it by colour; articles likewise."""
    own = dict(
        connection.execute(
            "SELECT tag, count(*) FROM annotation_tags WHERE annotation NOT IN "
            f"(SELECT id FROM annotations WHERE article IN ({_REMOVED})) GROUP BY tag"
        ).fetchall()
    )
    pairs = {"pairs": json.dumps(lineages)}
    lineage = (
        "WITH lineage AS (SELECT value ->> 0 AS above, value ->> 1 AS tag FROM json_each(:pairs)) "
    )
    below: Counts = {}
    for above, colour, count in connection.execute(
        f"{lineage} SELECT above, colour, count(DISTINCT annotation) FROM lineage "
        "JOIN annotation_tags ON annotation_tags.tag = lineage.tag "
        "JOIN annotations ON annotations.id = annotation_tags.annotation "
        f"WHERE annotations.article NOT IN ({_REMOVED}) GROUP BY 1, 2",
        pairs,
    ):
        below.setdefault(above, {})[None if colour is None else Colour(colour)] = count
    articles = dict(
        connection.execute(
            f"{lineage} SELECT above, count(DISTINCT article) FROM lineage "
            "JOIN article_tags ON article_tags.tag = lineage.tag "
            f"WHERE article NOT IN ({_REMOVED}) GROUP BY 1",
            pairs,
        ).fetchall()
    )
    return own, below, articles
