"""E-mails (`.eml`): their headers as reference and as first lines, then the text.

The plain text counts where it says as much as the HTML beside it; what was quoted from earlier mails is
a quotation, and so is a mail that another encloses. Other attachments are named, not read.
"""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

from annotations.document import BlockKind, Document
from annotations.errors import UnsupportedSourceError
from annotations.model import Metadata
from reader.loaders import html_parsing, mail_parts, text
from reader.loaders.building import Inline
from reader.loaders.html_surroundings import Places, Rules
from reader.loaders.html_walk import walk
from reader.loaders.loaded import Hint, Loaded, Pause, go_on
from reader.loaders.runs import RunBuilder
from reader.loaders.source import SourceBytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

LOADER = "mail 1"

PLAIN_SHARE = 0.4
"""Share of the HTML's words that the plain text has to have, to be no mere hint at it."""

NAMED_LIMIT = 5
"""Attachments named in a notice."""

QUOTED_DEPTH_LIMIT = 30
"""Quotations within each other; what is quoted more deeply stands in the innermost."""

ENCLOSED_DEPTH_LIMIT = 10
"""Mails within each other that are read; a further one is named as an attachment."""

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_QUOTED = re.compile(r"((?:> ?)+)(.*)\Z", re.DOTALL)


def load(source: SourceBytes, hint: Hint, *, is_head: bool = False, pause: Pause = go_on) -> Loaded:
    """Load a mail.

    Raises:
        UnsupportedSourceError: There is neither a header nor a text in it.
        InvalidValueError: There is no encoding of the name that was asked for.
        UnreadableSourceError: The disk failed.
    """
    del is_head  # the parts of a mail are known when it has been read
    message = mail_parts.message_of(source, hint, pause)
    builder, places = RunBuilder(), Places()
    attachments: list[str] = []
    notices = _add_message(message, builder, places, hint, pause, attachments)
    canonical, blocks, spans = builder.finish(places.resolve)
    if not canonical.strip():
        raise UnsupportedSourceError(hint.name, "holds no text")
    document = Document(
        text=canonical,
        blocks=blocks,
        spans=spans,
        metadata=_metadata(message, hint),
        loader=LOADER,
        source_sha256=source.sha256,
    )
    return Loaded(document=document, notices=(*notices, *_said_of(attachments)))


def _add_message(
    message: Message,
    builder: RunBuilder,
    places: Places,
    hint: Hint,
    pause: Pause,
    attachments: list[str],
    depth: int = 0,
) -> tuple[str, ...]:
    """Add a mail and those it encloses; gives what to say about it, and adds to what is attached."""
    _add_headers(message, builder)
    bodies, others = _sorted(message)
    notices = _add_body(bodies, builder, places, hint, pause)
    for part in others:
        enclosed = mail_parts.enclosed(part)
        if enclosed is None or depth == ENCLOSED_DEPTH_LIMIT:
            attachments.append(mail_parts.file_name(part))
            continue
        builder.open(BlockKind.QUOTATION)
        notices += _add_message(enclosed, builder, places, hint, pause, attachments, depth + 1)
        builder.close()
    return tuple(dict.fromkeys(notices))


def _metadata(message: Message, hint: Hint) -> Metadata:
    return Metadata(
        title=mail_parts.header(message, "Subject") or hint.name,
        authors=tuple(name or address for name, address in mail_parts.people(message, "From")),
        published=mail_parts.day(message),
        language=mail_parts.header(message, "Content-Language").split(",")[0],
    )


def _add_headers(message: Message, builder: RunBuilder) -> None:
    content = Inline()
    for name in _SHOWN:
        value = mail_parts.header(message, name)
        if name in {"From", "To", "Cc"}:
            pairs = mail_parts.people(message, name)
            value = ", ".join(_person(*pair) for pair in pairs) or value
        if value:
            if content.length:
                content.add_break()
            content.add(f"{name}: {value}")
    builder.add(BlockKind.PARAGRAPH, content)


def _person(name: str, address: str) -> str:
    return f"{name} <{address}>" if name and address else name or address


def _sorted(message: Message) -> tuple[list[Message], list[Message]]:
    """The parts that are text to be read, and the others."""
    bodies: list[Message] = []
    others: list[Message] = []
    for part in mail_parts.parts(message):
        # What calls itself multipart here, was not: it names no boundary.
        is_text = part.get_content_type() in {"text/plain", "text/html"}
        is_body = is_text or part.get_content_maintype() == "multipart"
        is_attached = part.get_content_disposition() == "attachment" or mail_parts.is_file(part)
        (bodies if is_body and not is_attached else others).append(part)
    return bodies, others


def _add_body(
    bodies: list[Message], builder: RunBuilder, places: Places, hint: Hint, pause: Pause
) -> tuple[str, ...]:
    """Add the text, in the better of the forms that it comes in; gives what to say about it."""
    decoded = [
        html_parsing.decoded(
            SourceBytes(mail_parts.content(part)), hint, pause, declared=mail_parts.charset(part)
        )
        for part in bodies
    ]
    pairs = list(zip(bodies, decoded, strict=True))
    plain = [each for part, each in pairs if part.get_content_type() != "text/html"]
    pages = [each for part, each in pairs if part.get_content_type() == "text/html"]
    parsed = [html_parsing.parse(each.text) for each in pages]
    words = sum(len(text.split()) for each in parsed for text in each.root.itertext("*"))
    plain_words = sum(len(each.text.split()) for each in plain)
    if plain_words and plain_words >= PLAIN_SHARE * words:
        for each in plain:
            _add_plain(each.text, builder, pause)
        chosen = plain
    else:
        for page in parsed:
            walk(page.root, builder, places, Rules(), pause=pause)
        chosen = pages
    said = [notice for each in chosen for notice in each.notices]
    if chosen is pages:
        said += [notice for page in parsed for notice in page.notices]
    return tuple(dict.fromkeys(said))


def _add_plain(source: str, builder: RunBuilder, pause: Pause) -> None:
    """Add plain text; lines that begin with `>` are quotations."""
    depth = 0
    for wanted, lines in _runs(source):
        while depth > wanted:
            builder.close()
            depth -= 1
        while depth < wanted:
            builder.open(BlockKind.QUOTATION)
            depth += 1
        run = "\n".join(lines)
        for block in text.blocks_of(run, pause=pause):
            content = Inline()
            content.add(_without_indent(run, block.start, block.end))
            builder.add(block.kind, content)
    for _ in range(depth):
        builder.close()


def _without_indent(run: str, start: int, end: int) -> str:
    """A block without the blanks that all of its lines begin with, so that its lines stand as they stood."""
    first = run.rfind("\n", 0, start) + 1
    return run[start:end] if run[first:start].strip() else dedent(run[first:end])


def _runs(source: str) -> Iterator[tuple[int, list[str]]]:
    """Lines in a row that are quoted equally deep, without their signs."""
    depth = 0
    lines: list[str] = []
    for line in source.split("\n"):
        match = _QUOTED.match(line)
        found = min(match[1].count(">"), QUOTED_DEPTH_LIMIT) if match else 0
        if found != depth:
            yield depth, lines
            depth, lines = found, []
        lines.append(match[2] if match else line)
    yield depth, lines


def _said_of(names: list[str]) -> tuple[str, ...]:
    if not names:
        return ()
    shown = ", ".join(names[:NAMED_LIMIT]) + (", …" if len(names) > NAMED_LIMIT else "")
    count = "1 attachment is" if len(names) == 1 else f"{len(names):,} attachments are"
    return (f"{count} not shown: {shown}.",)
