from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest

from annotations.errors import UnreadableSourceError
from reader.loaders import Hint, load_head, load_whole
from reader.loaders.source import (
    CHUNK_BYTES,
    SIZE_LIMIT_BYTES,
    SourceBytes,
    SourceFile,
    open_source,
    shown_name,
    shown_size,
)


def reason_of(path: str | Path) -> str:
    with pytest.raises(UnreadableSourceError) as caught:
        open_source(path)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence.partition(" cannot be read: ")[2]


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    assert reason_of(tmp_path / "none.txt") == "there is no such file."


def test_a_file_below_a_file_is_missing_too(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    assert reason_of(tmp_path / "file" / "below.txt") == "there is no such file."


def test_a_name_with_a_nul_is_missing() -> None:
    assert reason_of("a\0b.txt") == "there is no such file."


def test_a_name_that_no_system_bears_is_too_long() -> None:
    assert reason_of("x" * 5000) == "its name is too long."


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert reason_of(tmp_path) == "it is a folder."


def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("secret")
    path.chmod(0)
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(65534)
    try:
        reason = reason_of(path)
    finally:
        if was_root:
            os.seteuid(0)

    assert reason == "you have no right to read it."


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert reason_of(tmp_path / "pipe") == "it is a pipe."


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/full", "/dev/random"])
def test_an_endless_device_is_refused(device: str) -> None:
    assert reason_of(device) == "it is a device."


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket has to be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")

        assert reason_of("socket") == "it is a socket."


def test_a_dangling_link_names_where_it_led(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to("gone.txt")

    assert reason_of(tmp_path / "link.txt") == (
        "it is a symbolic link to gone.txt, which does not exist."
    )


def test_links_in_a_circle_are_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")

    assert reason_of(tmp_path / "a") == "its symbolic links go round in a circle."


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("text")
    (tmp_path / "link.txt").symlink_to("file.txt")

    with open_source(tmp_path / "link.txt") as source:
        assert source.read(0, 100) == b"text"


def test_a_sparse_file_of_10_gb_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(10 << 30)

    assert reason_of(path) == "it has 10 GB, and the limit is 512 MB."


def test_the_limit_is_lifted_by_force(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(SIZE_LIMIT_BYTES + 1)

    with open_source(path, is_forced=True) as source:
        assert source.size_bytes == SIZE_LIMIT_BYTES + 1


def test_a_file_that_grows_is_read_as_it_was_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes(b"first\n")
    with open_source(path) as source:
        with path.open("ab") as file:
            file.write(b"second\n")

        loaded = load_whole(source)

    assert loaded.document.text == "first\n"
    assert loaded.notices == ("log.txt grew while it was read; what came later is not shown.",)


def test_a_file_that_is_cut_short_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes(b"word " * CHUNK_BYTES)
    with open_source(path) as source:
        os.truncate(path, 10)

        loaded = load_whole(source)

    assert loaded.document.text == "word word "
    assert loaded.notices == ("log.txt became shorter while it was read; open it again.",)


def test_a_file_of_the_system_that_tells_no_size_is_read_all_the_same() -> None:
    path = Path("/proc/self/status")
    if not path.exists():
        pytest.skip("no /proc")

    with open_source(path) as source:
        assert b"Name:" in source.read(0, 1000)


def test_the_facts_of_a_file_are_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    data = b"some text\n" * 100_000
    path.write_bytes(data)
    facts = path.stat()

    with open_source(path) as source:
        assert isinstance(source, SourceFile)
        loaded = load_whole(source)

        assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert loaded.document.source_sha256 == source.sha256
    assert (source.size_bytes, source.mtime_ns, source.inode) == (
        len(data),
        facts.st_mtime_ns,
        facts.st_ino,
    )


def test_a_head_has_no_hash_of_the_whole() -> None:
    head = load_head(SourceBytes(b"line\n" * 100_000, name="a.txt"))

    assert not head.is_whole
    assert not head.document.source_sha256


def test_a_closed_file_may_be_closed_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    source = open_source(tmp_path / "a.txt")

    source.close()
    source.close()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("plain.txt", "plain.txt"),
        ("two\nlines", "two␊lines"),
        ("\x1b[2J.txt", "␛[2J.txt"),
        ("\x7f", "␡"),
        ("\x9b31m", "\ufffd31m"),
        (b"bad\xff\xfe.txt", "bad\ufffd\ufffd.txt"),
        ("rtl\u202egnp.txt", "rtl\ufffdgnp.txt"),
        ("ünïcode 日本", "ünïcode 日本"),
    ],
)
def test_a_name_is_shown_without_what_a_terminal_would_obey(name: str | bytes, shown: str) -> None:
    assert shown_name(name) == shown


@pytest.fixture
def odd_names(tmp_path: Path) -> list[Path]:
    names = ["new\nline.txt", "esc\x1b[31m.txt", os.fsdecode(b"bad\xff.txt"), "-dash.txt"]
    paths = [tmp_path / name for name in names]
    for path in paths:
        path.write_text("text")
    return paths


def test_files_with_odd_names_open_and_are_shown_harmlessly(odd_names: list[Path]) -> None:
    for path in odd_names:
        with open_source(path) as source:
            title = load_whole(source).document.metadata.title

        assert title.isprintable()
        title.encode()


def test_a_title_given_by_hand_is_filtered_as_well() -> None:
    loaded = load_whole(SourceBytes(b"x"), Hint(name="a\x1b]0;x\x07"))

    assert loaded.document.metadata.title == "a␛]0;x␇"


@pytest.mark.parametrize(
    ("size_bytes", "shown"),
    [(0, "0 bytes"), (1023, "1023 bytes"), (1536, "1.5 KB"), (512 << 20, "512 MB")],
)
def test_a_size_is_said_as_a_person_would(size_bytes: int, shown: str) -> None:
    assert shown_size(size_bytes) == shown
