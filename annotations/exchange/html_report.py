"""Quotations in HTML, under headings: what a file without the article's text holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.exchange.html_parts import colour_class, direction, escaped, named, remarks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotations.exchange.citing import Citing
    from annotations.exchange.grouping import Entry, Heading
    from annotations.model import Annotation, AnnotationId

_HEADING_LIMIT = 6


class Report:
    """Writes the parts of a report; the marks of each are named once in the file."""

    def __init__(self, citing: Citing) -> None:
        self._citing = citing
        self._named: set[AnnotationId] = set()

    def below(self, top: Heading) -> Iterator[str]:
        """What stands under a heading of the first level."""
        known = frozenset(each.id for each in top.marks())
        for level, heading in top.walk():
            if heading is not top:
                name = f"h{min(level, _HEADING_LIMIT)}"
                sign = '<span class="tag">#</span>' if heading.is_tag and level == 2 else ""  # noqa: PLR2004
                yield f"<{name}{direction(heading.title)}>{sign}{escaped(heading.title)}</{name}>\n"
            for entry in heading.entries:
                yield self._entry(entry, known, has_source=top.article is None)

    def _entry(self, entry: Entry, known: frozenset[AnnotationId], *, has_source: bool) -> str:
        annotation = entry.annotation
        cited = self._citing.of(entry)
        told = [f"<cite>{escaped(entry.work.title)}</cite>"] if has_source and not cited else []
        told += [escaped(each) for each in (cited or entry.where, entry.meaning) if each]
        is_first = annotation.id not in self._named
        self._named.add(annotation.id)
        return figure(annotation, entry.quote, " · ".join(told), known, is_named=is_first)

    def references(self) -> Iterator[str]:
        """The list at the end of the file."""
        written = [
            "".join(
                f"<i>{escaped(run.text)}</i>" if run.is_italic else escaped(run.text)
                for run in runs
            )
            for runs in self._citing.references()
        ]
        if written:
            yield '<section class="references">\n<h2>References</h2>\n'
            yield from (f"<p>{each}</p>\n" for each in written)
            yield "</section>\n"


def figure(
    annotation: Annotation,
    quote: str,
    where: str,
    known: frozenset[AnnotationId],
    *,
    is_named: bool = True,
) -> str:
    """A quotation with what is said of it; of a note on the article only the latter.

    Args:
        annotation: The mark.
        quote: Its words.
        where: Where it stands, as HTML.
        known: The marks in the file.
        is_named: Whether it bears the mark's name, which stands once in a file.
    """
    name = named(annotation) if is_named else ""
    parts = [f'<figure{name} class="quote {colour_class(annotation)}">']
    if quote:
        parts.append(
            f'<blockquote class="pre"{direction(quote)}><p>{escaped(quote)}</p></blockquote>'
        )
    parts.append("<figcaption>")
    if where:
        parts.append(f'<p class="where">{where}</p>')
    parts += remarks(annotation, known)
    parts.append("</figcaption></figure>\n")
    return "".join(parts)
