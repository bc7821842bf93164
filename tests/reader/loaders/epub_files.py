"""Books made for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.reader.loaders.zips import packed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CONTAINER = """<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="{}" media-type="application/oebps-package+xml"/></rootfiles></container>"""
XHTML = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head><title>hidden</title></head><body>{}</body></html>"""
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
{metadata}</metadata><manifest>{manifest}</manifest><spine {spine}>{references}</spine></package>"""


def item(name: str) -> str:
    """The entry of a file in the manifest; its id is its name without a suffix."""
    kinds = {"ncx": "application/x-dtbncx+xml", "svg": "image/svg+xml", "png": "image/png"}
    kind = kinds.get(name.rpartition(".")[2], "application/xhtml+xml")
    properties = ' properties="nav"' if name == "nav.xhtml" else ""
    return f'<item id="{name.split(".", maxsplit=1)[0]}" href="{name}" media-type="{kind}"{properties}/>'


def _reference(name: str, *, is_linear: bool) -> str:
    linear = "yes" if is_linear else "no"
    return f'<itemref idref="{name}" linear="{linear}"/>'


def book(
    chapters: Mapping[str, str],
    *,
    metadata: str = "",
    nav: str = "",
    ncx: str = "",
    order: Sequence[str] | None = None,
    nonlinear: Sequence[str] = (),
    more: Mapping[str, str | bytes] | None = None,
    manifest: str | None = None,
) -> bytes:
    """An EPUB of these chapters (ids and what their bodies hold), read in an order of ids."""
    files = {f"{name}.xhtml": XHTML.format(body) for name, body in chapters.items()}
    if nav:
        files["nav.xhtml"] = XHTML.format(nav)
    if ncx:
        files["toc.ncx"] = f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/">{ncx}</ncx>'
    references = "".join(
        _reference(each, is_linear=each not in nonlinear)
        for each in (chapters if order is None else order)
    )
    package = PACKAGE.format(
        metadata=metadata,
        manifest="".join(map(item, files)) if manifest is None else manifest,
        spine='toc="toc"' if ncx else "",
        references=references,
    )
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER.format("OPS/book.opf"),
            "OPS/book.opf": package,
            **{f"OPS/{name}": content for name, content in files.items()},
            **(more or {}),
        }
    )
