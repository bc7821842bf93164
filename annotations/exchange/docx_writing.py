"""What postil writes into a Word document: paragraphs, runs, hyperlinks, lists, comments.

The one module that knows python-docx and the elements below it. A mark's colour is a ground of the run, as
Word has only some of the six among its highlighter's; a mark without a colour is underlined.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from annotations.document import SpanKind
from annotations.exchange.html_style import LIGHT
from annotations.model import replace_unprintable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run as WordRun

    from annotations.citations import Run
    from annotations.model import Annotation, Colour, Timestamp

CODE_STYLE = "Code"
"""Of paragraphs; python-docx's template has none for code."""

TOLD_STYLE = "Quote Details"
"""Of what is told of a quotation below it: reference, tags, fields."""

_MUTED = RGBColor(0x59, 0x59, 0x59)
"""Grey of a contrast of 7 to 1 on white."""

_QUOTE_INDENT = Cm(0.6)

_LEVELS = 3
"""Of lists, that the template has styles for."""
_HEADING_LIMIT = 9
_SETTINGS = {
    SpanKind.EMPHASIS: "italic",
    SpanKind.STRONG: "bold",
    SpanKind.STRIKE: "strike",
    SpanKind.SUPERSCRIPT: "superscript",
    SpanKind.SUBSCRIPT: "subscript",
}
_TABLE_STYLES = frozenset(("TableNormal", "TableGrid"))
"""Those that are used, of the hundred in python-docx's template."""
_UNUSED_PARTS = ("/stylesWithEffects", "/thumbnail")
"""What an old Word or a file manager reads."""
_CODE_FONT = "Courier New"


class Look(NamedTuple):
    """How a run is set off."""

    kinds: frozenset[SpanKind] = frozenset()
    colour: Colour | None = None
    is_marked: bool = False
    address: str = ""


PLAIN = Look()


class Writing:
    """A document that is being written, from its beginning to its end."""

    def __init__(self) -> None:
        self.document: WordDocument = Document()
        self._lighten()
        style = self.document.styles.add_style(CODE_STYLE, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = self.document.styles["No Spacing"]
        style.font.name, style.font.size = _CODE_FONT, Pt(9)
        self._set_off_quotations()

    def _set_off_quotations(self) -> None:
        """A quotation and what is told of it stand together, apart from the next one."""
        styles = self.document.styles
        for level in range(1, _HEADING_LIMIT + 1):
            styles[f"Heading {level}"].paragraph_format.space_after = Pt(4)
        quote = styles["Quote"].paragraph_format
        quote.left_indent, quote.space_before, quote.space_after = _QUOTE_INDENT, Pt(12), Pt(2)
        told = styles.add_style(TOLD_STYLE, WD_STYLE_TYPE.PARAGRAPH)
        told.base_style = styles["Normal"]
        told.font.size, told.font.color.rgb = Pt(9), _MUTED
        told.paragraph_format.left_indent = _QUOTE_INDENT
        told.paragraph_format.space_after = Pt(4)

    def _lighten(self) -> None:
        """Take out of the template what no document needs: nine tenths of it."""
        styles = self.document.styles.element
        for style in styles.findall(qn("w:style")):
            if (
                style.get(qn("w:type")) == "table"
                and style.get(qn("w:styleId")) not in _TABLE_STYLES
            ):
                styles.remove(style)
        for holder in (self.document.part, self.document.part.package):
            for identity, relation in list(holder.rels.items()):
                if relation.reltype.endswith(_UNUSED_PARTS):
                    del holder.rels[identity]

    @staticmethod
    def lawful(text: str) -> str:
        """Text without what no XML may hold, sign by sign."""
        return replace_unprintable(text).replace("\x85", " ")

    def heading(self, text: str, level: int) -> None:
        """A heading; 0 is the title."""
        self.document.add_heading(" ".join(self.lawful(text).split()), min(level, _HEADING_LIMIT))

    def paragraph(self, text: str = "", style: str = "Normal") -> Paragraph:
        """A paragraph, its line breaks kept."""
        return self.document.add_paragraph(self.lawful(text), style)

    def runs(self, runs: Iterable[Run], style: str = "Normal") -> None:
        """A paragraph of a reference."""
        paragraph = self.paragraph(style=style)
        for run in runs:
            paragraph.add_run(self.lawful(run.text)).italic = run.is_italic or None

    def break_page(self) -> None:
        """Begin a new page."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    # --- within a paragraph -------------------------------------------------------------------

    def run(self, paragraph: Paragraph, text: str, look: Look = PLAIN) -> WordRun:
        """A stretch of text at a paragraph's end."""
        run = paragraph.add_run(self.lawful(text))
        if look.colour is not None:
            # First, so that the others find their places around it.
            _shade(run, look.colour)
        elif look.is_marked or look.address:
            run.font.underline = True
        for kind, setting in _SETTINGS.items():
            if kind in look.kinds:
                setattr(run.font, setting, True)
        if SpanKind.CODE in look.kinds:
            run.font.name = _CODE_FONT
        if look.address:
            self._link(paragraph, run, look.address)
        return run

    def _link(self, paragraph: Paragraph, run: WordRun, address: str) -> None:
        """Put the paragraph's last run into a hyperlink."""
        identity = self.document.part.relate_to(
            self.lawful(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        hyperlink = OxmlElement("w:hyperlink")
        hyperlink.set(qn("r:id"), identity)
        element = run._r  # noqa: SLF001  # python-docx adds no hyperlinks
        paragraph._p.append(hyperlink)  # noqa: SLF001
        hyperlink.append(element)

    def comment(self, runs: Sequence[WordRun], annotation: Annotation, parts: list[str]) -> None:
        """A comment from the first run to the last, a paragraph a part."""
        author = " ".join(self.lawful(annotation.creator).split()) or "postil"
        initials = "".join(word[0] for word in author.split())[:3]
        made = self.document.add_comment(
            [runs[0], runs[-1]], self.lawful("\n".join(parts)), author, initials
        )
        # Not when it was exported: when the mark was made, or never.
        element = made._comment_elm  # noqa: SLF001  # python-docx has no setter
        moment = _moment(annotation.created)
        if moment is not None:
            element.date = moment
        elif element.get(qn("w:date")) is not None:
            del element.attrib[qn("w:date")]

    # --- lists --------------------------------------------------------------------------------

    def item_style(self, depth: int, *, is_numbered: bool, is_first: bool) -> str:
        """Of a paragraph in an item; those after its first one have no sign."""
        name = "List Continue" if not is_first else "List Number" if is_numbered else "List Bullet"
        return name if depth <= 1 else f"{name} {min(depth, _LEVELS)}"

    def number(self, paragraph: Paragraph, value: int, before: int | None) -> int:
        """Number an item; gives the numbering it belongs to.

        Args:
            paragraph: The item's first.
            value: Its number.
            before: The numbering that the item before it left off at `value`; None begins one.
        """
        numbering = self.document.part.numbering_part.element
        if before is None:
            style = paragraph.style
            assert style is not None
            own = style.element.pPr.numPr.numId.val
            abstract = numbering.num_having_numId(own).abstractNumId.val
            made = numbering.add_num(abstract)
            made.add_lvlOverride(ilvl=0).add_startOverride(value)
            before = int(made.numId)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
        properties.get_or_add_numId().val = before
        properties.get_or_add_ilvl().val = 0
        return before


def _shade(run: WordRun, colour: Colour) -> None:
    """Give a run a ground."""
    shading = OxmlElement("w:shd")
    fill = LIGHT[colour][0].removeprefix("#").upper()
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shading.set(qn(f"w:{name}"), value)
    run._r.get_or_add_rPr().append(shading)  # noqa: SLF001  # python-docx has no shading of runs


def _moment(time: Timestamp) -> datetime | None:
    """When, to the second; Word knows no parts of one."""
    if not time:
        return None
    return datetime.fromisoformat(time).replace(microsecond=0)
