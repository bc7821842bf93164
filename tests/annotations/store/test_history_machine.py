"""Marks, undo and redo against a dictionary, with reopening and a second program in between."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
)

from annotations.errors import NothingToUndoError
from annotations.library import MarkEdit
from annotations.model import COLOURS, AnnotationId, fold_tag
from annotations.query import parse
from tests.annotations.store.samples import TEXT, Clock, library_at, mark, opened

if TYPE_CHECKING:
    from annotations.library import Library
    from annotations.model import Annotation, Colour

Content = tuple["Colour | None", tuple[str, ...], str, tuple[tuple[str, str], ...]]
"""What the model keeps of a mark: colour, folded tags, note, fields."""

QUOTES = ("crowd", "Monday", "firm will", "He said that the firm", "“The world has changed”")
TAGS = st.lists(
    st.sampled_from(("sahel", "Sahel", "sahel/russia", "quote")), max_size=3, unique_by=fold_tag
).map(tuple)
NOTES = st.sampled_from(("", "n", "two\nlines", "日本語"))
FIELDS = st.dictionaries(st.sampled_from(("speaker", "date")), st.just("x"), max_size=2).map(
    lambda found: tuple(found.items())
)


@dataclass
class Entry:
    """A step as the model keeps it: what each mark was before and after."""

    changes: dict[AnnotationId, tuple[Content | None, Content | None]]
    undone: int = 0
    """Order of undoing; 0 while it is done."""


def content(annotation: Annotation) -> Content:
    tags = tuple(fold_tag(tag) for tag in annotation.tags)
    return (annotation.colour, tags, annotation.note, annotation.fields)


class HistoryMachine(RuleBasedStateMachine):
    """One article, two programs that write to it, and what should be there."""

    marks = Bundle("marks")

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._path = Path(self._folder.name)
        self._clock = Clock()
        self._libraries = [self._library(), self._library()]
        self._article = opened(self._libraries[0], self._path / "a.txt")
        self._model: dict[AnnotationId, Content] = {}
        self._entries: list[Entry] = []
        self._undone = 0

    def _library(self) -> Library:
        return library_at(self._path / "library.db", self._clock)

    def teardown(self) -> None:
        findings = [each for each in self._libraries[0].check() if each.severity != "note"]
        for library in self._libraries:
            library.close()
        self._folder.cleanup()
        assert findings == []

    def _stored(self, identity: AnnotationId) -> Annotation | None:
        found = self._libraries[1].annotations(self._article)
        return next((each for each in found if each.id == identity), None)

    def _write(self, program: int, edits: list[MarkEdit]) -> None:
        library = self._libraries[program]
        changes: dict[AnnotationId, tuple[Content | None, Content | None]] = {}
        for edit in edits:
            held = edit.after or edit.before
            assert held is not None
            after = None if edit.after is None else content(edit.after)
            before = self._model.get(held.id)
            if before != after:
                changes[held.id] = (before, after)
        written = library.write_marks(
            self._article, edits, action="mark", label=f"step {len(self._entries)}"
        ).result()
        assert written.conflicts == ()
        if changes:
            self._entries = [each for each in self._entries if not each.undone]
            self._entries.append(Entry(changes))
            self._apply({identity: after for identity, (_, after) in changes.items()})

    def _apply(self, wanted: dict[AnnotationId, Content | None]) -> None:
        for identity, after in wanted.items():
            if after is None:
                self._model.pop(identity, None)
            else:
                self._model[identity] = after

    @rule(
        target=marks,
        program=st.integers(0, 1),
        quotes=st.lists(st.sampled_from(QUOTES), min_size=1, max_size=3),
        colour=st.sampled_from((None, *COLOURS)),
        tags=TAGS,
        note=NOTES,
        fields=FIELDS,
    )
    def create(
        self,
        program: int,
        quotes: list[str],
        colour: Colour | None,
        tags: tuple[str, ...],
        note: str,
        fields: tuple[tuple[str, str], ...],
    ) -> object:
        made = [mark(each, colour=colour, tags=tags, note=note, fields=fields) for each in quotes]
        self._write(program, [MarkEdit(before=None, after=each) for each in made])
        return multiple(*(each.id for each in made))

    @rule(identity=marks, program=st.integers(0, 1), tags=TAGS, note=NOTES, fields=FIELDS)
    def edit(
        self,
        identity: AnnotationId,
        program: int,
        tags: tuple[str, ...],
        note: str,
        fields: tuple[tuple[str, str], ...],
    ) -> None:
        before = self._stored(identity)
        if before is not None:
            after = replace(before, tags=tags, note=note, fields=fields)
            self._write(program, [MarkEdit(before=before, after=after)])

    @rule(identity=consumes(marks), program=st.integers(0, 1))
    def delete(self, identity: AnnotationId, program: int) -> None:
        before = self._stored(identity)
        if before is not None:
            self._write(program, [MarkEdit(before=before, after=None)])

    @rule(program=st.integers(0, 1), of_library=st.booleans())
    def undo(self, program: int, *, of_library: bool) -> None:
        library, article = self._libraries[program], None if of_library else self._article
        done = [each for each in self._entries if not each.undone]
        if not done:
            with pytest.raises(NothingToUndoError):
                library.undo(article).result()
            return
        peeked = library.peek_undo(article)
        undone = library.undo(article).result()
        assert peeked is not None
        assert peeked.id == undone.entry.id
        self._undone += 1
        done[-1].undone = self._undone
        self._apply({key: before for key, (before, _) in done[-1].changes.items()})

    @rule(program=st.integers(0, 1))
    def redo(self, program: int) -> None:
        library = self._libraries[program]
        undone = [each for each in self._entries if each.undone]
        if not undone:
            with pytest.raises(NothingToUndoError):
                library.redo(self._article).result()
            return
        last = max(undone, key=lambda each: each.undone)
        library.redo(self._article).result()
        last.undone = 0
        self._apply({key: after for key, (_, after) in last.changes.items()})

    @rule(program=st.integers(0, 1))
    def reopen(self, program: int) -> None:
        self._libraries[program].close()
        self._libraries[program] = self._library()

    @rule(program=st.integers(0, 1))
    def poll(self, program: int) -> None:
        self._libraries[program].poll(self._article)
        assert self._libraries[program].poll(self._article) is None

    @invariant()
    def both_programs_see_what_should_be_there(self) -> None:
        for library in self._libraries:
            found = library.annotations(self._article)
            assert {each.id: content(each) for each in found} == self._model
            for each in found:
                assert [TEXT[held.start : held.end] for held in each.ranges] == [each.quote]
        undone = [each for each in self._libraries[0].history() if each.is_undone]
        assert len(undone) == sum(bool(each.undone) for each in self._entries)

    @invariant()
    def what_is_deleted_has_a_tombstone_and_is_not_found(self) -> None:
        annotated = self._libraries[0].annotated(self._article)
        assert not {each.id for each in annotated.deleted} & self._model.keys()
        wanted = {key for key, (_, _, note, _) in self._model.items() if "lines" in note}
        found = self._libraries[1].find(parse("note:lines"))
        assert {each.annotation.id for each in found} == wanted


TestHistoryMachine = HistoryMachine.TestCase
TestHistoryMachine.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
