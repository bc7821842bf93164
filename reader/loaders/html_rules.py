"""What an element of HTML means for the text: hidden, a block, a style, a note, a page break.

Judged by the element alone, its name and attributes; what follows from where it stands is the
walker's business.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.document import SpanKind
from reader.loaders import html_tags

if TYPE_CHECKING:
    from lxml import etree


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


CODE = frozenset(("listing", "plaintext", "pre", "xmp"))
"""Elements that keep every blank."""

BLOCKS = html_tags.BLOCKS | html_tags.CELLS | CODE | _names("dd dir dt hgroup legend li tr")

SPACED = frozenset(("blockquote", "figure", "p", "table", *CODE))
"""Blocks that an empty line parts from others, in a list too."""

_HIDDEN = _names(
    "annotation annotation-xml applet area audio base basefont button canvas col colgroup datalist"
    " embed frame frameset head iframe input link map meta meter noscript param progress rp script"
    " select source style template textarea title track video"
)
"""Never part of the text: what is run, filled in or pressed, or stands in for a player."""

_HIDDEN_CLASSES = _names(
    "MathJax_Preview footnote-back footnote-backref headerlink katex-html lineno linenos"
    " mw-cite-backlink mw-editsection mw-jump-link reversefootnote screen-reader-only"
    " screen-reader-text sr-only visually-hidden visuallyhidden"
)
"""What common tools call text that is not to be seen, counts lines, or leads back from a note."""

SPANS = {**html_tags.SPANS, "dfn": SpanKind.EMPHASIS, "var": SpanKind.EMPHASIS}
_PERMALINKS = frozenset(
    ("#", "¶", "§", "\N{LINK SYMBOL}", "\N{ANCHOR}", "\u21a9", "\u21a9\ufe0e", "\u21a9\ufe0f")
)
"""Hyperlinks to the heading they stand in, and arrows back from a note."""
_BEGINS = r"(?i)(?:\A|;)\s*"
_HIDDEN_STYLE = re.compile(_BEGINS + r"(?:display\s*:\s*none|visibility\s*:\s*hidden)")
_BLOCK_STYLE = re.compile(
    _BEGINS + r"display\s*:\s*(?:block|flex|grid|list-item|table)\s*(?:;|!|\Z)"
)
_BOLD = re.compile(_BEGINS + r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)\b")
_NOT_BOLD = re.compile(_BEGINS + r"font-weight\s*:\s*(?:normal|lighter|[1-5]00)\b")
_ITALIC = re.compile(_BEGINS + r"font-style\s*:\s*(?:italic|oblique)\b")
_NOT_ITALIC = re.compile(_BEGINS + r"font-style\s*:\s*normal\b")

_STYLES = (_HIDDEN_STYLE, _BLOCK_STYLE, _BOLD, _NOT_BOLD, _ITALIC, _NOT_ITALIC)

TYPES = ("{http://www.idpf.org/2007/ops}type", "epub:type", "role")
"""Attributes that say what an element is for."""
_PAGE_BREAKS = frozenset(("doc-pagebreak", "pagebreak"))
_NOTES = frozenset(("doc-endnote", "doc-footnote", "endnote", "footnote", "rearnote"))
_NOTE_LISTS = frozenset(("doc-endnotes", "endnotes", "footnotes", "rearnotes", "references"))
_REFERENCES = frozenset(("doc-noteref", "noteref"))
_BACKLINKS = frozenset(("backlink", "doc-backlink"))
_TELLING_TYPES = (
    _PAGE_BREAKS
    | _NOTES
    | _NOTE_LISTS
    | _BACKLINKS
    | frozenset(("heading", "img", "none", "presentation"))
)

_LANGUAGE = re.compile(
    r"(?:\A|\s)(?:language-|lang-|highlight-source-|highlight-|brush:\s*|(?:sourceCode|highlight)\s+)"
    r"([A-Za-z][\w+#-]{0,29})"
)
_NO_LANGUAGES = frozenset(("default", "none", "notranslate", "plain", "plaintext", "text", "txt"))
_FILE_NAME = re.compile(r"(?i)\S+\.(?:avif|bmp|gif|jpe?g|png|svg|tiff?|webp)\Z")

_local_names: dict[str, str] = {}
_LOCAL_NAMES_LIMIT = 1_000


def local(element: etree._Element) -> str:
    """The name of an element without its namespace, in lower case."""
    tag: str = element.tag
    name = _local_names.get(tag)
    if name is None:
        if len(_local_names) >= _LOCAL_NAMES_LIMIT:  # names that a stranger made up
            _local_names.clear()
        name = _local_names[tag] = tag.rpartition("}")[2].lower()
    return name


def is_hidden(element: etree._Element, name: str) -> bool:
    """True if an element is not to be seen, or is no part of what is read."""
    if name in _HIDDEN or (name == "dialog" and element.get("open") is None):
        return True
    if not element.attrib:
        return False
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    style = element.get("style")
    if style and _HIDDEN_STYLE.search(style):
        return True
    classes = element.get("class")
    if classes and hides(classes):
        return True
    return name == "a" and (is_permalink(element) or not _BACKLINKS.isdisjoint(types(element)))


def hides(classes: str) -> bool:
    """True if one of an element's classes says that it is not to be seen."""
    return not _HIDDEN_CLASSES.isdisjoint(classes.split())


def is_telling_style(style: str) -> bool:
    """True if a `style` changes what an element is or how its words are set, as far as that matters."""
    return any(each.search(style) for each in _STYLES)


def is_telling_type(words: str) -> bool:
    """True if what an element says it is for changes what it is, as far as that matters.

    That of a hyperlink to a note is left to `is_reference`.
    """
    return not _TELLING_TYPES.isdisjoint(words.lower().split())


def is_permalink(link: etree._Element) -> bool:
    """True for a hyperlink that is there for its address: to the heading it stands in, or back from a note."""
    return (
        (link.text or "").strip() in _PERMALINKS
        and not len(link)
        and "#" in (link.get("href") or "")
    )


def types(element: etree._Element) -> list[str]:
    """What an element says it is for: the words of `epub:type` and `role`."""
    found: list[str] = []
    for name in TYPES:
        if value := element.get(name):
            found += value.lower().split()
    return found


def is_block(element: etree._Element, name: str) -> bool:
    """True if an element begins and ends a line of its own."""
    if name in BLOCKS:
        return True
    style = element.get("style")
    return bool(style) and _BLOCK_STYLE.search(style) is not None


def spans(element: etree._Element, name: str) -> list[SpanKind]:
    """The styles of an inline element, but for its hyperlink."""
    kind = SPANS.get(name)
    found: list[SpanKind] = [kind] if kind and kind is not SpanKind.HYPERLINK else []
    style = element.get("style")
    if style:
        for wanted, sets, unsets in (
            (SpanKind.STRONG, _BOLD, _NOT_BOLD),
            (SpanKind.EMPHASIS, _ITALIC, _NOT_ITALIC),
        ):
            if wanted not in found and sets.search(style):
                found.append(wanted)
            elif wanted in found and unsets.search(style):
                found.remove(wanted)
    if name == "a" and is_reference(element):
        found.append(SpanKind.SUPERSCRIPT)
    return found


def heading_level(element: etree._Element, name: str) -> int:
    """The level of a heading, 1 to 6; 0 for what is none."""
    if len(name) == 2 and name[0] == "h" and name[1] in "123456":  # noqa: PLR2004  # h1 to h6
        return int(name[1])
    if element.get("role") != "heading":
        return 0
    level = (element.get("aria-level") or "")[:4]
    return min(6, int(level) or 2) if level.isdecimal() and level.isascii() else 2


def page_label(element: etree._Element) -> str | None:
    """The label of the page that begins here; None where none does."""
    if _PAGE_BREAKS.isdisjoint(types(element)):
        return None
    label = element.get("title") or element.get("aria-label") or "".join(element.itertext("*"))
    return " ".join(label.split()).strip(" .[]")


def is_reference(link: etree._Element) -> bool:
    """True for a hyperlink that is the sign of a note."""
    return not _REFERENCES.isdisjoint(types(link))


def is_note(element: etree._Element) -> bool:
    """True for a footnote, or a note at the end."""
    return not _NOTES.isdisjoint(types(element))


def is_note_list(element: etree._Element) -> bool:
    """True for what holds all notes of a text."""
    classes = (element.get("class") or "").split()
    return not _NOTE_LISTS.isdisjoint((*types(element), *classes))


def code_language(element: etree._Element) -> str:
    """The language of a `pre`, as it, what holds it or what it holds says; else empty."""
    around = [element, *element[:1]]
    parent = element.getparent()
    if parent is not None:
        around.append(parent)
        if parent.getparent() is not None:
            around.append(parent.getparent())
    for each in around:
        named = each.get("data-lang") or each.get("data-language") or ""
        match = _LANGUAGE.search(each.get("class") or "")
        found = (named or (match[1] if match else "")).lower()
        if found and found not in _NO_LANGUAGES and re.fullmatch(r"[a-z][\w+#-]{0,29}", found):
            return found
    return ""


def alternative(element: etree._Element) -> str:
    """What an image says in words, on one line; a file's name says nothing."""
    words = " ".join((element.get("alt") or "").split())
    return "" if _FILE_NAME.match(words) else words


def framed_source(frame: etree._Element) -> str:
    """The file or address that a frame shows; empty for what is no place to be opened."""
    source = " ".join((frame.get("src") or "").split())
    is_elsewhere = re.match(r"(?i)[a-z][a-z0-9+.-]*:", source) is not None
    is_of_web = source[:8].lower().startswith(("http://", "https://"))
    return source if is_of_web or not is_elsewhere else ""


def drawn_text(drawing: etree._Element) -> str:
    """The words in a drawing (`svg`); of one without, what it is called if it is an image."""
    texts = (each for each in drawing.iter() if isinstance(each.tag, str) and local(each) == "text")
    words = " ".join(" ".join(" ".join(text.itertext("*")).split()) for text in texts)
    if words or element_role(drawing) != "img":
        return words
    return " ".join((drawing.get("aria-label") or "").split())


def element_role(element: etree._Element) -> str:
    """The `role` of an element."""
    return str(element.get("role") or "")
