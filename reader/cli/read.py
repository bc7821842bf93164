"""From arguments to the app: the way that must be short.

Only what a plain `postil article.md` needs stands here; options that are not plain, commands, help
and completion go by `commands`.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import PostilError
from reader.cli.names import COMMAND_NAMES, STANDARD_INPUT, looks_like_address, looks_like_path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.app import Ended
    from reader.config import Loaded
    from reader.opening import Opening
    from reader.request import ReadRequest
    from reader.shelving import Shelves
    from reader.terminal.ground import GroundQuestion

HEAD_PATIENCE_S = 0.25
"""How long the screen waits for a text to show, once it could be shown."""

LIBRARY_VARIABLE = "POSTIL_DB"
COMPLETION_VARIABLE = "_POSTIL_COMPLETE"
"""Set by a shell that asks for completions."""

_VALUES = {"--db": "library", "--encoding": "encoding"}
_SWITCHES = {
    "--force": "force",
    "--cursor": "cursor",
    "--debug": "debug",
    "--whole-page": "whole_page",
}


class NoTerminalError(PostilError):
    """There is no screen to read on."""

    def __init__(self, reason: str, source: str) -> None:
        super().__init__(
            f"postil needs a terminal to read in, and {reason}.",
            hint=f"Print the article with its marks instead: postil show {source or 'SOURCE'}",
        )


def plain_request(arguments: Sequence[str]) -> ReadRequest | None:
    """What to read, if the arguments are one path with simple options, and the output a terminal.

    Anything else gives None and is click's: it knows every rule, and has the words for mistakes.
    """
    parsed = _parsed(arguments)
    if parsed is None:
        return None
    sources, chosen, switches = parsed
    if len(sources) != 1 or not _is_plain_path(sources[0]):
        return None
    if os.path.isdir(sources[0]):  # noqa: PTH112  # a path object is dear here
        return None
    from reader.request import ReadRequest  # noqa: PLC0415 - only where reading begins

    library = chosen.get("library") or os.environ.get(LIBRARY_VARIABLE) or None
    return ReadRequest(
        path=Path(sources[0]),
        library=Path(library) if library else None,
        encoding=chosen.get("encoding", ""),
        is_whole_page=switches.get("whole_page", False),
        force=switches.get("force", False),
        cursor=switches.get("cursor", False),
        debug=switches.get("debug", False),
    )


def plain_library(arguments: Sequence[str]) -> tuple[Path | None, bool] | None:
    """The library to be shown, if no source is named and the output is a terminal.

    Returns:
        Its database, None for the platform's, and whether the terminal's own cursor is to be seen.
    """
    parsed = _parsed(arguments)
    if parsed is None:
        return None
    sources, chosen, switches = parsed
    if sources or chosen.keys() - {"library"} or switches.keys() - {"cursor", "debug"}:
        return None
    library = chosen.get("library") or os.environ.get(LIBRARY_VARIABLE) or None
    return Path(library) if library else None, switches.get("cursor", False)


def _parsed(
    arguments: Sequence[str],
) -> tuple[list[str], dict[str, str], dict[str, bool]] | None:
    """Sources, values and switches of simple arguments; None where click has to look at them."""
    if COMPLETION_VARIABLE in os.environ or not is_terminal(sys.stdout):
        return None
    words = list(arguments)
    chosen: dict[str, str] = {}
    switches: dict[str, bool] = {}
    sources: list[str] = []
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=")
        if word in _SWITCHES:
            switches[_SWITCHES[word]] = True
        elif name in _VALUES and (equals or words):
            chosen[_VALUES[name]] = value if equals else words.pop(0)
        elif word.startswith("-"):
            return None
        else:
            sources.append(word)
    return (sources, chosen, switches) if all(chosen.values()) else None


def read(request: ReadRequest) -> int:
    """Open an article on the screen; gives the exit status.

    Raises:
        NoTerminalError: There is nothing to show it on.
    """
    named = request.path or request.address or request.article or STANDARD_INPUT
    require_terminal(str(named))
    if not is_terminal(sys.stdin):
        _take_keyboard()
    # Of what is imported nothing is garbage; to look for it takes a tenth of a start. The app turns it
    # on after the first paint.
    gc.disable()
    try:
        return _read(request)
    finally:
        gc.enable()


def _read(request: ReadRequest) -> int:
    from reader.opening import Opening  # noqa: PLC0415 - only where reading begins

    opening = Opening(request)
    # What cannot be opened is told before there is a screen, most of it before one is imported.
    opening.begin()
    loaded, question = _prepared()
    from reader.app import run_app  # noqa: PLC0415 - the screen, while the terminal answers

    is_dark = question.answer()
    if request.address:
        _fetch(opening, request.address)
    opening.first(within_s=HEAD_PATIENCE_S)
    return _show(run_app, opening, loaded, is_dark=is_dark, cursor=request.cursor)


def read_library(library: Path | None, places: Sequence[str] = (), *, cursor: bool = False) -> int:
    """Show the list of articles on the screen; gives the exit status.

    Args:
        library: The database; None: the platform's.
        places: What is to be added to it.
        cursor: Show the terminal's own cursor.

    Raises:
        NoTerminalError: There is nothing to show it on.
        PostilError: The library cannot be opened.
    """
    require_terminal("")
    gc.disable()
    try:
        from reader.shelving import open_shelves  # noqa: PLC0415 - only where the list begins

        shelves = open_shelves(library, places)
        loaded, question = _prepared()
        from reader.app import run_app  # noqa: PLC0415 - the screen, while the terminal answers

        return _show(run_app, shelves, loaded, is_dark=question.answer(), cursor=cursor)
    finally:
        gc.enable()


def _prepared() -> tuple[Loaded, GroundQuestion]:
    """The settings, as far as they hold before there is a screen; the terminal is asked for its ground."""
    from reader.config import load  # noqa: PLC0415 - only where reading begins
    from reader.terminal.ground import GroundQuestion  # noqa: PLC0415 - likewise

    loaded = load()
    if loaded.settings.escape_ms:
        # Textual reads it when it is imported, and in no other way.
        os.environ["ESCDELAY"] = str(loaded.settings.escape_ms)
    if loaded.settings.ambiguous_width != 1:
        from reader.layout.cells import measure_ambiguous  # noqa: PLC0415 - only where it is set

        measure_ambiguous(loaded.settings.ambiguous_width)
    if loaded.settings.bidi == "postil":
        from reader.layout.cells import give_order  # noqa: PLC0415 - only where it is set

        give_order(is_given=True)
    question = GroundQuestion()
    if loaded.settings.theme == "auto":
        question.ask()
    return loaded, question


def _show(
    run_app: Callable[..., Ended],
    first: Opening | Shelves,
    loaded: Loaded,
    *,
    is_dark: bool,
    cursor: bool,
) -> int:
    """Show an article or the library, and what the person leaves it for."""
    ended = run_app(first, loaded, is_dark=is_dark, shows_cursor=cursor)
    while ended.following is not None:
        ended = run_app(ended.following, loaded, is_dark=is_dark, shows_cursor=cursor)
    if ended.farewell:
        from reader.cli.speaking import take_leave  # noqa: PLC0415 - once in a life

        take_leave(ended.farewell)
    return ended.status


def _fetch(opening: Opening, address: str) -> None:
    """Wait for a server, and say so where it takes long."""
    from annotations.reference import without_credentials  # noqa: PLC0415 - only for addresses
    from reader.cli.speaking import Waiting  # noqa: PLC0415 - likewise

    waiting = opening.progress = Waiting(f"fetching {without_credentials(address)}")
    try:
        opening.first()
    finally:
        waiting.close()


def is_terminal(stream: object) -> bool:
    """True if a stream is open and ends at a terminal."""
    try:
        return bool(stream.isatty())  # type: ignore[attr-defined]  # None and stubs say no below
    except (AttributeError, ValueError):
        return False


def _is_plain_path(word: str) -> bool:
    if word in COMMAND_NAMES or looks_like_address(word):
        return False
    return looks_like_path(word) or Path(word).exists()


def require_terminal(source: str) -> None:
    """Make sure that there is a screen to read on, and a keyboard.

    Raises:
        NoTerminalError: There is not.
    """
    if os.environ.get("TERM", "") == "dumb":
        reason = "this one is dumb (TERM=dumb)"
        raise NoTerminalError(reason, source)
    if not is_terminal(sys.stdout):
        reason = "its output is none"
        raise NoTerminalError(reason, source)
    if not is_terminal(sys.stdin) and not _has_keyboard():
        reason = "it has no keyboard"
        raise NoTerminalError(reason, source)


def _has_keyboard() -> bool:
    """True if the keyboard can be reached although standard input is something else."""
    try:
        os.close(os.open("CONIN$" if sys.platform == "win32" else "/dev/tty", os.O_RDWR))
    except OSError:
        return False
    return True


def _take_keyboard() -> None:
    """Let standard input be the keyboard, once what stood on it was read."""
    from reader.loaders.stdin import take_keyboard_from_tty  # noqa: PLC0415 - after a pipe only

    take_keyboard_from_tty()
    if sys.stdin is None:
        # It was closed; the screen's driver asks the stream, not the descriptor.
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - stays open
        sys.__stdin__ = sys.stdin  # type: ignore[misc]  # there is no other way to mend it
