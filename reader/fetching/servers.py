"""Where a server is, and whether it may be asked: no page may lead into the reader's own network."""

from __future__ import annotations

import ipaddress
import socket
import threading
from typing import TYPE_CHECKING

from annotations.errors import UnreadableSourceError
from reader.fetching.addresses import AddressError, shown_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.fetching.addresses import Address

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
"""IPv6 networks whose addresses hold an IPv4 address in their last 32 bits."""

_LOCAL_HINT = "If it is meant, add --allow-local."


def find(
    address: Address, timeout_s: float, *, allow_local: bool, pause: Callable[[], None]
) -> list[str]:
    """The numbers under which a server is asked, at least one; all it has must be public.

    Args:
        address: Of which the server is wanted.
        timeout_s: How long the system may take to look it up.
        allow_local: Also servers of the own machine and network.
        pause: Called while waiting; what it raises ends it.

    Raises:
        UnreadableSourceError: Nobody knows the server, or the system took too long.
        AddressError: One of its numbers is not public.
    """
    numbers = _look_up(address, timeout_s, pause)
    for number in numbers:
        if not allow_local and not is_public(ipaddress.ip_address(number)):
            reason = "its server stands in your own machine or network"
            raise AddressError(str(address), reason, hint=_LOCAL_HINT)
    return numbers


def is_public(number: IpAddress) -> bool:
    """True for what the whole internet can reach: neither private, nor this machine, nor a group."""
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if inner is None and number.teredo is not None:
            inner = number.teredo[1]
        if inner is None and any(number in network for network in _TRANSLATED):
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if number.is_site_local:
            return False
    return number.is_global and not number.is_multicast and not number.is_reserved


def _look_up(address: Address, timeout_s: float, pause: Callable[[], None]) -> list[str]:
    found: list[str] = []
    failures: list[OSError | UnicodeError] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            failures.append(error)
        else:
            found.extend(str(row[4][0]).partition("%")[0] for row in rows)

    # The system gives no way to end it: who waits for it goes on without it.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    waited_s = 0.0
    while asking.is_alive() and waited_s < timeout_s:
        asking.join(WAIT_S)
        waited_s += WAIT_S
        pause()
    if found:
        return list(dict.fromkeys(found))
    reason = f"nobody knows a server called {shown_address(address.host)}"
    if not failures:
        reason = f"the system could not find {shown_address(address.host)} in {timeout_s:.0f} s"
    hint = "Is the address right, and is there a connection to the internet?"
    raise UnreadableSourceError(shown_address(str(address)), reason, hint=hint)


WAIT_S = 0.05
"""Between two looks whether a server was found, and whether the person has cancelled."""
