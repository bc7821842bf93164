"""The leaves of an office document in the making, and where in them what stands that has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.document import BlockKind, Locator
from reader.loaders.building import BETWEEN_BLOCKS, Builder, Inline

if TYPE_CHECKING:
    from reader.loaders.loaded import Pause

LEAVES_PER_SLICE = 100
"""Leaves between two pauses."""

PAGE = ""
"""The name under which a page begins."""

_WHITE = " \t\n"


class Leaves:
    """Adds leaves, and knows afterwards where the places that stood in them are."""

    def __init__(self, pause: Pause) -> None:
        self.builder = Builder()
        self.positions: dict[str, int] = {}
        """Of places by their names; of two with one name the first counts."""
        self._pause = pause
        self._pages: list[int] = []
        self._before: list[str] = []
        """Places that stand before the next leaf."""
        self._waiting: list[tuple[str, int]] = []
        """Those in it, each with its offset."""
        self._code: list[str] = []
        self._code_length = 0
        self._in_code: list[tuple[str, int]] = []
        """As `_waiting`, in the lines of code so far."""
        self._is_quoting = False

    def put(self, name: str, offset: int = 0) -> None:
        """A place stands in the leaf, or the line of code, that is added next, so far from its beginning."""
        self._waiting.append((name, offset))

    def put_again(self, name: str, known: str) -> None:
        """A place stands where another does, if that one is known by now."""
        if (position := self.positions.get(known)) is not None:
            self.positions.setdefault(name, position)

    def add(
        self,
        kind: BlockKind,
        content: Inline,
        *,
        level: int = 0,
        parting: str = BETWEEN_BLOCKS,
    ) -> None:
        """Add a leaf as a `Builder` does."""
        if not self.builder.leaves % LEAVES_PER_SLICE:
            self._pause()
        index = self.builder.add(kind, content, level=level, parting=parting)
        if index is None:
            # What stood in a leaf without words stands before the next.
            self._before += [name for name, _ in self._waiting]
            self._waiting.clear()
            return
        if self._before or self._waiting:
            is_bare = kind is not BlockKind.CODE
            lead = len(content.text) - len(content.text.lstrip(_WHITE)) if is_bare else 0
            self._put_waiting(index, lead)

    def _put_waiting(self, index: int, lead: int) -> None:
        """The places that stood in a leaf are known now that it was added, without the blanks before it."""
        start, end = self.builder.blocks.starts[index], self.builder.blocks.ends[index]
        for name, offset in (*((name, 0) for name in self._before), *self._waiting):
            position = min(start + max(0, offset - lead), end)
            if name == PAGE:
                self._pages.append(position)
            else:
                self.positions.setdefault(name, position)
        self._before.clear()
        self._waiting.clear()

    # --- what several paragraphs make together --------------------------------------------

    def begin(self, kind: BlockKind | None) -> None:
        """A block of a kind begins: what went on before and is of another kind ends."""
        if self._code and kind is not BlockKind.CODE:
            content = Inline()
            content.add("\n".join(self._code))
            following, self._waiting = self._waiting, self._in_code
            self.add(BlockKind.CODE, content)
            self._waiting = following
            self._code, self._code_length, self._in_code = [], 0, []
        if (kind is BlockKind.QUOTATION) is not self._is_quoting:
            self._is_quoting = not self._is_quoting
            if self._is_quoting:
                self.builder.open(BlockKind.QUOTATION)
            else:
                self.builder.close()

    def add_code(self, line: str) -> None:
        """Add a line of code, to those before it if nothing has begun since."""
        self._in_code += [(name, self._code_length + offset) for name, offset in self._waiting]
        self._waiting.clear()
        self._code.append(line)
        self._code_length += len(line) + 1

    # --- the end --------------------------------------------------------------------------

    def resolve(self, name: str) -> str:
        """The target for a name; empty if there is no such place."""
        position = self.positions.get(name)
        return "" if position is None else f"#{position}"

    @property
    def pages(self) -> tuple[Locator, ...]:
        """The pages by their numbers; none where the document does not tell them."""
        starts = [0, *self._pages] if self._pages else []
        return tuple(Locator("page", str(n), start) for n, start in enumerate(starts, 1))
