"""HTML from strangers, decoded and parsed into a tree that holds every word of it.

libxml2 stops, and drops the rest, where elements are nested beyond its limit: what is nested so deeply
is read without its inner structure instead.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree
from lxml import html as lxml_html

from annotations.errors import InvalidValueError
from reader.loaders import html_rules, html_shadow, html_tags, xml_tree
from reader.loaders.decoding import Decoded, decode
from reader.loaders.loaded import Hint, go_on
from reader.loaders.source import SourceBytes

if TYPE_CHECKING:
    from reader.loaders.loaded import Pause

DECLARED_WITHIN_BYTES = 1 << 12
"""Where a page names its encoding, if it does; browsers look at its first 1,024 bytes."""

_DECLARED = re.compile(
    rb"""(?i)<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})"""
)
_MEANT = {
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "ks_c_5601-1987": "cp949",
    "latin1": "cp1252",
    "shift-jis": "cp932",
    "shift_jis": "cp932",
    "tis-620": "cp874",
    "us-ascii": "cp1252",
    "x-sjis": "cp932",
}
"""What browsers read under names that promise less: the larger encoding of the same family."""

_NEVER_DECLARED = ("utf", "idna", "punycode", "unicode", "raw", "undefined")
"""UTF-8 and UTF-16 are told by the bytes; UTF-7 is no encoding of pages."""

ATTRIBUTES_LIMIT = 500
"""From which on the attributes of a tag are left out: the parser compares each with all before."""

_MANY_ATTRIBUTES = re.compile(
    r"""<([A-Za-z][A-Za-z0-9:-]{0,30})"""
    r"""(?:[\s/]*+=?+[^\s/<>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])(?:[^\s<>]|<(?!/))++))?+)"""
    rf"""{{{ATTRIBUTES_LIMIT},}}+"""
)
"""The beginning of a tag as browsers read it. Nothing in it is tried twice: it takes O(n)."""

_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_KEPT_ENTITIES = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
_DECLARATIONS = re.compile(rb"<!DOCTYPE[^<>\[]*\[.*?\]\s*>", re.DOTALL)
_TOO_DEEP = "depth"
_UNSEEN = (
    *html_tags.UNSEEN,
    ("<title", "</title>"),
    ("<template", "</template>"),
    ("<!", ">"),
    ("<?", ">"),
)
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)"
    r"(?:[^<>\"']++|\"[^\"]{0,1000}+\"|'[^']{0,1000}+'|[\"'])*+>"
)
"""A tag of a page that is too deep to be parsed. Nothing in it is tried twice."""


class Parsed(NamedTuple):
    """A tree, and what to say about it."""

    root: etree._Element
    notices: tuple[str, ...] = ()


def decoded(
    source: SourceBytes, hint: Hint, pause: Pause = go_on, *, declared: str | None = None
) -> Decoded:
    """Decode a page: as for any text, but before a guess counts what is said of it.

    Args:
        source: Its bytes.
        hint: Its encoding, if a person says so.
        pause: Called between chunks.
        declared: The encoding that it comes with; by default, and where it is none, what the page
            says of itself.

    Raises:
        InvalidValueError: There is no encoding of the name that was asked for.
        UnreadableSourceError: The disk failed.
    """
    found = decode(source, hint, pause=pause)
    if hint.encoding or found.encoding.startswith("UTF") or not found.notices:
        return found
    within = _DECLARED.search(source.read(0, DECLARED_WITHIN_BYTES))
    said = (within[1] or within[2]).decode() if within else ""
    for name in (declared or "", said):
        codec = _meant(name)
        try:
            told = decode(source, hint._replace(encoding=codec), pause=pause) if codec else None
        except InvalidValueError:
            continue
        # One place in a thousand may be damaged; with more, it is not in this encoding.
        if told and told.text.count("\N{REPLACEMENT CHARACTER}") <= 1 + len(told.text) // 1000:
            return told
    return found


def _meant(name: str) -> str:
    """The codec that is meant by a declared encoding; empty for what none can be in."""
    name = name.strip().lower()
    return "" if name.startswith(_NEVER_DECLARED) else _MEANT.get(name, name)


def parse(source: str) -> Parsed:
    """The tree of a page; of an empty one, a root without anything in it."""
    source = _MANY_ATTRIBUTES.sub(_without_many_attributes, source)
    root, is_whole = _tree(source)
    if is_whole:
        if html_shadow.may_have_shadows(source):
            html_shadow.show_shadows(root)
        return Parsed(root)
    flat, _ = _tree(_flat(source))
    if (head := root.find("head")) is not None:
        flat.insert(0, head)
    return Parsed(flat, ("It is nested too deeply; only its paragraphs are kept apart.",))


def parse_xhtml(data: bytes) -> Parsed:
    """The tree of a file that should be XHTML, as in books: as XML if it is, else of the page it is."""
    # What entities of its own stand for is not looked at.
    declared = _DECLARATIONS.match(data, max(0, data.find(b"<!DOCTYPE")))
    if declared:
        data = data[: declared.start()] + data[declared.end() :]
    try:
        return Parsed(xml_tree.parse(_ENTITY.sub(_as_number, data) if b"&" in data else data))
    except xml_tree.NotXmlError:
        return parse(decoded(SourceBytes(data), Hint()).text)


def _as_number(match: re.Match[bytes]) -> bytes:
    """An entity that only HTML knows, as XML knows it too."""
    name = match[1]
    if name in _KEPT_ENTITIES:
        return match[0]
    letters = html5.get(f"{name.decode()};")
    if letters is None:
        return match[0]
    return "".join(f"&#{ord(letter)};" for letter in letters).encode()


def _without_many_attributes(tag: re.Match[str]) -> str:
    # A script may hold what looks so; where it ends, the page goes on.
    return tag[0] if "</script" in tag[0].lower() else f"<{tag[1]} "


def _tree(source: str) -> tuple[etree._Element, bool]:
    parser = lxml_html.HTMLParser(huge_tree=True, recover=True, encoding="utf-8")
    data = source.encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    is_whole = not any(_TOO_DEEP in entry.message.lower() for entry in parser.error_log)
    if root is None:
        root = etree.fromstring("<html><body></body></html>", lxml_html.HTMLParser())
    return root, is_whole


def _flat(source: str) -> str:
    """The words of a page in the blocks they stand in, without what these stand in.

    Complexity: O(n).
    """
    for begin, end in _UNSEEN:
        source = html_tags.without(source, begin, end)
    parts: list[str] = []
    position = 0
    open_ = ""
    for tag in _TAG.finditer(source):
        parts.append(source[position : tag.start()].replace("<", "&lt;"))
        position = tag.end()
        name = tag["name"].lower()
        if name == "img" or (name == "br" and not tag["end"]):
            parts.append(tag[0])
        elif name in html_rules.BLOCKS:
            if open_ and parts[-2:] == [f"<{open_}>", ""]:
                del parts[-2:]
            elif open_:
                parts.append(f"</{open_}>")
            open_ = name if re.fullmatch("h[1-6]|p", name) and not tag["end"] else "div"
            parts.append(f"<{open_}>")
    parts.append(source[position:].replace("<", "&lt;"))
    return f"<html><body>{''.join(parts)}</body></html>"
