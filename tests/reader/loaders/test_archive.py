"""Archives from strangers: what is in them is read, and what is made to harm is refused."""

from __future__ import annotations

import contextlib
import io
import random
import time
import zipfile

import pytest

from annotations.errors import UnreadableSourceError
from reader.loaders import SourceBytes
from reader.loaders import archive as module
from reader.loaders.archive import Archive
from tests.reader.loaders.zips import overlapping, packed, with_flag


def opened(data: bytes, *, is_forced: bool = False) -> Archive:
    return Archive(SourceBytes(data), "a.epub", is_forced=is_forced)


def refusal(data: bytes) -> str:
    """What is said of an archive when all of it is read."""
    with pytest.raises(UnreadableSourceError) as caught:
        read_all(data)
    return str(caught.value).removeprefix("a.epub cannot be read: ")


def read_all(data: bytes, *, is_forced: bool = False) -> dict[str, bytes]:
    with opened(data, is_forced=is_forced) as archive:
        return {name: archive.read(name) for name in archive.names}


@pytest.mark.parametrize("stored", [True, False])
def test_members_are_read_by_their_names(stored: bool) -> None:
    members = {"a.txt": b"one", "folder/b": b"x" * 100_000, "folder/": b""}

    with opened(packed(members, stored=stored)) as archive:
        assert archive.names == ["a.txt", "folder/b"]
        assert "folder/b" in archive
        assert "b" not in archive
        assert archive.size_bytes("folder/b") == 100_000
        assert archive.read("a.txt") == b"one"
        assert archive.read("folder/b") == b"x" * 100_000


@pytest.mark.parametrize(
    "name",
    ["../a", "a/../../b", "..", "/etc/passwd", "C:a", "c:/a", "a\\b", "..\\a", "~/a", "a\0b"],
)
def test_names_that_lead_out_are_refused(name: str) -> None:
    made = packed({"N" * len(name): b"x"}).replace(b"N" * len(name), name.encode())

    assert "leads out of the archive" in refusal(made)


def test_a_name_is_shown_without_its_controls() -> None:
    assert "\x1b" not in refusal(packed({"../\x1b[2J": b"x"}))


def test_dots_within_names_are_names() -> None:
    assert read_all(packed({"a/..b/c..": b"x", "...": b"y"})) == {"a/..b/c..": b"x", "...": b"y"}


def test_two_members_of_one_name_are_refused() -> None:
    made = packed({"a": b"x", "b": b"y"})

    assert refusal(made.replace(b"b", b"a")) == "it holds “a” twice."


def test_a_link_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        info = zipfile.ZipInfo("a")
        info.external_attr = 0o120777 << 16
        made.writestr(info, "/etc/passwd")

    assert refusal(data.getvalue()) == "“a” in it is a link and no file."


def test_encrypted_members_are_refused_and_said_to_be() -> None:
    assert refusal(with_flag(packed({"a": b"x"}), 1)) == "it is protected by a password."


def test_members_upon_each_other_are_refused() -> None:
    assert refusal(overlapping(2)) in ("files in it lie upon each other.", "it is damaged.")


def test_an_archive_behind_another_is_refused() -> None:
    first, second = packed({"a": b"x"}), packed({"a": b"y"})

    assert refusal(first + second) == "it holds more than one archive."


def test_a_way_to_pack_that_is_not_for_books_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_BZIP2) as made:
        made.writestr("a", "x" * 100)

    assert "packed in a way" in refusal(data.getvalue())


def test_a_member_that_fills_the_memory_is_refused_unless_forced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "RATIO_FROM_BYTES", 1 << 16)
    made = packed({"a": b"\0" * (1 << 18)})

    assert "200 times smaller than it is" in refusal(made)
    assert read_all(made, is_forced=True) == {"a": b"\0" * (1 << 18)}


def test_what_is_unpacked_is_counted_over_all_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "UNPACKED_LIMIT_BYTES", 3_000)
    made = packed({str(number): random.Random(number).randbytes(1_000) for number in range(4)})

    assert refusal(made) == "unpacked it has more than 2.9 KB."


def test_a_size_that_lies_is_found_out() -> None:
    made = bytearray(packed({"a": b"\0" * 100_000}))
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = made.index(magic) + offset
        made[at : at + 4] = (10).to_bytes(4, "little")

    assert refusal(bytes(made)) == "it is damaged."


@pytest.mark.parametrize(("stored", "size"), [(True, 10), (False, 0), (True, 0)])
def test_no_more_is_unpacked_than_the_directory_says(stored: bool, size: int) -> None:
    made = bytearray(packed({"a": b"\0" * 100_000}, stored=stored))
    at = made.index(b"PK\x01\x02") + 24
    made[at : at + 4] = size.to_bytes(4, "little")

    assert refusal(bytes(made)) == "it is damaged."


def test_a_member_that_calls_itself_otherwise_than_the_directory_is_damaged() -> None:
    assert refusal(packed({"abc": b"x"}).replace(b"abc", b"abd", 1)) == "it is damaged."


@pytest.mark.parametrize("flag", [1 << 5, 1 << 6])
def test_members_that_are_patched_or_strongly_locked_are_damaged(flag: int) -> None:
    assert refusal(with_flag(packed({"a": b"x"}), flag)) == "it is damaged."


@pytest.mark.parametrize("name", ["ü.xhtml", "a.xhtml"])
def test_a_name_in_either_encoding_is_found(name: str) -> None:
    assert read_all(packed({name: b"x"})) == {name: b"x"}


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MEMBER_LIMIT", 3)

    said = refusal(packed({str(number): b"" for number in range(4)}))

    assert said == "it is an archive of 4 files, and the limit is 3."


@pytest.mark.parametrize("kept", [0, 4, 30, 60, 200])
def test_an_archive_cut_short_is_damaged(kept: int) -> None:
    made = packed({"a": random.Random(1).randbytes(300)})

    assert refusal(made[:kept]) == "it is damaged."


def test_archives_with_mistakes_are_read_or_refused_with_a_sentence() -> None:
    made = packed({"mimetype": b"a", "b/c.txt": b"text " * 50, "d": bytes(range(256))})
    randomness = random.Random(5)
    begun = time.perf_counter()

    for _ in range(300):
        changed = bytearray(made)
        for _ in range(randomness.randint(1, 6)):
            changed[randomness.randrange(len(changed))] = randomness.randrange(256)
        with contextlib.suppress(UnreadableSourceError):
            read_all(bytes(changed))

    assert time.perf_counter() - begun < 10
