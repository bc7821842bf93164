"""Whether a query takes a mark, or an article by itself, asked of the values; `store.search` asks the tables.

What a query asks beside the mark (its article, that one's text, the codebook) is a `Context`, made
once for all marks of an article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.codebook import flagged, is_under
from annotations.folding import fold, occurs
from annotations.query_tree import (
    And,
    ArticleHas,
    ArticleTagged,
    ColourIs,
    CreatedIn,
    CreatorHas,
    Everything,
    FieldHas,
    Has,
    IsConfidential,
    LanguageIs,
    Not,
    NoteHas,
    Or,
    Phrase,
    QuoteHas,
    RelationIs,
    StateIs,
    StatusIs,
    TagIs,
    TextHas,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.model import Annotation, Article, Codebook
    from annotations.query_tree import ArticlePart, MarkPart, OfArticle, OfMark, Query


class Context:
    """What is known beside a mark: its article, the article's text, the codebook."""

    def __init__(
        self,
        article: Article,
        *,
        codebook: Codebook | None = None,
        text: Callable[[], str] = str,
        status: str = "reading",
        created: str = "",
    ) -> None:
        """Gather it.

        Args:
            article: The mark's.
            codebook: Says which tags are confidential; None: none is.
            text: Gives the article's text, once, if it is asked for; the empty one is not kept.
            status: How far it was read: unread, reading or done.
            created: When the article came into the library.
        """
        self.article = article
        self.status = status
        self.created = created
        self._flagged = frozenset[str]() if codebook is None else flagged(codebook.tags)
        self._text = text
        self._folded: str | None = None
        self._found: dict[str, bool] = {}

    def is_confidential(self, annotation: Annotation) -> bool:
        """Whether a mark carries what is confidential."""
        return bool(self._flagged) and any(is_under(tag, self._flagged) for tag in annotation.tags)

    def text_has(self, words: str) -> bool:
        """Whether folded words stand in the article's text."""
        if words not in self._found:
            if self._folded is None:
                self._folded = fold(self._text())
            self._found[words] = occurs(words, self._folded)
        return self._found[words]


def matches(query: Query, annotation: Annotation, context: Context) -> bool:
    """True if a query takes an annotation of an article."""
    match query:
        case Everything():
            return True
        case Not(term):
            return not matches(term, annotation, context)
        case And(terms):
            return all(matches(term, annotation, context) for term in terms)
        case Or(terms):
            return any(matches(term, annotation, context) for term in terms)
        case Word(words) | Phrase(words):
            return _stands(words, annotation, context.article)
        case ArticleHas() | ArticleTagged() | LanguageIs() | StatusIs() | TextHas():
            return _is_of(query, context)
    return _takes(query, annotation, context)


def article_matches(query: Query, context: Context) -> bool:
    """True if a query takes an article by itself; what only a mark has it has not.

    Words stand in its title, authors, publisher and own tags.
    """
    match query:
        case Everything():
            return True
        case Not(term):
            return not article_matches(term, context)
        case And(terms):
            return all(article_matches(term, context) for term in terms)
        case Or(terms):
            return any(article_matches(term, context) for term in terms)
        case Word(words) | Phrase(words):
            article = context.article
            known = article.metadata
            texts = (known.title, *known.authors, known.publisher, *article.tags)
            return any(occurs(words, fold(text)) for text in texts)
        case TagIs():
            return _is_of(ArticleTagged(query), context)
        case CreatedIn():
            return query.takes(context.created)
        case ArticleHas() | ArticleTagged() | LanguageIs() | StatusIs() | TextHas():
            return _is_of(query, context)
    return False


def reference_texts(article: Article, part: ArticlePart) -> tuple[str, ...]:
    """The texts in which a part of an article's reference is looked for."""
    known = article.metadata
    match part:
        case "title":
            return (known.title,)
        case "author":
            return known.authors
        case "publisher":
            return (known.publisher,)
        case "published":
            return (known.published,)
        case "source":
            return article.source, known.url, known.doi


def _is_of(query: OfArticle, context: Context) -> bool:
    article = context.article
    match query:
        case ArticleHas(part, words):
            return any(occurs(words, fold(text)) for text in reference_texts(article, part))
        case ArticleTagged(wanted):
            return any(wanted.takes(tag) for tag in article.tags)
        case LanguageIs():
            return query.takes(article.metadata.language)
        case StatusIs(status):
            return context.status == status
        case TextHas(words):
            return context.text_has(words)


def _takes(query: OfMark, annotation: Annotation, context: Context) -> bool:  # noqa: C901  # a line a node
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
        case RelationIs():
            return any(query.takes(relation.name) for relation in annotation.relations)
        case CreatorHas(words):
            return occurs(words, fold(annotation.creator))
        case CreatedIn():
            return query.takes(annotation.created)
        case Has(part):
            return _has(part, annotation)
        case StateIs(state):
            return annotation.state is state
        case IsConfidential():
            return context.is_confidential(annotation)


def _has(part: MarkPart, annotation: Annotation) -> bool:
    match part:
        case "note":
            return bool(annotation.note)
        case "tag":
            return bool(annotation.tags)
        case "field":
            return bool(annotation.fields)
        case "relation":
            return bool(annotation.relations)
        case "piece":
            return bool(annotation.pieces)
        case "pieces":
            return len(annotation.pieces) > 1
        case "colour":
            return annotation.colour is not None
        case "creator":
            return bool(annotation.creator)


def _stands(words: str, annotation: Annotation, article: Article) -> bool:
    return (
        occurs(words, fold(annotation.quote))
        or occurs(words, fold(annotation.note))
        or any(occurs(words, fold(tag)) for tag in annotation.tags)
        or any(occurs(words, fold(value)) for _, value in annotation.fields)
        or occurs(words, fold(article.metadata.title))
    )
