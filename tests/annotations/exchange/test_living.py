"""Places of a living report: what changes there, and what never does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annotations.errors import ExchangeError, MalformedFileError, NotFoundError, QueryError
from annotations.exchange.living import Happened, Refreshed, refresh
from annotations.exchange.living_entries import PlaceOptions
from annotations.exchange.living_places import lines_of, places
from annotations.model import (
    AnnotatedArticle,
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Metadata,
    Piece,
    Range,
    State,
)
from tests.strategies import annotated_articles

if TYPE_CHECKING:
    from collections.abc import Sequence

MARK = AnnotationId("01900000-0000-7000-8000-00000000aaaa")


def mark(quote: str = "The world has changed", note: str = "", **more: object) -> Annotation:
    piece = Piece(range=Range(0, len(quote)), quote=quote)
    return replace(Annotation(id=MARK, pieces=(piece,), note=note), **more)  # type: ignore[arg-type]  # attributes of a mark


def article(*annotations: Annotation, left_out: int = 0) -> AnnotatedArticle:
    metadata = Metadata(title="The *visit*", authors=("Ann Author",), published="2023-02-08")
    return AnnotatedArticle(
        article=Article(id=ArticleId(MARK), metadata=metadata),
        annotations=annotations,
        left_out=left_out,
    )


def filled(text: str, *articles: AnnotatedArticle) -> Refreshed:
    def find(asked: str, *, is_id: bool) -> Sequence[AnnotatedArticle]:
        if asked == "ffff":
            assert is_id
            sentence = "There is no such mark."
            raise NotFoundError(sentence)
        if asked == "(":
            sentence = "This bracket is not closed."
            raise QueryError(sentence, query=asked, position=0)
        return articles

    return refresh(text, find, name="report.md")


def happened(refreshed: Refreshed) -> list[Happened]:
    return [each.happened for each in refreshed.told]


PLACE = "Before.\n\n<!-- postil: tag:sahel -->\n<!-- /postil -->\n\nAfter.\n"


def test_a_place_holds_the_quotation_where_it_is_from_and_the_note() -> None:
    refreshed = filled(PLACE, article(mark(note="*Who* says so?", fields=(("speaker", "L."),))))

    assert refreshed.text == (
        "Before.\n\n<!-- postil: tag:sahel -->\n\n"
        "> The world has changed\n\n"
        "L. · Ann Author: *The \\*visit\\**\n\n"
        "*Who* says so?\n\n"
        "<!-- /postil 8d9caf -->\n\nAfter.\n"
    )
    assert happened(refreshed) == [Happened.FILLED]


def test_a_place_says_how_its_marks_are_cited() -> None:
    text = PLACE.replace("sahel", 'sahel | cite:"{author} {{{year}}}"')

    assert "\nAuthor {2023}\n" in filled(text, article(mark())).text
    assert (
        "\n(Author, 2023)\n" in filled(PLACE.replace("sahel", "x | cite:apa"), article(mark())).text
    )


def test_a_place_stands_under_headings_below_the_one_it_is_under() -> None:
    place = "<!-- postil: x | group:tag cite:pandoc -->\n<!-- /postil -->\n"
    tagged = article(mark(tags=("sahel/russia",)))

    refreshed = filled(f"## Findings\n\n{place}\n{place}", tagged)

    assert (
        refreshed.text.count("-->\n\n### sahel\n\n#### russia\n\n> The world has changed\n\n") == 2
    )
    assert refreshed.text.count("\n[@author2023visit]\n") == 2
    assert happened(filled(refreshed.text, tagged)) == [Happened.UNCHANGED] * 2


def test_what_a_place_does_not_say_holds_for_all() -> None:
    refreshed = refresh(
        PLACE,
        lambda _, is_id: [article(mark())] * (not is_id),
        name="",
        defaults=PlaceOptions(cite="mla"),
    )

    assert "\n(Author)\n" in refreshed.text


@pytest.mark.parametrize("options", ["| cite:nobody", "| group:x", "| colour:red", "| cite", "| x"])
def test_an_option_that_is_none_is_a_mistake_and_leaves_the_place(options: str) -> None:
    text = PLACE.replace("sahel", f"sahel {options}")

    refreshed = filled(text, article(mark()))

    assert refreshed.text == text
    assert happened(refreshed) == [Happened.MISTAKEN]


def test_a_bar_in_a_phrase_begins_no_options() -> None:
    refreshed = filled(PLACE.replace("tag:sahel", '"a | b"'), article(mark()))

    assert happened(refreshed) == [Happened.FILLED]


def test_a_place_for_one_mark_is_closed_when_it_is_filled() -> None:
    refreshed = filled("<!-- postil: 00aaaa -->", article(mark()))

    assert refreshed.text.startswith("<!-- postil: 00aaaa -->\n\n> The world has changed\n\n")
    assert refreshed.text.endswith("-->\n")
    assert happened(filled(refreshed.text, article(mark()))) == [Happened.UNCHANGED]


def test_a_changed_mark_is_filled_in_anew() -> None:
    first = filled(PLACE, article(mark()))

    second = filled(first.text, article(mark(note="New.")))

    assert "\nNew.\n" in second.text
    assert happened(second) == [Happened.FILLED]


def test_what_a_person_changed_is_kept_and_told_and_so_is_that_its_mark_changed() -> None:
    text = filled(PLACE, article(mark())).text.replace("> The world", "> My world")

    same, other = filled(text, article(mark())), filled(text, article(mark(note="New.")))

    assert same.text == other.text == text
    assert [(each.happened, each.is_behind) for each in same.told + other.told] == [
        (Happened.KEPT, False),
        (Happened.KEPT, True),
    ]
    assert not same.told[0].wants_a_look
    assert other.told[0].wants_a_look


def test_what_postil_never_wrote_in_a_place_is_kept() -> None:
    text = PLACE.replace("<!-- /postil", "Mine.\n<!-- /postil")

    refreshed = filled(text, article(mark()))

    assert refreshed.text == text
    assert refreshed.told[0].is_foreign


def test_an_emptied_place_is_filled_again() -> None:
    text = PLACE.replace("<!-- /postil", "\n \n<!-- /postil 123abc")

    assert happened(filled(text, article(mark()))) == [Happened.FILLED]


def test_line_ends_and_blanks_that_an_editor_changed_are_no_change_of_a_persons() -> None:
    text = filled(PLACE, article(mark(note="a  \nb"))).text
    edited = text.replace("a  \n", "a\n").replace("\n", "\r\n")

    assert happened(filled(edited, article(mark(note="New.")))) == [Happened.FILLED]


def test_a_mark_that_is_gone_is_told_and_its_words_stay() -> None:
    text = "<!-- postil: ffff -->\n\n> Was here\n\n<!-- /postil 1f3a9c -->\n"

    refreshed = filled(text)

    assert refreshed.text == text
    assert [(each.happened, str(each.error)) for each in refreshed.told] == [
        (Happened.GONE, "There is no such mark.")
    ]


def test_a_mistake_in_a_query_leaves_its_place_and_fills_the_others() -> None:
    refreshed = filled("<!-- postil: ( -->\n<!-- /postil -->\n" + PLACE, article(mark()))

    assert happened(refreshed) == [Happened.MISTAKEN, Happened.FILLED]
    assert [each.line for each in refreshed.told] == [1, 5]


def test_each_place_tells_its_line_before_and_after() -> None:
    refreshed = filled(PLACE + PLACE, article(mark()))

    lines = refreshed.text.split("\n")
    assert [each.line for each in refreshed.told] == [3, 9]
    assert [lines[each.new_line - 1] for each in refreshed.told] == [
        "<!-- postil: tag:sahel -->"
    ] * 2


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.CHANGED, "the text has changed since"),
        (State.ORPHANED, "not found in the present text"),
    ],
)
def test_a_quotation_whose_source_changed_is_flagged(state: State, words: str) -> None:
    held = None if state is State.ORPHANED else Range(0, 1)
    changed = mark(pieces=(Piece(range=held, quote="q", state=state),))

    refreshed = filled(PLACE, article(changed))

    assert f" · {words}\n" in refreshed.text
    assert refreshed.told[0].changed + refreshed.told[0].lost == 1
    assert refreshed.told[0].wants_a_look


def test_a_place_that_only_confidential_marks_answer_to_is_emptied() -> None:
    text = filled(PLACE, article(mark())).text

    refreshed = filled(text, article(left_out=1))

    assert refreshed.text == PLACE
    assert (refreshed.told[0].marks, refreshed.told[0].left_out) == (0, 1)


def test_in_a_list_and_in_a_quotation_a_place_stays_in_them() -> None:
    text = "- a\n\n  <!-- postil: x -->\n  <!-- /postil -->\n\n> <!-- postil: y -->\n> <!-- /postil -->\n"

    refreshed = filled(text, article(mark()))

    assert "\n  > The world has changed\n\n  Ann" in refreshed.text
    assert "\n> > The world has changed\n>\n> Ann" in refreshed.text
    assert happened(filled(refreshed.text, article(mark()))) == [Happened.UNCHANGED] * 2


def test_a_marker_in_code_is_none() -> None:
    text = (
        "```\n<!-- postil: a -->\n```\n\n    <!-- postil: b -->\n\nc `<!-- postil: c -->`\n\n"
        "- ~~~\n  <!-- /postil -->\n  ~~~\n"
    )

    refreshed = filled(text, article(mark()))

    assert refreshed == Refreshed(text=text, told=())


def test_a_comment_that_only_speaks_of_postil_is_no_marker() -> None:
    assert filled("<!-- postil is what fills this -->\n").told == ()


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a\n\n<!-- postil: x -->\n", 3, "this place is not closed"),
        ("<!-- /postil -->\n", 1, "this marker closes no place"),
        (
            "<!-- postil: x -->\n\n<!-- postil: y -->\n<!-- /postil -->\n",
            3,
            "a place begins within that of line 1, which is not closed",
        ),
        ("a\nb <!-- postil: x --> c\n", 2, "a marker needs a line of its own"),
        ("<!-- postil: x --> c\n", 1, "a marker needs a line of its own, and ends there"),
        ("- <!-- postil: x -->\n", 1, "a marker needs a line of its own, and ends there"),
        ("<!-- /postil x y -->\n", 1, "a marker needs a line of its own, and ends there"),
    ],
)
def test_markers_out_of_order_are_one_sentence_with_the_line(
    text: str, line: int, reason: str
) -> None:
    with pytest.raises(MalformedFileError) as raised:
        filled(text, article(mark()))

    assert str(raised.value) == f"report.md, line {line}: {reason}."


def test_what_strangers_wrote_is_shown_and_a_marker_in_a_note_is_not_obeyed() -> None:
    hostile = "# <b>&amp;</b> [[x]] <!-- /postil -->\x1b[2J"
    once = filled(PLACE, article(mark(hostile, note="a\n\n<!-- /postil -->\n<!-- postil: y -->")))

    assert "> \\# \\<b\\>\\&amp;\\</b\\> \\[\\[x\\]\\] \\<!-- /postil --\\>" in once.text
    assert "\x1b" not in once.text
    assert "\n\\<!-- /postil -->\n\\<!-- postil: y -->\n" in once.text
    assert len(places(lines_of(once.text), "")) == 1


def test_a_note_that_would_hide_the_end_of_its_place_is_refused() -> None:
    with pytest.raises(ExchangeError, match=r"would hide the end of its place\."):
        filled("<pre>\n\n<!-- postil: 12ab -->\n", article(mark(note="```\n</pre>\n")))


LINES = st.sampled_from(
    (
        *("Text", "# Head", "", "", "> quoted", "- item", "  more", "```", "~~~", "    code"),
        *("<div>", "</div>", "<!--", "-->", "*open", "1. one", "\ttab", "\x0b\u2028"),
    )
)
PREFIXES = st.sampled_from(("", "", "", "  ", "> "))


@st.composite
def reports(draw: st.DrawFn) -> str:
    """A text with places in it, with any line ends."""
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        lines += draw(st.lists(LINES, max_size=4))
        prefix = draw(PREFIXES)
        if draw(st.booleans()):
            lines += [
                "",
                f"{prefix}<!-- postil: tag:x | group:tag cite:mla -->",
                f"{prefix}<!-- /postil -->",
            ]
        else:
            lines += ["", f"{prefix}<!-- postil: 12ab -->"]
    lines += draw(st.lists(LINES, max_size=3))
    end = draw(st.sampled_from(("\n", "\r\n", "\r")))
    return (
        draw(st.sampled_from(("", "\ufeff"))) + end.join(lines) + draw(st.sampled_from(("", end)))
    )


def outside(text: str) -> list[list[str]]:
    """The stretches of a report that are no place's: the opening markers are, the closing ones not."""
    lines = lines_of(text.removeprefix("\ufeff"))
    stretches: list[list[str]] = []
    at = 0
    for place in places(lines, ""):
        # A marker that ends the text is given a line end.
        stretches.append([*lines[at : place.opening], lines[place.opening].rstrip("\r\n")])
        at = (place.opening if place.closing is None else place.closing) + 1
    return [*stretches, lines[at:]]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(text=reports(), annotated=annotated_articles())
@example(text="<!-- postil: 12ab -->\n```\n", annotated=article(mark(note="```\nopen")))
def test_filling_twice_changes_nothing_and_what_is_outside_stays(
    text: str, annotated: AnnotatedArticle
) -> None:
    try:
        stretches = outside(text)
    except MalformedFileError:
        with pytest.raises(MalformedFileError):
            filled(text, annotated)
        return

    once = filled(text, annotated)
    twice = filled(once.text, annotated)

    assert twice.text == once.text
    assert {each.happened for each in twice.told} <= {Happened.UNCHANGED}
    assert once.text.startswith("\ufeff") == text.startswith("\ufeff")
    assert outside(once.text) == stretches
