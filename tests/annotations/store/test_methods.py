"""Every public method of the library against a locked, read-only, damaged and newer database.

Whoever adds a method adds it to `METHODS`; a test sees to it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from annotations.anchoring import describe
from annotations.codebook_edits import Delete, Merge, Rename, TakeIn
from annotations.coding import Coding
from annotations.errors import (
    DamagedDatabaseError,
    DatabaseBusyError,
    DatabaseFullError,
    InputOutputError,
    NewerDatabaseError,
    ReadOnlyDatabaseError,
    StoreError,
)
from annotations.library import Choice, Library, MarkEdit
from annotations.model import Codebook, Colour, Range, Relation, Tag
from annotations.query import parse
from annotations.shelf import Shelf
from tests.annotations.store.samples import (
    TEXT,
    Clock,
    create,
    document,
    library_at,
    mark,
    opened,
    source,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from annotations.model import AnnotatedArticle, Annotation, ArticleId


SOURCE = Path("/texts/a.txt")

LATER_S = 1_000
"""On the clock of a test's own, after all that was done when the library was made."""


@dataclass
class Bench:
    """A library with an article that has a mark, a note undone, an export and a bookmark."""

    library: Library
    folder: Path
    article: ArticleId
    mark: Annotation
    annotated: AnnotatedArticle
    version: Any
    bookmark: str

    def report(self) -> Path:
        """A report with a place."""
        path = self.folder / "report.md"
        path.write_text("<!-- postil: crowd -->\n<!-- /postil -->\n", encoding="utf-8")
        return path

    def call(self, name: str) -> object:
        """Call a method with fitting arguments, and wait for what it gives."""
        result = METHODS[name](self)
        return result.result() if hasattr(result, "result") else result


METHODS: dict[str, Callable[[Bench], Any]] = {
    "add_bookmark": lambda b: b.library.add_bookmark(b.article, describe(Range(4, 12), TEXT), "x"),
    "annotated": lambda b: b.library.annotated(b.article),
    "annotations": lambda b: b.library.annotations(b.article),
    "article": lambda b: b.library.article(b.article),
    "bookmarks": lambda b: b.library.bookmarks(b.article),
    "captures": lambda b: b.library.captures(b.article),
    "check": lambda b: b.library.check(),
    "codebook": lambda b: b.library.codebook(),
    "document": lambda b: b.library.document(b.article),
    "losses": lambda b: b.library.losses([Choice(b.article)], "csv"),
    "export": lambda b: b.library.export(b.article, "yaml", b.folder / "x.yaml"),
    "export_several": lambda b: b.library.export_several(
        [Choice(b.article)], "yaml", b.folder / "y.yaml"
    ),
    "fill_report": lambda b: b.library.fill_report(b.report()),
    "find": lambda b: b.library.find(parse("crowd")),
    "find_annotation": lambda b: b.library.find_annotation(b.mark.id),
    "find_article": lambda b: b.library.find_article(b.article),
    "find_source": lambda b: b.library.find_source(source(SOURCE)),
    "forget": lambda b: b.library.forget(b.article),
    "history": lambda b: b.library.history(b.article),
    "import_annotated": lambda b: b.library.import_annotated(
        replace(b.annotated, annotations=(*b.annotated.annotations, mark("Monday", tags=("new",))))
    ),
    "import_together": lambda b: b.library.import_together(
        [replace(b.annotated, annotations=(mark("Monday", tags=("new",)),))],
        texts={b.article: document(TEXT)},
    ),
    "keep_place": lambda b: b.library.keep_place(b.article, 5, 0.1),
    "known": lambda b: b.library.known(),
    "last_captured": lambda b: b.library.last_captured(b.article),
    "list_articles": lambda b: b.library.list_articles(parse("")),
    "opened": lambda b: b.library.opened(b.article),
    "open_article": lambda b: b.library.open_article(document("New. " + TEXT), source(SOURCE, 9)),
    "peek_redo": lambda b: b.library.peek_redo(b.article),
    "peek_undo": lambda b: b.library.peek_undo(b.article),
    "poll": lambda b: b.library.poll(b.article),
    "queries": lambda b: b.library.queries(),
    "query": lambda b: b.library.query("saved:q"),
    "recall": lambda b: b.library.recall(source(SOURCE, len(TEXT))),
    "recent_fields": lambda b: b.library.recent_fields(b.article),
    "recent_relations": lambda b: b.library.recent_relations(b.article),
    "recent_tags": lambda b: b.library.recent_tags(),
    "redo": lambda b: b.library.redo(b.article),
    "reference": lambda b: b.library.reference(b.article),
    "related": lambda b: b.library.related(
        [replace(b.mark, relations=(Relation(to=b.mark.id, name="answers"),))]
    ),
    "remove_bookmarks": lambda b: b.library.remove_bookmarks([b.bookmark]),
    "remove_query": lambda b: b.library.remove_query("q"),
    "save_query": lambda b: b.library.save_query("r", "saved:q tag:x"),
    "shelf.answering": lambda b: b.library.shelf.answering(parse("crowd")),
    "shelf.counts": lambda b: b.library.shelf.counts(),
    "shelf.has_text": lambda b: b.library.shelf.has_text(b.article),
    "shelf.marks": lambda b: b.library.shelf.marks(b.article, parse("crowd"), 9),
    "shelf.remove": lambda b: b.library.shelf.remove([b.article]),
    "shelf.rows": lambda b: b.library.shelf.rows(),
    "shelf.set_status": lambda b: b.library.shelf.set_status([b.article], "done"),
    "shelf.status": lambda b: b.library.shelf.status(b.article),
    "shelf.tag": lambda b: b.library.shelf.tag([b.article], ["project/one"]),
    "undo": lambda b: b.library.undo(b.article),
    "vocabulary": lambda b: b.library.vocabulary(b.article),
    "write_reference": lambda b: b.library.write_reference(
        b.article, {"title": "Visit", "authors": ("A", "B")}
    ),
    "versions": lambda b: b.library.versions(b.article),
    "coding.tree": lambda b: b.library.coding.tree(),
    "coding.text": lambda b: b.library.coding.text(),
    "coding.export": lambda b: b.library.coding.export(b.folder / "codebook.yaml"),
    "coding.write taking in": lambda b: b.library.coding.write(
        TakeIn(Codebook(colours=((Colour.RED, "x"),), tags=(Tag(name="q"),)), "f")
    ),
    "coding.plan": lambda b: b.library.coding.plan(Rename("a", "z")),
    "coding.last_step": lambda b: b.library.coding.last_step(),
    "coding.write": lambda b: b.library.coding.write(Rename("a", "z")),
    "coding.write merge": lambda b: b.library.coding.write(Merge(("a",), "b")),
    "coding.write delete": lambda b: b.library.coding.write(Delete(("a",))),
    "write_marks_of": lambda b: b.library.write_marks_of(
        {b.article: [MarkEdit(before=b.mark, after=replace(b.mark, note="n"))]},
        action="note",
        label="one",
    ),
    "write_marks": lambda b: b.library.write_marks(
        b.article,
        [
            MarkEdit(before=None, after=mark("Monday", tags=("x", "y"), fields=(("a", "b"),))),
            MarkEdit(before=b.mark, after=replace(b.mark, note="n", tags=("y",))),
        ],
        action="mark",
        label="two",
    ),
}

WRITING = (
    "add_bookmark",
    "coding.export",
    "coding.write",
    "coding.write taking in",
    "coding.write delete",
    "coding.write merge",
    "export",
    "export_several",
    "forget",
    "import_annotated",
    "import_together",
    "keep_place",
    "open_article",
    "redo",
    "remove_bookmarks",
    "remove_query",
    "save_query",
    "shelf.remove",
    "shelf.set_status",
    "shelf.tag",
    "undo",
    "write_marks",
    "write_marks_of",
    "write_reference",
)
EXPORTING = {"coding.export", "export", "export_several"}
"""These note what they wrote, where they can."""

READING = tuple(sorted(METHODS.keys() - WRITING))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made, data = _made()
    path = tmp_path / "library.db"
    path.touch(0o600)
    path.write_bytes(data)
    clock = Clock()
    clock.seconds = LATER_S
    with library_at(path, clock) as library:
        _settle(library, opened(library, SOURCE))
        yield replace(made, library=library, folder=tmp_path)


@cache
def _made() -> tuple[Bench, bytes]:
    """What the bench holds, made once in a process, and the file of its library."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        with library_at(path) as library:
            made = _bench(library, Path(folder))
        return made, path.read_bytes()


def _bench(library: Library, folder: Path) -> Bench:
    article = opened(library, SOURCE)
    made = create(library, article, mark("crowd", tags=("a", "b"), note="first"))
    write(library, article, MarkEdit(before=made, after=replace(made, note="second")))
    library.undo(article).result()
    _settle(library, article)
    library.save_query("q", "crowd").result()
    return Bench(
        library=library,
        folder=folder,
        article=article,
        mark=library.annotations(article)[0],
        annotated=library.annotated(article),
        version=library.article(article).version,
        bookmark=library.add_bookmark(article, describe(Range(0, 9), TEXT)).result().id,
    )


def _settle(library: Library, article: ArticleId) -> None:
    """No clock may be in between: the text is kept by a write of its own."""
    library.keep_place(article, 0, 0).result()


def test_the_list_holds_every_method() -> None:
    parts = (*Library.__bases__, Library)
    public = {name for part in parts for name in vars(part) if not name.startswith("_")}
    public |= {f"shelf.{name}" for name in vars(Shelf) if not name.startswith("_")}
    public |= {f"coding.{name}" for name in vars(Coding) if not name.startswith("_")}

    # Nobody waits for `keep_text`: where it fails, the text is kept with the first mark.
    without_store = {"close", "coding", "new_id", "keep_text", "safekeeping", "shelf"}
    assert public - without_store - {"shelf.let_go"} == {name.split(" ")[0] for name in METHODS}


@pytest.mark.parametrize("name", WRITING)
def test_a_write_while_another_program_writes_is_refused_after_the_time_out(
    bench: Bench, name: str
) -> None:
    bench.library.database.connection.execute("PRAGMA busy_timeout = 10")
    before = snapshot(bench.library.path)

    with closing(sqlite3.connect(bench.library.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusyError, match="held by another program"):
            bench.call(name)
        other.execute("ROLLBACK")

    assert snapshot(bench.library.path) == before
    bench.call(name)


@pytest.mark.parametrize("name", READING)
def test_a_read_while_another_program_writes_gives_the_state_before(
    bench: Bench, name: str
) -> None:
    with closing(sqlite3.connect(bench.library.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM search_text")
        other.execute("DELETE FROM annotations")

        bench.call(name)

        other.execute("ROLLBACK")
    assert len(bench.library.annotations(bench.article)) == 1


@pytest.mark.parametrize("name", sorted({*WRITING} - EXPORTING))
def test_a_write_to_a_read_only_database_is_refused(bench: Bench, name: str) -> None:
    bench.library.database.connection.execute("PRAGMA query_only = ON")

    with pytest.raises(ReadOnlyDatabaseError, match="may not be written"):
        bench.call(name)

    bench.library.database.connection.execute("PRAGMA query_only = OFF")


@pytest.mark.parametrize("name", sorted(EXPORTING))
def test_out_of_a_read_only_database_files_are_written(bench: Bench, name: str) -> None:
    bench.library.database.connection.execute("PRAGMA query_only = ON")

    bench.call(name)

    assert [each for each in bench.folder.iterdir() if each.suffix == ".yaml"]


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_database_that_a_newer_postil_has_migrated_is_refused(bench: Bench, name: str) -> None:
    with closing(sqlite3.connect(bench.library.path)) as other:
        other.execute("PRAGMA user_version = 99")
    before = snapshot(bench.library.path)

    with pytest.raises(NewerDatabaseError):
        bench.call(name)

    assert snapshot(bench.library.path) == before


@pytest.mark.parametrize("name", sorted(METHODS.keys() - {"check"}))
def test_a_damaged_database_is_said_to_be_so(tmp_path: Path, name: str) -> None:
    path = tmp_path / "library.db"
    with library_at(path) as library:
        held = _bench(library, tmp_path)
    _zero_tables(path)

    with library_at(path) as library:
        held.library = library
        with pytest.raises(DamagedDatabaseError, match="is damaged"):
            held.call(name)


def test_the_check_of_a_damaged_database_finds_it(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with library_at(path) as library:
        _bench(library, tmp_path)
    _zero_tables(path)

    with library_at(path) as library:
        assert any(finding.severity == "error" for finding in library.check())


def _zero_tables(path: Path) -> None:
    """Overwrite the first page of every table and index with zeros, but not the schema."""
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        roots = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE rootpage > 1"
        ).fetchall()
    with path.open("r+b") as file:
        for (root,) in roots:
            file.seek((root - 1) * size)
            file.write(bytes(size))


FAULTS = {
    "SQLITE_BUSY": DatabaseBusyError,
    "SQLITE_FULL": DatabaseFullError,
    "SQLITE_IOERR_FSYNC": InputOutputError,
    "SQLITE_ERROR": sqlite3.OperationalError,
}


class FaultAt:
    """Lets the n-th statement fail."""

    def __init__(self, number: int, name: str) -> None:
        self.left = number
        self._name = name

    def __call__(self, sql: str) -> None:
        if sql.startswith("PRAGMA"):
            return
        self.left -= 1
        if self.left == 0:
            error = sqlite3.OperationalError("made for a test")
            error.sqlite_errorname = self._name
            raise error


@pytest.mark.parametrize("name", sorted(METHODS.keys() - {"check"}))
@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_s6_a_fault_at_any_statement_changes_nothing_and_is_told(
    bench: Bench, name: str, fault: str
) -> None:
    watch, path = bench.library.database.watch, bench.library.path
    before = snapshot(path)

    for number in range(1, 500):
        watch.on_statement = at = FaultAt(number, fault)
        try:
            bench.call(name)
        except (StoreError, sqlite3.OperationalError) as error:
            assert isinstance(error, FAULTS[fault])  # noqa: PT017  # a loop over all statements
        finally:
            bench.library.database.write(bool).result() if at.left <= 0 else None
            watch.on_statement = None
        if at.left > 0 or snapshot(path) != before:
            break
        assert not bench.library.database.connection.in_transaction
    else:
        pytest.fail("it never came to an end")

    assert number > 1
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    bench.library.recent_tags()


def snapshot(path: Path) -> dict[str, list[Any]]:
    """All rows of all plain tables, as another program sees them."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        ).fetchall()
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
            for (name,) in names
        }
