"""A codebook in a YAML of its own: what stands under `codebook` in an annotated YAML, without an article.

`write` and `read` are inverse; the same codebook gives the same bytes. The codebook of an annotated YAML
is read as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.errors import MalformedFileError
from annotations.exchange import checking, reading, shape, writing
from annotations.exchange.fields import Fault

if TYPE_CHECKING:
    from annotations.model import Codebook


def write(codebook: Codebook) -> str:
    """The file that holds a codebook."""
    return "\n".join([f"postil: {shape.FORMAT}", *writing.codebook_lines(codebook), ""])


def read(data: bytes, name: str) -> Codebook:
    """The codebook that a file holds.

    Args:
        data: The file.
        name: What to call it in messages.

    Raises:
        MalformedFileError: It holds none, or something in it cannot be; with the line.
        NewerFormatError: It is of a later format.
    """
    value = checking.printable(reading.parse(data, name), data)
    try:
        return checking.codebook(value, name)
    except Fault as fault:
        line = reading.line_at(data, fault.path)
        raise MalformedFileError(name, str(fault), line=line) from fault
