"""An article with its versions, the codebook, and all that one annotated file holds.

Offered by `annotations.model`, from where others import them.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from annotations.model import ArticleId, Colour, Json, Metadata, Timestamp, VersionId
from annotations.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotations.annotation import Annotation, Tombstone
    from annotations.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """An entry of the codebook; `/` in the name makes the hierarchy."""

    name: str
    description: str = ""
    colour: Colour | None = None
    confidential: bool = False
    was: tuple[str, ...] = ()
    """Former names, oldest first."""
    letter: str = ""
    """One letter or digit that marks with it at once; each is at most one tag's."""
    extra: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """The tags, ordered by name, what the six colours mean, and the fields that are known."""

    colours: tuple[tuple[Colour, str], ...] = ()
    tags: tuple[Tag, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    """Name and description, by name."""
    extra: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One immutable state of an article's canonical text."""

    id: VersionId
    sha256: str
    """Of the canonical text in UTF-8."""
    length: int = 0
    """Code points; 0 also where only the hash is known."""
    source_sha256: str = ""
    """Of the source's bytes."""
    loader: str = ""
    """Name and version, `markdown 1`."""
    captured: Timestamp = Timestamp("")
    reason: str = ""
    """first, source changed, re-extracted, options."""
    extra: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A thing read: its reference, its tags and its present version."""

    id: ArticleId
    metadata: Metadata = field(default_factory=Metadata)
    """What holds: a person's words where there are any, else the loader's guess."""
    source: str = ""
    """The path or address as last opened; an exchange format shows no folder."""
    tags: tuple[str, ...] = ()
    version: Version | None = None
    extra: Mapping[str, Json] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What to call it: its title, else where it came from."""
        return self.metadata.title or self.source or str(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedArticle:
    """An article with all that was done to it: what one annotated YAML holds."""

    article: Article
    annotations: tuple[Annotation, ...] = ()
    """By place, then id; orphans and notes on the article last."""
    earlier: tuple[Version, ...] = ()
    """Versions before the present one, oldest first."""
    codebook: Codebook = field(default_factory=Codebook)
    """Of the tags used here, with their ancestors, and the meanings of the colours used."""
    deleted: tuple[Tombstone, ...] = ()
    document: Document | None = None
    """The text and its structure, where the file carries it."""
    untold: frozenset[str] = frozenset()
    """Attributes of annotations that the file's format has no room for; an import leaves what is here,
    and adds the fields and relations that the file has all the same."""
    left_out: int = 0
    """Confidential annotations that are not among `annotations`; never written."""
    extra: Mapping[str, Json] = field(default_factory=dict)
