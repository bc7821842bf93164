"""The passage jump on the screen: what is typed, what is seen, what is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader import typed_on
from reader.layout.jump import Target
from reader.screens.jump_mode import JumpMode
from tests.reader.screens.stage import PATIENCE_S, Stage, on_stage

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.model import Range

LONG = "".join(f"Paragraph number {number} of many stands here.\n\n" for number in range(1, 60))


def _mode(stage: Stage) -> JumpMode:
    mode = stage.screen.mode
    assert isinstance(mode, JumpMode)
    return mode


def _label(stage: Stage, text: str) -> str:
    """What takes the word, sentence or clause that begins (or ends) with a text."""
    step, _ = _mode(stage)._now()
    start = stage.session.document.text.index(text)
    [label] = [
        label
        for target, label in step.labels.items()
        if start in {target.start, target.end - len(text)}
    ]
    return label


async def test_a_passage_is_taken_by_how_its_words_begin(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("f", "w")
        assert stage.shows(" TO ")
        await stage.press("c", "h")

        assert stage.selected == "world has changed"
        assert stage.screen.mode is None
        assert stage.shows("SELECT")


async def test_a_label_takes_its_word(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("f", "t")
        await stage.press(_label(stage, "The second"), "s")
        await stage.press(_label(stage, "short"), "1")

        assert [mark.quote for mark in stage.stored()] == ["The second paragraph is short"]


async def test_the_label_stands_on_the_character_after_what_is_typed(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("f", "t")

        assert stage.shows("Tae visit")
        assert stage.shows("Tse minister came on Monday.")
        assert stage.shows("t and a label, or more letters")


async def test_a_word_typed_as_a_whole_has_its_label_behind_it(tmp_path: Path) -> None:
    source = tmp_path / "visit.txt"
    source.write_text("He said so and they\n\nsaid so and we said no\n", encoding="utf-8")
    async with on_stage(source, tmp_path / "library.db") as stage:
        await stage.press("f", *"said")

        assert stage.shows("He saidaso")
        assert stage.shows("saidsso and we saiddno")


async def test_wide_characters_give_a_label_their_cells(tmp_path: Path) -> None:
    source = tmp_path / "visit.txt"
    source.write_text("経済は成長した。経営は苦しい。\n", encoding="utf-8")
    async with on_stage(source, tmp_path / "library.db") as stage:
        before = stage.rows()
        await stage.press("f", "経")

        assert stage.shows("経a は成長した。経s は苦しい。")
        assert sum(map(len, stage.rows()[2:3])) == sum(map(len, before[2:3])) + 2
        await stage.press("s", "苦")
        assert stage.selected == "経営は苦"


async def test_the_selection_and_the_caret_are_not_seen_meanwhile(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("s", "f")

        text = [each for row in stage.segments()[2:12] for each in row]
        assert not [each for each in text if each.style and each.style.reverse]
        await stage.press("escape")
        assert stage.selected == "The visit"
        assert stage.screen.mode is None
        assert stage.screen.article.painter.veil is None


async def test_enter_takes_the_nearest_word_alone(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        stage.place("second paragraph")
        await stage.press("f", "s", "enter")

        assert stage.selected == "second"


async def test_enter_after_the_first_word_takes_no_more_than_that(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("f", "w", "c", "enter")

        assert stage.selected == "world"


async def test_tab_only_moves_the_caret_there(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("f", "w", "tab")

        assert stage.session.document.text[stage.session.caret :].startswith("world")
        assert stage.session.selection is None
        assert stage.screen.mode is None


async def test_backspace_takes_back_a_letter_then_a_word(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("f", "w", "c")
        await stage.press("backspace")
        assert stage.shows("letters of the last word")
        await stage.press("backspace")
        assert stage.shows("letters of the first word")
        await stage.press("backspace")

        assert stage.message == "nothing is typed yet · esc leaves the jump"


async def test_only_words_from_the_first_on_can_be_the_last(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("f", "w", "m")

        assert stage.message == "no word from here on begins “m” · PgDn scrolls · esc leaves"


async def test_who_types_the_first_word_on_is_not_stopped(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.burst("f", *"world")
        assert stage.message == ""
        await stage.press("c", "h")

        assert stage.selected == "world has changed"


async def test_letters_that_only_end_a_word_are_not_the_beginning_of_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typed_on, "TYPED_ON_S", PATIENCE_S)
    source = tmp_path / "visit.txt"
    source.write_text("Visits were short, since costs sank and some said so.\n", encoding="utf-8")
    async with on_stage(source, tmp_path / "library.db") as stage:
        await stage.press("f", *"visits", *"co")

        assert stage.selected == "Visits were short, since costs"


async def test_letters_that_end_the_last_word_are_no_commands(
    source: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typed_on, "TYPED_ON_S", PATIENCE_S)
    async with on_stage(source, library) as stage:
        await stage.press("f", "w", *"changed")
        assert stage.selected == "world has changed"
        assert stage.focus == "article"

        await stage.press("1")
        assert [mark.quote for mark in stage.stored()] == ["world has changed"]


async def test_letters_typed_after_a_look_are_what_they_are_elsewhere(
    source: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typed_on, "TYPED_ON_S", -1)
    async with on_stage(source, library) as stage:
        await stage.press("f", "w", *"ch", "a")

        assert stage.shows("NOTE")


async def test_the_page_scrolls_between_the_first_word_and_the_last(tmp_path: Path) -> None:
    source = tmp_path / "visit.txt"
    source.write_text(LONG, encoding="utf-8")
    async with on_stage(source, tmp_path / "library.db", size=(100, 20)) as stage:
        await stage.press("f", "2", "pagedown", "1", "2")

        assert stage.selected.startswith("2 of many")
        assert stage.selected.endswith("Paragraph number 12")


async def test_esc_brings_the_page_back(tmp_path: Path) -> None:
    source = tmp_path / "visit.txt"
    source.write_text(LONG, encoding="utf-8")
    async with on_stage(source, tmp_path / "library.db", size=(100, 20)) as stage:
        await stage.press("f", "pagedown", "pagedown")
        await stage.until(lambda: not stage.shows("number 2 of"))
        await stage.press("escape")

        assert stage.screen.article.top == (0, 0)
        await stage.press("f", "pageup")
        assert stage.message == "the text begins here"


async def test_the_wheel_gives_the_words_that_come_into_view_their_labels(tmp_path: Path) -> None:
    source = tmp_path / "visit.txt"
    source.write_text(LONG, encoding="utf-8")
    async with on_stage(source, tmp_path / "library.db", size=(100, 20)) as stage:
        await stage.press("f", "p")
        assert not stage.shows(" number 12 of")
        article = stage.screen.article
        for _ in range(3):
            article.post_message(article.Wheeled(6))
        await stage.until(lambda: stage.shows(" number 12 of"))

        step, _ = _mode(stage)._now()
        first = stage.session.document.text.index("Paragraph number 12")
        assert first in {target.start for target in step.labels}
        assert not stage.shows("Paragraph number 12")


async def test_sentences_and_clauses_are_labelled_by_space(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("f", "space")
        await stage.press(_label(stage, "“The world"))
        assert stage.shows("where it ends")
        await stage.press(_label(stage, "costs."))

        assert stage.selected == "“The world has changed,” he said. Nobody asked about the costs."


async def test_space_goes_back_to_words(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("f", "space", "space", "w", "enter")

        assert stage.selected == "world"


async def test_space_between_letters_says_when_it_works(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("f", "s", "space")

        assert stage.message == "space comes before any letter · backspace takes one back"


@pytest.mark.parametrize("key", ["left", "f1", "ctrl+s"])
async def test_other_keys_say_that_they_do_nothing(key: str, source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("f", key)

        assert "does nothing here · esc leaves the jump" in stage.message


async def test_a_modifier_alone_says_nothing(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("f", "t", "left_shift")

        assert stage.message == ""
        assert stage.shows("t and a label, or more letters")


async def test_without_words_in_view_nothing_begins(tmp_path: Path) -> None:
    source = tmp_path / "visit.txt"
    source.write_text("… — …\n", encoding="utf-8")
    async with on_stage(source, tmp_path / "library.db") as stage:
        await stage.press("f")

        assert stage.message == "no words in view · scroll to the text"
        assert stage.screen.mode is None
        assert stage.screen.article.painter.veil is None


async def test_while_selecting_by_moving_the_selection_reaches_to_the_word(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("world")
        await stage.press("v", "f", "n")
        assert stage.selected == "world has changed,” he said. Nobody"
        await stage.press("f", "m", "i")

        assert stage.selected == "minister came on Monday. “The "


async def test_another_part_can_ask_for_a_word(source: Path, library: Path) -> None:
    chosen: list[Range] = []
    async with on_stage(source, library) as stage:
        stage.screen.jumping.choose(chosen.append, sign="LINK")
        stage.screen.show_state()
        await stage.until(lambda: stage.shows("LINK"))
        await stage.press("w")

        text = stage.session.document.text
        assert [text[each.start : each.end] for each in chosen] == ["world"]
        assert stage.session.selection is None


async def test_the_way_back_from_a_jump_is_the_same_as_from_a_sentence(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        stage.place("minister")
        caret = stage.session.caret
        await stage.press("f", "w", "enter", "escape")

        assert stage.session.caret == caret
        assert stage.session.selection is None


async def test_without_colour_labels_are_reversed_and_what_is_typed_underlined(
    source: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with on_stage(source, library) as stage:
        await stage.press("f", "t")

        title = [each for each in stage.segments()[2] if each.text in {"T", "a"} and each.style]
        looks = [
            (bool(each.style.underline), bool(each.style.reverse)) for each in title if each.style
        ]
        assert looks == [(True, False), (False, True)]


async def test_a_letter_of_a_longer_label_can_be_taken_back(tmp_path: Path) -> None:
    source = tmp_path / "visit.txt"
    source.write_text("yes, " * 70 + "\n", encoding="utf-8")
    async with on_stage(source, tmp_path / "library.db") as stage:
        await stage.press("f", "y", "e", "s")
        step, _ = _mode(stage)._now()
        last, label = max(step.labels.items(), key=lambda each: each[0].start)
        await stage.press(label[0])
        assert stage.shows("and the rest of the label")
        await stage.press("backspace", *label, "enter")

        assert isinstance(last, Target)
        assert stage.session.selection is not None
        assert stage.session.selection.start == last.start
