"""Addresses opened as articles: from the command line, and in the app."""

from __future__ import annotations

import sqlite3
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from textual import events

from annotations.library import open_library
from annotations.store.sources import normalise_address
from reader.cli import main
from reader.opening import Opening
from reader.request import ReadRequest
from tests.pdfs import Page, column, pdf
from tests.reader.screens.stage import on_stage
from tests.servers import Server, answer, serving

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from pathlib import Path

PLAIN = "text/plain; charset=utf-8"

TEXT = "The visit\n\nThe minister came on Monday, and nobody asked about the costs of it.\n"


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    running.answers.clear()
    running.requests.clear()
    return running


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


def opened(address: str, library: Path, *, refresh: bool = False) -> tuple[str, tuple[str, ...]]:
    """The text an address opens to, and what is said."""
    request = ReadRequest(address=address, library=library, allow_local=True, refresh=refresh)
    opening = Opening(request)
    try:
        finished = opening.finish(lambda: None)
        return finished.document.text, (*finished.notices, *finished.opened.notices)
    finally:
        opening.close()


def test_the_bytes_are_kept_as_evidence_and_the_copy_is_shown_at_once(
    server: Server, library: Path
) -> None:
    address = server.page("/visit.txt", TEXT, kind=PLAIN)
    first, _ = opened(address, library)
    server.page("/visit.txt", "Gone.", kind=PLAIN)

    again, notices = opened(f"{address}?utm_source=mail#part", library)

    assert again == first
    assert any("the copy of" in said for said in notices)
    assert len(server.requests) == 1
    with open_library(library) as held:
        article = held.find_article("visit").id
        (capture,) = held.captures(article)
    assert capture.content == TEXT.encode()
    assert dict(capture.headers)["Content-Type"] == PLAIN
    with closing(sqlite3.connect(library)) as plain:
        assert plain.execute("SELECT content FROM captures").fetchall() == [(TEXT.encode(),)]


def test_a_refresh_captures_anew_and_the_old_text_stays_a_version(
    server: Server, library: Path
) -> None:
    address = server.page("/visit.txt", TEXT, kind=PLAIN)
    opened(address, library)
    changed = TEXT + "\nOne more paragraph came later.\n"
    server.page("/visit.txt", changed, kind=PLAIN)

    text, _ = opened(address, library, refresh=True)
    opened(address, library, refresh=True)

    assert text == changed
    with open_library(library) as held:
        article = held.find_article("visit").id
        versions = held.versions(article)
        captures = held.captures(article)
        assert held.document(article, versions[0][0].id).text == TEXT  # type: ignore[union-attr]
    assert [kept for _, kept in versions] == [True, True]
    assert [each.content.decode() for each in captures] == [TEXT, changed, changed]
    with closing(sqlite3.connect(library)) as plain:
        rows = plain.execute("SELECT content IS NULL FROM captures ORDER BY id").fetchall()
    assert rows == [(0,), (0,), (1,)]


def test_both_addresses_of_a_redirection_lead_to_the_article(server: Server, library: Path) -> None:
    final = server.page("/visit.txt", TEXT, kind=PLAIN)
    server.answers["/short"] = answer(status=302, headers=(("Location", "/visit.txt"),))
    opened(server.url("/short"), library)
    server.answers.clear()

    assert opened(server.url("/short"), library)[0] == TEXT
    assert opened(final, library)[0] == TEXT
    with open_library(library) as held:
        assert held.find_article("visit").source == normalise_address(final)


def test_what_is_forgotten_leaves_no_capture(server: Server, library: Path) -> None:
    opened(server.page("/visit.txt", TEXT, kind=PLAIN), library)

    with open_library(library) as held:
        held.forget(held.find_article("visit").id).result()

    with closing(sqlite3.connect(library)) as plain:
        assert plain.execute("SELECT count(*) FROM captures").fetchone() == (0,)
    assert b"nobody asked about the costs" not in library.read_bytes()


def test_a_pdf_that_is_called_a_page_opens_as_what_it_is(server: Server, library: Path) -> None:
    body = pdf([Page(lines=column(["The minister came on Monday."]))])
    server.answers["/report.html"] = answer(body, kind="text/html")

    text, _ = opened(server.url("/report.html"), library)

    assert text == "The minister came on Monday."


def test_two_pages_with_one_text_are_two_articles(server: Server, library: Path) -> None:
    opened(server.page("/one.txt", TEXT, kind=PLAIN), library)

    _, notices = opened(server.page("/two.txt", TEXT, kind=PLAIN), library)

    assert any("Same text as" in said for said in notices)


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/plain; charset=utf-8", "Straße".encode(), "Straße"),
        ("text/plain; charset=iso-8859-1", "Straße".encode(), "Straße"),
        ("text/plain; charset=windows-1251", "Мы приехали".encode("cp1251"), "Мы приехали"),
        ("text/plain; charset=no-such", b"plain", "plain"),
        ("text/plain; charset=rot13", b"plain", "plain"),
    ],
)
def test_the_servers_charset_counts_only_where_the_bytes_are_no_utf_8(
    kind: str, body: bytes, text: str, server: Server, library: Path
) -> None:
    server.answers["/text.txt"] = answer(body, kind=kind)

    assert opened(server.url("/text.txt"), library)[0] == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Please enable JavaScript to go on.", "asks for JavaScript"),
        ("We use cookies. Accept all, or reject all.", "consent"),
        ("The minister came. Subscribe now to read on.", "subscription"),
    ],
)
def test_a_page_before_the_article_is_said(
    text: str, said: str, server: Server, library: Path
) -> None:
    _, notices = opened(server.page("/wall.txt", text, kind=PLAIN), library)

    assert any(said in each for each in notices)


PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The visit – Post</title>
<meta property="og:site_name" content="Post"></head><body><nav><a href="/">Home</a> <a href="/x">X</a></nav>
<article><h1>The visit</h1>{}</article><footer>© Post</footer></body></html>"""


def test_a_page_is_its_article_with_hyperlinks_of_where_it_led(
    server: Server, library: Path
) -> None:
    prose = "<p>The minister came to the capital on Monday, and nobody asked about its costs.</p>"
    more = f'<p>He spoke of <a href="costs.html#a">what it costs</a> to all of us.</p>{prose * 12}'
    server.page("/2026/visit", PAGE.format(prose + more))
    server.answers["/v"] = answer(status=302, headers=(("Location", "/2026/visit"),))

    text, notices = opened(server.url("/v"), library)

    assert text.startswith("The visit\n\nThe minister came")
    assert "Home" not in text
    assert notices == ()
    with open_library(library) as held:
        article = held.find_article("visit")
        document = held.document(article.id)
    assert document is not None
    targets = [document.spans[index].target for index in range(len(document.spans))]
    assert server.url("/2026/costs.html#a") in targets
    assert article.metadata.language == "en"
    assert article.metadata.url == server.url("/2026/visit")


@pytest.mark.parametrize(
    ("header", "meta"),
    [("utf-8", "iso-8859-1"), ("iso-8859-1", "utf-8"), ("windows-1251", "koi8-r")],
)
def test_where_header_and_page_name_different_charsets_utf_8_is_told_by_the_bytes(
    header: str, meta: str, server: Server, library: Path
) -> None:
    prose = "<p>Die Straße nach Köln war am Montag für alle gesperrt, sagte der Minister.</p>" * 9
    page = PAGE.format(prose).replace('charset="utf-8"', f'charset="{meta}"')
    server.answers["/charset"] = answer(page.encode(), kind=f"text/html; charset={header}")

    assert "Straße nach Köln" in opened(server.url("/charset"), library)[0]


def test_a_page_that_says_it_is_not_free_is_told(server: Server, library: Path) -> None:
    data = '<script type="application/ld+json">{"isAccessibleForFree": false}</script>'
    address = server.page("/paid", PAGE.format(f"<p>The minister came on Monday.</p>{data}"))

    _, notices = opened(address, library)

    assert any("not free" in said for said in notices)


# --- the command line -----------------------------------------------------------------------------


def _run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(list(words))
    said = capsys.readouterr()
    return int(status), said.out, said.err


def test_addresses_stand_wherever_a_source_is_named(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    address = server.page("/visit.txt", TEXT, kind=PLAIN)
    refused = _run(capsys, "show", address)
    shown = _run(capsys, "show", address, "--allow-local")
    added = _run(capsys, "add", address, "--quote", "came on Monday")
    exported = _run(capsys, "export", address)
    meta = _run(capsys, "meta", address)
    undone = _run(capsys, "undo", address)

    assert refused[0] == 2
    assert "your own machine or network" in refused[2]
    assert "nobody asked" in shown[1]
    assert shown[0] == added[0] == exported[0] == meta[0] == undone[0] == 0
    assert f"url: {address}" in exported[1]
    assert f"url: {address}" in meta[1]
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://me:secret@", "names no server"),
        ("http://[::1", "no address of the web"),
        ("https://unknown.invalid/", "nobody knows a server"),
    ],
)
def test_a_wrong_address_is_one_sentence(
    address: str,
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nobody(*_arguments: object, **_more: object) -> list[object]:
        raise OSError(-2, "Name or service not known")

    monkeypatch.setattr("reader.fetching.servers.socket.getaddrinfo", nobody)

    status, out, err = _run(capsys, "show", address)

    assert (status, out) == (2, "")
    assert said in err
    assert "secret" not in err


def test_no_file_waits_for_what_fetches(tmp_path: Path) -> None:
    import subprocess

    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    script = (
        "import sys; from reader.opening import Opening; from reader.request import ReadRequest;"
        "from pathlib import Path; Opening(ReadRequest(path=Path(sys.argv[1]))).first();"
        "sys.exit(any(n in sys.modules for n in ('urllib3', 'certifi', 'ssl', 'reader.fetching')))"
    )
    assert subprocess.run([sys.executable, "-c", script, path], check=False).returncode == 0


# --- in the app -----------------------------------------------------------------------------------


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "here.md"
    path.write_text("# Here\n\nA text that is read before.\n")
    return path


async def test_r_fetches_anew_and_tells_what_became_of_the_marks(
    server: Server, source: Path, library: Path
) -> None:
    address = server.page("/visit.txt", TEXT, kind=PLAIN)
    opened(address, library)
    request = ReadRequest(address=address, library=library, allow_local=True)
    async with on_stage(source, library, opening=Opening(request)) as stage:
        assert "the copy of" in stage.message
        stage.place("nobody asked")
        await stage.press("s", "1")
        server.page("/visit.txt", "New: " + TEXT, kind=PLAIN)
        await stage.press("R")
        await stage.until(lambda: "kept" in stage.message)

        assert stage.session.document.text == "New: " + TEXT
        assert stage.message.endswith(": 1 mark kept")
        assert stage.screen.mode is None


async def test_esc_cancels_a_fetch_and_the_text_stays(
    server: Server, source: Path, library: Path
) -> None:
    address = server.page("/visit.txt", TEXT, kind=PLAIN)
    opened(address, library)

    def wait(_connected: socket.socket) -> None:
        server.stopping.wait(5)

    request = ReadRequest(address=address, library=library, allow_local=True)
    async with on_stage(source, library, opening=Opening(request)) as stage:
        server.answers["/visit.txt"] = wait
        await stage.press("R")
        await stage.until(lambda: "fetching" in stage.message)
        begun = time.monotonic()
        await stage.press("escape")
        await stage.until(lambda: "cancelled" in stage.message)

        assert time.monotonic() - begun < 3
        assert stage.session.document.text == TEXT
        await stage.press("s", "1")
        assert len(stage.stored()) == 1


async def test_a_pasted_address_is_offered_and_its_kept_copy_opens(
    server: Server, source: Path, library: Path
) -> None:
    address = server.page("/visit.txt", TEXT, kind=PLAIN)
    opened(address, library)
    async with on_stage(source, library) as stage:
        stage.app.post_message(events.Paste(f" {address}\n").set_sender(stage.app))
        await stage.until(lambda: stage.shows("enter opens http://127.0.0.1"))
        await stage.press("enter")
        await stage.until(lambda: not stage.app.is_running, "The end")

        following = stage.app.following
        assert following is not None
        assert following.first().document.text == TEXT
        following.close()


async def test_an_address_that_cannot_be_fetched_is_said_and_the_article_stays(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.app.post_message(events.Paste("http://me:secret@127.0.0.1:9/").set_sender(stage.app))
        await stage.until(lambda: stage.screen.mode is not None)
        assert not stage.shows("secret")
        await stage.press("enter")
        await stage.until(lambda: "your own machine or network" in stage.message)

        assert stage.app.is_running
        assert stage.screen.mode is None
