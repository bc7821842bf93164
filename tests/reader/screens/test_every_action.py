"""Each key of the action table, pressed in the app, does what the table says it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from annotations.library import open_library
from annotations.model import Colour
from annotations.results import MarkEdit, Source
from reader.actions import Place, key_table
from reader.app import PostilApp
from reader.loaders import Hint, load
from reader.planning import new_mark
from reader.surroundings import sentence_at
from tests.new_library import put_new_library
from tests.reader.screens.stage import TEXT, Stage, on_stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LONG = TEXT + "".join(f"\nParagraph {number} of many stands here.\n" for number in range(60))

AT = "second paragraph"
"""Where the caret stands before each key, unless a case says otherwise."""


class Case(NamedTuple):
    """Keys that do the same at one place, and how one sees that they did."""

    place: Place
    keys: str
    check: Callable[[Stage], object]
    first: tuple[str, ...] = ()
    """Keys pressed before."""
    at: str = AT


def _text(keys: str, check: Callable[[Stage], object], *first: str, at: str = AT) -> Case:
    return Case(Place.TEXT, keys, check, first, at)


def _panel(keys: str, check: Callable[[Stage], object], *first: str) -> Case:
    return Case(Place.PANEL, keys, check, first)


def _stands_at(beginning: str) -> Callable[[Stage], object]:
    """The caret stands at the beginning of this, and nothing is selected."""

    def check(stage: Stage) -> object:
        session = stage.session
        here = session.document.text[session.caret :]
        assert here.startswith(beginning), f"the caret stands at {here[:30]!r}"
        return session.selection is None

    return check


def _moved(*, rows: Callable[[Stage], int]) -> Callable[[Stage], object]:
    """The caret is so many rows away from where it began, or one more where that is an empty one."""

    def check(stage: Stage) -> object:
        view = stage.screen.article
        begun = view.row_of(stage.session.document.text.index(AT))
        wanted = rows(stage)
        further = wanted + (wanted > 0) - (wanted < 0)
        reached = {view.step(begun, wanted), view.step(begun, further)}
        return view.row_of(stage.session.caret) in reached

    return check


def _selects(text: str) -> Callable[[Stage], object]:
    def check(stage: Stage) -> object:
        assert stage.selected == text
        return True

    return check


def _selects_from(beginning: str, *, least: int) -> Callable[[Stage], object]:
    return lambda stage: stage.selected.startswith(beginning) and len(stage.selected) >= least


def _highlights(digit: int) -> Callable[[Stage], object]:
    return lambda stage: [mark.colour for mark in stage.stored()] == [list(Colour)[digit - 1]]


def _start(stage: Stage, words: str) -> int:
    return stage.session.document.text.index(words)


def _page(stage: Stage) -> int:
    return stage.screen.article.page_rows


MOVING = (
    _text("left h", _stands_at(" second")),
    _text("right l", _stands_at("econd")),
    _text("up k", _moved(rows=lambda _stage: -1)),
    _text("down j", _moved(rows=lambda _stage: 1)),
    _text("w ctrl+right", _stands_at("paragraph is")),
    _text("b ctrl+left", _stands_at("The second")),
    _text("e", _stands_at(" paragraph is")),
    _text(")", _stands_at("It ends here.")),
    _text("(", _stands_at("The second")),
    _text("} ctrl+down", _stands_at("one item")),
    _text("{ ctrl+up", _stands_at("The second")),
    _text("pagedown space ctrl+f", _moved(rows=_page)),
    _text("ctrl+d", _moved(rows=lambda stage: _page(stage) // 2)),
    _text("g ctrl+home", _stands_at("The visit\n")),
    _text("G ctrl+end", lambda stage: stage.session.caret >= len(stage.session.document.text) - 2),
    _text("home", _stands_at("The second")),
    _text(
        "end", lambda stage: stage.session.document.text[: stage.session.caret].endswith("here.")
    ),
    _text("pageup backspace ctrl+b", _moved(rows=lambda _stage: 0), "pagedown"),
    _text("ctrl+u", _moved(rows=lambda _stage: 0), "ctrl+d"),
)

SELECTING = (
    _text("shift+left", _selects(" ")),
    _text("shift+right", _selects("s")),
    _text("shift+up", lambda stage: stage.selected.endswith(" the costs.\n\nThe ")),
    _text("shift+down", _selects_from("minister came", least=40), at="minister came"),
    _text("shift+home", _selects("The ")),
    _text("shift+end", _selects("second paragraph is short. It ends here.")),
    _text("shift+pagedown", _selects_from("second paragraph", least=200)),
    _text("shift+pageup", _selects_from("visit", least=90)),
    _text("ctrl+shift+right", _selects("second ")),
    _text("ctrl+shift+left", _selects("The ")),
    _text("s", _selects("The second paragraph is short.")),
    _text("p", _selects("The second paragraph is short. It ends here.")),
    _text("c", _selects("“The world has changed,”"), at="world has"),
    _text('"', _selects("“a second quotation”")),
    _text("v", lambda stage: stage.session.is_visual and stage.shows("SELECT")),
    _text("S", _selects("The second paragraph is short."), "s", "s"),
    _text(
        "o",
        lambda stage: stage.selected and stage.session.caret == _start(stage, "The second"),
        "s",
    ),
    _text("escape", _stands_at(AT), "s"),
)


def _painted_anew(stage: Stage) -> object:
    return stage.message == "painted anew"


MARKING = (
    _text("f", lambda stage: stage.screen.mode is not None and stage.shows("FROM")),
    *(_text(str(digit), _highlights(digit), "s") for digit in range(1, 7)),
    _text("enter", lambda stage: stage.quotes == ["The second paragraph is short."], "s"),
    _text("t", lambda stage: stage.focus == "prompt" and stage.shows("TAGS"), "s"),
    _text("a", lambda stage: stage.focus == "note" and stage.shows("NOTE"), "s"),
    _text(
        "A",
        lambda stage: (
            [mark.quote[-20:] for mark in stage.stored()] == ["[…] one item of a list"[-20:]]
        ),
        *("s", "1", "}", "s"),
    ),
    _text("r", lambda stage: stage.screen.mode is not None and stage.shows("ENDS"), "s", "1"),
    _text(
        ".",
        lambda stage: stage.shows("2 of 2 marks here"),
        *("s", "1", "v", "w", "2"),
    ),
    _text("T", lambda stage: stage.focus == "prompt" and stage.shows("KEEP TAGS")),
    _text("i", lambda stage: stage.focus == "prompt" and stage.shows("FIELDS"), "s"),
    _text("@", lambda stage: stage.focus == "prompt" and stage.shows("SPEAKER"), "s"),
    _text("x delete", lambda stage: not stage.stored(), "s", "1"),
    _text("u", lambda stage: not stage.stored(), "s", "1"),
    _text("U ctrl+r", lambda stage: len(stage.stored()) == 1, "s", "1", "u"),
    _text("y", lambda stage: "The second" in stage.app.clipboard, "s"),
    _text("Y", lambda stage: "“The second" in stage.app.clipboard, "s"),
    _text("ctrl+c", lambda stage: "The second" in stage.app.clipboard, "s"),
    _text("X", lambda stage: stage.focus == "prompt" and stage.shows("EXPORT")),
    _text("ctrl+p", lambda stage: stage.focus == "prompt" and stage.shows("COMMAND")),
    _text(
        "? f1",
        lambda stage: (
            stage.app.screen is not stage.screen and stage.shows("select first, then act")
        ),
    ),
    _text("o", lambda stage: stage.shows("Outline · The visit")),
    _text("ctrl+o alt+left", _stands_at(AT), "G"),
    _text("ctrl+n alt+right", _stands_at("The visit\n"), "g", "ctrl+o"),
    _text("m", lambda stage: stage.shows("◆ The second")),
    _text("'", lambda stage: stage.shows("Bookmarks · The visit"), "m"),
    _text("q", lambda stage: not stage.app.is_running),
    _text("B", lambda stage: stage.shows("1 article")),
    _text("R", lambda stage: stage.message == "visit.md is as it was read"),
    _text("W", lambda stage: stage.message.startswith("nothing is left out here")),
    _text("ctrl+l", _painted_anew),
    _text("ctrl+z", lambda stage: stage.message == "suspended"),
)
"""Each in an app of its own, since they leave something behind."""


def _card(number: int) -> Callable[[Stage], object]:
    return lambda stage: stage.screen.panel.current == stage.marks[number].id


def _chosen(stage: Stage) -> list[int]:
    """The numbers of the cards that are chosen together."""
    choice = stage.session.arrangement.choice
    return [number for number, mark in enumerate(stage.marks) if mark.id in choice]


def _width(change: int) -> Callable[[Stage], object]:
    return lambda stage: stage.screen.panel.size.width == 32 + change


IN_TEXT_WITH_MARKS = (
    _text("] ;", _stands_at("The last"), at=AT),
    _text("[ ,", _stands_at("The second"), at=AT),
    _text("tab", lambda stage: stage.focus == "panel"),
    _text("L", lambda stage: stage.shows("RELATE"), at="costs"),
    _text("C", lambda stage: stage.shows("Codebook")),
    _text("#", lambda stage: stage.message.startswith("no tag has a letter yet")),
    _text("\\", lambda stage: not stage.screen.panel.display),
    _text("\\", lambda stage: stage.screen.panel.display, "\\"),
    _text("F", lambda stage: stage.shows("held")),
    _text("<", _width(4)),
    _text(">", _width(-4)),
    _text("+", lambda stage: "the window has no room" in stage.message),
    _text("-", lambda stage: stage.message == "column of 56 cells"),
    _text("z", lambda stage: not stage.screen.panel.display and not stage.screen.top_line.display),
    _text("K", lambda stage: stage.message == "no look-up command is set · postil settings --init"),
)

IN_PANEL = (
    _panel("up k", _card(0)),
    _panel("down j", _card(2)),
    _panel("pageup backspace ctrl+b", _card(0)),
    _panel("pagedown ctrl+f", _card(2)),
    _panel("home g", _card(0)),
    _panel("end G", _card(2)),
    _panel("enter", lambda stage: stage.focus == "article" and _stands_at("The second")(stage)),
    _panel("L", lambda stage: stage.shows("RELATE")),
    _panel("right l", lambda stage: stage.message.startswith("this mark has no relation")),
    _panel("C", lambda stage: stage.shows("Codebook")),
    _panel("#", lambda stage: stage.message.startswith("no tag has a letter yet")),
    _panel("tab", lambda stage: stage.focus == "article"),
    _panel("'", lambda stage: stage.message == "no bookmarks yet · m sets one"),
    _panel("o", lambda stage: stage.shows("Outline · The visit")),
    _panel("ctrl+o alt+left", lambda stage: stage.message == "nothing to go back to"),
    _panel("ctrl+n alt+right", lambda stage: stage.message == "nothing to go forward to"),
    _panel("escape", lambda stage: stage.focus == "article"),
    _panel("\\", lambda stage: not stage.screen.panel.display and stage.focus == "article"),
    _panel("F", lambda stage: stage.shows("held")),
    _panel("space", lambda stage: _chosen(stage) == [1] and _card(2)(stage)),
    _panel("shift+up", lambda stage: _chosen(stage) == [0, 1]),
    _panel("shift+down", lambda stage: _chosen(stage) == [1, 2]),
    _panel("v", lambda stage: _chosen(stage) == [1, 2], "v", "down", "v"),
    _panel("* ctrl+a", lambda stage: _chosen(stage) == [0, 1, 2]),
    _panel("/", lambda stage: stage.focus == "prompt" and stage.shows("FILTER")),
    _panel("O", lambda stage: stage.shows("by time")),
    _panel("<", _width(4)),
    _panel(">", _width(-4)),
    _panel("+", lambda stage: "the window has no room" in stage.message),
    _panel("-", lambda stage: stage.message == "column of 56 cells"),
    _panel("z", lambda stage: not stage.screen.panel.display and stage.focus == "article"),
    _panel("t", lambda stage: stage.focus == "prompt" and stage.shows("TAGS")),
    _panel("a", lambda stage: stage.focus == "note" and stage.shows("NOTE")),
    _panel("r", lambda stage: stage.focus == "article" and stage.shows("ENDS")),
    _panel("T", lambda stage: stage.focus == "prompt" and stage.shows("KEEP TAGS")),
    _panel("i", lambda stage: stage.focus == "prompt" and stage.shows("FIELDS")),
    _panel("@", lambda stage: stage.focus == "prompt" and stage.shows("SPEAKER")),
    _panel("X", lambda stage: stage.focus == "prompt" and stage.shows("EXPORT")),
    _panel("ctrl+p", lambda stage: stage.focus == "prompt" and stage.shows("COMMAND")),
    _panel("y", lambda stage: "The second" in stage.app.clipboard),
    _panel("Y", lambda stage: "para. " in stage.app.clipboard),
    _panel("ctrl+c", lambda stage: stage.message == "nothing is selected · q quits"),
    _panel("R", lambda stage: stage.message == "visit.md is as it was read"),
    _panel("W", lambda stage: stage.message.startswith("nothing is left out here")),
    _panel("ctrl+l", _painted_anew),
    _panel("ctrl+z", lambda stage: stage.message == "suspended"),
    *(
        _panel(
            str(digit),
            lambda stage, digit=digit: stage.stored()[1].colour is list(Colour)[digit - 1],  # type: ignore[misc]
        )
        for digit in range(1, 7)
    ),
    _panel("x delete", lambda stage: [mark.quote[:8] for mark in stage.stored()] == ["“The wor", "The last"]),
    _panel("u", lambda stage: len(stage.stored()) == 3, "x"),
    _panel("U ctrl+r", lambda stage: len(stage.stored()) == 2, "x", "u"),
    _panel("? f1", lambda stage: stage.app.screen is not stage.screen),
    _panel("q", lambda stage: not stage.app.is_running),
    _panel("B", lambda stage: stage.shows("1 article")),
)  # fmt: skip

SEARCHING = (
    _text("/", lambda stage: stage.focus == "prompt" and stage.shows("SEARCH")),
    _text("n", _stands_at("second quotation"), "/", *"second", "enter"),
    _text("N", _stands_at("second quotation"), "/", *"second", "enter"),
    _text("M", lambda stage: stage.shows("Marks of all articles")),
    _panel("M", lambda stage: stage.shows("Marks of all articles")),
    _text("*", lambda stage: stage.shows("“second” in context") and stage.shows("2 occurrences")),
)

CASES = (*MOVING, *SELECTING, *MARKING, *SEARCHING, *IN_TEXT_WITH_MARKS, *IN_PANEL)

MARKED = ("“The world", AT, "The last paragraph")
"""Where the three marks of the cases with marks are."""


def test_no_key_of_the_table_is_without_a_case() -> None:
    tried = {(case.place, key) for case in CASES for key in case.keys.split()}

    # Those of the lists are tried with their own tests.
    lists = {Place.CODEBOOK, Place.LIBRARY}
    assert tried == {each for each in key_table() if each[0] not in lists}


async def _try(stage: Stage, case: Case, key: str) -> None:
    stage.place(case.at)
    if case.place is Place.PANEL:
        await stage.press("tab")
    await stage.press(*case.first)
    await stage.press(key)
    await stage.until(lambda: case.check(stage), f"What {key!r} does")


def _named(cases: tuple[Case, ...]) -> list[object]:
    return [
        pytest.param(case, key, id=f"{case.place.name.lower()} {key}")
        for case in cases
        for key in case.keys.split()
    ]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "visit.md"
    path.write_text(LONG, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _no_suspending(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test run must go on; that the app can be suspended is tried in a pty."""
    monkeypatch.setattr(
        PostilApp, "action_suspend_process", lambda app: app.reading.say("suspended")
    )


@pytest.mark.parametrize("cases", [MOVING, SELECTING], ids=["moving", "selecting"])
async def test_keys_that_move_and_select(
    cases: tuple[Case, ...], source: Path, tmp_path: Path
) -> None:
    async with on_stage(source, tmp_path / "library.db", size=(100, 20)) as stage:
        for case in cases:
            for key in case.keys.split():
                await _try(stage, case, key)


@pytest.mark.parametrize(("case", "key"), _named((*MARKING, *SEARCHING)))
async def test_keys_that_mark_and_open(case: Case, key: str, source: Path, tmp_path: Path) -> None:
    async with on_stage(source, tmp_path / "library.db") as stage:
        await _try(stage, case, key)


@pytest.fixture
def marked_library(source: Path, tmp_path: Path) -> Path:
    """A library in which the article has three marks."""
    path = tmp_path / "library.db"
    with open_library(put_new_library(path)) as library:
        document = load(source.read_bytes(), Hint(name=source.name)).document
        status = source.stat()
        known = Source(
            kind="path",
            location=str(source),
            size_bytes=status.st_size,
            mtime_ns=status.st_mtime_ns,
            inode=status.st_ino,
        )
        article = library.open_article(document, known).result().article
        edits = [
            MarkEdit(
                before=None,
                after=new_mark(
                    library.new_id(), document.text, sentence_at(document, at, "en"), Colour.YELLOW
                ),
            )
            for at in (document.text.index(each) for each in MARKED)
        ]
        library.write_marks(article.id, edits, action="mark", label="three").result()
    return path


@pytest.mark.parametrize(("case", "key"), _named((*IN_TEXT_WITH_MARKS, *IN_PANEL)))
async def test_keys_among_marks_and_cards(
    case: Case, key: str, source: Path, marked_library: Path
) -> None:
    async with on_stage(source, marked_library) as stage:
        await _try(stage, case, key)
