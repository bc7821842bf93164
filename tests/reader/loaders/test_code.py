from __future__ import annotations

import subprocess
import sys

import pytest
from pygments.lexers import get_lexer_by_name

from annotations.document import BlockKind
from reader.loaders import Hint, SourceBytes, load, load_head, load_whole
from reader.loaders import code as code_module
from reader.loaders.code import language_of
from tests.reader.loaders.invariants import check


@pytest.mark.parametrize(
    ("name", "head", "language"),
    [
        ("a.py", b"", "python"),
        ("folder/a.RS", b"", "rust"),
        ("Makefile", b"", "make"),
        ("Dockerfile", b"", "docker"),
        ("CMakeLists.txt", b"", "cmake"),
        ("run", b"#!/usr/bin/env python3.11\n", "python"),
        ("run", b"#!/usr/bin/env -S node --flag\n", "javascript"),
        ("run", b"#!/bin/bash -e\n", "bash"),
        ("run", b"#! no interpreter", ""),
        ("a.ada", b"", "ada"),
        ("a.txt", b"#!/bin/sh\n", ""),
        ("a.rst", b"", ""),
        ("a.unheard", b"", ""),
        ("no suffix", b"", ""),
        ("", b"", ""),
    ],
)
def test_a_language_is_known_by_name_else_by_first_line(
    name: str, head: bytes, language: str
) -> None:
    assert language_of(name, head) == language


def test_every_language_of_the_tables_is_one_that_pygments_knows() -> None:
    languages = {
        *code_module._BY_SUFFIX.values(),
        *code_module._BY_NAME.values(),
        *code_module._INTERPRETERS.values(),
    }

    for language in sorted(languages):
        get_lexer_by_name(language)


def test_code_is_one_block_with_its_language() -> None:
    source = b"\ndef f():\n\n    return 1\n\n\n"

    document = load(source, Hint(name="a.py")).document

    check(document)
    (block,) = document.blocks
    assert (block.kind, block.language) == (BlockKind.CODE, "python")
    assert document.text[block.start : block.end] == "\ndef f():\n\n    return 1"
    assert document.text == source.decode()
    assert document.metadata.title == "a.py"
    assert document.loader == "code 1"


def test_code_of_nothing_has_no_block() -> None:
    assert len(load(b"\n \n", Hint(name="a.py")).document.blocks) == 0


def test_long_code_has_a_head() -> None:
    source = SourceBytes(b"x = 1\n" * 100_000, name="a.py")

    head, whole = load_head(source), load_whole(source)

    assert not head.is_whole
    assert whole.document.text.startswith(head.document.text)


def test_pygments_is_not_imported_for_common_languages() -> None:
    program = (
        "import sys; from reader.loaders import load, Hint;"
        "load(b'x', Hint(name='a.py')); load(b'x', Hint(name='a.txt'));"
        "heavy = {'pygments', 'yaml', 'markdown_it', 'charset_normalizer', 'lxml', 'textual'};"
        "print(sorted(heavy & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
