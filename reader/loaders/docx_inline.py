"""The words of a paragraph in a Word document, with their emphasis, hyperlinks, notes and marks.

What was deleted, moved away or is hidden is left out; so are fields' instructions, of which only
hyperlinks are understood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.document import SpanKind
from reader.loaders import xml_tree
from reader.loaders.decoding import canonical_lines
from reader.loaders.docx_runs import runs_of
from reader.loaders.docx_styles import run_properties
from reader.loaders.html_tags import safe_target
from reader.loaders.office_fields import field_target
from reader.loaders.office_leaves import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lxml import etree

    from annotations.document import SpanFields
    from reader.loaders.building import Inline
    from reader.loaders.docx_runs import Run
    from reader.loaders.docx_styles import Styles
    from reader.loaders.office_leaves import Leaves

    _Way = Callable[[etree._Element, Inline], None]  # noqa: SLF001  # so lxml calls elements

NOTE = "\x00note "
COMMENT_BEGINS, COMMENT_ENDS = "\x00comment ", "\x00/comment "
HIGHLIGHT_BEGINS, HIGHLIGHT_ENDS = "\x00highlight ", "\x00/highlight "
"""Before an id or a number they make names that no source can give."""

_KNOWN_LIMIT = 1_000
"""Tags whose ways are kept."""

_SKIPPED = frozenset(("del", "moveFrom", "delText", "rPr", "pPr", "sdtPr", "sdtEndPr", "object"))
_FRAMES = frozenset(("drawing", "pict"))
_SPANS = {"b": SpanKind.STRONG, "i": SpanKind.EMPHASIS, "strike": SpanKind.STRIKE}
_RAISED = {"superscript": SpanKind.SUPERSCRIPT, "subscript": SpanKind.SUBSCRIPT}
_LETTERS = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_PRIVATE_USE = range(0xE000, 0xF900)
"""Where fonts of pictures have their letters."""


class Note(NamedTuple):
    """A note that something in the text refers to."""

    kind: str
    """footnote, endnote."""
    note_id: str


class Highlight(NamedTuple):
    """A stretch in a marker's colour, between the places `HIGHLIGHT_BEGINS` and `HIGHLIGHT_ENDS`."""

    colour: str


class _Field:
    """A field that is being read."""

    def __init__(self) -> None:
        self.instruction = ""
        self.target = ""


class Lines:
    """Reads paragraphs, and keeps what belongs elsewhere until it is asked for."""

    def __init__(self, styles: Styles, leaves: Leaves, relations: Mapping[str, str]) -> None:
        self.notes: list[Note] = []
        """In the order of their signs."""
        self.comments: set[str] = set()
        """Ids of those that are referred to."""
        self.highlights: list[Highlight] = []
        self.relations = relations
        """Where the hyperlinks of the part being read lead, by their ids."""
        self._styles = styles
        self._leaves = leaves
        self._floating: list[etree._Element] = []
        self._fields: list[_Field] = []
        self._colour = ""
        """Of the marker on what is being read; empty if there is none."""
        self._highlighted = ""
        """The colour that what was read last has."""
        self._ways = {
            "r": self._take_run,
            "t": self._take_text,
            "tab": self._take_tab,
            "ptab": self._take_tab,
            "br": self._take_break,
            "cr": self._take_break,
            "noBreakHyphen": self._take_letter,
            "softHyphen": self._take_letter,
            "sym": self._take_symbol,
            "hyperlink": self._take_hyperlink,
            "fldChar": self._take_field,
            "instrText": self._take_instruction,
            "fldSimple": self._take_simple_field,
            "footnoteReference": self._take_note,
            "endnoteReference": self._take_note,
            "lastRenderedPageBreak": self._take_page,
            "bookmarkStart": self._take_bookmark,
            "commentRangeStart": self._take_comment,
            "commentRangeEnd": self._take_comment,
            "commentReference": self._take_comment,
            "AlternateContent": self._take_alternative,
            "rt": self._take_reading,
        }
        self._known_ways: dict[object, _Way | None] = {}
        """By whole tags, those that are left out too."""
        self._known_kinds: dict[object, Sequence[SpanKind] | None] = {}
        """By the tags of properties that stand alone and have no value: what runs with them are."""
        self._is_code = False

    def take(self, element: etree._Element, content: Inline, *, is_code: bool = False) -> None:
        """Add a paragraph to a leaf."""
        self._is_code = is_code
        runs = runs_of(element)
        if runs is None:
            self._take(element, content)
        else:
            self._take_letters(runs, content)
        if self._highlighted:
            self._highlight("", content.length)

    def take_floating(self) -> list[etree._Element]:
        """The frames that stood in what was read last; they are read after it."""
        floating, self._floating = self._floating, []
        return floating

    def _take(self, element: etree._Element, content: Inline) -> None:
        known = self._known_ways
        for child in element:
            tag = child.tag
            way = known[tag] if tag in known else self._way_of(tag)
            if way is not None:
                way(child, content)

    def _way_of(self, tag: object) -> _Way | None:
        """How elements of a tag are taken; None: not at all."""
        name = xml_tree.name_of(tag)
        way: _Way | None = self._ways.get(name)
        if way is None and name in _FRAMES:
            way = self._keep_frame
        elif way is None and name and name not in _SKIPPED:
            way = self._take
        if len(self._known_ways) < _KNOWN_LIMIT:  # names may be made up by a stranger
            self._known_ways[tag] = way
        return way

    def _keep_frame(self, element: etree._Element, _content: Inline) -> None:
        self._floating.append(element)

    # --- runs -----------------------------------------------------------------------------

    def _take_letters(self, runs: Sequence[Run], content: Inline) -> None:
        """Take runs of nothing but letters."""
        parts: list[str] = []
        spans: list[SpanFields] = []
        start = content.length
        for texts, properties in runs:
            kinds = None if properties is None else self._begin_run(properties)
            if not texts or (kinds is None and properties is not None):
                continue
            text = texts[0] if len(texts) == 1 else "".join(texts)
            if "\r" in text or "\ufeff" in text:
                text = "".join(map(canonical_lines, texts))
            colour = "" if properties is None else self._colour
            if colour != self._highlighted:
                self._highlight(colour, start)
            parts.append(text)
            end = start + len(text)
            if kinds and start < end:
                spans += [(kind, start, end, "") for kind in kinds]
            start = end
        content.put(parts[0] if len(parts) == 1 else "".join(parts), spans)

    def _take_run(self, element: etree._Element, content: Inline) -> None:
        first = next(iter(element), None)
        properties = None if first is None or xml_tree.local(first) != "rPr" else first
        kinds = self._begin_run(properties)
        if kinds is not None:
            for kind in reversed(kinds):
                content.open(kind)
            self._take(element, content)
            for kind in kinds:
                content.close(kind)

    def _begin_run(self, properties: etree._Element | None) -> Sequence[SpanKind] | None:
        """Begin a run; gives its styles in the order in which they end, None if it is hidden."""
        self._colour = ""
        if properties is None or not len(properties):
            return ()
        # Mostly it is one alone, and a switch: what such mean is worked out once.
        only = properties[0]
        if len(properties) > 1 or only.keys():
            return self._kinds_of(properties)
        known = self._known_kinds
        if only.tag in known:
            return known[only.tag]
        kinds = self._kinds_of(properties)
        if len(known) < _KNOWN_LIMIT:  # names may be made up by a stranger
            known[only.tag] = kinds
        return kinds

    def _kinds_of(self, properties: etree._Element) -> Sequence[SpanKind] | None:
        found = run_properties(properties)
        if style := found.get("rStyle"):
            found = {**self._styles.run(style), **found}
        if found.get("vanish"):
            return None
        kinds = [kind for name, kind in _SPANS.items() if found.get(name)]
        if raised := _RAISED.get(found.get("vertAlign", "")):
            kinds.append(raised)
        self._colour = found.get("highlight", "")
        kinds.reverse()
        return kinds

    def _highlight(self, colour: str, offset: int) -> None:
        """From here on the text has a marker's colour, or none."""
        if colour == self._highlighted:
            return
        if self._highlighted:
            self._leaves.put(f"{HIGHLIGHT_ENDS}{len(self.highlights)}", offset)
        if colour:
            self.highlights.append(Highlight(colour))
            self._leaves.put(f"{HIGHLIGHT_BEGINS}{len(self.highlights)}", offset)
        self._highlighted = colour

    def _take_text(self, element: etree._Element, content: Inline) -> None:
        if text := element.text:
            if self._colour != self._highlighted:
                self._highlight(self._colour, content.length)
            content.add(text)

    def _take_tab(self, element: etree._Element, content: Inline) -> None:
        if xml_tree.local(element) == "tab" and xml_tree.attribute(element, "pos"):
            return  # where tabs stand, and none itself
        content.add("\t" if self._is_code else " ")

    def _take_break(self, element: etree._Element, content: Inline) -> None:
        if xml_tree.attribute(element, "type") in ("", "textWrapping"):
            content.add_break()

    def _take_letter(self, element: etree._Element, content: Inline) -> None:
        content.add(_LETTERS[xml_tree.local(element)])

    def _take_symbol(self, element: etree._Element, content: Inline) -> None:
        try:
            code = int(xml_tree.attribute(element, "char"), 16)
        except ValueError:
            return
        # Of fonts of pictures the letter is not known: a dot stands for it.
        content.add("•" if code in _PRIVATE_USE else chr(code & 0xFFFF))

    def _take_reading(self, element: etree._Element, content: Inline) -> None:
        content.add("(")
        self._take(element, content)
        content.add(")")

    def _take_alternative(self, element: etree._Element, content: Inline) -> None:
        """Of several ways to say one thing take one: the newer where it has words."""
        choices = [*xml_tree.children(element, "Choice"), *xml_tree.children(element, "Fallback")]
        with_words = (
            each for each in choices if next(xml_tree.descendants(each, "t"), None) is not None
        )
        choice = next(with_words, choices[0] if choices else None)
        if choice is not None:
            self._take(choice, content)

    # --- hyperlinks -----------------------------------------------------------------------

    def _take_hyperlink(self, element: etree._Element, content: Inline) -> None:
        anchor = xml_tree.attribute(element, "anchor")
        target = self.relations.get(xml_tree.attribute(element, "id"), "")
        self._take_linked(element, content, target or (f"#{anchor}" if anchor else ""))

    def _take_simple_field(self, element: etree._Element, content: Inline) -> None:
        self._take_linked(element, content, field_target(xml_tree.attribute(element, "instr")))

    def _take_linked(self, element: etree._Element, content: Inline, target: str) -> None:
        content.open(SpanKind.HYPERLINK, safe_target(target))
        self._take(element, content)
        content.close(SpanKind.HYPERLINK)

    def _take_instruction(self, element: etree._Element, _content: Inline) -> None:
        if self._fields:
            self._fields[-1].instruction += element.text or ""

    def _take_field(self, element: etree._Element, content: Inline) -> None:
        kind = xml_tree.attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            field = self._fields[-1]
            field.target = field_target(field.instruction)
            if field.target:
                content.open(SpanKind.HYPERLINK, field.target)
        elif self._fields and kind == "end" and self._fields.pop().target:
            content.close(SpanKind.HYPERLINK)

    # --- notes, places --------------------------------------------------------------------

    def _take_note(self, element: etree._Element, content: Inline) -> None:
        kind = xml_tree.local(element).removesuffix("Reference")
        self.notes.append(Note(kind, xml_tree.attribute(element, "id")))
        content.open(SpanKind.SUPERSCRIPT)
        content.open(SpanKind.HYPERLINK, f"#{NOTE}{len(self.notes)}")
        content.add(str(len(self.notes)))
        content.close(SpanKind.HYPERLINK)
        content.close(SpanKind.SUPERSCRIPT)

    def _take_page(self, _element: etree._Element, content: Inline) -> None:
        self._leaves.put(PAGE, content.length)

    def _take_bookmark(self, element: etree._Element, content: Inline) -> None:
        if name := xml_tree.attribute(element, "name"):
            self._leaves.put(name, content.length)

    def _take_comment(self, element: etree._Element, content: Inline) -> None:
        comment = xml_tree.attribute(element, "id")
        self.comments.add(comment)
        name = xml_tree.local(element)
        if name != "commentRangeEnd":
            self._leaves.put(f"{COMMENT_BEGINS}{comment}", content.length)
        if name != "commentRangeStart":
            self._leaves.put(f"{COMMENT_ENDS}{comment}", content.length)
