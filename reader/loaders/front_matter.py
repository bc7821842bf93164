"""The YAML before a Markdown text, as metadata: what common tools write there.

Everything is read as text: no types, no dates, no tags. What is no mapping of names is no front
matter but part of the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.model import Metadata
from reader.loaders.source import shown_name

if TYPE_CHECKING:
    from collections.abc import Mapping

LENGTH_LIMIT = 1 << 16
"""Characters; longer ones are no front matter."""

VALUE_LENGTH_LIMIT = 1000
"""Characters of a title, an author, an address."""

AUTHOR_LIMIT = 50

_FENCED = r"(?s)---[ \t]*\n(?P<yaml>.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
_BEGINS = r"(?:[ \t]*(?:#[^\n]*)?\n)*[\"']?[^\W\d][\w .-]*+[\"']?[ \t]*+:(?:\s|\Z)"
_SEVERAL = r"\s*;\s*|\s+(?:and|&)\s+"

_KEYS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "published": ("date", "published", "publication_date", "publish_date", "created"),
    "publisher": ("publisher", "publication", "site", "site_name", "source", "journal"),
    "url": ("url", "link", "canonical", "canonical_url", "source_url", "source"),
    "doi": ("doi",),
    "language": ("lang", "language", "locale"),
}
_AUTHOR_KEYS = ("authors", "author", "by", "creator")
_ADDRESS = r"(?i)https?://\S+\Z"


def split(text: str) -> tuple[Metadata, int]:
    """The metadata that stand before a text, and where the text itself begins.

    Without front matter: empty metadata and 0.
    """
    if not text.startswith("---"):
        return Metadata(), 0
    match = re.match(_FENCED, text[:LENGTH_LIMIT])
    if not match or not match["yaml"] or not re.match(_BEGINS, match["yaml"]):
        return Metadata(), 0
    entries = _entries(match["yaml"])
    return (Metadata(), 0) if entries is None else (_metadata(entries), match.end())


def _entries(source: str) -> dict[str, object] | None:
    """The mapping at the top, keys in lower case; None if it is none."""
    import yaml  # noqa: PLC0415  # 10 ms that texts without front matter do not need

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        # The base loader makes nothing but strings, lists and mappings; values that refer to each
        # other are never walked but one step deep.
        top = yaml.load(source, Loader=loader)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        return None
    if not isinstance(top, dict):
        return None
    return {key.strip().lower(): value for key, value in top.items() if isinstance(key, str)}


def _metadata(entries: Mapping[str, object]) -> Metadata:
    found = {name: _first(entries, keys, name) for name, keys in _KEYS.items()}
    return Metadata(
        title=found["title"],
        authors=_authors(entries),
        publisher=found["publisher"],
        published=found["published"],
        url=found["url"],
        doi=found["doi"].removeprefix("https://doi.org/"),
        language=found["language"].replace("_", "-"),
    )


def _first(entries: Mapping[str, object], keys: tuple[str, ...], name: str) -> str:
    """The first value that makes sense; `source` is an address or a publisher."""
    for key in keys:
        value = _text(entries.get(key))
        is_address = re.match(_ADDRESS, value) is not None
        if value and not (key == "source" and is_address is not (name == "url")):
            return value
    return ""


def _authors(entries: Mapping[str, object]) -> tuple[str, ...]:
    for key in _AUTHOR_KEYS:
        value = entries.get(key)
        if isinstance(value, str):
            names = [shown_name(part) for part in re.split(_SEVERAL, value[:VALUE_LENGTH_LIMIT])]
        elif isinstance(value, list):
            names = [_text(part) for part in value[:AUTHOR_LIMIT]]
        else:
            names = [_text(value)]
        if kept := tuple(name.strip() for name in names if name.strip()):
            return kept
    return ()


def _text(value: object) -> str:
    """A value as one line; of a mapping its `name`, of a list its first entry."""
    if isinstance(value, dict):
        value = value.get("name", "")
    if isinstance(value, list):
        value = value[0] if value else ""
    if not isinstance(value, str):
        return ""
    return shown_name(" ".join(value[:VALUE_LENGTH_LIMIT].split()))
