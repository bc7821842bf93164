"""Marks of two articles, renames, merges and deletions of their tags, by two programs, in any order.

The model keeps the tags of a mark as a set of numbers, and of each step what it changed; a step of marks
names tags that may be gone by the time it is undone.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from annotations.codebook_edits import Delete, Merge, Rename
from annotations.errors import ConflictError, NothingToUndoError
from annotations.library import MarkEdit
from tests.annotations.store.samples import Clock, library_at, mark, opened, write

if TYPE_CHECKING:
    from annotations.codebook_edits import Edit
    from annotations.model import AnnotationId

Tags = frozenset[int]

NAMES = ("a", "b", "c", "d")
GIVEN = st.sets(st.sampled_from(NAMES), max_size=3)


@dataclass
class Removal:
    """A tag that a step took away."""

    tag: int
    name: str
    into: int | None
    had: dict[AnnotationId, bool] = field(default_factory=dict)
    """What had it; True where it also had the tag it went into."""


@dataclass
class Step:
    """A step as the model keeps it."""

    article: int | None
    """None: of the codebook."""
    marks: dict[AnnotationId, tuple[Tags | None, Tags | None]] = field(default_factory=dict)
    renamed: tuple[int, str, str] | None = None
    removal: Removal | None = None
    undone: int = 0


class CodebookMachine(RuleBasedStateMachine):
    """Two articles, two programs that write to them, and what should be there."""

    marks = Bundle("marks")

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        path, self._clock = Path(self._folder.name), Clock()
        self._libraries = [library_at(path / "library.db", self._clock) for _ in range(2)]
        self._articles = [
            opened(self._libraries[0], path / "a.txt"),
            opened(self._libraries[0], path / "b.txt", "The crowd is another text."),
        ]
        self._texts = ("The minister", "The crowd")
        self._names: dict[int, str] = {}
        self._held: dict[AnnotationId, tuple[int, Tags]] = {}
        self._steps: list[Step] = []
        self._numbers = self._undone = 0

    def teardown(self) -> None:
        findings = [each for each in self._libraries[0].check() if each.severity != "note"]
        for library in self._libraries:
            library.close()
        self._folder.cleanup()
        assert findings == []

    # --- the model --------------------------------------------------------------------------

    def _numbered(self, names: set[str]) -> Tags:
        known = {name: number for number, name in self._names.items()}
        for name in sorted(names - known.keys()):
            self._numbers += 1
            self._names[self._numbers] = name
            known[name] = self._numbers
        return frozenset(known[name] for name in names)

    @property
    def _removals(self) -> list[Removal]:
        done = [each for each in self._steps if not each.undone]
        return [each.removal for each in done if each.removal is not None]

    def _present(self, tags: Tags, mark_id: AnnotationId | None = None) -> Tags:
        """Through all removals in force; these are told what the mark would have, if it is named."""
        for removal in self._removals:
            if mark_id is not None:
                removal.had.pop(mark_id, None)
            if removal.tag in tags:
                has_both = removal.into in tags
                tags -= {removal.tag}
                if removal.into is not None:
                    tags |= {removal.into}
                if mark_id is not None:
                    removal.had[mark_id] = has_both
        return tags

    def _record(self, step: Step) -> None:
        kept = [each for each in self._steps if not each.undone or each.article != step.article]
        self._steps = [*kept, step]

    def _remove(self, removal: Removal) -> None:
        removal.name = self._names.pop(removal.tag)
        removal.had.clear()
        for mark_id, (article, tags) in self._held.items():
            if removal.tag in tags:
                removal.had[mark_id] = removal.into in tags
                gained = set() if removal.into is None else {removal.into}
                self._held[mark_id] = (article, (tags - {removal.tag}) | gained)

    def _give_back(self, removal: Removal) -> None:
        self._names[removal.tag] = removal.name
        for mark_id, has_both in removal.had.items():
            if mark_id not in self._held:
                continue
            article, tags = self._held[mark_id]
            if removal.into is None or has_both:
                if removal.into is None or removal.into in tags:
                    self._held[mark_id] = (article, tags | {removal.tag})
            elif removal.into in tags:
                self._held[mark_id] = (article, (tags - {removal.into}) | {removal.tag})

    # --- what is done -----------------------------------------------------------------------

    @rule(target=marks, program=st.integers(0, 1), article=st.integers(0, 1), names=GIVEN)
    def create(self, program: int, article: int, names: set[str]) -> AnnotationId:
        text = self._texts[article]
        made = mark(text, text=text, tags=tuple(sorted(names)))
        write(self._libraries[program], self._articles[article], MarkEdit(None, made))
        tags = self._numbered(names)
        self._held[made.id] = (article, tags)
        self._record(Step(article, {made.id: (None, tags)}))
        return made.id

    @rule(program=st.integers(0, 1), mark_id=marks, names=GIVEN)
    def edit(self, program: int, mark_id: AnnotationId, names: set[str]) -> None:
        if mark_id not in self._held:
            return
        article, before = self._held[mark_id]
        library = self._libraries[program]
        [stored] = [
            each for each in library.annotations(self._articles[article]) if each.id == mark_id
        ]
        after = replace(stored, tags=tuple(sorted(names)))
        write(library, self._articles[article], MarkEdit(stored, after))
        tags = self._numbered(names)
        if set(stored.tags) != names or stored.tags != after.tags:
            self._held[mark_id] = (article, tags)
            self._record(Step(article, {mark_id: (before, tags)}))

    def _code(self, program: int, edit: Edit) -> None:
        self._libraries[program].coding.write(edit).result()

    @rule(program=st.integers(0, 1), data=st.data())
    def rename(self, program: int, data: st.DataObject) -> None:
        if not self._names:
            return
        tag = data.draw(st.sampled_from(sorted(self._names)))
        old, new = self._names[tag], f"{self._names[tag][0]}{len(self._steps)}"
        if new in self._names.values():
            return
        self._code(program, Rename(old, new))
        self._names[tag] = new
        self._record(Step(None, renamed=(tag, old, new)))

    @rule(program=st.integers(0, 1), data=st.data())
    def merge_or_delete(self, program: int, data: st.DataObject) -> None:
        if not self._names:
            return
        tag, other = (data.draw(st.sampled_from(sorted(self._names))) for _ in range(2))
        name = self._names[tag]
        into = None if tag == other else other
        edit = Delete((name,)) if into is None else Merge((name,), self._names[into])
        self._code(program, edit)
        removal = Removal(tag, name, into)
        self._remove(removal)
        self._record(Step(None, removal=removal))

    @rule(program=st.integers(0, 1), article=st.sampled_from((None, 0, 1)), is_undo=st.booleans())
    def take(self, program: int, article: int | None, *, is_undo: bool) -> None:
        library = self._libraries[program]
        act = library.undo if is_undo else library.redo
        of = None if article is None else self._articles[article]
        open_steps = [
            each
            for each in self._steps
            if bool(each.undone) is not is_undo and article in (None, each.article)
        ]
        if not open_steps:
            with pytest.raises(NothingToUndoError):
                act(of).result()
            return
        step = open_steps[-1] if is_undo else max(open_steps, key=lambda each: each.undone)
        if self._is_refused(step, is_undo=is_undo):
            with pytest.raises(ConflictError):
                act(of).result()
            return
        act(of).result()
        self._take(step, is_undo=is_undo)
        self._undone += 1
        step.undone = self._undone if is_undo else 0

    def _is_refused(self, step: Step, *, is_undo: bool) -> bool:
        """Whether what it changed is something else by now."""
        for mark_id, sides in step.marks.items():
            left = sides[1] if is_undo else sides[0]
            held = self._held.get(mark_id)
            if (left is None) != (held is None):
                return True
            if left is not None and held is not None and self._present(left) != held[1]:
                return True
        others = set(self._names.values())
        if step.renamed is not None:
            tag, old, new = step.renamed
            was, wanted = (new, old) if is_undo else (old, new)
            return self._names.get(tag) != was or wanted in others
        if step.removal is not None:
            removal = step.removal
            if is_undo:
                return removal.name in others or removal.into not in (None, *self._names)
            return removal.tag not in self._names or removal.into not in (None, *self._names)
        return False

    def _take(self, step: Step, *, is_undo: bool) -> None:
        for mark_id, sides in step.marks.items():
            wanted = sides[0] if is_undo else sides[1]
            assert step.article is not None
            named = (sides[0] or frozenset()) | (sides[1] or frozenset())
            if wanted is None:
                del self._held[mark_id]
            elif named <= self._names.keys():
                self._held[mark_id] = (step.article, wanted)
            else:
                self._held[mark_id] = (step.article, self._present(wanted, mark_id))
        if step.renamed is not None:
            tag, old, new = step.renamed
            self._names[tag] = old if is_undo else new
        if step.removal is not None:
            (self._give_back if is_undo else self._remove)(step.removal)

    # --- what should be there ---------------------------------------------------------------

    @invariant()
    def both_programs_see_what_should_be_there(self) -> None:
        for library in self._libraries:
            assert {tag.name for tag in library.codebook().tags} == set(self._names.values())
            for number, article in enumerate(self._articles):
                found = {each.id: set(each.tags) for each in library.annotations(article)}
                assert found == {
                    mark_id: {self._names[tag] for tag in tags}
                    for mark_id, (of, tags) in self._held.items()
                    if of == number
                }


TestCodebookMachine = CodebookMachine.TestCase
TestCodebookMachine.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
