"""An address fetched: from server to server, each checked, to the bytes that are kept as evidence."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from http.client import HTTPException
from typing import TYPE_CHECKING, NoReturn

from urllib3.exceptions import HTTPError

from annotations.errors import UnreadableSourceError
from annotations.model import now
from annotations.results import Capture
from reader.fetching.addresses import Address, AddressError, parse_address, shown_address
from reader.fetching.asking import Deadline, Limits, ask, body_of, connection_to
from reader.fetching.servers import find

if TYPE_CHECKING:
    from urllib3.response import HTTPResponse

Progress = Callable[[int, int | None], None]
"""Told how many bytes have come, and how many are to come where that is known."""

REDIRECTS_LIMIT = 5

_STATUS_REASONS = {
    401: "the server wants a name and a password",
    402: "the server wants to be paid",
    403: "the server does not give it out",
    404: "there is no such page",
    407: "a proxy wants a name and a password",
    410: "the page is gone",
    429: "the server says that it was asked too often",
    451: "it is withheld for legal reasons",
}
_BROWSER_HINT = "If a browser shows it, save the page there, and open the file."
_FORCE_HINT = "--force opens the page that was sent with this answer."
_SECRET_HEADERS = frozenset(("set-cookie", "set-cookie2"))
_CONSENT_HOSTS = ("consent.", "guce.", "privacy.")
"""How the servers are called that stand between a page and who has not agreed to cookies yet."""


def fetch(
    address: str,
    *,
    allow_local: bool = False,
    is_forced: bool = False,
    limits: Limits | None = None,
    progress: Progress = lambda _come, _total: None,
) -> Capture:
    """Ask for an address, and for those to which it leads.

    Args:
        address: As the person wrote it.
        allow_local: Also servers of the own machine and network.
        is_forced: Take a page also where its status says that it is an error.
        limits: Of time and size.
        progress: Told the bytes that came and how many are to come, if known; called while waiting
            as well, then in a thread of its own. What it raises ends the fetch.

    Returns:
        What was sent, with the address it came from.

    Raises:
        AddressError: It is not fetched: its form, or where it leads.
        UnreadableSourceError: It could not be fetched, and why.
    """
    asked = parse_address(address)
    limits = limits or Limits()
    state: tuple[int, int | None] = (0, None)

    def told(come_bytes: int, total_bytes: int | None) -> None:
        nonlocal state
        state = come_bytes, total_bytes
        progress(*state)

    deadline = Deadline(limits, lambda: progress(*state))
    try:
        return _follow(asked, deadline, limits, told, allow_local=allow_local, is_forced=is_forced)
    except UnreadableSourceError:
        if deadline.cancelled is not None:
            raise deadline.cancelled from None
        raise
    finally:
        deadline.close()


def _follow(
    asked: Address,
    deadline: Deadline,
    limits: Limits,
    progress: Progress,
    *,
    allow_local: bool,
    is_forced: bool,
) -> Capture:
    address = asked
    for _ in range(REDIRECTS_LIMIT + 1):
        numbers = find(
            address,
            min(limits.connect_s, deadline.left_s),
            allow_local=allow_local,
            pause=lambda: progress(0, None),
        )
        progress(0, None)
        connection = connection_to(
            address, numbers, deadline, limits, _context() if address.scheme == "https" else None
        )
        response = None
        try:
            response = ask(connection, address)
            following = _led_to(response, address)
            if following is None:
                _check_status(response, address, is_forced=is_forced)
                content = body_of(response, address, limits, progress)
                if deadline.is_over:
                    # A connection that was ended looks like one that came to its end.
                    _explain(TimeoutError(), address, deadline, limits)
                return _capture(asked, address, response, content)
            address = following
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            _explain(error, address, deadline, limits)
        finally:
            if response is not None:
                response.close()
            connection.close()
    raise AddressError(str(asked), f"it leads on more than {REDIRECTS_LIMIT} times")


def _led_to(response: HTTPResponse, address: Address) -> Address | None:
    """Where an answer leads; None if it is what was asked for.

    Raises:
        AddressError: Where it may not lead.
    """
    place = response.headers.get("Location")
    if response.status not in {301, 302, 303, 307, 308} or not place:
        return None
    try:
        following = parse_address(place, address)
    except AddressError as error:
        reason = f"it leads to {shown_address(place)}, and only http and https are asked for"
        raise AddressError(str(address), reason) from error
    if address.scheme == "https" and following.scheme == "http":
        reason = (
            f"it leads from an encrypted to an open connection ({shown_address(str(following))})"
        )
        raise AddressError(str(address), reason)
    if following.host.startswith(_CONSENT_HOSTS) and not address.host.startswith(_CONSENT_HOSTS):
        reason = f"the server sends to a page that asks for consent first ({following.host})"
        raise AddressError(str(address), reason, hint=_BROWSER_HINT)
    return following


def _check_status(response: HTTPResponse, address: Address, *, is_forced: bool) -> None:
    """Refuse what is no page.

    Raises:
        UnreadableSourceError: The server says that it is none.
    """
    status = response.status
    if status == HTTPStatus.OK or (is_forced and status >= HTTPStatus.BAD_REQUEST):
        return
    shown = shown_address(str(address))
    if status in {HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT}:
        raise UnreadableSourceError(shown, f"the server has nothing to show there ({status})")
    if status in _STATUS_REASONS:
        hint = _FORCE_HINT if status in {404, 410} else _BROWSER_HINT
        raise UnreadableSourceError(shown, f"{_STATUS_REASONS[status]} ({status})", hint=hint)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        reason = f"the server is in trouble ({status})"
        raise UnreadableSourceError(shown, reason, hint="Try again later.")
    if status >= HTTPStatus.BAD_REQUEST:
        raise UnreadableSourceError(shown, f"the server answered {status}", hint=_FORCE_HINT)
    is_leading = status >= HTTPStatus.MULTIPLE_CHOICES
    reason = (
        "the server leads on, and does not say where" if is_leading else "that is no whole page"
    )
    raise UnreadableSourceError(shown, f"{reason} ({status})", hint=_BROWSER_HINT)


def _capture(asked: Address, address: Address, response: HTTPResponse, content: bytes) -> Capture:
    shown = shown_address(str(address))
    if not content:
        raise UnreadableSourceError(shown, "the server sent an empty page")
    headers = tuple(
        (name, value)
        for name, value in response.headers.items()
        if name.lower() not in _SECRET_HEADERS
    )
    return Capture(
        address=str(asked),
        final_address=str(address),
        status=response.status,
        headers=headers,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        captured=now(),
    )


@cache
def _context() -> ssl.SSLContext:
    """Whose certificates are believed: those the system knows, and Mozilla's."""
    import certifi  # noqa: PLC0415  # only where it is encrypted

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _explain(error: Exception, address: Address, deadline: Deadline, limits: Limits) -> NoReturn:
    """Say what went wrong between here and the server.

    Raises:
        UnreadableSourceError: Always.
    """
    shown = shown_address(str(address))
    causes = _causes(error)
    if deadline.is_over:
        reason = f"it took more than {limits.total_s:.0f} s"
        raise UnreadableSourceError(shown, reason, hint="Try again later.") from error
    certificate = next((e for e in causes if isinstance(e, ssl.SSLCertVerificationError)), None)
    if certificate is not None:
        why = certificate.verify_message or "it is not valid"
        reason = f"the server's certificate is not to be trusted ({shown_address(why)})"
        raise UnreadableSourceError(shown, reason) from error
    if any(isinstance(each, ssl.SSLError) for each in causes):
        reason = "no encrypted connection came about"
    elif (
        any(isinstance(each, TimeoutError) for each in causes) or "Timeout" in type(error).__name__
    ):
        reason = f"the server did not answer within {min(limits.connect_s, limits.total_s):.0f} s"
    elif any(isinstance(each, ConnectionRefusedError) for each in causes):
        reason = "the server takes no connection"
    elif "Incomplete" in "".join(type(each).__name__ for each in causes):
        reason = "the connection broke off before all had come"
    elif any(isinstance(each, OSError) for each in causes):
        reason = "the connection broke off"
    else:
        reason = "the server's answer is not to be understood"
    raise UnreadableSourceError(shown, reason, hint="Try again later.") from error


def _causes(error: BaseException | None) -> list[BaseException]:
    """An error with those it comes from, also where a library wraps them as arguments."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        each = waiting.pop()
        if isinstance(each, BaseException) and not any(each is known for known in found):
            found.append(each)
            waiting += [each.__cause__, each.__context__, *each.args]
    return found
