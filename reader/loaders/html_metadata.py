"""What a page of the web says of itself: title, authors, publisher, date, address, language.

Asked in order: its JSON-LD, OpenGraph, other `meta` elements, the elements themselves. What nobody says
is left empty; what is said in a wrong shape does not count.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from annotations.late import late_pattern
from annotations.model import Metadata
from reader.loaders import html_linked_data
from reader.loaders.source import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml import etree

VALUE_LENGTH_LIMIT = 1000
"""Characters of a title, an author, an address."""

AUTHOR_LIMIT = 50

AUTHOR_LENGTH_LIMIT = 100
"""Characters of a name; what is longer is a sentence about somebody."""

_TITLES = (
    "og:title",
    "citation_title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "twitter:title",
)
_AUTHORS = (
    *("article:author", "og:article:author", "citation_author", "dc.creator", "dcterms.creator"),
    *("author", "parsely-author", "sailthru.author", "byl", "dc.contributor"),
)
_PUBLISHERS = ("og:site_name", "citation_journal_title", "dc.publisher", "application-name")
_DATES = (
    *("article:published_time", "og:article:published_time", "og:published_time"),
    *("citation_publication_date", "citation_date", "dc.date", "dcterms.created", "dc.date.issued"),
    *("date", "pubdate", "publishdate", "parsely-pub-date", "sailthru.date", "datepublished"),
)
_ADDRESSES = ("og:url", "citation_public_url", "parsely-link")
_DOIS = ("citation_doi", "doi", "dc.identifier", "dc.identifier.doi", "prism.doi")
_LANGUAGES = ("og:locale", "citation_language", "dc.language", "language", "content-language")

_ISO_DATE = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ]\d{2}:\d{2}.*)?\Z")
_SLASHED_DATE = re.compile(r"(\d{4})/(\d{1,2})(?:/(\d{1,2}))?\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")
_DOI = re.compile(r"(?i)(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)\Z")
_BY = re.compile(r"(?i)(?:written\s+)?by:?\s+")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)"
)
_ANY_MONTH = rf"(?:\b|(?<=[a-z.]))(?:{_MONTH}|{_MONTH.upper()})"
"""Also one that is glued to the name before it, as where two elements meet."""
_DATED = late_pattern(
    r"(?:[\s,;:|/•·–—-]|\b(?:[Oo]n|[Ll]ast|[Pp]ublished|[Pp]osted|[Uu]pdated)\b)*+"
    rf"(?:{_ANY_MONTH}(?:\.? \d{{1,2}}(?!\d)|\.?,? \d{{4}}\b)"
    r"|\b\d{1,2}(?:st|nd|rd|th|er|\.)? (?:de |of )?[^\W\d_]{3,12}\.?,? (?:de |del )?\d{4}\b"
    r"|\b\d{4}-\d{2}-\d{2}|\b\d{1,2}([./])\d{1,2}\1\d{2,4}\b).*\Z"
)
"""A date behind a name, with all that follows it."""

DATED_LENGTH = 200
"""Characters of a name in which a date is looked for; a longer one is none, whatever stands behind it."""
_SEVERAL = re.compile(r"\s*[;|]\s*|\s+(?:and|&)\s+")
_SITE_AT_END = re.compile(r"(.+?) [|–—·•»-] ((?:(?! [|–—·•»-] ).){2,60})\Z")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(https?://\S{1,2000})\s*-->")
_SAVED_WITHIN = 4_096


class Named(NamedTuple):
    """What a library has found beside; a last resort."""

    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: str = ""


def metadata_of(root: etree._Element, address: str, beside: Named) -> Metadata:
    """What a page says of itself.

    Args:
        root: Of its tree.
        address: Where it came from; empty if that is not known.
        beside: What was found by other means; a last resort.
    """
    linked = html_linked_data.read(root)
    said = _said(root)
    publisher = _first([linked.publisher, *_values(said, _PUBLISHERS), beside.publisher])
    window = _without_site(_first(_texts(root, "title")), publisher, _texts(root, "h1"))
    title = _first([linked.title, *_values(said, _TITLES), window])
    return Metadata(
        title=title or beside.title,
        authors=_authors(linked.authors)
        or next((names for key in _AUTHORS if (names := _authors(said.get(key, ())))), ())
        or _authors(beside.authors),
        publisher=publisher,
        published=_first(
            _date(each) for each in (linked.published, *_values(said, _DATES), beside.published)
        ),
        url=_first(
            _address(each, address)
            for each in (*_canonical(root), *_values(said, _ADDRESSES), linked.url, address)
        ),
        doi=_first(match[1] for each in _values(said, _DOIS) if (match := _DOI.match(each))),
        language=_first(
            _language(each)
            for each in (linked.language, *_values(said, _LANGUAGES), *_own_languages(root))
        ),
    )


def address_of(root: etree._Element, source: str) -> str:
    """Where a saved page came from, as the browser that saved it or the page itself says."""
    if match := _SAVED_FROM.search(source[:_SAVED_WITHIN]):
        return _address(match[1], "")
    return _first(_address(each, "") for each in _canonical(root))


def base_of(root: etree._Element, address: str) -> str:
    """The address that the hyperlinks of a page are resolved against; empty if there is none."""
    for element in root.iter("{*}base"):
        if href := element.get("href"):
            return _address(href, address) or address
    return address


def _said(root: etree._Element) -> dict[str, list[str]]:
    """The values of the `meta` elements, by their names in small letters."""
    said: dict[str, list[str]] = {}
    for element in root.iter("{*}meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        key = key or element.get("http-equiv")
        value = element.get("content")
        if key and value:
            said.setdefault(key.strip().lower(), []).append(value)
    return said


def _values(said: Mapping[str, list[str]], keys: Iterable[str]) -> list[str]:
    return [said[key][0] for key in keys if key in said]


def _first(values: Iterable[str]) -> str:
    """The first that says something, on one line."""
    for value in values:
        if line := one_line(value):
            return line
    return ""


def one_line(value: str) -> str:
    """A value as it may be shown: one line, no control characters, of bearable length."""
    words = html.unescape(value[: 2 * VALUE_LENGTH_LIMIT]).split()
    return shown_name(" ".join(words)[:VALUE_LENGTH_LIMIT])


def _texts(root: etree._Element, name: str) -> list[str]:
    """The texts of the elements of a name that are not part of a drawing."""
    return [
        "".join(each.itertext("*"))
        for each in root.iter("{*}" + name)
        if each.getparent() is None or each.getparent().tag != "svg"
    ]


def _without_site(title: str, publisher: str, headings: Iterable[str]) -> str:
    """The title of a window without the site at its end: the publisher, or what a heading does not say."""
    match = _SITE_AT_END.match(title)
    if match is None:
        return title
    bare, site = match.groups()
    is_publisher = bool(publisher) and site.casefold() == publisher.casefold()
    if is_publisher or _folded(bare) in map(_folded, headings):
        return bare
    return title


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _authors(values: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for value in values:
        for part in _SEVERAL.split(one_line(value)):
            name = _BY.sub("", part, count=1) if _BY.match(part) else part
            name = _DATED.sub("", name) if len(name) <= DATED_LENGTH else ""
            is_address = "://" in name or name.startswith(("www.", "@"))
            if name and not is_address and len(name) <= AUTHOR_LENGTH_LIMIT:
                found[name] = None
    return tuple(found)[:AUTHOR_LIMIT]


def _date(value: str) -> str:
    """The day of a date in a form that leaves no doubt; another form as it stands, if it is short."""
    value = one_line(value)
    if match := _ISO_DATE.match(value):
        return match[1]
    if match := _SLASHED_DATE.match(value):
        return "-".join(part.zfill(2) for part in match.groups() if part)
    return value if any(c.isdigit() for c in value) and len(value) <= 40 else ""  # noqa: PLR2004


def _address(value: str, base: str) -> str:
    try:
        address = urljoin(base, value.strip())
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_sound = parts.scheme in {"http", "https"} and parts.netloc and "@" not in parts.netloc
    return address if is_sound and len(address) <= VALUE_LENGTH_LIMIT else ""


def _canonical(root: etree._Element) -> list[str]:
    return [
        href
        for each in root.iter("{*}link")
        if "canonical" in (each.get("rel") or "").lower().split() and (href := each.get("href"))
    ][:1]


def _own_languages(root: etree._Element) -> list[str]:
    name = "{http://www.w3.org/XML/1998/namespace}lang"
    found = [root, *root.iterchildren("{*}body")]
    return [value for each in found if (value := each.get("lang") or each.get(name))]


def _language(value: str) -> str:
    value = value.strip().split(",")[0]
    return value.replace("_", "-") if _LANGUAGE.match(value) else ""
