from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from annotations import graphemes, segments
from annotations.graphemes import clusters_of
from annotations.model import Range

SENTENCES = Path(__file__).parents[1] / "data" / "sentences"
LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl", "ru", "ja", "zh")

ALPHABET = (
    list("aAbEIiM 1239.,!?…;:—-'\"()[]\n\u00a0_")
    + list("“”‘’„‚«»‹›。！？「」『』、は日本とノーไทยйМг№¿¡ñéß\u0301\u0308\u3099؟۔।नमस\u094d\u093e")
    + ["\u200d", "\ufe0f", "👩", "🏽", "🇫", "🇷", "한", "ᄀ", "ᅡ", "\u0600", "\U0001f600"]
    + ["Mr. ", "z. B. ", " J. R. ", "e.g. ", "в 2020 г. ", "\n\n", ". . . ", "etc. The "]
)
texts = st.lists(st.sampled_from(ALPHABET), max_size=60).map("".join)


def whole(text: str) -> Range:
    return Range(0, len(text))


def cut(text: str, ranges: list[Range]) -> list[str]:
    return [text[found.start : found.end] for found in ranges]


def marked_cases(language: str) -> list[list[str]]:
    """Each case as its sentences, with the white space between them; `⏎` is a line break."""
    lines = (SENTENCES / f"{language}.txt").read_text("utf-8").splitlines()
    return [
        line.replace("⏎", "\n").split("|") for line in lines if line and not line.startswith("#")
    ]


# Sentences ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_least_fifty_cases_are_marked_by_hand(language: str) -> None:
    assert len(marked_cases(language)) >= 50


@pytest.mark.parametrize("told", [True, False], ids=["told", "untold"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_those_marked_by_hand(language: str, told: bool) -> None:
    cases = marked_cases(language)
    wrong = []
    for case in cases:
        text = "".join(case)
        found = cut(text, segments.sentences(text, whole(text), language if told else ""))
        if found != [part.strip() for part in case]:
            wrong.append((case, found))

    assert len(wrong) <= 0.05 * len(cases), wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("هل أنت هنا؟ نعم. أنا هنا.", ["هل أنت هنا؟", "نعم.", "أنا هنا."]),
        ("یہ کتاب ہے۔ وہ قلم ہے۔", ["یہ کتاب ہے۔", "وہ قلم ہے۔"]),
        ("यह किताब है। वह कलम है।", ["यह किताब है।", "वह कलम है।"]),
        ("これはＡ。次はＢ。", ["これはＡ。", "次はＢ。"]),
        ("Great!😀 Next.", ["Great!😀", "Next."]),
        ("A heading\n\nA paragraph. Its end", ["A heading", "A paragraph.", "Its end"]),
        ("A heading  \n \n One", ["A heading", "One"]),
        ("Steps: 1. Wash. 2. Dry.", ["Steps: 1. Wash.", "2. Dry."]),
        ("1. Introduction", ["1. Introduction"]),
        ("He left . . . Then he came.", ["He left . . .", "Then he came."]),
        (
            "It ended.1 “Nobody knew.”23 Then 3 came!4 So did I.",
            ["It ended.1", "“Nobody knew.”23", "Then 3 came!4", "So did I."],
        ),
        (
            "(He left).1-3 See fig.3 The rest of p.2 A line.",
            ["(He left).1-3", "See fig.3 The rest of p.2 A line."],
        ),
        ("Версия вышла.5 Она стоит 3.5 Рубля.", ["Версия вышла.5", "Она стоит 3.5 Рубля."]),
        ("*It ended.* Nobody knew.† Then.", ["*It ended.*", "Nobody knew.†", "Then."]),
        ("", []),
        (" \n ", []),
        ("...", ["..."]),
        ("  no stop  ", ["no stop"]),
    ],
)
def test_sentences_of_other_scripts_and_shapes(text: str, expected: list[str]) -> None:
    assert cut(text, segments.sentences(text, whole(text))) == expected


@pytest.mark.parametrize("language", ["de", "de-AT", "DE_ch", "deu", "ger"])
def test_a_language_may_be_told_in_several_ways(language: str) -> None:
    text = "Er wohnt bei Ludwig XIV. König war er lange."

    assert len(segments.sentences(text, whole(text), language)) == 1


@pytest.mark.parametrize("language", ["xx", "sv", ""])
def test_an_unknown_language_has_the_rules_of_all(language: str) -> None:
    text = "M. Dupont und Hr. Meier. Mr. Smith kam."

    assert len(segments.sentences(text, whole(text), language)) == 2


def test_a_block_ends_a_sentence() -> None:
    text = "A heading\nThe text. It goes on"
    heading, body = Range(0, 9), Range(10, len(text))

    assert cut(text, segments.sentences(text, heading)) == ["A heading"]
    assert cut(text, segments.sentences(text, body)) == ["The text.", "It goes on"]
    assert segments.sentence_at(text, 3, heading) == heading
    assert segments.next_sentence(text, 3, heading) is None


@given(text=texts, language=st.sampled_from(["", *LANGUAGES]), data=st.data())
@example(text="a.\n\n\n.B. . . C", language="", data=None)
def test_sentences_are_ordered_disjoint_and_cover_all_that_is_not_blank(
    text: str, language: str, data: st.DataObject | None
) -> None:
    start = data.draw(st.integers(0, len(text))) if data else 0
    end = data.draw(st.integers(start, len(text))) if data else len(text)
    bounds = Range(start, end)

    found = segments.sentences(text, bounds, language)

    place = start
    for sentence in found:
        assert place <= sentence.start < sentence.end <= end
        assert not text[place : sentence.start].strip()
        assert not text[sentence.start].isspace()
        assert not text[sentence.end - 1].isspace()
        place = sentence.end
    assert not text[place:end].strip()


@given(text=texts, language=st.sampled_from(["", "en", "de", "ja"]))
def test_the_sentence_at_a_position_is_one_of_the_sentences(text: str, language: str) -> None:
    bounds = whole(text)
    found = segments.sentences(text, bounds, language)

    for sentence in found:
        for position in range(sentence.start, sentence.end):
            assert segments.sentence_at(text, position, bounds, language) == sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_window_gives_the_same_sentences_as_the_whole_block(language: str) -> None:
    text = " ".join("".join(case) for case in marked_cases(language)) * 3
    bounds = whole(text)

    for sentence in segments.sentences(text, bounds, language):
        for position in (sentence.start, (sentence.start + sentence.end) // 2, sentence.end - 1):
            assert segments.sentence_at(text, position, bounds, language) == sentence


@given(text=texts)
def test_stepping_by_sentences_visits_each_start(text: str) -> None:
    bounds = whole(text)
    starts = [sentence.start for sentence in segments.sentences(text, bounds)]

    forwards = [segments.next_sentence(text, position, bounds) for position in range(len(text))]
    backwards = [
        segments.previous_sentence(text, position, bounds) for position in range(len(text))
    ]

    for position in range(len(text)):
        assert forwards[position] == next((start for start in starts if start > position), None)
        before = [start for start in starts if start < position]
        assert backwards[position] == (before[-1] if before else None)


def test_the_sentence_between_two_is_the_earlier_one() -> None:
    text = "One.   Two."

    assert segments.sentence_at(text, 5, whole(text)) == Range(0, 4)


def test_a_sentence_in_a_long_text_is_found_inside_its_window() -> None:
    text = "It was so. " * 200_000
    position = 11 * 100_000 + 3

    found = segments.sentence_at(text, position, whole(text))

    assert found == Range(1_100_000, 1_100_010)
    assert segments.next_sentence(text, position, whole(text)) == 1_100_011
    assert segments.previous_sentence(text, position, whole(text)) == 1_100_000


def test_a_sentence_without_end_is_cut_at_white_space() -> None:
    text = "word " * 10_000
    position = 25_002

    found = segments.sentence_at(text, position, whole(text))

    assert len(found) <= 2 * segments.SENTENCE_WINDOW
    assert position in found
    assert found.start == 0 or text[found.start - 1].isspace()
    assert text[found.end].isspace()
    following = segments.next_sentence(text, position, whole(text))
    assert following is not None
    assert following > found.end


@given(position=st.integers(-3, 12))
def test_positions_outside_the_block_are_answered(position: int) -> None:
    text = "One. Two."

    found = segments.sentence_at(text, position, whole(text))

    assert found in {Range(0, 4), Range(5, 9)}


# Words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t go, it's 'late'.", ["Don’t", "go", "it's", "late"]),
        ("l’eau, d'accord", ["l’eau", "d'accord"]),
        ("a well-known co\u00adoperation – yes", ["a", "well-known", "co\u00adoperation", "yes"]),
        ("3.5 or 1,200 (5.)", ["3.5", "or", "1,200", "5"]),
        ("COVID-19 in the 1990s", ["COVID-19", "in", "the", "1990s"]),
        ("cafe\u0301s naïve", ["cafe\u0301s", "naïve"]),
        ("हिन्दी भाषा।", ["हिन्दी", "भाषा"]),
        ("می‌خواهم بروم", ["می\u200cخواهم", "بروم"]),
        ("日本のNHKニュースは", ["日本", "の", "NHK", "ニュース", "は"]),
        ("らーめんとデータ", ["らーめんと", "データ"]),
        ("か\u3099く", ["か\u3099く"]),
        ("ภาษาไทย ดี", ["ภาษาไทย", "ดี"]),
        ("한국어 문장", ["한국어", "문장"]),
        ("foo_bar _x_", ["foo_bar", "x"]),
        ("rock ’n’ roll", ["rock", "n", "roll"]),
        ("צה״ל ז׳בוטינסקי", ["צה״ל", "ז׳בוטינסקי"]),
        ("— … !?", []),
    ],
)
def test_words_are_letters_with_what_joins_them(text: str, expected: list[str]) -> None:
    assert cut(text, list(segments.words(text, 0, len(text)))) == expected


@given(text=texts)
def test_words_cover_every_letter_and_digit(text: str) -> None:
    held = {place for word in segments.words(text, 0, len(text)) for place in range(*_ends(word))}

    assert {place for place, sign in enumerate(text) if sign.isalnum()} <= held


@given(text=texts)
def test_the_moves_agree_with_the_words(text: str) -> None:
    found = list(segments.words(text, 0, len(text)))

    for position in range(len(text)):
        after = [word for word in found if word.end > position]
        held = after[0] if after and "\n" not in text[position : after[0].start] else None
        assert segments.word_at(text, position) == (held or Range(position, position))
        assert segments.word_end(text, position) == (after[0].end if after else len(text))
        starts = [word.start for word in found]
        assert segments.next_word(text, position) == next(
            (start for start in starts if start > position), len(text)
        )
        before = [start for start in starts if start < position]
        assert segments.previous_word(text, position) == (before[-1] if before else 0)


def test_the_word_at_the_end_of_a_line_is_none() -> None:
    text = "one\ntwo"

    assert segments.word_at(text, 3) == Range(3, 3)
    assert segments.word_at(text, len(text)) == Range(7, 7)


def test_every_combining_mark_belongs_to_a_word() -> None:
    unspaced = re.compile("[" + "".join(segments._SCRIPTS.values()) + "]")
    marks = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code))[0] == "M"]
    outside = [
        mark
        for mark in marks
        if not unspaced.match(mark) and segments.word_at(f"a{mark}a", 0) != Range(0, 3)
    ]

    assert not outside


def test_no_punctuation_belongs_to_a_word() -> None:
    joined = set(segments._INNER)
    inside = [
        chr(code)
        for code in range(0x10000)
        if unicodedata.category(chr(code))[0] in "PZS"
        and chr(code) not in joined
        and segments.word_at(f"a{chr(code)}a", 0) != Range(0, 1)
    ]

    assert not inside


# Grapheme clusters -------------------------------------------------------------------------------


@given(text=texts)
@example(text="🇫🇷🇫🇷🇫🇷")
@example(text="न\u094dन\u094dन")
@example(text="a\u094dत\u094dत")
def test_cluster_ends_are_those_of_the_whole_text(text: str) -> None:
    place = 0
    for cluster in clusters_of()(text):
        end = place + len(cluster)
        for position in range(place, end):
            assert segments.cluster_start(text, position) == place
            assert segments.cluster_end(text, position) == end
        place = end
    assert segments.cluster_start(text, len(text)) == len(text)
    assert segments.cluster_end(text, len(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("क\u094dत", ["क\u094dत"]),
        ("क\u094d\u200dत\u094dत", ["क\u094d\u200dत\u094dत"]),
        ("a\u094dत", ["a\u094d", "त"]),
        ("\u094dक", ["\u094d", "क"]),
        ("?\u094d\u0308त\u094dत", ["?\u094d\u0308", "त\u094dत"]),
        ("क\u0308\u094dत", ["क\u0308\u094dत"]),
    ],
)
def test_a_virama_joins_only_consonants(text: str, expected: list[str]) -> None:
    assert list(clusters_of()(text)) == expected


@given(text=texts, data=st.data())
def test_snapping_twice_changes_nothing_more(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    chosen = Range(start, data.draw(st.integers(start, len(text))))

    snapped = segments.snap(text, chosen)

    assert snapped.start <= chosen.start
    assert snapped.end >= chosen.end or chosen.start == chosen.end
    assert (len(snapped) == 0) == (len(chosen) == 0)
    assert segments.snap(text, snapped) == snapped


def test_plain_characters_make_clusters_of_their_own() -> None:
    plain = [chr(code) for code in range(0x10000) if graphemes._plain_start().match(chr(code))]

    for sign in plain:
        assert len(list(iter_graphemes(f"a{sign}a"))) == 3, hex(ord(sign))
        assert len(list(iter_graphemes(f"👩\u200d{sign}"))) == 2, hex(ord(sign))
        assert len(list(iter_graphemes(f"\u0915\u094d{sign}"))) == 2, hex(ord(sign))
        assert len(list(iter_graphemes(f"{sign}한{sign}"))) == 3, hex(ord(sign))


def test_a_cluster_without_end_is_looked_at_in_a_window() -> None:
    text = "e" + "\u0301" * 1_000_000

    found = segments.cluster_start(text, 500_000)

    assert 500_000 - graphemes.CLUSTER_WINDOW <= found <= 500_000


def test_looking_for_segments_loads_nothing_heavy() -> None:
    program = (
        "import sys, annotations.segments as s; s.cluster_start('plain text', 3);"
        "print([m for m in ('wcwidth', 'yaml', 'sqlite3', 'unicodedata2') if m in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def _ends(word: Range) -> tuple[int, int]:
    return word.start, word.end


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("ja", ["『なんだって』と云った。", "……そうか！？", "え？"]),
        ("ja", ["「そうか。……」と彼は云った。……。", "そして。"]),
        ("he", ["בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים׃ ", "וְהָאָ֗רֶץ הָיְתָ֥ה תֹ֙הוּ֙׃"]),
        ("el", ["Τι είναι αυτό; ", "Δεν ξέρω· ἔγνω; πολλὰ. ", "Πού;"]),
        ("el", ["«Πού πας;» ρώτησε. ", "This; That."]),
    ],
)
def test_sentences_end_as_their_script_ends_them(language: str, sentences: list[str]) -> None:
    text = "".join(sentences)

    found = segments.sentences(text, Range(0, len(text)), language)

    assert [text[each.start : each.end] for each in found] == [each.rstrip() for each in sentences]
