"""Text under any name opens as what it is: a wrong suffix does no harm, and no word is lost."""

from __future__ import annotations

import pytest

from annotations.document import BlockKind
from reader.loaders import Hint, Kind, kind_of, load
from tests.reader.loaders.invariants import check

WORDS = b"The world has changed, and nobody asked about the costs.\n"

SUFFIXES = (
    *(
        "txt",
        "md",
        "py",
        "rst",
        "log",
        "csv",
        "tex",
        "json",
        "yaml",
        "toml",
        "ini",
        "sh",
        "sql",
        "diff",
    ),
    *("html", "htm", "xhtml", "mhtml", "webarchive", "eml", "pdf", "epub", "docx", "odt", "rtf"),
    *("srt", "vtt", "svg", "xml", "jpg", "png", "mp3", "exe", "zip", "gz", "xlsx", "doc", "db"),
    *(
        "PDF",
        "TXT",
        "unheard",
        "x" * 60,
        "1",
        "é",
        "漢字",
        "~",
        "bak",
        "orig",
        "part",
        "tar.gz",
        "py.txt",
    ),
)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_words_under_any_suffix_are_read(suffix: str) -> None:
    document = load(WORDS, Hint(name=f"article.{suffix}")).document

    check(document)
    assert document.text.split() == WORDS.decode().split()


NAMES = (
    *(
        "",
        ".",
        "..",
        ".hidden",
        "article",
        "article.",
        "a b.txt",
        "a\nb.txt",
        "-",
        "--help",
        "a/b/c",
    ),
    *(
        "CON",
        "nul.txt",
        "a" * 255,
        "\u202etxt.exe",
        "\udc80.txt",
        "*?.txt",
        "%s",
        "article.txt.txt",
    ),
)


@pytest.mark.parametrize("name", NAMES)
def test_words_under_any_name_are_read(name: str) -> None:
    document = load(WORDS, Hint(name=name)).document

    assert document.text == WORDS.decode()
    assert "\udc80" not in document.metadata.title


@pytest.mark.parametrize(
    ("name", "content", "kind", "language"),
    [
        ("setup.py", b"x = 1\n", Kind.CODE, "python"),
        ("SETUP.PY", b"x = 1\n", Kind.CODE, "python"),
        ("setup.py.bak", b"x = 1\n", Kind.TEXT, ""),
        ("run", b"#!/usr/bin/env python3\nx = 1\n", Kind.CODE, "python"),
        ("Makefile", b"all:\n\ttrue\n", Kind.CODE, "make"),
        ("page.vue", b"<template></template>\n", Kind.CODE, "vue"),
        ("main.zig", b"const x = 1;\n", Kind.CODE, "zig"),
        ("a.ada", b"procedure A is\n", Kind.CODE, "ada"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>\n", Kind.CODE, "xml"),
        ("data.jsonl", b"{}\n{}\n", Kind.CODE, "json"),
        ("README", b"# no Markdown by its name\n", Kind.TEXT, ""),
        ("notes.md", b"1\n00:00:01,000 --> 00:00:02,000\nHi\n", Kind.TRANSCRIPT, ""),
        ("a.py", b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", Kind.TRANSCRIPT, ""),
        ("notes.txt", b"postil: 1\narticle: {}\n", Kind.ANNOTATED, ""),
        ("notes.txt", b"# postil: 1\n", Kind.TEXT, ""),
    ],
)
def test_what_a_text_is_and_in_which_language(
    name: str, content: bytes, kind: Kind, language: str
) -> None:
    assert kind_of(content, Hint(name=name)) is kind
    if kind is Kind.CODE:
        (block,) = load(content, Hint(name=name)).document.blocks
        assert (block.kind, block.language) == (BlockKind.CODE, language)
