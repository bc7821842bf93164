"""Annotations upon texts: model, anchoring, store and exchange, usable without any screen.

Everything of use stands in the modules; what most scripts need is also here, and imported when it is
first asked for, so that `import annotations` loads neither store nor formats.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.document import Document
    from annotations.errors import PostilError
    from annotations.library import Library
    from annotations.model import (
        AnnotatedArticle,
        Annotation,
        Article,
        Colour,
        Piece,
        Range,
        Relation,
        Tag,
        Version,
    )
    from annotations.query import parse
    from annotations.results import MarkEdit, Source
    from annotations.scripting import OpenLibrary, document_of, open_library

__all__ = [
    "AnnotatedArticle",
    "Annotation",
    "Article",
    "Colour",
    "Document",
    "Library",
    "MarkEdit",
    "OpenLibrary",
    "Piece",
    "PostilError",
    "Range",
    "Relation",
    "Source",
    "Tag",
    "Version",
    "document_of",
    "open_library",
    "parse",
]

_MODULES = {
    "Document": "document",
    "Library": "library",
    "MarkEdit": "results",
    "OpenLibrary": "scripting",
    "PostilError": "errors",
    "Source": "results",
    "document_of": "scripting",
    "open_library": "scripting",
    "parse": "query",
}
"""Where an export stands, if not in `model`."""


def __getattr__(name: str) -> object:
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_MODULES.get(name, 'model')}"), name)


def __dir__() -> list[str]:
    return sorted((*globals(), *__all__))
