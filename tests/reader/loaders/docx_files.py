"""Word documents made for tests."""

from __future__ import annotations

from tests.reader.loaders.zips import packed

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = f'xmlns:w="{WORD}" xmlns:r="{RELATIONS}" xmlns:x="urn:x"'
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/>{more}</w:style>'
    for style, name, more in (
        ("Titel", "Title", ""),
        ("berschrift2", "heading 2", ""),
        ("Eigene", "My own", '<w:basedOn w:val="berschrift2"/>'),
        ("Zitat", "Quote", ""),
        ("Code", "HTML Preformatted", ""),
        ("Liste", "List Bullet", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'),
        ("Fett", "Strong", "<w:rPr><w:b/></w:rPr>"),
    )
)
NUMBERS = """<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num>"""


def paragraph(*runs: str, style: str = "", more: str = "") -> str:
    """A paragraph of runs; those that are no markup are texts."""
    content = "".join(each if each.startswith("<") else run(each) for each in runs)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{content}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run with a text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text: str, depth: int = 0, numbers: int = 1) -> str:
    """An item of a list."""
    numbered = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{numbers}"/></w:numPr>'
    return paragraph(text, more=numbered)


def docx(
    body: str,
    *,
    footnotes: str = "",
    endnotes: str = "",
    comments: str = "",
    relations: str = "",
    core: str = "",
    styles: str = "",
    more: dict[str, str] | None = None,
) -> bytes:
    """A Word document with this body."""
    parts = {
        "document": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "styles": f"<w:styles {NAMES}>{STYLES}{styles}</w:styles>",
        "numbering": f"<w:numbering {NAMES}>{NUMBERS}</w:numbering>",
        "footnotes": f"<w:footnotes {NAMES}>{footnotes}</w:footnotes>",
        "endnotes": f"<w:endnotes {NAMES}>{endnotes}</w:endnotes>",
        "comments": f"<w:comments {NAMES}>{comments}</w:comments>",
        "_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
    }
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            **{
                f"word/{name}.xml".replace(".rels.xml", ".rels"): part
                for name, part in parts.items()
            },
            "docProps/core.xml": (
                '<cp xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="urn:terms">'
                f"{core}</cp>"
            ),
            **(more or {}),
        }
    )
