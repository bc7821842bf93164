"""The tags as the codebook's list shows them: narrowed to what is typed, some of them chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.folding import fold
from annotations.model import fold_tag, tag_ancestors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.store.counting_tags import TagCount


class TagList:
    """All tags in the order of the tree, those that are shown, and the one that keys act on."""

    def __init__(self) -> None:
        self._all: Sequence[TagCount] = ()
        self.shown: list[TagCount] = []
        self.current = 0
        """The place among those shown."""
        self.typed = ""
        """What they are narrowed to."""
        self._found: set[str] = set()
        self._chosen: set[str] = set()

    def __len__(self) -> int:
        return len(self._all)

    @property
    def listed(self) -> int:
        """How many tags there are, without what only stands above others."""
        return sum(each.is_listed for each in self._all)

    @property
    def names(self) -> list[str]:
        """Of all tags, in order."""
        return [each.tag.name for each in self._all]

    @property
    def now(self) -> TagCount | None:
        """The current one; None if nothing is shown."""
        return self.shown[self.current] if self.shown else None

    def at(self, name: str) -> TagCount | None:
        """The tag of a name, in whatever spelling."""
        folded = fold_tag(name)
        return next((each for each in self._all if fold_tag(each.tag.name) == folded), None)

    def query_for(self, name: str) -> str:
        """What takes the marks of a tag and of those below it, also where another is called as it is."""
        from annotations.query_completion import quoted  # noqa: PLC0415  # not needed at first
        from annotations.query_tree import TagIs, fold_path  # noqa: PLC0415  # likewise

        anywhere, at_top = TagIs(fold_path(name)), TagIs(f"/{fold_path(name)}")
        is_alone = all(at_top.takes(each) for each in self.names if anywhere.takes(each))
        return f"tag:{quoted(name if is_alone else f'/{name}')}"

    # --- what is shown ----------------------------------------------------------------------

    def take(self, tree: Sequence[TagCount], *, at: str = "") -> None:
        """Show other tags; the current one stays, or becomes the one of a name.

        Where its name is gone, as by undoing what gave it, the first takes its place that was not there.
        """
        wanted = at or (self.now.tag.name if self.now else "")
        had = {fold_tag(name) for name in self.names}
        self._all = tree
        names = {fold_tag(each.tag.name) for each in tree}
        if had and fold_tag(wanted) not in names:
            wanted = next((name for name in self.names if fold_tag(name) not in had), "")
        self._chosen &= names
        self._narrow()
        self.go_to(wanted)

    def narrow(self, typed: str) -> None:
        """Show the tags in which every word typed stands, with what is above them."""
        wanted = self.now.tag.name if self.now else ""
        self.typed = typed
        self._narrow()
        if typed.strip():
            first = (place for place, each in enumerate(self.shown) if self.is_found(each))
            self.current = next(first, 0)
        else:
            self.go_to(wanted)

    def _narrow(self) -> None:
        words = fold(self.typed).split()
        self._found = {
            fold_tag(each.tag.name)
            for each in self._all
            if all(word in _searched(each) for word in words)
        }
        kept = set(self._found)
        for name in self._found:
            kept.update(tag_ancestors(name))
        self.shown = [each for each in self._all if fold_tag(each.tag.name) in kept]
        self.current = max(0, min(self.current, len(self.shown) - 1))

    def is_found(self, each: TagCount) -> bool:
        """False for a tag that is shown only because something found lies below it."""
        return fold_tag(each.tag.name) in self._found

    # --- going ------------------------------------------------------------------------------

    def go_to(self, name: str) -> None:
        """Make the tag of a name the current one, if it is shown."""
        folded = fold_tag(name)
        for place, each in enumerate(self.shown):
            if fold_tag(each.tag.name) == folded:
                self.current = place

    def move(self, motion: str, page: int) -> None:
        """Go up, down, by a page, to either end."""
        last = len(self.shown) - 1
        place = {
            "up": self.current - 1,
            "down": self.current + 1,
            "page-up": self.current - page,
            "page-down": self.current + page,
            "start": 0,
            "end": last,
        }[motion]
        self.current = max(0, min(place, last))

    # --- choosing ---------------------------------------------------------------------------

    def choose(self) -> None:
        """Choose the current one, or no longer, and go to the next."""
        if self.now is not None:
            self._chosen ^= {fold_tag(self.now.tag.name)}
            self.move("down", 1)

    def is_chosen(self, place: int) -> bool:
        """Whether the tag at a place is chosen beside others."""
        return fold_tag(self.shown[place].tag.name) in self._chosen

    def let_go(self) -> bool:
        """Choose none any more; False if none was."""
        had_any = bool(self._chosen)
        self._chosen.clear()
        return had_any

    @property
    def chosen(self) -> int:
        """How many are chosen."""
        return len(self._chosen)

    @property
    def taken(self) -> tuple[str, ...]:
        """The names that an action acts on: of those chosen, else of the current one."""
        if self._chosen:
            return tuple(
                each.tag.name for each in self._all if fold_tag(each.tag.name) in self._chosen
            )
        return (self.now.tag.name,) if self.now is not None else ()


def _searched(each: TagCount) -> str:
    tag = each.tag
    signs = "confidential" if tag.confidential else ""
    return fold(" ".join((tag.name, *tag.was, tag.description, signs, tag.colour or "")))
