"""An annotated YAML of postil's own as a source: the article it holds, with its annotations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.errors import UnreadableSourceError, UnsupportedSourceError
from reader.loaders.loaded import Hint, Loaded, Pause, yield_to_others
from reader.loaders.source import shown_name, shown_size

if TYPE_CHECKING:
    from reader.loaders.source import SourceBytes

SIZE_LIMIT_BYTES = 256 << 20
"""Of a YAML: what is read takes many times its size."""


def load(source: SourceBytes, hint: Hint, *, pause: Pause = yield_to_others) -> Loaded:
    """Load the article that an annotated YAML holds, as its text stood there.

    Raises:
        UnsupportedSourceError: The file is without its text.
        UnreadableSourceError: It is larger than an annotated YAML may be; the disk failed.
        ExchangeError: It is not of its format, or of a newer one.
    """
    # Reading YAML takes 10 ms to import, which only those who open one should wait for.
    from annotations.exchange import yaml  # noqa: PLC0415

    if source.size_bytes > SIZE_LIMIT_BYTES and not hint.is_forced:
        raise UnreadableSourceError(
            hint.name,
            f"it has {shown_size(source.size_bytes)}, and the limit for an annotated YAML is"
            f" {shown_size(SIZE_LIMIT_BYTES)}",
            hint="--force reads it all the same.",
        )
    parts: list[bytes] = []
    for chunk in source.chunks():
        parts.append(chunk)
        pause()
    annotated = yaml.read(b"".join(parts), hint.name)
    if annotated.document is None:
        its_source = shown_name(annotated.article.source) or "the article it was made from"
        raise UnsupportedSourceError(
            hint.name,
            "holds annotations without their text",
            hint=f"Open its source, {its_source}, then use postil import.",
        )
    document = replace(annotated.document, source_sha256=source.sha256)
    return Loaded(document=document, annotated=annotated)
