"""What is meant by the files, folders and addresses that are to be added."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from annotations.errors import UnreadableSourceError
from reader import gathering
from reader.gathering import gather

if TYPE_CHECKING:
    from pathlib import Path


def _nothing() -> None:
    """Nobody ends it."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two texts, one of them further down, beside what is none."""
    for name, content in {
        "b.md": b"# Two\n",
        "sub/a.txt": b"one",
        ".hidden.txt": b"hidden",
        ".git/config.txt": b"hidden",
        "node_modules/x/readme.md": b"of others",
        "picture.png": b"\x89PNG\r\n\x1a\n\0\0",
        "empty.txt": b"",
        "noise": bytes(range(256)) * 8,
    }.items():
        path = tmp_path / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "texts"


def test_of_a_folder_the_texts_are_taken_also_those_further_down(folder: Path) -> None:
    gathered = gather([str(folder)], _nothing)

    assert gathered.files == (folder / "b.md", folder / "sub" / "a.txt")
    assert gathered.left_out == 3
    assert not gathered.is_cut


def test_a_packed_document_is_taken_also_where_pictures_come_before_its_text(
    tmp_path: Path,
) -> None:
    with ZipFile(tmp_path / "report.docx", "w") as packed:
        packed.writestr("docProps/thumbnail.jpeg", bytes(20_000))
        packed.writestr("word/document.xml", "<w:document/>")

    assert gather([str(tmp_path)], _nothing).files == (tmp_path / "report.docx",)


def test_a_file_that_is_named_is_taken_whatever_it_is(folder: Path) -> None:
    named = folder / "picture.png"

    assert gather([str(named), str(named)], _nothing).files == (named,)


def test_an_address_is_told_from_a_path() -> None:
    gathered = gather(["HTTPS://example.org/a"], _nothing)

    assert (gathered.files, gathered.addresses) == ((), ("HTTPS://example.org/a",))


def test_a_place_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match=r"none\.md"):
        gather([str(tmp_path / "none.md")], _nothing)


def test_no_more_files_are_taken_than_the_limit(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "FILES_LIMIT", 1)

    gathered = gather([str(folder)], _nothing)

    assert gathered.files == (folder / "b.md",)
    assert gathered.is_cut


def test_folders_too_deep_are_not_gone_into(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "DEPTH_LIMIT", 0)

    assert gather([str(folder)], _nothing).files == (folder / "b.md",)


def test_links_to_folders_are_not_followed(folder: Path) -> None:
    (folder / "round").symlink_to(folder, target_is_directory=True)

    assert len(gather([str(folder)], _nothing).files) == 2


def test_what_the_pause_raises_ends_it(folder: Path) -> None:
    def pause() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gather([str(folder)], pause)
