"""Sources as articles: bytes and a hint go in, a document with its structure comes out.

```python
with open_source(path) as source:
    hint = Hint(name=source.name)
    head = load_head(source, hint)  # in a few milliseconds, to be painted at once
    if not head.is_whole:
        whole = load_whole(source, hint)  # in a thread
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.loaders.chooser import Kind, kind_of
from reader.loaders.decoding import HEAD_BYTES
from reader.loaders.loaded import (
    Head,
    HeadFromAfar,
    Hint,
    Loaded,
    LoadedHead,
    Pause,
    go_on,
    yield_to_others,
)
from reader.loaders.source import (
    SourceBytes,
    SourceFile,
    open_source,
    shown_name,
    shown_size,
)

if TYPE_CHECKING:
    import os

    from reader.loaders.isolated import IsolatedLoad

_ISOLATED_KINDS = {
    Kind.DOCX: "reader.loaders.docx",
    Kind.EPUB: "reader.loaders.epub",
    Kind.ODT: "reader.loaders.odt",
    Kind.HTML: "reader.loaders.html",
    Kind.MAIL: "reader.loaders.mail",
    Kind.MHTML: "reader.loaders.mhtml",
    Kind.RTF: "reader.loaders.rtf",
    Kind.PDF: "reader.loaders.pdf",
    Kind.WEBARCHIVE: "reader.loaders.webarchive",
}
"""Kinds that are loaded in a process of its own, with the module that does it."""

_DEAR_KINDS = frozenset((Kind.MARKDOWN,))
"""Kinds whose parser takes longer to import than a process to be forked."""

__all__ = [
    "Head",
    "HeadFromAfar",
    "Hint",
    "Kind",
    "Loaded",
    "Pause",
    "SourceBytes",
    "SourceFile",
    "begin_head",
    "kind_of",
    "load",
    "load_head",
    "load_whole",
    "open_source",
    "shown_name",
    "shown_size",
    "yield_to_others",
]


def load_head(source: SourceBytes, hint: Hint | None = None, *, pause: Pause = go_on) -> Loaded:
    """Load what can be had at once: the beginning of a long source, a short one whole.

    Raises:
        UnsupportedSourceError: It is no text, nor anything else that has a loader.
        UnreadableSourceError: The disk failed.
        InvalidValueError: There is no encoding of the name that was asked for.
        ExchangeError: An annotated YAML is not of its format.
    """
    return _load(source, hint, is_head=True, pause=pause)


def begin_head(source: SourceBytes, hint: Hint | None = None) -> Head:
    """As `load_head`, but a head that takes long is loaded while the caller does something else.

    To be called while the process has one thread.

    Raises:
        SourceError: See `load_head`; what is given raises it too.
    """
    hint = _named(hint, source)
    kind = kind_of(source.read(0, HEAD_BYTES), hint)
    if kind in _ISOLATED_KINDS:
        return _begin_isolated(kind, source, hint, is_head=True)
    if kind in _DEAR_KINDS:
        from reader.loaders.forked import ForkedHead, can_fork  # noqa: PLC0415  # only for these

        if can_fork():
            return ForkedHead(lambda: load_head(source, hint))
    return LoadedHead(load_head(source, hint))


def load_whole(
    source: SourceBytes, hint: Hint | None = None, *, pause: Pause = yield_to_others
) -> Loaded:
    """Load a source from its first byte to its last.

    Args:
        source: Its bytes; `sha256` is known afterwards.
        hint: Its name, suffix and encoding; by default its own name.
        pause: Called between slices of the work; to cancel it, let it raise.

    Raises:
        UnsupportedSourceError: It is no text, nor anything else that has a loader.
        UnreadableSourceError: The disk failed.
        InvalidValueError: There is no encoding of the name that was asked for.
        ExchangeError: An annotated YAML is not of its format.
    """
    return _load(source, hint, is_head=False, pause=pause)


def load(source: bytes | str | os.PathLike[str], hint: Hint | None = None) -> Loaded:
    """Load a file, or bytes in memory, whole: for scripts and commands.

    Raises:
        SourceError: See `open_source` and `load_whole`.
    """
    if isinstance(source, bytes):
        return load_whole(SourceBytes(source), hint)
    with open_source(source, is_forced=hint is not None and hint.is_forced) as opened:
        return load_whole(opened, hint)


def _named(hint: Hint | None, source: SourceBytes) -> Hint:
    hint = hint or Hint()
    return hint._replace(name=shown_name(hint.name or source.name))


def _begin_isolated(kind: Kind, source: SourceBytes, hint: Hint, *, is_head: bool) -> IsolatedLoad:
    from reader.loaders.isolated import IsolatedLoad  # noqa: PLC0415  # not for a plain text

    return IsolatedLoad(_ISOLATED_KINDS[kind], source, hint, is_head=is_head)


def _load(source: SourceBytes, hint: Hint | None, *, is_head: bool, pause: Pause) -> Loaded:
    hint = _named(hint, source)
    kind = kind_of(source.read(0, HEAD_BYTES), hint)
    # What reads the rarer kinds is imported with the first of them: a text should not wait for it.
    if kind in _ISOLATED_KINDS:
        loaded = _begin_isolated(kind, source, hint, is_head=is_head).result(pause)
    elif kind is Kind.ANNOTATED:
        from reader.loaders import annotated  # noqa: PLC0415

        loaded = annotated.load(source, hint, pause=pause)
    elif kind is Kind.MARKDOWN:
        from reader.loaders import markdown  # noqa: PLC0415

        loaded = markdown.load(source, hint, is_head=is_head, pause=pause)
    elif kind is Kind.TRANSCRIPT:
        from reader.loaders import transcript  # noqa: PLC0415  # likewise

        loaded = transcript.load(source, hint, is_head=is_head, pause=pause)
    elif kind is Kind.CODE:
        from reader.loaders import code  # noqa: PLC0415  # a start waits for one loader only

        loaded = code.load(source, hint, is_head=is_head, pause=pause)
    else:
        from reader.loaders import text  # noqa: PLC0415  # likewise

        loaded = text.load(source, hint, is_head=is_head, pause=pause)
    if loaded.is_whole and source.notices:
        return loaded._replace(notices=loaded.notices + source.notices)
    return loaded
