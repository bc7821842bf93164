"""What every test runs under: nothing of the developer's machine, and no network."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import socket
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Deadlines would fail on a busy machine. A local run looks for new examples each time; in CI the
# same ones are tried, so that a change is judged by what it changed.
settings.register_profile(
    "local",
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "ci",
    parent=settings.get_profile("local"),
    derandomize=True,
    database=None,
    print_blob=True,
    phases=[phase for phase in Phase if phase is not Phase.explain],
)
settings.load_profile("ci" if os.environ.get("CI") else "local")

CODE = ("annotations", "reader", "tests")
"""Folders of the checkout whose modules are compiled."""


def pytest_configure(config: pytest.Config) -> None:
    """Compile a module once for all processes of a run, also where no bytecode is to be left behind.

    Each of the hundreds of programs that the tests start would compile all it imports, in a quarter of
    its time. What was not there before is gone after the run.
    """
    if hasattr(config, "workerinput") or not os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        return
    before = set(_bytecode(config.rootpath))

    def tidy() -> None:
        for folder in _bytecode(config.rootpath):
            if folder not in before:
                shutil.rmtree(folder, ignore_errors=True)

    config.add_cleanup(tidy)


def _bytecode(checkout: Path) -> list[Path]:
    return [folder for name in CODE for folder in (checkout / name).rglob("__pycache__")]


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are processors: a test often waits for a disk or another program."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Look for garbage no more among all modules and tests, which stay to the end."""
    gc.collect()
    gc.freeze()


FOREIGN_PREFIXES = ("TEXTUAL", "POSTIL_", "XDG_", "LC_", "SSH_")
"""Families of variables through which a developer's settings would get in."""

FOREIGN_NAMES = (
    "COLORFGBG",
    "COLUMNS",
    "EDITOR",
    "LANGUAGE",
    "LINES",
    "NO_COLOR",
    "PYTHONWARNINGS",
    "STY",
    "TMUX",
    "VISUAL",
)

_HOMES = itertools.count()

TOLD = tuple(
    (*state, "postil", "told", each)
    for state in (("state",), (".local", "state"))
    for each in ("first-steps", "first-farewell")
)
"""Nobody of these tests starts postil for the first time, but where a test says so; programs in a pty
have their state where the home says, without variables."""


class Homes:
    """Homes for tests; one that a test has left as it was is the next one's too.

    Most tests look at theirs never; made for each, seven thousand homes are 50,000 folders to make
    and to remove.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last: Path | None = None
        self._as_made: list[str] = []

    def home(self) -> Path:
        """A home in which there is nothing but that the person was told the first steps."""
        if self._last is None or _paths(self._last) != self._as_made:
            self._last = self._folder / str(next(_HOMES))
            for told in TOLD:
                path = self._last.joinpath(*told)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
            self._as_made = _paths(self._last)
        return self._last


def _paths(folder: Path) -> list[str]:
    """All that is in a folder, with what is below: places, sizes and the moments of the last change."""
    found = []
    folders = [str(folder)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                status = entry.stat(follow_symlinks=False)
                found.append(f"{entry.path} {status.st_size} {status.st_mtime_ns} {status.st_mode}")
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
    return sorted(found)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    """Where each test has a home; not in `tmp_path`, which a test may list."""
    return Homes(tmp_path_factory.mktemp("homes"))


@pytest.fixture(autouse=True)
def home(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, with the library and its backups below; shared with subprocesses."""
    folder = homes.home()
    for name in tuple(os.environ):
        if name.startswith(FOREIGN_PREFIXES) or name in FOREIGN_NAMES:
            monkeypatch.delenv(name)
    for name, below in {
        "HOME": "",
        "USERPROFILE": "",
        "XDG_CACHE_HOME": "cache",
        "XDG_CONFIG_HOME": "config",
        "XDG_DATA_HOME": "data",
        "XDG_RUNTIME_DIR": "runtime",
        "XDG_STATE_HOME": "state",
        "POSTIL_BACKUPS": "backups",
        "POSTIL_DB": "library.db",
    }.items():
        monkeypatch.setenv(name, str(folder / below) if below else str(folder))
    for name, value in {
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "TEXTUAL_ANIMATIONS": "none",
        "TZ": "UTC",
    }.items():
        monkeypatch.setenv(name, value)
    return folder


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves the machine; event loops and local servers still work."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    lookup = socket.getaddrinfo

    def refuse_strangers(address: object) -> None:
        host = address[0] if isinstance(address, tuple) and address else address
        if isinstance(address, tuple) and host not in {"127.0.0.1", "::1", "localhost"}:
            pytest.fail(f"A test tried to reach {host!r} over the network.")

    def guarded_connect(self: socket.socket, address: Any) -> None:  # noqa: ANN401 -- socket's own
        refuse_strangers(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:  # noqa: ANN401 -- likewise
        refuse_strangers(address)
        return connect_ex(self, address)

    def guarded_lookup(host: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 -- likewise
        refuse_strangers((host.decode() if isinstance(host, bytes) else host or "localhost",))
        return lookup(host, *rest, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_lookup)
        yield
