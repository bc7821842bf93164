"""A server that says nothing and remembers whether anybody asked: for loaders that must not fetch."""

from __future__ import annotations

import contextlib
import select
import socket
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class SilentServer(NamedTuple):
    """A socket of this machine that somebody may connect to."""

    socket: socket.socket

    @property
    def address(self) -> str:
        """The address of something that would be there."""
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}/types.dtd"

    def was_asked(self) -> bool:
        """True if there was a connection."""
        return bool(select.select([self.socket], [], [], 0)[0])


@contextlib.contextmanager
def silent_server() -> Iterator[SilentServer]:
    """Listen as long as the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield SilentServer(listening)
