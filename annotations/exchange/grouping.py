"""The marks of articles under headings: by article and section, by tag, by speaker, or by day.

One tree for every report, whatever file it becomes. Order is that of the articles as they were given, in
each by place; under tags nested tags are nested headings, and a mark stands under each of its tags.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from annotations.exchange.bibliography import keyed
from annotations.exchange.quoting import ELLIPSIS, locator_of, section_of, words_of
from annotations.model import AnnotatedArticle, fold_tag, place_key
from annotations.naming import SPEAKER
from annotations.whereabouts import whereabouts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from annotations.cited_work import Cited
    from annotations.model import Annotation, Article


class Group(StrEnum):
    """By what the marks of a report are put together."""

    ARTICLE = "article"
    TAG = "tag"
    SPEAKER = "speaker"
    DATE = "date"
    """The day on which a mark was made, in UTC."""


NOTES = "Notes on the article"
LOST = "Not found in the present text"
BEFORE = "Before the first heading"
MARKS = "Marks"


class Entry(NamedTuple):
    """A mark as a report tells it; the article's document is no longer needed."""

    annotation: Annotation
    article: Article
    quotes: tuple[str, ...]
    """The words of its pieces; with soft line breaks joined where the text was at hand."""
    is_flowing: bool
    """Whether they are: each line break in it is one of the source's own."""
    section: str
    where: str
    """Section, page, paragraph … in words."""
    locator: Mapping[str, object]
    meaning: str
    """Of its colour; empty if it has none."""
    key: str
    """By which the article is cited."""
    work: Cited

    @property
    def quote(self) -> str:
        """Its words, the pieces joined."""
        return ELLIPSIS.join(self.quotes)


@dataclass(slots=True)
class Heading:
    """A part of a report: what stands under a heading, then the parts below it."""

    title: str
    """As its source or its person wrote it; empty: of what stands before all headings."""
    entries: list[Entry] = field(default_factory=list)
    below: list[Heading] = field(default_factory=list)
    is_tag: bool = False
    article: AnnotatedArticle | None = None
    """Where it is an article's heading; without its document."""

    def walk(self, level: int = 1) -> Iterator[tuple[int, Heading]]:
        """This heading and all below, with their levels from 1."""
        yield level, self
        for each in self.below:
            yield from each.walk(level + 1)

    def marks(self) -> Iterator[Annotation]:
        """The marks under it, each once."""
        told: set[str] = set()
        for _, heading in self.walk():
            for entry in heading.entries:
                if entry.annotation.id not in told:
                    told.add(entry.annotation.id)
                    yield entry.annotation


def grouped(articles: Iterable[AnnotatedArticle], group: Group) -> Iterator[Heading]:
    """The headings of the first level of a report.

    By article, one for each, made as soon as its article was given, and none is kept. Else a single one,
    the article's where there is but one: all marks are in memory at once, the texts of their articles never.
    """
    if group is Group.ARTICLE:
        for key, annotated, work in keyed(articles):
            yield _of_article(annotated, key, work)
        return
    told: list[Heading] = []
    entries: list[Entry] = []
    for key, annotated, work in keyed(articles):
        told.append(_head_of(annotated, work))
        entries += _entries(annotated, key, work)
    if told:
        head = told[0] if len(told) == 1 else Heading(f"Marks by {group}")
        head.below += _by_tag(entries) if group is Group.TAG else _by_value(entries, group)
        yield head


def _head_of(annotated: AnnotatedArticle, work: Cited) -> Heading:
    """An article's own heading."""
    bare = AnnotatedArticle(article=annotated.article, codebook=annotated.codebook)
    return Heading(work.title, article=bare)


def _entries(annotated: AnnotatedArticle, key: str, work: Cited) -> Iterator[Entry]:
    """The marks of an article, by place."""
    document = annotated.document
    meanings = dict(annotated.codebook.colours)
    for annotation in sorted(annotated.annotations, key=place_key):
        section, locator = section_of(annotation, document), locator_of(annotation, document)
        yield Entry(
            annotation=annotation,
            article=annotated.article,
            quotes=tuple(words_of(piece, document) for piece in annotation.pieces),
            is_flowing=document is not None,
            section=section,
            where=whereabouts(locator, section).words,
            locator=locator,
            meaning=meanings.get(annotation.colour, "") if annotation.colour else "",
            key=key,
            work=work,
        )


def _of_article(annotated: AnnotatedArticle, key: str, work: Cited) -> Heading:
    """Notes on the article, its marks by section, what was lost."""
    placed: list[Entry] = []
    lost, notes = Heading(LOST), Heading(NOTES)
    for entry in _entries(annotated, key, work):
        if entry.annotation.ranges:
            placed.append(entry)
        else:
            (lost if entry.annotation.pieces else notes).entries.append(entry)
    plain = BEFORE if any(each.section for each in placed) else MARKS
    sections: list[Heading] = []
    before: str | None = None
    for entry in placed:
        if entry.section != before:
            before = entry.section
            sections.append(Heading(before or plain))
        sections[-1].entries.append(entry)
    head = _head_of(annotated, work)
    head.below += [each for each in (notes, *sections, lost) if each.entries]
    return head


def _by_tag(entries: Iterable[Entry]) -> Iterator[Heading]:
    """The tags as a tree, by name; those without a tag last."""
    root, without = Heading(""), Heading("Without a tag")
    known: dict[str, Heading] = {"": root}
    for entry in entries:
        for tag in entry.annotation.tags:
            _under(tag, known).entries.append(entry)
        if not entry.annotation.tags:
            without.entries.append(entry)
    _sort(root)
    yield from root.below
    if without.entries:
        yield without


def _under(tag: str, known: dict[str, Heading]) -> Heading:
    """The heading of a tag, with those above it."""
    found = known.get(fold_tag(tag))
    if found is None:
        above, _, title = tag.rpartition("/")
        found = known[fold_tag(tag)] = Heading(title, is_tag=True)
        _under(above, known).below.append(found)
    return found


def _sort(heading: Heading) -> None:
    heading.below.sort(key=lambda each: (fold_tag(each.title), each.title))
    for each in heading.below:
        _sort(each)


def _by_value(entries: Iterable[Entry], group: Group) -> Iterator[Heading]:
    """By what is said of a mark, in order; what is said of none last."""
    known: dict[str, Heading] = {}
    for entry in entries:
        value = _value(entry.annotation, group)
        known.setdefault(value.casefold(), Heading(value)).entries.append(entry)
    without = known.pop("", None)
    yield from (known[name] for name in sorted(known))
    if without is not None:
        without.title = "Without a speaker" if group is Group.SPEAKER else "Without a date"
        yield without


def _value(annotation: Annotation, group: Group) -> str:
    if group is Group.DATE:
        return annotation.created[: len("2026-11-24")]
    return next(
        (" ".join(value.split()) for name, value in annotation.fields if name == SPEAKER), ""
    )
