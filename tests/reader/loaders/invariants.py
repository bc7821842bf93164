"""What every document that comes out of a loader keeps to."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from annotations.document import BlockKind

if TYPE_CHECKING:
    from annotations.document import Document

WHITE = " \t\n\u00a0\u3000"


def check(document: Document) -> None:
    """Assert that text, blocks and spans are what the design says they are."""
    text, blocks = document.text, document.blocks
    odd = {c for c in text if unicodedata.category(c) in ("Cc", "Cs")} - {"\t", "\n", "\u0085"}
    assert not odd
    assert list(blocks.starts) == sorted(blocks.starts)
    covered = 0
    for index, block in enumerate(blocks):
        assert 0 <= block.start <= block.end <= len(text)
        assert block.parent < index
        if block.parent >= 0:
            parent = blocks[block.parent]
            assert parent.kind not in (BlockKind.PARAGRAPH, BlockKind.CODE, BlockKind.CELL)
            assert parent.start <= block.start
            assert block.end <= parent.end
    for index in document.leaves:
        leaf = blocks[index]
        assert leaf.start >= covered, "leaves overlap"
        assert not text[covered : leaf.start].strip(WHITE), "text between leaves"
        covered = leaf.end
    assert not text[covered:].strip(WHITE), "text after the last leaf"
    for span in document.spans:
        assert 0 <= span.start < span.end <= len(text)
