"""Which part of a page is the article: trafilatura tells its words, the original tree keeps their shape.

The words it takes for the article are looked up in the blocks of the original tree. The smallest
element that holds nearly all of them is the article, without what in it has none of them and looks like
what surrounds articles: lists of hyperlinks, buttons to share, offers.
"""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from reader.loaders import html_rules, html_tables
from reader.loaders.html_metadata import Named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

SHINGLE_WORDS = 4
"""Words in a row by which a block is recognised."""

RECOGNISED_SHARE = 0.5
"""Share of a block's shingles that have to be the article's."""

HELD_SHARE = 0.97
"""Share of the article's words that the element chosen holds: a few may stand in a heading apart."""

LEAST_WORDS = 25
"""Of what was taken for the article; fewer are most likely none of it."""

LINKED_SHARE = 0.6
"""Share of a block's words that are hyperlinks, from which on it leads away from the article."""

_READER_VIEWS = (
    "//*[@id='readability-page-1']",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' moz-reader-content ')]",
)
"""Where a page saved out of a browser's reader view holds its article."""

_SURROUNDING = frozenset(("aside", "footer", "form", "nav"))
_PARTS = frozenset(("dd", "dt", "li", "tbody", "td", "tfoot", "th", "thead", "tr"))
"""Of which one alone is not left out because it is a hyperlink."""
_SURROUNDING_ROLES = frozenset(
    ("banner", "complementary", "contentinfo", "menu", "navigation", "search", "toolbar")
)
_CALLED = re.compile(
    r"(?i)(?<![a-z])(?:ad|ads|advert\w*|banner|breadcrumb\w*|byline|comments?|cookie\w*|consent|"
    r"disqus|follow|hatnote|login|menu|meta|more|nav\w*|newsletter|outbrain|paywall|popular|promo\w*|"
    r"rating|recirc\w*|recommend\w*|related\w*|share\w*|sharing|sidebar|signup|social\w*|sponsor\w*|"
    r"subscri\w*|taboola|tags?|tools?|toolbar|trending|widgets?)(?![a-z])"
)

BLOCKS_EXTRACTED = 5_000
"""Paragraphs of a page up to which trafilatura is asked: its time grows with their square."""

ELEMENTS_EXTRACTED = 60_000
"""Elements of any kind up to which it is."""

FULL_SHARE = 0.6
"""Share of the text in paragraphs that the element has whose own they are, to be the article."""

_PARAGRAPHS = tuple("{*}" + name for name in ("p", "li", "td", "dd", "pre", "h2", "h3", "br"))
_WORD = re.compile(r"\w+")


class Article(NamedTuple):
    """The part of a page that is read."""

    root: etree._Element
    left_out: frozenset[etree._Element] = frozenset()
    """Elements within that are none of it."""
    beside: Named = Named()
    """What was found of its reference on the way."""
    heading: etree._Element | None = None
    """That stands apart, before the article."""


def find(root: etree._Element, address: str = "") -> Article:
    """The article of a page; where none is told apart, what the page says is its main part."""
    for name in _READER_VIEWS:
        if found := root.xpath(name):
            return Article(found[0])
    if count_blocks(root, BLOCKS_EXTRACTED) >= BLOCKS_EXTRACTED or _has_many_elements(root):
        return guess(root)
    words, beside = _extracted(root, address)
    article = choose(root, words)
    if article is None:
        article = Article(_main(root))
    return article._replace(beside=beside)


def guess(root: etree._Element) -> Article:
    """The article as far as that can be told at once: by what the page calls it, or is full of."""
    chosen = _main(root)
    if chosen is root:
        chosen = _fullest(root)
    others = (each for each in chosen.iterdescendants("*") if _is_called_other(each))
    return Article(chosen, frozenset(others))


def count_blocks(root: etree._Element, limit: int) -> int:
    """How many elements there are that commonly hold a paragraph, up to a limit."""
    return sum(1 for _ in islice(root.iter(*_PARAGRAPHS), limit))


def _has_many_elements(root: etree._Element) -> bool:
    return next(islice(root.iter("*"), ELEMENTS_EXTRACTED, None), None) is not None


def _fullest(root: etree._Element) -> etree._Element:
    """The element whose own paragraphs are most of the text, if one has so many; else all."""
    lengths: dict[etree._Element, int] = {}
    total = 0
    for paragraph in root.iter("{*}p", "{*}pre", "{*}blockquote"):
        parent = paragraph.getparent()
        if parent is not None:
            length = sum(len(text) for text in paragraph.itertext("*"))
            total += length
            lengths[parent] = lengths.get(parent, 0) + length
    fullest = max(lengths, key=lengths.__getitem__, default=root)
    return fullest if lengths.get(fullest, 0) > FULL_SHARE * total else root


def _extracted(root: etree._Element, address: str) -> tuple[str, Named]:
    """The words that trafilatura takes for the article, and what it knows of its reference."""
    # It takes half a second to import: in the process of its own that reads a page.
    import trafilatura  # noqa: PLC0415

    try:
        found = trafilatura.bare_extraction(
            deepcopy(root),  # which it changes
            url=address or None,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # noqa: BLE001  # whatever it stumbles upon: the page is read without it
        return "", Named()
    if found is None or isinstance(found, dict):
        return "", Named()
    beside = Named(
        title=found.title or "",
        authors=tuple((found.author or "").split("; ")),
        publisher=found.sitename or "",
        published=found.date or "",
    )
    return found.text or "", beside


def _main(root: etree._Element) -> etree._Element:
    """The part that a page itself calls its main one, else all of it."""
    for name in ("{*}article", "{*}main"):
        found = list(root.iter(name))
        if len(found) == 1:
            return found[0]
    marked = [each for each in root.iter("*") if html_rules.element_role(each) == "main"]
    return marked[0] if len(marked) == 1 else root


class _Counts:
    """The words of the elements of a page: all, those of the article, those of hyperlinks."""

    def __init__(self, root: etree._Element, text: str) -> None:
        self.all: dict[etree._Element, int] = {}
        self.found: dict[etree._Element, int] = {}
        self.linked: dict[etree._Element, int] = {}
        lines = [tuple(_WORD.findall(line.casefold())) for line in text.split("\n")]
        words = [word for line in lines for word in line]
        self._shingles = set(_shingles(words))
        self._lines = set(lines)
        for holder, held, linked in _blocks(root):
            self.all[holder] = len(held)
            self.found[holder] = len(held) if self._is_found(held) else 0
            self.linked[holder] = linked
        # From the end on, what an element holds is counted before the element: it takes O(n) however deep.
        for element in reversed(list(root.iter("*"))[1:]):
            parent = element.getparent()
            for counts in (self.all, self.found, self.linked):
                if count := counts.get(element, 0):
                    counts[parent] = counts.get(parent, 0) + count

    def _is_found(self, words: list[str]) -> bool:
        if len(words) < SHINGLE_WORDS:
            return tuple(words) in self._lines
        shingles = list(_shingles(words))
        found = sum(each in self._shingles for each in shingles)
        return found >= RECOGNISED_SHARE * len(shingles)


def _shingles(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(SHINGLE_WORDS)), strict=False)


def _blocks(root: etree._Element) -> Iterator[tuple[etree._Element, list[str], int]]:
    """The blocks of a tree with their own words, and how many of these are of hyperlinks."""
    order: dict[etree._Element, list[str]] = {}
    linked: dict[etree._Element, int] = {}
    open_: list[tuple[etree._Element, Iterator[etree._Element], etree._Element, bool]] = []

    def take(text: str | None, holder: etree._Element, *, is_linked: bool) -> None:
        if text and (words := _WORD.findall(text.casefold())):
            order.setdefault(holder, []).extend(words)
            if is_linked:
                linked[holder] = linked.get(holder, 0) + len(words)

    open_.append((root, iter(root), root, False))
    take(root.text, root, is_linked=False)
    while open_:
        element, children, holder, is_linked = open_[-1]
        child = next(children, None)
        if child is None:
            open_.pop()
            if open_:
                take(element.tail, open_[-1][2], is_linked=open_[-1][3])
            continue
        name = html_rules.local(child) if isinstance(child.tag, str) else ""
        if not name or html_rules.is_hidden(child, name):
            take(child.tail, holder, is_linked=is_linked)
            continue
        inner = child if html_rules.is_block(child, name) else holder
        is_inner_linked = is_linked or name == "a"
        take(child.text, inner, is_linked=is_inner_linked)
        open_.append((child, iter(child), inner, is_inner_linked))
    for holder, words in order.items():
        yield holder, words, linked.get(holder, 0)


def choose(root: etree._Element, text: str) -> Article | None:
    """The article in a page whose words are known; None if they are hardly there."""
    counts = _Counts(root, text)
    wanted = counts.found.get(root, 0)
    if wanted < LEAST_WORDS:
        return None
    chosen = root
    while True:
        inner = next(
            (each for each in chosen if counts.found.get(each, 0) >= HELD_SHARE * wanted), None
        )
        if inner is None:
            break
        chosen = inner
    left_out = frozenset(_left_out(chosen, counts))
    return Article(chosen, left_out, heading=_heading_before(chosen, root))


def _heading_before(chosen: etree._Element, root: etree._Element) -> etree._Element | None:
    """The one heading of the first level that a page has, where the article stands after it."""
    found = list(islice(root.iter("{*}h1"), 2))
    if len(found) != 1:
        return None
    heading = found[0]
    above = [heading, *heading.iterancestors()]
    if chosen in above or any(_is_not_seen(each) for each in above):
        return None
    # Whichever of the two the walk over the page meets first.
    first = next(each for each in root.iter("*") if each is heading or each is chosen)
    return heading if first is heading else None


def _is_not_seen(element: etree._Element) -> bool:
    return html_rules.is_hidden(element, html_rules.local(element))


def _left_out(chosen: etree._Element, counts: _Counts) -> Iterator[etree._Element]:
    """The elements that hold none of the article's words and look like what surrounds one."""
    waiting = [chosen]
    while waiting:
        for child in waiting.pop():
            words = counts.all.get(child, 0)
            if not words or not isinstance(child.tag, str):
                continue
            if not counts.found.get(child, 0) and _surrounds(child, counts):
                yield child
            elif html_rules.local(child) != "table" or not html_tables.is_data(child):
                waiting.append(child)


def _is_called_other(element: etree._Element) -> bool:
    """True if an element is, by its name, role or class, none of the article."""
    name = html_rules.local(element)
    if name in _SURROUNDING or html_rules.element_role(element) in _SURROUNDING_ROLES:
        return True
    called = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _CALLED.search(called) is not None


def _surrounds(element: etree._Element, counts: _Counts) -> bool:
    if _is_called_other(element):
        return True
    name = html_rules.local(element)
    is_linked = counts.linked.get(element, 0) > LINKED_SHARE * counts.all[element]
    if not is_linked or name in _PARTS or not html_rules.is_block(element, name):
        return False
    return name != "table" or not html_tables.is_data(element)
