from __future__ import annotations

from annotations.document import Block, BlockKind, Blocks, Document
from annotations.model import (
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Colour,
    Metadata,
    Piece,
    Range,
    State,
)
from reader.cli.text_view import article_lines
from reader.layout.cells import width

ARTICLE = Article(id=ArticleId("a"), metadata=Metadata(title="Title", authors=("Ann",)))


def document(*blocks: tuple[BlockKind, str], gap: str = "\n\n") -> Document:
    made, text = Blocks(), ""
    for kind, content in blocks:
        text += gap if text else ""
        start = len(text)
        text += content
        level = 2 if kind is BlockKind.HEADING else 0
        made.append(Block(kind=kind, start=start, end=len(text), level=level))
    return Document(text=text, blocks=made)


def mark(number: int, *ranges: tuple[int, int], **more: object) -> Annotation:
    return Annotation(
        id=AnnotationId(f"00000{number}"),
        pieces=tuple(Piece(range=Range(*each), quote="q") for each in ranges),
        **more,  # type: ignore[arg-type]  # named as in the class
    )


def shown(held: Document, *marks: Annotation, width_cells: int = 72) -> list[str]:
    lines = list(article_lines(ARTICLE, held, marks, width_cells=width_cells))
    return lines[lines.index("") + 1 :]


def test_the_head_names_the_article() -> None:
    lines = list(article_lines(ARTICLE, document(), [], width_cells=72))

    assert lines == ["Title", "Ann", "0 characters · no marks"]


def test_a_mark_stands_in_brackets_with_its_card_below_the_block() -> None:
    held = document((BlockKind.PARAGRAPH, "one two three"), (BlockKind.PARAGRAPH, "four"))
    made = mark(
        1, (4, 7), colour=Colour.RED, tags=("a/b",), fields=(("by", "L"),), note="Why?\nSo."
    )

    assert shown(held, made) == [
        "one ⟦two⟧[1] three",
        "    [1] 000001 · para. 1 · red · #a/b · by: L",
        "        Why?",
        "        So.",
        "",
        "four",
    ]


def test_overlapping_and_touching_marks_are_told_apart() -> None:
    held = document((BlockKind.PARAGRAPH, "abcdef"))

    first = shown(held, mark(1, (0, 4)), mark(2, (2, 6)))[0]
    second = shown(held, mark(1, (0, 3)), mark(2, (3, 6)))[0]

    assert first == "⟦ab⟦cd⟧[1]ef⟧[2]"
    assert second == "⟦abc⟧[1]⟦def⟧[2]"


def test_a_mark_over_two_blocks_has_its_card_below_the_second() -> None:
    held = document((BlockKind.PARAGRAPH, "one"), (BlockKind.PARAGRAPH, "two"))

    assert shown(held, mark(1, (1, 7))) == ["o⟦ne", "", "tw⟧[1]o", "    [1] 000001 · para. 1"]


def test_a_mark_of_two_pieces_has_one_number() -> None:
    held = document((BlockKind.PARAGRAPH, "one two three"))

    assert shown(held, mark(1, (0, 3), (8, 13)))[0] == "⟦one⟧[1] two ⟦three⟧[1]"


def test_notes_on_the_article_come_first_and_orphans_last() -> None:
    held = document((BlockKind.PARAGRAPH, "text"))
    orphan = Annotation(
        id=AnnotationId("000009"), pieces=(Piece(range=None, quote="gone", state=State.ORPHANED),)
    )

    lines = shown(held, orphan, mark(1, note="On it all"))

    assert lines == [
        "    [2] 000001",
        "        On it all",
        "",
        "text",
        "",
        "    [1] 000009 · orphaned",
        "        “gone”",
    ]


def test_headings_code_verse_and_rules_look_like_themselves() -> None:
    held = document(
        (BlockKind.HEADING, "Head"),
        (BlockKind.CODE, "a\n\tb"),
        (BlockKind.VERSE, "one\ntwo"),
        (BlockKind.RULE, ""),
    )

    assert shown(held) == ["## Head", "", "    a", "    \tb", "", "one", "two", "", "* * *"]


def test_containers_are_shown_by_their_signs() -> None:
    text = "a\nb\n\nquoted words"
    held = Document(
        text=text,
        blocks=Blocks(
            [
                Block(kind=BlockKind.LIST, start=0, end=3),
                Block(kind=BlockKind.ITEM, start=0, end=1, parent=0, level=1),
                Block(kind=BlockKind.PARAGRAPH, start=0, end=1, parent=1),
                Block(kind=BlockKind.ITEM, start=2, end=3, parent=0, level=2),
                Block(kind=BlockKind.PARAGRAPH, start=2, end=3, parent=3),
                Block(kind=BlockKind.QUOTATION, start=5, end=17),
                Block(kind=BlockKind.PARAGRAPH, start=5, end=17, parent=5),
            ]
        ),
    )

    assert shown(held, width_cells=11) == ["1. a", "2. b", "", "> quoted", "> words"]


def test_the_cells_of_a_row_stand_on_one_line() -> None:
    held = document(
        (BlockKind.CELL, "a"),
        (BlockKind.CELL, "b"),
        gap="\t",
    )

    assert shown(held, mark(1, (2, 3)))[0] == "a | ⟦b⟧[1]"


def test_flowing_text_is_broken_at_the_width_in_cells() -> None:
    held = document((BlockKind.PARAGRAPH, "世界已经改变" * 9 + " and soft\nbreaks " * 9))

    lines = shown(held, width_cells=20)

    assert max(width(line) for line in lines) == 20
    assert "".join(lines).replace(" ", "") == "".join(held.text.split())


def test_a_long_word_is_cut() -> None:
    held = document((BlockKind.PARAGRAPH, "a" * 50))

    assert shown(held, width_cells=20) == ["a" * 20, "a" * 20, "a" * 10]
