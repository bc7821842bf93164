from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from annotations.document import Block, BlockKind, Blocks, Document
from annotations.model import Range
from reader.layout.jump import Step, Target, behind, in_view, nearest_first, words_in
from reader.layout.labels import HOME_ROW, fold
from reader.layout.lines import Layout
from tests.benchmarks.jumping import rows as counted
from tests.benchmarks.measuring import Bench
from tests.benchmarks.table import table
from tests.strategies import canonical_texts

if TYPE_CHECKING:
    from pathlib import Path

PROSE = st.text(st.sampled_from("aabcdeéstT’-“”,. \n"), max_size=400)
HOSTILE = st.one_of(
    PROSE,
    canonical_texts(),
    st.lists(st.sampled_from(["a", "ab", "abc", *(f"a{each}" for each in HOME_ROW)]), max_size=200).map(" ".join),
    st.integers(0, 400).map(lambda count: "the " * count),
)  # fmt: skip
ALPHABETS = st.sampled_from(["", HOME_ROW, "as", "aoeuhtns"])


def _words(text: str) -> list[Target]:
    return words_in(text, Range(0, len(text)))


def _steps(step: Step) -> list[Step]:
    """The step and all that keys lead to."""
    found = [step]
    for each in found:
        length = len(each.typed)
        keys = {target.key[length : length + 1] for target in each.matches} - {""}
        keys |= {label[0] for label in each.labels.values()}
        found += [after for key in keys if isinstance(after := each.press(key), Step)]
    return found


def _taken(step: Step) -> set[Target]:
    """Whatever some keys take."""
    found: set[Target] = set()
    for each in _steps(step):
        length = len(each.typed)
        keys = {target.key[length : length + 1] for target in each.matches} - {""}
        keys |= {label[0] for label in each.labels.values()}
        found |= {after for key in keys if isinstance(after := each.press(key), Target)}
    return found


@given(text=HOSTILE, alphabet=ALPHABETS)
def test_no_label_is_a_possible_next_letter(text: str, alphabet: str) -> None:
    for step in _steps(Step(_words(text), alphabet=alphabet)):
        if not step.begun:
            length = len(step.typed)
            following = {each.key[length : length + 1] for each in step.matches} - {""}
            assert not {fold(label)[0] for label in step.labels.values()} & following


@given(text=HOSTILE, alphabet=ALPHABETS)
def test_labels_are_unique_and_none_begins_another(text: str, alphabet: str) -> None:
    for step in _steps(Step(_words(text), alphabet=alphabet)):
        labels = list(step.labels.values())
        beginnings = {each[:length] for each in labels for length in range(1, len(each))}
        assert len(labels) == len(set(labels))
        assert not beginnings & set(labels)


@given(text=HOSTILE, alphabet=ALPHABETS)
def test_every_word_is_reached(text: str, alphabet: str) -> None:
    words = _words(text)

    assert _taken(Step(words, alphabet=alphabet)) == set(words)


@given(text=HOSTILE, data=st.data())
def test_a_lone_word_is_taken_at_its_letter(text: str, data: st.DataObject) -> None:
    words = _words(text)
    for step in _steps(Step(words)):
        if step.begun:
            continue
        length = len(step.typed)
        keys = sorted({each.key[length : length + 1] for each in step.matches} - {""})
        if not keys:
            continue
        key = data.draw(st.sampled_from(keys))
        alone = [each for each in words if each.key.startswith(step.typed + key)]
        after = step.press(key)
        if len(alone) == 1:
            assert after == alone[0]
        else:
            assert isinstance(after, Step)
            assert list(after.matches) == alone


@given(text=HOSTILE, origin=st.integers(0, 400))
def test_the_nearest_have_the_first_labels(text: str, origin: int) -> None:
    words = nearest_first(_words(text), origin)
    for step in _steps(Step(words)):
        waiting = [each for each in step.matches if each not in step.labels]
        if waiting and len({*map(len, step.labels.values())}) == 1:
            labelled = list(step.labels)
            assert words.index(labelled[0]) <= words.index(waiting[0])


def test_words_with_an_accent_or_a_capital_are_found_without() -> None:
    step = Step(_words("Élan etwas ÉCHO")).press("e")

    assert isinstance(step, Step)
    assert len(step.matches) == 3


def test_a_capital_is_a_letter_where_it_is_no_label() -> None:
    step = Step(_words("Mali mali Mopti map")).press("M")

    assert isinstance(step, Step)
    assert step.typed == "m"


def test_a_label_typed_with_the_wrong_case_is_taken_all_the_same() -> None:
    step = Step(_words("one order of")).press("o")

    assert isinstance(step, Step)
    assert step.press("A") == step.press("a") == step.matches[0]


@given(text=HOSTILE, data=st.data())
def test_to_type_the_word_before_to_its_end_chooses_nothing(text: str, data: st.DataObject) -> None:
    words = _words(text)
    rest = data.draw(st.sampled_from([each.key[1:] for each in words] or [""]))
    step: Step = Step(words, rest=rest)
    for letter in rest:
        after = step.press(letter)
        assert isinstance(after, Step)
        step = after


def test_quotes_and_brackets_before_a_word_are_not_typed() -> None:
    text = "(“Why?”)"

    assert Step(_words(text)).press("w") == Target(2, 5, "why")


def test_what_leads_nowhere_is_said_so() -> None:
    step = Step(_words("one two"))

    assert step.press("x") is None
    assert step.press("\u0301") is None


def test_words_in_another_script_are_typed_in_it() -> None:
    step = Step(_words("Мост принадлежит тем, кто по мосту ходит")).press("м")

    assert isinstance(step, Step)
    assert list(step.labels.values()) == ["ф", "ы"]


def test_the_letters_typed_cover_the_accents_upon_them() -> None:
    text = "e\u0301te\u0301"

    assert behind(text, Target(0, 5, "ete"), 1) == 2
    assert behind("Straße", Target(0, 6, "strasse"), 5) == 5
    assert behind("the", Target(0, 3, "the"), 3) == 3


def test_a_word_cut_by_the_start_of_the_view_begins_above_it() -> None:
    text = "unbreakable word and more"

    found = words_in(text, Range(2, text.index("nd")))

    assert [text[each.start : each.end] for each in found] == ["word", "and"]


def test_without_letters_each_has_a_label_at_once_longer_ones_where_need_be() -> None:
    step = Step([Target(each, each + 1) for each in range(60)], alphabet="asdf")

    assert len(step.labels) == 60
    assert {len(each) for each in step.labels.values()} == {2}
    begun = step.press("a")
    assert isinstance(begun, Step)
    assert begun.press("F") == Target(7, 8)


@given(
    blocks=st.lists(st.text(st.sampled_from("abc  é"), max_size=90), min_size=1, max_size=9),
    rows=st.integers(1, 12),
)
def test_the_text_in_view_is_that_of_the_rows(blocks: list[str], rows: int) -> None:
    text = "\n\n".join(blocks)
    starts = [sum(len(each) + 2 for each in blocks[:number]) for number in range(len(blocks))]
    document = Document(
        text=text,
        blocks=Blocks(
            [
                Block(kind=BlockKind.PARAGRAPH, start=start, end=start + len(block))
                for start, block in zip(starts, blocks, strict=True)
            ]
        ),
    )
    layout = Layout(document, 20)
    every = [
        line
        for unit in range(layout.unit_count)
        for line in (*layout.lines(unit), *[None] * layout.gap_after(unit))
    ]
    shown = [line for line in every[:rows] if line is not None]

    view = in_view(layout, 0, 0, rows)

    assert view == Range(shown[0].start, shown[-1].end)


def test_a_passage_in_view_takes_six_keys_in_the_median(tmp_path: Path) -> None:
    rows = counted(Bench(folder=tmp_path, is_quick=True))

    assert rows
    assert all(row.is_met for row in rows), table(rows)
