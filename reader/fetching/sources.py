"""An address as a source to be loaded: its bytes, with the evidence they come with."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from annotations.results import Source
from reader.fetching.addresses import parse_address
from reader.loaders.source import SourceBytes, shown_name

if TYPE_CHECKING:
    from annotations.results import Capture
    from reader.fetching.fetch import Progress


class FetchedSource(SourceBytes):
    """The bytes that were fetched from an address."""

    def __init__(self, capture: Capture) -> None:
        super().__init__(capture.content, name=name_of(capture.final_address))
        self.capture = capture
        self.sha256 = capture.sha256


def kept_source(address: str) -> Source:
    """The source by which the library knows an address.

    Raises:
        AddressError: It is none of the web.
    """
    return Source(kind="address", location=str(parse_address(address)))


def fetch_source(
    address: str, *, allow_local: bool, is_forced: bool, progress: Progress
) -> FetchedSource:
    """Fetch an address; see `fetch.fetch`.

    Raises:
        SourceError: It is not, or cannot be fetched.
    """
    from reader.fetching.fetch import fetch  # noqa: PLC0415  # a kept copy needs no network

    return FetchedSource(
        fetch(address, allow_local=allow_local, is_forced=is_forced, progress=progress)
    )


def said_of_copy(captured: str | None) -> str:
    """What the reader of a kept copy should know.

    Args:
        captured: When it was sent, if that is known.
    """
    if not captured:
        return "this is a kept copy · R fetches it anew"
    day = datetime.fromisoformat(captured).astimezone()
    return f"the copy of {day.day} {day:%b %Y, %H:%M} · R fetches it anew"


def name_of(address: str) -> str:
    """How what an address names is called: the last part of its path, else its server."""
    from urllib.parse import unquote  # noqa: PLC0415  # it is there

    parts = parse_address(address)
    last = unquote(parts.target.partition("?")[0].rstrip("/").rpartition("/")[2])
    return shown_name(last.encode("utf-8", "replace").replace(b"/", b"-")) or parts.host


def declared_encoding(capture: Capture) -> str:
    """The encoding that the server names, where the bytes need one; empty if there is none to use.

    What is valid UTF-8 is that, whatever is said of it: servers often name what they were set up with.
    """
    import codecs  # noqa: PLC0415  # likewise
    import re  # noqa: PLC0415  # likewise

    kind = next((value for name, value in capture.headers if name.lower() == "content-type"), "")
    found = re.search(r"(?i);\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", kind)
    if found is None:
        return ""
    try:
        codecs.lookup(found[1])
        b"".decode(found[1])
        capture.content.decode("utf-8")
    except UnicodeDecodeError:
        return found[1]
    except (LookupError, ValueError):
        return ""
    return ""
