"""The parts and headers of an e-mail, or of a page saved as one, read with patience.

Senders break every rule there is: what cannot be decoded is given as it stands, never dropped.
"""

from __future__ import annotations

import email
import email.policy
import re
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING

from annotations.errors import UnreadableSourceError
from reader.loaders.html_metadata import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.loaders.loaded import Hint, Pause
    from reader.loaders.source import SourceBytes

PART_LIMIT = 1_000
"""Parts that are looked at."""

HEADER_LENGTH_LIMIT = 10_000
"""Characters of a header that are decoded: the library takes the square of their time."""

_ENCODED_WORDS = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=(?:\s+=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=)*")

PEOPLE_LIMIT = 200
"""Senders or recipients that are named."""


def message_of(source: SourceBytes, hint: Hint, pause: Pause) -> Message:
    """The message in a source.

    Raises:
        UnreadableSourceError: It is nested too deeply; the disk failed.
    """
    pieces: list[bytes] = []
    for chunk in source.chunks():
        pieces.append(chunk)
        pause()
    try:
        # Not the newer policy: its parser of headers fails on what senders really write.
        return email.message_from_bytes(b"".join(pieces), policy=email.policy.compat32)
    except RecursionError as error:
        raise UnreadableSourceError(hint.name, "its parts are nested too deeply") from error


def header(message: Message, name: str) -> str:
    """A header on one line, decoded; empty if there is none."""
    return next((one_line(_decoded(value)) for value in _told(message, name)), "")


def _told(message: Message, name: str) -> Iterator[str]:
    """The headers of a name as they stand; letters that no header may hold as what they most likely are."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            data = str(value).encode("utf-8", "surrogateescape")
            try:
                yield data.decode()
            except UnicodeDecodeError:
                yield data.decode("cp1252", "replace")


def _decoded(value: str) -> str:
    value = value[:HEADER_LENGTH_LIMIT]
    if value.isascii():
        return _of_words(value)
    # The library takes no other letters than those of ASCII beside encoded words.
    return _ENCODED_WORDS.sub(lambda words: _of_words(words[0]), value)


def _of_words(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (MessageError, LookupError, ValueError):
        return value


def people(message: Message, name: str) -> list[tuple[str, str]]:
    """The names and addresses in a header; a name may be empty."""
    try:
        found = getaddresses(list(_told(message, name)))
    except (ValueError, IndexError, RecursionError):
        return []
    pairs = [(one_line(_decoded(each)), one_line(address)) for each, address in found]
    return [pair for pair in pairs if any(pair)][:PEOPLE_LIMIT]


def day(message: Message) -> str:
    """The day on which a message was sent, there; empty if that is not told."""
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).date().isoformat()
    except (ValueError, TypeError, OverflowError):
        return ""


def parts(message: Message) -> Iterator[Message]:
    """The parts that hold no others, in order; those of a message within are not among them."""
    waiting = [message]
    count = 0
    while waiting and count < PART_LIMIT:
        part = waiting.pop()
        count += 1
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting += [each for each in reversed(payload) if not isinstance(each, str)]
        else:
            yield part


def enclosed(part: Message) -> Message | None:
    """The mail that a part encloses; None if it is something else."""
    payload = part.get_payload()
    if part.get_content_type() != "message/rfc822" or not isinstance(payload, list) or not payload:
        return None
    return None if isinstance(payload[0], str) else payload[0]


def content(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone."""
    try:
        data = part.get_payload(decode=True)
    except (MessageError, ValueError, LookupError):
        return b""
    return data if isinstance(data, bytes) else b""


def charset(part: Message) -> str:
    """The encoding that a part says it is in; empty if it says none."""
    try:
        return part.get_content_charset() or ""
    except (LookupError, ValueError, TypeError):
        return ""


def is_file(part: Message) -> bool:
    """True if a part has a name, as files have."""
    return bool(_told_name(part))


def parameter(message: Message, name: str) -> str:
    """What a message says of its content under a name; empty if it says nothing there."""
    try:
        value = message.get_param(name)
    except (LookupError, ValueError, TypeError):
        return ""
    return value if isinstance(value, str) else ""


def file_name(part: Message) -> str:
    """What a part is called, else what it is."""
    return one_line(_decoded(_told_name(part))) or part.get_content_type()


def _told_name(part: Message) -> str:
    told = Message()
    for name in ("Content-Disposition", "Content-Type"):
        for value in _told(part, name):
            told[name] = value
    try:
        return told.get_filename() or ""
    except (LookupError, ValueError, TypeError):
        return ""
