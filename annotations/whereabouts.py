"""Where a passage is, in the words that people use: section, page, chapter, time, paragraph.

The one wording for the screen, the command line and every report. What a place is called by the source
is a locator of the document; a narrow place leaves out from the end of what is exact, and cuts titles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.document import SPEAKER, TIME
from annotations.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotations.document import Document

_FORMS = {"page": "p. {}", "chapter": "ch. {}", TIME: "at {}"}
_PARAGRAPH = "paragraph"
_KNOWN = frozenset((*_FORMS, _PARAGRAPH, SPEAKER))


class Whereabouts(NamedTuple):
    """The parts of a place."""

    titles: tuple[str, ...] = ()
    """Of chapter and section, the outer first; of any length."""
    exact: tuple[str, ...] = ()
    """`p. 12`, `at 00:03:10`, `para. 4`; the most needed first."""
    is_named: bool = False
    """True if the source itself names the place: more is known than a paragraph."""

    @property
    def words(self) -> str:
        """All of it: `The visit, p. 12, para. 4`."""
        return ", ".join((*self.titles, *self.exact))

    @property
    def short(self) -> str:
        """What the source itself calls it: `p. 12`; empty where it has no such name."""
        return self.exact[0] if self.is_named else ""


NOWHERE = Whereabouts()


def whereabouts(locator: Mapping[str, object], section: str = "") -> Whereabouts:
    """A place by its labels, as a document or an annotated YAML tells them.

    Args:
        locator: Labels by kind.
        section: The heading before it.
    """
    titles, exact = [section] if section else [], []
    for kind, form in _FORMS.items():
        label = _label(locator, kind)
        if kind == "chapter" and label and not label[0].isdigit():
            if label != section:
                titles.insert(0, label)
        elif label:
            exact.append(form.format(label))
    others = sorted(locator.keys() - _KNOWN)
    exact += [f"{kind} {label}" for kind in others if (label := _label(locator, kind))]
    is_named = bool(exact)
    if label := _label(locator, _PARAGRAPH):
        exact.append(f"para. {label}")
    return Whereabouts(tuple(titles), tuple(exact), is_named)


def whereabouts_in(document: Document, position: int) -> Whereabouts:
    """The place of a position in a document."""
    return whereabouts(document.locator(position), document.section(position))


def name_of(kind: str, label: str) -> str:
    """A place by itself, as a list shows it: `page 12`, `paragraph 4`; a time says what it is."""
    return label if kind == TIME else f"{kind} {label}"


def _label(locator: Mapping[str, object], kind: str) -> str:
    label = locator.get(kind)
    if isinstance(label, str):
        return " ".join(label.split())
    # Most places have one or two of the kinds.
    return str(label) if isinstance(label, int) else ""
