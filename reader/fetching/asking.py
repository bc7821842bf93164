"""One question to one server, within the time: the connection is made to the number that was checked."""

from __future__ import annotations

import os
import socket
import threading
import time
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from urllib3.connection import HTTPConnection, HTTPSConnection

from annotations.errors import UnreadableSourceError
from reader.fetching.addresses import shown_address
from reader.loaders.source import shown_size

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from urllib3.response import HTTPResponse

    from reader.fetching.addresses import Address

SIZE_LIMIT_BYTES = 50 << 20
"""Of what is unpacked: no page and few documents are larger, and a page must not fill the memory."""

CONNECT_S = 10.0
"""How long a server may take to answer a connection, or to send its next bytes."""

LOOK_S = 0.05
"""Between two looks whether the time is over, or the person has cancelled."""

CHUNK_BYTES = 1 << 14
"""Packed bytes taken at a time; unpacked they are at most a thousand times as many, in slices."""

SLICE_BYTES = 1 << 20
"""Unpacked bytes made at a time."""

_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; postil)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "*",
    "Connection": "close",
}
"""No cookies, no referrer: a server learns what it is asked for, and no more."""

_ZLIB_OF = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""Window bits that tell zlib which wrapping to expect."""


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
    number: str,
    deadline: Deadline,
    limits: Limits,
    context: ssl.SSLContext | None,
) -> HTTPConnection:
    """A connection to a number, which asks by the server's name; not made yet.

    Args:
        address: Whose server is asked.
        number: The server's, as it was checked: a name looked up again could lead elsewhere.
        deadline: Ends it.
        limits: Of time.
        context: For https: whose certificates are believed.
    """

    def connect() -> socket.socket:
        timeout_s = min(limits.connect_s, deadline.left_s)
        made = socket.create_connection((number, address.port), timeout_s)
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
    unpack = _unpacker(response, address)
    announced = response.headers.get("Content-Length", "")
    total = int(announced) if announced.isdecimal() else None
    parts: list[bytes] = []
    size_bytes = come_bytes = 0
    while chunk := response.read(CHUNK_BYTES, decode_content=False):
        come_bytes += len(chunk)
        progress(come_bytes, total)
        for part in unpack(chunk):
            parts.append(part)
            size_bytes += len(part)
            if size_bytes > limits.size_bytes:
                reason = f"it has more than {shown_size(limits.size_bytes)}"
                hint = "Save it in the browser, and open the file."
                raise UnreadableSourceError(shown_address(str(address)), reason, hint=hint)
    return b"".join(parts)


def _unpacker(response: HTTPResponse, address: Address) -> Callable[[bytes], list[bytes]]:
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing in {"", "identity"}:
        return lambda chunk: [chunk]
    if packing not in _ZLIB_OF:
        reason = f"it was sent packed as {shown_address(packing)}, which was not asked for"
        raise UnreadableSourceError(shown_address(str(address)), reason)
    machine = zlib.decompressobj(_ZLIB_OF[packing])
    is_first = True

    def unpack(chunk: bytes) -> list[bytes]:
        nonlocal machine, is_first
        parts: list[bytes] = []
        while chunk:
            try:
                part = machine.decompress(chunk, SLICE_BYTES)
            except zlib.error as error:
                if not is_first or packing != "deflate":
                    reason = "what was sent is packed, and damaged"
                    raise UnreadableSourceError(shown_address(str(address)), reason) from error
                # Some servers leave out the wrapping that the standard asks for.
                machine, is_first = zlib.decompressobj(-15), False
                continue
            is_first = False
            parts.append(part)
            chunk = machine.unconsumed_tail
            if len(parts) > SIZE_LIMIT_BYTES // SLICE_BYTES:
                break  # more than any limit: whoever counts ends it
        return parts

    return unpack
