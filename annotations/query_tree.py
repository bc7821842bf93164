"""What a query means: its tree, and whether the tree takes a mark.

How a tree is written is `query`'s business; the store asks the same of its tables. The words of a
tree are folded already.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotations.folding import fold, occurs

if TYPE_CHECKING:
    from annotations.model import Annotation, Article, Colour


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
    """Carries a tag, or one below it unless exactly this one is meant."""

    text: str
    exact: bool = False

    def takes(self, tag: str) -> bool:
        """True for a tag that is meant."""
        folded = fold_path(tag)
        return folded == self.text or (not self.exact and folded.startswith(f"{self.text}/"))


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
    """The words stand in the value of a field."""

    name: str
    text: str

    def takes(self, name: str, value: str) -> bool:
        """True for a field that is meant, with a value that holds the words."""
        return fold(name) == self.name and occurs(self.text, fold(value))


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


Query = (
    Everything | Word | Phrase | TagIs | ColourIs | NoteHas | QuoteHas | FieldHas | Not | And | Or
)


def matches(query: Query, annotation: Annotation, article: Article) -> bool:
    """True if a query takes an annotation of an article."""
    match query:
        case Everything():
            return True
        case Not(term):
            return not matches(term, annotation, article)
        case And(terms):
            return all(matches(term, annotation, article) for term in terms)
        case Or(terms):
            return any(matches(term, annotation, article) for term in terms)
        case Word(words) | Phrase(words):
            return _stands(words, annotation, article)
    return _has(query, annotation)


def _has(query: TagIs | ColourIs | NoteHas | QuoteHas | FieldHas, annotation: Annotation) -> bool:
    match query:
        case TagIs():
            return any(query.takes(tag) for tag in annotation.tags)
        case ColourIs(colour):
            return annotation.colour is colour
        case NoteHas(words):
            return occurs(words, fold(annotation.note))
        case QuoteHas(words):
            return occurs(words, fold(annotation.quote))
        case FieldHas():
            return any(query.takes(name, value) for name, value in annotation.fields)


def _stands(words: str, annotation: Annotation, article: Article) -> bool:
    return (
        occurs(words, fold(annotation.quote))
        or occurs(words, fold(annotation.note))
        or any(occurs(words, fold(tag)) for tag in annotation.tags)
        or any(occurs(words, fold(value)) for _, value in annotation.fields)
        or occurs(words, fold(article.metadata.title))
    )


def has_only_words(query: Query) -> bool:
    """True if a query asks for words and phrases anywhere, and nothing that only a mark has."""
    match query:
        case Everything() | Word() | Phrase():
            return True
        case Not(term):
            return has_only_words(term)
        case And(terms) | Or(terms):
            return all(has_only_words(term) for term in terms)
    return False


def article_matches(query: Query, article: Article) -> bool:
    """True if a query of words alone takes an article by its title, authors and publisher."""
    match query:
        case Everything():
            return True
        case Not(term):
            return not article_matches(term, article)
        case And(terms):
            return all(article_matches(term, article) for term in terms)
        case Or(terms):
            return any(article_matches(term, article) for term in terms)
        case Word(words) | Phrase(words):
            known = article.metadata
            return any(
                occurs(words, fold(text)) for text in (known.title, *known.authors, known.publisher)
            )
    return False
