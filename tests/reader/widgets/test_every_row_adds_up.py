"""No row of text, cards or help has other cells than the window, whatever stands in it.

Terminals and Textual count a row's cells from the left: one too many or too few moves the panel.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st
from wcwidth import iter_graphemes, wcswidth

from annotations.model import COLOURS, Range, clean_note, replace_unprintable
from reader.actions import Place
from reader.layout.cells import width
from reader.loaders import Hint, load
from reader.planning import new_mark
from reader.screens.help import _HelpView
from reader.screens.help_entries import folded, help_entries
from reader.session import Session
from reader.themes import DARK, Depth, Look
from reader.widgets.article import ArticleView
from reader.widgets.panel import AnnotationPanel
from tests.strategies import AWKWARD, tag_lists

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.widgets.rows import RowView

SCRIPTS = (
    *("the minister", "“quotation”", "l’été", "ﬁn", "ΜΑΣ", "Москва", "հայերեն", "ქართული"),
    *("السلام عليكم", "שלום עולם", "हिन्दी क्षि", "বাংলা", "தமிழ்", "ไทยนี้", "ລາວ", "ខ្មែរ", "မြန်မာ", "བོད"),
    *("日本語。", "中文，全角", "한국어", "\u1112\u1161\u11ab", "ｶﾀｶﾅ", "ＦＵＬＬ"),
    *("😀", "👩‍👩‍👧‍👦", "👍🏽", "❤️", "❤︎", "1️⃣", "🇲🇱🇫", "🏴\U000e0067\U000e0062\U000e007f", "a\u200db", "\u200d\u200d"),
    *("e\u0301", "\u0301x", "a" + "\u0323\u0302" * 9, "Z\u0336a\u0334l", "\u00ad-\u00adsoft\u00adhyphen"),
    *("\t", "a\tb", "\u3000", "\u2003", "\u200b", "\ufeff", "\u202eevil", "\u2066x\u2069", "\u2028", "\x85"),
    *("─", "■", "①", "…", "—", "℃", "\U0001f1e6", "\U000f0000", "\ue000", "x" * 90, "日" * 60),
    *("\n", "\n\n", "\n- ", "\n> ", "\n# ", "\n```\n", "\n| a | b |\n|---|---|\n| 日 | 👩‍👧 |\n", "  \n", " "),
)  # fmt: skip
"""Words of many scripts, clusters that are miscounted, and what makes structure in a text."""

LOOK = Look(DARK, Depth.TRUE)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A text of some words of any script."""
    words = st.sampled_from((*SCRIPTS, *AWKWARD))
    parts = draw(st.lists(st.one_of(words, st.text(max_size=6)), min_size=1, max_size=40))
    joint = draw(st.sampled_from(("", " ")))
    return replace_unprintable(joint.join(parts)) or "x"


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """An article that is read, with marks, caret and perhaps a selection."""
    name = draw(st.sampled_from(("a.txt", "a.md", "a.py")))
    text = draw(texts())
    data = text.encode("utf-8", "replace")
    session = Session(load(data, Hint(name=name, encoding="utf-8", is_forced=True)).document)
    length = len(session.document.text)
    places = st.integers(0, length)
    for number in range(draw(st.integers(0, 5))):
        start, end = sorted((draw(places), draw(places)))
        if start < end:
            mark = new_mark(
                f"00000000-0000-7000-8000-{number:012}",
                session.document.text,
                Range(start, end),
                draw(st.sampled_from((None, *COLOURS))),
            )
            note = clean_note(draw(texts())) if draw(st.booleans()) else ""
            fields = (("speaker", replace_unprintable(draw(texts())) or "x"),)
            session.marks.put(replace(mark, note=note, tags=draw(tag_lists()), fields=fields))
    session.go_to(draw(places))
    if draw(st.booleans()):
        session.extend_to(draw(places))
    return session


class _Article(ArticleView):
    has_focus = True  # shows the caret


class _Panel(AnnotationPanel):
    has_focus = True  # raises the card


def _sums(text: str) -> tuple[int, ...]:
    """The cells of what is drawn: as a whole, cluster by cluster, and as it would be drawn once more.

    They differ only about marks and joiners that stand alone, of which terminals think differently.
    """
    by_cluster = sum(max(0, wcswidth(each)) for each in iter_graphemes(text))
    return max(0, wcswidth(text)), by_cluster, width(text)


def _check(view: RowView, columns: int, rows: int) -> None:
    view.cells, view.rows = columns, rows
    shown = view.visible_rows()
    for row, signature in zip(shown, view.signatures(shown), strict=True):
        strip = view.paint(row, signature)
        said = (row, [segment.text for segment in strip])
        least, most = (
            sum(choose(_sums(segment.text)) for segment in strip) for choose in (min, max)
        )
        assert least <= columns <= most, said
        assert strip.cell_length == columns, said


columns_and_more = {"columns": st.integers(1, 200), "rows": st.integers(1, 60)}


@given(session=sessions(), scroll=st.integers(0, 20), **columns_and_more)
def test_rows_of_the_text(session: Session, scroll: int, columns: int, rows: int) -> None:
    view = _Article(session, LOOK)
    view.cells, view.rows = columns, rows
    view.scroll_rows(scroll)

    _check(view, columns, rows)


def test_a_wide_cluster_in_a_column_of_one_cell_is_not_cut_by_other_widths() -> None:
    session = Session(load("မြ日👩‍👧 x".encode(), Hint(name="a.txt")).document)

    for columns in range(1, 9):
        _check(_Article(session, LOOK), columns, 9)


@given(session=sessions(), focused=st.integers(0, 4), first=st.booleans(), **columns_and_more)
def test_rows_of_the_panel(
    session: Session,
    focused: int,
    first: bool,
    columns: int,
    rows: int,
) -> None:
    view = _Panel(session, LOOK)
    view.has_steps, view.is_line = first, first and rows % 2 == 0
    if len(session.marks):
        view.current = session.marks[focused % len(session.marks)].id

    _check(view, columns, rows)


@given(place=st.sampled_from(Place), **columns_and_more)
def test_rows_of_the_help(place: Place, columns: int, rows: int) -> None:
    _check(_HelpView(LOOK, help_entries(place)), columns, rows)


@given(texts=st.lists(st.tuples(texts(), texts()), max_size=4), **columns_and_more)
@example(texts=[("k", "日" * 60)], columns=3, rows=4)
def test_rows_of_folded_entries(texts: list[tuple[str, str]], columns: int, rows: int) -> None:
    lines: Callable[[str], str] = lambda text: " ".join(text.split()) or "x"  # noqa: E731
    entries = [(lines(keys), lines(text)) for keys, text in texts]

    assert all(keys for keys, _text in folded(entries, columns))
    _check(_HelpView(LOOK, [("", "Heading"), *entries]), columns, rows)
