from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.document import Block, BlockKind, Blocks, Document
from reader.layout import colouring
from reader.layout.colouring import LEAD_LENGTH, RUN_LENGTH, tokens_in

if TYPE_CHECKING:
    import pytest

CODE = 'def greet(name):  # kindly\n    return "hello " + name * 2\n'


def code_document(text: str, language: str = "python") -> Document:
    block = Block(kind=BlockKind.CODE, start=0, end=len(text), language=language)
    return Document(text=text, blocks=Blocks([block]))


def roles(text: str, language: str = "python") -> dict[str, str]:
    found = tokens_in(code_document(text, language), 0, len(text), language)
    return {text[start:end]: role for start, end, role in found}


def test_parts_of_code_have_roles() -> None:
    assert roles(CODE) == {
        "def": "keyword", "greet": "name", "# kindly": "comment", "return": "keyword",
        '"hello "': "string", "+": "operator", "*": "operator", "2": "number",
    }  # fmt: skip


def test_an_unknown_language_has_no_colours() -> None:
    assert roles(CODE, "no such language") == {}
    assert roles(CODE, "") == {}


def test_a_stretch_gets_the_tokens_cut_to_it() -> None:
    document = code_document(CODE)
    start = CODE.index("hello")

    assert tokens_in(document, start, start + 3, "python") == [(start, start + 3, "string")]


def test_only_what_is_looked_at_is_lexed() -> None:
    text = CODE * 20_000
    document = code_document(text)
    middle = text.index("def", 600_000)

    found = tokens_in(document, middle, middle + 57, "python")
    (run,) = colouring._RUNS[document]["python"]

    assert [text[start:end] for start, end, _ in found][:2] == ["def", "greet"]
    assert middle - LEAD_LENGTH <= run.start <= middle
    assert text[run.start - 1] == "\n"
    assert run.reached <= middle + 200


def test_reading_on_goes_on_lexing() -> None:
    text = CODE * 3_000
    document = code_document(text)
    for start in range(0, RUN_LENGTH + 20_000, 1_000):
        tokens_in(document, start, start + 1_000, "python")

    assert len(colouring._RUNS[document]["python"]) == 2


def test_code_block_by_line_is_lexed_as_one() -> None:
    text = '"""one\ntwo\n"""\n'
    blocks = Blocks()
    for start, end in ((0, 6), (7, 10), (11, 14)):
        blocks.append(Block(kind=BlockKind.CODE, start=start, end=end, language="python"))

    assert tokens_in(Document(text=text, blocks=blocks), 7, 10, "python") == [(7, 10, "comment")]


@settings(deadline=None)
@given(
    st.text(max_size=200),
    st.sampled_from(["python", "c", "html", "yaml", "rust", "bash"]),
    st.data(),
)
def test_no_text_makes_it_fail(text: str, language: str, data: st.DataObject) -> None:
    document = code_document(text, language)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    found = tokens_in(document, start, end, language)

    places = [place for first, last, _ in found for place in (first, last)]
    assert places == sorted(places)
    assert all(start <= place <= end for place in places)


def test_a_lexer_that_breaks_down_leaves_text_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def get_tokens_unprocessed(self, _text: str) -> object:
            yield 0, "Token.Keyword", "def"
            raise RecursionError

    monkeypatch.setattr(colouring, "_lexer", lambda _language: Broken())

    assert tokens_in(code_document(CODE), 0, len(CODE), "python") == [(0, 3, "keyword")]


def test_minified_code_is_not_lexed() -> None:
    assert roles("x=1;" * 2_000) == {}
