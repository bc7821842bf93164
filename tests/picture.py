"""Makes the README's pictures, `sample/postil.svg` and, with `--library`, `sample/library.svg`.

The sample with its marks, or a library that is made up, is opened by the real program in a pty, and its
screen is drawn. The
drawing needs no font of its own: every run of text is given its width, bars and rules are shapes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tests.make_library import make_library
from tests.terminal import Terminal, environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyte
    from pyte.screens import Char

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample"
PICTURE = SAMPLE / "postil.svg"
LIBRARY_PICTURE = SAMPLE / "library.svg"

COLUMNS, LINES = 112, 32

CELL_WIDTH, CELL_HEIGHT = 8.4, 18.0
"""Pixels; the width is that of a monospaced letter at the size below."""
FONT_SIZE = 14
MARGIN = 18.0

NAMED = {
    "black": "000000",
    "red": "cd3131",
    "green": "0dbc79",
    "brown": "e5e510",
    "blue": "2472c8",
    "magenta": "bc3fbc",
    "cyan": "11a8cd",
    "white": "e5e5e5",
}
"""The colours that a terminal calls by name."""

BARS = {"▌": 0.5, "▎": 0.25, "▍": 0.375, "▏": 0.125, "█": 1.0}
"""Blocks that stand at the left of their cell, by their width."""

SHAPES = {*BARS, "▐", "│", "─"}


@dataclass(frozen=True, slots=True)
class Style:
    """What a run of cells has in common; colours as six hexadecimal digits."""

    foreground: str
    background: str
    is_bold: bool
    is_italic: bool
    is_underlined: bool


def draw(screen: pyte.Screen, ground: str, text: str, title: str) -> str:
    """The screen as an SVG; `ground` and `text` are the colours where the program set none."""
    width = screen.columns * CELL_WIDTH + 2 * MARGIN
    height = screen.lines * CELL_HEIGHT + 2 * MARGIN
    fonts = "ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">',
        f"<title>postil: {title}</title>",
        f'<rect width="{width:g}" height="{height:g}" rx="10" fill="#{ground}"/>',
        # Crisp edges: a bar that goes on in the next line shows no seam.
        f'<g font-family="{fonts}" font-size="{FONT_SIZE}" shape-rendering="crispEdges">',
    ]
    for line in range(screen.lines):
        cells = [screen.buffer[line][column] for column in range(screen.columns)]
        parts += _draw_line(cells, MARGIN + line * CELL_HEIGHT, ground, text)
    parts.append("</g>\n</svg>\n")
    return "\n".join(parts)


def _draw_line(cells: Sequence[Char], top: float, ground: str, text: str) -> Iterator[str]:
    styled = [(column, cell, _style(cell, ground, text)) for column, cell in enumerate(cells)]
    for background, run in groupby(styled, key=lambda each: each[2].background):
        columns = [column for column, _, _ in run]
        if background != ground:
            yield _rectangle(columns[0], top, len(columns), background)
    for (style, is_shape), run in groupby(
        styled, key=lambda each: (each[2], each[1].data in SHAPES)
    ):
        # A wide character is followed by an empty cell, which belongs to its run.
        group = list(run)
        first, end = group[0][0], group[-1][0] + 1
        held = "".join(cell.data for _, cell, _ in group)
        if is_shape:
            for column, cell, _ in group:
                yield _shape(column, top, cell.data, style.foreground)
        elif held.strip():
            blank = len(held) - len(held.lstrip())
            yield _text(
                first + blank, end - len(held) + len(held.rstrip()), top, held.strip(), style
            )


def _style(cell: Char, ground: str, text: str) -> Style:
    foreground = _colour(cell.fg, text)
    background = _colour(cell.bg, ground)
    if cell.reverse:
        foreground, background = background, foreground
    return Style(foreground, background, cell.bold, cell.italics, cell.underscore)


def _colour(name: str, default: str) -> str:
    return default if name == "default" else NAMED.get(name.removeprefix("bright"), name)


def _left(column: float) -> float:
    return MARGIN + column * CELL_WIDTH


def _rectangle(column: float, top: float, columns: float, colour: str) -> str:
    return (
        f'<rect x="{_left(column):.1f}" y="{top:.1f}" width="{columns * CELL_WIDTH:.1f}"'
        f' height="{CELL_HEIGHT:g}" fill="#{colour}"/>'
    )


def _shape(column: int, top: float, character: str, colour: str) -> str:
    if character == "│":
        return _rectangle(column + 0.45, top, 0.1, colour)
    if character == "─":
        return (
            f'<rect x="{_left(column):.1f}" y="{top + CELL_HEIGHT / 2:.1f}"'
            f' width="{CELL_WIDTH}" height="1" fill="#{colour}"/>'
        )
    if character == "▐":
        return _rectangle(column + 0.5, top, 0.5, colour)
    return _rectangle(column, top, BARS[character], colour)


def _text(first: int, end: int, top: float, held: str, style: Style) -> str:
    looks = "".join(
        f' {attribute}="{value}"'
        for attribute, value, is_on in (
            ("font-weight", "bold", style.is_bold),
            ("font-style", "italic", style.is_italic),
            ("text-decoration", "underline", style.is_underlined),
        )
        if is_on
    )
    return (
        f'<text x="{_left(first):.1f}" y="{top + CELL_HEIGHT * 0.74:.1f}"'
        f' textLength="{(end - first) * CELL_WIDTH:.1f}" fill="#{style.foreground}"{looks}'
        f' xml:space="preserve">{escape(held)}</text>'
    )


def photograph(keys: Sequence[str], *, columns: int = COLUMNS, lines: int = LINES) -> str:
    """Open the sample with its marks, type the keys one by one, and draw what is seen."""
    with tempfile.TemporaryDirectory() as folder:
        settings = environment(HOME=folder, LC_ALL="C.UTF-8", PYTHONPATH=str(ROOT))
        library = ("--db", os.fspath(Path(folder, "library.db")))
        postil = (sys.executable, "-m", "reader")
        subprocess.run(
            [*postil, "import", str(SAMPLE / "bamako.yaml"), *library],
            check=True,
            env=settings,
            stdout=subprocess.DEVNULL,
        )
        with Terminal(
            [*postil, str(SAMPLE / "bamako.md"), *library],
            columns=columns,
            lines=lines,
            env=settings,
        ) as terminal:
            terminal.wait_for("Lavrov in Bamako")
            terminal.drain(0.5)
            return _after(terminal, keys, "an article and its marks")


def photograph_library(keys: Sequence[str], *, columns: int = COLUMNS, lines: int = LINES) -> str:
    """Open a library that is made up, type the keys one by one, and draw what is seen."""
    with tempfile.TemporaryDirectory() as folder:
        settings = environment(HOME=folder, LC_ALL="C.UTF-8", PYTHONPATH=str(ROOT))
        library = Path(folder, "library.db")
        make_library(library, articles=42, marks=318)
        with Terminal(
            [sys.executable, "-m", "reader", "--db", str(library)],
            columns=columns,
            lines=lines,
            env=settings,
        ) as terminal:
            terminal.wait_for("42 articles")
            terminal.drain(0.5)
            return _after(terminal, keys, "the library")


def _after(terminal: Terminal, keys: Sequence[str], title: str) -> str:
    """What is seen once the keys are typed."""
    for key in keys:
        terminal.send(key)
        terminal.drain()
    terminal.drain(0.5)
    # An empty cell of the page has its colours.
    corner = terminal.screen.buffer[1][1]
    ground, text = _colour(corner.bg, "16181d"), _colour(corner.fg, "d9d5cb")
    return draw(terminal.screen, ground, text, title)


def main() -> None:
    """Write the picture, or another one to look at."""
    parser = argparse.ArgumentParser(prog="python -m tests.picture", description=__doc__)
    parser.add_argument("--library", action="store_true", help="the library and not the sample")
    parser.add_argument("--output", type=Path, help="another file, to look at")
    parser.add_argument("--keys", nargs="*", help="typed one by one")
    parser.add_argument("--size", default=f"{COLUMNS}x{LINES}", help="columns x lines")
    options = parser.parse_args()
    columns, lines = map(int, options.size.split("x"))
    take, picture, usual = (
        (photograph_library, LIBRARY_PICTURE, ["/", *"tag:sahel"])
        if options.library
        else (photograph, PICTURE, ["\x1b", "]", "]"])
    )
    keys = usual if options.keys is None else options.keys
    (options.output or picture).write_text(take(keys, columns=columns, lines=lines), "utf-8")


if __name__ == "__main__":
    main()
