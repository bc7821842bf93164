"""A head loaded beside: the same as one loaded here, whatever becomes of the other process."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotations.errors import InvalidValueError
from reader.loaders import Hint, Loaded, SourceBytes, begin_head, load_head
from reader.loaders.forked import ForkedHead

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="forks"),
    # The test runner has threads; postil forks only while it has none.
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]

SOURCE = "# A title\n\nOne *word*, a [link](https://example.org).\n\n> “Said”\n" * 40


def loader(text: str = SOURCE, hint: Hint | None = None) -> Callable[[], Loaded]:
    source = SourceBytes(text.encode(), name="a.md")
    return lambda: load_head(source, hint or Hint(name="a.md"))


def descriptors() -> list[Path]:
    folder = Path("/dev/fd")
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_a_head_from_another_process_is_the_one_loaded_here() -> None:
    expected = loader()()

    found = ForkedHead(loader()).result()

    assert found.document.text == expected.document.text
    assert found.document.blocks == expected.document.blocks
    assert found.document.spans == expected.document.spans
    assert found.document.metadata == expected.document.metadata
    assert found._replace(document=expected.document) == expected


def test_the_head_is_loaded_in_the_other_process_alone() -> None:
    loaded_here: list[bool] = []
    load = loader()

    def loads() -> Loaded:
        loaded_here.append(True)
        return load()

    head = ForkedHead(loads)

    assert head.result() is head.result()
    assert loaded_here == []


def test_what_kills_the_other_process_does_not_reach_the_reader() -> None:
    here = os.getpid()
    load = loader()

    def dies_elsewhere() -> Loaded:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return load()

    assert ForkedHead(dies_elsewhere).result().document.text == load().document.text


def test_without_another_process_the_head_is_loaded_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", fails)

    assert ForkedHead(loader()).result().document.text == loader()().document.text


def test_an_error_of_the_loader_is_raised_here() -> None:
    head = ForkedHead(loader(hint=Hint(name="a.md", encoding="no-such")))

    with pytest.raises(InvalidValueError, match="no-such"):
        head.result()


def test_no_process_and_no_descriptor_is_left_behind() -> None:
    before = descriptors()

    for _ in range(3):
        ForkedHead(loader()).result()

    assert descriptors() == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.py"])
def test_a_begun_head_is_the_head(name: str) -> None:
    source = SourceBytes(SOURCE.encode(), name=name)

    head = begin_head(source)

    assert head.result().document.text == load_head(source).document.text
