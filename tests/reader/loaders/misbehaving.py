"""Loaders that do what a parser may do with a hostile source, each named in the source's first line."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

from annotations.document import Document
from annotations.errors import UnsupportedSourceError
from reader.loaders import Hint, Loaded, Pause, SourceBytes

if TYPE_CHECKING:
    from collections.abc import Callable


class Stranger:
    """A value that no answer may hold."""


def load(source: SourceBytes, hint: Hint, *, is_head: bool, pause: Pause) -> Loaded:
    """Do what the source says."""
    pause()
    return _DEEDS[source.read(0, 100).split(b"\n")[0].decode()](source, hint, is_head)


def _read(source: SourceBytes, hint: Hint, is_head: bool) -> Loaded:
    text = b"".join(source.chunks()).decode() + f"{hint.name} {is_head}"
    return Loaded(document=Document(text=text, source_sha256=source.sha256), notices=("said",))


def _refuse(_source: SourceBytes, hint: Hint, _is_head: bool) -> Loaded:
    raise UnsupportedSourceError(hint.name, "is nothing", hint="Try another.")


def _fail(*_: object) -> Loaded:
    raise KeyError


def _crash(*_: object) -> Loaded:
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def _fill(*_: object) -> Loaded:
    held = [bytearray(1 << 24) for _ in range(1000)]
    raise AssertionError(len(held))


def _wait(*_: object) -> Loaded:
    time.sleep(100)
    raise AssertionError


def _print(source: SourceBytes, hint: Hint, is_head: bool) -> Loaded:
    os.write(1, b"a library says something")
    return _read(source, hint, is_head)


def _answer_else(*_: object) -> Loaded:
    return Loaded(document=Document(text="x"), notices=Stranger())  # type: ignore[arg-type]


_DEEDS: dict[str, Callable[[SourceBytes, Hint, bool], Loaded]] = {
    "read": _read,
    "refuse": _refuse,
    "fail": _fail,
    "crash": _crash,
    "fill": _fill,
    "wait": _wait,
    "print": _print,
    "answer else": _answer_else,
}
