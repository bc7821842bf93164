"""What the library is asked with and answers: plain values, without any store.

Named tuples and no dataclasses: making those costs a start a tenth as much, and the first paint waits
for it. Give the fields by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from annotations.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from annotations.document import Document
    from annotations.model import (
        Annotation,
        AnnotationId,
        Article,
        ArticleId,
        Colour,
        Metadata,
        Selector,
        Timestamp,
        Version,
    )

SourceKind = Literal["path", "address", "stdin"]
Sort = Literal["place", "newest"]


class Source(NamedTuple):
    """Where an article was read from, and what the file was like then."""

    kind: SourceKind
    location: str
    """An absolute path, an address; of standard input the hash of its text, which is filled in."""
    size_bytes: int | None = None
    mtime_ns: int | None = None
    inode: int | None = None
    sha256: str = ""
    """Of the bytes."""


class OpenedArticle(NamedTuple):
    """An article as it is opened for reading."""

    article: Article
    version: Version
    annotations: tuple[Annotation, ...]
    """By place, then id; of many perhaps only those around the reading place."""
    mark_count: int
    """How many annotations there are."""
    document: Document | None
    """None where the caller brought it."""
    position: int
    """The reading place, 0 if there is none."""
    progress: float
    """0 to 1."""
    is_new: bool
    """True if the library did not know the article."""
    notices: tuple[str, ...]
    """Sentences a person should see."""


class MarkEdit(NamedTuple):
    """One annotation before and after an edit."""

    before: Annotation | None
    """As the editor saw it; None: it is created."""
    after: Annotation | None
    """None: it is deleted."""


class Written(NamedTuple):
    """What an edit came to."""

    annotations: tuple[Annotation, ...]
    """As now stored, in the order of the edits that left one."""
    deleted: tuple[AnnotationId, ...]
    conflicts: tuple[AnnotationId, ...]
    """Those that another edit had reached first: both notes were kept, tags united."""
    step: int | None = None
    """The number of the step of the history that it became; None if nothing was changed."""


class Shelved(NamedTuple):
    """What a write to articles as wholes came to."""

    articles: int
    """How many there was something to change of."""
    step: int | None
    """As in `Written`."""


class Capture(NamedTuple):
    """What a server sent for an address: evidence of what stood there."""

    address: str
    """That was asked for, without name and password."""
    final_address: str
    """To which that led."""
    status: int
    headers: tuple[tuple[str, str], ...]
    """As they came, but for cookies."""
    content: bytes
    """The bytes, unpacked where they were sent packed."""
    sha256: str
    """Of the content."""
    captured: Timestamp


class Reference(NamedTuple):
    """What is known of an article as a publication, and who says so."""

    metadata: Metadata
    """What holds: a person's words where there are any, else the loader's guess."""
    guessed: Metadata
    written: Mapping[str, str | tuple[str, ...]]
    """A person's words by key; an empty one says that there is none."""


class HistoryEntry(NamedTuple):
    """One step that can be undone."""

    id: int
    time: Timestamp
    action: str
    label: str
    """For people."""
    articles: tuple[ArticleId, ...]
    annotations: tuple[AnnotationId, ...]
    is_undone: bool


class Undone(NamedTuple):
    """What an undo, or a redo, came to."""

    entry: HistoryEntry
    annotations: tuple[Annotation, ...]
    """Of all that were touched, as they are now."""
    deleted: tuple[AnnotationId, ...]


class Changes(NamedTuple):
    """What another program changed in an article."""

    annotations: tuple[Annotation, ...]
    deleted: tuple[AnnotationId, ...]


class Bookmark(NamedTuple):
    """A place in an article to come back to."""

    id: str
    place: Selector
    """Where it begins, with the first words there; as it was in the text it was made in."""
    section: str
    """The heading above it; empty if none."""
    created: Timestamp
    is_here: bool
    """True if it was made in the text that is read here, so that its position holds."""


class Found(NamedTuple):
    """A mark with the article it belongs to."""

    annotation: Annotation
    article: Article


class ArticleSummary(NamedTuple):
    """A line in the list of articles."""

    article: Article
    marks: int
    by_colour: tuple[tuple[Colour | None, int], ...]
    """In the order of the colours, those without one last."""
    progress: float
    opened: Timestamp
    """Empty if it was never read here."""
    updated: Timestamp
    """When the article or a mark of it was last changed."""
    said: str = ""
    """What a person says of how far it was read: unread, reading, done; empty if nothing."""


class Imported(NamedTuple):
    """What an import came to, or would come to."""

    article: Article
    added: int
    updated: int
    deleted: int
    unchanged: int
    unplaced: int
    """Of those added or updated, the ones whose quote stands nowhere here as yet."""
    reports: tuple[str, ...]
    """A sentence for each thing a person should look at."""
    is_new: bool = False
    """True if the library did not know the article."""


class Choice(NamedTuple):
    """An article that is to be exported."""

    article: ArticleId
    marks: Collection[AnnotationId] | None = None
    """Only these of its marks, and nothing of what was deleted; None for all."""


class Exported(NamedTuple):
    """What an export came to."""

    path: Path | None
    text: str
    """Empty if it was written elsewhere."""
    marks: int
    left_out: int
    """Confidential marks that are not in it."""
