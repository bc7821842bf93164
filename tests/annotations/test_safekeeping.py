"""Backups made by themselves, and the way back to them."""

from __future__ import annotations

import sqlite3
import tempfile
import threading
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotations import backups, safekeeping
from annotations.anchoring import describe
from annotations.backups import Backup
from annotations.errors import (
    DamagedValueError,
    DatabaseBusyError,
    DatabaseFullError,
    ForeignDatabaseError,
    InvalidValueError,
    LostDatabaseError,
    NotFoundError,
    StoreError,
    UnusableDatabaseError,
)
from annotations.library import MarkEdit, open_library
from annotations.model import Range, Timestamp
from annotations.places import backups_folder
from annotations.query import parse
from annotations.store import backup, rotation
from annotations.store.database import Database
from annotations.store.schema import STEPS
from tests.annotations.store.samples import TEXT, Clock, create, library_at, mark, opened, write

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.library import Library
    from annotations.model import ArticleId


HOUR_S = 3600


@pytest.fixture
def clock() -> Clock:
    """Says that it is ten, and a second more at each look."""
    clock = Clock()
    clock.seconds = 10 * HOUR_S
    return clock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def article(path: Path, clock: Clock) -> ArticleId:
    """An article with a mark, in a library that is closed."""
    with library_at(path, clock) as library:
        identity = opened(library, path.parent / "a.txt")
        create(library, identity, mark("crowd", tags=("a",), note="first"))
    return identity


def quotes(library: Library, article: ArticleId) -> list[str]:
    return [each.quote for each in library.annotations(article)]


# --- by themselves --------------------------------------------------------------------------------


@pytest.mark.usefixtures("article")
def test_a_backup_is_made_once_an_hour(path: Path, clock: Clock, article: ArticleId) -> None:
    with library_at(path, clock) as library:
        made = library.safekeeping.back_up_if_due()
        create(library, article, mark("Monday"))
        assert library.safekeeping.back_up_if_due() is None

        clock.seconds += HOUR_S
        later = library.safekeeping.back_up_if_due()

        assert library.safekeeping.backups() == [later, made]


def test_an_unchanged_library_gets_no_new_backup(
    path: Path, clock: Clock, article: ArticleId
) -> None:
    with library_at(path, clock) as library:
        assert library.safekeeping.back_up_if_due()
        library.keep_place(article, 5, 0.1).result()
        clock.seconds += HOUR_S

        assert library.safekeeping.back_up_if_due() is None


@pytest.mark.parametrize(
    "change", ["mark", "undo", "note", "reference", "bookmark", "forget", "article"]
)
def test_any_change_counts_as_one(
    path: Path, clock: Clock, article: ArticleId, change: str
) -> None:
    with library_at(path, clock) as library:
        opened(library, path.parent / "other.txt", "Another text that stands here.")
        library.safekeeping.back_up_if_due()
        clock.seconds += HOUR_S
        made = library.annotations(article)[0]
        if change == "mark":
            create(library, article, mark("Monday"))
        elif change == "undo":
            library.undo(article).result()
        elif change == "note":
            write(library, article, MarkEdit(before=made, after=replace(made, note="second")))
        elif change == "reference":
            library.write_reference(article, {"title": "Visit"}).result()
        elif change == "bookmark":
            library.add_bookmark(article, describe(Range(0, 9), TEXT)).result()
        elif change == "forget":
            library.forget(article).result()
        else:
            opened(library, path.parent / "third.txt", "A third text that stands here.")

        assert library.safekeeping.back_up_if_due()


def test_an_empty_library_gets_no_backup(path: Path, clock: Clock) -> None:
    with library_at(path, clock) as library:
        assert library.safekeeping.back_up_if_due() is None


def test_no_backup_fills_the_disk(
    path: Path, clock: Clock, article: ArticleId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safekeeping, "SPARE_BYTES", 1 << 60)
    with library_at(path, clock) as library:
        with pytest.raises(DatabaseFullError, match="No room"):
            library.safekeeping.back_up_if_due()

        assert library.safekeeping.care().result()[0].startswith("No room")
        create(library, article, mark("Monday"))
    assert backups.backups_of(path) == []


def test_who_waits_for_the_copy_of_a_large_library_waits_once_a_day(
    path: Path, clock: Clock, article: ArticleId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safekeeping, "LARGE_BYTES", 1)
    with library_at(path, clock) as library:
        assert library.safekeeping.back_up_if_due(is_waited_for=True)
        create(library, article, mark("Monday"))
        clock.seconds += HOUR_S

        assert library.safekeeping.back_up_if_due(is_waited_for=True) is None
        assert library.safekeeping.back_up_if_due()


@pytest.mark.usefixtures("article")
def test_care_makes_the_backup_in_the_background(path: Path, clock: Clock) -> None:
    before = threading.enumerate()
    with library_at(path, clock) as library:
        assert library.safekeeping.care().result() == ()

        assert len(library.safekeeping.backups()) == 1
    assert threading.enumerate() == before


@pytest.mark.usefixtures("article")
def test_who_leaves_before_care_is_taken_is_told_nothing(
    path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_left = threading.Event()
    told: list[object] = []
    monkeypatch.setattr(threading, "excepthook", told.append)
    with library_at(path, clock) as library:
        care = library.safekeeping
        monkeypatch.setattr(care, "_back_up_if_due", lambda: is_left.wait(20) and None)
        asked = care.care()
        assert asked.cancel()  # as the end of a screen does
        is_left.set()
        assert care._thread is not None
        care._thread.join(20)

    assert told == []


@pytest.mark.usefixtures("article")
def test_closing_ends_a_backup_that_is_being_made(
    path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_copying, before = threading.Event(), threading.enumerate()
    library = library_at(path, clock)
    check_room = safekeeping.Safekeeping._check_room

    def wait(self: safekeeping.Safekeeping, folder: Path) -> None:
        is_copying.set()
        self._is_stopped.wait()
        check_room(self, folder)

    monkeypatch.setattr(safekeeping.Safekeeping, "_check_room", wait)
    asked = library.safekeeping.care()
    is_copying.wait()
    library.close()

    assert asked.cancelled()
    assert threading.enumerate() == before
    assert list(backups_folder().iterdir()) == []


@pytest.mark.usefixtures("article")
def test_the_file_is_looked_at_once_a_day(
    path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with library_at(path, clock) as library:
        library.safekeeping.back_up_if_due()
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 4096)
    now_s = safekeeping._seconds()

    with library_at(path, clock) as library:
        assert library.safekeeping.care().result() == ()  # the copy was looked at
        monkeypatch.setattr(safekeeping, "_seconds", lambda: now_s + safekeeping.CHECKED_S + 60)
        (said,) = library.safekeeping.care().result()

    assert "is damaged" in said
    assert "postil restore" in said


@pytest.mark.usefixtures("article")
def test_the_copy_of_a_damaged_library_replaces_no_good_one(path: Path, clock: Clock) -> None:
    with library_at(path, clock) as library:
        made = library.safekeeping.back_up_if_due()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE counters SET value = value + 1")
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 4096)
    clock.seconds += HOUR_S

    with library_at(path, clock) as library:
        (said,) = library.safekeeping.care().result()

        assert f"{path} is damaged" in said
        assert library.safekeeping.backups() == [made]


# --- by hand --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("article")
def test_a_backup_by_hand_goes_among_the_others_into_a_folder_or_a_file(
    path: Path, clock: Clock, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    with library_at(path, clock) as library:
        made = library.safekeeping.back_up()
        on_stick = library.safekeeping.back_up(tmp_path / "stick")
        as_file = library.safekeeping.back_up(tmp_path / "new" / "copy.db")

    assert backups.backups_of(path) == [made]
    assert on_stick.path.parent == tmp_path / "stick"
    for each in made, on_stick, as_file:
        with library_at(each.path) as library:
            assert len(library.find(parse("crowd"))) == 1


@pytest.mark.usefixtures("article")
def test_a_backup_replaces_only_an_earlier_one_and_only_if_told(
    path: Path, clock: Clock, tmp_path: Path
) -> None:
    target, foreign = tmp_path / "copy.db", tmp_path / "letter.txt"
    foreign.write_text("Dear Ada")
    with library_at(path, clock) as library:
        library.safekeeping.back_up(target)
        with pytest.raises(InvalidValueError, match="is there already"):
            library.safekeeping.back_up(target)
        library.safekeeping.back_up(target, overwrite=True)
        with pytest.raises(ForeignDatabaseError):
            library.safekeeping.back_up(foreign, overwrite=True)
        with pytest.raises(UnusableDatabaseError, match="the library itself"):
            library.safekeeping.back_up(path, overwrite=True)

    assert foreign.read_text() == "Dear Ada"


# --- the way back ---------------------------------------------------------------------------------


def test_a_library_becomes_what_it_was_and_its_present_state_is_kept(
    path: Path, clock: Clock, article: ArticleId
) -> None:
    with library_at(path, clock) as library:
        made = library.safekeeping.back_up()
        create(library, article, mark("Monday"))

    done = backups.restore(path, made, clock=clock)

    assert (done.articles, done.marks) == (1, 1)
    with library_at(path, clock) as library:
        assert quotes(library, article) == ["crowd"]
        before = library.safekeeping.backups()[0]
        assert (before.path, before.reason) == (done.former, "restore")
    assert backups.restore(path, before, clock=clock).marks == 2


@pytest.mark.usefixtures("article")
def test_the_copy_that_is_restored_stays_though_it_is_one_too_many(
    path: Path, clock: Clock
) -> None:
    with library_at(path, clock) as library:
        made = library.safekeeping.back_up()
    for _ in range(rotation.KEPT_BEFORE):
        backups.restore(path, made, clock=clock)
    *_, oldest = (each for each in backups.backups_of(path) if each.reason == "restore")

    backups.restore(path, oldest, clock=clock)

    assert oldest in backups.backups_of(path)


def test_copies_too_many_that_cannot_be_removed_hold_up_neither_a_restore_nor_a_migration(
    path: Path, clock: Clock, article: ArticleId
) -> None:
    with library_at(path, clock) as library:
        made = library.safekeeping.back_up()
        create(library, article, mark("Monday"))
    prefix, folder = backup.prefix(path.resolve()), backups_folder()
    stuck = [folder / f"{prefix}2020010{day}000000000-migration.db" for day in range(1, 5)]
    for each in stuck:
        each.mkdir()  # as a copy that another program holds, where that forbids to remove it

    assert backups.restore(path, made, clock=clock).marks == 1
    Database(path, clock=clock, steps=(*STEPS, lambda _tables: None)).close()

    assert all(each.is_dir() for each in stuck)


def test_a_library_that_is_gone_is_brought_back_also_beside_a_stale_log(
    path: Path, clock: Clock, article: ArticleId
) -> None:
    with library_at(path, clock) as library:
        made = library.safekeeping.back_up()
    path.unlink()
    path.with_name("library.db-wal").write_bytes(b"stale")
    with pytest.raises(LostDatabaseError):
        open_library(path)

    backups.restore(path, made)

    with library_at(path) as library:
        assert quotes(library, article) == ["crowd"]
        assert [each for each in library.check() if each.severity == "error"] == []
    assert [each.read_bytes() for each in path.parent.glob("*damaged*")] == [b"stale"]


@pytest.mark.parametrize("damage", ["pages", "text"])
def test_a_damaged_library_is_moved_aside_and_brought_back(
    path: Path, clock: Clock, article: ArticleId, damage: str
) -> None:
    with library_at(path, clock) as library:
        made = library.safekeeping.back_up()
    with path.open("r+b") as file:
        if damage == "pages":
            file.truncate(path.stat().st_size // 2)
        else:
            file.write(b"Dear Ada, this is no database any more.")
    content = path.read_bytes()

    done = backups.restore(path, made)

    assert done.former is not None
    assert done.former.read_bytes() == content
    with library_at(path) as library:
        assert quotes(library, article) == ["crowd"]


def test_nothing_is_restored_while_the_library_is_open_elsewhere(
    path: Path, clock: Clock, article: ArticleId
) -> None:
    with library_at(path, clock) as library:
        made = library.safekeeping.back_up()
        create(library, article, mark("Monday"))

        with pytest.raises(DatabaseBusyError):
            backups.restore(path, made)

        create(library, article, mark("presidents"))
        assert len(quotes(library, article)) == 3


@pytest.mark.parametrize("is_linked", [False, True])
def test_a_library_is_not_restored_out_of_itself(
    path: Path, clock: Clock, article: ArticleId, *, is_linked: bool
) -> None:
    copy = path
    if is_linked:
        copy = path.with_name("link.db")
        copy.hardlink_to(path)

    with pytest.raises(UnusableDatabaseError, match="the library itself"):
        backups.restore(path, Backup(copy, Timestamp(""), "hand", 1), clock=clock)

    with library_at(path, clock) as library:
        assert quotes(library, article) == ["crowd"]
        assert library.safekeeping.backups() == []


@pytest.mark.parametrize("what", ["foreign", "newer", "damaged", "unsound", "missing"])
def test_a_copy_of_no_use_changes_nothing(
    path: Path, clock: Clock, article: ArticleId, what: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    if what == "foreign":
        copy.write_text("Dear Ada")
    elif what == "newer":
        Database(copy, clock=clock, steps=(*STEPS, lambda _tables: None)).close()
    else:
        with library_at(path, clock) as library:
            library.safekeeping.back_up(copy)
        if what == "unsound":  # it opens and answers; that something is wrong only a check tells
            with closing(sqlite3.connect(copy)) as connection, connection:
                connection.execute("PRAGMA writable_schema = ON")
                connection.execute(
                    "DELETE FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
                )
        else:
            with copy.open("r+b") as file:
                file.truncate(5 * 4096)
    made = Backup(copy, Timestamp(""), "hand", 1)
    if what == "missing":
        copy.unlink()

    with pytest.raises(StoreError):
        backups.restore(path, made)

    with library_at(path, clock) as library:
        assert quotes(library, article) == ["crowd"]


def test_an_older_copy_is_migrated_when_it_is_opened(path: Path, clock: Clock) -> None:
    old = path.with_name("old.db")
    Database(old, clock=clock, steps=STEPS[:2]).close()

    backups.restore(path, Backup(old, Timestamp(""), "hand", 1))

    with library_at(path) as library:
        assert library.history() == []


def test_one_can_begin_anew_and_keep_the_backups(
    path: Path, clock: Clock, article: ArticleId
) -> None:
    with library_at(path, clock) as library:
        made = library.safekeeping.back_up()
    with pytest.raises(UnusableDatabaseError, match="something in it"):
        backups.begin_anew(path)
    path.unlink()

    backups.begin_anew(path)

    with library_at(path) as library:
        assert library.find(parse("")) == []
        assert library.safekeeping.backups() == [made]
    assert article


def test_one_article_comes_back_as_one_step(
    path: Path, clock: Clock, article: ArticleId, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # What a kill would leave in the system's own folder nobody would sweep.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with library_at(path, clock) as library:
        crowd = library.annotations(article)[0]
        firm = create(library, article, mark("firm will", tags=("b",)))
        made = library.safekeeping.back_up()
        write(library, article, MarkEdit(before=firm, after=None))
        write(library, article, MarkEdit(before=crowd, after=replace(crowd, note="worse", tags=())))
        create(library, article, mark("Monday"))

        done = library.safekeeping.restore_article(made, article[-6:])

        assert (done.added, done.updated, done.deleted) == (1, 1, 0)
        assert quotes(library, article) == ["Monday", "firm will", "crowd"]
        back = library.annotations(article)[-1]
        assert (back.note, back.tags) == ("first", ("a",))
        assert library.peek_undo(article).label.startswith("restore of ")  # type: ignore[union-attr]
        library.undo(article).result()
        assert [each.note for each in library.annotations(article)] == ["", "worse"]
        assert library.safekeeping.restore_article(made, article[-6:]).added == 1
        assert library.safekeeping.backups() == [made]
        assert list(backups_folder().iterdir()) == [made.path]


def test_an_article_that_was_forgotten_comes_back_and_is_known_by_its_file(
    path: Path, clock: Clock, article: ArticleId
) -> None:
    with library_at(path, clock) as library:
        library.keep_place(article, 0, 0).result()
        made = library.safekeeping.back_up()
        library.forget(article).result()

        library.safekeeping.restore_article(made, article[-6:])

        assert opened(library, path.parent / "a.txt") == article
        assert quotes(library, article) == ["crowd"]
        with pytest.raises(NotFoundError):
            library.safekeeping.restore_article(made, "nothing of the kind")


def test_out_of_a_backup_that_holds_what_it_cannot_no_article_comes_back(
    path: Path, clock: Clock, article: ArticleId
) -> None:
    with library_at(path, clock) as library:
        made = library.safekeeping.back_up()
        with closing(sqlite3.connect(made.path)) as connection, connection:
            connection.execute("UPDATE articles SET authors = '{'")

        with pytest.raises(DamagedValueError, match=r"-hand\.db is damaged: authors in") as refused:
            library.safekeeping.restore_article(made, article[-6:])

        assert refused.value.hint == "Nothing was changed; another backup may be sound."
        assert quotes(library, article) == ["crowd"]


def test_what_differs_is_told_by_article(path: Path, clock: Clock, article: ArticleId) -> None:
    with library_at(path, clock) as library:
        crowd = library.annotations(article)[0]
        firm = create(library, article, mark("firm will"))
        create(library, article, mark("hall"))
        other = opened(library, path.parent / "b.txt", "Other words stand here.")
        made = library.safekeeping.back_up()
        library.forget(other).result()
        write(library, article, MarkEdit(before=firm, after=None))
        write(library, article, MarkEdit(before=crowd, after=replace(crowd, note="worse")))
        create(library, article, mark("Monday"))
        third = opened(library, path.parent / "c.txt", "A third text that is only here.")

        found = {each.article: each for each in backups.differences(path, made)}

    counts = found[article]
    assert (counts.marks, counts.only_there, counts.only_here, counts.changed) == (3, 1, 1, 1)
    assert (found[other].is_here, found[other].is_there) == (False, True)
    assert (found[third].is_here, found[third].is_there) == (True, False)
    assert not any(each.is_same for each in found.values())
    path.unlink()
    assert {each.is_here for each in backups.differences(path, made)} == {False}


@pytest.mark.usefixtures("article")
def test_a_backup_is_named_by_number_time_or_file(path: Path, clock: Clock) -> None:
    with library_at(path, clock) as library:
        old = library.safekeeping.back_up()
        clock.seconds += 2 * HOUR_S
        new = library.safekeeping.back_up()

    names = ["1", "2", "newest", "2026-11-24 10", "2026-11-24T12", str(old.path)]
    assert [backups.chosen(path, each) for each in names] == [new, old, new, old, new, old]
    copy = path.with_name("2026-11-24.db")
    copy.write_bytes(old.path.read_bytes())
    assert backups.chosen(path, str(copy)).path == copy
    for name in "0", "3", "2026-11-25", "nothing", "", "\0":
        with pytest.raises(NotFoundError):
            backups.chosen(path, name)
