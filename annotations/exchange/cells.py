"""Texts and lists of them as the cells of a table, so that no spreadsheet takes one for a formula.

A spreadsheet runs what begins with `=`, `+`, `-`, `@` or a TAB, also after blanks and in full width, and
a source may hold just that. Such a cell gets an apostrophe before it, which `plain` takes away again; so
that this can be told, what begins with apostrophes before such a sign gets one more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.model import replace_unprintable

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMULA = re.compile(r"'*(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r])")
_ESCAPED = re.compile(r"[\\;=]")
_PART = re.compile(r"((?:[^\\;]++|\\.|\\\Z)*+)(?:;|\Z)", re.DOTALL)
"""Up to a `;`; a backslash at the end stands for itself. Nothing in it is tried twice."""
_EQUALS = re.compile(r"(?:[^\\=]|\\.)*", re.DOTALL)


def safe(text: str) -> str:
    """A cell that every spreadsheet takes for text."""
    # Thirty cells a mark, of which nearly all begin with a letter.
    if text[:1].isalnum() and text.isprintable():
        return text
    printable = replace_unprintable(text)
    return f"'{printable}" if _FORMULA.match(printable) else printable


def plain(cell: str) -> str:
    """What a cell holds; the inverse of `safe`."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell, 1) else cell


def joined(texts: Iterable[str]) -> str:
    """Several texts in one cell: `a; b`; a backslash stands before `;`, `=` and itself within one."""
    return "; ".join(_escaped(text) for text in texts)


def parted(cell: str) -> list[str]:
    r"""The texts of a cell; the inverse of `joined`. Blanks around each are left out.

    Also for what a person wrote: `a;b`, or a last `;`.
    """
    return [text for part in _raw_parts(cell) if (text := _unescaped(part))]


def joined_pairs(pairs: Iterable[tuple[str, str]]) -> str:
    """Names with values in one cell: `certainty=high; by=Ann`."""
    return "; ".join(f"{_escaped(name)}={_escaped(value)}" for name, value in pairs)


def parted_pairs(cell: str) -> dict[str, str]:
    """The names and values of a cell; the inverse of `joined_pairs`. What has no `=` is a name alone."""
    found: dict[str, str] = {}
    for part in _raw_parts(cell):
        name = _EQUALS.match(part)
        assert name is not None
        found[_unescaped(name[0])] = _unescaped(part[name.end() + 1 :])
    return found


def _raw_parts(cell: str) -> list[str]:
    parts = [match[1].strip() for match in _PART.finditer(cell)]
    return [part for part in parts if part]


def _escaped(text: str) -> str:
    return _ESCAPED.sub(r"\\\g<0>", text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
