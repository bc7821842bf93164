"""What holds for every format there is, and so for each that comes later."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotations.errors import ExchangeError
from annotations.exchange import DEFAULTS, FORMATS, Options
from annotations.library import Choice
from annotations.model import (
    AnnotatedArticle,
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Codebook,
    Colour,
    Relation,
    Tag,
)
from tests.annotations.store.samples import create, document, library_at, mark, opened, source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotations.exchange import Format
    from annotations.library import Library

ROOT = Path(__file__).parents[3]
EACH = pytest.mark.parametrize("name", FORMATS)
HOSTILE = "\x1b[2J\x9b31m\x07 <script>alert(1)</script> =1+1 \\input{x} ]]> \ufffe \u202e 😀"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_at(tmp_path / "library.db") as opened_library:
        yield opened_library


@pytest.fixture
def article(library: Library, tmp_path: Path) -> ArticleId:
    """An article with an open mark, and a confidential one that the open one is related to."""
    identity = opened(library, tmp_path / "a.txt")
    secret = create(
        library,
        identity,
        mark(
            "crowd", tags=("Sources/Moussa",), note="covert note", fields=(("by", "covert field"),)
        ),
    )
    create(
        library,
        identity,
        mark(
            "firm will",
            tags=("sahel/russia",),
            note="open note",
            colour=Colour.RED,
            relations=(Relation(to=secret.id, name="answers"),),
        ),
    )
    codebook = Codebook(
        tags=(Tag(name="sources", confidential=True, description="covert description"),)
    )
    annotated = library.annotated(identity, confidential=True)
    library.import_annotated(replace(annotated, codebook=codebook)).result()
    return identity


def exported(library: Library, article: ArticleId, name: str, *, confidential: bool) -> bytes:
    pieces: list[bytes] = []
    library.export_several(
        [Choice(article)],
        name,
        pieces.append,
        options=Options(with_text=False),
        confidential=confidential,
    )
    return b"".join(pieces)


@EACH
def test_what_is_confidential_stays_out_unless_asked_for(
    library: Library, article: ArticleId, name: str
) -> None:
    kept = plain(exported(library, article, name, confidential=False))
    whole = plain(exported(library, article, name, confidential=True))

    for word in (b"crowd", b"covert", b"moussa"):
        assert word not in kept.lower()
    # A list of references holds no marks at all.
    assert whole != kept or b"firm will" not in whole


def plain(data: bytes) -> bytes:
    """The parts of a file that is packed, one after the other; another file as it is."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


@EACH
def test_the_loss_report_tells_nothing_of_what_is_confidential(
    library: Library, article: ArticleId, name: str
) -> None:
    told = " ".join(library.losses([Choice(article)], name))

    assert "covert" not in told
    assert "Moussa" not in told


_IN_EACH = """
import hashlib, locale, sys
from pathlib import Path
from annotations.exchange import FORMATS
from annotations.library import Choice, open_library
locale.setlocale(locale.LC_ALL, "")
with open_library(Path(sys.argv[1])) as library:
    for name in FORMATS:
        sha256 = hashlib.sha256()
        library.export_several([Choice(sys.argv[2])], name, sha256.update)
        print(name, sha256.hexdigest())
"""


def test_the_same_marks_give_the_same_bytes_whatever_the_place_and_the_language(
    library: Library, article: ArticleId
) -> None:
    here = []
    for name in FORMATS:
        sha256 = hashlib.sha256()
        library.export_several([Choice(article)], name, sha256.update)
        here.append(f"{name} {sha256.hexdigest()}")

    for seed, zone, language in (
        ("1", "Pacific/Kiritimati", "C"),
        ("2", "America/St_Johns", "C.UTF-8"),
    ):
        environment = {"TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", _IN_EACH, str(library.path), article],
            env=dict(os.environ) | environment | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )

        assert done.stdout.splitlines() == here


@EACH
def test_a_full_disk_leaves_the_old_file_whole(
    library: Library,
    article: ArticleId,
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "out"
    library.export_several([Choice(article)], name, target)
    before = target.read_bytes()
    library.write_reference(article, {"title": "Another title"}).result()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("annotations.exporting.os.fsync", full)
        with pytest.raises(ExchangeError, match="no space left"):
            library.export_several([Choice(article)], name, target)

    assert target.read_bytes() == before
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".postil-")]
    library.export_several([Choice(article)], name, target)
    assert target.read_bytes() != before


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
@EACH
def test_a_read_only_folder_leaves_the_old_file_whole(
    library: Library, article: ArticleId, name: str, tmp_path: Path
) -> None:
    target = tmp_path / "sealed" / "out"
    target.parent.mkdir()
    library.export_several([Choice(article)], name, target)
    before = target.read_bytes()
    target.parent.chmod(0o500)

    with pytest.raises(ExchangeError, match="cannot be written"):
        library.export_several([Choice(article)], name, target)
    target.parent.chmod(0o700)

    assert target.read_bytes() == before


@EACH
def test_a_folder_that_is_not_there_is_said_in_a_sentence(
    library: Library, article: ArticleId, name: str, tmp_path: Path
) -> None:
    with pytest.raises(ExchangeError, match="cannot be written"):
        library.export_several([Choice(article)], name, tmp_path / "no" / "out")


@EACH
def test_no_control_character_of_a_stranger_reaches_a_file_of_text(
    library: Library, tmp_path: Path, name: str
) -> None:
    text = "An ordinary text."
    found = library.open_article(
        document(text, title=HOSTILE, publisher=HOSTILE), source(tmp_path / "b.txt")
    ).result()
    create(library, found.article.id, mark("ordinary", text=text, note=HOSTILE, tags=("a",)))

    data = plain(exported(library, found.article.id, name, confidential=True))

    for bad in (b"\x1b", "\x9b".encode(), b"\x07", "\ufffe".encode()):
        assert bad not in data


@pytest.mark.parametrize("name", [each.name for each in FORMATS.values() if each.read is not None])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"{}",
        b"[]",
        b"[[[[",
        b"\x00" * 100,
        b"quote",
        b"postil: 1",
        b"null",
        b'{"a":',
    ],
)
def test_what_is_not_of_a_format_is_read_as_nothing_or_refused_with_a_sentence(
    name: str, data: bytes
) -> None:
    read = FORMATS[name].read
    assert read is not None

    try:
        found = read(data, "x")
    except ExchangeError as error:
        assert str(error).startswith("x")  # noqa: PT017  # no other error may come
    else:
        assert not any(each.annotations for each in found)


def test_formats_have_names_of_their_own_and_no_suffix_tells_two() -> None:
    told: list[str] = []
    for each in FORMATS.values():
        told += each.suffixes if each.is_told_by_suffix else ()

    assert len(told) == len(set(told))
    assert len({each.label for each in FORMATS.values()}) == len(FORMATS)


MARKS_ALONE = [each for each in FORMATS.values() if each.holds_several and each.read is not None]


@pytest.mark.parametrize("chosen", MARKS_ALONE, ids=lambda each: each.name)
def test_what_holds_marks_alone_is_written_as_they_come(chosen: Format) -> None:
    asked: list[int] = []

    def articles() -> Iterator[AnnotatedArticle]:
        for number in range(3):
            asked.append(number)
            identity = f"01900000-0000-7000-8000-00000000000{number}"
            marks = tuple(
                Annotation(id=AnnotationId(f"01900000-0000-7000-8000-000000{number}{each:05d}"))
                for each in range(50)
            )
            yield AnnotatedArticle(article=Article(id=ArticleId(identity)), annotations=marks)

    pieces = chosen.write(articles())
    first = [next(pieces) for _ in range(20)]

    assert asked == [0]
    assert max(map(len, [*first, *pieces])) < 1_000
    assert asked == [0, 1, 2]


@pytest.mark.parametrize("chosen", [each for each in FORMATS.values() if each.holds_several])
def test_a_file_of_several_articles_may_hold_none(chosen: Format) -> None:
    data = b"".join(chosen.write([], DEFAULTS))

    assert chosen.read is None or tuple(chosen.read(data, "x")) == ()
