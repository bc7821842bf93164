"""A session over a short text, with a real library in a temporary folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotations.library import open_library
from annotations.results import Source
from reader.layout.lines import Layout
from reader.loaders import Hint, load
from reader.session import Session
from tests.new_library import put_new_library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from annotations.library import Library

TEXT = """# The visit

The minister came on Monday. “The world has changed,” he said. Nobody asked about the costs.

The second paragraph is short. It ends here.

- one item of a list
- another item

> A quoted block that stands alone.
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(put_new_library(tmp_path / "library.db")) as opened:
        yield opened


@pytest.fixture
def make_session(library: Library) -> Callable[..., Session]:
    def make(text: str = TEXT, name: str = "visit.md") -> Session:
        document = load(text.encode(), Hint(name=name)).document
        source = Source(kind="path", location=f"/texts/{name}", size_bytes=len(text))
        opened = library.open_article(document, source).result()
        session = Session(document)
        session.attach(library, opened)
        return session

    return make


@pytest.fixture
def session(make_session: Callable[..., Session]) -> Session:
    return make_session()


@pytest.fixture
def layout(session: Session) -> Layout:
    return Layout(session.document, 40)
