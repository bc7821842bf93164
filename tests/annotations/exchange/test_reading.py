from __future__ import annotations

import gc
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from annotations.errors import MalformedFileError
from annotations.exchange import reading
from annotations.exchange.reading import PythonEvents, fastest_events, line_at, parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.exchange.reading import EventSource

PARSERS = [pytest.param(fastest_events(), id="c"), pytest.param(PythonEvents, id="python")]

BOMB = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 20)
)


@pytest.mark.parametrize("events", PARSERS)
def test_only_numbers_truth_and_null_are_told_from_text(
    events: Callable[[bytes], EventSource],
) -> None:
    text = """
- [12, -3, 0, 1.5, -0.5, 1.0e+22, true, false, null, ~]
- [no, Yes, 12:30, 0x10, 0o7, 007, -0, +1, 1_000, 1e3, .5, .inf, True, NULL]
- [2023-02-08, 2026-11-24T09:00:00Z, "12", 'true', =, <<]
- {12: a, null: b, true: c, 2023-02-08: d, <<: e}
-
"""
    found = parse(text.encode(), "x.yaml", events=events)

    assert found == [
        [12, -3, 0, 1.5, -0.5, 1.0e22, True, False, None, None],
        [
            "no",
            "Yes",
            "12:30",
            "0x10",
            "0o7",
            "007",
            "-0",
            "+1",
            "1_000",
            "1e3",
            ".5",
            ".inf",
            "True",
            "NULL",
        ],
        ["2023-02-08", "2026-11-24T09:00:00Z", "12", "true", "=", "<<"],
        {"12": "a", "null": "b", "true": "c", "2023-02-08": "d", "<<": "e"},
        None,
    ]


@pytest.mark.parametrize("events", PARSERS)
@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "---\n"])
def test_an_empty_file_holds_nothing(text: str, events: Callable[[bytes], EventSource]) -> None:
    assert parse(text.encode(), "x.yaml", events=events) is None


@pytest.mark.parametrize("events", PARSERS)
def test_bom_crlf_comments_and_a_document_start_are_of_no_account(
    events: Callable[[bytes], EventSource],
) -> None:
    data = "\ufeff---\r\n# by hand & with *care*! \r\na: |\r\n  b\r\n\r\n  c\r\nd: e\r\n".encode()

    assert parse(data, "x.yaml", events=events) == {"a": "b\n\nc\n", "d": "e"}


@pytest.mark.parametrize("events", PARSERS)
def test_marks_of_the_language_within_texts_are_texts(
    events: Callable[[bytes], EventSource],
) -> None:
    text = 'a: |-\n  *b &c !d\n  &e\nf: "*g"\nh: R&D !\n'

    assert parse(text.encode(), "x.yaml", events=events) == {
        "a": "*b &c !d\n&e",
        "f": "*g",
        "h": "R&D !",
    }


@pytest.mark.parametrize("events", PARSERS)
@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"a: 1\nb: &x 2\n", 2, "anchors"),
        (b"a: 1\nb: *x\n", 2, "aliases"),
        (b"a: 1\nb: &x [1]\n", 2, "anchors"),
        (b"a: 1\nb: !!str 2\n", 2, "tags"),
        (b"a: 1\nb: ! '2'\n", 2, "tags"),
        (b"a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "tags"),
        (b"a: 1\nb: !!binary aGk=\n", 2, "tags"),
        (b"a: 1\n? !x b\n: 2\n", 2, "tags"),
        (b"a: 1\nb: 2\na: 3\n", 3, "'a' stands twice"),
        (b'a: 1\n"a": 3\n', 2, "'a' stands twice"),
        (b"x:\n- {a: 1, a: 2}\n", 2, "'a' stands twice"),
        (b"a: 1\n? [b]\n: 2\n", 2, "a key must be a text"),
        (b"a: 1\n? {b: c}\n: 2\n", 2, "a key must be a text"),
        (b"a: 1\n---\nb: 2\n", 2, "second document"),
        (b"a: 1\nb: [1, 2\nc: 3\n", 3, "no YAML"),
        (b"a: 1\nb: c: d\n", 2, "no YAML"),
        (b"a: 1\nb: 'c\n", 3, "no YAML"),
        (b"a: 1\n\tb: 2\n", 2, "no YAML"),
        (b"a: 1\nb: %c\n", 2, "no YAML"),
        (b"a: 1\nb: \xff\n", 2, "not UTF-8"),
        (b"a: 1\nb: \xed\xa0\x80\n", 2, "not UTF-8"),
        ("a: 1\n".encode("utf-16"), 1, "not UTF-8"),
        (b"a: 1\nb: \x1b[31m\n", 2, "control character"),
        (b"a: 1\nb: \x00\n", 2, "control character"),
        ("ä: 1\nb: \x9b\n".encode(), 2, "control character"),
        ("ä: 1\nb: \ufffe\n".encode(), 2, "control character"),
        (b"a: 1\n" + b"b: " + b"[" * 100 + b"]" * 100, 2, "more than 64 levels"),
        (b"a: 1\n" + b"b: " + b"[" * 10_000 + b"]" * 10_000, 2, "64 levels|nesting depth"),
        (b"a: 1\n" + b"b: " + b"{a: " * 10_000, 2, "64 levels|nesting depth"),
        (b"- " * 100 + b"a", 1, "more than 64 levels"),
        (BOMB.encode(), 1, "anchors"),
    ],
)
def test_what_is_no_plain_yaml_is_refused_with_its_line(
    data: bytes, line: int, reason: str, events: Callable[[bytes], EventSource]
) -> None:
    with pytest.raises(MalformedFileError, match=reason) as caught:
        parse(data, "marks.yaml", events=events)

    assert caught.value.line == line
    assert str(caught.value).startswith(f"marks.yaml, line {line}: ")
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("events", PARSERS)
@pytest.mark.parametrize("escape", [r"\ud800", r"\uD83D\uDE00", r"\U00110000", r"\q"])
def test_an_escape_that_is_no_character_is_refused(
    escape: str, events: Callable[[bytes], EventSource]
) -> None:
    with pytest.raises(MalformedFileError):
        parse(f'a: "{escape}"\n'.encode(), "x.yaml", events=events)


def test_a_file_that_is_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SIZE_LIMIT_BYTES", 1 << 20)
    data = b"a: " + b"b" * (1 << 20)

    tracemalloc.start()
    with pytest.raises(MalformedFileError, match="more than 1 MB") as caught:
        parse(data, "x.yaml")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert caught.value.line == 0
    assert peak < 1 << 18


def test_the_garbage_collector_runs_again_after_a_refusal() -> None:
    with pytest.raises(MalformedFileError):
        parse(b"a: *b", "x.yaml")

    assert gc.isenabled()


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("article",), 2),
        (("article", "id"), 3),
        (("article", "missing"), 2),
        (("annotations",), 4),
        (("annotations", 0), 5),
        (("annotations", 0, "note"), 6),
        (("annotations", 1), 9),
        (("annotations", 1, "pieces", 1), 12),
        (("annotations", 1, "pieces", 1, "end"), 12),
        (("annotations", 1, "pieces", 2), 10),
        (("annotations", 2, "id"), 13),
        (("annotations", 3), 4),
        (("text",), 14),
        (("missing",), 1),
    ],
)
def test_a_path_leads_to_its_line(path: tuple[str | int, ...], line: int) -> None:
    data = b"""postil: 1
article:
  id: x
annotations:
- id: a
  note: |
    b
    c
- id: d
  pieces:
  - {start: 1, end: [2, {end: 3}]}
  - {start: 1, end: 2}
- {id: e}
text: f
"""

    assert line_at(data, path) == line
