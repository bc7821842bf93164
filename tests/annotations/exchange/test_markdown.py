from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import example, given
from markdown_it import MarkdownIt

from annotations.document import Block, BlockKind, Blocks, Document, Locator
from annotations.exchange import FORMATS, Options
from annotations.model import (
    AnnotatedArticle,
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Codebook,
    Colour,
    Metadata,
    Piece,
    Range,
    State,
    Timestamp,
    Version,
    VersionId,
    fold_tag,
)
from tests.strategies import AWKWARD, annotated_articles, loose_texts

if TYPE_CHECKING:
    from markdown_it.token import Token

SNAPSHOT = Path(__file__).parents[2] / "snapshots" / "report.md"

TEXT = """Before all headings.

The visit

He said “the world
  has changed”, twice. And 2 * 3 is *six*.

1. not a list

“Hear!”

O verse
  of two lines
"""


def document() -> Document:
    kinds = {0: BlockKind.PARAGRAPH, 1: BlockKind.HEADING, 4: BlockKind.HEADING, 5: BlockKind.VERSE}
    blocks = []
    position = 0
    for number, part in enumerate(TEXT.rstrip("\n").split("\n\n")):
        kind = kinds.get(number, BlockKind.PARAGRAPH)
        level = 2 if kind is BlockKind.HEADING else 0
        blocks.append(Block(kind=kind, start=position, end=position + len(part), level=level))
        position += len(part) + 2
    page = Locator(kind="page", label="12", start=TEXT.index("1. not"))
    return Document(text=TEXT, blocks=Blocks(blocks), locators=(page,))


def piece(quote: str) -> Piece:
    start = TEXT.index(quote)
    return Piece(range=Range(start, start + len(quote)), quote=quote)


def identity(number: int) -> AnnotationId:
    return AnnotationId(f"01900000-0000-7000-8000-{number:012x}")


def sample() -> AnnotatedArticle:
    """One of everything, for people to read."""
    return AnnotatedArticle(
        article=Article(
            id=ArticleId(identity(0)),
            metadata=Metadata(
                title="Lavrov in Bamako: *the* visit",
                authors=("Ann Author", "B. C."),
                publisher="The Paper",
                published="2023-02-08",
                url="https://example.org/a_b?c=d#e",
            ),
            source="/home/somebody/bamako.md",
            tags=("sahel",),
        ),
        annotations=(
            Annotation(
                id=identity(1),
                pieces=(piece("the world\n  has changed"), piece("is *six*")),
                colour=Colour.RED,
                tags=("sahel/russia", "close reading"),
                fields=(("speaker", "Sergei Lavrov"), ("certainty", "50 %")),
                note="Compare *February*:\n\n- the same\n- or not",
            ),
            Annotation(id=identity(2), pieces=(piece("Before all"),)),
            Annotation(id=identity(3), pieces=(piece("1. not a list"),), note="```\nopen"),
            Annotation(id=identity(4), pieces=(piece("O verse\n  of two lines"),)),
            Annotation(
                id=identity(5),
                pieces=(replace(piece("“Hear!”"), state=State.CHANGED, confidence=80),),
            ),
            Annotation(
                id=identity(6),
                pieces=(Piece(range=None, quote="what it was\n# once", state=State.ORPHANED),),
                note="Lost.",
            ),
            Annotation(id=identity(7), note="On the whole: **good**.", tags=("review",)),
        ),
        codebook=Codebook(colours=((Colour.RED, "doubt"),)),
        document=document(),
    )


def report(*articles: AnnotatedArticle, options: Options | None = None) -> str:
    return FORMATS["markdown"].text(articles, options or Options())


def parsed(text: str) -> list[Token]:
    return MarkdownIt("commonmark").parse(text)


def top_level(tokens: list[Token]) -> list[str]:
    return [each.type for each in tokens if each.level == 0 and each.nesting >= 0]


def shown(tokens: list[Token]) -> str:
    """What a reader of the rendered Markdown sees, blocks parted by LF."""
    return "\n".join(
        "".join(
            "\n" if child.type in {"softbreak", "hardbreak"} else child.content
            for child in each.children or ()
        )
        for each in tokens
        if each.type == "inline"
    )


def test_the_report_is_as_people_know_it() -> None:
    assert report(sample()) == SNAPSHOT.read_text("utf-8")


def test_marks_stand_by_place_whatever_their_order_was() -> None:
    shuffled = replace(sample(), annotations=sample().annotations[::-1])

    assert report(shuffled) == report(sample())


def test_the_text_is_never_part_of_it() -> None:
    assert report(sample()) == report(sample(), options=Options(with_text=False))


def test_without_a_document_the_report_says_what_the_file_said() -> None:
    mark = Annotation(
        id=identity(1),
        pieces=(Piece(range=Range(0, 3), quote="a\nb"),),
        extra={"section": "Then", "locator": {"page": "iv", "paragraph": 4, "time": "00:03:10"}},
    )
    bare = AnnotatedArticle(
        article=Article(id=ArticleId(identity(0)), source="/home/somebody/a_file.md"),
        annotations=(mark,),
    )

    assert report(bare) == (
        "# a_file.md\n\n## Then\n\n> a\n> b\n\n*Then, p. iv, at 00:03:10, para. 4*\n"
    )


def test_nothing_is_said_of_an_article_without_marks() -> None:
    bare = AnnotatedArticle(article=Article(id=ArticleId(identity(0)), source="a.md"))

    assert report(bare) == "# a.md\n"


def report_on(text: str, *, with_document: bool = True) -> str:
    """A report of a mark on all of a text, then of one on the article that must still be there."""
    blocks = Blocks([Block(kind=BlockKind.VERSE, start=0, end=len(text))])
    return report(
        AnnotatedArticle(
            article=Article(id=ArticleId(identity(0)), metadata=Metadata(title="T")),
            annotations=(
                Annotation(id=identity(1), pieces=(Piece(range=Range(0, len(text)), quote=text),)),
                Annotation(
                    id=identity(2),
                    pieces=(Piece(range=None, quote="last", state=State.ORPHANED),),
                ),
            ),
            document=Document(text=text, blocks=blocks) if with_document else None,
        )
    )


@given(loose_texts())
@example("a")
@example("> a\n\n# b\n- c\n1. d\n2) e\n+ f\n===\n---\n```\ng\n    h\n\th")
@example("<!-- a\n<script>\n&lt; &#35; &amp\n[a]: b\n[a](b) ![c](d) <e@f.g> <http://h.i>")
@example("*a* _b_ __c__ **d** `e` ``f`` ~~g~~ ==h== %%i%% $j$ ^k a_b_c \\ \\* a\\\nb")
@example("# \n#\n## a\n####### a\n:\n: a\n1.\n1)a\n-\n|a|b|\n|-|-|")
def test_a_quotation_is_shown_letter_by_letter_and_stays_in_its_place(text: str) -> None:
    for with_document in (True, False):
        tokens = parsed(report_on(text, with_document=with_document))

        # Title, section, quotation, the section of the lost, the other quotation.
        assert top_level(tokens) == [
            *("heading_open", "heading_open", "blockquote_open"),
            *(["paragraph_open"] if with_document else []),
            *("heading_open", "blockquote_open"),
        ]
        start = next(n for n, each in enumerate(tokens) if each.type == "blockquote_open")
        end = next(n for n, each in enumerate(tokens) if each.type == "blockquote_close")
        inside = tokens[start + 1 : end]
        assert {each.type for each in inside} <= {"paragraph_open", "inline", "paragraph_close"}
        assert shown(inside).split() == text.split()
        assert shown(tokens).endswith("Not found in the present text\nlast")


@pytest.mark.parametrize("text", AWKWARD)
def test_no_metadata_tag_or_field_breaks_the_report(text: str) -> None:
    name = f"{text} x".replace("\n", " ")
    metadata = Metadata(title=name, authors=(name,), publisher=name, published=name, url=name)
    written = report(
        AnnotatedArticle(
            article=Article(id=ArticleId(identity(0)), metadata=metadata, tags=(name,)),
            annotations=(Annotation(id=identity(1), tags=(name,), fields=((name, name),)),),
        )
    )

    tokens = parsed(written)

    assert top_level(tokens) == [
        *("heading_open", "paragraph_open", "paragraph_open"),
        *("heading_open", "paragraph_open", "paragraph_open"),
    ]
    expected = " ".join(name.split())
    assert " ".join(shown(tokens[:3]).split()) == expected
    assert " ".join(shown(tokens[-3:]).split()) == f"{expected}: {expected}"


def report_with(note: str) -> str:
    return report(
        AnnotatedArticle(
            article=Article(id=ArticleId(identity(0)), metadata=Metadata(title="T")),
            annotations=(
                Annotation(id=identity(1), note=note),
                Annotation(id=identity(2), note="the next note"),
            ),
        )
    )


@pytest.mark.parametrize(
    "note",
    [
        "# A heading\n\nand *more*\n\n| a | b |\n|---|---|\n| c | d |",
        "```python\nprint('<!--')\n```\n\nafter",
        "a <b>bold</b> word, R&D and 5 < 6",
        "- a\n  ```\n  code\n  ```\n- b",
        "<!-- a comment -->",
        "    indented",
    ],
)
def test_a_note_stays_as_it_was_written(note: str) -> None:
    assert f"\n\n{note}\n\nthe next note\n" in report_with(note)


@given(loose_texts())
@example("```\nopen")
@example("~~~~ x\n```\nopen")
@example("- a\n  ```\n  open")
@example("> ~~~\n> open")
@example("<!-- open")
@example("<script>\nopen\n\nmore")
@example("<![CDATA[ x")
@example("<? x")
@example("a\n\n<pre>\n```")
@example("%% hidden")
@example("[a]:\n")
@example("1. a\n\n   <!-- x")
@example("\x1b[31m")
@example("\n\n \n")
def test_a_note_ends_where_it_ends(note: str) -> None:
    tokens = parsed(report_with(note))

    last = [(each.type, each.level, each.content) for each in tokens[-3:]]
    assert last == [
        ("paragraph_open", 0, ""),
        ("inline", 1, "the next note"),
        ("paragraph_close", 0, ""),
    ]


def test_control_characters_in_a_note_are_replaced_and_comments_closed() -> None:
    written = report_with("\x1b[31m a %%b%% c %% d")

    assert "\ufffd[31m a %%b%% c \\%\\% d" in written


@given(annotated_articles())
def test_any_article_has_its_report(annotated: AnnotatedArticle) -> None:
    written = report(annotated)

    assert written == report(annotated)
    assert written.startswith("# ")
    assert written.endswith("\n")
    assert "\x1b" not in written
    quotations = sum(bool(each.pieces) for each in annotated.annotations)
    assert top_level(parsed(written)).count("blockquote_open") >= quotations


def test_for_a_vault_there_is_front_matter_that_yaml_reads() -> None:
    dated = replace(
        sample().article,
        version=Version(
            id=VersionId(""), sha256="0" * 64, captured=Timestamp("2026-11-24T09:00:00Z")
        ),
    )

    written = report(replace(sample(), article=dated), options=Options(vault=True))

    _, front, _ = written.split("---\n", 2)
    assert yaml.safe_load(front) == {
        "title": "Lavrov in Bamako: *the* visit",
        "author": ["Ann Author", "B. C."],
        "publisher": "The Paper",
        "url": "https://example.org/a_b?c=d#e",
        "published": date(2023, 2, 8),
        "captured": datetime(2026, 11, 24, 9, tzinfo=UTC),
        "tags": ["close-reading", "review", "sahel", "sahel/russia"],
    }


@given(annotated_articles())
def test_any_front_matter_is_yaml(annotated: AnnotatedArticle) -> None:
    written = report(annotated, options=Options(vault=True))

    front = written.removeprefix("---\n").partition("\n---\n")[0]
    found = yaml.safe_load(front)
    if annotated.article.metadata.authors:
        assert len(found["author"]) == len(annotated.article.metadata.authors)
    given = [*annotated.article.tags, *(tag for each in annotated.annotations for tag in each.tags)]
    assert len(found.get("tags", ())) == len({fold_tag(tag) for tag in given})


def test_for_a_vault_each_quotation_has_a_name_once_though_it_stands_twice() -> None:
    written = report(sample(), options=Options(vault=True, group="tag"))

    name = f"^postil-{identity(1)}"
    assert written.count("the world has changed") == 2
    assert written.count(name) == 1
    assert f"is \\*six\\*\n\n{name}\n\n" in written


def test_nested_tags_are_nested_headings() -> None:
    written = report(sample(), options=Options(group="tag"))

    assert [line for line in written.split("\n") if line.startswith("#") and line[1] in " #"] == [
        "# Lavrov in Bamako: \\*the\\* visit",
        "## close reading",
        "## review",
        "## sahel",
        "### russia",
        "## Without a tag",
    ]


def test_several_articles_by_tag_say_where_each_quotation_is_from() -> None:
    other = replace(sample(), article=Article(id=ArticleId(identity(9)), source="other.md"))

    written = report(sample(), other, options=Options(group="tag"))

    assert written.startswith("# Marks by tag\n\n## close reading\n\n> the world")
    assert "*Lavrov in Bamako: \\*the\\* visit, The visit, para. 2* · doubt" in written
    assert "*other.md, The visit, para. 2* · doubt" in written


def test_several_articles_stand_one_after_the_other() -> None:
    other = replace(sample(), article=Article(id=ArticleId(identity(9)), source="other.md"))

    assert report(sample(), other) == f"{report(sample())}\n{report(other)}"


@pytest.mark.parametrize(
    ("cite", "cited", "listed"),
    [
        ("pandoc", "\n\n[@author2023lavrov, para. 2] · doubt\n", ""),
        (
            "apa",
            "\n\n(Author & C., 2023, para. 2) · doubt\n",
            "# References\n\nAuthor, A., & C., B. (2023, February 8). *Lavrov in Bamako: \\*the\\* visit*. ",
        ),
        ("{author} {year}", "\n\nAuthor 2023 · doubt\n", ""),
    ],
)
def test_quotations_are_cited_as_was_asked(cite: str, cited: str, listed: str) -> None:
    written = report(sample(), options=Options(cite=cite))

    assert cited in written
    assert listed in written
    assert ("# References" in written) is bool(listed)


def test_for_pandoc_only_references_are_citations() -> None:
    text = "ask @ann or a@b.org"
    blocks = Blocks([Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text))])
    mark = Annotation(id=identity(1), pieces=(Piece(range=Range(0, len(text)), quote=text),))
    whole = AnnotatedArticle(
        article=Article(id=ArticleId(identity(0)), metadata=Metadata(title="T")),
        annotations=(mark,),
        document=Document(text=text, blocks=blocks),
    )

    assert "> ask \\@ann or a@b.org\n" in report(whole, options=Options(cite="pandoc"))
