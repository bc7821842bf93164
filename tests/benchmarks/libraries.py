"""Libraries of many articles and marks, made in seconds: rows written as the store would, many at once."""

from __future__ import annotations

import hashlib
import json
import random
from typing import TYPE_CHECKING

from annotations.library import open_library
from annotations.model import COLOURS, IdSource
from annotations.store.search import reindex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from sqlite3 import Connection

DAY_MS = 86_400_000
FIRST_MS = 1_700_000_000_000
"""Of the first article: in November 2023."""

RARE, MIDDLING, COMMON = "quagga", "transhumance", "government"
"""Words that stand in one quotation of ten thousand, one of a hundred, one of five."""

TAGS = 400
SPEAKERS = 300
TEXT_WORDS = 400
"""In the text kept of an article."""

_SYLLABLES = ("ba", "ko", "mi", "sal", "ter", "dun", "or", "fe", "lin", "gra", "pu", "ven", "ost")


def make(path: Path, *, articles: int, marks: int, seed: int = 7) -> None:
    """Make a library with so many articles, which share the marks out evenly."""
    with open_library(path) as library:
        library.database.write(
            lambda transaction: _fill(transaction.connection, articles, marks, random.Random(seed))
        ).result()


def _fill(connection: Connection, articles: int, marks: int, chance: random.Random) -> None:
    words = _words(chance)
    moments = iter(range(FIRST_MS, 1 << 62, max(1, 900 * DAY_MS // (articles + marks))))
    ids = IdSource(lambda: next(moments))
    tags = [f"{words[n % 40]}/{words[n]}" for n in range(40, 40 + TAGS)]
    connection.executemany(
        "INSERT INTO tags (id, name, folded, used, change) VALUES (?, ?, ?, ?, 1)",
        [(number, tag, tag, _time(FIRST_MS + number)) for number, tag in enumerate(tags)],
    )
    per_article = [marks * (n + 1) // articles - marks * n // articles for n in range(articles)]
    for count in per_article:
        _add_article(connection, ids, chance, words, count)
    reindex(connection)


def _add_article(
    connection: Connection, ids: IdSource, chance: random.Random, words: list[str], count: int
) -> None:
    article, version = ids(), ids()
    time = _time(int(article.replace("-", "")[:12], 16))
    title = " ".join(chance.choices(words, k=6)).capitalize()
    text = " ".join(chance.choices(words, k=TEXT_WORDS))
    connection.execute(
        "INSERT INTO articles (id, title, authors, publisher, published, language, source, version, "
        "created, updated, opened, change) VALUES (?, ?, ?, ?, ?, 'en', ?, ?, ?, ?, ?, 1)",
        (
            *(article, title, json.dumps([f"{chance.choice(words).title()} Traoré"])),
            *(chance.choice(words).title(), time[:10], f"/articles/{title[:20]}.md", version),
            *(time, time, time),
        ),
    )
    connection.execute(
        "INSERT INTO versions (id, article, sha256, length, loader, text, captured) "
        "VALUES (?, ?, ?, ?, 'text 1', ?, ?)",
        (version, article, hashlib.sha256(text.encode()).hexdigest(), len(text), text, time),
    )
    connection.execute(
        "INSERT INTO reading_places VALUES (?, ?, 0, ?, ?)",
        (article, version, chance.random(), time),
    )
    rows = list(_marks(ids, chance, words, count))
    connection.executemany(
        "INSERT INTO annotations (id, article, colour, note, created, updated, revision, change) "
        "VALUES (?, ?, ?, ?, ?, ?, 1, 1)",
        [(each, article, colour, note, made, made) for each, colour, _, note, made in rows],
    )
    connection.executemany(
        'INSERT INTO ranges (annotation, version, piece, start, "end", quote, state) '
        "VALUES (?, ?, 0, ?, ?, ?, 'anchored')",
        [
            (each, version, start, start + len(quote), quote)
            for start, (each, _, quote, _, _) in enumerate(rows)
        ],
    )
    connection.executemany(
        "INSERT INTO annotation_tags (annotation, tag, position, number) VALUES (?, ?, 0, 0)",
        [(each, min(int(chance.expovariate(0.02)), TAGS - 1)) for each, *_ in rows],
    )
    connection.executemany(
        "INSERT INTO fields (annotation, name, value, position, number) "
        "VALUES (?, 'speaker', ?, 0, 0)",
        [
            (each, f"{words[chance.randrange(SPEAKERS)].title()} Diallo")
            for number, (each, *_) in enumerate(rows)
            if number % 3 == 0
        ],
    )


def _marks(
    ids: IdSource, chance: random.Random, words: list[str], count: int
) -> Iterator[tuple[str, str, str, str, str]]:
    """Id, colour, quotation, note and time of each."""
    for _ in range(count):
        identity = ids()
        quote = chance.choices(words, k=chance.randint(4, 14))
        for word, share in ((RARE, 0.0001), (MIDDLING, 0.01), (COMMON, 0.2)):
            if chance.random() < share:
                quote[chance.randrange(len(quote))] = word
        note = " ".join(chance.choices(words, k=6)) if chance.random() < 0.3 else ""
        made = _time(int(identity.replace("-", "")[:12], 16))
        yield identity, chance.choice(COLOURS).value, " ".join(quote), note, made


def _words(chance: random.Random) -> list[str]:
    """A vocabulary, in which a few words are no more common than others."""
    made = {"".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(6_000)}
    return sorted(made)


def _time(moment_ms: int) -> str:
    from datetime import UTC, datetime  # beside its use

    return datetime.fromtimestamp(moment_ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.001Z")
