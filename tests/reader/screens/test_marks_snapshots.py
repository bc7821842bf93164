"""What the list of all marks, and that of all texts, look like in each state; see `test_snapshots`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.reader.screens.stage import on_stage
from tests.reader.screens.test_marks_list import two_articles
from tests.reader.screens.test_snapshots import WRITES, dump

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parents[2] / "snapshots" / "marks"

SIZES = {"120x40": (120, 40), "80x24": (80, 24)}

STATES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "list": (("M",), "6 marks"),
    "filter": (("M", "/", *"minister by:a"), "2 marks"),
    "mistake": (("M", "/", *"(minister is:red"), "One of these was expected"),
    "texts": (("M", "T", *"minister", "down", "space"), "1 chosen · 2 sentences in 2 articles"),
}
"""Keys in a library of two articles with six marks, and what stands there then; nothing of what is typed
before the whole mistake is a query, so that nothing of it is answered on a slow machine."""


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", SIZES)
async def test_the_lists_look_as_they_were_approved(
    state: str, size: str, source: Path, library: Path
) -> None:
    approved = FOLDER / f"{state}-{size}.txt"
    keys, shown = STATES[state]
    wanted = "" if WRITES else approved.read_text(encoding="utf-8")

    async with on_stage(source, two_articles(source, library), size=SIZES[size]) as stage:
        await stage.press("M")
        await stage.until(lambda: stage.shows("6 marks"), "The marks")
        await stage.press(*keys[1:2])
        if state == "texts":
            await stage.press(*keys[2:10])
            await stage.until(lambda: stage.shows("2 sentences in 2 articles"), "The sentences")
            await stage.press(*keys[10:])
        else:
            await stage.press(*keys[2:])
        await stage.until(lambda: stage.shows(shown), "The list")
        if WRITES:
            await stage.pilot.pause()
            approved.write_text(dump(stage), encoding="utf-8")
        else:
            await stage.until(lambda: dump(stage) == wanted, f"What {approved.name} shows")


def test_no_dump_is_left_over() -> None:
    wanted = {f"{state}-{size}.txt" for state in STATES for size in SIZES}

    assert {path.name for path in FOLDER.iterdir()} == wanted
