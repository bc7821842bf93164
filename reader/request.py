"""What is to be read, and how: the one thing the command line hands to the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.values import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.model import ArticleId, VersionId


class ReadRequest(NamedTuple):
    """One article to open. Exactly one of `path`, `address`, `data` and `article` is given.

    The path may be that of an annotated YAML; only its content tells.
    """

    path: Path | None = None
    """A file, as it was named; not yet known to exist."""
    address: str = ""
    """Of the web, as it was named; fetched if no copy of it is kept."""
    data: bytes | None = None
    """What stood on standard input; the keyboard is then `/dev/tty`."""
    article: ArticleId | None = None
    """An article of the library, named by the end of its id or by its title."""
    version: VersionId | None = None
    """An earlier text of `article`, to be read only."""
    library: Path | None = None
    """The library's database; None is the platform's place."""
    encoding: str = ""
    """Of the source's bytes; empty lets the loader find out."""
    title: str = ""
    """Of `data`, which says nothing of itself."""
    url: str = ""
    """Where `data` came from."""
    suffix: str = ""
    """The kind of `data`, as a file name would end: `.md`."""
    is_whole_page: bool = False
    """Of a page of the web, read not only its article but all there is."""
    refresh: bool = False
    """Fetch the address also where a copy of it is kept."""
    allow_local: bool = False
    """Ask servers of the own machine and network too."""
    force: bool = False
    """Open what the limits for size and shape would refuse."""
    cursor: bool = False
    """Show the terminal's own cursor at the caret, for Braille displays and screen readers."""
    debug: bool = False
    """Let a traceback through."""
