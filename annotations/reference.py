"""What a person writes about an article as a publication, each value brought into its form."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from annotations.errors import InvalidValueError
from annotations.model import FIELD_LENGTH_LIMIT, Metadata

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = str | tuple[str, ...]
"""Of a key; several for the authors."""

KEYS = Metadata._fields

AUTHORS = "authors"
SEPARATOR = "; "
"""Between authors on one line."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)\Z", re.IGNORECASE)


def read(key: str, text: str) -> Value:
    """The value of a key as a person types it on one line; authors are parted by `;`.

    Raises:
        InvalidValueError: There is no such key, or the value is too long or not of its form.
    """
    if key not in KEYS:
        sentence = f"{key[:60]!r} is no part of a reference; there are {', '.join(KEYS)}."
        raise InvalidValueError(sentence)
    value = " ".join(unicodedata.normalize("NFC", text).split())
    if any(unicodedata.category(each) in ("Cc", "Cs") for each in value):
        sentence = f"The {key} stand on one line and hold no control characters."
        raise InvalidValueError(sentence if key == AUTHORS else sentence.replace("stand", "stands"))
    if len(value) > FIELD_LENGTH_LIMIT:
        sentence = f"What a reference says has at most {FIELD_LENGTH_LIMIT:,} characters."
        raise InvalidValueError(sentence)
    if key == AUTHORS:
        return tuple(name.strip() for name in value.split(";") if name.strip())
    if key == "language" and value:
        return _language(value)
    if key == "doi" and value:
        return _doi(value)
    return without_credentials(value) if key == "url" else value


def shown(value: Value) -> str:
    """A value on one line, as `read` takes it."""
    return value if isinstance(value, str) else SEPARATOR.join(value)


def values(metadata: Metadata) -> Mapping[str, Value]:
    """The values of a reference by key, empty ones too."""
    return {key: getattr(metadata, key) for key in KEYS}


def without_credentials(address: str) -> str:
    """An address without the name and the password that may stand in it: neither is ever kept."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return re.sub(r"(?<=//)[^/?#]*@", "", address)
    if "@" not in parts.netloc:
        return address
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _language(value: str) -> str:
    if not _LANGUAGE.match(value):
        sentence = f"{value[:60]!r} is no language; a tag such as en or pt-BR is expected."
        raise InvalidValueError(sentence)
    return value


def _doi(value: str) -> str:
    found = _DOI.match(value)
    if found is None:
        sentence = f"{value[:60]!r} is no DOI; one such as 10.1000/182 is expected."
        raise InvalidValueError(sentence)
    return found[1]
