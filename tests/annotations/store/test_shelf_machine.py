"""Articles tagged, taken out and taken in, their marks and the codebook, by two programs, in any order.

What each step found is kept whole: undone and done again in turn, the library must be just so again.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from annotations.codebook_edits import Add, Delete, Mean, Merge, Rename
from annotations.errors import PostilError
from annotations.library import MarkEdit
from annotations.model import (
    AnnotatedArticle,
    AnnotationId,
    Article,
    ArticleId,
    Codebook,
    Colour,
    Metadata,
    Tag,
    Timestamp,
)
from tests.annotations.store.samples import TEXT, Clock, document, library_at, mark, opened, write

if TYPE_CHECKING:
    from annotations.codebook_edits import Edit

NAMES = ("a", "b", "a/c")
WORDS = ("minister", "crowd", "Monday")
QUOTES = st.sampled_from(WORDS)
TAGS = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
PROGRAMS = st.integers(0, 1)


class State(NamedTuple):
    """All that a person sees of a library."""

    shelf: frozenset[tuple[object, ...]]
    marks: frozenset[tuple[object, ...]]
    codebook: Codebook


def incoming(number: int, words: list[str], tags: list[str], names: list[str]) -> AnnotatedArticle:
    """An article of elsewhere, with marks at words, their tags, and tags of its own."""
    marks = [
        replace(
            mark(word, tags=tuple(tags), note=f"of {number}"),
            id=AnnotationId(f"01900000-0000-7000-8000-00000000{number}00{WORDS.index(word)}"),
            created=Timestamp("2026-11-01T00:00:00Z"),
            updated=Timestamp("2026-11-01T00:00:00Z"),
        )
        for word in words
    ]
    return AnnotatedArticle(
        article=Article(
            id=ArticleId(f"01900000-0000-7000-8000-0000000000b{number}"),
            metadata=Metadata(title=f"Article {number}", publisher="The Courier"),
            tags=tuple(names),
        ),
        annotations=tuple(marks),
        document=document(TEXT + str(number)),
        codebook=Codebook(
            tags=(Tag(name="new", description="Theirs.", confidential=True), Tag(name="new/x")),
            colours=((Colour.BLUE, "theirs"),),
        ),
    )


class ShelfMachine(RuleBasedStateMachine):
    """Two programs at one library."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "library.db"
        clock = Clock()
        self._libraries = [library_at(path, clock), library_at(path, clock)]
        first = self._libraries[0]
        for name in NAMES:
            first.coding.write(Add(name)).result()
        self._own = opened(first, Path(self._folder.name) / "own.txt")
        self._done: list[State] = []
        """What each step that is done has found, the last at the end."""
        self._undone: list[State] = []
        """What each step that is undone has left, the last undone at the end."""

    def teardown(self) -> None:
        for library in self._libraries:
            library.close()
        self._folder.cleanup()

    def _state(self, program: int = 0) -> State:
        library = self._libraries[program]
        rows = library.shelf.rows()
        return State(
            frozenset((row.id, row.title, row.publisher, row.tags, row.status) for row in rows),
            frozenset(
                (each.id, each.quote, each.colour, each.note, frozenset(each.tags))
                for row in rows
                for each in library.annotations(row.id)
            ),
            library.codebook(),
        )

    def _step(self, before: State, number: int | None) -> None:
        """Something was done; where it changed nothing, it is no step."""
        if number is not None:
            self._done.append(before)
            self._undone.clear()

    # --- steps ------------------------------------------------------------------------------

    @rule(
        program=PROGRAMS, number=st.integers(1, 2), words=st.lists(QUOTES, unique=True), tags=TAGS
    )
    def take_in(self, program: int, number: int, words: list[str], tags: list[str]) -> None:
        before = self._state()
        names = ["new/x", *tags]
        found = [incoming(number, words, [*tags, "new"], names)]
        self._step(before, self._libraries[program].import_together(found).result().step)

    @rule(program=PROGRAMS, added=TAGS, taken=TAGS)
    def tag_article(self, program: int, added: list[str], taken: list[str]) -> None:
        before, known = self._state(), {tag.name for tag in self._state().codebook.tags}
        rows = [row.id for row in self._libraries[program].shelf.rows()]
        added = [each for each in added if each in known]
        self._step(before, self._libraries[program].shelf.tag(rows, added, taken).result().step)

    @rule(program=PROGRAMS, status=st.sampled_from(["unread", "done", ""]))
    def say_how_far(self, program: int, status: str) -> None:
        before, shelf = self._state(), self._libraries[program].shelf
        self._step(before, shelf.set_status([self._own], status).result().step)  # type: ignore[arg-type]  # they are

    @rule(program=PROGRAMS, at=st.integers(0, 2))
    def take_out(self, program: int, at: int) -> None:
        before, shelf = self._state(), self._libraries[program].shelf
        others = [row.id for row in shelf.rows() if row.id != self._own][at : at + 1]
        self._step(before, shelf.remove(others).result().step)

    @rule(program=PROGRAMS, word=QUOTES, tags=TAGS)
    def make_a_mark(self, program: int, word: str, tags: list[str]) -> None:
        before, known = self._state(), {tag.name for tag in self._state().codebook.tags}
        made = mark(word, tags=tuple(each for each in tags if each in known))
        step = write(self._libraries[program], self._own, MarkEdit(before=None, after=made)).step
        self._step(before, step)

    @rule(program=PROGRAMS, at=st.integers(0, 3))
    def delete_a_mark(self, program: int, at: int) -> None:
        before, library = self._state(), self._libraries[program]
        rows = [
            (row.id, each) for row in library.shelf.rows() for each in library.annotations(row.id)
        ]
        for article, each in rows[at : at + 1]:
            self._step(before, write(library, article, MarkEdit(before=each, after=None)).step)

    @rule(
        program=PROGRAMS,
        edit=st.sampled_from(
            [
                *(
                    Rename("a", "z"),
                    Rename("new", "b/new"),
                    Merge(("b",), "a"),
                    Merge(("new",), "a"),
                ),
                *(Delete(("new/x",)), Delete(("a",)), Mean(Colour.BLUE, "mine")),
            ]
        ),
    )
    def code(self, program: int, edit: Edit) -> None:
        before = self._state()
        try:
            step = self._libraries[program].coding.write(edit).result().step
        except PostilError:
            return  # no such tag, or the name is another's
        self._step(before, step)

    # --- back and forth ---------------------------------------------------------------------

    @rule(program=PROGRAMS, times=st.integers(1, 3))
    def undo(self, program: int, times: int) -> None:
        for _ in range(times):
            if not self._done:
                return
            left = self._state()
            self._libraries[program].undo().result()
            assert self._state() == self._done.pop()
            self._undone.append(left)

    @rule(program=PROGRAMS)
    def redo(self, program: int) -> None:
        found = self._state()
        if self._undone:
            self._libraries[program].redo().result()
            assert self._state() == self._undone.pop()
            self._done.append(found)

    @invariant()
    def both_programs_see_the_same(self) -> None:
        assert self._state(0) == self._state(1)


TestShelfMachine = ShelfMachine.TestCase
TestShelfMachine.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
