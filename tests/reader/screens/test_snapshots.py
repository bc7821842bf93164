"""What the screen looks like in each state a person would look at, row by row and style by style.

A dump has the text of each row, and below it the runs of its styles: where each begins, and which.
`POSTIL_SNAPSHOTS=write pytest tests/reader/screens/test_snapshots.py` writes them anew; the
difference is then for a person to look at.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.reader.screens.stage import Stage, on_stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.style import Style

FOLDER = Path(__file__).parents[2] / "snapshots" / "screens"

WRITES = os.environ.get("POSTIL_SNAPSHOTS") == "write"
"""Read when the module is: the tests themselves run without variables of this family."""

SIZES = {"80x24": (80, 24), "20x5": (20, 5), "120x20": (120, 20)}

MARKED = ("s", "2", "t", *"sahel/russia", "enter", "a", *"compare March", "escape")

STATES: Mapping[str, tuple[str, ...]] = {
    "rest": (),
    "selection": ("s",),
    "mark": MARKED,
    "panel": (*MARKED, "tab"),
    "note": (*MARKED, "a", *", then May"),
    "tags": (*MARKED, "}", "s", "t"),
    "jump": ("f", "t"),
    "codebook": (*MARKED, "C", "down"),
    "rename": (*MARKED, "C", "r", *"/mali", "enter"),
    "message": ("x",),
    "export": (*MARKED, "X"),
    "export-name": (*MARKED, "X", *"csv", "enter"),
    "error": ("X", *["backspace"] * 10, *"/none/x.md", "enter"),
}
"""Keys from the second paragraph of the text on; without a mark the panel is the empty one."""


def dump(stage: Stage) -> str:
    """The screen as text: rows, then the styles in the order of their first use."""
    names: dict[str, str] = {}
    lines: list[str] = []
    for row in stage.segments():
        text = "".join(segment.text for segment in row)
        runs: list[str] = []
        column = 0
        last = ""
        for segment in row:
            style = _described(segment.style)
            name = names.setdefault(style, _letter(len(names)))
            if name != last:
                runs.append(f"{column}{name}")
            last = name
            column += segment.cell_length
        lines += [f"|{text}|", f" {' '.join(runs)}"]
    legend = [f"{name} = {style}" for style, name in names.items()]
    return "\n".join([*lines, "", *legend, ""])


def _letter(number: int) -> str:
    return chr(ord("a") + number % 26) * (1 + number // 26)


def _described(style: Style | None) -> str:
    """Colours and attributes of a style, without what Textual keeps in it for itself."""
    if style is None:
        return "none"
    attributes = [
        name
        for name in ("bold", "dim", "italic", "underline", "reverse", "strike")
        if getattr(style, name)
    ]
    text = style.color.name if style.color else "default"
    ground = style.bgcolor.name if style.bgcolor else "default"
    return " ".join([text, "on", ground, *attributes])


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("size", "is_coloured"),
    [("80x24", True), ("80x24", False), ("20x5", True), ("20x5", False), ("120x20", True)],
)
async def test_the_screen_looks_as_it_was_approved(
    state: str,
    size: str,
    is_coloured: bool,
    source: Path,
    library: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not is_coloured:
        monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(source.parent)
    name = f"{state}-{size}{'' if is_coloured else '-plain'}.txt"
    approved = "" if WRITES else (FOLDER / name).read_text(encoding="utf-8")

    async with on_stage(source, library, size=SIZES[size]) as stage:
        stage.place("second paragraph")
        await stage.press(*STATES[state])
        if state == "error":
            await stage.until(lambda: "none" in stage.message and "exporting" not in stage.message)
        if WRITES:
            await stage.pilot.pause()
            (FOLDER / name).write_text(dump(stage), encoding="utf-8")
        else:
            await stage.until(lambda: dump(stage) == approved, f"What {name} shows")


def test_no_dump_is_left_over() -> None:
    wanted = {
        f"{state}-{ending}.txt"
        for state in STATES
        for ending in ("80x24", "80x24-plain", "20x5", "20x5-plain", "120x20")
    }

    assert {path.name for path in FOLDER.iterdir()} == wanted
