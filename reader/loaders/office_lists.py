"""Lists of documents in which items are paragraphs with a depth: as lists within lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.document import BlockKind
from reader.loaders.building import BETWEEN_BLOCKS, BETWEEN_LINES, Inline

if TYPE_CHECKING:
    from reader.loaders.office_leaves import Leaves


class _OpenList(NamedTuple):
    name: str
    depth: int


class ItemLists:
    """The lists that are open."""

    def __init__(self, leaves: Leaves) -> None:
        self._leaves = leaves
        self._builder = leaves.builder
        self._lists: list[_OpenList] = []

    def add(self, name: str, depth: int, number: int, content: Inline) -> None:
        """Add an item.

        Args:
            name: Of its list: at the same depth another name begins another list.
            depth: From 0.
            number: 0 if it has none.
            content: Its text.
        """
        while self._lists and self._lists[-1].depth > depth:
            self.close(len(self._lists) - 1)
        if self._lists and self._lists[-1].depth == depth:
            if self._lists[-1].name == name:
                self._builder.close()
            else:
                self.close(len(self._lists) - 1)
        is_first = not self._lists
        if is_first or self._lists[-1].depth < depth:
            self._builder.open(BlockKind.LIST)
            self._lists.append(_OpenList(name, depth))
        self._builder.open(BlockKind.ITEM, number)
        parting = BETWEEN_BLOCKS if is_first else BETWEEN_LINES
        self._leaves.add(BlockKind.PARAGRAPH, content, parting=parting)

    def close(self, kept: int = 0) -> None:
        """End the lists, but for so many outer ones."""
        while len(self._lists) > kept:
            self._builder.close()
            self._builder.close()
            self._lists.pop()
