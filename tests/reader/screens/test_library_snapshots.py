"""What the list of articles looks like in each state a person would look at; see `test_snapshots`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.reader.screens.shelf_stage import make, on_shelf
from tests.reader.screens.test_snapshots import WRITES, dump

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parents[2] / "snapshots" / "library"

SIZES = {"120x40": (120, 40), "80x24": (80, 24)}

STATES: Mapping[str, tuple[str, ...]] = {
    "articles": (),
    "filter": ("/", *"tag:sahel colour:blue"),
    "chosen": ("space", "j"),
    "empty": (),
}
"""Keys in a library of three articles, or in one without any."""

SHOWN = {"articles": "who paid?", "filter": "who paid?", "chosen": "no marks yet", "empty": ""}
"""What stands beside the list in the end, where there is room."""


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", SIZES)
async def test_the_list_looks_as_it_was_approved(state: str, size: str, library: Path) -> None:
    approved = FOLDER / f"{state}-{size}.txt"
    if state != "empty":
        make(library)
    wanted = "" if WRITES else approved.read_text(encoding="utf-8")

    async with on_shelf(library, size=SIZES[size]) as stage:
        await stage.press(*STATES[state])
        if stage.shelf.preview.display:
            await stage.until(lambda: stage.shows(SHOWN[state]))
        if WRITES:
            await stage.pilot.pause()
            approved.write_text(dump(stage), encoding="utf-8")
        else:
            await stage.until(lambda: dump(stage) == wanted, f"What {approved.name} shows")


def test_no_dump_is_left_over() -> None:
    wanted = {f"{state}-{size}.txt" for state in STATES for size in SIZES}

    assert {path.name for path in FOLDER.iterdir()} == wanted
