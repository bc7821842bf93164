"""Which part of source code is what: Pygments' tokens as a few roles, lexed as far as is looked at.

A run of lexing begins at a line at most `LEAD_LENGTH` before what is asked for and goes on when the
reader goes on, so that a page of a long source costs a page's time. A string or comment that began
further up may therefore be taken for code for a while. Text never makes this fail: where a lexer
does not know it, or breaks down, it has no colours.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from annotations.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pygments.lexer import Lexer

    from annotations.document import Document

LEAD_LENGTH = 4_096
"""Code points lexed before what is asked for: some 10 ms, and more context than most code needs."""

RUN_LENGTH = 65_536
"""Code points a run goes on for; then another begins, with its lead."""

LONGEST_LINE = 4_000
"""Code with longer lines (minified, data) is shown without colours: lexers take too long for it."""

_RUNS_KEPT = 8
_NO_TOKENS: list[tuple[int, int, str]] = []


class _Run:
    """Tokens of a stretch of code, lexed from its start as far as was asked."""

    def __init__(self, text: str, start: int, end: int, lexer: Lexer) -> None:
        self.start = start
        self.end = end
        self.reached = start
        self._starts: list[int] = []
        self._tokens: list[tuple[int, int, str]] = []
        source = text[start:end]
        self._lexing: Iterator[tuple[int, object, str]] | None = None
        if all(len(line) <= LONGEST_LINE for line in source.split("\n")):
            # Several lexers match a line with its end only.
            self._lexing = lexer.get_tokens_unprocessed(source + "\n")

    def up_to(self, end: int) -> None:
        """Lex on to a position."""
        while self.reached < end and self._lexing is not None:
            try:
                at, kind, value = next(self._lexing)
            except StopIteration:
                self._lexing = None
            except Exception:  # noqa: BLE001  # lexers are others' code on strangers' text
                self._lexing = None
            else:
                first = self.start + at
                last = min(first + len(value), self.end)
                self.reached = max(self.reached, last)
                self._add(first, last, _role(str(kind)))
        if self._lexing is None:
            self.reached = self.end

    def _add(self, start: int, end: int, role: str) -> None:
        if not role or start >= end:
            return
        if self._tokens and self._tokens[-1][1:] == (start, role):
            self._tokens[-1] = (self._tokens[-1][0], end, role)
            return
        self._starts.append(start)
        self._tokens.append((start, end, role))

    def within(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """The tokens of a stretch that was reached, cut to it."""
        number = max(0, bisect_right(self._starts, start) - 1)
        found: list[tuple[int, int, str]] = []
        for first, last, role in self._tokens[number:]:
            if first >= end:
                break
            if last > start:
                found.append((max(first, start), min(last, end), role))
        return found


_RUNS: WeakKeyDictionary[Document, dict[str, list[_Run]]] = WeakKeyDictionary()


def tokens_in(
    document: Document, start: int, end: int, language: str
) -> list[tuple[int, int, str]]:
    """What a stretch of a code block consists of.

    Args:
        document: The document; its tokens are kept as long as it is.
        start: First code point, in a code block.
        end: Past the last, in the same block or one that follows it line by line.
        language: As Pygments or the source names it.

    Returns:
        Start, end and role of each part, in order, without what is plain text. Roles: keyword,
        string, comment, number, name (of what is defined or built in), operator. Empty where the
        language is unknown.
    """
    lexer = _lexer(language.strip().lower())
    if lexer is None or start >= end:
        return _NO_TOKENS.copy()
    runs = _RUNS.setdefault(document, {}).setdefault(language, [])
    for run in runs:
        # One that has to go on for longer than a new one's lead is left.
        if run.start <= start and end <= run.end and start - run.reached <= LEAD_LENGTH:
            break
    else:
        run = _begin(document, start, end, lexer)
        runs.insert(0, run)
        del runs[_RUNS_KEPT:]
    run.up_to(end)
    return run.within(start, end)


def _begin(document: Document, start: int, end: int, lexer: Lexer) -> _Run:
    """A run from a line's beginning some way before a stretch, within its code."""
    first, last = _code_around(document, start, end)
    begin = start - LEAD_LENGTH
    if begin <= first:
        begin = first
    else:
        line = document.text.find("\n", begin, start)
        begin = line + 1 if line >= 0 else start
    return _Run(document.text, begin, min(last, max(end, begin + RUN_LENGTH)), lexer)


def _code_around(document: Document, start: int, end: int) -> tuple[int, int]:
    """The code block of a stretch, with those that follow each other line by line around it."""
    number = document.leaf_at(start)
    if number is None:
        return start, end
    blocks, leaves = document.blocks, document.leaves
    first = last = number
    while first > 0 and blocks.starts[leaves[first]] > start - LEAD_LENGTH:
        if not _continues(document, leaves[first - 1], leaves[first]):
            break
        first -= 1
    while last + 1 < len(leaves) and blocks.ends[leaves[last]] < start + RUN_LENGTH:
        if not _continues(document, leaves[last], leaves[last + 1]):
            break
        last += 1
    return blocks.starts[leaves[first]], max(end, blocks.ends[leaves[last]])


def _continues(document: Document, block: int, following: int) -> bool:
    blocks = document.blocks
    return (
        blocks.kind(block) is BlockKind.CODE
        and blocks.kind(following) is BlockKind.CODE
        and blocks.parents[block] == blocks.parents[following]
        and blocks.languages.get(block) == blocks.languages.get(following)
        and not document.text[blocks.ends[block] : blocks.starts[following]].strip()
    )


@lru_cache(maxsize=32)
def _lexer(language: str) -> Lexer | None:
    if not language:
        return None
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415  # only for code, after the paint
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


_ROLES = (
    ("Token.Comment.Preproc", "keyword"),
    ("Token.Comment", "comment"),
    ("Token.Literal.String.Doc", "comment"),
    ("Token.Literal.String", "string"),
    ("Token.Literal.Number", "number"),
    ("Token.Literal", "string"),
    ("Token.Keyword.Constant", "number"),
    ("Token.Keyword", "keyword"),
    ("Token.Operator.Word", "keyword"),
    ("Token.Operator", "operator"),
    ("Token.Name.Function", "name"),
    ("Token.Name.Class", "name"),
    ("Token.Name.Builtin", "name"),
    ("Token.Name.Decorator", "name"),
    ("Token.Name.Tag", "keyword"),
    ("Token.Name.Attribute", "name"),
    ("Token.Generic.Heading", "keyword"),
    ("Token.Generic.Subheading", "keyword"),
    ("Token.Generic.Inserted", "string"),
    ("Token.Generic.Deleted", "number"),
)


@lru_cache(maxsize=256)
def _role(kind: str) -> str:
    """The role of a kind of token; empty for plain text."""
    for prefix, role in _ROLES:
        if kind == prefix or kind.startswith(prefix + "."):
            return role
    return ""
