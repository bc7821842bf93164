"""How a report refers to what it quotes: behind each quotation, and in a list at its end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.citations import Run, by_format, in_text, reference, style_of
from annotations.errors import InvalidValueError
from annotations.lettering import LETTERED, letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from annotations.citations import Style
    from annotations.cited_work import Cited
    from annotations.exchange.grouping import Entry

PANDOC = "pandoc"
"""`[@lavrov2023visit, p. 4]`: the key stands in the bibliography that BibTeX or CSL-JSON hold."""

_LOCATORS = {"page": "p.", "chapter": "chap.", "paragraph": "para."}
_NUMBERED = re.compile(r"[\w.:\u2013-]*\d[\w.:\u2013-]*|[ivxlcdm]+", re.IGNORECASE)


class Citing:
    """The references of a report; those it was asked for are listed at its end."""

    def __init__(self, cite: str, works: Iterable[Cited] = ()) -> None:
        """Choose how to cite.

        Args:
            cite: A style's name, a form of one's own, `pandoc`, or nothing for title and place.
            works: All that will be cited, as far as that is known.

        Raises:
            InvalidValueError: It is none of them.
        """
        self._cite = cite.strip()
        self.is_for_pandoc = self._cite.lower() == PANDOC
        self._style: Style | None = None
        if self._cite and not self.is_for_pandoc:
            self._style = style_of_report(self._cite)
        self._letters = letters(works) if self._style in LETTERED else {}
        self._works: dict[str, Cited] = {}

    def of(self, entry: Entry) -> str:
        """What stands behind a quotation; empty if nothing was asked for."""
        if not self._cite:
            return ""
        work = entry.work._replace(letter=self._letters.get(entry.work, ""))
        self._works[entry.key] = work
        if self.is_for_pandoc:
            return f"[@{', '.join(filter(None, (entry.key, _pandoc_locator(entry.locator))))}]"
        if self._style is None:
            return by_format(self._cite, work, entry.locator)
        return in_text(work, self._style, entry.locator)

    def references(self) -> Iterator[tuple[Run, ...]]:
        """The list of what was cited, in order; none where the reader's program makes it."""
        style = self._style
        if style is None:
            return
        written = {reference(work, style) for work in self._works.values()}
        by_text = {"".join(run.text for run in runs): runs for runs in written}
        for text in sorted(by_text, key=lambda each: (each.casefold(), each)):
            if text:
                yield by_text[text]


def has_letters(cite: str) -> bool:
    """True for a way to cite in which works of one author and year have letters."""
    try:
        return style_of_report(cite) in LETTERED
    except InvalidValueError:
        return False


def style_of_report(cite: str) -> Style | None:
    """As `style_of`, where `pandoc` is a way too.

    Raises:
        InvalidValueError: There is no such way to cite.
    """
    if cite.strip().lower() == PANDOC:
        return None
    try:
        return style_of(cite)
    except InvalidValueError as error:
        raise InvalidValueError(str(error), hint=f"{error.hint[:-1]}, or {PANDOC}.") from error


def _pandoc_locator(locator: Mapping[str, object]) -> str:
    """The first that pandoc has a word for: page, chapter, paragraph."""
    for kind, word in _LOCATORS.items():
        label = str(locator.get(kind, ""))
        if _NUMBERED.fullmatch(label):
            return f"{word} {label}"
    return ""
