"""What an EPUB says of itself: which files it is read from and in which order, title and authors.

EPUB 2 and 3 alike, and what is half of each. What a book leaves out or gets wrong is guessed as long as
there is text to read; what each chapter holds is left to others.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, NoReturn
from urllib.parse import unquote, urlsplit

from annotations.errors import UnreadableSourceError
from annotations.model import Metadata
from reader.loaders import xml_tree
from reader.loaders.source import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml import etree

    from reader.loaders.archive import Archive

CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_HARMLESS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways to make fonts unusable outside of the book; nothing to read is hidden by them."""

_LOCKS = (
    ("META-INF/license.lcpl", "Readium LCP"),
    ("META-INF/rights.xml", "Adobe"),
    ("META-INF/sinf.xml", "Apple"),
)
_TEXT_TYPES = frozenset(
    (
        "application/xhtml+xml",
        "text/html",
        "image/svg+xml",
        "application/x-dtbook+xml",
        "text/x-oeb1-document",
        "application/html+xml",
    )
)
_TEXT_SUFFIXES = (".xhtml", ".html", ".htm", ".xht", ".xml", ".svg")
PICTURES_ONLY = "it holds pictures only, and no text"
NCX_TYPE = "application/x-dtbncx+xml"

VALUE_LENGTH_LIMIT = 1000
"""Characters of a title, an author, an address."""

AUTHOR_LIMIT = 50

FALLBACK_LIMIT = 20
"""Files that stand in for one another that are followed; more are a circle, or made to take long."""

_DATE = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T.*)?\Z")
_DOI = re.compile(r"(?i)(?:urn:doi:|doi:|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)\Z")


class Item(NamedTuple):
    """A file of the book."""

    path: str
    """In the archive."""
    media_type: str
    properties: tuple[str, ...]
    fallback: str
    """The id of the item that stands in for it; empty if there is none."""


class Package(NamedTuple):
    """A book as it describes itself."""

    reading_order: tuple[str, ...]
    """Paths of the files with its text; what stands outside of the main order comes last."""
    navigation: str
    """Path of the navigation document of EPUB 3; empty if there is none."""
    ncx: str
    """Path of the navigation of EPUB 2; empty if there is none."""
    metadata: Metadata
    missing: int = 0
    """Files that it names as text and that are not in it."""


@lru_cache(maxsize=1000)
def resolve(base: str, reference: str) -> tuple[str, str]:
    """The path in the archive and the fragment that a reference in a file leads to.

    The path is empty where it leads out of the book.
    """
    try:
        parts = urlsplit(reference.strip())
    except ValueError:
        return "", ""
    if parts.scheme or parts.netloc:
        return "", ""
    path = unquote(parts.path)
    if not path:
        return base, unquote(parts.fragment)
    joined = posixpath.join("/", posixpath.dirname(base), path)
    # From the root upward it stays at the root, as in an address.
    return posixpath.normpath(joined).lstrip("/"), unquote(parts.fragment)


def read_package(archive: Archive) -> Package:
    """What an EPUB says of itself.

    Raises:
        UnreadableSourceError: It is no EPUB, it is protected, or it has nothing in its order of reading.
    """
    path = _package_path(archive)
    root = _parsed(archive, path)
    items = _items(root, path)
    order, ncx_id = _spine(root, items)
    found = [_readable(archive, items, each) for each in order]
    # A chapter has one place in a book: what names it again would only repeat it, without end.
    paths = dict.fromkeys(each.path for each in found if each and each.path in archive)
    reading_order = tuple(paths)
    if not reading_order:
        shown = {items[each].media_type.partition("/")[0] for each in order if each in items}
        if "image" in shown:
            _refuse(archive, PICTURES_ONLY)
        _refuse(archive, "it names no text that is in it")
    _refuse_locked(archive, {path, *reading_order})
    navigation = next((item.path for item in items.values() if "nav" in item.properties), "")
    ncx = items[ncx_id].path if ncx_id in items else ""
    ncx = ncx or next((i.path for i in items.values() if i.media_type == NCX_TYPE), "")
    return Package(
        reading_order=reading_order,
        navigation=navigation if navigation in archive else "",
        ncx=ncx if ncx in archive else "",
        metadata=_metadata(root),
        missing=sum(each is not None and each.path not in archive for each in found),
    )


def _refuse(archive: Archive, reason: str, error: Exception | None = None) -> NoReturn:
    raise UnreadableSourceError(archive.name, reason) from error


def _parsed(archive: Archive, path: str) -> etree._Element:
    data = archive.read(path)
    try:
        return xml_tree.parse(data)
    except xml_tree.NotXmlError:
        try:
            return xml_tree.parse(data, is_lenient=True)
        except xml_tree.NotXmlError as error:
            _refuse(archive, f"{shown_name(path)} in it is damaged", error)


def _package_path(archive: Archive) -> str:
    """The first package that the container names; without a container the only one there is."""
    if CONTAINER in archive:
        root = _parsed(archive, CONTAINER)
        for rootfile in xml_tree.descendants(root, "rootfile"):
            path, _ = resolve("", xml_tree.attribute(rootfile, "full-path"))
            if path in archive:
                return path
    packages = [name for name in archive.names if name.lower().endswith(".opf")]
    if len(packages) == 1:
        return packages[0]
    _refuse(archive, f"it is no EPUB that is whole ({CONTAINER} names no package in it)")


def _items(root: etree._Element, base: str) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for manifest in xml_tree.descendants(root, "manifest"):
        for item in xml_tree.children(manifest, "item"):
            path, _ = resolve(base, xml_tree.attribute(item, "href"))
            items.setdefault(
                xml_tree.attribute(item, "id"),
                Item(
                    path=path,
                    media_type=xml_tree.attribute(item, "media-type").strip().lower(),
                    properties=tuple(xml_tree.attribute(item, "properties").split()),
                    fallback=xml_tree.attribute(item, "fallback"),
                ),
            )
    return items


def _spine(root: etree._Element, items: Mapping[str, Item]) -> tuple[list[str], str]:
    """The ids in the order of reading, what is not linear at the end; and the id of the NCX.

    Of what is not linear, the navigation says nothing that the outline does not.
    """
    linear: list[str] = []
    others: list[str] = []
    ncx_id = ""
    for spine in xml_tree.descendants(root, "spine"):
        ncx_id = ncx_id or xml_tree.attribute(spine, "toc")
        for reference in xml_tree.children(spine, "itemref"):
            item_id = xml_tree.attribute(reference, "idref")
            if xml_tree.attribute(reference, "linear").strip().lower() != "no":
                linear.append(item_id)
            elif item_id not in items or "nav" not in items[item_id].properties:
                others.append(item_id)
    return linear + others, ncx_id


def _readable(archive: Archive, items: Mapping[str, Item], item_id: str) -> Item | None:
    """An item that holds text, or the first that stands in for it; None if none does.

    One that is not in the archive is given only where nothing that is there stands in for it.
    """
    missing: Item | None = None
    for _ in range(FALLBACK_LIMIT):
        item = items.get(item_id)
        if item is None:
            break
        is_text = item.media_type in _TEXT_TYPES or (
            not item.media_type and item.path.lower().endswith(_TEXT_SUFFIXES)
        )
        if is_text and item.path in archive:
            return item
        if is_text:
            missing = missing or item
        item_id = item.fallback
    return missing


def _refuse_locked(archive: Archive, needed: set[str]) -> None:
    """Refuse a book whose text is encrypted; fonts that are may be so."""
    if _ENCRYPTION not in archive:
        return
    root = _parsed(archive, _ENCRYPTION)
    for data in xml_tree.descendants(root, "EncryptedData"):
        methods = xml_tree.descendants(data, "EncryptionMethod")
        ways = {xml_tree.attribute(method, "Algorithm") for method in methods}
        if ways and ways <= set(_HARMLESS):
            continue
        for reference in xml_tree.descendants(data, "CipherReference"):
            path, _ = resolve("", xml_tree.attribute(reference, "URI"))
            if path in needed:
                by = next((f" ({who})" for lock, who in _LOCKS if lock in archive), "")
                raise UnreadableSourceError(
                    archive.name,
                    f"its text is encrypted by a copy protection{by}",
                    hint="Open it in the program that it was bought for.",
                )


# --- metadata -------------------------------------------------------------------------------


def _metadata(root: etree._Element) -> Metadata:
    entries: dict[str, list[etree._Element]] = {}
    refinements: dict[str, dict[str, str]] = {}
    for metadata in xml_tree.descendants(root, "metadata"):
        # EPUB 2 may wrap them in dc-metadata and x-metadata.
        for element in metadata.iter():
            name = xml_tree.local(element)
            if name == "meta" and (refined := element.get("refines")):
                properties = refinements.setdefault(refined.lstrip("#"), {})
                properties.setdefault(element.get("property", ""), xml_tree.words(element))
            elif name:
                entries.setdefault(name.lower(), []).append(element)
    identifiers = [_line(xml_tree.words(each)) for each in entries.get("identifier", ())]
    sources = [*identifiers, *_lines(entries.get("source", ()))]
    return Metadata(
        title=_title(entries.get("title", ()), refinements),
        authors=_authors(entries.get("creator", ()), refinements),
        publisher=next(iter(_lines(entries.get("publisher", ()))), ""),
        published=_published(entries.get("date", ())),
        url=next((each for each in sources if each.startswith(("http://", "https://"))), ""),
        doi=next((match[1] for each in sources if (match := _DOI.match(each))), ""),
        language=next(iter(_lines(entries.get("language", ()))), "").replace("_", "-"),
    )


def _line(text: str) -> str:
    return shown_name(" ".join(text[:VALUE_LENGTH_LIMIT].split()))


def _lines(elements: Sequence[etree._Element]) -> Iterator[str]:
    """What the elements say, each on one line, without those that say nothing."""
    return filter(None, (_line(xml_tree.words(each)) for each in elements))


def _title(elements: Sequence[etree._Element], refinements: Mapping[str, Mapping[str, str]]) -> str:
    """The first title, with the subtitle that follows it if it says that it is one."""
    titles = [each for each in elements if xml_tree.words(each)]
    if not titles:
        return ""
    title = _line(xml_tree.words(titles[0]))
    for other in titles[1:]:
        kind = refinements.get(other.get("id", ""), {}).get("title-type")
        if kind == "subtitle":
            return f"{title}: {_line(xml_tree.words(other))}"
    return title


def _authors(
    elements: Sequence[etree._Element], refinements: Mapping[str, Mapping[str, str]]
) -> tuple[str, ...]:
    """Those who wrote it; where nobody is said to have, all who made it."""
    named: list[str] = []
    wrote: list[str] = []
    for element in elements:
        name = _line(xml_tree.words(element))
        if name and name not in named:
            named.append(name)
            refined = refinements.get(element.get("id", ""), {})
            role = xml_tree.attribute(element, "role") or refined.get("role", "")
            if role in ("", "aut"):
                wrote.append(name)
    return tuple((wrote or named)[:AUTHOR_LIMIT])


def _published(elements: Sequence[etree._Element]) -> str:
    """The day it was published, else the first day that is given."""
    days = [(xml_tree.attribute(each, "event"), _line(xml_tree.words(each))) for each in elements]
    days.sort(key=lambda day: day[0] not in ("", "publication", "original-publication"))
    first = next((day for _, day in days if day), "")
    match = _DATE.match(first)
    return match[1] if match else first
