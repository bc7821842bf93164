"""What is needed of HTML inside Markdown: which tags there are, what they mean for the text.

A tag that HTML does not know stays text: `List<String>` in prose is no markup.
"""

from __future__ import annotations

import html
import re

from annotations.document import SpanKind

TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<rest>[^<>]*)>")
"""One tag. A `<` inside of it ends the search, which keeps that linear."""

SPANS = {
    "b": SpanKind.STRONG,
    "strong": SpanKind.STRONG,
    "i": SpanKind.EMPHASIS,
    "em": SpanKind.EMPHASIS,
    "cite": SpanKind.EMPHASIS,
    "code": SpanKind.CODE,
    "kbd": SpanKind.CODE,
    "samp": SpanKind.CODE,
    "tt": SpanKind.CODE,
    "sup": SpanKind.SUPERSCRIPT,
    "sub": SpanKind.SUBSCRIPT,
    "s": SpanKind.STRIKE,
    "del": SpanKind.STRIKE,
    "strike": SpanKind.STRIKE,
    "a": SpanKind.HYPERLINK,
}
LINES = frozenset(("br", "tr", "li", "dt", "dd", "option"))
"""Before or after these a line ends."""

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "details",
        "dialog",
        "div",
        "dl",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "ul",
    ]  # a column of names reads worse
)
CELLS = frozenset(("td", "th"))
_OTHERS = frozenset(
    [
        "abbr",
        "acronym",
        "applet",
        "area",
        "audio",
        "base",
        "basefont",
        "bdi",
        "bdo",
        "big",
        "button",
        "canvas",
        "col",
        "colgroup",
        "data",
        "datalist",
        "dfn",
        "embed",
        "font",
        "frame",
        "frameset",
        "g",
        "head",
        "iframe",
        "img",
        "input",
        "ins",
        "label",
        "legend",
        "link",
        "map",
        "mark",
        "math",
        "meta",
        "meter",
        "noframes",
        "noscript",
        "object",
        "optgroup",
        "output",
        "param",
        "path",
        "picture",
        "progress",
        "q",
        "rp",
        "rt",
        "ruby",
        "script",
        "select",
        "slot",
        "small",
        "source",
        "span",
        "style",
        "svg",
        "template",
        "textarea",
        "time",
        "title",
        "track",
        "u",
        "use",
        "var",
        "video",
        "wbr",
    ]  # a column of names reads worse
)
KNOWN = frozenset(SPANS) | LINES | BLOCKS | CELLS | _OTHERS

_ATTRIBUTE = (
    r"(?:\A|\s){}\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))"
)
_ATTRIBUTES = {
    name: re.compile(_ATTRIBUTE.format(name), re.IGNORECASE) for name in ("alt", "href", "title")
}
UNSEEN = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"))
"""What begins and ends comments, scripts and styles."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SAFE_SCHEMES = frozenset(("http", "https", "mailto", "ftp"))


def is_tag(match: re.Match[str]) -> bool:
    """True if a match of `TAG` is markup: an element of HTML, or one with a hyphen of its own."""
    name = match["name"].lower()
    return name in KNOWN or "-" in name


def attribute(match: re.Match[str], name: str) -> str:
    """The value of an attribute of a tag; empty if it has none."""
    found = _ATTRIBUTES[name].search(match["rest"])
    if not found:
        return ""
    return html.unescape(next(value for value in found.groups() if value is not None))


def safe_target(address: str) -> str:
    """An address that a hyperlink may have; empty for schemes that run something."""
    stripped = "".join(address.split())
    scheme = _SCHEME.match(stripped)
    return "" if scheme and scheme[1].lower() not in _SAFE_SCHEMES else stripped


def without_hidden(source: str) -> str:
    """HTML without comments, scripts and styles; one that is never closed stays text."""
    for begin, end in UNSEEN:
        source = without(source, begin, end)
    return source


def without(source: str, begin: str, end: str) -> str:
    """HTML without what stands from a beginning, in small letters, to the end that follows it."""
    lowered = source.lower()
    if len(lowered) != len(source):  # a letter whose small form is longer
        lowered = source
    kept: list[str] = []
    position = 0
    while (start := lowered.find(begin, position)) >= 0:
        stop = lowered.find(end, start + len(begin))
        if stop < 0:
            break
        kept.append(source[position:start])
        position = stop + len(end)
    kept.append(source[position:])
    return "".join(kept)
