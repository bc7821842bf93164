"""Edits of the codebook, and what each would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import InvalidValueError
from annotations.model import clean_note
from annotations.naming import field_name, fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotations.model import Codebook, Colour


class Rename(NamedTuple):
    """Give a tag another name, also one in another place of the tree."""

    name: str
    to: str

    @property
    def label(self) -> str:
        """What is done, for the history."""
        return f"tag {self.name} → {self.to}"


class Merge(NamedTuple):
    """Let tags go into another: marks that had them have that one."""

    names: tuple[str, ...]
    into: str

    @property
    def label(self) -> str:
        """What is done, for the history."""
        return f"tags merged: {', '.join(self.names)} → {self.into}"


class Delete(NamedTuple):
    """Take tags away, and off all marks and articles."""

    names: tuple[str, ...]

    @property
    def label(self) -> str:
        """What is done, for the history."""
        return f"deleted: {'tag' if len(self.names) == 1 else 'tags'} {', '.join(self.names)}"


class DeleteUnused(NamedTuple):
    """Take away the tags that nothing has, nor anything below them."""

    @property
    def label(self) -> str:
        """What is done, for the history."""
        return "unused tags deleted"


class Add(NamedTuple):
    """Put a tag into the codebook before anything has it."""

    name: str

    @property
    def label(self) -> str:
        """What is done, for the history."""
        return f"tag {self.name} added"


class Describe(NamedTuple):
    """Say what a tag stands for; an empty text takes that back."""

    name: str
    description: str

    @property
    def label(self) -> str:
        """What is done, for the history."""
        return f"description of tag {self.name}"


class Paint(NamedTuple):
    """Give a tag the colour of its bar in the codebook, or none."""

    name: str
    colour: Colour | None

    @property
    def label(self) -> str:
        """What is done, for the history."""
        return f"tag {self.name} in {self.colour or 'no colour'}"


class Flag(NamedTuple):
    """Keep a tag, and what lies below it, out of exports, or no longer."""

    name: str
    is_confidential: bool

    @property
    def label(self) -> str:
        """What is done, for the history."""
        return f"tag {self.name} {'' if self.is_confidential else 'no longer '}confidential"


class GiveLetter(NamedTuple):
    """Give a tag the letter that marks with it at once; another tag that has it loses it."""

    name: str
    letter: str
    """One letter or digit; empty for none."""

    @property
    def label(self) -> str:
        """What is done, for the history."""
        return f"{f'letter {self.letter}' if self.letter else 'no letter'} for tag {self.name}"


class Mean(NamedTuple):
    """Say what a colour of marks means; an empty text takes that back."""

    colour: Colour
    meaning: str

    @property
    def label(self) -> str:
        """What is done, for the history."""
        return f"{self.colour} means {self.meaning or 'nothing'}"


class DescribeField(NamedTuple):
    """Make a field known, with what it holds; an empty text takes that back."""

    name: str
    description: str | None
    """None: as it is said already."""

    @property
    def label(self) -> str:
        """What is done, for the history."""
        return f"description of field {self.name}"


class ForgetField(NamedTuple):
    """Know a field no longer; marks keep theirs."""

    name: str

    @property
    def label(self) -> str:
        """What is done, for the history."""
        return f"field {self.name} no longer known"


class TakeIn(NamedTuple):
    """Take in another codebook; what stands here is never replaced, nor is a flag taken away."""

    codebook: Codebook
    name: str
    """Of the file it comes from."""

    @property
    def label(self) -> str:
        """What is done, for the history."""
        return f"codebook taken in from {self.name}"


TagEdit = Rename | Merge | Delete | DeleteUnused | Add | Describe | Paint | Flag | GiveLetter
Edit = TagEdit | Mean | DescribeField | ForgetField | TakeIn


class Plan(NamedTuple):
    """What an edit changes, or has changed."""

    label: str
    """What is done, for people and for the history."""
    renamed: tuple[tuple[str, str], ...] = ()
    """Name and new name, also of what lies below."""
    merged: tuple[tuple[str, str], ...] = ()
    """Name and the name of the tag it goes into."""
    deleted: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """Tags of which something else changes than the name; colours and fields too."""
    marks: int = 0
    """Marks whose tags are others then, or have another name."""
    articles: int = 0
    """Articles with such marks, or that have such a tag themselves."""
    notes: tuple[str, ...] = ()
    """Sentences about what else a person should know."""
    is_empty: bool = False
    """True if nothing would change."""
    step: int | None = None
    """The number of the step of the history that it became; None while it is only planned."""


def tag_letter(text: str) -> str:
    """A tag's letter in its form: one letter or digit, or none.

    Raises:
        InvalidValueError: It is something else.
    """
    letter = text.strip()
    if letter and (len(letter) > 1 or not letter.isalnum()):
        sentence = f"{letter[:60]!r} is no letter or digit."
        raise InvalidValueError(sentence)
    return letter


def clean_meaning(text: str) -> str:
    """What a colour means or a field holds, in its form: on one line."""
    return " ".join(clean_note(text).split())


def known_field(name: str, known: Iterable[str]) -> str:
    """A field's name as it is known, else in its form.

    Raises:
        InvalidValueError: It is not of its form.
    """
    wanted = field_name(name)
    return next((each for each in known if fold_name(each) == fold_name(wanted)), wanted)
