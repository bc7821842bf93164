"""What is done at once to a hundred thousand marks: their tag renamed, merged, their article removed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from annotations.codebook_edits import Merge, Rename
from annotations.library import open_library
from tests.benchmarks import libraries
from tests.benchmarks.table import Row

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from annotations.store.database import Transaction
    from tests.benchmarks.measuring import Bench

MARKS = 100_000
LIMIT_MS = 2_000.0
TAG = "everywhere"


def rows(bench: Bench) -> list[Row]:
    """One article whose marks all have one tag; each step once, and taken back."""
    path = bench.library("coding")
    libraries.make(path, articles=1, marks=bench.marks(MARKS))
    with open_library(path) as library:
        library.database.write(_tag_all).result()
        (article,) = (row.id for row in library.shelf.rows())

        steps: dict[str, Callable[[], Future[Any]]] = {
            "rename a tag": lambda: library.coding.write(Rename(TAG, "nowhere")),
            "undo the renaming": library.undo,
            "merge a tag": lambda: library.coding.write(Merge((TAG,), "somewhere")),
            "undo the merging": library.undo,
            "remove an article": lambda: library.shelf.remove([article]),
            "undo the removal": library.undo,
            "forget an article": lambda: library.forget(article),
        }
        return [_step(what, step) for what, step in steps.items()]


def _tag_all(transaction: Transaction) -> None:
    transaction.connection.execute(
        "INSERT INTO tags (id, name, folded, change) VALUES (100000, :tag, :tag, 1), "
        "(100001, 'somewhere', 'somewhere', 1)",
        {"tag": TAG},
    )
    transaction.connection.execute(
        "INSERT INTO annotation_tags (annotation, tag, position, number) "
        "SELECT id, 100000, 1, number FROM annotations"
    )


def _step(what: str, step: Callable[[], Future[Any]]) -> Row:
    started_s = time.perf_counter()
    step().result()
    return Row(
        what=what,
        measured=(time.perf_counter() - started_s) * 1000,
        reference=0,
        limit=LIMIT_MS,
        bound="2 s",
    )
