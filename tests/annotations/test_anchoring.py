"""Describing ranges and finding them again: catalogue A as far as exact resolving goes."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import (
    CONTEXT_LIMIT,
    ORPHANED,
    Resolution,
    describe,
    describe_many,
    find_quote,
    loosely_equal,
    resolve,
)
from annotations.model import CONTEXT_LENGTH, Range, Selector, State

FILLER = "Nothing in this passage has to do with what was marked, and yet it is read. "

pieces = st.sampled_from(
    [
        *("the ", "firm will", "\n", "  ", "\u00a0", "…", "...", "“", "”", "'", "’", ". ", "a"),
        *(
            "e\u0301",
            "👩\u200d💻",
            "👍🏽",
            "🇲🇱",
            "العالم ",
            "تغيّر",
            "世界",
            "は",
            "変わった。",
            "\u2028",
            "𝔘",
        ),
    ]
)
texts = st.lists(pieces, max_size=60).map("".join)


def held(text: str, quote: str, number: int = 0) -> Range:
    """The n-th occurrence of a quotation."""
    at = -1
    for _ in range(number + 1):
        at = text.index(quote, at + 1)
    return Range(at, at + len(quote))


def carried(old: str, new: str, quote: str, number: int = 0) -> Resolution:
    return resolve(describe(held(old, quote, number), old), new)


# --- properties ---------------------------------------------------------------------------------


@given(text=texts, data=st.data())
def test_a_described_range_resolves_to_itself(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    chosen = Range(start, data.draw(st.integers(start, len(text))))

    selector = describe(chosen, text)

    assert resolve(selector, text) == Resolution.anchored(chosen)
    assert text[selector.start : selector.end] == selector.quote
    assert text[: selector.start].endswith(selector.prefix)
    assert text[selector.end :].startswith(selector.suffix)


@given(old=texts, new=texts, data=st.data())
def test_what_is_found_is_loosely_the_quotation(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    selector = describe(Range(start, data.draw(st.integers(start, len(old)))), old)

    found = resolve(selector, new)

    assert found.state in {State.ANCHORED, State.MOVED, State.ORPHANED}
    assert (found.range is None) == (found.state is State.ORPHANED)
    if found.range is not None:
        assert 0 <= found.range.start <= found.range.end <= len(new)
        assert loosely_equal(new[found.range.start : found.range.end], selector.quote)
        assert (found.state is State.ANCHORED) == (found.range.start == selector.start)


@given(before=texts, after=texts, data=st.data())
def test_forward_and_back_is_where_it_was(before: str, after: str, data: st.DataObject) -> None:
    text = before + " The world has changed, he said, and so have we. " + after
    chosen = held(text, "world has changed")
    added = data.draw(texts)
    longer = added + text

    forward = resolve(describe(chosen, text), longer)

    if forward.range is not None:
        back = resolve(describe(forward.range, longer), text)
        assert back.range in {chosen, None}


@given(text=texts, quote=texts)
def test_each_place_found_holds_the_quotation(text: str, quote: str) -> None:
    found = find_quote(text, quote)

    assert all(loosely_equal(text[each.start : each.end], quote) for each in found)
    assert found == sorted(set(found))
    if quote and quote in text:
        at = text.index(quote)
        assert any(each.start <= at and each.end >= at + len(quote) for each in found)


# --- catalogue A --------------------------------------------------------------------------------


def test_a01_the_only_occurrence_is_found() -> None:
    old = FILLER + "The world has changed." + FILLER

    assert carried(old, "New lead. " + old, "The world has changed.") == Resolution.moved(
        Range(len(FILLER) + 10, len(FILLER) + 32)
    )


def test_a02_of_two_occurrences_the_contexts_decide() -> None:
    first, second = (
        "On Monday he said: we agree. Then he left. ",
        "A year later: we agree. She stayed. ",
    )
    old = first + FILLER + second

    for number in (0, 1):
        new = "An editor's remark. " + old

        assert carried(old, new, "we agree", number).range == held(new, "we agree", number)


def test_a03_with_equal_contexts_the_old_place_decides() -> None:
    text = "no no no no no no no no no no " * 40

    for number in (100, 101):
        assert carried(text, text + "And then yes.", "no", number) == Resolution.anchored(
            held(text, "no", number)
        )


def test_a04_a_prefix_cut_by_the_start_of_the_text() -> None:
    old = "In Mali the world has changed. " + FILLER

    assert carried(old, FILLER + old, "the world has changed").range == held(
        FILLER + old, "the world has changed"
    )


def test_a05_a_suffix_cut_by_the_end_of_the_text() -> None:
    old = FILLER + "The world has changed now."

    assert carried(old, "More. " + old + " More.", "world has changed").range == held(
        "More. " + old, "world has changed"
    )


def test_a06_an_empty_quotation_is_found_by_its_surroundings() -> None:
    selector = describe(Range(20, 20), FILLER)

    assert selector.quote == ""
    assert resolve(selector, FILLER) == Resolution.anchored(Range(20, 20))
    assert resolve(selector, "So: " + FILLER) == Resolution.moved(Range(24, 24))
    assert resolve(selector, "Something else.") == ORPHANED


def test_a07_nothing_is_found_in_an_empty_text() -> None:
    assert resolve(describe(Range(0, 7), FILLER), "") == ORPHANED
    assert resolve(describe(Range(0, 0), ""), "") == Resolution.anchored(Range(0, 0))


def test_a08_the_whole_text_as_a_quotation() -> None:
    everything = Range(0, len(FILLER))

    assert resolve(describe(everything, FILLER), FILLER) == Resolution.anchored(everything)
    assert resolve(describe(everything, FILLER), "(" + FILLER + ")") == Resolution.moved(
        Range(1, len(FILLER) + 1)
    )


def test_a09_a_quotation_longer_than_the_text() -> None:
    assert resolve(describe(Range(0, len(FILLER)), FILLER), FILLER[:-10]) == ORPHANED


def test_a10_a_quotation_of_one_character() -> None:
    old = "Chapter 7 begins here. " + FILLER

    assert carried(old, "A preface. " + old, "7").range == held("A preface. " + old, "7")
    assert carried(old, FILLER + "Of 7 and 8 and 7 and more.", "7") == ORPHANED


def test_a11_a_prefix_longer_than_what_precedes() -> None:
    old = FILLER + "The world has changed, all of it. " + FILLER

    assert carried(old, old[len(FILLER) - 6 :], "The world has changed").range == Range(6, 27)


def test_a16_a_moved_paragraph_is_found_at_its_new_place() -> None:
    paragraphs = [f"Paragraph {n} speaks about matter {n * 7919} and no other." for n in range(9)]
    old = "\n\n".join(paragraphs)
    new = "\n\n".join([paragraphs[6], *paragraphs[:6], *paragraphs[7:]])

    assert carried(old, new, paragraphs[6]).range == held(new, paragraphs[6])
    assert carried(old, new, "matter 47514 and").range == held(new, "matter 47514 and")


def test_a17_of_a_duplicated_paragraph_the_old_one_keeps_the_mark() -> None:
    old = FILLER + "\n\nThe world has changed.\n\n" + FILLER
    new = old + "\n\nThe world has changed.\n\n"

    assert carried(old, new, "The world has changed.") == Resolution.anchored(
        held(old, "The world has changed.")
    )


def test_a18_a_twin_elsewhere_does_not_inherit_the_mark_of_what_was_deleted() -> None:
    sentence = "The matter remains under discussion."
    old = f"Talks on gold went on. {sentence} {FILLER} Talks on arms ended at dawn. {sentence} Bye."
    new = f"{FILLER} Talks on arms ended at dawn. {sentence} Bye."

    assert carried(old, new, sentence, 0) == ORPHANED
    assert carried(old, new, sentence, 1).range == held(new, sentence)


def test_a21_case_and_accents_count() -> None:
    old = FILLER + "Le présent a changé. " + FILLER

    assert carried(old, old.replace("présent", "PRÉSENT"), "présent a changé") == ORPHANED
    assert carried(old, old.replace("présent", "present"), "présent a changé") == ORPHANED


def test_a22_another_normal_form_is_another_text() -> None:
    old = FILLER + "Le présent a changé. " + FILLER

    assert carried(old, unicodedata.normalize("NFD", old), "présent a changé") == ORPHANED


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('He said "we agree" twice', "He said “we agree” twice"),
        ("They don't agree at all", "They don’t agree at all"),
        ("On 7 February it rained", "On 7\u00a0February it rained"),
        ("They came, saw... and left", "They came, saw… and left"),
        ("wrapped\nat another place", "wrapped at another\nplace"),
    ],
)
def test_a23_white_space_quotation_marks_and_ellipses_are_alike(was: str, becomes: str) -> None:
    old, new = FILLER + was + ". " + FILLER, "Lead. " + FILLER + becomes + ". " + FILLER

    assert carried(old, new, was) == Resolution.moved(held(new, becomes))
    assert carried(new, old, becomes) == Resolution.moved(held(old, was))


def test_a23_kinds_of_hyphens_are_not_alike() -> None:
    old = FILLER + "a twenty-four hour visit. " + FILLER

    assert carried(old, old.replace("-", "\u2011"), "twenty-four hour") == ORPHANED


@pytest.mark.parametrize("quote", ["👩\u200d💻", "sent 👩\u200d💻", "e\u0301", "👍🏽", "🇲🇱 flag"])
def test_a25_a_cluster_at_an_end_is_found_whole(quote: str) -> None:
    old = FILLER + f"She sent {quote} home. " + FILLER
    new = "Lead. " + old

    assert carried(old, new, quote).range == held(new, quote)


def test_a25_half_a_cluster_is_not_what_was_marked() -> None:
    old, new = FILLER + "It shows 👩 today.", FILLER + "Once. It shows 👩\u200d💻 today."

    assert carried(old, new, "👩") == ORPHANED


def test_a26_a_long_chinese_text() -> None:
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 2000)]
    old = "。".join("".join(letters[at : at + 9]) for at in range(0, 2000, 9))
    new = "新聞。" + old
    quote = "".join(letters[900:904])

    assert carried(old, new, quote).range == held(new, quote)


def test_a27_a_hundred_thousand_equal_lines() -> None:
    text = "the same line\n" * 100_000
    chosen = Range(14 * 50_000, 14 * 50_000 + 13)
    began = time.process_time()

    selector = describe(chosen, text)

    assert resolve(selector, text) == Resolution.anchored(chosen)
    assert resolve(selector, "\n" + text) == ORPHANED
    assert resolve(selector, "the same line!\n" * 100_000).range is None
    assert len(selector.prefix) == CONTEXT_LIMIT
    assert time.process_time() - began < 5


def test_a30_forward_and_back_again() -> None:
    old = FILLER + "He said: the world has changed. " + FILLER + "It has not, she said. "
    new = old.replace("He said", "He was said to have said").replace("It has not", "Not at all")
    chosen = held(old, "the world has changed")

    forward = resolve(describe(chosen, old), new).range
    assert forward is not None
    assert resolve(describe(forward, new), old).range == chosen


# --- describing ---------------------------------------------------------------------------------


def test_a_long_only_quotation_has_the_ordinary_context() -> None:
    text = FILLER + "The world has changed. " + FILLER.upper()

    selector = describe(held(text, "The world has changed"), text)

    assert len(selector.prefix) == len(selector.suffix) == CONTEXT_LENGTH


def test_a_short_or_repeated_quotation_has_more() -> None:
    text = FILLER + FILLER + "yes. " + FILLER * 6

    assert len(describe(held(text, "yes"), text).prefix) == 2 * CONTEXT_LENGTH
    assert len(describe(held(text, "has to do with", 4), text).prefix) > 2 * CONTEXT_LENGTH


def test_many_are_described_as_each_is() -> None:
    text = FILLER + "yes. " + FILLER
    ranges = [Range(3, 9), Range(20, 50), Range(76, 79)]

    assert describe_many(ranges, text) == [describe(each, text) for each in ranges]


def test_describing_does_not_search_a_huge_text() -> None:
    text = FILLER * 600_000  # 45 MB
    began = time.process_time()

    selector = describe(Range(20_000_000, 20_000_050), text)

    assert time.process_time() - began < 0.5
    assert resolve(selector, text) == Resolution.anchored(Range(20_000_000, 20_000_050))


# --- selectors of other programs ----------------------------------------------------------------


def test_without_context_the_only_occurrence_counts() -> None:
    selector = Selector(start=0, end=4, quote="Mali")

    assert resolve(selector, "Once more: Mali.") == Resolution.moved(Range(11, 15))
    assert resolve(selector, "Mali, Mali.") == Resolution.anchored(Range(0, 4))
    assert resolve(selector, "On Mali, Mali.") == ORPHANED


def test_a_word_is_not_found_inside_a_longer_one() -> None:
    assert resolve(Selector(start=0, end=5, quote="Linus"), "chinesLinus and others") == ORPHANED
    assert resolve(Selector(start=0, end=3, quote="art"), "a party") == ORPHANED


def test_the_expected_place_decides_between_twins() -> None:
    text = "no no no no no no no no no no " * 40
    selector = describe(Range(300, 302), text)

    assert resolve(selector, "yes " + text) == ORPHANED
    assert resolve(selector, "yes " + text, expected=304) == Resolution.moved(Range(304, 306))


# --- finding quotations --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("one two  one\ntwo", "one two", [(0, 7), (9, 16)]),
        ("“Yes,” he said", '"Yes," he', [(0, 9)]),
        ("wait… what", "wait... what", [(0, 10)]),
        ("wait... what", "wait… what", [(0, 12)]),
        ("a….b ....b", "....b", [(1, 4), (5, 10)]),
        ("aaaa", "aa", [(0, 2), (1, 3), (2, 4)]),
        ("it’s ‚so‘", "'so'", [(5, 9)]),
        ("a  b", " ", [(1, 3)]),
        ("a  b", "a b", [(0, 4)]),
        ("“”", '""', [(0, 2)]),
        ("anything", "", []),
        ("", "a", []),
        ("Straße", "strasse", []),
    ],
)
def test_places_of_a_quotation(text: str, quote: str, expected: list[tuple[int, int]]) -> None:
    assert find_quote(text, quote) == [Range(*each) for each in expected]


def test_a_search_keeps_to_its_stretch_and_limit() -> None:
    text = "ab ab ab ab"

    assert find_quote(text, "ab", start=1, end=8) == [Range(3, 5), Range(6, 8)]
    assert find_quote(text, "ab", limit=1) == [Range(0, 2)]


def test_no_quotation_is_slow() -> None:
    began = time.process_time()

    find_quote("a" * 200_000, "a" * 2_000 + "b")
    find_quote(" " * 200_000, " a b c " * 100)
    find_quote("“" * 200_000, '"' * 2_000 + "b")
    find_quote("." * 200_000, "..." * 100 + "b")
    find_quote("a " * 200_000, "a " * 200 + "b", limit=3)

    assert time.process_time() - began < 5
