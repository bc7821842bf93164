"""A person's settings: what can be set, what holds where nothing is, and the file they stand in.

A wrong file never keeps postil from starting: what is wrong is told, and there the default holds.
What a file's text means is `config_reading`'s; without a file nothing of that is imported.
"""

from __future__ import annotations

import os
import stat
from types import MappingProxyType
from typing import TYPE_CHECKING

from annotations.values import NamedTuple
from reader.paths import SETTINGS_VARIABLE, settings_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SIZE_LIMIT_BYTES = 1 << 16
"""A settings file with every key and all comments has some 10 KB."""

_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_NO_LINES: Mapping[tuple[str, ...], int] = MappingProxyType({})


class Settings(NamedTuple):
    """What a person can set, with what holds otherwise."""

    keys: Mapping[str, tuple[str, ...]] = _NO_KEYS
    """Public names of actions to the keys they have; the other actions have those of the table."""
    keyboard: tuple[str, ...] = ()
    """Layouts typed on besides the one of the action table; see `keyboards`."""
    theme: str = "auto"
    """`auto`, `dark`, `light`, or the name of a theme of Textual's."""
    colours: Mapping[str, str] = _NOTHING
    """Roles of `palette` to `#rrggbb`."""
    marks: str = "bars"
    """What stands in the margin beside a mark: `bars` or `digits`."""
    width: int = 72
    """Cells of the reading column."""
    labels: str = "asdfghjklqwertyuiopzxcvbnm"
    """Letters of the labels of the passage jump, the nearest to the fingers first."""
    creator: str = ""
    """Put on new marks; empty puts nothing."""
    lookup: tuple[str, ...] = ()
    """The command that looks something up, as arguments; for a shell, one text."""
    lookup_shell: bool = False
    """A shell reads the command."""
    lookup_terminal: bool = False
    """The command gets the terminal until it ends."""
    cite: str = "apa"
    """How `Y` gives the reference: a style of `citations`, or a form of one's own."""
    clipboard: str = "auto"
    """`auto`, `osc52`, `native` or `none`."""
    ambiguous_width: int = 1
    """Cells of characters that East Asian fonts draw wide and others narrow."""
    bidi: str = "terminal"
    """Who puts Arabic and Hebrew into the order in which they stand: `terminal`, `postil`."""
    escape_ms: int = 0
    """How long a lone Esc waits for the rest of a sequence; 0 decides by the connection."""
    mouse: bool = True
    cursor: str = "block"
    """`block` is drawn, `terminal` is the terminal's own."""


DEFAULTS = Settings()


class Fault(NamedTuple):
    """What is wrong with a settings file, in one sentence without full stop."""

    line: int
    """From 1; 0 where it is the file as a whole."""
    sentence: str


class Loaded(NamedTuple):
    """The settings that hold, and where they are from."""

    settings: Settings
    path: Path
    is_there: bool
    faults: tuple[Fault, ...] = ()
    lines: Mapping[tuple[str, ...], int] = _NO_LINES
    """Where the keys stand, and those below them, for faults that are found later."""

    def with_faults(self, found: Iterable[tuple[str, str, str]]) -> Loaded:
        """With more faults: setting, key below it, sentence."""
        more = [
            Fault(self.lines.get((setting, key), 0), sentence) for setting, key, sentence in found
        ]
        faults = tuple(sorted((*self.faults, *more), key=lambda fault: fault.line))
        return self._replace(faults=faults)

    def summary(self) -> str:
        """What a line of the screen says of the faults; empty if there are none."""
        if not self.faults:
            return ""
        more = f" · and {len(self.faults) - 1} more" if len(self.faults) > 1 else ""
        return f"{self.told(self.faults[0])}{more} · postil settings lists them"

    def told(self, fault: Fault) -> str:
        """A fault with its place."""
        line = f", line {fault.line}" if fault.line else ""
        return f"{self.path.name}{line}: {fault.sentence}"


def load() -> Loaded:
    """The settings of the person who runs postil."""
    path = settings_path()
    try:
        data = _read(path)
    except (FileNotFoundError, NotADirectoryError):
        if os.environ.get(SETTINGS_VARIABLE):
            fault = Fault(0, f"{SETTINGS_VARIABLE} names a file that is not there")
            return Loaded(DEFAULTS, path, is_there=False, faults=(fault,))
        return Loaded(DEFAULTS, path, is_there=False)
    except OSError as error:
        fault = Fault(0, f"it cannot be read ({error.strerror or error})")
        return Loaded(DEFAULTS, path, is_there=True, faults=(fault,))
    except ValueError as error:
        return Loaded(DEFAULTS, path, is_there=True, faults=(Fault(0, str(error)),))
    if not data:
        return Loaded(DEFAULTS, path, is_there=True)
    from reader.config_reading import read  # noqa: PLC0415  # only with a file

    settings, faults, lines = read(data)
    return Loaded(settings, path, is_there=True, faults=faults, lines=lines)


def _read(path: Path) -> bytes:
    """The bytes of a file; of none that never ends, and without waiting for a pipe.

    Raises:
        OSError: It cannot be read.
        ValueError: It is no file, or too large; the text says so.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as stream:  # noqa: PTH123  # a descriptor
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            if str(path) == os.devnull:
                return b""
            message = "it is no file"
            raise ValueError(message)
        data = stream.read(SIZE_LIMIT_BYTES + 1)
    if len(data) > SIZE_LIMIT_BYTES:
        message = f"it has more than {SIZE_LIMIT_BYTES >> 10} KB, so nothing of it is read"
        raise ValueError(message)
    return data
