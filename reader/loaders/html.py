"""Pages of the web as articles: the part that is the article, or all of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, NoReturn
from urllib.parse import unquote, urljoin

from annotations.document import Document
from annotations.errors import UnsupportedSourceError
from reader.loaders import html_article, html_metadata, html_parsing, html_rules
from reader.loaders.html_metadata import Named
from reader.loaders.html_surroundings import Places, Rules, Treatment
from reader.loaders.html_walk import walk
from reader.loaders.loaded import WHOLE_PAGE, Hint, Loaded, Pause, go_on
from reader.loaders.runs import RunBuilder
from reader.loaders.source import SourceBytes, shown_name

if TYPE_CHECKING:
    from lxml import etree

    from reader.loaders.html_article import Article

LOADER = "html 1"
LOADER_OF_WHOLE = f"{LOADER} {WHOLE_PAGE}"

HEAD_BLOCKS = 1_000
"""Paragraphs from which on a page is so long that its head is read first."""

HEAD_LEAVES = 120
"""Of a head: some two screens, also where each has but a line."""

FRAMES_TOLD = 3
"""Files that are named where a page is made of frames."""

_HIDDEN = Treatment(is_hidden=True)


def load(source: SourceBytes, hint: Hint, *, is_head: bool = False, pause: Pause = go_on) -> Loaded:
    """Load a page: its article, unless the whole page is asked for.

    Raises:
        UnsupportedSourceError: There is no text in it.
        InvalidValueError: There is no encoding of the name that was asked for.
        UnreadableSourceError: The disk failed.
    """
    decoded = html_parsing.decoded(source, hint, pause)
    page = read_page(decoded.text, hint, pause, is_head=is_head)
    sha256 = source.sha256 if page.is_whole else ""
    document = replace(page.document, source_sha256=sha256)
    notices = decoded.notices + page.notices
    return Loaded(document=document, notices=notices, is_whole=page.is_whole)


def load_part(data: bytes, hint: Hint, declared: str, pause: Pause) -> Loaded:
    """Load a page that stands within something else.

    Args:
        data: Its bytes.
        hint: As for any loader.
        declared: The encoding that is told beside it; empty if none is.
        pause: Called between slices of the work.

    Raises:
        UnsupportedSourceError: There is no text in it.
        InvalidValueError: There is no encoding of the name that was asked for.
    """
    decoded = html_parsing.decoded(SourceBytes(data), hint, pause, declared=declared)
    page = read_page(decoded.text, hint, pause)
    return Loaded(document=page.document, notices=decoded.notices + page.notices)


class Page(NamedTuple):
    """A page as it was read; its document knows nothing yet of the bytes it came from."""

    document: Document
    notices: tuple[str, ...]
    is_whole: bool = True


class _EnoughError(Exception):
    """The head is there."""


def read_page(source: str, hint: Hint, pause: Pause = go_on, *, is_head: bool = False) -> Page:
    """Read a page that is decoded: for a page on its own, and for one within something else.

    Args:
        source: The page.
        hint: As for any loader.
        pause: Called between slices of the work.
        is_head: The beginning of a long page suffices; it may turn out that the article begins
            elsewhere.

    Raises:
        UnsupportedSourceError: There is no text in it.
    """
    root, notices = html_parsing.parse(source)
    address = hint.address or html_metadata.address_of(root, source)
    pause()
    is_head = is_head and html_article.count_blocks(root, HEAD_BLOCKS) >= HEAD_BLOCKS
    found: Article | None = None
    if not hint.is_whole_page:
        found = html_article.guess(root) if is_head else html_article.find(root, address)
    pause()
    metadata = html_metadata.metadata_of(root, address, found.beside if found else Named())
    part = root if found is None else found.root
    left_out = frozenset() if found is None else found.left_out
    builder, places = RunBuilder(), Places()
    rules = Rules(
        base=html_metadata.base_of(root, address),
        page=address.partition("#")[0],
        treat=(lambda element: _HIDDEN if element in left_out else None) if left_out else None,
    )

    def pause_or_end() -> None:
        if is_head and builder.leaves >= HEAD_LEAVES:
            raise _EnoughError
        pause()

    with suppress(_EnoughError):
        if found is not None and _is_title(found.heading, metadata.title):
            walk(found.heading, builder, places, rules, pause=pause_or_end)
        walk(part, builder, places, rules, pause=pause_or_end)
        is_head = False
    text, blocks, spans = builder.finish(places.resolve)
    if not text.strip():
        _refuse(root, hint)
    document = Document(
        text=text,
        blocks=blocks,
        spans=spans,
        locators=tuple(places.locators),
        metadata=metadata._replace(title=metadata.title or hint.name),
        loader=LOADER_OF_WHOLE if hint.is_whole_page else LOADER,
    )
    return Page(document, notices, is_whole=not is_head)


def _is_title(heading: etree._Element | None, title: str) -> bool:
    """True if a heading says what the title does: a site's name is none of its article."""
    if heading is None:
        return False
    said = "".join("".join(heading.itertext("*")).split()).casefold()
    told = "".join(title.split()).casefold()
    return bool(said) and bool(told) and (told.startswith(said) or said.startswith(told))


def _refuse(root: etree._Element, hint: Hint) -> NoReturn:
    names = {html_rules.local(each) for each in root.iter("*")}
    framed = _framed(root, hint.address)
    if "frameset" in names or framed:
        more = ", …" if len(framed) > FRAMES_TOLD else ""
        told = f": {', '.join(framed[:FRAMES_TOLD])}{more}" if framed else ""
        raise UnsupportedSourceError(
            hint.name,
            "is made of frames, and holds no text itself",
            hint=f"Open what is framed{told or '.'}",
        )
    reason = "holds no text"
    if "script" in names:
        reason += ": what it shows is made by its scripts"
    raise UnsupportedSourceError(hint.name, reason)


def _framed(root: etree._Element, address: str) -> list[str]:
    """The files or addresses that the frames of a page show, as they may be opened one by one.

    Args:
        root: The page.
        address: Where it was fetched; of a file, what it names stands beside it.
    """
    found: dict[str, None] = {}
    for frame in root.iter("frame", "iframe"):
        source = html_rules.framed_source(frame)
        with suppress(ValueError):
            found.setdefault(shown_name(urljoin(address, source) if address else unquote(source)))
    found.pop("", None)
    return list(found)
