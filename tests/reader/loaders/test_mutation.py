from __future__ import annotations

import pytest

from annotations.document import Document
from annotations.errors import UnreadableSourceError
from annotations.exchange import yaml
from reader.loaders import Hint, Loaded, SourceBytes, annotated, code, markdown, text
from tests.reader.loaders import test_annotated
from tests.reader.loaders.mutation import mutations, survive


def test_damage_is_the_same_for_the_same_seed_and_real() -> None:
    valid = b"<p>some text</p>" * 10
    states = list(mutations(valid, 40))

    assert states == list(mutations(valid, 40))
    assert len(set(states)) > 30


MARKDOWN = """---
title: A visit
---
# Head [^1]

- item *one* [a](#head)
  > quoted `code`

| a | b |
|---|---|
| **c** | <td>d |

```python
print(1)
```

[^1]: A note.
"""


def test_damaged_texts_are_all_read() -> None:
    assert (
        survive(text.load, ["a.txt"], b"Some text.\r\n\r\n  More of it,\n  in verse.\n", 50) == 50
    )
    assert survive(markdown.load, ["a.md"], MARKDOWN.encode(), 50) == 50
    assert survive(code.load, ["a.py", "a.xml"], b'def f(x):\n    """Say."""\n', 50) == 50


def test_damaged_articles_with_their_marks_are_read_or_refused() -> None:
    valid = yaml.write(test_annotated.annotated()).encode()

    assert survive(annotated.load, ["a.yaml"], valid, 50) < 50


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
