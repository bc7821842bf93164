"""What other programs call things, brought into the forms that postil has for them.

Nothing is refused for its form alone: what is no tag, no time or no id of postil's is mended or left
out, so that a mark from elsewhere never stops a file, and comes in alike each time.
"""

from __future__ import annotations

import json
import re
import uuid
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from annotations.errors import InvalidValueError
from annotations.exchange.marks import LARGEST
from annotations.model import (
    COLOURS,
    TAG_LENGTH_LIMIT,
    Timestamp,
    normalise_tag,
    parse_id,
    parse_time,
    replace_unprintable,
    time_key,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotations.model import Json

_FOREIGN_IDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:postil:foreign")
_URN = "urn:uuid:"
_WEB = re.compile(r"https?://", re.IGNORECASE)


@lru_cache(maxsize=1024)
def stable_id(text: str) -> str:
    """An id as a UUID: itself if it is one, else always the same one made of it."""
    try:
        return parse_id(text.strip().lower().removeprefix(_URN))
    except InvalidValueError:
        return str(uuid.uuid5(_FOREIGN_IDS, text))


def urn(identity: str) -> str:
    """An id as an IRI."""
    return _URN + identity


def article_of(iri: str, title: str = "") -> dict[str, Json]:
    """What the IRI of a thing says of it as an article, as a record (see `records`)."""
    record: dict[str, Json] = {"id": stable_id(iri), "title": title}
    if _WEB.match(iri):
        record |= {"url": iri, "source": iri}
    elif iri[:5].lower() == "file:":
        record["source"] = _file_name(iri)
    elif not iri.lower().startswith(_URN):
        record["source"] = iri
    return {key: value for key, value in record.items() if value}


def _file_name(address: str) -> str:
    try:
        path = urlsplit(address).path
    except ValueError:
        path = address
    return replace_unprintable(unquote(path).rstrip("/").rpartition("/")[2])


# --- values -------------------------------------------------------------------------------------


def text_of(value: Json) -> str:
    """A text, or a number as one; empty of anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def list_of(value: Json) -> list[Json]:
    """Several values, of which one may stand alone, or none."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def mapping_of(value: Json) -> dict[str, Json]:
    """A mapping; empty of anything else."""
    return value if isinstance(value, dict) else {}


def mended_tags(texts: Iterable[str]) -> list[str]:
    """Tags in their form; parts without a name are left out, and what is no tag at all."""
    found = []
    for text in texts:
        parts = (part.strip() for part in " ".join(text.split()).split("/"))
        name = "/".join(filter(None, parts))[:TAG_LENGTH_LIMIT].rstrip("/ ")
        try:
            found.append(normalise_tag(name))
        except InvalidValueError:
            continue
    return found


def mended_time(value: Json) -> str:
    """A time in its form; empty if it is none."""
    try:
        return parse_time(text_of(value))
    except InvalidValueError:
        return ""


def offset_of(value: Json) -> int:
    """A whole number from 0 on; -1 of anything else."""
    return value if value.__class__ is int and isinstance(value, int) and value >= 0 else -1


def identity_of(fields: dict[str, Json], *names: str) -> str:
    """The id that a thing has under one of several names; one made of all it says if it has none."""
    given = (text_of(fields.get(name)) for name in names)
    return next(filter(None, given), "") or stable_id(json.dumps(fields, sort_keys=True))


def once_each(records: Iterable[tuple[int, dict[str, Json]]]) -> list[tuple[int, Json]]:
    """Records with their lines, of those with one id the one that was changed last."""
    found: dict[str, tuple[int, dict[str, Json]]] = {}
    for line, record in records:
        known = found.get(identity := stable_id(text_of(record["id"])))
        if known is None or _changed(known[1]) < _changed(record):
            found[identity] = (line, record)
    return [*found.values()]


def _changed(record: dict[str, Json]) -> str:
    """When a mark was changed, as a text that sorts so."""
    return time_key(Timestamp(text_of(record.get("updated"))))


def mended_colour(value: Json) -> str:
    """One of the six colours by its name; empty if it is none."""
    name = text_of(value).casefold()
    return name if name in set(COLOURS) else ""


def with_hint(quote: str, prefix: str, suffix: str, start: int, end: int) -> dict[str, Json]:
    """A piece as a record, with the place that is claimed for it if that is as long as its quote.

    Args:
        quote: What is marked.
        prefix: What stood before it.
        suffix: What stood after it.
        start: Its place; negative if none is claimed.
        end: Likewise. Counted in code points, or in units of UTF-16.
    """
    piece: dict[str, Json] = {"quote": quote}
    piece |= {key: text for key, text in (("prefix", prefix), ("suffix", suffix)) if text}
    is_there = 0 <= start <= LARGEST - len(quote)
    if is_there and end - start in (len(quote), len(quote.encode("utf-16-le")) // 2):
        piece |= {"start": start, "end": start + len(quote)}
    return piece
