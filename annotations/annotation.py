"""A mark and what it is made of: pieces with their selectors, relations; and what is left of a deleted one.

Offered by `annotations.model`, from where others import them.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Self

from annotations.model import AnnotationId, Colour, Json, Range, State, Timestamp
from annotations.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


ELLIPSIS = " […] "
"""Between the pieces of a quotation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """How a range is found again: a W3C TextPositionSelector with its TextQuoteSelector."""

    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """What a piece was in the version it was made in, where the present one differs."""

    sha256: str
    """Of the canonical text of that version."""
    selector: Selector


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One range of an annotation in one version, or what is left of it."""

    range: Range | None
    """None if orphaned: nowhere in this version."""
    quote: str
    """This version's text of the range; if orphaned, the text it had."""
    prefix: str = ""
    suffix: str = ""
    state: State = State.ANCHORED
    confidence: int | None = None
    """Per cent, where the state is changed."""
    original: Original | None = None
    """Present unless anchored."""

    @classmethod
    def of(cls, held: Range, selector: Selector) -> Self:
        """A piece that stands where it was made."""
        return cls(range=held, quote=selector.quote, prefix=selector.prefix, suffix=selector.suffix)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A directed, named link from the annotation that holds it to another, perhaps unknown here."""

    to: AnnotationId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A mark: pieces of text with colour, tags, fields and a note; without pieces, on the article."""

    id: AnnotationId
    pieces: tuple[Piece, ...] = ()
    colour: Colour | None = None
    tags: tuple[str, ...] = ()
    """Names as the codebook spells them, without `#`, in the order they were given."""
    fields: tuple[tuple[str, str], ...] = ()
    """Name and value, in the order they were given; a name stands once."""
    note: str = ""
    """Markdown."""
    creator: str = ""
    created: Timestamp = Timestamp("")
    updated: Timestamp = Timestamp("")
    relations: tuple[Relation, ...] = ()
    revision: int = 0
    """The store's count of changes; 0 if it was never stored. Not part of any exchange."""
    extra: Mapping[str, Json] = field(default_factory=dict)
    """Keys of an imported file that postil does not know; written back."""

    @property
    def quote(self) -> str:
        """The text marked; pieces joined by ` […] `."""
        return ELLIPSIS.join(piece.quote for piece in self.pieces)

    @property
    def ranges(self) -> tuple[Range, ...]:
        """Where it stands in the present version; orphaned pieces are nowhere."""
        if len(self.pieces) == 1:
            # So it mostly is, and it is asked often.
            held = self.pieces[0].range
            return () if held is None else (held,)
        return tuple(piece.range for piece in self.pieces if piece.range is not None)

    @property
    def start(self) -> int | None:
        """Where it begins; None for an orphan and for a note on the article."""
        ranges = self.ranges
        return min([held.start for held in ranges]) if ranges else None

    @property
    def state(self) -> State:
        """The worst state of its pieces."""
        if len(self.pieces) == 1:
            return self.pieces[0].state
        return max(
            (piece.state for piece in self.pieces),
            key=lambda state: state.severity,
            default=State.ANCHORED,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What is left of a deleted annotation, so that a merge does not bring it back."""

    id: AnnotationId
    deleted: Timestamp


def place_key(annotation: Annotation) -> tuple[int, int, int, str]:
    """Sort key: by place, then id; orphans after what stands, notes on the article last."""
    ranges = annotation.ranges
    if ranges:
        first = min(ranges)
        return (0, first.start, first.end, annotation.id)
    return (1 if annotation.pieces else 2, 0, 0, annotation.id)
