"""What the lines above and below the text say, from plain facts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from annotations.values import NamedTuple

if TYPE_CHECKING:
    from annotations.errors import PostilError, QueryError
    from annotations.results import HistoryEntry

READING_CHARACTERS_A_MINUTE = 1_150
"""Some 230 words of five letters with their spaces."""

HOURS_FROM_MINUTES = 100
"""From here on the time left is told in hours."""

MISTAKE_LENGTH = 12
"""Code points of a query that are shown from a mistake on."""

Hints = list[tuple[str, str]]


def count_of(number: int, thing: str) -> str:
    """`1 mark`, `4 marks`."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def asked_to_undo(entry: HistoryEntry) -> str:
    """What is said before a step is undone that would surprise."""
    moment = datetime.fromisoformat(entry.time).astimezone()
    return f"u again undoes: {entry.label} ({moment.day} {moment:%b %Y, %H:%M})"


def several(number: int, thing: str) -> str:
    """How many are acted on, where that is more than the one at hand: `2 marks`, else empty."""
    return count_of(number, thing) if number > 1 else ""


def list_end(motion: str) -> str:
    """Why a motion leads nowhere in a list."""
    return f"the list {'begins' if motion in ('up', 'page-up', 'start') else 'ends'} here"


def promises_undo(message: str) -> bool:
    """True where it is said that `u` takes back what was just done: it then does, wherever that stands."""
    return any(f" u {verb}" in message for verb in ("takes", "brings"))


def failed(error: PostilError) -> str:
    """What went wrong and what to do, on a line."""
    sentence = str(error).rstrip(".")
    return f"{sentence} · {error.hint}" if error.hint else sentence


def mistaken(error: QueryError) -> str:
    """What is wrong with a query that is typed, and where."""
    at = error.query[error.position : error.position + MISTAKE_LENGTH]
    sentence = str(error).rstrip(".")
    return f"at “{at}”: {sentence}" if at else sentence


def per_cent(share: float) -> str:
    """A share of 0 to 1, rounded down, so that 100 % is the end."""
    return f"{int(share * 100)} %"


def time_left(characters: int) -> str:
    """How long reading so many code points takes; empty for less than a minute."""
    minutes = characters / READING_CHARACTERS_A_MINUTE
    if minutes < 1:
        return ""
    if minutes < HOURS_FROM_MINUTES:
        return f"{round(minutes)} min left"
    return f"{round(minutes / 60):,} h left"


class Situation(NamedTuple):
    """What decides which keys are worth a hint."""

    is_noting: bool = False
    is_in_panel: bool = False
    is_selecting: bool = False
    is_on_mark: bool = False
    has_marks: bool = False
    can_add: bool = False
    """There is a mark to which `A` would add the selection."""
    stack: tuple[int, int] = (0, 0)
    """Where several marks overlap at the caret: which of them keys act on, from 1, and how many."""
    is_searching: bool = False
    """Hits of a search are shown."""
    has_relations: bool = False
    """The focused card has some."""
    is_filtering: bool = False
    """A filter is being typed."""
    is_filtered: bool = False
    """A filter holds back some of the cards."""
    chosen: int = 0
    """Cards chosen together, with the focus in the panel."""
    hyperlink: str = ""
    """Where the hyperlink at the caret leads."""


def hints_for(situation: Situation) -> tuple[str, Hints]:
    """The mode's sign (empty at rest) and the hints, most needed first."""
    if situation.is_noting:
        return "NOTE", [("esc", "keep"), ("^t", "editor"), ("^z", "undo")]
    if situation.is_filtering:
        return "FILTER", [
            ("enter", "to the cards"),
            ("esc", "all cards"),
            ("tab", "complete"),
            ("tag:", "a tag"),
            ("colour:", "a colour"),
            ("-", "without"),
            ("or", "either"),
        ]
    if situation.is_in_panel and situation.chosen:
        return "PANEL", [
            ("", f"{situation.chosen:,} chosen"),
            ("1–6", "colour"),
            ("t", "tag"),
            ("x", "delete"),
            ("space", "choose"),
            ("*", "all"),
            ("esc", "drop"),
        ]
    if situation.is_in_panel:
        return "PANEL", [
            ("enter", "go there"),
            *([("esc", "all cards")] if situation.is_filtered else []),
            *([("→", "follow")] if situation.has_relations else []),
            ("t", "tag"),
            ("a", "note"),
            ("1–6", "colour"),
            ("x", "delete"),
            ("space", "choose"),
            ("/", "filter"),
            ("tab", "text"),
            ("?", "help"),
        ]
    if situation.is_selecting:
        return "SELECT", [
            ("1–6", "mark"),
            ("t", "tag"),
            ("a", "note"),
            *([("A", "add to last mark")] if situation.can_add else []),
            ("s S", "grow, shrink"),
            ("y", "copy"),
            ("esc", "drop"),
        ]
    if situation.is_searching:
        return "", [
            ("n N", "next, before"),
            ("*", "in context"),
            ("/", "search"),
            ("s", "sentence"),
            ("1–6", "mark"),
            ("esc", "clear"),
            ("?", "help"),
        ]
    if situation.hyperlink:
        return "", [("enter", situation.hyperlink), ("?", "help"), ("q", "quit")]
    if situation.is_on_mark:
        return "", [
            *(
                [(".", "{} of {} marks here".format(*situation.stack))]
                if situation.stack[1]
                else []
            ),
            ("t", "tag"),
            ("a", "note"),
            ("1–6", "colour"),
            ("r", "ends"),
            ("x", "delete"),
            ("enter", "card"),
            ("[ ]", "marks"),
            ("?", "help"),
        ]
    marks = [("[ ]", "marks")] * situation.has_marks
    hints = [("s", "sentence"), ("c", "quotation"), ("f", "passage"), ("/", "search")]
    # Help before marks: with the mouse alone it leads to every other key.
    return "", [*hints, ("?", "help"), *marks, ("q", "quit"), ("X", "export")]
