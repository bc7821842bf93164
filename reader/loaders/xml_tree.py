"""XML from strangers, read into a tree without a look at anything outside it.

No entity is expanded, no document type and no address is fetched, and a tree deeper or larger than
XML has reason to be is refused rather than cut.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIMIT = "ERR_RESOURCE_LIMIT"
_SPACES = re.compile(r"\s+")


class NotXmlError(Exception):
    """The bytes are no well-formed XML."""


def parse(data: bytes, *, is_lenient: bool = False) -> etree._Element:
    """The root of a tree.

    Args:
        data: The file.
        is_lenient: Mistakes are passed over as far as that goes.

    Raises:
        NotXmlError: It is not well-formed, or beyond the limits of the parser.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=is_lenient,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotXmlError(str(error)) from error
    if limit := next((each for each in parser.error_log if each.type_name == _LIMIT), None):
        # A lenient parser passes over what lies beyond its limits as if it were a mistake.
        raise NotXmlError(limit.message)
    if root is None:
        message = "there is nothing in it"
        raise NotXmlError(message)
    return root


_names: dict[object, str] = {}
_NAMES_LIMIT = 1_000


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for what is none."""
    tag = element.tag
    name = _names.get(tag)
    if name is None:
        if len(_names) >= _NAMES_LIMIT:  # names that a stranger made up
            _names.clear()
        name = _names[tag] = name_of(tag)
    return name


def name_of(tag: object) -> str:
    """The name in a tag without its namespace; empty for that of a comment, and of what else is none."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its name without a namespace, whatever its namespace; empty if there is none."""
    value: str | None = element.get(name)
    if value is not None:
        return value
    ending = "}" + name
    for key, found in element.items():
        if key.endswith(ending):
            return str(found)
    return ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children of these names, without regard to namespaces; all elements if none is given."""
    for child in element:
        name = local(child)
        if name and (not names or name in names):
            yield child


def descendants(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The elements of these names in the tree, in its order, the root included."""
    for each in element.iter():
        if local(each) in names:
            yield each


def words(element: etree._Element) -> str:
    """All text in an element, on one line."""
    return _SPACES.sub(" ", "".join(element.itertext())).strip()
