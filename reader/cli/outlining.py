"""`postil outline`: the headings of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli.articles import Options, open_text
from reader.cli.options import (
    Invocation,
    command,
    encoding_option,
    json_option,
    pass_invocation,
    source_argument,
)
from reader.cli.printing import print_json_array, print_line
from reader.cli.speaking import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotations.document import Document
    from annotations.model import Json


@command(
    "outline",
    examples=(
        ("postil outline bamako.md", "The headings, indented by level."),
        ("postil outline bamako.md --json", "With their places in the text."),
    ),
)
@source_argument()
@json_option
@encoding_option
@pass_invocation
def outline_command(
    invocation: Invocation, *, source: str, as_json: bool, encoding: str
) -> ExitCode:
    """Print the headings of SOURCE. Status 1 if it has none."""
    document = open_text(invocation, source, Options(encoding=encoding))
    count = 0
    if as_json:
        count = print_json_array(_headings(document))
    else:
        for count, heading in enumerate(_headings(document), 1):  # noqa: B007 - counts them
            print_line(f"{'  ' * (int(str(heading['level'])) - 1)}{heading['text']}")
    return ExitCode.DONE if count else ExitCode.NO


def _headings(document: Document) -> Iterator[dict[str, Json]]:
    for index in document.headings:
        block = document.blocks[index]
        yield {
            "level": block.level,
            "text": " ".join(document.text[block.start : block.end].split()),
            "start": block.start,
            "end": block.end,
        }
