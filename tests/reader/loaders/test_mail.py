"""E-mails, and pages saved as one file."""

from __future__ import annotations

import plistlib
import quopri
import time
from email.message import EmailMessage

import pytest

from annotations.document import BlockKind, Document
from annotations.errors import UnreadableSourceError, UnsupportedSourceError
from annotations.model import Metadata
from reader.loaders import Hint, Kind, Loaded, SourceBytes, kind_of, load, mail, mhtml, webarchive
from tests.reader.loaders.invariants import check
from tests.reader.loaders.mutation import survive

WORDS = "The minister arrived in the capital on Tuesday morning and met both presidents at once. "


def loaded(data: bytes) -> Loaded:
    found = mail.load(SourceBytes(data), Hint(name="a.eml"))
    check(found.document)
    return found


def leaves(document: Document) -> list[tuple[str, str]]:
    blocks = [document.blocks[index] for index in document.leaves]
    return [(block.kind.value, document.text[block.start : block.end]) for block in blocks]


def letter(plain: str = "", page: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ann Lée <ann@example.org>"
    message["To"] = "bo@example.org, Cy <cy@example.org>"
    message["Subject"] = "Quotas — und mehr"
    message["Date"] = "Wed, 08 Feb 2023 23:30:00 +0300"
    message["Message-ID"] = "<1@example.org>"
    if plain:
        message.set_content(plain)
    if page:
        message.add_alternative(page, subtype="html") if plain else message.set_content(
            page, subtype="html"
        )
    return message


# --- mails --------------------------------------------------------------------------------------


def test_headers_are_the_reference_and_the_first_lines() -> None:
    document = loaded(letter("Hello.\n").as_bytes()).document

    assert document.metadata == Metadata(
        title="Quotas — und mehr", authors=("Ann Lée",), published="2023-02-08"
    )
    assert document.text.split("\n") == [
        "From: Ann Lée <ann@example.org>",
        "To: bo@example.org, Cy <cy@example.org>",
        "Date: Wed, 08 Feb 2023 23:30:00 +0300",
        "Subject: Quotas — und mehr",
        "",
        "Hello.",
    ]
    assert not any(document.is_soft(place) for place, c in enumerate(document.text) if c == "\n")


def test_what_is_quoted_is_a_quotation() -> None:
    source = "Yes.\n\n> > first\n> > mail\n>\n> second > mail\n\nEnd"
    document = loaded(letter(source).as_bytes()).document
    containers = [each for each in document.blocks if each.kind is BlockKind.QUOTATION]

    assert leaves(document)[1:] == [
        ("paragraph", "Yes."),
        ("paragraph", "first\nmail"),
        ("paragraph", "second > mail"),
        ("paragraph", "End"),
    ]
    assert [document.text[each.start : each.end] for each in containers] == [
        "first\nmail\n\nsecond > mail",
        "first\nmail",
    ]


def test_the_page_is_read_where_the_plain_text_only_hints_at_it() -> None:
    page = f"<h1>Head</h1><p>{WORDS * 3}<ul><li>one</ul>"

    assert ("heading", "Head") in leaves(loaded(letter("Use HTML.", page).as_bytes()).document)
    assert ("heading", "Head") not in leaves(loaded(letter(WORDS * 3, page).as_bytes()).document)
    assert ("heading", "Head") in leaves(loaded(letter(page=page).as_bytes()).document)


def test_attachments_are_named() -> None:
    message = letter("See there.")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a b.pdf")
    message.add_attachment("text", filename="notes.txt")

    found = loaded(message.as_bytes())

    assert found.notices == ("2 attachments are not shown: a b.pdf, notes.txt.",)
    assert found.document.text.endswith("See there.")


HEADERS = (
    "From: Ann Lée <ann@example.org>\nTo: bo@example.org, Cy <cy@example.org>\n"
    "Date: Wed, 08 Feb 2023 23:30:00 +0300\nSubject: Quotas — und mehr"
)


def test_a_mail_that_is_enclosed_is_a_quotation_with_its_headers() -> None:
    inner = letter("What Ann wrote.")
    inner.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    outer = EmailMessage()
    outer["From"] = "dee@example.org"
    outer.set_content("See below.")
    outer.add_attachment(inner)

    found = loaded(outer.as_bytes())

    assert [text for _, text in leaves(found.document)] == [
        "From: dee@example.org",
        "See below.",
        HEADERS,
        "What Ann wrote.",
    ]
    quotations = [each for each in found.document.blocks if each.kind is BlockKind.QUOTATION]
    assert [found.document.text[each.start :][:9] for each in quotations] == ["From: Ann"]
    assert found.notices == ("1 attachment is not shown: a.pdf.",)


def test_mails_enclosed_in_each_other_without_end_are_read_as_far_as_people_do() -> None:
    message = letter("The innermost.")
    for _ in range(30):
        outer = EmailMessage()
        outer.set_content("One more.")
        outer.add_attachment(message)
        message = outer

    found = loaded(message.as_bytes())

    assert found.document.text.count("One more.") == 11
    assert found.notices == ("1 attachment is not shown: message/rfc822.",)


def test_indented_lines_stand_as_they_stood() -> None:
    plain = "Topics:\n\n   1. one\n   2. two\n      more of two\n\n> quoted:\n>\n>   a\n>   b\n"

    texts = [text for _, text in leaves(loaded(letter(plain).as_bytes()).document)]

    assert "1. one\n2. two\n   more of two" in texts
    assert "a\nb" in texts


@pytest.mark.parametrize("encoding", ["koi8-r", "windows-1251", "utf-8", "x-unknown"])
def test_a_part_is_decoded_as_it_says(encoding: str) -> None:
    codec = "utf-8" if encoding == "x-unknown" else encoding
    data = (
        f"From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset={encoding}\n\n"
    ).encode() + "Привет, мир".encode(codec)

    assert loaded(data).document.text.endswith("\n\nПривет, мир")


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: =?utf-8?B?!!!?= =?no-such?Q?x?=\nFrom: <<>>,;\nDate: never\n\n",
        b'From: "unclosed <a@b\nDate: Wed, 99 Feb 99999 99:99:99 +9999\nSubject:\n x\n\n',
        b"Content-Type: text/plain; charset==?x?=\nContent-Transfer-Encoding: base64\n\n!!\n",
        b"Subject: =?utf-\xf18?Q?x?=\n\n",
        b"Content-Type: multipart/mixed\n\nno boundary\n",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\n--x\n--x--\n",
        b"From: \x1b]0;x\x07 \xff\xfe\nSubject: a\x00b\n\n",
    ],
)
def test_broken_headers_break_nothing(head: bytes) -> None:
    found = loaded(head + b"Text.\n")

    assert found.document.metadata.title.isprintable()


def test_a_mail_without_anything_says_so() -> None:
    with pytest.raises(UnsupportedSourceError, match=r"a\.eml holds no text\."):
        loaded(b"X-Nothing: 1\n\n")


def test_parts_nested_without_end_are_refused() -> None:
    data = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
        for number in range(3_000)
    )

    with pytest.raises(UnreadableSourceError, match="nested too deeply"):
        loaded(data)


def test_damaged_mails_are_read_or_refused() -> None:
    valid = letter("> quoted\n\nPlain text of it.", f"<p>{WORDS}").as_bytes()

    assert survive(mail.load, ["a.eml"], valid, 50) > 40


# --- saved pages --------------------------------------------------------------------------------

PAGE = f"<html><head><title>T</title></head><body><p>{WORDS * 3}<a href='/x'>näch</a></body></html>"
SAVED = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://daily.example/a\r\n"
    b'Subject: S\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html";'
    b' boundary="--b"\r\n\r\n----b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding:'
    b" quoted-printable\r\nContent-Location: https://daily.example/a\r\n\r\n"
    + quopri.encodestring(PAGE.encode())
    + b"\r\n----b\r\nContent-Type: image/png\r\n\r\nx\r\n----b--\r\n"
)
RESOURCE = {
    "WebResourceData": PAGE.encode("cp1252"),
    "WebResourceURL": "https://daily.example/b/",
    "WebResourceMIMEType": "text/html",
    "WebResourceTextEncodingName": "windows-1252",
}


def test_a_page_saved_by_a_browser_is_its_article_with_its_address() -> None:
    found = mhtml.load(SourceBytes(SAVED), Hint(name="a.mhtml")).document
    check(found)

    assert found.text == f"{WORDS * 3}näch"
    assert [span.target for span in found.spans] == ["https://daily.example/x"]
    assert (found.metadata.title, found.metadata.url) == ("T", "https://daily.example/a")
    assert len(found.source_sha256) == 64


def test_a_page_saved_by_a_browser_keeps_its_hyperlinks_to_itself_and_what_stands_in_shadows() -> (
    None
):
    page = (
        f'<article><p><a href="https://daily.example/a#x">Go</a> {WORDS * 3}</p><x-a>slotted'
        '<template shadowmode="open"><p id="x">A <slot></slot> word</template></x-a></article>'
    )
    data = SAVED.replace(quopri.encodestring(PAGE.encode()), quopri.encodestring(page.encode()))
    hint = Hint(name="a.mhtml", is_whole_page=True)

    found = mhtml.load(SourceBytes(data), hint).document

    assert found.text.endswith("\n\nA slotted word")
    assert [span.target for span in found.spans] == [f"#{found.text.index('A slotted')}"]


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_page_saved_by_safari_is_its_article(form: plistlib.PlistFormat) -> None:
    data = plistlib.dumps({"WebMainResource": RESOURCE}, fmt=form)
    found = webarchive.load(SourceBytes(data), Hint(name="a.webarchive")).document

    assert found.text == f"{WORDS * 3}näch"
    assert found.metadata.url == "https://daily.example/b/"


def test_archives_without_a_page_say_so() -> None:
    for data in (
        b"From: x\n\ntext",
        SAVED.replace(b"text/html\r\nContent-T", b"image/x\r\nContent-T"),
    ):
        with pytest.raises(UnsupportedSourceError, match=r"a\.mht holds no page\."):
            mhtml.load(SourceBytes(data), Hint(name="a.mht"))
    for archive in ([1], {"WebMainResource": 1}, {"WebMainResource": {"WebResourceData": "x"}}):
        with pytest.raises(UnsupportedSourceError, match=r"holds no page\."):
            webarchive.load(SourceBytes(plistlib.dumps(archive)), Hint(name="a.webarchive"))
    with pytest.raises(UnreadableSourceError, match="damaged"):
        webarchive.load(SourceBytes(b"bplist00 and nothing"), Hint(name="a.webarchive"))


def test_damaged_archives_are_read_or_refused() -> None:
    archive = plistlib.dumps({"WebMainResource": RESOURCE}, fmt=plistlib.FMT_BINARY)

    assert survive(webarchive.load, ["a.webarchive"], archive, 50) >= 0
    assert survive(mhtml.load, ["a.mhtml"], SAVED, 50) > 10


def test_a_page_saved_out_of_a_reader_view_is_what_was_seen_there() -> None:
    page = (
        "<div class='toolbar'>Close</div><div class='header'>Head</div>"
        f"<div class='content'><div class='moz-reader-content'><p>{WORDS}</div></div>"
    )

    assert load(page.encode(), Hint(name="a.html")).document.text == WORDS.strip()


# --- choosing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.eml", b"Subject: x\n\ntext", Kind.MAIL),
        ("message", b"Received: by x\n\tfor y\nFrom: a@b\nTo: c@d\n\ntext", Kind.MAIL),
        ("a.txt", b"From: a@b\r\nMIME-Version: 1.0\r\n\r\ntext", Kind.MAIL),
        ("a.txt", b"From: Ann\nTo: Bo\nSubject: a letter\n\ntext", Kind.TEXT),
        ("a.py", b"From: a@b\nMessage-ID: <1>\n\n", Kind.CODE),
        ("a.mht", b"Subject: x\nContent-Type: text/html\n\n<p>x", Kind.MHTML),
        ("a.mht", b"anything", Kind.TEXT),
        ("page", SAVED[:200], Kind.MHTML),
        ("a.webarchive", b"<?xml version='1.0'?>\n<plist>", Kind.WEBARCHIVE),
        ("a", plistlib.dumps({"WebMainResource": {}}, fmt=plistlib.FMT_BINARY), Kind.WEBARCHIVE),
    ],
)
def test_mails_and_saved_pages_are_told_by_content_and_by_name(
    name: str, head: bytes, kind: Kind
) -> None:
    assert kind_of(head, Hint(name=name)) is kind


def test_they_are_read_in_a_process_of_their_own() -> None:
    assert load(SAVED, Hint(name="saved")).document.loader == "html 1"
    assert load(letter("Hi").as_bytes(), Hint(name="a.txt")).document.loader == "mail 1"


def test_a_file_name_in_no_encoding_costs_nothing() -> None:
    headers = b"From: a@b.c\nContent-Disposition: inline; filename*=ut\x00f8''x\n"

    assert loaded(headers + b"\nbody\n").document.text.endswith("body")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_letters_that_no_header_may_hold_are_read(encoding: str) -> None:
    headers = "From: Jürgen Groß <j@x.org>\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= aus Köln\n"
    found = loaded(f"{headers}\nbody\n".encode(encoding)).document

    assert found.text.startswith("From: Jürgen Groß <j@x.org>\nSubject: Grüße aus Köln\n")
    assert found.metadata.authors == ("Jürgen Groß",)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_attachments_are_named_also_in_letters_that_no_header_may_hold(encoding: str) -> None:
    mail = (
        "From: a@b.c\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nbody\n--b\n"
        'Content-Disposition: attachment; filename="Übersicht.pdf"\n\n%PDF\n--b--\n'
    )
    found = loaded(mail.encode(encoding))

    assert found.notices == ("1 attachment is not shown: Übersicht.pdf.",)


@pytest.mark.parametrize(
    "header",
    [
        b"To: " + b"(" * 9_000,
        b"Content-Type: text/plain; charset*=x''x; charset*99=x",
        b"X-Subject: x\nSubject: " + b"=?utf-8?q?a?= " * 30_000,
    ],
)
def test_a_header_that_the_library_stumbles_upon_costs_no_word(header: bytes) -> None:
    begun = time.process_time()

    assert loaded(b"From: a@b.c\n" + header + b"\n\nbody\n").document.text.endswith("body")
    assert time.process_time() - begun < 1
