"""An address as a person writes it, brought into the form in which it is asked for."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from annotations.errors import SourceError
from annotations.reference import without_credentials

LENGTH_LIMIT = 8_192
"""Code points of an address; servers take no longer ones."""

SHOWN_LENGTH = 80
"""Code points of an address in a sentence."""

_PORTS = {"http": 80, "https": 443}
_SAFE = "%/:=&?~#+!$,;'@()*[]|"
_UNPRINTABLE = re.compile("[\x00-\x20\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class AddressError(SourceError):
    """What an address names is not fetched."""

    def __init__(self, address: str, reason: str, *, hint: str = "") -> None:
        super().__init__(f"{shown_address(address)} is not fetched: {reason}.", hint=hint)


class Address(NamedTuple):
    """An address of the web, without name, password and fragment."""

    scheme: str
    host: str
    """In ASCII; of an IPv6 address without its brackets."""
    port: int
    target: str
    """Path and query, as they are asked for."""

    @property
    def netloc(self) -> str:
        """Host and port, the usual port left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        """The whole."""
        return f"{self.scheme}://{self.netloc}{self.target}"


def shown_address(address: str) -> str:
    """An address as it may stand in a sentence: short, without secrets and control characters."""
    shown = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", without_credentials(address))
    return shown if len(shown) <= SHOWN_LENGTH else shown[: SHOWN_LENGTH - 1] + "…"


def parse_address(text: str, base: Address | None = None) -> Address:
    """Read an address; a relative one, as in a redirection, against another.

    Raises:
        AddressError: It is none of http or https, or none at all.
    """
    written = text.strip()
    if base is not None:
        written = urljoin(str(base), written)
    elif re.match(r"(?i)www\.", written):
        written = f"https://{written}"
    if len(written) > LENGTH_LIMIT:
        raise AddressError(written, "it is too long")
    try:
        parts = urlsplit(written)
        scheme, port, name = parts.scheme.lower(), parts.port, parts.hostname or ""
        host = _ascii_host(name)
    except ValueError as error:
        raise AddressError(written, "it is no address of the web") from error
    if scheme not in _PORTS:
        raise AddressError(written, "only http and https are asked for")
    if not host:
        raise AddressError(written, "it names no server")
    path = quote(parts.path, _SAFE) or "/"
    query = quote(parts.query, _SAFE)
    target = urlunsplit(("", "", path, query, ""))
    if path.startswith("//"):
        # What `urlunsplit` takes for a server's name.
        target = path + (f"?{query}" if query else "")
    return Address(scheme, host, port or _PORTS[scheme], target)


def _ascii_host(name: str) -> str:
    """A server's name in the form of the domain name system.

    Raises:
        ValueError: It has none.
    """
    if ":" in name or name.isascii():
        if _UNPRINTABLE.search(name) or set(name) & set('<>"\\^`{|}%'):
            raise ValueError(name)
        return name
    return name.encode("idna").decode("ascii")
