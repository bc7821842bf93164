"""PDF files as articles."""

from __future__ import annotations

import pytest

from annotations.errors import UnreadableSourceError, UnsupportedSourceError
from reader.loaders import Hint, Loaded, SourceBytes, load, load_head, pdf
from tests.pdfs import Page, Placed, column
from tests.pdfs import pdf as pdf_of
from tests.reader.loaders.invariants import check


def loaded(data: bytes, *, is_head: bool = False) -> Loaded:
    found = pdf.load(SourceBytes(data), Hint("a.pdf"), is_head=is_head)
    check(found.document)
    return found


def test_a_pdf_is_read_in_a_process_of_its_own_whatever_it_is_called() -> None:
    data = pdf_of([Page(lines=column(["One line of it", "and a second."]))])

    document = load(data, Hint("a.html")).document

    assert document.text == "One line of it and a second."
    assert document.loader == "pdf 1"
    assert len(document.source_sha256) == 64


def test_a_scan_is_said_to_be_one() -> None:
    with pytest.raises(UnsupportedSourceError) as caught:
        loaded(pdf_of([Page(), Page()]))

    assert str(caught.value) == "a.pdf holds no text: its 2 pages are pictures."


def test_what_is_cut_short_is_read_or_refused() -> None:
    with pytest.raises(UnreadableSourceError, match="it is damaged, or no PDF"):
        loaded(b"%PDF-1.7\n1 0 obj\n")


def test_the_head_is_the_first_pages() -> None:
    pages = [Page(lines=column([f"Page {number} " + "word " * 100])) for number in range(20)]
    data = pdf_of(pages)

    head = load_head(SourceBytes(data, name="a.pdf"))

    assert not head.is_whole
    assert loaded(data).document.text.startswith(head.document.text)


def test_each_page_has_a_locator() -> None:
    pages = [Page(lines=[Placed(f"On page {number}.", 72, 700)]) for number in (1, 2, 3)]

    document = loaded(pdf_of(pages)).document

    assert document.locator(document.text.index("On page 2"))["page"] == "2"
