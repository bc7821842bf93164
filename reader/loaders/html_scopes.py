"""What an element begins and its end ends: a block, a leaf of its own kind, a container.

Each function begins something and gives what ends it again; between the two the flow goes on as told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.loaders.html_flow import Flow, Manner

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.document import BlockKind

    End = Callable[[], None]
    """Ends what an element has begun."""


def nothing() -> None:
    """End what needs no end."""


class Scopes:
    """Begins and ends parts of the text that one flow brings."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.builder = flow.builder

    def enter_block(self, *, is_spaced: bool) -> End:
        """Begin a block.

        Args:
            is_spaced: An empty line parts it from others, in a list too.
        """
        flow, before = self.flow, self.flow.manner
        if is_spaced and before.is_tight:
            flow.manner = before._replace(is_tight=False)

        def end() -> None:
            flow.end_block()
            flow.manner = before

        return end

    def enter_manner(self, manner: Manner) -> End:
        """Begin a leaf of its own kind."""
        flow, before = self.flow, self.flow.manner
        flow.end_leaf()
        flow.manner = manner

        def end() -> None:
            flow.end_leaf()
            flow.manner = before

        return end

    def enter_container(self, kind: BlockKind, level: int = 0, *, is_tight: bool = False) -> End:
        """Begin a container; within a leaf it is no more than a line."""
        flow, before = self.flow, self.flow.manner
        if before.is_one:
            return flow.end_block
        flow.end_leaf()
        depth = self.builder.depth
        self.builder.open(kind, level)
        flow.manner = Manner(is_tight=is_tight)

        def end() -> None:
            flow.end_leaf()
            self.close_to(depth)
            flow.manner = before

        return end

    def close_to(self, depth: int) -> None:
        """End the containers beyond so many."""
        while self.builder.depth > depth:
            self.builder.close()
