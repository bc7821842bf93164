"""What stands on the screen, read again from its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.errors import UnreadableSourceError
from reader.loaders import source
from reader.opening import Opening
from reader.request import ReadRequest
from reader.rereading import read_alone, reread, turn_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def go_on() -> None:
    """No pause."""


def turned(opening: Opening, path: Path) -> object:
    return turn_page(opening, path, go_on, is_whole=True)


def opening_of(path: Path) -> Opening:
    path.write_text("A text that is longer than the limit.")
    opening = Opening(ReadRequest(path=path, library=path.with_suffix(".db"), force=True))
    opening.finish(go_on)
    return opening


@pytest.mark.parametrize(
    "again",
    [
        lambda opening, path: reread(opening, path, go_on),
        lambda opening, path: read_alone(opening, path, go_on),
        turned,
    ],
)
def test_what_was_opened_by_force_is_read_again_by_force(
    again: Callable[[Opening, Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "SIZE_LIMIT_BYTES", 10)
    opening = opening_of(tmp_path / "a.txt")

    assert again(opening, tmp_path / "a.txt")

    opening.close()


def test_a_page_that_cannot_be_turned_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    opening = opening_of(path)
    path.unlink()

    with pytest.raises(UnreadableSourceError):
        turned(opening, path)

    assert opening.is_whole_page is None
    opening.close()
