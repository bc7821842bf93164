"""What an edit of the codebook changes, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.counting import count_of

if TYPE_CHECKING:
    from annotations.codebook_edits import Plan

NAMED_LIMIT = 3
"""Tags that are named; of more the number is told."""


def reach(plan: Plan) -> str:
    """How many marks and articles an edit reaches; empty if none."""
    if not plan.articles:
        return ""
    marks = count_of(plan.marks, "mark")
    articles = count_of(plan.articles, "article")
    return f"{marks} in {articles}" if plan.marks else articles


def told(plan: Plan) -> str:
    """What an edit changes, in a line: `2 tags renamed · 42 marks in 7 articles`."""
    if plan.is_empty:
        return "nothing changes"
    if len(plan.changed) == 1 and not (plan.added or plan.renamed or plan.merged or plan.deleted):
        return plan.label
    parts = [
        f"{_named(names)} {done}"
        for names, done in (
            (plan.deleted, "deleted"),
            (plan.added, "added"),
            (plan.changed, "changed"),
        )
        if names
    ]
    parts += _pairs(plan.merged, "into", "merged")
    parts += _pairs(plan.renamed, "→", "renamed")
    return " · ".join([*parts, *filter(None, [reach(plan)])])


def _pairs(pairs: tuple[tuple[str, str], ...], between: str, done: str) -> list[str]:
    if len(pairs) <= 1:
        return [f"{old} {between} {new}" for old, new in pairs]
    [(old, new), *rest] = pairs
    return [f"{old} {between} {new} and {len(rest):,} more {done}"]


def _named(names: tuple[str, ...]) -> str:
    return ", ".join(names) if len(names) <= NAMED_LIMIT else f"{len(names):,} tags"


PAIRS_SHOWN = 5
"""Lines that tell of single tags before an edit is done."""


def plan_lines(plan: Plan) -> list[str]:
    """What an edit would change, a line for each tag of the first ones, then what it reaches."""
    lines = [
        *(f"{old} goes into {new}" for old, new in plan.merged),
        *(f"{old} → {new}" for old, new in plan.renamed),
        *(f"{name} is deleted" for name in plan.deleted),
    ]
    shown = lines[:PAIRS_SHOWN]
    if len(lines) > len(shown):
        shown.append(f"… and {len(lines) - len(shown):,} more")
    touched = reach(plan)
    shown.append(f"this changes {touched}" if touched else "no mark and no article has it")
    return [*shown, *plan.notes]
