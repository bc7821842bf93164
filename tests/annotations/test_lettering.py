from __future__ import annotations

from annotations.citations import Style, in_text, plain, reference
from annotations.cited_work import Cited, cited
from annotations.lettering import letters
from annotations.model import Metadata


def work(title: str, *authors: str, published: str = "2020") -> Cited:
    return cited(Metadata(title=title, authors=authors or ("John Smith",), published=published))


def lettered(*works: Cited) -> dict[str, str]:
    return {each.title: letter for each, letter in letters(works).items()}


def test_works_of_one_author_and_year_have_letters_by_date_then_title() -> None:
    found = lettered(
        work("The dam"),
        work("Cotton"),
        work("A boat", published="2020-03-01"),
        work("Other", published="2021"),
        work("Another", "Jane Smith"),
        work("Both", "John Smith", "Ann Lee"),
    )

    assert found == {"Cotton": "a", "The dam": "b", "A boat": "c"}


def test_a_work_that_is_named_twice_and_one_without_authors_need_none() -> None:
    nobody = Metadata(title="x", published="2020")

    assert lettered(work("a"), work("a")) == {}
    assert letters([cited(nobody), cited(nobody._replace(title="y"))]) == {}


def test_after_z_comes_aa() -> None:
    found = letters([work(f"{number:03}") for number in range(55)])

    assert [*found.values()][24:28] == ["y", "z", "aa", "ab"]
    assert [*found.values()][51:] == ["az", "ba", "bb", "bc"]


def test_the_letter_stands_behind_the_year() -> None:
    one = work("The dam", published="2020-02-08")._replace(letter="b")
    undated = work("The dam", published="")._replace(letter="a")

    assert in_text(one, Style.APA, {"page": "4"}) == "(Smith, 2020b, p. 4)"
    assert plain(reference(one, Style.APA)).startswith("Smith, J. (2020b, February 8). ")
    assert in_text(one, Style.HARVARD) == "(Smith, 2020b)"
    assert plain(reference(one, Style.HARVARD)).startswith("Smith, J. (2020b) The dam")
    assert in_text(one, Style.ISO690) == "(Smith 2020b)"
    assert plain(reference(one, Style.ISO690)).endswith("8 February 2020b.")
    assert in_text(undated, Style.APA) == "(Smith, n.d.-a)"
    assert in_text(undated, Style.ISO690) == "(Smith)"
    assert "2020b" not in plain(reference(one, Style.MLA)) + plain(reference(one, Style.CHICAGO))
