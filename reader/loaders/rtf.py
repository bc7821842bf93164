"""RTF: paragraphs in their code pages, with headings, lists, tables, notes and hyperlinks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.document import BlockKind, Document
from annotations.errors import UnreadableSourceError
from annotations.model import Metadata
from reader.loaders.building import BETWEEN_BLOCKS, BETWEEN_CELLS, BETWEEN_LINES
from reader.loaders.docx_styles import LEVELS, heading_level, kind_named
from reader.loaders.loaded import Hint, Loaded, Pause, yield_to_others
from reader.loaders.office_leaves import Leaves
from reader.loaders.office_lists import ItemLists
from reader.loaders.office_metadata import VALUE_LENGTH_LIMIT, first_heading
from reader.loaders.rtf_paragraphs import Paragraph, Story
from reader.loaders.rtf_reading import NOTE, Reader
from reader.loaders.source import shown_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.loaders.source import SourceBytes

LOADER = "rtf 1"

_NUMBER = re.compile(r"[(\[]?(\d{1,6})[.)\]]*\Z")
_LIST = "list"


def load(
    source: SourceBytes,
    hint: Hint,
    *,
    is_head: bool = False,  # noqa: ARG001  # such a file is short: its head would take as long
    pause: Pause = yield_to_others,
) -> Loaded:
    """Load an RTF document.

    Raises:
        UnreadableSourceError: It holds no text; the disk failed.
    """
    parts: list[bytes] = []
    for chunk in source.chunks():
        parts.append(chunk)
        pause()
    body = _Body(pause)
    reader = Reader(Story(body.add, body.end_cell, body.end_row), pause)
    body.reader = reader
    reader.read(b"".join(parts).decode("latin-1"))
    body.end()
    body.add_notes(reader.notes)
    text, blocks, spans = body.leaves.builder.finish(body.leaves.resolve)
    if not text.strip():
        raise UnreadableSourceError(hint.name, "it holds no text")
    document = Document(
        text=text, blocks=blocks, spans=spans, loader=LOADER, source_sha256=source.sha256
    )
    told = {name: _line(words) for name, words in reader.information.items()}
    author = told.get("author", "")
    metadata = Metadata(
        title=told.get("title") or first_heading(document) or hint.name,
        authors=(author,) if author else (),
    )
    return Loaded(document=replace(document, metadata=metadata))


def _line(words: str) -> str:
    return shown_name(" ".join(words[:VALUE_LENGTH_LIMIT].split()))


class _Body:
    """Takes the paragraphs one after the other."""

    reader: Reader

    def __init__(self, pause: Pause) -> None:
        self.leaves = Leaves(pause)
        self._builder = self.leaves.builder
        self._lists = ItemLists(self.leaves)
        self._rows: list[list[Paragraph]] = []
        self._row: list[Paragraph] = []
        self._cell: list[Paragraph] = []

    def add(self, paragraph: Paragraph) -> None:
        """Add a paragraph, in a table to the cell that it stands in."""
        if paragraph.is_in_table:
            self._cell.append(paragraph)
        elif paragraph.content.text.strip() or paragraph.places:
            self._end_table()
            self._add(paragraph)

    def end_cell(self) -> None:
        """The paragraphs so far are a cell."""
        self._row.append(_joined(self._cell))
        self._cell = []

    def end_row(self) -> None:
        """The cells so far are a row."""
        if self._row:
            self._rows.append(self._row)
        self._row = []

    def end(self) -> None:
        """The text ends."""
        self._end_table()
        self._lists.close()
        self.leaves.begin(None)

    def add_notes(self, notes: Sequence[Sequence[Paragraph]]) -> None:
        """Add the notes, each in a container with its number."""
        for number, note in enumerate(notes, 1):
            self._builder.open(BlockKind.FOOTNOTE, number)
            self.leaves.put(f"{NOTE}{number}")
            for paragraph in note:
                self._add(paragraph)
            self._lists.close()
            self.leaves.begin(None)
            self._builder.close()

    def _add(self, paragraph: Paragraph) -> None:
        kind, level = self._kind(paragraph)
        is_numbered = paragraph.depth >= 0 or paragraph.number
        is_item = bool(is_numbered) and kind is BlockKind.PARAGRAPH
        if not is_item:
            self._lists.close()
        self.leaves.begin(kind)
        for name, offset in paragraph.places:
            self.leaves.put(name, offset)
        if kind is BlockKind.CODE:
            self.leaves.add_code(paragraph.content.text)
        elif is_item and paragraph.content.text.strip():
            match = _NUMBER.match(paragraph.number)
            number = int(match[1]) if match else 0
            self._lists.add(_LIST, max(0, paragraph.depth), number, paragraph.content)
        else:
            leaf = BlockKind.PARAGRAPH if kind is BlockKind.QUOTATION else kind
            self.leaves.add(leaf, paragraph.content, level=level)

    def _kind(self, paragraph: Paragraph) -> tuple[BlockKind, int]:
        kind, level = kind_named(self.reader.style_names.get(paragraph.style, ""))
        if paragraph.outline >= 0:
            level = heading_level(str(paragraph.outline)) or level
        return (BlockKind.HEADING, min(level, LEVELS)) if level else (kind, 0)

    def _end_table(self) -> None:
        if self._cell:
            self.end_cell()
        self.end_row()
        rows, self._rows = self._rows, []
        if not rows:
            return
        self._lists.close()
        self.leaves.begin(None)
        if all(len(row) == 1 for row in rows):
            for row in rows:
                self._add(row[0])
            return
        self._builder.open(BlockKind.TABLE)
        parting = BETWEEN_BLOCKS
        for row in rows:
            self._builder.open(BlockKind.ROW)
            for cell in row:
                for name, offset in cell.places:
                    self.leaves.put(name, offset)
                self.leaves.add(BlockKind.CELL, cell.content, parting=parting)
                parting = BETWEEN_CELLS
            parting = BETWEEN_LINES
            self._builder.close()
        self._builder.close()


def _joined(paragraphs: Sequence[Paragraph]) -> Paragraph:
    """Several paragraphs as one, each on a line of its own."""
    if len(paragraphs) == 1:
        return paragraphs[0]
    whole = Paragraph()
    for paragraph in paragraphs:
        if not paragraph.content.text.strip():
            continue
        if whole.content.length:
            whole.content.add_break()
        base = whole.content.length
        whole.content.add(paragraph.content.text)
        for kind, start, end, target in paragraph.content.spans:
            whole.content.spans.append((kind, start + base, end + base, target))
        whole.places += [(name, offset + base) for name, offset in paragraph.places]
    return whole
