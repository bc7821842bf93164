from __future__ import annotations

import pytest

from annotations.document import Document
from annotations.errors import UnreadableSourceError
from reader.loaders import Hint, Loaded, SourceBytes, text
from tests.reader.loaders.mutation import mutations, survive


def test_damage_is_the_same_for_the_same_seed_and_real() -> None:
    valid = b"<p>some text</p>" * 10
    states = list(mutations(valid, 40))

    assert states == list(mutations(valid, 40))
    assert len(set(states)) > 30


def test_a_loader_that_reads_or_refuses_survives() -> None:
    assert survive(text.load, ["a.txt"], b"Some text.\n\nMore of it.\n", 20) == 20


def test_a_loader_that_breaks_does_not() -> None:
    def fails(source: SourceBytes, _hint: Hint) -> Loaded:
        raise KeyError(source.name)

    def speaks_in_lines(_source: SourceBytes, hint: Hint) -> Loaded:
        raise UnreadableSourceError(hint.name, "it is\ndamaged")

    def loses(_source: SourceBytes, _hint: Hint) -> Loaded:
        return Loaded(document=Document(text="text without a block"))

    for load in (fails, speaks_in_lines, loses):
        with pytest.raises((KeyError, AssertionError)):
            survive(load, ["a.txt"], b"text", 1)
