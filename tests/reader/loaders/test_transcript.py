from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.document import Document, SpanKind
from annotations.model import Range
from reader.attribution import guess_speaker
from reader.loaders import Hint, Kind, SourceBytes, kind_of, load, load_head, load_whole, transcript
from reader.loaders.transcript import ENOUGH_LENGTH, MOST_LENGTH, time_label
from tests.reader.loaders.invariants import check
from tests.reader.loaders.mutation import survive

VTT = """WEBVTT - The visit
Kind: captions
Language: en

NOTE made by hand,
over two lines

STYLE
::cue { color: red }

intro
00:01.000 --> 00:04.000 align:start position:0%
<v Sergei Lavrov>The world has <i>changed</i>,
and &lt;we&gt; know it.

00:04.500 --> 00:06.000
<v Sergei Lavrov>Ask <c.loud>them</c>.

2
00:06.500 --> 00:09.000
<v.loud Mary Wu>Are you? <v Bob>Yes &amp; no.

01:00:20.000 --> 01:00:29.000
A door <00:20.500>closes.
"""

SRT_OF = "1\n00:00:01,000 --> 00:00:03,000\n{}\n"

SRT = """1
00:00:01,000 --> 00:00:03,000
ANN SMITH: We begin
at the beginning.

2
00:00:03,200 --> 00:00:05,000
It was a long day.

3
00:00:05,500 --> 00:00:08,000
- {\\an8}Was it?
- It was.

4
00:00:08,500 --> 00:00:09,000
ANN SMITH (aside): <font color="#fff">Ah.</font>
"""


def document_of(text: str, name: str = "talk.srt") -> Document:
    document = load(text.encode(), Hint(name=name)).document
    check(document)
    return document


def paragraphs(text: str, name: str = "talk.srt") -> list[str]:
    document = document_of(text, name)
    return [document.text[each.start : each.end] for each in document.blocks]


def srt(*cues: tuple[float, float, str]) -> str:
    return "\n".join(
        f"{number}\n{_stamp(start)} --> {_stamp(end)}\n{text}\n"
        for number, (start, end, text) in enumerate(cues, 1)
    )


def _stamp(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    return f"{time_label(milliseconds)},{milliseconds % 1000:03}"


# --- text -------------------------------------------------------------------------------------


def test_voices_of_webvtt_become_named_paragraphs() -> None:
    assert paragraphs(VTT, "talk.vtt") == [
        "Sergei Lavrov: The world has changed, and <we> know it. Ask them.",
        "Mary Wu: Are you?",
        "Bob: Yes & no.",
        "A door closes.",
    ]


def test_webvtt_says_title_and_language() -> None:
    metadata = document_of(VTT, "talk.vtt").metadata

    assert (metadata.title, metadata.language) == ("The visit", "en")


def test_a_language_in_the_name_counts_where_nothing_else_says_it() -> None:
    assert document_of(SRT, "talk.fr.srt").metadata.language == "fr"
    assert document_of(SRT, "talk.hd.srt").metadata.language == ""


def test_subrip_begins_a_paragraph_at_a_name_and_at_a_dash() -> None:
    assert paragraphs(SRT) == [
        "ANN SMITH: We begin at the beginning. It was a long day.",
        "- Was it?",
        "- It was.",
        "ANN SMITH (aside): Ah.",
    ]


def test_emphasis_stays_as_a_span() -> None:
    document = document_of(VTT, "talk.vtt")

    (span,) = document.spans

    assert span.kind is SpanKind.EMPHASIS
    assert document.text[span.start : span.end] == "changed"


def test_a_name_in_small_letters_has_to_come_twice() -> None:
    once = srt((0, 1, "Anna Berg: One."), (1.2, 2, "Then: two."), (2.2, 3, "So I went: three."))
    twice = srt((0, 1, "Anna Berg: One."), (1.2, 2, "Two."), (2.2, 3, "Anna Berg: Three."))

    assert len(paragraphs(once)) == 1
    assert paragraphs(twice) == ["Anna Berg: One. Two.", "Anna Berg: Three."]


def test_a_long_pause_begins_a_paragraph() -> None:
    assert paragraphs(srt((0, 2, "One."), (2.5, 4, "Two."), (9, 10, "Three."))) == [
        "One. Two.",
        "Three.",
    ]


def test_enough_text_ends_at_a_sentence_and_without_any_at_a_cue() -> None:
    sentences = [(n * 2, n * 2 + 1.5, "This one is a sentence.") for n in range(60)]
    endless = [(n * 2, n * 2 + 1.5, "and on and on it goes") for n in range(120)]

    of_sentences, of_none = paragraphs(srt(*sentences)), paragraphs(srt(*endless))

    assert all(ENOUGH_LENGTH <= len(each) < ENOUGH_LENGTH + 30 for each in of_sentences[:-1])
    assert all(MOST_LENGTH <= len(each) < MOST_LENGTH + 30 for each in of_none[:-1])


ROLLING = """WEBVTT

00:00.000 --> 00:02.000
_
so<00:00.500><c> the</c><00:01.000><c> world</c>

00:02.000 --> 00:02.010
so the world
_

00:02.010 --> 00:04.000
so the world
has<00:02.500><c> changed</c>

00:04.000 --> 00:04.010
has changed
_

00:04.010 --> 00:06.000
has changed
and we know
""".replace("_", " ")


def test_rolling_captions_are_said_once() -> None:
    assert paragraphs(ROLLING, "talk.vtt") == ["so the world has changed and we know"]


def test_growing_captions_are_said_once() -> None:
    words = ["the", "world", "has", "changed", "and", "we", "know", "it"]
    growing = [(n, n + 1, " ".join(words[: n + 1])) for n in range(len(words))]

    assert paragraphs(srt(*growing)) == [" ".join(words)]


def test_a_cue_that_stands_there_twice_is_said_once() -> None:
    assert paragraphs(srt((0, 2, "No."), (0, 2, "No."), (2.5, 3, "Yes."))) == ["No. Yes."]


def test_what_is_said_twice_is_said_twice() -> None:
    assert paragraphs(srt((0, 1, "No."), (1, 2, "No."), (3, 4, "No."))) == ["No. No. No."]


# --- places and speakers ----------------------------------------------------------------------


def test_every_cue_is_a_place() -> None:
    document = document_of(VTT, "talk.vtt")

    def time_of(words: str) -> object:
        return document.locator(document.text.index(words)).get("time")

    assert time_of("Sergei") == time_of("know it") == "00:00:01"
    assert time_of("Ask them") == "00:00:04"
    assert time_of("Yes & no") == "00:00:06"
    assert time_of("A door") == "01:00:20"


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("changed", "Sergei Lavrov"),
        ("Ask them", "Sergei Lavrov"),
        ("Are you", "Mary Wu"),
        ("no.", "Bob"),
        ("A door", ""),
    ],
)
def test_the_speaker_of_a_transcript_is_proposed(words: str, speaker: str) -> None:
    document = document_of(VTT, "talk.vtt")
    start = document.text.index(words)

    assert guess_speaker(document, Range(start, start + len(words)), "en", []) == speaker


def test_a_speaker_goes_on_in_the_next_paragraph_and_ends_with_a_dash() -> None:
    text = srt(
        (0, 1, "ANN SMITH: One."), (9, 10, "Two."), (11, 12, "- Three."), (13, 14, "ANN SMITH: 4.")
    )
    document = document_of(text)

    def speaker(words: str, known: list[str]) -> str:
        start = document.text.index(words)
        return guess_speaker(document, Range(start, start + len(words)), "en", known)

    assert speaker("Two.", []) == "ANN SMITH"
    assert speaker("Two.", ["Ann Smith"]) == "Ann Smith"
    assert speaker("Three.", []) == ""
    whole = Range(0, len(document.text))
    assert guess_speaker(document, Range(0, document.text.index("Three")), "en", []) == ""
    assert guess_speaker(document, whole, "en", []) == "ANN SMITH"


# --- every word, once ---------------------------------------------------------------------------

_WORDS = st.lists(
    st.sampled_from(
        [
            "one",
            "Two.",
            "a<b",
            "3",
            "1999",
            "–",
            "it's",
            "日本",
            "«oui»",
            "[noise]",
            "NOTE",
            "at 5:30",
        ]
    ),
    min_size=1,
    max_size=6,
)
_CUES = st.lists(
    st.tuples(st.integers(100, 9_000), st.lists(_WORDS, min_size=1, max_size=3)), min_size=1
)


@settings(max_examples=60)
@given(
    cues=_CUES,
    is_vtt=st.booleans(),
    is_numbered=st.booleans(),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_every_word_of_every_cue_appears_once_in_order(
    cues: list[tuple[int, list[list[str]]]], is_vtt: bool, is_numbered: bool, line_end: str
) -> None:
    parts, words, at = [], [], 0
    for number, (gap, lines) in enumerate(cues, 1):
        at += gap
        head = f"{number}\n" if is_numbered or not is_vtt else ""
        shown = "\n".join(" ".join(line) for line in lines)
        mark = f"x{number}x"
        escaped = shown.replace("<", "&lt;") if is_vtt else shown
        parts.append(
            f"{head}{_stamp(at / 1000)} --> {_stamp((at + 90) / 1000)}\n{mark} {escaped}\n"
        )
        words += [mark, *shown.split()]
        at += 90
    text = ("WEBVTT\n\n" if is_vtt else "") + "\n".join(parts)
    name = "a.vtt" if is_vtt else "a.srt"

    document = load(text.replace("\n", line_end).encode(), Hint(name=name)).document

    check(document)
    assert document.text.split() == words
    marks = {f"x{number}x" for number in range(1, len(cues) + 1)}
    placed = {document.text[each.start :].split()[0] for each in document.locators}
    assert marks <= placed


def test_text_between_cues_and_before_them_is_not_lost() -> None:
    text = (
        "Stray.\n\n1\n00:00:01,000 --> 00:00:02,000\nOne.\n\nMore of it.\n\n2\n"
        "00:00:02,000 --> 00:00:03,000\nTwo.\n3\n00:00:03,500 --> 00:00:04,000\nThree.\n"
    )

    assert " ".join(paragraphs(text)) == "Stray. One. More of it. Two. Three."


# --- choosing and bad input ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["talk.srt", "talk.vtt", "talk.txt", "talk", "talk.md", "talk.py"])
@pytest.mark.parametrize("text", [VTT, SRT])
def test_a_transcript_is_told_by_its_content(name: str, text: str) -> None:
    assert kind_of(text.encode(), Hint(name=name)) is Kind.TRANSCRIPT


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_a_transcript_may_be_in_any_encoding(encoding: str) -> None:
    data = SRT.replace("day", "été à la façon").replace("\n", "\r\n").encode(encoding)

    document = load(data, Hint(name="talk")).document

    assert "It was a long été à la façon." in document.text
    assert document.loader == transcript.LOADER


@pytest.mark.parametrize(
    "text",
    ["Prose --> and more.", "WEBVTT is a format.", "", "\n\n", "12\nnames\n", "A --> B\n\n1\n"],
)
def test_what_has_no_cue_is_plain_text_whatever_it_is_called(text: str) -> None:
    assert kind_of(text.encode(), Hint(name="a.srt")) is Kind.TEXT
    assert load(text.encode(), Hint(name="a.vtt")).document.text == text


def test_a_person_may_ask_for_plain_text() -> None:
    assert kind_of(SRT.encode(), Hint(name="a.srt", suffix="txt")) is Kind.TEXT


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT",
        "WEBVTT\n\n00:01.000 --> 00:02.000",
        "WEBVTT\n\nNOTE\nnothing else",
        "1\n00:00:01,000 --> 00:00:00,500\nbackwards",
        "1\n00:00:05,0 --> 00:00:06,0\nlate\n\n2\n00:00:01,0 --> 00:00:02,0\nearly",
        "1\n00:00:01,000 --> 00:00:02,000\n" + "<v " * 20_000,
        "1\n00:00:01,000 --> 00:00:02,000\n" + "&" * 50_000,
        "1\n00:00:01,000 --> 00:00:02,000\n" + "<i>" * 20_000 + "deep",
        "1\n00:00:01,000 --> 00:00:02,000\n&#0;&#27;[2J&#x202e;\x1b[31mred\x07",
        "1\n00:00:01,000 --> 00:00:02,000\n" + "word " * 100_000,
        "1\n00:00:01,000 --> 00:00:02,000\nA\n" * 20_000,
        "1\n99:99:99,999 --> 9999:00:00,000\nfar",
    ],
)
def test_a_broken_transcript_opens(text: str) -> None:
    document_of(text)


@pytest.mark.parametrize("text", [VTT, SRT, ROLLING])
def test_a_damaged_transcript_opens_or_is_refused(text: str) -> None:
    assert survive(transcript.load, ["talk.srt", "talk.vtt"], text.encode(), 50)


def test_the_head_is_a_beginning_of_the_whole() -> None:
    long_one = srt(*((n * 3, n * 3 + 2, f"Sentence number {n} is said.") for n in range(4000)))
    source = SourceBytes(long_one.encode(), name="talk.srt")

    head, whole = load_head(source), load_whole(source)

    assert not head.is_whole
    assert len(head.document.text) > 4000
    assert whole.document.text.startswith(head.document.text)
    assert whole.is_whole


def test_a_giant_is_shown_as_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcript, "SIZE_LIMIT_BYTES", 100)

    loaded = load(SRT.encode(), Hint(name="talk.srt"))

    assert loaded.document.text == SRT
    assert loaded.notices == ("talk.srt is too large for a transcript; it is shown as plain text.",)


def test_what_opens_again_and_again_is_one_span_in_each_line() -> None:
    source = SRT_OF.format("<b>" * 3_000 + "\n" + "a\n" * 3_000)

    document = load(source.encode(), Hint("a.srt")).document

    assert len(document.spans) == 3_000


def test_a_span_ends_with_the_last_of_those_that_have_opened_it() -> None:
    document = load(SRT_OF.format("<i>a <em>b</em> c</i> d</i>").encode(), Hint("a.srt")).document

    assert [document.text[span.start : span.end] for span in document.spans] == ["a b c"]
