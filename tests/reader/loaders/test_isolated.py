"""A loader in a process of its own: what becomes of it never reaches the reader but as a sentence."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from annotations.errors import SourceError, UnreadableSourceError
from reader.loaders import Hint, Loaded, SourceBytes, isolated, open_source
from reader.loaders.isolated import IsolatedLoad, _unpacked

MODULE = "tests.reader.loaders.misbehaving"


def begun(deed: str, *, is_head: bool = False, is_forced: bool = False) -> IsolatedLoad:
    source = SourceBytes(deed.encode() + b"\n", name="a.pdf")
    return IsolatedLoad(MODULE, source, Hint("a.pdf", is_forced=is_forced), is_head=is_head)


def loaded(deed: str, *, is_head: bool = False) -> Loaded:
    return begun(deed, is_head=is_head).result()


def descriptors() -> list[Path]:
    folder = Path("/dev/fd")
    return sorted(folder.iterdir()) if folder.is_dir() else []


@pytest.mark.parametrize("is_head", [False, True])
def test_bytes_come_back_as_a_document(*, is_head: bool) -> None:
    found = loaded("read", is_head=is_head)

    assert found.document.text == f"read\na.pdf {is_head}"
    assert found.notices == ("said",)


def test_a_file_is_read_from_its_descriptor_and_its_hash_is_known_afterwards(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.pdf"
    data = b"read\n" + bytes(range(97, 123)) * 100_000
    path.write_bytes(data)
    with open_source(path) as source:
        path.unlink()

        found = IsolatedLoad(MODULE, source, Hint("a.pdf"), is_head=False).result()

        assert found.document.text == data.decode() + "a.pdf False"
        assert source.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        ("refuse", "a.pdf is nothing."),
        ("fail", "a.pdf cannot be read: what reads it failed on it (KeyError)."),
        pytest.param(
            "crash",
            "a.pdf cannot be read: what reads it crashed on it.",
            marks=pytest.mark.skipif(os.name == "nt", reason="signals"),
        ),
        pytest.param(
            "fill",
            "a.pdf cannot be read: it takes more than 512 MB of memory.",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="limits of address space"),
        ),
        ("answer else", "a.pdf cannot be read: what reads it crashed on it."),
    ],
)
def test_what_becomes_of_the_process_is_one_sentence(deed: str, sentence: str) -> None:
    with pytest.raises(SourceError) as caught:
        loaded(deed)

    assert str(caught.value) == sentence


def test_the_loader_s_hint_comes_along() -> None:
    with pytest.raises(SourceError) as caught:
        loaded("refuse")

    assert caught.value.hint == "Try another."


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "TIME_LIMIT_S", 0.1)
    load = begun("wait")

    with pytest.raises(UnreadableSourceError, match=r"it takes more than 0 seconds\.") as caught:
        load.result()

    assert caught.value.hint == "--force reads it without limits."
    assert load.is_ended


def test_what_the_pause_raises_ends_the_process() -> None:
    load = begun("wait", is_forced=True)
    pauses = 0

    def pause() -> None:
        nonlocal pauses
        pauses += 1
        if pauses == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        load.result(pause)

    assert load.is_ended


def test_what_a_library_prints_is_no_part_of_the_answer() -> None:
    assert loaded("print").document.text == "print\na.pdf False"


def test_no_descriptor_and_no_process_is_left_behind() -> None:
    before = descriptors()

    loaded("read")
    with pytest.raises(SourceError):
        loaded("fail")
    begun("wait").cancel()

    assert descriptors() == before
    if hasattr(os, "WNOHANG"):
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)


def test_no_module_is_taken_from_the_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert loaded("read").document.text == "read\na.pdf False"


def test_without_a_process_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/program")

    with pytest.raises(UnreadableSourceError, match="the system gives no process"):
        begun("read")


@pytest.mark.parametrize(
    "called",
    [
        "reader.loaders.isolated\nimport_module\n(S'json'",  # what a module of ours imports
        "reader.loaders.chooser\nsuffix_of\n(S'json'",  # a function
        "annotations.library\nLibrary\n(S'json'",  # a class that is no value
        "annotations.document\nbisect_right\n((I1\ntI1",
        "builtins\nlist\n((I1\nt",
    ],
)
def test_an_answer_calls_nothing(called: str) -> None:
    answer = f"(S'loaded'\nc{called}\ntRt.".encode()

    assert _unpacked(answer) == ("", None)
