"""Pages that a browser saved into one file (`.mhtml`, `.mht`): the page among its parts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.errors import UnsupportedSourceError
from reader.loaders import html, mail_parts
from reader.loaders.loaded import Hint, Loaded, Pause, go_on

if TYPE_CHECKING:
    from email.message import Message

    from reader.loaders.source import SourceBytes


def load(source: SourceBytes, hint: Hint, *, is_head: bool = False, pause: Pause = go_on) -> Loaded:
    """Load the page that was saved.

    Raises:
        UnsupportedSourceError: There is no page in it, or none with text.
        UnreadableSourceError: The disk failed.
    """
    del is_head  # as for any page
    message = mail_parts.message_of(source, hint, pause)
    page = _page(message)
    if page is None:
        raise UnsupportedSourceError(hint.name, "holds no page")
    address = mail_parts.header(page, "Content-Location")
    if not address.startswith(("http://", "https://")):
        address = mail_parts.header(message, "Snapshot-Content-Location")
    hint = hint._replace(address=hint.address or address)
    loaded = html.load_part(mail_parts.content(page), hint, mail_parts.charset(page), pause)
    document = loaded.document
    if not document.metadata.title or document.metadata.title == hint.name:
        title = mail_parts.header(message, "Subject") or hint.name
        document = replace(document, metadata=document.metadata._replace(title=title))
    return loaded._replace(document=replace(document, source_sha256=source.sha256))


def _page(message: Message) -> Message | None:
    """The part that is the page: the one that the message names, else the first."""
    pages = [
        part
        for part in mail_parts.parts(message)
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}
    ]
    start = mail_parts.parameter(message, "start")
    named = [part for part in pages if start and part.get("Content-ID") == start]
    return next(iter(named or pages), None)
