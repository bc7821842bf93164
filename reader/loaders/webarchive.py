"""Pages that Safari saved into one file (`.webarchive`): the main one of its resources."""

from __future__ import annotations

import plistlib
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError

from annotations.errors import UnreadableSourceError, UnsupportedSourceError
from reader.loaders import html
from reader.loaders.loaded import Hint, Loaded, Pause, go_on

if TYPE_CHECKING:
    from reader.loaders.source import SourceBytes


def load(source: SourceBytes, hint: Hint, *, is_head: bool = False, pause: Pause = go_on) -> Loaded:
    """Load the page that was saved.

    Raises:
        UnsupportedSourceError: There is no page in it, or none with text.
        UnreadableSourceError: It is damaged; the disk failed.
    """
    del is_head  # as for any page
    pieces: list[bytes] = []
    for chunk in source.chunks():
        pieces.append(chunk)
        pause()
    main = _main_resource(b"".join(pieces), hint)
    data = main.get("WebResourceData")
    if not isinstance(data, bytes) or "html" not in _text(main, "WebResourceMIMEType", "html"):
        raise UnsupportedSourceError(hint.name, "holds no page")
    hint = hint._replace(address=hint.address or _text(main, "WebResourceURL"))
    loaded = html.load_part(data, hint, _text(main, "WebResourceTextEncodingName"), pause)
    return loaded._replace(document=replace(loaded.document, source_sha256=source.sha256))


def _main_resource(data: bytes, hint: Hint) -> dict[str, object]:
    try:
        archive = plistlib.loads(data)
    except (
        plistlib.InvalidFileException,
        ExpatError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise UnreadableSourceError(hint.name, "it is damaged, or no web archive") from error
    main = archive.get("WebMainResource") if isinstance(archive, dict) else None
    if not isinstance(main, dict):
        raise UnsupportedSourceError(hint.name, "holds no page")
    return main


def _text(resource: dict[str, object], key: str, otherwise: str = "") -> str:
    value = resource.get(key, otherwise)
    return value if isinstance(value, str) else otherwise
