"""What servers may send and where they may lead, each case once, against a server on this machine."""

from __future__ import annotations

import _socket
import gzip
import hashlib
import shutil
import socket
import time
import zlib
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from annotations.errors import PostilError, UnreadableSourceError
from reader.fetching.addresses import AddressError
from reader.fetching.asking import Limits
from reader.fetching.fetch import fetch
from tests.servers import Server, answer, dripping, self_signed, serving, zeros

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotations.results import Capture
    from tests.servers import Answer

PAGE = b"<!doctype html><title>Visit</title><p>The minister came on Monday."

QUICK = Limits(total_s=0.3, connect_s=0.2, size_bytes=1 << 20)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def get(
    server: Server,
    path: str,
    given: bytes | Answer | None = None,
    *,
    limits: Limits = QUICK,
    is_forced: bool = False,
) -> Capture:
    if given is not None:
        server.answers[path] = given
    return fetch(server.url(path), allow_local=True, limits=limits, is_forced=is_forced)


def refused(server: Server, path: str, given: bytes | Answer, *, limits: Limits = QUICK) -> str:
    begun = time.monotonic()
    with pytest.raises(PostilError) as caught:
        get(server, path, given, limits=limits)
    assert time.monotonic() - begun < 3
    said = str(caught.value)
    assert said.isprintable()
    assert said.endswith(".")
    return said


def test_bytes_hash_address_and_headers_are_the_evidence(server: Server) -> None:
    sent = answer(PAGE, headers=(("Last-Modified", "Mon"), ("Set-Cookie", "secret=1")))

    found = get(server, "/visit?id=1", sent)

    assert found.content == PAGE
    assert found.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert found.address == found.final_address == server.url("/visit?id=1")
    assert ("Last-Modified", "Mon") in found.headers
    assert not any("secret" in value for _, value in found.headers)
    assert found.captured.endswith("Z")


def test_a_name_and_a_password_are_neither_sent_nor_kept(server: Server) -> None:
    server.answers["/open"] = answer(PAGE)
    address = server.url("/open").replace("//", "//me:secret@")

    found = fetch(address, allow_local=True, limits=QUICK)

    assert "secret" not in repr(found)
    assert "secret" not in server.requests[-1]
    assert "authorization" not in server.requests[-1].lower()
    assert "cookie" not in server.requests[-1].lower()


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_what_is_sent_packed_is_unpacked(server: Server, packing: str) -> None:
    packed = gzip.compress(PAGE) if packing == "gzip" else zlib.compress(PAGE)

    found = get(server, f"/{packing}", answer(packed, headers=(("Content-Encoding", packing),)))

    assert found.content == PAGE


def _bare(data: bytes) -> bytes:
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return machine.compress(data) + machine.flush()


@pytest.mark.parametrize(
    ("packing", "packed"),
    [
        ("gzip", gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:])),
        ("deflate", _bare(PAGE)),
        ("GZIP", gzip.compress(PAGE)),
        ("identity", PAGE),
    ],
    ids=["in two parts", "without its wrapping", "in capitals", "not at all"],
)
def test_what_servers_make_of_packing_is_unpacked(
    server: Server, packing: str, packed: bytes
) -> None:
    found = get(server, "/odd", answer(packed, headers=(("Content-Encoding", packing),)))

    assert found.content == PAGE


def test_what_unpacks_to_more_than_a_slice_comes_whole(server: Server) -> None:
    content = b"0123456789" * 400_000
    packed = answer(gzip.compress(content, 9), headers=(("Content-Encoding", "gzip"),))

    found = get(server, "/large", packed, limits=Limits(total_s=10))

    assert found.content == content


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_what_ends_too_soon_is_said(server: Server, packing: str) -> None:
    packed = gzip.compress(PAGE * 9) if packing == "gzip" else _bare(PAGE * 9)

    said = refused(server, "/cut", answer(packed[:-9], headers=(("Content-Encoding", packing),)))

    assert "damaged" in said


def test_the_next_number_is_asked_where_the_first_does_not_answer(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers["/second"] = answer(PAGE)
    _resolve_to(monkeypatch, {"both.example": ["::1", "127.0.0.1"]})

    found = fetch(server.url("/second", "both.example"), allow_local=True, limits=QUICK)

    assert found.content == PAGE


def test_redirections_are_followed_and_both_addresses_kept(server: Server) -> None:
    server.answers["/new/place"] = answer(PAGE)

    found = get(server, "/old", answer(status=301, headers=(("Location", "/new/place"),)))

    assert found.address == server.url("/old")
    assert found.final_address == server.url("/new/place")


# --- catalogue N ----------------------------------------------------------------------------------


def test_slow_headers_end_with_the_time(server: Server) -> None:
    drip = dripping(server, b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n")

    assert "more than 0 s" in refused(server, "/slow-headers", drip)


def test_silence_ends_with_the_time(server: Server) -> None:
    def wait(_connected: socket.socket) -> None:
        server.stopping.wait(5)

    said = refused(server, "/silence", wait)

    assert "did not answer" in said or "more than" in said


def test_a_slow_body_ends_with_the_time(server: Server) -> None:
    drip = dripping(server, answer(length=10_000), b"x")

    assert "it took more than" in refused(server, "/slow-body", drip)


def test_an_endless_body_ends_with_the_limit(server: Server) -> None:
    def pour(connected: socket.socket) -> None:
        connected.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            connected.sendall(bytes(1 << 16))

    said = refused(server, "/endless", pour, limits=Limits(total_s=5, size_bytes=1 << 20))

    assert "more than 1.0 MB" in said


def test_a_bomb_of_zeros_ends_with_the_limit(server: Server) -> None:
    bomb = answer(zeros(20 << 20), headers=(("Content-Encoding", "gzip"),))

    said = refused(server, "/bomb", bomb, limits=Limits(total_s=5, size_bytes=1 << 20))

    assert "more than 1.0 MB" in said


@pytest.mark.parametrize("packing", ["br", "zstd", "\x1b[2J"])
def test_a_packing_that_was_not_asked_for_is_said(server: Server, packing: str) -> None:
    said = refused(server, "/packed", answer(b"x", headers=(("Content-Encoding", packing),)))

    assert "was not asked for" in said


def test_damaged_packing_is_said(server: Server) -> None:
    said = refused(server, "/damaged", answer(b"no gzip", headers=(("Content-Encoding", "gzip"),)))

    assert "damaged" in said


def test_a_wrong_length_is_said(server: Server) -> None:
    def cut(connected: socket.socket) -> None:
        connected.sendall(answer(PAGE, length=len(PAGE) + 100))

    assert "broke off before all had come" in refused(server, "/short", cut)


def test_a_circle_of_redirections_is_said(server: Server) -> None:
    said = refused(server, "/circle", answer(status=302, headers=(("Location", "/circle"),)))

    assert "leads on more than 5 times" in said


@pytest.mark.parametrize(
    "place",
    ["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "data:text/plain,x"],
)
def test_only_the_web_may_be_led_to(server: Server, place: str) -> None:
    said = refused(server, "/away", answer(status=302, headers=(("Location", place),)))

    assert "only http and https" in said


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "2130706433",
        "0177.0.0.1",
        "0x7f.1",
        "0.0.0.0",
        "10.1.2.3",
        "192.168.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "[fe80::1]",
        "[fd00::1]",
        "224.0.0.1",
    ],
)
def test_the_own_network_is_not_asked(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _numbers_alone)

    with pytest.raises(PostilError, match="your own machine or network"):
        fetch(f"http://{host}:9/", limits=QUICK)


def test_nor_does_a_redirection_lead_there(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers["/inside"] = answer(status=302, headers=(("Location", server.url("/secret")),))
    _resolve_to(monkeypatch, {"public.example": ["127.0.0.1"]})
    count = len(server.requests)
    monkeypatch.setattr(
        "reader.fetching.servers.is_public", lambda _number: len(server.requests) == count
    )

    with pytest.raises(AddressError, match="your own machine or network"):
        fetch(server.url("/inside", "public.example"), limits=QUICK)
    assert "GET /secret" not in "".join(server.requests)


def test_a_server_of_which_one_number_is_private_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _resolve_to(monkeypatch, {"two.example": ["93.184.216.34", "10.0.0.1"]})

    with pytest.raises(AddressError, match="your own machine or network"):
        fetch("http://two.example/", limits=QUICK)


def test_the_number_that_was_checked_is_the_one_that_is_asked(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers["/rebound"] = answer(PAGE)
    asked = _resolve_to(monkeypatch, {"rebinding.example": ["127.0.0.1"]})

    found = fetch(server.url("/rebound", "rebinding.example"), allow_local=True, limits=QUICK)

    assert found.content == PAGE
    assert asked == ["rebinding.example"]
    assert f"Host: rebinding.example:{server.port}" in server.requests[-1]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes the certificate")
def test_a_certificate_nobody_vouches_for_is_refused_and_encryption_is_not_left(
    tmp_path_factory: pytest.TempPathFactory, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_signed(tmp_path_factory.mktemp("tls"))
    with serving(certificate) as safe:
        safe.answers["/"] = answer(status=302, headers=(("Location", server.url("/open")),))
        address = safe.url("/", "localhost", "https")
        with pytest.raises(UnreadableSourceError, match="not to be trusted"):
            fetch(address, allow_local=True, limits=Limits(total_s=5))
        import ssl

        trusting = ssl.create_default_context(cafile=str(certificate.parent / "c.pem"))
        trusting.check_hostname = False
        monkeypatch.setattr("reader.fetching.fetch._context", lambda: trusting)
        with pytest.raises(AddressError, match="from an encrypted to an open connection"):
            fetch(address, allow_local=True, limits=Limits(total_s=5))


def test_a_server_that_speaks_no_encryption_is_said(server: Server) -> None:
    with pytest.raises(UnreadableSourceError, match="no encrypted connection"):
        fetch(server.url("/", scheme="https"), allow_local=True, limits=QUICK)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (204, "nothing to show"),
        (403, "does not give it out"),
        (404, "no such page"),
        (410, "gone"),
        (402, "paid"),
        (500, "in trouble"),
        (418, "answered 418"),
        (206, "no whole page"),
        (302, "does not say where"),
    ],
)
def test_a_status_that_is_no_page_is_said(server: Server, status: int, said: str) -> None:
    found = refused(server, f"/{status}", answer(PAGE if status != 204 else b"", status=status))

    assert said in found
    assert str(status) in found


def test_an_error_page_opens_by_force(server: Server) -> None:
    assert get(server, "/gone", answer(PAGE, status=404), is_forced=True).status == 404


def test_an_empty_page_is_said(server: Server) -> None:
    assert "empty page" in refused(server, "/empty", answer(b""))


def test_no_answer_of_the_web_is_said(server: Server) -> None:
    def mumble(connected: socket.socket) -> None:
        connected.sendall(b"\x16\x03\x01 hello\r\n\r\n")

    assert "not fetched" not in refused(server, "/mumble", mumble)


def test_a_closed_port_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(UnreadableSourceError, match="takes no connection"):
        fetch(f"http://127.0.0.1:{port}/", allow_local=True, limits=QUICK)


def test_a_consent_page_is_not_taken_for_the_article(server: Server) -> None:
    said = refused(
        server,
        "/agree",
        answer(status=302, headers=(("Location", "https://consent.example.org/?continue=x"),)),
    )

    assert "asks for consent" in said


class Cancelled(Exception):  # noqa: N818  # as the app's own
    pass


def test_whoever_cancels_in_silence_waits_no_longer(server: Server) -> None:
    def wait(_connected: socket.socket) -> None:
        server.stopping.wait(5)

    def progress(_come: int, _total: int | None) -> None:
        if len(server.requests) > count:
            raise Cancelled

    server.answers["/long-silence"] = wait
    count = len(server.requests)
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        fetch(server.url("/long-silence"), allow_local=True, progress=progress)
    assert time.monotonic() - begun < 3


def test_whoever_cancels_waits_no_longer(server: Server) -> None:
    server.answers["/long"] = dripping(server, answer(length=10_000_000), bytes(20_000))
    come: list[int] = []

    def progress(come_bytes: int, total_bytes: int | None) -> None:
        come.append(come_bytes)
        if come_bytes:
            assert total_bytes == 10_000_000
            raise Cancelled

    begun = time.monotonic()
    with pytest.raises(Cancelled):
        fetch(server.url("/long"), allow_local=True, progress=progress)
    assert time.monotonic() - begun < 3
    assert come[-1] > 0


def test_damaged_answers_are_a_page_or_one_sentence(server: Server) -> None:
    random = Random(7)
    whole = [
        answer(PAGE),
        answer(gzip.compress(PAGE, mtime=0), headers=(("Content-Encoding", "gzip"),)),
        answer(status=302, headers=(("Location", "/open"),)),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\n\r\n",
    ]
    server.answers["/open"] = answer(PAGE)
    for _ in range(50):
        damaged = bytearray(random.choice(whole))
        for _ in range(random.randint(1, 5)):
            place = random.randrange(len(damaged))
            damaged[place : place + random.randrange(4)] = random.randbytes(random.randrange(6))
        server.answers["/damaged"] = bytes(damaged)

        try:
            said = get(server, "/damaged").sha256
        except PostilError as error:
            said = f"{error}{error.hint}"
        assert said.isprintable()


def _numbers_alone(host: str, port: int, **_more: object) -> list[Any]:
    """What the system makes of numbers, without asking anybody for names."""
    return _socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM, 0, socket.AI_NUMERICHOST)


def _resolve_to(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> list[str]:
    """Let names have these numbers; gives the list of names that will be looked up."""
    asked: list[str] = []

    def look_up(host: str, port: int, *_rest: object, **_more: object) -> list[Any]:
        if host not in names:
            return _numbers_alone(host, port)
        asked.append(host)
        return [(0, 0, 0, "", (number, port)) for number in names[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked
