"""PDF files as articles: what becomes of lines placed on pages."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.document import BlockKind, Document, Locator, SpanKind
from annotations.errors import SourceError, UnreadableSourceError, UnsupportedSourceError
from annotations.model import Colour, Range
from reader.loaders import Hint, Loaded, SourceBytes, load, load_head, pdf
from reader.loaders.held_marks import LONG_AGO
from reader.loaders.pdf_marks import Found, marks_in
from tests.pdfs import Page, Placed, column
from tests.pdfs import pdf as pdf_of
from tests.reader.loaders.invariants import check
from tests.reader.loaders.mutation import survive

PROSE = (
    "The minister came to the capital in the morning and left it in the evening, and nobody could say"
    " what had been agreed upon between these two hours of the day. The papers wrote that it was a"
    " visit among friends, and the guests of the hotel saw him eat alone."
)


LONG = " ".join([PROSE] * 3)


def loaded(data: bytes, *, is_head: bool = False) -> Loaded:
    found = pdf.load(SourceBytes(data), Hint("a.pdf"), is_head=is_head)
    check(found.document)
    return found


def read(*pages: list[Placed], **facts: object) -> Document:
    return loaded(pdf_of([Page(lines=lines) for lines in pages], **facts)).document  # type: ignore[arg-type]


def wrapped(text: str, width: int = 60) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def leaves(document: Document) -> list[tuple[str, str]]:
    blocks = [document.blocks[index] for index in document.leaves]
    return [(block.kind.value, document.text[block.start : block.end]) for block in blocks]


# --- paragraphs and headings ----------------------------------------------------------------------


def test_lines_are_a_paragraph_up_to_a_gap() -> None:
    document = read(column([*wrapped(PROSE), "", *wrapped(PROSE)]))

    assert leaves(document) == [("paragraph", PROSE), ("paragraph", PROSE)]


def test_a_line_that_ends_early_ends_a_paragraph() -> None:
    document = read(column([*wrapped(PROSE), *wrapped(PROSE)]))

    assert [text for _, text in leaves(document)] == [PROSE, PROSE]


def test_an_indent_begins_a_paragraph() -> None:
    first, *rest = wrapped(PROSE)
    lines = column([*wrapped(PROSE)[:3], first, *rest])
    lines[3] = Placed(lines[3].text, 90, lines[3].y)

    document = read(lines)

    assert leaves(document)[1] == ("paragraph", PROSE)


def test_lines_that_hang_belong_to_the_one_before() -> None:
    entries = []
    for number in range(3):
        first, *rest = wrapped(f"Author {number}. {PROSE}")
        entries += [(72, first), *((90, line) for line in rest)]
    lines = [Placed(text, x, 700 - 12 * number) for number, (x, text) in enumerate(entries)]

    document = read(lines)

    assert [text for _, text in leaves(document)] == [f"Author {n}. {PROSE}" for n in range(3)]


def test_what_is_set_larger_or_bold_is_a_heading() -> None:
    lines = [
        Placed("The whole", 72, 740, 20, "F2"),
        *column(wrapped(PROSE), top=700),
        Placed("A part", 72, 620, 14, "F2"),
        *column(wrapped(PROSE), top=600),
        Placed("A smaller part", 72, 520, 10, "F2"),
        *column(wrapped(PROSE), top=500),
    ]

    document = read(lines)

    headings = [document.blocks[index] for index in document.headings]
    assert [(each.level, document.text[each.start : each.end]) for each in headings] == [
        (1, "The whole"),
        (2, "A part"),
        (3, "A smaller part"),
    ]


def test_the_outline_says_what_is_a_heading_and_how_deep() -> None:
    lines = column(["Introduction", "", *wrapped(PROSE), "", "Method", "", *wrapped(PROSE)])

    document = read(lines, outline=[("1. Introduction", 0, 720), ("Method", 0, 600)])

    assert [document.section(document.text.index(PROSE))] == ["Introduction"]
    assert document.section(document.text.rindex(PROSE)) == "Method"


def test_bullets_and_numbers_are_lists_without_their_markers() -> None:
    first, second = wrapped(PROSE, 70)[:2]
    lines = [
        *column(["Needed are:"], top=720),
        *column(["• bread", "• " + first], top=700, x=80),
        Placed(second, 87, 676),
        *column(["• water"], top=664, x=80),
        *column(["Then:"], top=640),
        *column(["1. bake", "2. eat"], top=620, x=80),
    ]

    document = read(lines)

    assert leaves(document) == [
        ("paragraph", "Needed are:"),
        ("paragraph", "bread"),
        ("paragraph", f"{first} {second}"),
        ("paragraph", "water"),
        ("paragraph", "Then:"),
        ("paragraph", "bake"),
        ("paragraph", "eat"),
    ]
    items = [block for block in document.blocks if block.kind is BlockKind.ITEM]
    assert [item.level for item in items] == [0, 0, 0, 1, 2]


def test_rows_of_short_pieces_are_a_table() -> None:
    rows = [("Country", "Seats"), ("Mali", "147"), ("Togo", "91")]
    lines = [
        Placed(text, 72 + 120 * place, 700 - 14 * number)
        for number, row in enumerate(rows)
        for place, text in enumerate(row)
    ]

    document = read([*column(wrapped(PROSE), top=760), *lines])

    assert document.text.endswith("Country\tSeats\nMali\t147\nTogo\t91")
    assert [b.kind for b in document.blocks].count(BlockKind.ROW) == 3


def test_code_keeps_its_lines_and_indents() -> None:
    lines = [
        Placed("for each in some:", 72, 600, 10, "F3"),
        Placed("print(each)", 96, 588, 10, "F3"),
    ]

    document = read([*column(wrapped(PROSE)), *lines])

    assert leaves(document)[-1] == ("code", "for each in some:\n    print(each)")


def test_short_lines_close_together_are_verse() -> None:
    address = ["Office of the ministry", "12, Street of the river", "Bamako"]

    document = read([*column(wrapped(PROSE), top=760), *column(address, top=600)])

    assert leaves(document)[-1] == ("verse", "\n".join(address))


# --- pages and columns ----------------------------------------------------------------------------


def quoted(document: Document, first: str, last: str) -> str:
    """What marking from one phrase to another gives as the quote."""
    start, end = document.text.index(first), document.text.index(last) + len(last)
    return document.flowing(Range(start, end))


def test_a_sentence_over_a_page_break_is_quoted_whole() -> None:
    lines = wrapped(LONG)
    pages = [
        [
            Placed(f"A journal of visits, {number}", 200, 770, 8),
            *column(part),
            Placed(str(number + 10), 300, 30, 8),
        ]
        for number, part in enumerate((lines[:5], lines[5:9], lines[9:]))
    ]

    document = read(*pages)

    assert leaves(document) == [("paragraph", LONG)]
    assert [each.start for each in document.locators] == [
        0,
        len(" ".join(lines[:5])) + 1,
        len(" ".join(lines[:9])) + 1,
    ]


@pytest.mark.parametrize("is_by_rows", [False, True])
def test_columns_are_read_one_after_the_other_however_they_were_drawn(*, is_by_rows: bool) -> None:
    lines = wrapped(LONG, 40)
    half = len(lines) // 2
    left, right = column(lines[:half], x=60), column(lines[half:], x=320)
    placed = [*left, *right]
    if is_by_rows:
        placed.sort(key=lambda line: (-line.y, line.x))

    document = read([Placed("A heading over both columns", 120, 760, 16), *placed])

    assert [text for _, text in leaves(document)] == ["A heading over both columns", LONG]


def test_words_parted_at_lines_pages_and_columns_are_put_together() -> None:
    first = ["A long and some-", "what complicated state-"]
    second = ["ment about self-made well-known things of self-", "made persons, and of the well-"]
    third = ["known ones, which ends here."]

    document = read(column(first), column(second), column(third))

    assert document.text == (
        "A long and somewhat complicated statement about self-made well-known things of self-made"
        " persons, and of the well-known ones, which ends here."
    )


def test_a_note_at_the_foot_does_not_part_the_sentence_above_it() -> None:
    lines = wrapped(PROSE)
    note = [Placed("1 See the report of last year.", 72, 60, 7)]

    document = read([*column(lines[:3]), *note], column(lines[3:]))

    assert [text for _, text in leaves(document)] == [PROSE, "1 See the report of last year."]
    assert document.locator(document.text.index("See the"))["page"] == "1"
    assert document.locator(document.text.index("alone"))["page"] == "2"


def signed(
    before: str, number: str, after: str, *, y: float, x: float = 72, size: float = 10
) -> list[Placed]:
    """A line with a small raised number in it; each letter is half as wide as its font is high."""
    sign = x + len(before) * size / 2
    rest = sign + len(number) * size * 0.3
    placed = [Placed(before, x, y, size)] if before else []
    return [*placed, Placed(number, sign, y + 0.4 * size, 0.6 * size), Placed(after, rest, y, size)]


def test_notes_at_the_foot_of_a_page_are_linked_with_their_signs() -> None:
    text = column(wrapped(PROSE), top=680)
    page = [
        *signed("The visit was short", "1", ", and nobody saw the second day", y=716),
        *signed("of it, as the papers say.", "2", " Then he went home.", y=704),
        *text,
        *signed("", "1", "Two hours in all, by another count.", y=100, size=8),
        *signed("", "2", "The Daily, and others.", y=90, size=8),
    ]
    document = read(page, [*text, *signed("", "1", "Set small, and no note.", y=100, size=8)])

    notes = [each for each in document.blocks if each.kind is BlockKind.FOOTNOTE]
    assert [(each.level, document.text[each.start : each.end]) for each in notes] == [
        (1, "Two hours in all, by another count."),
        (2, "The Daily, and others."),
    ]
    links = [each for each in document.spans if each.kind is SpanKind.HYPERLINK]
    assert [(document.text[: each.end][-7:], each.target) for each in links] == [
        (" short1", f"#{notes[0].start}"),
        ("s say.2", f"#{notes[1].start}"),
    ]
    assert document.text.endswith("1Set small, and no note.")


def test_powers_are_raised_and_numbers_of_full_size_are_not() -> None:
    document = read([*signed("Some 30 m", "2", " of it, in Room 12 and in B5.", y=700)])

    raised = [each for each in document.spans if each.kind is SpanKind.SUPERSCRIPT]
    assert [document.text[each.start - 1 : each.end] for each in raised] == ["m2"]
    assert document.text == "Some 30 m2 of it, in Room 12 and in B5."


def test_a_blank_before_a_raised_number_is_none_of_the_text() -> None:
    document = read([*signed("The visit was short ", "1", ", they said.", y=700)])

    assert document.text == "The visit was short1, they said."


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            Placed("THE VISIT", 250, 770, 9),
            *column([f"Text of page {number}, which says one thing only."]),
            Placed(f"– {number + 4} –", 300, 40, 9),
        ]
        for number in range(5)
    ]

    document = read(*pages)

    assert document.text.split("\n\n") == [
        f"Text of page {number}, which says one thing only." for number in range(5)
    ]


def test_the_title_of_slides_stays() -> None:
    pages = [
        [Placed("Results", 72, 740, 24), *column([f"The result number {number} is this."], top=600)]
        for number in range(4)
    ]
    pages += [column(wrapped(PROSE)) for _ in range(4)]

    assert read(*pages).text.count("Results") == 4


def test_pages_are_called_as_the_file_labels_them() -> None:
    pages = [column(wrapped(f"The part {number}. {PROSE}")) for number in range(4)]

    document = read(*pages, labels="0 << /S /r >> 2 << /S /D /St 1 >>")

    assert [each.label for each in document.locators] == ["i", "ii", "1", "2"]
    assert document.locator(document.text.index("The part 3"))["page"] == "2"


def test_what_the_file_says_of_itself_is_known() -> None:
    facts = {"Title": "A visit", "Author": "Ann Lee; Bo Yi", "CreationDate": "D:20230208101112"}

    metadata = read(column(["Text."]), info=facts, language="fr-CA").metadata

    assert (metadata.title, metadata.authors) == ("A visit", ("Ann Lee", "Bo Yi"))
    assert (metadata.published, metadata.language) == ("2023-02-08", "fr-CA")


@pytest.mark.parametrize("title", ["", "Microsoft Word - report.doc", "paper.dvi", "\0\0"])
def test_a_file_name_is_no_title(title: str) -> None:
    assert read(column(["Text."]), info={"Title": title}).metadata.title == "a.pdf"


def test_without_a_title_what_is_set_largest_on_the_first_page_is_taken_for_it() -> None:
    text = column(wrapped(LONG), top=600)
    above = Placed("A Daily of the Capital, 8 February", 72, 760, 12)
    title = [
        Placed("The visit to the capital and", 72, 720, 20),
        Placed("its message", 72, 697, 20),
    ]
    chapter = Placed("A chapter that is set larger", 72, 740, 26)

    def guessed(*lines: Placed, info: str = "") -> str:
        facts = {"Title": info}
        return read([*lines, *text], [chapter, *text], info=facts).metadata.title

    assert guessed(above, *title) == "The visit to the capital and its message"
    assert guessed(above, *title, info="A visit") == "A visit"
    assert guessed(above) == "A Daily of the Capital, 8 February"
    assert guessed() == "a.pdf"
    assert guessed(*title, Placed("7", 500, 650, 30)) == "The visit to the capital and its message"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(
            st.lists(st.from_regex(r"[a-z]{1,9}[.,]?", fullmatch=True), min_size=1, max_size=60),
            min_size=1,
            max_size=3,
        ),
        min_size=1,
        max_size=3,
    ),
    st.booleans(),
)
def test_every_word_is_read_once_and_in_order(
    pages: list[list[list[str]]],
    has_columns: bool,
) -> None:
    placed = []
    for page in pages:
        x, y = 60.0, 740.0
        lines: list[Placed] = []
        for number, words in enumerate(page):
            size = (10, 10, 16)[number % 3]
            for line in wrapped(" ".join(words), 40):
                if y < 80 and has_columns and x < 300:
                    x, y = 330.0, 740.0
                lines.append(Placed(line, x, y, size))
                y -= size * 1.2
            y -= 14
        placed.append(lines)
    source = [word for page in pages for words in page for word in words]

    document = read(*placed)

    # A list's marker is one letter or a hyphen; words are longer or end without a bracket.
    assert document.text.split() == source


def test_many_pages_read_by_two_processes_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [
        Page(lines=column(wrapped(f"Page {number}. {PROSE}")), marks=MARKED.marks)
        for number in range(pdf.SHARED_PAGES)
    ]
    data = pdf_of(pages)
    together = load(data, Hint("a.pdf"))
    monkeypatch.setattr(pdf, "can_fork", lambda: False)

    alone = loaded(data)

    assert together.document.text == alone.document.text
    assert together.document.locators == alone.document.locators
    assert together.marks == alone.marks


# --- what is no text, or no file -------------------------------------------------------------------


def test_a_pdf_is_read_in_a_process_of_its_own_whatever_it_is_called() -> None:
    data = pdf_of([Page(lines=column(["One line of it", "and a second."]))])

    document = load(data, Hint("a.html")).document

    assert document.text == "One line of it and a second."
    assert document.loader == pdf.LOADER
    assert len(document.source_sha256) == 64


PICTURE = "q 100 0 0 100 72 600 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q"


@pytest.mark.parametrize(
    ("pages", "sentence"),
    [
        ([Page(extra=PICTURE)], "a.pdf holds no text: its page is a picture."),
        ([Page(extra=PICTURE)] * 2, "a.pdf holds no text: its 2 pages are pictures."),
        ([Page()], "a.pdf holds no text."),
    ],
)
def test_a_scan_is_said_to_be_one(pages: list[Page], sentence: str) -> None:
    with pytest.raises(UnsupportedSourceError) as caught:
        loaded(pdf_of(pages))

    assert str(caught.value) == sentence


@pytest.mark.parametrize("length", [9, 200, 700])
def test_what_is_cut_short_is_read_or_refused(length: int) -> None:
    data = pdf_of([Page(lines=column(["One line of it"]))])[:length]

    with pytest.raises(SourceError) as caught:
        load(data, Hint("a.pdf"))

    assert str(caught.value) in (
        "a.pdf cannot be read: it is damaged, or no PDF.",
        "a.pdf holds no text.",
    )


def test_a_tree_of_pages_that_bites_its_tail_ends() -> None:
    data = pdf_of([Page(lines=column(["Text."]))])
    cyclic = data.replace(b"/Kids [8 0 R]", b"/Kids [2 0 R]")
    assert cyclic != data

    with pytest.raises(SourceError):
        load(cyclic, Hint("a.pdf"))


def test_too_many_pages_are_refused_unless_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "PAGE_LIMIT", 2)
    data = pdf_of([Page(lines=column(["Text."]))] * 3)

    with pytest.raises(UnreadableSourceError, match=r"it has 3 pages, and the limit is 2\."):
        loaded(data)

    assert pdf.load(SourceBytes(data), Hint("a.pdf", is_forced=True)).document.text


def read_damaged() -> None:
    """Damaged states of a valid file; in the process of the test that follows."""
    lines = [Placed("A heading", 72, 760, 18), *column(wrapped(PROSE))]
    data = pdf_of([Page(lines=lines)] * 2, outline=[("A heading", 0, 760)], labels="0 << /S /r >>")
    survive(pdf.load, ["a.pdf"], data, 50)


def test_damaged_files_are_read_or_refused() -> None:
    # In a process of its own, as in postil: the library may crash, which would end all tests.
    command = "from tests.reader.loaders.test_pdf import read_damaged; read_damaged()"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    done = subprocess.run(
        [sys.executable, "-c", command], env=environment, capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr.decode()


def test_letters_without_a_meaning_are_said() -> None:
    # A font of its own signs: no program can know what they mean.
    assert pdf.notices_of(Document(text="\ue001\ue002 \ufffd\ufffd and"))
    assert not pdf.notices_of(Document(text="words that mean something \ufffd"))


def test_numbers_of_letters_that_are_taken_for_letters_are_said() -> None:
    # In many fonts the letters of ASCII have numbers that are smaller by 29.
    shifted = "".join(chr(ord(each) - 29) if each.isalpha() else each for each in LONG)

    assert loaded(pdf_of([Page(lines=column(wrapped(shifted)))])).notices == (
        "This text can probably not be read: the fonts of the PDF seem not to tell their letters.",
    )
    assert not loaded(pdf_of([Page(lines=column(wrapped(LONG.upper())))])).notices
    assert not pdf.notices_of(Document(text="ACGT" * 200))


def test_what_is_protected_is_said_to_be() -> None:
    data = pdf_of([Page(lines=column(["Text."]))])
    lock = b"/Encrypt << /Filter /%b /V 1 /R 2 /O <%b> /U <%b> /P -4 >> /ID [<00> <00>] "
    for kind, sentence in (
        (b"Standard", "it asks for a password"),
        (b"Other", "it is protected in a way that postil does not know"),
    ):
        locked = data.replace(
            b"trailer\n<< ", b"trailer\n<< " + lock % (kind, b"41" * 32, b"42" * 32)
        )

        with pytest.raises(UnreadableSourceError, match=sentence):
            loaded(locked)


def test_a_page_that_fills_the_memory_when_unpacked_is_refused() -> None:
    deflate = zlib.compressobj(9)
    block = deflate.compress(b" " * (1 << 20)) + deflate.flush(zlib.Z_FULL_FLUSH)
    header, again = block[:2], block[2:]
    bomb = zlib.compress(header + again * 1_000 + b"\x03\0", 9)
    data = pdf_of([Page(lines=column(["Text."]))])
    start, end = data.index(b"<< /Length"), data.index(b"endstream")
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%b\n" % (
        len(bomb),
        bomb,
    )

    assert len(bomb) < 100_000
    with pytest.raises(UnreadableSourceError) as caught:
        load(data[:start] + stream + data[end:], Hint("a.pdf"))
    assert str(caught.value).startswith("a.pdf cannot be read: ")


def test_the_head_is_the_first_pages() -> None:
    pages = [Page(lines=column(wrapped(f"Page {number}. {LONG}"))) for number in range(20)]
    data = pdf_of(pages)

    head = load_head(SourceBytes(data, name="a.pdf"))

    assert not head.is_whole
    assert head.document.source_sha256 == ""
    assert loaded(data).document.text.startswith(head.document.text)


# --- marks that are in the file already ------------------------------------------------------------

HIGHLIGHT = (
    "<< /Type /Annot /Subtype /Highlight /Rect [72 700 204 732] /QuadPoints"
    " [107 730 197 730 107 718 197 718 72 718 127 718 72 706 127 706]"
    " /C [0 0.9 0.1] /Contents (Check this) /T (Ann Lee) /M (D:20230102030405+01'00') >>"
)
NOTE = "<< /Type /Annot /Subtype /Text /Rect [20 680 40 690] /Contents (A note beside) >>"
LINK = "<< /Type /Annot /Subtype /Link /Rect [72 700 204 732] /Contents (no mark) >>"
MARKED = Page(
    lines=column(["A visit to the minis-", "ter in Mali and home.", "", "Another paragraph."]),
    marks=[HIGHLIGHT, LINK, NOTE],
)


def test_highlights_and_notes_of_the_file_are_offered_as_marks() -> None:
    found = loaded(pdf_of([MARKED]))

    highlight, note = found.marks
    assert highlight.quote == "to the minister in Mali"
    assert (highlight.colour, highlight.note) == (Colour.GREEN, "Check this")
    assert (highlight.creator, highlight.updated) == ("Ann Lee", "2023-01-02T02:04:05Z")
    assert (note.quote, note.note) == ("Another paragraph.", "A note beside")
    assert found.annotated is None


def test_a_mark_of_the_file_is_the_same_each_time() -> None:
    data = pdf_of([MARKED])

    assert [mark.id for mark in loaded(data).marks] == [mark.id for mark in loaded(data).marks]


def test_the_same_words_marked_in_two_places_are_two_marks() -> None:
    again = HIGHLIGHT.replace(
        "[107 730 197 730 107 718 197 718 72 718 127 718 72 706 127 706]", "[{}]"
    )
    first, second = (
        again.format(f"71 {top} 300 {top} 71 {top - 12} 300 {top - 12}") for top in (730, 682)
    )
    lines = ["Nobody asked why.", "", "Another paragraph.", "", "Nobody asked why."]

    marks = loaded(pdf_of([Page(lines=column(lines), marks=[first, second])])).marks

    assert [mark.quote for mark in marks] == ["Nobody asked why."] * 2
    assert len({mark.id for mark in marks}) == 2
    assert len({mark.start for mark in marks}) == 2


def test_a_mark_on_what_is_not_in_the_text_is_a_note_on_the_whole() -> None:
    pages = [
        Page(
            lines=[Placed("A running head", 100, 770, 8), *column([f"{PROSE} {number}"])],
            marks=[HIGHLIGHT.replace("730", "778").replace("718", "766")] if number == 1 else [],
        )
        for number in range(4)
    ]

    (mark,) = loaded(pdf_of(pages)).marks

    assert not mark.pieces
    assert mark.note.startswith("Page 2: “")
    assert mark.note.endswith("Check this")


def test_many_marks_on_one_page_are_placed_in_time() -> None:
    words = [f"word{number}" for number in range(1_500)]
    document = Document(text=" ".join(words), locators=(Locator("page", "1", 0),))
    found = [
        Found(page=0, quote=word, note="", colour=None, creator="", moment=LONG_AGO)
        for word in (*words, "word0")
    ]
    begun = time.process_time()

    marks = marks_in(document, found, ["1"])

    assert [mark.quote for mark in marks] == [*words, "word0"]
    assert time.process_time() - begun < 1
