"""How a tag looks in the list of the codebook: two lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.widgets.list_view import ListRow

if TYPE_CHECKING:
    from annotations.store.counting_tags import TagCount
    from reader.themes import Look
    from reader.widgets.painting import Piece

INDENT = "  "
"""For each level of the tree."""


def tag_row(each: TagCount, look: Look, *, is_found: bool, is_counted: bool) -> ListRow:
    """The lines of a tag.

    Args:
        each: The tag and what has it.
        look: The styles.
        is_found: False where it is shown only because of what lies below it.
        is_counted: False as long as it is not known what has it.
    """
    tag = each.tag
    indent = INDENT * each.depth
    glyph = look.bar_glyph(tag.colour, has_note=True) if tag.colour else " "
    name = look.text if is_found and each.is_listed else look.muted
    first: list[Piece] = [
        (indent, look.text),
        (f"{glyph} ", look.bar(tag.colour)),
        (tag.name.rpartition("/")[2], name),
    ]
    right: list[Piece] = []
    if tag.confidential:
        right.append(("confidential", look.muted))
    if tag.letter:
        right.append((f"  #{tag.letter}", look.accent))
    second: list[Piece] = [(f"{indent}{INDENT}", look.text)]
    if is_counted:
        second += _counts(each, look)
    if tag.description:
        second.append((f"  {tag.description}", look.muted))
    return ListRow(first, right, second)


def _counts(each: TagCount, look: Look) -> list[Piece]:
    """Small bars in the colours of the marks, with how many there are."""
    if not each.marks:
        articles = f"{each.articles:,} article{'' if each.articles == 1 else 's'}"
        return [(articles if each.articles else "no marks", look.muted)]
    pieces: list[Piece] = []
    for colour, number in each.by_colour:
        glyph = look.bar_glyph(colour, has_note=True)
        if glyph.isdigit():
            glyph += ":"  # without colours the digit is the colour's
        pieces += [(glyph, look.bar(colour)), (f"{number:,} ", look.muted)]
    if each.own and each.own != each.marks:
        pieces.append((f" {each.own:,} just this", look.muted))
    return pieces
