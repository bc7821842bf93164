"""A library to try things on: `python -m tests.make_library library.db`, then `postil --db library.db`.

200 articles with 5,000 marks unless told otherwise; the same each time. Titles, authors, dates, papers,
tags, fields, notes and relations are made up, and so is what the articles say.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from annotations.document import Block, BlockKind, Blocks, Document
from annotations.library import MarkEdit, Source, open_library
from annotations.model import COLOURS, ArticleId, Metadata, Range, Relation, Timestamp
from reader.planning import new_mark

if TYPE_CHECKING:
    from annotations.library import Library
    from annotations.model import Annotation

SEED = 5
BEGUN = datetime(2025, 3, 1, 8, tzinfo=UTC)
"""When the first article was opened."""

PLACES = ("Bamako", "Niamey", "Ouagadougou", "Dakar", "Kyiv", "Geneva", "Nairobi", "N’Djamena")
THINGS = ("wheat", "fuel", "quotas", "fertiliser", "the airfield", "the mine", "gold", "the visas")
PEOPLE = (
    *("Abdoulaye Diop", "Sergei Lavrov", "Assa Traoré", "María Núñez", "Jürgen Weiß"),
    *("Oumou Sangaré", "Peter O’Neill", "Nguyễn An", "Léa Fontaine", "Kwame Mensah"),
)
PAPERS = ("Le Faso", "The Courier", "Jeune Gazette", "Süddeutsche Post", "Sahel Monitor", "")
KINDS = ("markdown 1", "html 1", "pdf 1", "text 1", "docx 1", "srt 1")
SUFFIXES = {"markdown 1": ".md", "pdf 1": ".pdf", "text 1": ".txt", "docx 1": ".docx"}
TITLES = (
    "{place}: the visit and its message",
    "What the communiqué on {thing} leaves out",
    "{thing}, and who pays for it",
    "Interview with {person} (transcript)",
    "Council minutes, session {number}",
    "The {place} airfield, caption list",
    "{person} on {thing}: “nothing has changed”",
    "Étude: {thing} entre {place} et {other}",
)
SENTENCES = (
    "The minister came to {place} on {day} to speak of {thing}.",
    "“We were promised {thing},” said {person}, “and we are still waiting.”",
    "Nobody in {place} could say what had become of {thing}.",
    "According to {person} the deliveries reached {number} tonnes in {month}.",
    "The figures that {person} named are not those of the customs office.",
    "In {place} the price of {thing} has doubled since {month}.",
    "“The world has changed,” {person} added, and the hall applauded.",
    "What was agreed on {thing} stands in an annex that was not published.",
    "{person} did not answer a question about {thing}.",
    "A second plane landed in {place} on {day}, without a manifest.",
)
TAGS = (
    *("sahel", "sahel/russia", "sahel/mali", "quote", "numbers", "numbers/doubtful", "diplomacy"),
    *("rhetoric", "follow-up", "economy/trade", "economy/fuel", "source", "Übersetzung"),
)
PROJECTS = ("project/annual report", "project/fuel", "seminar", "chapter 4")
NOTES = (
    *("Ask for numbers.", "Compare the February speech.", "Who says so? Only one source."),
    *("Official line.", "Deliveries named, sums not.", "Check with the customs office.\n\nTwice."),
)
RELATIONS = ("supports", "contradicts", "answers")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MONTHS = ("January", "February", "March", "October", "November")


class Made(NamedTuple):
    """What was made."""

    articles: list[ArticleId]
    marks: int


class _Clock:
    def __init__(self) -> None:
        self.moment = BEGUN

    def __call__(self) -> Timestamp:
        self.moment += timedelta(milliseconds=1)
        return Timestamp(self.moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"))


def make_library(path: Path, *, articles: int = 200, marks: int = 5_000) -> Made:
    """Make a library; the path must be free.

    Args:
        path: The database.
        articles: How many.
        marks: How many in all; some articles have none, a few have many.
    """
    chance, clock = random.Random(SEED), _Clock()

    def ids() -> str:
        """UUIDs of version 7 by the clock of the story."""
        clock()
        made = (
            int(clock.moment.timestamp() * 1000) << 80 | 7 << 76 | 2 << 62 | chance.getrandbits(62)
        )
        return str(UUID(int=made))

    with open_library(path, clock=clock, ids=ids) as library:
        shares = [0 if number % 7 == 3 else chance.paretovariate(1.2) for number in range(articles)]
        whole, given, made = sum(shares), 0, list[ArticleId]()
        for number, share in enumerate(shares):
            clock.moment = BEGUN + timedelta(hours=number * 15_000 / articles)
            due = round(sum(shares[: number + 1]) / whole * marks) if share else given
            made.append(_article(library, chance, number, due - given))
            given = due
        return Made(made, given)


def _words(chance: random.Random) -> dict[str, str]:
    place, other = chance.sample(PLACES, 2)
    return {
        "place": place,
        "other": other,
        "thing": chance.choice(THINGS),
        "person": chance.choice(PEOPLE),
        "number": f"{chance.randrange(3, 9900):,}",
        "day": chance.choice(DAYS),
        "month": chance.choice(MONTHS),
    }


def _said(chance: random.Random, patterns: tuple[str, ...]) -> str:
    text = chance.choice(patterns).format_map(_words(chance))
    return text[0].upper() + text[1:]


def _document(chance: random.Random, sentences: int) -> tuple[Document, list[Range]]:
    """A text with the ranges of its sentences."""
    title, parts, held, blocks, at = _said(chance, TITLES), list[str](), list[Range](), [], 0
    parts.append(title)
    blocks.append(Block(kind=BlockKind.HEADING, start=0, end=len(title), level=1))
    at = len(title) + 2
    left = sentences
    while left > 0:
        start, paragraph = at, list[str]()
        for _ in range(min(left, chance.randrange(2, 6))):
            sentence = _said(chance, SENTENCES)
            held.append(Range(at, at + len(sentence)))
            paragraph.append(sentence)
            at += len(sentence) + 1
            left -= 1
        parts.append(" ".join(paragraph))
        blocks.append(Block(kind=BlockKind.PARAGRAPH, start=start, end=at - 1))
        at += 1
    day = BEGUN - timedelta(days=chance.randrange(900))
    metadata = Metadata(
        title=title,
        authors=tuple(chance.sample(PEOPLE, chance.choice((0, 1, 1, 2)))),
        publisher=chance.choice(PAPERS),
        published=chance.choice((f"{day:%Y-%m-%d}", f"{day:%Y-%m-%d}", f"{day:%Y}", "")),
        language=chance.choice(("en", "en", "fr", "")),
    )
    loader = chance.choice(KINDS)
    text = "\n\n".join(parts)
    return Document(text=text, blocks=Blocks(blocks), metadata=metadata, loader=loader), held


def _article(library: Library, chance: random.Random, number: int, marks: int) -> ArticleId:
    document, sentences = _document(chance, max(12, marks * 2))
    suffix = SUFFIXES.get(document.loader)
    if suffix is None:
        place = Source(kind="address", location=f"https://example.org/{number:05}.html")
    else:
        # Known to nobody but the library, which keeps the text.
        place = Source(
            kind="path", location=f"/made-up/{number:05}{suffix}", sha256=f"{number:064}"
        )
    article = library.open_article(document, place).result().article.id
    library.keep_text(article)
    # Waits for it: two threads that ask for the time at once would make another library each time.
    library.database.write(bool).result()
    if marks:
        chosen = sorted(chance.sample(sentences, marks))
        made = [_mark(library, chance, document.text, held) for held in chosen]
        edits = [MarkEdit(before=None, after=mark) for mark in _related(made)]
        library.write_marks(article, edits, action="mark", label="marks").result()
    if number % 4:
        share = chance.choice((0.12, 0.38, 0.62, 1.0, 1.0))
        library.keep_place(article, int(share * (len(document.text) - 1)), share).result()
    if number % 9 == 0:
        library.shelf.tag([article], [chance.choice(PROJECTS)]).result()
    if number % 23 == 5:
        library.shelf.set_status([article], "done").result()
    return article


def _mark(library: Library, chance: random.Random, text: str, held: Range) -> Annotation:
    colour = chance.choices((*COLOURS, None), (30, 12, 12, 20, 8, 8, 4))[0]
    made = new_mark(library.new_id(), text, held, colour)
    fields = []
    if chance.random() < 0.3:
        fields.append(("speaker", chance.choice(PEOPLE)))
    if chance.random() < 0.1:
        fields.append(("certainty", chance.choice(("low", "high"))))
    return replace(
        made,
        tags=tuple(chance.sample(TAGS, chance.choice((0, 1, 1, 2)))),
        note=chance.choice(NOTES) if chance.random() < 0.35 else "",
        fields=tuple(fields),
    )


def _related(marks: list[Annotation]) -> list[Annotation]:
    """The marks, of which every tenth leads to the one before it."""
    return [
        replace(mark, relations=(Relation(to=marks[at - 1].id, name=RELATIONS[at // 10 % 3]),))
        if at % 10 == 4
        else mark
        for at, mark in enumerate(marks)
    ]


def main() -> None:
    """Make the library that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--marks", type=int, default=5_000)
    asked = parser.parse_args()
    made = make_library(asked.path, articles=asked.articles, marks=asked.marks)
    print(f"{len(made.articles):,} articles with {made.marks:,} marks in {asked.path}")


if __name__ == "__main__":
    main()
