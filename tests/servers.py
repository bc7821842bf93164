"""A server of a test's own on this machine: what it sends is told by the path that is asked for."""

from __future__ import annotations

import gzip
import socketserver
import ssl
import subprocess
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Answer = Callable[[socket.socket], None]


def answer(
    body: bytes = b"",
    *,
    status: int = 200,
    kind: str = "text/html; charset=utf-8",
    headers: tuple[tuple[str, str], ...] = (),
    length: int | None = None,
) -> bytes:
    """What a well-behaved server sends; `length` may be a lie."""
    lines = [
        f"HTTP/1.1 {status} Some",
        f"Content-Length: {len(body) if length is None else length}",
    ]
    if kind:
        lines.append(f"Content-Type: {kind}")
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


class Server:
    """Answers by path, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes | Answer] = {}
        self.requests: list[str] = []
        self.port = 0
        self.stopping = threading.Event()

    def url(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        """The address of a path here."""
        return f"{scheme}://{host}:{self.port}{path}"

    def page(self, path: str, body: str, **more: str) -> str:
        """Let a page stand at a path; gives its address."""
        self.answers[path] = answer(body.encode(), **more)  # type: ignore[arg-type]  # as named
        return self.url(path)

    def handle(self, connected: socket.socket) -> None:
        """Answer one request."""
        connected.settimeout(20)
        request = b""
        while b"\r\n\r\n" not in request:
            chunk = connected.recv(65_536)
            if not chunk:
                return
            request += chunk
            if not request.startswith(b"G"):
                connected.sendall(answer(status=400))
                return
        self.requests.append(request.decode("latin-1"))
        found = self.answers.get(request.split(b" ", 2)[1].decode("latin-1"))
        if found is None:
            connected.sendall(answer(b"<html><body>Not here", status=404))
        elif isinstance(found, bytes):
            connected.sendall(found)
        else:
            found(connected)


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Server]:
    """A server that runs as long as the block; with a certificate and its key it encrypts."""
    server = Server()
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                if context is None:
                    server.handle(self.request)
                    return
                with context.wrap_socket(
                    self.request, server_side=True, do_handshake_on_connect=False
                ) as connected:
                    connected.do_handshake()
                    server.handle(connected)

    class Threads(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        block_on_close = False

    with Threads(("127.0.0.1", 0), Handler) as running:
        server.port = running.server_address[1]
        thread = threading.Thread(
            target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        thread.start()
        yield server
        server.stopping.set()
        running.shutdown()


def self_signed(folder: Path) -> Path:
    """A certificate that nobody vouches for, with its key."""
    path = folder / "server.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-keyout", str(path), "-out", str(folder / "c.pem"), "-days", "2",
         "-subj", "/CN=localhost"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    path.write_text(path.read_text() + (folder / "c.pem").read_text())
    return path


def dripping(server: Server, beginning: bytes, drop: bytes) -> Answer:
    """Sends a beginning, then a drop now and then for ever."""

    def drip(connected: socket.socket) -> None:
        connected.sendall(beginning)
        while not server.stopping.wait(0.02):
            connected.sendall(drop)

    return drip


def zeros(count: int) -> bytes:
    """So many zeros, packed a thousand times smaller."""
    return gzip.compress(bytes(count), 9)
