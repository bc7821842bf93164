"""Two programs on one library: they lose none of each other's marks, and see them within a second."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotations.library import MarkEdit, open_library
from tests.annotations.store.samples import create, mark, opened, write
from tests.reader.screens.stage import TEXT, on_stage

if TYPE_CHECKING:
    from annotations.model import ArticleId

ROOT = Path(__file__).parents[1]

WRITES = 1_000

SEEN_WITHIN_S = 1.0

WRITING = """
import sys
from pathlib import Path
from annotations.library import MarkEdit, open_library
from tests.annotations.store.samples import mark

path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with open_library(path) as library:
    article = library.history()[-1].articles[0]
    annotation = mark("Monday")
    for number in range(count):
        if number % 10 == 0:  # the two begin each ten together, however the machine shares its time
            print("ready", flush=True)
            sys.stdin.readline()
        new = mark("Monday", note=f"{name} {number}")
        edit = MarkEdit(before=None, after=new)
        library.write_marks(article, [edit], action="mark", label=name).result()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def article(path: Path, tmp_path: Path) -> ArticleId:
    """An article with one mark."""
    with open_library(path) as library:
        known = opened(library, tmp_path / "visit.txt")
        create(library, known, mark("capital"))
    return known


def test_a_thousand_writes_each_lose_none_and_make_none_twice(
    path: Path, article: ArticleId
) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITING, str(path), name, str(WRITES)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("a", "b")
    ]
    for _ in range(WRITES // 10):
        for each in running:
            assert each.stdout is not None
            assert each.stdout.readline() == "ready\n"
        for each in running:
            assert each.stdin is not None
            each.stdin.write("go\n")
            each.stdin.flush()
    for each in running:
        each.communicate(timeout=100)

    assert [each.returncode for each in running] == [0, 0]
    with open_library(path) as library:
        notes = [each.note for each in library.annotations(article) if each.note]
        assert sorted(notes) == sorted(f"{name} {n}" for name in "ab" for n in range(WRITES))
        turns = [entry.label for entry in library.history(article, limit=3 * WRITES)][:-1]
        assert len(turns) == 2 * WRITES
        # Neither had to wait until the other was done.
        changes = sum(one != other for one, other in itertools.pairwise(turns))
        assert changes >= WRITES // 10
        assert [each for each in library.check() if each.severity == "error"] == []


def test_s30_what_one_changes_the_other_sees_within_a_second(
    path: Path, article: ArticleId
) -> None:
    with open_library(path) as one, open_library(path) as other:
        assert other.poll(article) is None
        made = create(one, article, mark("Monday", note="new"))
        began = time.monotonic()
        seen = other.poll(article)

        assert time.monotonic() - began < SEEN_WITHIN_S
        assert seen is not None
        assert [each.note for each in seen.annotations] == ["new"]

        write(one, article, MarkEdit(before=made, after=None))
        gone = other.poll(article)

        assert gone is not None
        assert gone.deleted == (made.id,)
        assert other.poll(article) is None
        # What one writes oneself is no news.
        assert one.poll(article) is None


async def test_s30_the_app_shows_what_another_program_marked_within_a_second(
    path: Path, tmp_path: Path
) -> None:
    source = tmp_path / "visit.md"
    source.write_text(TEXT, encoding="utf-8")
    async with on_stage(source, path) as stage:
        assert stage.session.article is not None
        article, text = stage.session.article.id, stage.session.document.text
        with open_library(path) as other:
            new = mark("second paragraph", text=text, note="from elsewhere")
            edit = MarkEdit(before=None, after=new)
            # Another program knows the text from the store, once there is a mark.
            stage.place("The last")
            await stage.press("s", "1")
            began = time.monotonic()
            made = other.write_marks(article, [edit], action="mark", label="other").result()
            await stage.until(lambda: stage.shows("from elsewhere"), "The other's card")
            took_s = time.monotonic() - began

            assert took_s < SEEN_WITHIN_S
            assert [each.note for each in stage.marks] == ["from elsewhere", ""]
            await stage.until(lambda: stage.shows("2 marks"))

            edit = MarkEdit(before=made.annotations[0], after=None)
            other.write_marks(article, [edit], action="delete", label="other").result()
            await stage.until(lambda: stage.shows("1 mark "), "The other's deletion")


async def test_a_note_changed_on_both_sides_is_kept_twice(path: Path, tmp_path: Path) -> None:
    source = tmp_path / "visit.md"
    source.write_text(TEXT, encoding="utf-8")
    async with on_stage(source, path) as stage:
        assert stage.session.article is not None
        stage.place("second paragraph")
        await stage.press("s", "1", "a")
        await stage.type("mine")
        (seen,) = stage.stored()
        with open_library(path) as other:
            edit = MarkEdit(before=seen, after=replace(seen, note="theirs"))
            other.write_marks(
                stage.session.article.id, [edit], action="note", label="other"
            ).result()
        await stage.press("escape")

        (kept,) = stage.stored()
        assert "mine" in kept.note
        assert "theirs" in kept.note
