"""What is there for the first paint, and what comes after it."""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING

import pytest

from annotations.errors import UnreadableSourceError
from annotations.model import Annotation, AnnotationId, IdSource, Piece, Range
from annotations.results import MarkEdit
from reader.app import PostilApp
from reader.loaders import isolated
from reader.opening import MARKS_AT_ONCE, Opening
from reader.request import ReadRequest
from tests.pdfs import Page, column, pdf
from tests.reader.screens.stage import on_stage

if TYPE_CHECKING:
    from pathlib import Path

    from reader.loaders import Pause

LINES = 2_000
LINE = "A line: {:06} that is there to be marked.\n\n"


def go_on() -> None:
    """No pause."""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "long.txt"
    path.write_text("".join(LINE.format(number) for number in range(LINES)), encoding="utf-8")
    return path


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


def opening_of(source: Path, library: Path) -> Opening:
    return Opening(ReadRequest(path=source, library=library))


@pytest.fixture
def marked(source: Path, library: Path) -> int:
    """A mark on every line, and the place half way down, which is given."""
    opening = opening_of(source, library)
    finished = opening.finish(go_on)
    text = finished.document.text
    new_id = IdSource()
    step = len(LINE.format(0))
    edits = [
        MarkEdit(
            before=None,
            after=Annotation(
                id=AnnotationId(new_id()),
                pieces=(Piece(range=Range(start, start + 6), quote=text[start : start + 6]),),
            ),
        )
        for start in range(LINE.index("{"), len(text), step)
    ]
    article = finished.opened.article.id
    finished.library.write_marks(article, edits, action="mark", label="many").result()
    finished.library.keep_place(article, LINES // 2 * step, 0.5).result()
    opening.close()
    return LINES // 2 * step


def test_what_cannot_be_opened_is_told_before_anything_is_shown(tmp_path: Path) -> None:
    opening = opening_of(tmp_path / "missing.txt", tmp_path / "library.db")

    with pytest.raises(UnreadableSourceError):
        opening.first()


def test_the_first_part_is_found_once(source: Path, library: Path) -> None:
    opening = opening_of(source, library)

    assert opening.first() is opening.first()
    opening.close()


def test_a_short_text_is_hashed_only_after_the_first_paint(source: Path, library: Path) -> None:
    opening = opening_of(source, library)

    first = opening.first()
    finished = opening.finish(go_on)

    assert first.is_whole
    assert first.document.source_sha256 == ""
    assert finished.document is first.document
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    assert finished.opened.version.source_sha256 == digest
    opening.close()


def test_of_many_marks_the_first_paint_has_those_near_and_the_rest_follows(
    source: Path, library: Path, marked: int
) -> None:
    opening = opening_of(source, library)

    first = opening.first()

    assert first.opened is not None
    assert first.opened.mark_count == LINES
    assert len(first.opened.annotations) == MARKS_AT_ONCE
    starts = [each.start for each in first.opened.annotations if each.start is not None]
    assert starts[0] < marked < starts[-1]
    assert len(opening.all_marks(go_on)) == LINES
    opening.close()


@pytest.mark.usefixtures("marked")
async def test_the_count_is_true_at_once_and_the_cards_stay_where_they_are(
    source: Path, library: Path
) -> None:
    opening = SlowMarks(ReadRequest(path=source, library=library))
    async with on_stage(source, library, opening=opening) as stage:
        await stage.until(lambda: stage.shows("2,000 marks"))
        assert not stage.session.is_complete
        # All but the scroll bar, which shows where the marks are.
        before = [row[60:98].rstrip() for row in stage.rows()]

        opening.may_read.set()
        await stage.until(lambda: stage.session.is_complete)

        assert len(stage.marks) == LINES
        assert stage.marks == stage.stored()
        assert [row[60:98].rstrip() for row in stage.rows()] == before
        assert stage.shows(f"{LINES // 2:06}")


def test_what_was_dear_to_read_opens_again_without_its_loader(
    tmp_path: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "paper.pdf"
    source.write_bytes(pdf([Page(lines=column(["One line.", "Another one."]))]))
    opening = opening_of(source, library)
    document = opening.finish(go_on).document
    opening.close()
    monkeypatch.setattr(isolated, "IsolatedLoad", None)

    again = opening_of(source, library)
    first = again.first()
    again.close()

    assert first.opened is not None
    assert not first.opened.is_new
    assert (first.document.text, first.document.locators) == (document.text, document.locators)


def test_marks_in_a_file_are_offered_once(tmp_path: Path, library: Path) -> None:
    mark = "<< /Type /Annot /Subtype /Text /Rect [20 718 40 730] /Contents (A note) >>"
    source = tmp_path / "paper.pdf"
    source.write_bytes(pdf([Page(lines=column(["One line."]), marks=[mark])]))
    told = []

    for _ in range(2):
        opening = opening_of(source, library)
        finished = opening.finish(go_on)
        told.append(finished.notices)
        opening.close()

    assert told == [
        ("the file holds a mark of its own · ctrl+p, then “take in”",),
        (),
    ]
    assert finished.opened.mark_count == 0


class SlowMarks(Opening):
    """Gives the rest of the marks when it is told to."""

    def __init__(self, request: ReadRequest) -> None:
        super().__init__(request)
        self.may_read = threading.Event()

    def all_marks(self, pause: Pause) -> list[Annotation]:
        """Wait for the permission first."""
        self.may_read.wait(30)
        return super().all_marks(pause)


async def test_a_known_article_is_painted_where_one_stopped(tmp_path: Path) -> None:
    source, library = tmp_path / "long.txt", tmp_path / "library.db"
    source.write_text("".join(f"Paragraph {n} is here.\n\n" for n in range(500)), encoding="utf-8")
    async with on_stage(source, library) as stage:
        await stage.press("G", "s", "1", "q")
    opening = Opening(ReadRequest(path=source, library=library))
    try:
        app = PostilApp(opening)
        async with app.run_test(size=(80, 24)):
            position = app.session.caret
            visible = app.reading.article.visible_range()
    finally:
        opening.close()

    assert position > len(app.session.document.text) - 30
    assert visible.start < position <= visible.end


def test_what_an_annotated_file_brings_to_an_article_that_is_known_is_told(
    tmp_path: Path, library: Path
) -> None:
    (tmp_path / "one.txt").write_text("one two three", encoding="utf-8")
    theirs = opening_of(tmp_path / "one.txt", tmp_path / "theirs.db").finish(go_on)
    new_id, held = IdSource(), Range(0, 3)
    marks = [
        Annotation(id=AnnotationId(new_id()), pieces=(Piece(range=held, quote="one"),))
        for _ in range(3)
    ]
    file = tmp_path / "theirs.yaml"

    def said(*made: Annotation) -> str:
        edits = [MarkEdit(before=None, after=each) for each in made]
        article = theirs.opened.article.id
        theirs.library.write_marks(article, edits, action="mark", label="x").result()
        file.write_text(theirs.library.export(article, "yaml").text, encoding="utf-8")
        opening = opening_of(file, library)
        finished = opening.finish(go_on)
        finished.library.close()
        return finished.notices[0]

    end = "; the file itself is never written"
    assert said(marks[0]) == f"read into the library{end}"
    assert said() == f"1 mark known already{end}"
    assert said(*marks[1:]) == f"2 marks new, 1 known already{end}"
