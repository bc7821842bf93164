"""What a card says, and that it keeps within its width whatever it is given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Annotation, AnnotationId, Colour, Piece, Range, State
from reader.layout.cells import width
from reader.relating import Link
from reader.widgets.cards import NOTE_LINES, QUOTE_LINES, Card, Part, card_of, joined, wrap


def _mark(quote: str = "the firm will", **rest: object) -> Annotation:
    piece = Piece(range=Range(0, len(quote)), quote=quote)
    return Annotation(id=AnnotationId("x"), pieces=(piece,), **{"colour": Colour.RED, **rest})  # type: ignore[arg-type]


def _texts(card: Card) -> list[str]:
    return ["".join(text for text, _ in line) for line in card.lines]


def test_quote_note_tags_and_fields_stand_below_each_other() -> None:
    mark = _mark(note="compare Feb", tags=("diplomacy", "quote"), fields=(("speaker", "Lavrov"),))

    card = card_of(mark, 40, is_focused=False, quote="the firm will")

    assert _texts(card) == ["the firm will", "compare Feb", "#diplomacy  #quote  Lavrov"]
    assert (card.colour, card.has_note) == (Colour.RED, True)


def test_a_long_note_is_cut_unless_the_card_is_focused() -> None:
    mark = _mark(note="\n".join(f"line {number}" for number in range(9)))

    at_rest = card_of(mark, 30, is_focused=False, quote="q")
    focused = card_of(mark, 30, is_focused=True, quote="q")

    assert _texts(at_rest)[1:] == ["line 0", "line 1", "line 2", "line 3 …"]
    assert len(_texts(focused)) == 10


def test_an_orphan_says_that_it_is_not_found() -> None:
    piece = Piece(range=None, quote="gone", state=State.ORPHANED)
    card = card_of(
        Annotation(id=AnnotationId("x"), pieces=(piece,)), 30, is_focused=False, quote="gone"
    )

    assert _texts(card) == ["gone", "not found in the text"]
    assert card.lines[1][0][1] is Part.STATE


def test_a_note_on_the_article_has_no_quote() -> None:
    bare = Annotation(id=AnnotationId("x"), note="on the whole")

    assert _texts(card_of(bare, 30, is_focused=False, quote="")) == ["on the whole"]
    assert _texts(card_of(Annotation(id=AnnotationId("x")), 30, is_focused=False, quote="")) == [
        "empty note"
    ]


@given(
    quote=st.text(min_size=1, max_size=200),
    note=st.text(max_size=200),
    tags=st.lists(st.text("aé日/ ", min_size=1, max_size=30), max_size=6),
    cells=st.integers(4, 60),
    is_focused=st.booleans(),
)
def test_no_line_is_wider_than_the_card(
    quote: str, note: str, tags: list[str], cells: int, is_focused: bool
) -> None:
    mark = _mark(quote, note=note, tags=tuple(tags))

    card = card_of(mark, cells, is_focused=is_focused, quote=quote)

    assert all(width(text) <= cells for text in _texts(card))
    parts = [line[0][1] for line in card.lines]
    assert parts.count(Part.QUOTE) <= QUOTE_LINES
    assert is_focused or parts.count(Part.NOTE) <= NOTE_LINES


@given(text=st.text(max_size=120), cells=st.integers(2, 30), most=st.integers(1, 5))
def test_wrapping_keeps_to_its_bounds(text: str, cells: int, most: int) -> None:
    lines = wrap(text, cells, most)

    assert 1 <= len(lines) <= most
    assert all(width(line) <= cells for line in lines)


def test_pieces_that_fit_are_joined_as_they_are() -> None:
    assert joined(["one", "two\nlines"], 40) == "one […] two lines"


def test_of_each_piece_the_beginning_is_shown_where_not_all_fits() -> None:
    quote = joined(["first words " * 10, "short", "second words " * 10], 40)

    assert quote == "first words first words … […] short […] second words second words …"
    assert wrap(quote, 40, 2)[1].endswith("words …")


@given(texts=st.lists(st.text(min_size=1, max_size=80), max_size=60), cells=st.integers(4, 80))
def test_any_pieces_can_be_joined(texts: list[str], cells: int) -> None:
    joined(texts, cells)


def _links(*named: tuple[str, str]) -> list[Link]:
    return [
        Link(name, is_outgoing=True, other=AnnotationId("y"), text=text, is_here=True)
        for name, text in named
    ]


def test_relations_stand_below_the_fields_each_on_a_line() -> None:
    links = _links(("contradicts", "“the other quote”"))

    card = card_of(_mark(tags=("a",)), 40, is_focused=False, quote="q", links=links, link_count=1)

    assert _texts(card)[1:] == ["#a", "→ contradicts “the other quote”"]


def test_at_rest_two_relations_are_shown_and_the_others_counted() -> None:
    links = _links(*((f"name {n}", "“quote”") for n in range(5)))

    at_rest = card_of(_mark(), 40, is_focused=False, quote="q", links=links, link_count=5)
    focused = card_of(_mark(), 40, is_focused=True, quote="q", links=links, link_count=99)

    assert _texts(at_rest)[1:] == ["→ name 0 “quote”", "→ name 1 “quote”  +3"]
    assert len(_texts(focused)) == 6
    assert _texts(focused)[-1] == "→ name 4 “quote”  +94"


def test_a_cut_quote_keeps_its_closing_mark() -> None:
    links = _links(("supports", "“a quote that is far too long for it”"))

    card = card_of(_mark(), 30, is_focused=False, quote="q", links=links, link_count=1)

    assert _texts(card)[-1] == "→ supports “a quote that is…”"


def test_a_focused_card_says_what_its_fields_are_called() -> None:
    mark = _mark(fields=(("speaker", "Lavrov"), ("date", "May")))

    assert _texts(card_of(mark, 40, is_focused=False, quote="q"))[1:] == ["Lavrov  May"]
    assert _texts(card_of(mark, 40, is_focused=True, quote="q"))[1:] == ["Lavrov  date: May"]


hostile = st.text(
    st.sampled_from("ab \x1b[2J\x9b\u202e\u200b日\U0001f468\u200d\n\ud800…“”"), max_size=80
)


@given(
    fields=st.lists(st.tuples(hostile, hostile), max_size=4),
    named=st.lists(st.tuples(hostile, hostile), max_size=4),
    cells=st.integers(4, 60),
    is_focused=st.booleans(),
)
def test_fields_and_relations_of_strangers_keep_within_the_card(
    fields: list[tuple[str, str]], named: list[tuple[str, str]], cells: int, is_focused: bool
) -> None:
    mark = _mark(fields=tuple(fields))

    card = card_of(
        mark,
        cells,
        is_focused=is_focused,
        quote="q",
        links=_links(*named),
        link_count=len(named) + 7,
    )

    assert all(width(text) <= cells for text in _texts(card))
    assert not any(set("\x1b\x9b\u202e\n\ud800") & set(text) for text in _texts(card))
