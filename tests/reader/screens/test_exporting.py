"""The export dialog: each way through it, as a person takes it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from annotations.exchange import yaml
from reader.clipboard import Copied
from tests.reader.screens.stage import Stage, on_stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from annotations.store.connections import Connection


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was copied."""
    copied: list[str] = []

    def copy(text: str, how: str) -> Copied:
        del how
        copied.append(text)
        return Copied("copied", is_for_terminal=False)

    monkeypatch.setattr("reader.screens.exporting.copy", copy)
    monkeypatch.setattr("reader.screens.exported.copy", copy)
    return copied


async def mark(stage: Stage) -> None:
    stage.place("second paragraph")
    await stage.press("s", "2")


def offered(stage: Stage) -> list[str]:
    return [each.text for each in stage.prompt.proposals.shown]


async def test_a_format_then_the_name_that_is_offered(
    source: Path, library: Path, folder: Path
) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage)
        await stage.press("X")
        await stage.type("yaml")
        await stage.press("enter")

        assert stage.prompt.field.value == "visit.yaml"

        # What is typed replaces the name that is offered.
        await stage.type("out.yaml")
        await stage.press("enter")

        await stage.until(lambda: stage.message.startswith("1 mark written to out.yaml"))
    (written,) = yaml.read((folder / "out.yaml").read_bytes(), "out.yaml").annotations
    assert written.quote == "The second paragraph is short."


async def test_a_name_that_is_typed_is_enough(source: Path, library: Path, folder: Path) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage)
        await stage.burst("X", *"out.yaml", "enter")

        await stage.until(lambda: stage.message.startswith("1 mark written to out.yaml"))
    assert (folder / "out.yaml").exists()


async def test_what_the_format_has_no_room_for_is_said_before(
    source: Path, library: Path, folder: Path
) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage)
        await stage.press("X", *"out.md", "enter")

        await stage.until(lambda: stage.shows("Markdown has no room for"))
        assert not (folder / "out.md").exists()

        await stage.press("enter")

        await stage.until(lambda: "written to out.md" in stage.message)


async def test_the_last_file_is_offered_again_and_enter_writes_it(
    source: Path, library: Path, folder: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("X", *"out.yaml", "enter")
        await stage.until(lambda: "written to out.yaml" in stage.message)
    async with on_stage(source, library) as stage:
        await mark(stage)
        await stage.press("X")

        assert offered(stage)[:2] == ["out.yaml again", "clipboard"]

        await stage.press("enter")

        await stage.until(lambda: "1 mark written to out.yaml" in stage.message)
    assert b"second paragraph" in (folder / "out.yaml").read_bytes()


async def test_the_clipboard_comes_first(source: Path, library: Path, clipboard: list[str]) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage)
        await stage.press("X", "enter")

        await stage.until(lambda: stage.message == "1 mark copied")
    (text,) = clipboard
    assert "> The second paragraph is short." in text


async def test_only_the_chosen_cards(source: Path, library: Path, clipboard: list[str]) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage)
        stage.place("last paragraph")
        await stage.press("s", "1", "tab", "g", "space", "X")

        assert stage.shows("1 chosen mark")

        await stage.press("enter")

        await stage.until(lambda: stage.message == "1 mark copied")
    assert len(clipboard) == 1


async def test_the_marks_of_a_query_and_esc_goes_back_one_step(
    source: Path, library: Path, clipboard: list[str]
) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage)
        await stage.press("X", "tab", "enter", "escape")

        assert stage.shows("marks by a query")

        await stage.press("enter", *"colour:no", "enter")

        await stage.until(lambda: stage.shows("at “no”: A colour was expected here"))

        await stage.press(*["backspace"] * 2, *"red", "enter")

        await stage.until(lambda: stage.message == "1 mark copied")
        await stage.press("X", "tab", "enter")
        await stage.press(*"colour:blue", "enter")

        assert stage.message == "no mark answers to that query"
    assert len(clipboard) == 1


async def test_no_key_waits_for_the_library_while_a_query_is_asked_for(
    source: Path, library: Path, clipboard: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage)
        database = stage.library.database
        reading, readers = database.reading, set[threading.Thread]()

        def watched() -> AbstractContextManager[Connection]:
            readers.add(threading.current_thread())
            return reading()

        monkeypatch.setattr(database, "reading", watched)
        await stage.press("X", "tab", "enter", *"colour:red", "enter")

        await stage.until(lambda: stage.message == "1 mark copied")
        assert threading.current_thread() not in readers
    assert clipboard
    assert readers


async def test_options_are_switched_and_hold(source: Path, library: Path, folder: Path) -> None:
    async with on_stage(source, library) as stage:
        await mark(stage)
        await stage.press("X", *"options", "enter", "enter")

        assert offered(stage) == ["without text", "nothing confidential", "by place"]

        await stage.press("escape", *"out.yaml", "enter")

        await stage.until(lambda: "written to out.yaml" in stage.message)
    assert b"\ntext: " not in (folder / "out.yaml").read_bytes()


@pytest.mark.parametrize(
    ("keys", "kept", "others"),
    [
        (("enter",), "mine\n", []),
        (("escape",), "mine\n", []),
        (("down", "down", "enter"), "mine\n", ["out-2.yaml"]),
        (("down", "down", "down", "enter"), "postil: 1\n", []),
    ],
)
async def test_a_file_that_was_edited_since_is_kept_or_passed_by_or_replaced(
    keys: tuple[str, ...],
    kept: str,
    others: list[str],
    source: Path,
    library: Path,
    folder: Path,
) -> None:
    out = folder / "out.yaml"
    async with on_stage(source, library) as stage:
        await stage.press("X", *"out.yaml", "enter")
        await stage.until(lambda: "written to" in stage.message)
        out.write_text("mine\n", encoding="utf-8")
        await stage.press("X", "enter")
        await stage.until(lambda: stage.shows("was changed since postil wrote it"))

        await stage.press(*keys)

        await stage.until(
            lambda: stage.focus == "article" and out.read_text(encoding="utf-8").startswith(kept)
        )
        await stage.until(lambda: [each.name for each in folder.glob("out-*.yaml")] == others)


async def test_the_path_is_copied_and_the_file_opened(
    source: Path,
    library: Path,
    folder: Path,
    clipboard: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []

    def open_address(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr("reader.browser.open_address", open_address)
    async with on_stage(source, library) as stage:
        for key in "yo":
            await stage.press("X", *"out.yaml", "enter")
            await stage.until(lambda: "y copies the path" in stage.message)
            await stage.press(key)

        await stage.until(lambda: stage.message == "it is being opened")
    assert clipboard == [str(folder / "out.yaml")]
    assert opened == [(folder / "out.yaml").as_uri()]


async def test_any_other_key_goes_on_reading(source: Path, library: Path) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("X", *"out.yaml", "enter")
        await stage.until(lambda: "written to" in stage.message)

        await stage.press("s")

        assert stage.selected


async def test_esc_gives_up_an_export_that_takes_long(
    source: Path, library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = folder / "out.yaml"
    going_on = threading.Event()
    async with on_stage(source, library) as stage:
        export = stage.library.export_several

        def slow(*arguments: object, pause: Callable[[], None], **more: object) -> object:
            going_on.wait(30)
            return export(*arguments, pause=pause, **more)  # type: ignore[arg-type]  # as they came

        monkeypatch.setattr(stage.library, "export_several", slow)
        await stage.press("X", *"out.yaml", "enter")
        await stage.until(lambda: stage.shows("writing out.yaml …"))

        await stage.press("escape")
        going_on.set()

        await stage.until(lambda: "The export was given up" in stage.message)
    assert not out.exists()


async def test_how_many_marks_were_looked_at_for_losses_is_told_and_esc_gives_that_up(
    source: Path, library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on = threading.Event()
    async with on_stage(source, library) as stage:
        losses = stage.library.losses

        def slow(*arguments: object, pause: Callable[[int], None], **more: object) -> object:
            pause(12_000)
            going_on.wait(30)
            return losses(*arguments, pause=pause, **more)  # type: ignore[arg-type]  # as they came

        monkeypatch.setattr(stage.library, "losses", slow)
        await stage.press("X", *"out.csv", "enter")
        await stage.until(
            lambda: stage.message == "looking what has no room in CSV … 12,000 marks · esc cancels"
        )

        await stage.press("escape")
        going_on.set()

        await stage.until(lambda: "The export was given up" in stage.message)
        assert stage.focus == "article"
    assert not (folder / "out.csv").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no-such-folder/out.yaml", "no-such-folder/out.yaml cannot be written"),
        ("visit.md", "is there already and was not written by postil"),
    ],
)
async def test_an_export_that_cannot_be_says_why(
    name: str, said: str, source: Path, library: Path
) -> None:
    before = source.read_bytes()
    async with on_stage(source, library) as stage:
        await stage.press("X", *name, "enter")

        await stage.until(lambda: stage.shows(said))
    assert source.read_bytes() == before


async def test_an_ending_that_no_format_has_is_told_and_so_is_a_missing_name(
    source: Path, library: Path
) -> None:
    async with on_stage(source, library) as stage:
        await stage.press("X", *"out.pdf", "enter")

        assert stage.shows("the name's ending tells the format")

        await stage.press("escape", "X", *"html", "enter", "backspace", "enter")

        assert stage.shows("A file name is needed; esc goes back.")

        await stage.press("escape", "escape")

        assert stage.focus == "article"
