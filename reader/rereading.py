"""The source of an article read again while its text stands on the screen; that stays so if it fails.

All run in a thread beside the screen, and raise `PostilError` where the source or the library failed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.loaders import load_whole, open_source

if TYPE_CHECKING:
    from pathlib import Path

    from reader.loaders import Loaded, Pause, SourceBytes
    from reader.opening import Finished, Opening


def reread(opening: Opening, place: Path | str, pause: Pause) -> Finished:
    """Read the source again, and let the library know.

    Args:
        opening: Of the article.
        place: As its `path` or `address` gave it.
        pause: As in `Opening.finish`.
    """
    source = opening.fetched(place) if isinstance(place, str) else _opened(opening, place)
    return _taken_in(opening, source, pause)


def read_alone(opening: Opening, place: Path | str, pause: Pause) -> Loaded:
    """Read the source again, for what it holds besides its text; nobody is told.

    Args:
        opening: Of the article.
        place: As its `path` or `address` gave it; of an address its kept copy is read.
        pause: As in `Opening.finish`.
    """
    source = _as_it_stood(opening, place)
    try:
        return load_whole(source, opening.hint(source), pause=pause)
    finally:
        source.close()


def turn_page(opening: Opening, place: Path | str, pause: Pause, *, is_whole: bool) -> Finished:
    """Read a page of the web again as it stands, all of it or its article alone.

    Args:
        opening: Of the article.
        place: As its `path` or `address` gave it; of an address its kept copy is read.
        pause: As in `Opening.finish`.
        is_whole: All of it.
    """
    before, opening.is_whole_page = opening.is_whole_page, is_whole
    try:
        return _taken_in(opening, _as_it_stood(opening, place), pause, is_kept=True)
    except BaseException:
        opening.is_whole_page = before
        raise


def _taken_in(
    opening: Opening, source: SourceBytes, pause: Pause, *, is_kept: bool = False
) -> Finished:
    """A source loaded, and the library told; the article stands on it from then on."""
    try:
        whole = load_whole(source, opening.hint(source), pause=pause)
        finished = opening.take_in(source, whole, opening.open_library(), pause, is_kept=is_kept)
    except BaseException:
        source.close()
        raise
    opening.stand_on(source)
    return finished


def _opened(opening: Opening, path: Path) -> SourceBytes:
    """The file as it is now, within the limits that were asked for."""
    return open_source(path, is_forced=opening.request.force)


def _as_it_stood(opening: Opening, place: Path | str) -> SourceBytes:
    """A file, or the bytes that were last sent for an address; fetched where they were not kept."""
    if not isinstance(place, str):
        return _opened(opening, place)
    from reader.fetching.sources import FetchedSource, kept_source  # noqa: PLC0415  # not for files

    library = opening.open_library()
    article = library.find_source(kept_source(place))
    captures = library.captures(article.id) if article is not None else []
    return FetchedSource(captures[-1]) if captures else opening.fetched(place)
