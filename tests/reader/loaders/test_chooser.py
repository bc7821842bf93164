from __future__ import annotations

import io
import random
import zipfile

import pytest

from annotations.errors import UnsupportedSourceError
from reader.loaders import Hint, Kind, SourceBytes, kind_of, load
from reader.loaders.chooser import what_else

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))


def zipped(*names: str, mimetype: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "content")
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (PNG, "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(100), "a picture (JPEG)"),
        (
            zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "a spreadsheet (OpenDocument)",
        ),
        (zipped("a.txt"), "an archive (ZIP)"),
        (OLE + bytes(500), "an old office document (as .doc)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "an office document with a password"),
        (b"SQLite format 3\0" + bytes(84), "an SQLite database"),
        (b"\x1f\x8b\x08\0" + bytes(20), "a compressed file (gzip)"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), "a program"),
        (b"MZ\x90\0\x03\0\0\0" + bytes(100), "a program"),
        (b"RIFF\x24\0\0\0WEBPVP8 " + bytes(100), "a picture (WebP)"),
        (bytes(1000), "no text"),
        (random.Random(1).randbytes(5000), "no text"),
    ],
)
def test_what_is_no_text_is_named_whatever_it_is_called(data: bytes, what: str) -> None:
    with pytest.raises(UnsupportedSourceError) as caught:
        load(data, Hint(name="article.txt"))

    assert str(caught.value) == f"article.txt seems to be {what}, which postil does not read."
    assert caught.value.hint == "--force reads it as plain text all the same."


def test_force_reads_anything_as_text() -> None:
    text = load(PNG, Hint(name="a.txt", is_forced=True)).document.text

    assert "PNG" in text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"BMW is a car maker.",
        b"MZ is an abbreviation.",
        b"ID3 tags hold a title.",
        b"RIFF is a format.",
        b"A %PDF- in a sentence is no PDF.",
        b"\x1b[1mcoloured\x1b[0m log\n",
        b"N\x08NA\x08AM\x08ME\x08E\n",
        b"page one\n\x0cpage two\n",
        b"a text\0with a zero in it",
        "Текст".encode("utf-16"),
        "plain words".encode("utf-16-be"),
        "été à la façon".encode("cp1252"),
    ],
)
def test_what_is_text_passes(data: bytes) -> None:
    assert what_else(data) == ""


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.txt", b"# not a heading", Kind.TEXT),
        ("a.doc", b"{\\rtf1\\ansi Text}", Kind.RTF),
        ("README", b"text", Kind.TEXT),
        ("", b"text", Kind.TEXT),
        ("a.md", b"text", Kind.MARKDOWN),
        ("A.MARKDOWN", b"text", Kind.MARKDOWN),
        ("a.py", b"import this", Kind.CODE),
        ("run", b"#!/bin/sh\n", Kind.CODE),
        ("notes.yaml", b"postil: 1\narticle:\n", Kind.ANNOTATED),
        ("notes.txt", b"# a comment\n---\n\npostil: 1\n", Kind.ANNOTATED),
        ("notes.yaml", b"\xef\xbb\xbfpostil: 2 # newer\r\n", Kind.ANNOTATED),
        ("notes.yaml", b"other: 1\npostil: 1\n", Kind.CODE),
        ("a.txt", b"postil: a program\n", Kind.TEXT),
        ("a.html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", Kind.PDF),
        ("a.txt", b"\n%PDF-1.4", Kind.PDF),
        ("a.pdf", b"A %PDF- in a sentence is no PDF.", Kind.TEXT),
        ("a.md", b"postil: 1 thing to know\n", Kind.MARKDOWN),
    ],
)
def test_content_decides_before_the_name(name: str, head: bytes, kind: Kind) -> None:
    assert kind_of(head, Hint(name=name)) is kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (zipped(mimetype="application/epub+zip"), Kind.EPUB),
        (zipped("OPS/a.xhtml", "META-INF/container.xml"), Kind.EPUB),
        (zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"), Kind.ODT),
        (zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text-web"), Kind.ODT),
        (zipped("content.xml", "META-INF/manifest.xml"), Kind.ODT),
        (zipped("word/document.xml"), Kind.DOCX),
        (zipped("_rels/.rels", *map(str, range(500)), "word/document.xml"), Kind.DOCX),
    ],
)
@pytest.mark.parametrize("name", ["a.epub", "a.zip", "a.txt", ""])
def test_what_is_packed_is_told_by_what_is_in_it(data: bytes, kind: Kind, name: str) -> None:
    assert kind_of(data, Hint(name=name)) is kind
    assert kind_of(data, Hint(name=name, is_forced=True)) is kind


@pytest.mark.parametrize("suffix", ["md", ".md", ".MD"])
def test_a_suffix_given_by_hand_overrides_the_name(suffix: str) -> None:
    assert kind_of(b"text", Hint(name="a.py", suffix=suffix)) is Kind.MARKDOWN


def test_a_suffix_given_by_hand_works_without_a_name() -> None:
    document = load(b"x = 1", Hint(name="standard input", suffix="py")).document

    assert document.blocks[0].language == "python"


def test_five_thousand_empty_lines_before_nothing_are_looked_through_at_once() -> None:
    assert kind_of(b"\n" * 5000, Hint(name="a.txt")) is Kind.TEXT


def test_bytes_know_their_name() -> None:
    assert load(b"x", Hint(name="given.txt")).document.metadata.title == "given.txt"
    assert SourceBytes(b"x", name="own.txt").name == "own.txt"
