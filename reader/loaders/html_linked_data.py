"""JSON-LD in a page: what its article, in the words of schema.org, says of itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

LENGTH_LIMIT = 1 << 20
"""Characters of one script; longer ones hold something else."""

SCRIPT_LIMIT = 20
"""Scripts that are read."""

OBJECT_LIMIT = 2_000
"""Objects that are looked at."""

_PAGES = frozenset(("webpage", "itempage", "aboutpage", "website"))
_OTHERS = frozenset(("breadcrumblist", "organization", "imageobject", "person", "comment"))


class LinkedData(NamedTuple):
    """What was found; empty where nothing was."""

    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: str = ""
    url: str = ""
    language: str = ""


def read(root: etree._Element) -> LinkedData:
    """What the scripts of a page say of its article, else of the page."""
    objects = list(_objects(root))
    ranked = sorted(objects, key=_rank)
    if not ranked or _rank(ranked[0]) > 1:
        return LinkedData()
    article = ranked[0]
    return LinkedData(
        title=_text(article.get("headline")) or _text(article.get("name")),
        authors=tuple(_names(article.get("author"), objects)),
        publisher=next(_names(article.get("publisher"), objects), ""),
        published=_text(article.get("datePublished")),
        url=_text(article.get("url")),
        language=_text(article.get("inLanguage")),
    )


def _objects(root: etree._Element) -> Iterator[dict[str, object]]:
    """The objects of all scripts, at the top and in their graphs."""
    scripts = 0
    found = 0
    for script in root.iter("{*}script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        scripts += 1
        source = script.text or ""
        if scripts > SCRIPT_LIMIT:
            return
        if len(source) > LENGTH_LIMIT:
            continue
        for each in _parsed(source):
            found += 1
            if found > OBJECT_LIMIT:
                return
            yield each


def _parsed(source: str) -> Iterator[dict[str, object]]:
    source = source.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        top = json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return
    for each in top if isinstance(top, list) else [top]:
        if isinstance(each, dict):
            yield each
            for name in ("@graph", "mainEntity", "mainEntityOfPage"):
                inner = each.get(name)
                for one in inner if isinstance(inner, list) else [inner]:
                    if isinstance(one, dict):
                        yield one


def _rank(thing: dict[str, object]) -> int:
    """0 for an article, 1 for a page, 2 for anything else."""
    kinds = thing.get("@type")
    names = [str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds])]
    if any(name.endswith(("article", "posting", "report", "review")) for name in names):
        return 0
    is_written = "headline" in thing and "author" in thing
    if is_written and not _OTHERS.intersection(names):
        return 0
    return 1 if _PAGES.intersection(names) and "datePublished" in thing else 2


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("alternateName")
    return value if isinstance(value, str) else ""


def _names(value: object, objects: list[dict[str, object]]) -> Iterator[str]:
    """The names of persons or firms, told here or, by `@id`, elsewhere in the graph."""
    for each in value if isinstance(value, list) else [value]:
        if name := _text(each):
            yield name
        elif isinstance(each, dict) and (identity := each.get("@id")):
            yield from (
                name for other in objects if other.get("@id") == identity and (name := _text(other))
            )
