"""References in the forms of the style guides, with what is known and no more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.citations import (
    Run,
    Style,
    by_format,
    cited,
    date_of,
    in_text,
    plain,
    quotation,
    reference,
    style_of,
)
from annotations.errors import InvalidValueError
from annotations.model import Metadata

READ = "2026-11-24T09:00:00Z"
PAGE = Metadata(
    title="Lavrov in Bamako: the visit",
    authors=("Awa Diarra", "Jean-Pierre van der Berg"),
    publisher="Sahel Review",
    published="2023-02-08",
    url="https://example.org/a",
)

REFERENCES = {
    Style.APA: "Diarra, A., & van der Berg, J.-P. (2023, February 8). Lavrov in Bamako: the visit."
    " Sahel Review. https://example.org/a",
    Style.MLA: "Diarra, Awa, and Jean-Pierre van der Berg. “Lavrov in Bamako: the visit.”"
    " Sahel Review, 8 Feb. 2023, example.org/a. Accessed 24 Nov. 2026.",
    Style.CHICAGO: "Diarra, Awa, and Jean-Pierre van der Berg. “Lavrov in Bamako: the visit.”"
    " Sahel Review. February 8, 2023. https://example.org/a.",
    Style.HARVARD: "Diarra, A. and van der Berg, J.-P. (2023) Lavrov in Bamako: the visit,"
    " Sahel Review, 8 February. Available at: https://example.org/a (Accessed: 24 November 2026).",
    Style.ISO690: "DIARRA, Awa and VAN DER BERG, Jean-Pierre. Lavrov in Bamako: the visit. Online."
    " Sahel Review, 8 February 2023 [viewed 24 November 2026]."
    " Available from: https://example.org/a",
}
IN_TEXT = {
    Style.APA: "(Diarra & van der Berg, 2023, p. 4)",
    Style.MLA: "(Diarra and van der Berg 4)",
    Style.CHICAGO: "Awa Diarra and Jean-Pierre van der Berg, “Lavrov in Bamako: the visit,”"
    " Sahel Review, February 8, 2023, 4, https://example.org/a.",
    Style.HARVARD: "(Diarra and van der Berg, 2023, p. 4)",
    Style.ISO690: "(Diarra and van der Berg 2023, p. 4)",
}


@pytest.mark.parametrize("style", Style)
def test_a_page_is_referred_to_as_the_style_asks(style: Style) -> None:
    assert plain(reference(cited(PAGE, READ), style)) == REFERENCES[style]


@pytest.mark.parametrize("style", Style)
def test_a_quotation_is_cited_with_its_page(style: Style) -> None:
    work = cited(PAGE, READ)

    assert in_text(work, style, {"page": "4", "paragraph": 9}) == IN_TEXT[style]


def test_without_an_author_the_title_leads() -> None:
    work = cited(PAGE._replace(authors=()))

    assert plain(reference(work, Style.APA)).startswith("Lavrov in Bamako: the visit. (2023, ")
    assert in_text(work, Style.APA, {"paragraph": 3}) == "(“Lavrov in Bamako,” 2023, para. 3)"
    assert in_text(work, Style.MLA, {"paragraph": 3}) == "(“Lavrov in Bamako” par. 3)"


def test_without_a_date_none_is_made_up() -> None:
    work = cited(PAGE._replace(published=""))

    assert "(n.d.)" in plain(reference(work, Style.APA))
    assert "(no date)" in plain(reference(work, Style.HARVARD))
    assert in_text(work, Style.APA, {"page": "4"}) == "(Diarra & van der Berg, n.d., p. 4)"
    assert in_text(work, Style.HARVARD, {}) == "(Diarra and van der Berg, no date)"


def test_a_doi_stands_for_the_address_and_needs_no_day_of_reading() -> None:
    work = cited(PAGE._replace(doi="10.1000/182"), READ)

    for style in Style:
        written = plain(reference(work, style))
        assert "https://doi.org/10.1000/182" in written
        assert "2026" not in written


def test_the_title_stands_in_italics_where_the_style_has_it_so() -> None:
    assert Run("Lavrov in Bamako: the visit", is_italic=True) in reference(cited(PAGE), Style.APA)
    assert Run("Sahel Review", is_italic=True) in reference(cited(PAGE), Style.MLA)


def test_times_chapters_and_sections_are_told() -> None:
    work = cited(PAGE)

    assert in_text(work, Style.HARVARD, {"time": "00:03:10"}).endswith("2023, 00:03:10)")
    assert in_text(work, Style.MLA, {"chapter": "Dust"}) == "(Diarra and van der Berg, Dust)"
    assert in_text(work, Style.APA, {"chapter": "2", "paragraph": 5}).endswith(
        "2023, Chapter 2, para. 5)"
    )
    assert in_text(work, Style.ISO690, {"section": "The visit"}).endswith("2023, The visit)")


def test_nothing_known_gives_nothing() -> None:
    for style in Style:
        assert reference(cited(Metadata()), style) == ()


def test_a_form_of_ones_own_is_filled() -> None:
    form = "{author} ({year}), {{{where}}}: {address}"

    written = by_format(form, cited(PAGE), {"page": "12"})

    assert written == "Diarra (2023), {p. 12}: https://example.org/a"


@pytest.mark.parametrize("form", ["{nobody}", "{author", "author}", "{}"])
def test_a_form_with_a_mistake_is_refused(form: str) -> None:
    with pytest.raises(InvalidValueError):
        by_format(form, cited(PAGE))


def test_a_style_is_named_in_any_way() -> None:
    assert style_of("ISO 690") is Style.ISO690
    assert style_of("APA") is Style.APA
    assert style_of("{author} {year}") is None
    with pytest.raises(InvalidValueError):
        style_of("vancouver")


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("2023-02-08", 2023, 2, 8),
        ("2023-02", 2023, 2, 0),
        ("2023", 2023, 0, 0),
        (READ, 2026, 11, 24),
    ],
)
def test_dates_are_read_to_their_precision(text: str, year: int, month: int, day: int) -> None:
    assert date_of(text)[:3] == (year, month, day)


def test_another_date_stays_as_it_is_written() -> None:
    assert date_of("spring  1969").year_text == "spring 1969"
    assert date_of("2023-99-99").year_text == "2023-99-99"


@given(
    st.builds(
        Metadata,
        title=st.text(max_size=30),
        authors=st.lists(st.text(max_size=20), max_size=4).map(tuple),
        publisher=st.text(max_size=20),
        published=st.text(max_size=12),
        url=st.text(max_size=20),
    ),
    st.sampled_from(Style),
)
def test_whatever_is_known_gives_one_line(metadata: Metadata, style: Style) -> None:
    work = cited(metadata, READ, name="notes.txt")

    for written in (plain(reference(work, style)), in_text(work, style, {"page": "1"})):
        assert "\n" not in written
        assert written == written.strip()


def test_a_quotation_goes_with_its_reference() -> None:
    work = cited(PAGE, READ)

    written = quotation("The world has changed", work, "APA", {"page": "4"})

    assert written.startswith(
        "“The world has changed” (Diarra & van der Berg, 2023, p. 4)\n\nDiarra"
    )
    assert quotation("“Now”", work, "{author} {page}", {"page": "4"}) == "“Now” Diarra 4"
    assert quotation("a", work, "chicago", {"page": "4"}).count("Diarra") == 1
