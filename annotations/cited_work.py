"""What a reference is made of: names, title, publisher, dates, address, as far as they are known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from annotations.author_names import Name, parse_name
from annotations.model import replace_unprintable

if TYPE_CHECKING:
    from annotations.model import Metadata


class Date(NamedTuple):
    """A day as exactly as it is known; zeros where it is not."""

    year: int = 0
    month: int = 0
    day: int = 0
    written: str = ""
    """As the source has it, where it is no date of ISO 8601."""

    @property
    def year_text(self) -> str:
        """The year, or what stands for it; empty if nothing is known."""
        return str(self.year) if self.year else self.written


class Cited(NamedTuple):
    """What is cited: all that a style may ask for."""

    authors: tuple[Name, ...]
    title: str
    publisher: str
    published: Date
    address: str
    """DOI as an address, else the web address; empty for a file."""
    accessed: Date
    """When it was read on the web; empty for all else."""
    letter: str = ""
    """What tells it from others of its authors and year (see `lettering`); empty where nothing need."""

    def year(self, otherwise: str = "") -> str:
        """The year with the letter, or what stands for one that is not known: `2020a`, `n.d.-a`."""
        if known := self.published.year_text:
            return f"{known}{self.letter}"
        return f"{otherwise}-{self.letter}" if otherwise and self.letter else otherwise


_LAST_MONTH = 12
_LAST_DAY = 31
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ].*)?\Z", re.DOTALL)


def date_of(text: str) -> Date:
    """A date of ISO 8601 of any precision, or a date as a source writes it."""
    found = _ISO_DATE.match(text.strip())
    if found is None:
        return Date(written=" ".join(text.split()))
    year, month, day = (int(each or 0) for each in found.groups())
    if month > _LAST_MONTH or day > _LAST_DAY:
        return Date(written=" ".join(text.split()))
    return Date(year, month, day if month else 0)


def cited(metadata: Metadata, captured: str = "", *, name: str = "") -> Cited:
    """What a reference is made of.

    Args:
        metadata: Of the article.
        name: What to call it where it has no title.
        captured: When a web page was taken, as a `Timestamp`; told only with an address.
    """
    address = "".join((f"https://doi.org/{metadata.doi}" if metadata.doi else metadata.url).split())
    if not address.lower().startswith(("http://", "https://")):
        address = ""
    return Cited(
        authors=tuple(parse_name(each) for each in metadata.authors if each.strip()),
        title=one_line(metadata.title) or one_line(name),
        publisher=one_line(metadata.publisher),
        published=date_of(metadata.published) if metadata.published else Date(),
        address=address,
        accessed=date_of(captured) if captured and address and not metadata.doi else Date(),
    )


def one_line(text: str) -> str:
    """A text on one line, without control characters."""
    return " ".join(replace_unprintable(text).split())
