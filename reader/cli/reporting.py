"""`postil export --into`: the places of a living report filled, and what became of each told."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from annotations.exchange.living import Happened
from reader.cli.printing import print_line, print_text
from reader.cli.speaking import ExitCode, complain, mention

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotations.exchange.living import Told
    from annotations.exchange.living_entries import PlaceOptions
    from reader.cli.options import Invocation

EXAMPLE = "<!-- postil: tag:sahel --> and, on the line below it, <!-- /postil -->"


def fill_report(
    invocation: Invocation,
    path: Path,
    *,
    defaults: PlaceOptions,
    dry_run: bool,
    confidential: bool,
) -> ExitCode:
    """Fill a report's places, or show the difference that it would make.

    Returns:
        ERROR if a place asks for what cannot be understood; NO if there is no place, one wants a look
        or, for `dry_run`, something would change.
    """
    with invocation.library() as library:
        before, refreshed = library.fill_report(
            path, defaults=defaults, confidential=confidential, dry_run=dry_run
        )
    if not refreshed.told:
        mention(f"{path} has no place for marks. One is {EXAMPLE}.")
        return ExitCode.NO
    for told in refreshed.told:
        _tell(told, f"{path}, line {told.line if dry_run else told.new_line}")
    is_other = refreshed.text != before
    if dry_run:
        print_text(_difference(before, refreshed.text, str(path)))
    else:
        print_line(f"{path}: {_counted(refreshed.told)}")
    left_out = sum(told.left_out for told in refreshed.told)
    if left_out:
        marks = (
            "1 confidential mark was" if left_out == 1 else f"{left_out} confidential marks were"
        )
        mention(f"{marks} left out; --confidential includes what is confidential.")
    if any(told.happened is Happened.MISTAKEN for told in refreshed.told):
        return ExitCode.ERROR
    wants_a_look = any(told.wants_a_look for told in refreshed.told)
    return ExitCode.NO if wants_a_look or (dry_run and is_other) else ExitCode.DONE


def _counted(told: tuple[Told, ...]) -> str:
    """`2 filled, 1 unchanged`."""
    counts = Counter(each.happened for each in told)
    return ", ".join(f"{counts[each]:,} {each.value}" for each in Happened if counts[each])


def _tell(told: Told, where: str) -> None:
    """Say what a person should know of a place; nothing of one that is as it should be."""
    if told.happened is Happened.GONE:
        mention(f"{where}: {told.error} What stands there was kept.")
    elif told.error is not None:
        complain(f"{where}, “{told.asked}”: {told.error}", told.error.hint)
    else:
        for sentence in _sentences(told):
            mention(f"{where}: {sentence}")


def _sentences(told: Told) -> Iterator[str]:
    if told.is_foreign:
        yield "what stands there is not postil's, and was kept; an empty place is filled."
    elif told.happened is Happened.KEPT:
        more = " Its marks have changed since it was filled." if told.is_behind else ""
        yield f"you have changed what stands there, and it was kept.{more}"
    if not told.marks:
        yield "no mark answers." if not told.left_out else "only confidential marks answer."
    if told.changed:
        yield f"the words of {_marks(told.changed)} have changed in the source."
    if told.lost:
        yield f"{_marks(told.lost)} cannot be found in the source any more."


def _marks(count: int) -> str:
    return "1 mark" if count == 1 else f"{count:,} marks"


def _difference(before: str, after: str, name: str) -> Iterator[str]:
    """What `diff -u` would show, line by line."""
    import difflib  # noqa: PLC0415 - only where it is shown

    from annotations.exchange.living_places import lines_of  # noqa: PLC0415 - likewise

    old, new = lines_of(before), lines_of(after)
    for line in difflib.unified_diff(old, new, name, f"{name} (filled)"):
        yield line.rstrip("\r\n")
