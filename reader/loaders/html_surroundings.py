"""What surrounds a tree of HTML: its address, other files of the same book, what is left out of it, places in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin

from reader.loaders import html_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from lxml import etree

    from annotations.document import BlockKind, Locator


class Treatment(NamedTuple):
    """What an element is, where that differs from what HTML says."""

    is_hidden: bool = False
    """It and what it holds is left out."""
    container: BlockKind | None = None
    """The container it is instead: a list's item may be a footnote."""
    level: int = 0
    """Of that container: the number of a footnote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What surrounds a tree; by default nothing."""

    base: str = ""
    """The address that hyperlinks are resolved against; empty: they stay as they are."""
    page: str = ""
    """The address of the tree itself, without fragment: hyperlinks to it stay in the text."""
    file: str = ""
    """Tells the tree from others that are walked into the same text: see `target_of`."""
    link: Callable[[str], str] | None = None
    """Gives the target of a `href` instead of the rules above: an address, `target_of`, or nothing."""
    treat: Callable[[etree._Element], Treatment | None] | None = None
    """Asked for each element first; None: it is what HTML says."""
    treated: frozenset[str] | None = None
    """Names of the elements for which that is asked; None: of all."""
    bare: Collection[object] | None = None
    """While there is nothing in it, that is not asked for elements without attributes; None: it always is."""

    def treatment(self, element: etree._Element, name: str) -> Treatment | None:
        """What an element of a name is instead of what HTML says; None: it is that."""
        if self.treat is None or (self.treated is not None and name not in self.treated):
            return None
        if self.bare is not None and not self.bare and not element.keys():
            return None
        return self.treat(element)

    def target(self, href: str) -> str:
        """Where a hyperlink leads; empty where it leads nowhere, or runs something."""
        href = href.strip()
        if self.link is not None:
            return self.link(href)
        if self.base and not href.startswith("#"):
            try:
                href = urljoin(self.base, href)
            except ValueError:  # an address that is none
                return ""
        address, mark, fragment = href.partition("#")
        if mark and (not address or address == self.page):
            return target_of(self.file, fragment) if fragment else ""
        return html_tags.safe_target(href)


def target_of(file: str, name: str) -> str:
    """The target of a hyperlink to what has a name (an `id`) in a file; without one, to its beginning.

    It holds until `Builder.finish` resolves it by `Places.resolve`.
    """
    return f"#{place_of(file, unquote(name))}"


def place_of(file: str, name: str) -> str:
    """The name under which `Places` know what has a name in a file; without one, its beginning."""
    return f"{file}#{name}"


class Places:
    """Where in the text what stands that has a name, and where pages begin."""

    def __init__(self) -> None:
        self.positions: dict[str, int] = {}
        self.locators: list[Locator] = []

    def put(self, place: str | Locator, position: int) -> None:
        """A name or a locator stands at a position; of equal names the first counts."""
        if isinstance(place, str):
            self.positions.setdefault(place, position)
        else:
            self.locators.append(place._replace(start=position))

    def resolve(self, name: str) -> str:
        """The target for a name, for `Builder.finish`; empty if nothing of that name is there."""
        position = self.positions.get(name)
        return "" if position is None else f"#{position}"
