"""What a query asks for: its tree, the words in it folded already.

How a tree is written is `query`'s business, whether it takes a mark that of `query_matching`; the
store asks the same of its tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from annotations.folding import fold, occurs

if TYPE_CHECKING:
    from annotations.model import Colour, State

ArticlePart = Literal["title", "author", "publisher", "source", "published"]
"""What may be asked of an article's reference; its source is its path, its address and its DOI."""

MarkPart = Literal["note", "tag", "field", "relation", "piece", "pieces", "colour", "creator"]
"""What a mark may have: `piece` a place it was made at, `pieces` several of them."""

Status = Literal["unread", "reading", "done"]
"""How far an article was read."""


def fold_path(tag: str) -> str:
    """A tag folded part by part."""
    return "/".join(part.strip() for part in fold(tag).split("/"))


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty query."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word anywhere."""

    text: str
    """Folded, as in all nodes."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row anywhere."""

    text: str


@dataclass(frozen=True, slots=True)
class TagIs:
    """Carries a tag that is called so, wherever it lies, or one below it.

    Unless exactly this one is meant. Behind a slash the name is looked for at the top alone.
    """

    text: str
    exact: bool = False

    def takes(self, tag: str) -> bool:
        """True for a tag that is meant."""
        folded = fold_path(tag)
        if self.exact:
            return folded == self.text
        path, wanted = f"/{folded}/", f"{self.text}/"
        return path.startswith(wanted) if self.text.startswith("/") else f"/{wanted}" in path


@dataclass(frozen=True, slots=True)
class ColourIs:
    """Has a colour."""

    colour: Colour


@dataclass(frozen=True, slots=True)
class NoteHas:
    """The words stand in the note."""

    text: str


@dataclass(frozen=True, slots=True)
class QuoteHas:
    """The words stand in the quote."""

    text: str


@dataclass(frozen=True, slots=True)
class FieldHas:
    """The words stand in the value of a field; no words: there is such a field."""

    name: str
    text: str

    def takes(self, name: str, value: str) -> bool:
        """True for a field that is meant, with a value that holds the words."""
        return fold(name) == self.name and occurs(self.text, fold(value))


@dataclass(frozen=True, slots=True)
class RelationIs:
    """Is linked to another mark by a relation whose name holds the words."""

    text: str

    def takes(self, name: str) -> bool:
        """True for a relation that is meant."""
        return occurs(self.text, fold(name))


@dataclass(frozen=True, slots=True)
class CreatorHas:
    """The words stand in the name of who made it."""

    text: str


@dataclass(frozen=True, slots=True)
class CreatedIn:
    """Was made in a time: of a mark when it was made, of an article when it came into the library."""

    start: str
    """A date in UTC; empty for no bound. Times are texts that a date is a beginning of."""
    end: str
    """The first date that no longer belongs to it; empty for no bound."""

    def takes(self, created: str) -> bool:
        """True for a time between the two."""
        return self.start <= created and (not self.end or created < self.end)


@dataclass(frozen=True, slots=True)
class Has:
    """Has a part at all."""

    part: MarkPart


@dataclass(frozen=True, slots=True)
class StateIs:
    """Is of a state: the worst of its pieces."""

    state: State


@dataclass(frozen=True, slots=True)
class IsConfidential:
    """Carries a tag that is flagged as confidential, or one below it."""


@dataclass(frozen=True, slots=True)
class ArticleHas:
    """The words stand in a part of the article's reference."""

    part: ArticlePart
    text: str


@dataclass(frozen=True, slots=True)
class ArticleTagged:
    """The article carries a tag itself."""

    tag: TagIs


@dataclass(frozen=True, slots=True)
class LanguageIs:
    """The article is in a language, of whichever region: `en` takes `en-GB`."""

    text: str

    def takes(self, language: str) -> bool:
        """True for a language that is meant."""
        folded = fold(language).replace("_", "-")
        return folded == self.text or folded.startswith(f"{self.text}-")


@dataclass(frozen=True, slots=True)
class StatusIs:
    """The article is unread, being read or done."""

    status: Status


@dataclass(frozen=True, slots=True)
class TextHas:
    """The words stand in the article's text, where that is kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Not:
    """What the term does not take."""

    term: Query


@dataclass(frozen=True, slots=True)
class And:
    """What all terms take; there are at least two."""

    terms: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What one of the terms takes; there are at least two."""

    terms: tuple[Query, ...]


OfMark = (
    TagIs
    | ColourIs
    | NoteHas
    | QuoteHas
    | FieldHas
    | RelationIs
    | CreatorHas
    | CreatedIn
    | Has
    | StateIs
    | IsConfidential
)
"""What is asked of a mark."""

OfArticle = ArticleHas | ArticleTagged | LanguageIs | StatusIs | TextHas
"""What is asked of the article that it stands in."""

Query = Everything | Word | Phrase | OfMark | OfArticle | Not | And | Or


def leaves(query: Query) -> list[Query]:
    """The terms of a tree, without what joins them."""
    match query:
        case Not(term):
            return leaves(term)
        case And(terms) | Or(terms):
            return [leaf for term in terms for leaf in leaves(term)]
    return [query]


def asks_of_articles(query: Query) -> bool:
    """True if a query asks for nothing that only a mark has."""
    asked = Everything | Word | Phrase | TagIs | CreatedIn | OfArticle
    return all(isinstance(leaf, asked) for leaf in leaves(query))


def is_of_articles(query: Query) -> bool:
    """True if a query asks for nothing that marks of one article could differ in."""
    asked = Everything | OfArticle
    return all(isinstance(leaf, asked) for leaf in leaves(query))
