"""The text of a block as HTML: what is set off, and the marks in place, cut where they overlap.

Elements are opened by where they begin, the longer first, and closed only where they must be, so that what
does not overlap is not cut. Their text is the article's, code point by code point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.document import SpanKind
from annotations.exchange.html_parts import address_of, colour_class, escaped, named

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotations.document import Span
    from annotations.model import Annotation

_ELEMENTS = {
    SpanKind.EMPHASIS: "em",
    SpanKind.STRONG: "strong",
    SpanKind.CODE: "code",
    SpanKind.SUPERSCRIPT: "sup",
    SpanKind.SUBSCRIPT: "sub",
    SpanKind.STRIKE: "s",
}


class Marked(NamedTuple):
    """A piece of a mark, or the part of it that stands in a block."""

    start: int
    end: int
    annotation: Annotation
    is_first: bool
    """Whether the mark begins here: it bears the mark's name."""
    number: int
    """Of its note, whose sign stands at the end; 0 if it has none, or not here."""


class _Element(NamedTuple):
    """What stands around a stretch of text."""

    start: int
    end: int
    name: str
    opening: str


def runs(
    text: str,
    start: int,
    end: int,
    spans: Sequence[Span],
    marked: Sequence[Marked],
    *,
    place: Callable[[str], str],
) -> str:
    """A stretch of the text.

    Args:
        text: The canonical text.
        start: Where the stretch begins.
        end: Where it ends.
        spans: What is set off in it, in any order.
        marked: The pieces of marks that touch it, by start.
        place: Gives the name of the place in this file that `#` and a position mean; empty if none.
    """
    if not spans and not marked:
        return escaped(text[start:end])
    if not spans and len(marked) == 1:
        return _with_one(text, start, end, marked[0])
    breaks = {span.start for span in spans if span.kind is SpanKind.BREAK}
    elements, references, points = _elements(start, end, spans, marked, place)
    borders = sorted(
        {start, end, *breaks, *references, *points}
        | {border for each in elements for border in (each.start, each.end)}
    )
    written: list[str] = []
    standing: list[_Element] = []
    waiting = sorted(elements, key=lambda each: (each.start, -each.end))
    waiting.reverse()
    for at, border in enumerate(borders):
        if not start <= border <= end:
            continue
        ended = [each for each in standing if each.end <= border]
        if ended:
            _close(written, standing, standing.index(ended[0]), until=border)
        if border in references:
            _refer(written, standing, references[border], border)
        written += points.get(border, ())
        if border in breaks and border < end:
            written.append("<br>")
        while waiting and waiting[-1].start <= border:
            _open(written, standing, waiting.pop(), border)
        if border < end:
            written.append(escaped(text[border : borders[at + 1]]))
    _close(written, standing, 0, until=end)
    return "".join(written)


def _with_one(text: str, start: int, end: int, marked: Marked) -> str:
    """As `runs`, where nothing is set off and one mark touches the stretch: so it mostly is."""
    first, last = min(max(marked.start, start), end), max(min(marked.end, end), start)
    found = ""
    if first < last or marked.is_first:
        found = f"{_mark(marked)}{escaped(text[first:last])}</mark>"
    sign = _sign(marked) if marked.number else ""
    return f"{escaped(text[start:first])}{found}{sign}{escaped(text[max(first, last) : end])}"


def _mark(marked: Marked) -> str:
    """The tag that begins a mark, or a part of it."""
    identity = marked.annotation.id
    name = named(marked.annotation) if marked.is_first else ""
    return f'<mark{name} class="{colour_class(marked.annotation)}" data-mark="{identity}">'


def _sign(marked: Marked) -> str:
    """The number of a note, which is no part of the text: it is not copied with it."""
    return (
        f'<a class="sign" href="#note-{marked.annotation.id}"'
        f' data-number="{marked.number}" aria-label="note {marked.number}"></a>'
    )


def _elements(
    start: int,
    end: int,
    spans: Sequence[Span],
    marked: Sequence[Marked],
    place: Callable[[str], str],
) -> tuple[list[_Element], dict[int, list[Marked]], dict[int, list[str]]]:
    """What stands around text, the signs of notes by where they stand, and marks of no length."""
    elements: list[_Element] = []
    for span in spans:
        opening = _opening(span, place)
        held = max(span.start, start), min(span.end, end)
        if opening and held[0] < held[1]:
            elements.append(_Element(*held, opening.strip("<>").partition(" ")[0], opening))
    references: dict[int, list[Marked]] = {}
    points: dict[int, list[str]] = {}
    for each in marked:
        held = min(max(each.start, start), end), max(min(each.end, end), start)
        opening = _mark(each)
        if held[0] < held[1]:
            elements.append(_Element(*held, "mark", opening))
        elif each.is_first:
            points.setdefault(held[0], []).append(f"{opening}</mark>")
        if each.number:
            references.setdefault(held[1], []).append(each)
    return elements, references, points


def _opening(span: Span, place: Callable[[str], str]) -> str:
    if span.kind is SpanKind.HYPERLINK:
        if span.target.startswith("#"):
            name = place(span.target[1:])
            return f'<a href="#{name}">' if name else ""
        address = address_of(span.target)
        return f'<a href="{address}" rel="noreferrer">' if address else ""
    name = _ELEMENTS.get(span.kind, "")
    return f"<{name}>" if name else ""


def _open(written: list[str], standing: list[_Element], element: _Element, border: int) -> None:
    """Begin an element; a hyperlink in another is none."""
    if element.end <= border or (
        element.name == "a" and any(each.name == "a" for each in standing)
    ):
        return
    written.append(element.opening)
    standing.append(element)


def _close(written: list[str], standing: list[_Element], first: int, *, until: int) -> None:
    """End the elements from one on, and begin those again that go on beyond."""
    closed = standing[first:]
    del standing[first:]
    written += [f"</{each.name}>" for each in reversed(closed)]
    for each in closed:
        if each.end > until:
            written.append(_again(each.opening))
            standing.append(each)


def _again(opening: str) -> str:
    """An element that goes on; its name, and what stands beside that, stand once."""
    before, found, after = opening.partition(' id="')
    return f"{before} class={after.partition(' class=')[2]}" if found else opening


def _refer(written: list[str], standing: list[_Element], marked: list[Marked], border: int) -> None:
    """Set the numbers of notes, outside of every hyperlink."""
    links = [number for number, each in enumerate(standing) if each.name == "a"]
    held = standing[links[0] :] if links else []
    if held:
        del standing[links[0] :]
        written += [f"</{each.name}>" for each in reversed(held)]
    written += map(_sign, marked)
    for each in held:
        if each.end > border:
            written.append(_again(each.opening))
            standing.append(each)
