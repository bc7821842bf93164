"""References as a reader of the work expects them: in a list, beside a quotation, or in a form of one's own.

Pure functions of an article's metadata. A reference is a sequence of runs of text, some of them in
italics, so that each format writes them in its own way. What is not known is left out, as the styles ask,
and nothing is guessed: a web page without a date has none. The styles themselves are `citation_styles`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.citation_styles import (
    HARVARD_AUTHORS,
    ISO_AUTHORS,
    PLACES,
    REFERENCES,
    Run,
    Style,
    apa_names,
    chicago_note,
    day_first,
    in_quotes,
    joined,
    label,
    listed,
    mla_names,
    told,
)
from annotations.cited_work import Cited, Date, cited, date_of
from annotations.errors import InvalidValueError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = [
    "OPENING",
    "Cited",
    "Date",
    "Run",
    "Style",
    "by_format",
    "cited",
    "date_of",
    "in_text",
    "plain",
    "quotation",
    "reference",
    "style_of",
]

OPENING = frozenset("“„«‹‘‚\"'「『《〈»")  # noqa: RUF001  # quotation marks are what they are
"""What a quotation begins with that brings its own quotation marks."""

_FIELD = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def reference(work: Cited, style: Style) -> tuple[Run, ...]:
    """The entry of a list of references; empty where nothing at all is known."""
    if not (work.authors or work.title or work.publisher or work.address):
        return ()
    return joined(REFERENCES[style](work))


def in_text(work: Cited, style: Style, locator: Mapping[str, object] | None = None) -> str:
    """What stands behind a quotation, in round brackets; for Chicago a note's text without them.

    Args:
        work: What is cited.
        style: How.
        locator: Where the quotation stands: `page`, `paragraph`, `chapter`, `time`, `section`.
    """
    place = locator or {}
    if style is Style.CHICAGO:
        return plain(joined(chicago_note(work, place)))
    names = [name.family for name in work.authors]
    title = work.title.partition(": ")[0]
    match style:
        case Style.APA:
            who, lead = apa_names(names) or in_quotes(title, ","), ", "
            where = told(place, "p. {}", "para. {}", "Chapter {}", "{}")
            parts = [who, work.year("n.d."), where]
            if not names and title:
                # The comma stands within the quotation marks.
                return f"({who} {', '.join(each for each in parts[1:] if each)})"
        case Style.MLA:
            who, lead = mla_names(names) or in_quotes(title, ""), " "
            where = told(place, "{}", "par. {}", "ch. {}", "{}")
            if names and where and not where[0].isdigit():
                who += ","
            parts = [who, where]
        case Style.HARVARD:
            who, lead = listed(names, HARVARD_AUTHORS, " and ") or work.title, ", "
            where = told(place, "p. {}", "para. {}", "ch. {}", "{}")
            parts = [who, work.year("no date"), where]
        case Style.ISO690:
            who, lead = listed(names, ISO_AUTHORS, " and ") or work.title, ", "
            where = told(place, "p. {}", "para. {}", "chap. {}", "{}")
            parts = [f"{who} {work.year()}".strip(), where]
    return f"({lead.join(each for each in parts if each)})"


def by_format(form: str, work: Cited, locator: Mapping[str, object] | None = None) -> str:
    """A reference in a form of one's own.

    `{author}` gives the first family name, `{authors}` all names, then `{title}`, `{publisher}`, `{date}`,
    `{year}`, `{address}`, `{accessed}`, `{page}`, `{paragraph}`, `{chapter}`, `{time}`, `{section}` and
    `{where}`, the place in words. What is not known is empty; `{{` and `}}` are brackets.

    Raises:
        InvalidValueError: There is no such field, or a bracket stands alone.
    """
    place = locator or {}
    fields: dict[str, Callable[[], str]] = {
        "author": lambda: work.authors[0].family if work.authors else "",
        "authors": lambda: ", ".join(name.spoken for name in work.authors),
        "title": lambda: work.title,
        "publisher": lambda: work.publisher,
        "date": lambda: day_first(work.published),
        "year": lambda: work.published.year_text,
        "address": lambda: work.address,
        "accessed": lambda: day_first(work.accessed),
        "where": lambda: told(place, "p. {}", "para. {}", "ch. {}", "{}"),
        **{
            kind: lambda kind=kind: label(place, kind)  # type: ignore[misc]  # bound at once
            for kind in PLACES
        },
    }

    def filled(found: re.Match[str]) -> str:
        whole = found[0]
        if whole in ("{{", "}}"):
            return whole[0]
        if found[1] not in fields:
            sentence = f"{whole!r} is no field of a reference."
            raise InvalidValueError(sentence, hint=f"There are {', '.join(map(_braced, fields))}.")
        return fields[found[1]]()

    return _FIELD.sub(filled, form)


def style_of(text: str) -> Style | None:
    """The style of a name in any case, `ISO 690` too; None where it is a form of one's own.

    Raises:
        InvalidValueError: It is neither.
    """
    name = re.sub(r"[\s-]", "", text).lower()
    if name in tuple(Style):
        return Style(name)
    if "{" in text:
        by_format(text, Cited((), "", "", Date(), "", Date()))
        return None
    sentence = f"{text[:60]!r} is no way to cite."
    hint = f"There are {', '.join(Style)}, or a form such as '{{author}} {{year}}, {{where}}'."
    raise InvalidValueError(sentence, hint=hint)


def quotation(
    quote: str, work: Cited, cite: str, locator: Mapping[str, object] | None = None
) -> str:
    """A quotation as it goes into a text: with where it is from, and below the work's reference.

    Args:
        quote: Its words, on one line or several.
        work: What is quoted.
        cite: A style's name or a form, as `style_of` takes it; a form stands for both.
        locator: As for `in_text`.

    Raises:
        InvalidValueError: `cite` is neither.
    """
    style = style_of(cite)
    words = quote if quote[:1] in OPENING else f"“{quote}”"
    if style is None:
        return f"{words} {by_format(cite, work, locator)}"
    if style is Style.CHICAGO:
        return f"{words}\n\n{in_text(work, style, locator)}"
    return f"{words} {in_text(work, style, locator)}\n\n{plain(reference(work, style))}".rstrip()


def plain(runs: Sequence[Run]) -> str:
    """A reference without its italics."""
    return "".join(run.text for run in runs)


def _braced(name: str) -> str:
    return f"{{{name}}}"
