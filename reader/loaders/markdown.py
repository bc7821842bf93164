"""Markdown: CommonMark with tables and strikethrough, read as text without its delimiters.

The parser's own limit of nesting drops text without a word, so it is lifted; what is nested more
deeply than the interpreter can follow is shown as plain text instead.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from annotations.document import BlockKind, Blocks, Document, Spans
from reader.loaders import front_matter
from reader.loaders.decoding import HEAD_BYTES, decode_as_far
from reader.loaders.loaded import Hint, Loaded, Pause, yield_to_others

if TYPE_CHECKING:
    from reader.loaders.source import SourceBytes

LOADER = "markdown 3"

HEAD_LENGTH = 6_000
"""Characters of a head: two large screens, parsed in the time left before the first paint."""

DEFINITIONS_WITHIN_BYTES = 1 << 20
"""Size of a source up to which its head knows the link definitions that stand at its end."""

DEFINITION_LIMIT = 500
"""Definitions that a head takes along."""

SIZE_LIMIT_BYTES = 6 << 20
"""Size above which Markdown is read as plain text: its structure takes a second for each 1.5 MB."""

LINE_LIMIT = 100_000
"""Lines above which it is; each may be a block, of which 25,000 take a second."""

QUOTATION_DEPTH_LIMIT = 200
"""Quotations within each other; the parser follows some 400, and takes long to find out."""

_DEEP = re.compile(rf"(?:\A|\n)(?:[ ]{{0,3}}>){{{QUOTATION_DEPTH_LIMIT}}}")
_DEFINITION = re.compile(r"\n {0,3}\[(?!\^)[^\]\n]{1,200}\]:[ \t]*\S[^\n]*")
_NOTE = re.compile(r"(?:\A|\n)[ \t>]*\[\^([^\]\s\[]{1,200})\]:")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CONTINUES = re.compile(r"[ \t>|]|[-*+][ \t]|\d{1,9}[.)][ \t]|\[[^\]]*\]:|\Z")


def load(
    source: SourceBytes, hint: Hint, *, is_head: bool = False, pause: Pause = yield_to_others
) -> Loaded:
    """Load a Markdown text whole, or the head of it; a short one is whole in either case.

    Raises:
        InvalidValueError: There is no encoding of the name that was asked for.
        UnreadableSourceError: The disk failed.
    """
    if source.size_bytes > SIZE_LIMIT_BYTES:
        return _as_text(source, hint, "is too large for Markdown", is_head=is_head, pause=pause)
    decoded, is_cut = decode_as_far(source, hint, is_head=is_head, pause=pause)
    text = decoded.text
    lines = text.count("\n") * (source.size_bytes // HEAD_BYTES if is_cut else 1)
    if lines > LINE_LIMIT:
        return _as_text(source, hint, "is too long for Markdown", is_head=is_head, pause=pause)
    metadata, begin = front_matter.split(text)
    body = text[begin:] if begin else text
    is_head = is_head and (is_cut or len(body) > HEAD_LENGTH)
    labels: list[str] | None = None
    if is_head:
        rest = _rest(source) if is_cut else ""
        labels = _NOTE.findall(body) + _NOTE.findall(rest)
        body = _head(body, rest)
    parsed = None if _DEEP.search(body) else _parsed(body, pause, labels)
    if parsed is None:
        return _as_text(
            source, hint, "is nested too deeply for Markdown", is_head=is_head, pause=pause
        )
    canonical, blocks, spans = parsed
    document = Document(
        text=canonical,
        blocks=blocks,
        spans=spans,
        loader=LOADER,
        source_sha256="" if is_head else source.sha256,
    )
    title = _title(document) or metadata.title or hint.name
    document = replace(document, metadata=metadata._replace(title=title))
    return Loaded(document=document, notices=decoded.notices, is_whole=not is_head)


def _parsed(body: str, pause: Pause, labels: list[str] | None) -> tuple[str, Blocks, Spans] | None:
    # The parser takes 17 ms to import, which only those who open Markdown should wait for.
    from reader.loaders.markdown_walk import walk  # noqa: PLC0415

    try:
        return walk(body, pause, labels_of_whole=labels)
    except RecursionError:
        return None


def _as_text(
    source: SourceBytes, hint: Hint, reason: str, *, is_head: bool, pause: Pause
) -> Loaded:
    from reader.loaders import text as text_loader  # noqa: PLC0415  # rarely needed

    loaded = text_loader.load(source, hint, is_head=is_head, pause=pause)
    notice = f"{hint.name} {reason}; it is shown as plain text."
    return loaded._replace(notices=(*loaded.notices, notice))


def _title(document: Document) -> str:
    """The first heading of the first level, on one line."""
    for index in document.headings:
        block = document.blocks[index]
        if block.kind is BlockKind.HEADING and block.level == 1:
            return " ".join(document.text[block.start : block.end].split())
    return ""


def _rest(source: SourceBytes) -> str:
    """What follows a head's bytes, as far as it is looked through for definitions.

    It is taken for UTF-8: to find out what else it is takes too long, and the whole comes soon.
    """
    if source.size_bytes > DEFINITIONS_WITHIN_BYTES:
        return ""
    return source.read(HEAD_BYTES, DEFINITIONS_WITHIN_BYTES).decode("utf-8", "replace")


def _head(body: str, rest: str) -> str:
    """The beginning of a Markdown text up to where a block begins that belongs to no other.

    Where such a block is far from the end, up to a line's end. The link definitions that follow
    later, in the text or in its rest, are added, since they are needed to read it.
    """
    cut = 0
    position = 0
    fence = ""
    was_blank = False
    for line in body[:HEAD_LENGTH].split("\n"):
        match = _FENCE.match(line)
        if fence:
            if match and match[1].startswith(fence):
                fence = ""
        else:
            if was_blank and not _CONTINUES.match(line):
                cut = position
            if match:
                fence = match[1]
        was_blank = not line.strip()
        position += len(line) + 1
    if cut < HEAD_LENGTH // 2:  # in the middle of a block, rather than less than a screen
        cut = body.rfind("\n", 0, HEAD_LENGTH) + 1 or HEAD_LENGTH
    definitions: list[str] = []
    for definition in chain(_DEFINITION.finditer(body, cut - 1), _DEFINITION.finditer(rest)):
        definitions.append(definition[0].rstrip("\r"))
        if len(definitions) == DEFINITION_LIMIT:
            break
    return body[:cut] + "\n" + "".join(definitions) if definitions else body[:cut]
