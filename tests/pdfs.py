"""PDFs made for tests: pages of placed text, with outline, labels and marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FONTS = {
    "F1": "Helvetica",
    "F2": "Helvetica-Bold",
    "F3": "Courier",
    "F4": "Helvetica-Oblique",
}


@dataclass(frozen=True)
class Placed:
    """A line of text on a page, in points from its lower left corner."""

    text: str
    x: float
    y: float
    size: float = 10
    font: str = "F1"


@dataclass(frozen=True, kw_only=True)
class Page:
    """What stands on a page, and the PDF objects of its marks."""

    lines: Sequence[Placed] = ()
    marks: Sequence[str] = ()
    extra: str = ""
    """Drawing operators before the text."""


@dataclass
class _Objects:
    bodies: list[bytes] = field(default_factory=list)

    def add(self, body: str | bytes) -> int:
        self.bodies.append(body if isinstance(body, bytes) else body.encode("latin-1"))
        return len(self.bodies)

    def file(self, trailer: str) -> bytes:
        data = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self.bodies, 1):
            places.append(len(data))
            data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        start = len(data)
        data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        for place in places:
            data += b"%010d 00000 n \n" % place
        data += b"trailer\n<< /Size %d %b >>\n" % (len(places) + 1, trailer.encode())
        return bytes(data + b"startxref\n%d\n%%%%EOF\n" % start)


def pdf(
    pages: Iterable[Page],
    *,
    info: Mapping[str, str] | None = None,
    outline: Sequence[tuple[str, int, float]] = (),
    labels: str = "",
    language: str = "",
) -> bytes:
    """A whole file, in which each character is half as wide as its font is high, those of code a little wider.

    Args:
        pages: In order, 612 by 792 points.
        info: Title, Author and so on.
        outline: Title, page from 0, height on it.
        labels: The array of the number tree for page labels.
        language: Of the whole, as the catalogue tells it.
    """
    objects = _Objects()
    catalogue, tree = objects.add(""), objects.add("")
    # The tilde is narrower: a font of equal widths is one for code.
    widths = ["400" if code == ord("~") else "500" for code in range(32, 256)]
    fonts = " ".join(
        f"/{key} "
        + str(
            objects.add(
                f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding"
                f" /FirstChar 32 /LastChar 255"
                f" /Widths [{' '.join(['600'] * 224 if name == 'Courier' else widths)}] >>"
            )
        )
        + " 0 R"
        for key, name in FONTS.items()
    )
    numbers = []
    for page in pages:
        content = (page.extra + "\n" + "\n".join(map(_shown, page.lines))).encode("cp1252")
        stream = objects.add(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content))
        marks = " ".join(f"{objects.add(mark)} 0 R" for mark in page.marks)
        numbers.append(
            objects.add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 612 792] /Contents {stream} 0 R"
                f" /Resources << /Font << {fonts} >> >> /Annots [{marks}] >>"
            )
        )
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects.bodies[tree - 1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(numbers)} >>".encode()
    entries = f"/Type /Catalog /Pages {tree} 0 R"
    if labels:
        entries += f" /PageLabels << /Nums [{labels}] >>"
    if language:
        entries += f" /Lang ({language})"
    if outline:
        root = len(objects.bodies) + 1
        first, last = root + 1, root + len(outline)
        objects.add(f"<< /Type /Outlines /First {first} 0 R /Last {last} 0 R >>")
        for number, (title, page_index, height) in enumerate(outline, first):
            before = f"/Prev {number - 1} 0 R " if number > first else ""
            after = f"/Next {number + 1} 0 R " if number < last else ""
            objects.add(
                f"<< /Title {_string(title)} /Parent {root} 0 R {before}{after}"
                f"/Dest [{numbers[page_index]} 0 R /XYZ 0 {height} 0] >>"
            )
        entries += f" /Outlines {root} 0 R"
    objects.bodies[catalogue - 1] = f"<< {entries} >>".encode()
    trailer = f"/Root {catalogue} 0 R"
    if info:
        told = " ".join(f"/{key} {_string(value)}" for key, value in info.items())
        trailer += f" /Info {objects.add(f'<< {told} >>')} 0 R"
    return objects.file(trailer)


def column(
    lines: Iterable[str], *, x: float = 72, top: float = 720, size: float = 10, font: str = "F1"
) -> list[Placed]:
    """Lines below one another, as close as lines of a paragraph are; an empty one leaves a gap."""
    return [
        Placed(line, x, top - number * size * 1.2, size, font)
        for number, line in enumerate(lines)
        if line
    ]


def _shown(line: Placed) -> str:
    text = _escaped(line.text)
    return f"BT /{line.font} {line.size:g} Tf 1 0 0 1 {line.x:g} {line.y:g} Tm ({text}) Tj ET"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _string(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex()}>"
