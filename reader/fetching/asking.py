"""One question to one server, within the time: the connection is made to the number that was checked."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from urllib3.connection import HTTPConnection, HTTPSConnection

from annotations.errors import UnreadableSourceError
from reader.fetching.addresses import shown_address
from reader.fetching.unpacking import DamagedError, Unpacker, can_unpack
from reader.loaders.source import shown_size

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Sequence

    from urllib3.response import HTTPResponse

    from reader.fetching.addresses import Address

SIZE_LIMIT_BYTES = 50 << 20
"""Of what is unpacked: no page and few documents are larger, and a page must not fill the memory."""

CONNECT_S = 10.0
"""How long a server may take to answer a connection, or to send its next bytes."""

LOOK_S = 0.05
"""Between two looks whether the time is over, or the person has cancelled."""

CHUNK_BYTES = 1 << 14
"""Bytes taken at a time."""

_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; postil)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "*",
    "Connection": "close",
}
"""No cookies, no referrer: a server learns what it is asked for, and no more."""


class Limits(NamedTuple):
    """What a fetch may take."""

    total_s: float = 30.0
    connect_s: float = CONNECT_S
    size_bytes: int = SIZE_LIMIT_BYTES


class Deadline:
    """Ends a connection when its time is over or the person cancels; waiting for bytes ends with it."""

    def __init__(self, limits: Limits, pause: Callable[[], None]) -> None:
        """Begin.

        Args:
            limits: Of time.
            pause: Called now and then, in a thread of its own; what it raises ends the connection,
                and is in `cancelled` then.
        """
        self._end_s = time.monotonic() + limits.total_s
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._is_over = False
        self._is_done = threading.Event()
        self.cancelled: Exception | None = None
        threading.Thread(target=self._look, args=(pause,), daemon=True).start()

    @property
    def left_s(self) -> float:
        """Seconds there are still; never nothing, for no time means for ever to a socket."""
        return max(0.01, self._end_s - time.monotonic())

    @property
    def is_over(self) -> bool:
        """True if the time is over, or it was ended."""
        return self._is_over or time.monotonic() >= self._end_s

    def watch(self, connected: socket.socket) -> None:
        """From now on it is this connection that ends.

        A descriptor of its own, since that of the connection goes to whatever encrypts it.
        """
        with self._lock:
            self._let_go()
            self._socket = socket.socket(fileno=os.dup(connected.fileno()))
            if self._is_over:
                self._shut()

    def end(self) -> None:
        """End it now."""
        with self._lock:
            self._is_over = True
            self._shut()

    def close(self) -> None:
        """The work is done."""
        self._is_done.set()
        with self._lock:
            self._let_go()

    def _look(self, pause: Callable[[], None]) -> None:
        while not self._is_done.wait(min(LOOK_S, self.left_s)):
            try:
                pause()
            except Exception as error:  # noqa: BLE001  # whatever it is goes to who waits
                self.cancelled = error
            if self.is_over or self.cancelled is not None:
                self.end()
                return

    def _shut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _let_go(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def connection_to(
    address: Address,
    numbers: Sequence[str],
    deadline: Deadline,
    limits: Limits,
    context: ssl.SSLContext | None,
) -> HTTPConnection:
    """A connection to the first number that answers, which asks by the server's name; not made yet.

    Args:
        address: Whose server is asked.
        numbers: The server's, as they were checked: a name looked up again could lead elsewhere.
        deadline: Ends it.
        limits: Of time.
        context: For https: whose certificates are believed.
    """

    def connect() -> socket.socket:
        for place, number in enumerate(numbers):
            timeout_s = min(limits.connect_s, deadline.left_s)
            try:
                made = socket.create_connection((number, address.port), timeout_s)
                break
            except OSError:
                # Many machines have no way to numbers of the newer kind, which may come first.
                if place + 1 == len(numbers) or deadline.is_over:
                    raise
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        deadline.watch(made)
        return made

    timeout_s = min(limits.connect_s, limits.total_s)
    if address.scheme == "http":
        plain = HTTPConnection(address.host, address.port, timeout=timeout_s)
        plain._new_conn = connect  # type: ignore[method-assign]  # noqa: SLF001  # urllib3's own way
        return plain
    safe = HTTPSConnection(address.host, address.port, timeout=timeout_s, ssl_context=context)
    safe._new_conn = connect  # type: ignore[method-assign]  # noqa: SLF001
    return safe


def ask(connection: HTTPConnection, address: Address) -> HTTPResponse:
    """Ask for the address; the answer's body is not read yet."""
    headers = {"Host": address.netloc, **_HEADERS}
    connection.request(
        "GET", address.target, headers=headers, preload_content=False, decode_content=False
    )
    return connection.getresponse()


def body_of(
    response: HTTPResponse,
    address: Address,
    limits: Limits,
    progress: Callable[[int, int | None], None],
) -> bytes:
    """The whole body, unpacked.

    Args:
        response: As `ask` gave it.
        address: For sentences.
        limits: Of size.
        progress: Told the bytes that came and how many are to come, if known.

    Raises:
        UnreadableSourceError: It is too large, or packed in a way that was not asked for.
    """
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    shown = shown_address(str(address))
    if not can_unpack(packing):
        reason = f"it was sent packed as {shown_address(packing)}, which was not asked for"
        raise UnreadableSourceError(shown, reason)
    announced = response.headers.get("Content-Length", "")
    total = int(announced) if announced.isdecimal() else None
    parts: list[bytes] = []
    size_bytes = come_bytes = 0

    def unpacked() -> Iterator[bytes]:
        nonlocal come_bytes
        unpacker = Unpacker(packing)
        while chunk := response.read(CHUNK_BYTES, decode_content=False):
            come_bytes += len(chunk)
            progress(come_bytes, total)
            yield from unpacker.unpack(chunk)
        yield from unpacker.finish()

    try:
        for part in unpacked():
            parts.append(part)
            size_bytes += len(part)
            if size_bytes > limits.size_bytes:
                reason = f"it has more than {shown_size(limits.size_bytes)}"
                hint = "Save it in the browser, and open the file."
                raise UnreadableSourceError(shown, reason, hint=hint)
    except DamagedError as error:
        raise UnreadableSourceError(shown, "what was sent is packed, and damaged") from error
    return b"".join(parts)
