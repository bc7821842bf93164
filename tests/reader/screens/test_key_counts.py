"""The README's table of what jobs cost: each row is played, key by key, and does what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotations.model import Annotation, AnnotationId, Colour, IdSource, Piece, Range
from annotations.results import MarkEdit
from tests.reader.screens.stage import Stage, on_stage

if TYPE_CHECKING:
    from collections.abc import Callable

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")

ARTICLE = """# The port

In the morning the fog lay over the harbour. Ingrid Solberg did not look up.

Four ships of the armed groups were waiting outside. “You never get used to it,” said Solberg.

The company did not answer. Whoever comes asks Solberg first.
"""

NOTE = "Since when?"
"""Typed where a row says `*the note*`; its letters are not counted."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    job: str
    keys: tuple[str, ...]
    count: int
    """As the table has it."""


def _keys(cell: str) -> tuple[str, ...]:
    """The keys of a cell: a key's name, or text typed letter by letter."""
    found: list[str] = []
    for code, words in re.findall(r"`([^`]+)`|\*([^*`]+)\*", cell):
        if words:
            found.append(NOTE)
        elif code in ("enter", "tab"):
            found.append(code)
        elif code == "esc":
            found.append("escape")
        else:
            found += code
    return tuple(found)


def _rows() -> dict[str, Row]:
    table = README[README.index("| job | press | keys |") :].split("\n\n", 1)[0]
    cells = [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]
    return {job: Row(job, _keys(press), int(count)) for job, press, count in cells}


ROWS = _rows()


def _passage_is_tagged(stage: Stage) -> bool:
    mark = next(each for each in stage.stored() if each.quote == "armed groups")
    return mark.tags == ("crews",)


def _quotation_has_all(stage: Stage) -> bool:
    mark = next(each for each in stage.stored() if each.quote.startswith("“You never"))
    return mark.fields == (("speaker", "Ingrid Solberg"),) and mark.note == NOTE


def _name_is_tagged(stage: Stage) -> bool:
    marks = [each for each in stage.stored() if each.tags == ("crews",) and each.quote == "Solberg"]
    return len(marks) == ARTICLE.count("Solberg")


def _end_is_corrected(stage: Stage) -> bool:
    return [each.quote for each in stage.stored() if each.tags] == ["the fog lay"]


DONE: dict[str, Callable[[Stage], bool]] = {
    "highlight the sentence at the caret": lambda stage: (
        stage.stored()[0].quote == "In the morning the fog lay over the harbour."
        and stage.stored()[0].colour is Colour.YELLOW
    ),
    "mark a passage in view, with a tag used before": _passage_is_tagged,
    "the next quotation, who says it, and a note": _quotation_has_all,
    "tag every occurrence of a name": _name_is_tagged,
    "find yesterday's mark by a word of it, and move its end by a word": _end_is_corrected,
}


@pytest.fixture
def read_yesterday(tmp_path: Path) -> Path:
    """What is read again; its mark is made by `_mark_as_of_yesterday`."""
    path = tmp_path / "port.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


async def _mark_as_of_yesterday(stage: Stage) -> None:
    text, quote = stage.session.document.text, "the fog"
    start = text.index(quote)
    made = Annotation(
        id=AnnotationId(IdSource()()),
        pieces=(Piece(range=Range(start, start + len(quote)), quote=quote),),
        tags=("crews",),
    )
    assert stage.session.article is not None
    edits = [MarkEdit(before=None, after=made)]
    stage.library.write_marks(stage.session.article.id, edits, action="mark", label="").result()


def test_the_table_has_these_jobs() -> None:
    assert list(ROWS) == list(DONE)


@pytest.mark.parametrize("job", DONE)
async def test_a_job_takes_as_many_keys_as_the_table_says(
    job: str, read_yesterday: Path, library: Path
) -> None:
    row = ROWS[job]
    async with on_stage(read_yesterday, library) as stage:
        await _mark_as_of_yesterday(stage)
    async with on_stage(read_yesterday, library, size=(120, 40)) as stage:
        stage.place("In the morning")

        for key in row.keys:
            if key == NOTE:
                await stage.type(key)
            else:
                await stage.press(key)

        await stage.until(lambda: DONE[job](stage))
    assert len([key for key in row.keys if key != NOTE]) == row.count
