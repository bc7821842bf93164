"""OpenDocument texts made for tests."""

from __future__ import annotations

from tests.reader.loaders.zips import packed

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
        ("manifest", "manifest"),
    )
)
OTHERS = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
STYLES = """
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="Up" style:family="text">
  <style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>
<style:style style:name="Quotations" style:family="paragraph"/>
<text:list-style style:name="N">
  <text:list-level-style-number text:level="1" style:num-format="1" text:start-value="3"/>
  <text:list-level-style-bullet text:level="2" text:bullet-char="-"/>
</text:list-style>
"""


def odt(body: str, *, meta: str = "", more: dict[str, str] | None = None) -> bytes:
    """An OpenDocument text with this body."""
    root = f"{NAMES} {OTHERS}"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": (
                f"<office:document-content {root}><office:automatic-styles>{STYLES}"
                f"</office:automatic-styles><office:body><office:text>{body}"
                "</office:text></office:body></office:document-content>"
            ),
            "meta.xml": (
                f"<office:document-meta {root}><office:meta>{meta}</office:meta>"
                "</office:document-meta>"
            ),
            **(more or {}),
        }
    )
