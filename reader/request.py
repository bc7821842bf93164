"""What is to be read, and how: the one thing the command line hands to the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.model import ArticleId


class ReadRequest(NamedTuple):
    """One article to open. Exactly one of `path`, `data` and `article` is given.

    The path may be that of an annotated YAML; only its content tells.
    """

    path: Path | None = None
    """A file, as it was named; not yet known to exist."""
    data: bytes | None = None
    """What stood on standard input; the keyboard is then `/dev/tty`."""
    article: ArticleId | None = None
    """An article of the library, named by the end of its id or by its title."""
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
    force: bool = False
    """Open what the limits for size and shape would refuse."""
    cursor: bool = False
    """Show the terminal's own cursor at the caret, for Braille displays and screen readers."""
    debug: bool = False
    """Let a traceback through."""
