"""The five styles: how a list of references names a work, and a note of Chicago's.

Sources of the forms: Publication Manual of the APA (7th ed., 2020), MLA Handbook (9th ed., 2021), The
Chicago Manual of Style (17th ed., 2017, notes and bibliography), Cite Them Right (12th ed., 2022) for
Harvard, ISO 690:2021.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from annotations.cited_work import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from annotations.author_names import Name
    from annotations.cited_work import Cited, Date


class Style(StrEnum):
    """The ways to cite that have a name."""

    APA = "apa"
    MLA = "mla"
    CHICAGO = "chicago"
    HARVARD = "harvard"
    ISO690 = "iso690"


class Run(NamedTuple):
    """A stretch of a reference."""

    text: str
    is_italic: bool = False


PLACES = PAGE, PARAGRAPH, CHAPTER, TIME, SECTION = (
    "page",
    "paragraph",
    "chapter",
    "time",
    "section",
)
"""The parts of a place, as locators call them, and the heading above it."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_MLA_MONTHS = (
    *("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov."),
    "Dec.",
)
_APA_AUTHORS, _MLA_AUTHORS, ISO_AUTHORS, HARVARD_AUTHORS = 20, 2, 3, 3


# --- the styles -------------------------------------------------------------------------------

_Parts = list[Run]


def _apa(work: Cited) -> _Parts:
    names = [_with_initials(name) for name in work.authors]
    who = _apa_list(names)
    date = work.published
    when = work.year("n.d.")
    if date.year and date.month:
        when += f", {_MONTHS[date.month - 1]}{f' {date.day}' if date.day else ''}"
    title = [Run(work.title, is_italic=True), *_stop(work.title)] if work.title else []
    publisher = "" if who == work.publisher else work.publisher
    rest = [Run(f" {publisher}.")] if publisher else []
    rest += [Run(f" {work.address}")] if work.address else []
    if who:
        return [Run(_ended(who)), Run(f" ({when})."), *_after_blank(title), *rest]
    return [*title, Run(f" ({when})."), *rest] if title else [Run(f"({when})."), *rest]


def _mla(work: Cited) -> _Parts:
    parts: _Parts = []
    names = work.authors
    if names:
        who = names[0].inverted
        if len(names) == _MLA_AUTHORS:
            who += f", and {names[1].spoken}"
        elif len(names) > _MLA_AUTHORS:
            who += ", et al"
        parts.append(Run(_ended(who)))
    if work.title:
        parts += _after_blank([Run(in_quotes(work.title, "."))])
    held = [Run(work.publisher, is_italic=True)] if work.publisher else []
    tail = [text for text in (_mla_date(work.published), _bare(work.address)) if text]
    container = [*held, *([Run(", ")] if held and tail else []), Run(", ".join(tail))]
    if held or tail:
        parts += _after_blank([*container, Run(".")])
    if accessed := _mla_date(work.accessed):
        parts += _after_blank([Run(f"Accessed {accessed}.")])
    return parts


def _chicago(work: Cited) -> _Parts:
    parts: _Parts = []
    if work.authors:
        first, *others = work.authors
        who = listed([first.inverted, *(name.spoken for name in others)], 10, ", and ", comma=True)
        parts.append(Run(_ended(who)))
    if work.title:
        parts += _after_blank([Run(in_quotes(work.title, "."))])
    for text in (work.publisher, _month_first(work.published)):
        if text:
            parts += _after_blank([Run(_ended(text))])
    if not work.published.year_text and work.accessed.year:
        parts += _after_blank([Run(f"Accessed {_month_first(work.accessed)}.")])
    return parts + (_after_blank([Run(f"{work.address}.")]) if work.address else [])


def chicago_note(work: Cited, place: Mapping[str, object]) -> _Parts:
    """The text of a note."""
    names = [name.spoken for name in work.authors]
    who = f"{names[0]} et al." if len(names) > 3 else listed(names, 3, " and ")  # noqa: PLR2004  # so many
    parts = [who] if who else []
    when = _month_first(work.published)
    if not when and work.accessed.year:
        when = f"accessed {_month_first(work.accessed)}"
    where = told(place, "{}", "para. {}", "chap. {}", "under “{}”")
    tail = [each for each in (work.publisher, when, where, work.address) if each]
    if work.title:
        parts.append(in_quotes(work.title, ",") if tail else in_quotes(work.title, ""))
    text = ", ".join(parts)
    if tail:
        text += (" " if work.title else ", " if text else "") + ", ".join(tail)
    return [Run(_ended(text))] if text else []


def _harvard(work: Cited) -> _Parts:
    names = [_with_initials(name) for name in work.authors]
    who = listed(names, HARVARD_AUTHORS, " and ")
    year = f"({work.year('no date')})"
    publisher = "" if who == work.publisher else work.publisher
    when = day_first(work.published._replace(year=0)) if work.published.month else ""
    parts: _Parts = []
    if who:
        parts += [Run(f"{who} {year}")]
        if work.title:
            parts += [Run(" "), Run(work.title, is_italic=True)]
    else:
        parts += [Run(work.title, is_italic=True), Run(f" {year}")] if work.title else [Run(year)]
    tail = [each for each in (publisher, when) if each]
    ended = parts[-1].text.endswith((".", "?", "!")) and not tail
    parts.append(Run(("" if ended else ".") if not tail else f", {', '.join(tail)}."))
    if work.address:
        accessed = day_first(work.accessed)
        viewed = f" (Accessed: {accessed})" if accessed else ""
        parts.append(Run(f" Available at: {work.address}{viewed}."))
    return parts


def _iso690(work: Cited) -> _Parts:
    names = [
        ", ".join(part for part in (name.family.upper(), name.given, name.suffix) if part)
        for name in work.authors
    ]
    who = f"{names[0]} et al." if len(names) > ISO_AUTHORS else listed(names, ISO_AUTHORS, " and ")
    parts: _Parts = [Run(_ended(who))] if who else []
    if work.title:
        parts += _after_blank([Run(work.title, is_italic=True), *_stop(work.title)])
    if work.address:
        parts += _after_blank([Run("Online.")])
    when = day_first(work.published)
    when += work.letter if when else ""
    issued = ", ".join(each for each in (work.publisher, when) if each)
    viewed = day_first(work.accessed)
    issued += f" [viewed {viewed}]" if viewed else ""
    if issued.strip():
        parts += _after_blank([Run(_ended(issued.strip()))])
    return parts + (_after_blank([Run(f"Available from: {work.address}")]) if work.address else [])


REFERENCES: Mapping[Style, Callable[[Cited], _Parts]] = {
    Style.APA: _apa,
    Style.MLA: _mla,
    Style.CHICAGO: _chicago,
    Style.HARVARD: _harvard,
    Style.ISO690: _iso690,
}


# --- names ------------------------------------------------------------------------------------


def _with_initials(name: Name) -> str:
    return ", ".join(part for part in (name.family, name.initials, name.suffix) if part)


def listed(names: Sequence[str], most: int, last: str, *, comma: bool = False) -> str:
    """Names in a row, `last` before the last; the first and `et al.` where they are too many."""
    if len(names) > most:
        return f"{names[0]} et al."
    if len(names) < 2:  # noqa: PLR2004  # none or one
        return "".join(names)
    before = last if comma or len(names) > 2 else last.removeprefix(",")  # noqa: PLR2004  # as above
    return ", ".join(names[:-1]) + before + names[-1]


def _apa_list(names: Sequence[str]) -> str:
    if len(names) > _APA_AUTHORS:
        return ", ".join(names[: _APA_AUTHORS - 1]) + f", . . . {names[-1]}"
    return listed(names, _APA_AUTHORS, ", & ", comma=True)


def apa_names(names: Sequence[str]) -> str:
    """Family names within the text."""
    return listed(names, 2, " & ")


def mla_names(names: Sequence[str]) -> str:
    """Family names within the text."""
    return listed(names, 2, " and ")


# --- dates ------------------------------------------------------------------------------------


def day_first(date: Date) -> str:
    """`8 February 2023`, as much as there is."""
    if not (date.year or date.month):
        return date.written
    parts = [str(date.day)] if date.day else []
    parts += [_MONTHS[date.month - 1]] if date.month else []
    return " ".join([*parts, str(date.year)] if date.year else parts)


def _month_first(date: Date) -> str:
    """`February 8, 2023`, as much as there is."""
    if not date.year:
        return date.written
    if not date.month:
        return str(date.year)
    day = f" {date.day}," if date.day else ""
    return f"{_MONTHS[date.month - 1]}{day} {date.year}"


def _mla_date(date: Date) -> str:
    """`8 Feb. 2023`, as much as there is."""
    if not date.year:
        return date.written
    parts = [str(date.day)] if date.day else []
    parts += [_MLA_MONTHS[date.month - 1]] if date.month else []
    return " ".join([*parts, str(date.year)])


# --- places -----------------------------------------------------------------------------------


def label(place: Mapping[str, object], kind: str) -> str:
    """A part of a place, on one line; empty where it is not known."""
    known = place.get(kind, "")
    is_label = isinstance(known, str | int) and not isinstance(known, bool)
    return one_line(str(known)) if is_label else ""


def told(place: Mapping[str, object], page: str, paragraph: str, chapter: str, section: str) -> str:
    """The place in a style's words: a page is enough; else the time; else chapter and paragraph."""
    if known := label(place, PAGE):
        return page.format(known)
    if known := label(place, TIME):
        return known
    parts = []
    if known := label(place, CHAPTER):
        parts.append(chapter.format(known) if known[0].isdigit() else known)
    if known := label(place, PARAGRAPH):
        parts.append(paragraph.format(known))
    elif (known := label(place, SECTION)) and not parts:
        parts.append(section.format(known))
    return ", ".join(parts)


# --- runs ------------------------------------------------------------------------------------


def in_quotes(title: str, end: str) -> str:
    """A title in quotation marks, with what ends it inside of them unless it ends itself."""
    if not title:
        return ""
    inner = title.replace("“", "‘").replace("”", "’")  # single ones within double
    return f"“{inner}{'' if inner.endswith(('.', '?', '!')) and end == '.' else end}”"


def _bare(address: str) -> str:
    """An address without its scheme, as MLA writes it; a DOI keeps it."""
    is_doi = address.startswith("https://doi.org/")
    return address if is_doi else re.sub(r"\Ahttps?://", "", address, flags=re.IGNORECASE)


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _stop(text: str) -> _Parts:
    return [] if text.endswith((".", "?", "!")) else [Run(".")]


def _after_blank(parts: _Parts) -> _Parts:
    return [Run(" "), *parts] if parts else []


def joined(parts: _Parts) -> tuple[Run, ...]:
    """Runs of one kind put together, without a blank at the beginning."""
    runs: list[Run] = []
    for part in parts:
        text = part.text if runs else part.text.lstrip()
        if not text:
            continue
        if runs and runs[-1].is_italic is part.is_italic:
            runs[-1] = Run(runs[-1].text + text, part.is_italic)
        else:
            runs.append(Run(text, part.is_italic))
    return tuple(runs)
