"""Pages of the web as articles."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from annotations.document import BlockKind, Document
from annotations.errors import PostilError, UnsupportedSourceError
from reader.loaders import Hint, Kind, Loaded, SourceBytes, html, html_parsing, kind_of, load
from reader.loaders.html_article import choose
from tests.reader.loaders.invariants import check
from tests.reader.loaders.listening import silent_server
from tests.reader.loaders.mutation import TIME_LIMIT_S, survive

if TYPE_CHECKING:
    from pathlib import Path

SENTENCES = (
    "The minister arrived in the capital on Tuesday morning and met both presidents at once.",
    "Nobody had expected that the talks about the grain quotas would last for three whole days.",
    "Afterwards the delegation left by train, since the airport was closed because of the storm.",
)
PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>A visit | The Daily</title>
<meta property="og:site_name" content="The Daily">
<link rel="canonical" href="https://daily.example/visit"></head>
<body><header><nav><ul><li><a href="/">Home</a><li><a href="/world">World news</a></ul></nav></header>
<div id="content"><div class="share-buttons"><a href="/s">Share this story with friends</a></div>
<article><h1>A visit</h1><p>{SENTENCES[0]}</p>
<p>{SENTENCES[1]} <a href="quotas#now">More on quotas</a>.</p>
<ul><li>wheat<ul><li>hard</ul><li>maize</ul>
<table><tr><th>Year<th>Tonnes<tr><td>2023<td>12</table>
<figure><img src="a.jpg" alt="A long table with flags"><figcaption>The talks</figcaption></figure>
<pre class="language-python">print(1)</pre>
<p>{SENTENCES[2]}</p></article>
<aside class="related"><h2>Related</h2><ul><li><a href="/a">Another story that is told elsewhere</a>
</ul></aside></div>
<footer><p>Copyright by The Daily, all rights reserved.</p></footer></body></html>"""


def loaded(source: str | bytes, **hints: object) -> Loaded:
    data = source.encode() if isinstance(source, str) else source
    hint = Hint(name="page.html")._replace(**hints)  # type: ignore[arg-type]  # of the fields' types
    found = html.load(SourceBytes(data), hint)
    check(found.document)
    return found


def read(source: str | bytes, **hints: object) -> Document:
    return loaded(source, **hints).document


# --- the article --------------------------------------------------------------------------------


def test_the_article_is_read_with_its_structure_and_nothing_around_it() -> None:
    document = read(PAGE)

    assert document.text.split("\n\n") == [
        "A visit",
        SENTENCES[0],
        f"{SENTENCES[1]} More on quotas.",
        "wheat\nhard\nmaize",
        "Year\tTonnes\n2023\t12",
        "A long table with flags",
        "The talks",
        "print(1)",
        SENTENCES[2],
    ]
    assert [span.target for span in document.spans] == ["https://daily.example/quotas#now"]
    assert document.loader == "html 1"


def test_the_whole_page_is_read_when_it_is_asked_for() -> None:
    document = read(PAGE, is_whole_page=True)

    assert document.text.startswith("Home\nWorld news\n\nShare this story with friends\n\nA visit")
    assert document.text.endswith("all rights reserved.")
    assert document.loader == "html 1 whole-page"


def test_a_page_of_few_words_is_read_whole_or_by_its_main_part() -> None:
    assert read("<p>one<p>two").text == "one\n\ntwo"
    assert read("<p>one</p><main><p>two</p></main>").text == "two"
    assert read("<p>one</p><div role=main>two</div>").text == "two"


def test_a_heading_that_stands_apart_belongs_to_the_article() -> None:
    head = "<header><nav>Menu</nav><div><h1>A visit</h1><p>By us</p></div></header>"
    page = PAGE.replace("<h1>A visit</h1>", "").replace("<article>", f"{head}<article>")

    assert read(page).text.startswith(f"A visit\n\n{SENTENCES[0]}")
    assert read(page.replace("<h1>", "<h1 hidden>")).text.startswith(SENTENCES[0])
    assert read(page.replace("<h1>A visit", "<h1>The Daily")).text.startswith(SENTENCES[0])
    assert read(page.replace("Menu", "<h1>Menu</h1>")).text.startswith(SENTENCES[0])


def test_a_table_within_the_article_is_kept_whole() -> None:
    rows = "".join(f"<tr><td><a href='/{n}'>place {n}</a><td>{n}" for n in range(9))
    table = f"<table><tr><th>Place<th>Count{rows}</table>"

    assert "place 8\t8" in read(PAGE.replace("<pre", f"{table}<pre")).text


def long(count: int) -> str:
    body = "".join(f"<p>Paragraph {number}. {SENTENCES[number % 3]}</p>" for number in range(count))
    around = "<nav><ul><li><a href=/>Home</a></ul></nav>"
    return (
        f"<html><body>{around}<div>{body}<div class=share>Share</div></div><p>Imprint</body></html>"
    )


@pytest.mark.parametrize("count", [1_500, 5_500])
def test_the_head_of_a_long_page_is_its_beginning(count: int) -> None:
    data = long(count).encode()
    head = html.load(SourceBytes(data), Hint("a.html"), is_head=True)
    check(head.document)

    assert not head.is_whole
    assert head.document.text.startswith("Paragraph 0.")
    assert head.document.text.count("\n\n") > 100
    assert read(data).text.startswith(head.document.text)


def test_a_page_too_long_to_be_judged_is_read_by_what_it_is_full_of() -> None:
    document = read(long(5_500))

    assert document.text.count("\n\n") == 5_499
    assert "Share" not in document.text


def test_a_short_page_is_whole_at_once() -> None:
    assert html.load(SourceBytes(PAGE.encode()), Hint("a.html"), is_head=True).is_whole


# --- the process of its own ---------------------------------------------------------------------


def test_a_page_is_read_in_a_process_of_its_own_whatever_it_is_called() -> None:
    document = load(PAGE.encode(), Hint("notes.txt")).document

    assert document.text == read(PAGE).text
    assert len(document.source_sha256) == 64


def test_no_parser_of_pages_is_imported_beside_the_reader() -> None:
    code = (
        "import sys; from reader.loaders import Hint, load;"
        "load(b'<html><p>text', Hint('a.html'));"
        "assert not {'trafilatura', 'lxml'} & set(sys.modules)"
    )

    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.html", b"anything", Kind.HTML),
        ("A.XHTML", b"<?xml version='1.0'?>", Kind.HTML),
        ("a.txt", b"\xef\xbb\xbf\n<!-- saved -->\n<!DOCTYPE HTML PUBLIC 'x'>", Kind.HTML),
        ("page", b"<html lang=en>", Kind.HTML),
        ("page", "<!doctype html>".encode("utf-16"), Kind.HTML),
        ("a.xml", b"<?xml version='1.0'?><html xmlns='x'>", Kind.HTML),
        ("a.php", b"<!doctype html><?php", Kind.CODE),
        ("a.md", b"<p>a paragraph", Kind.MARKDOWN),
        ("a.txt", b"<htmlish> is no tag", Kind.TEXT),
    ],
)
def test_a_page_is_told_by_its_beginning_and_by_its_name(
    name: str, head: bytes, kind: Kind
) -> None:
    assert kind_of(head, Hint(name=name)) is kind


def test_a_suffix_given_by_hand_shows_the_source() -> None:
    assert kind_of(b"<!doctype html>", Hint(name="a.html", suffix="txt")) is Kind.TEXT


# --- encodings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "declared", "codec"),
    [
        ("naïve café", "iso-8859-1", "cp1252"),
        ("“quoted” – dash", "ISO-8859-1", "cp1252"),
        ("Привет, мир", "koi8-r", "koi8-r"),
        ("日本語の文章", "Shift_JIS", "cp932"),
        ("中文的文章", "gb2312", "gb18030"),
        ("naïve café", "koi8-r", "utf-8"),
        ("naïve café", "utf-7", "cp1252"),
        ("naïve café", "no-such-thing", "cp1252"),
    ],
)
def test_a_page_is_decoded_as_it_says_unless_its_bytes_say_otherwise(
    text: str, declared: str, codec: str
) -> None:
    page = (
        f'<html><head><meta http-equiv=x content="text/html; charset={declared}"></head><p>{text}'
    )

    assert read(page.encode(codec)).text == text


def test_an_encoding_given_by_hand_counts_before_all() -> None:
    page = "<meta charset=utf-8><p>Привет".encode("cp1251")

    assert read(page, encoding="cp1251").text == "Привет"


# --- what is bad --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("", "page.html holds no text."),
        ("<!DOCTYPE html>", "page.html holds no text."),
        (
            "<html><body><div id=root></div><script>run()</script>",
            "page.html holds no text: what it shows is made by its scripts.",
        ),
        (
            "<html><frameset><frame src=a.html><frame src=b.html></frameset></html>",
            "page.html is made of frames, and holds no text itself.",
        ),
    ],
)
def test_a_page_without_text_says_why(source: str, sentence: str) -> None:
    with pytest.raises(UnsupportedSourceError) as caught:
        loaded(source)

    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("frames", "address", "hint"),
    [
        ("<frame src=a.html><frame src=a.html>", "", "Open what is framed: a.html"),
        ("<frame src='p_files/a%20b.html'>", "", "Open what is framed: p_files/a b.html"),
        (
            "<frame src=b/c>",
            "https://a.example/x/y",
            "Open what is framed: https://a.example/x/b/c",
        ),
        ("<frame src='javascript:run()'><frame src=about:blank>", "", "Open what is framed."),
        ("".join(f"<frame src={n}>" for n in range(4)), "", "Open what is framed: 0, 1, 2, …"),
        ("<frame src='a\x1b[2J'>", "", "Open what is framed: a�[2J"),
    ],
)
def test_a_page_of_frames_names_what_is_framed(frames: str, address: str, hint: str) -> None:
    with pytest.raises(UnsupportedSourceError) as caught:
        loaded(f"<html><frameset>{frames}</frameset>", address=address)

    assert caught.value.hint == hint


def test_a_page_that_only_frames_another_names_it() -> None:
    with pytest.raises(UnsupportedSourceError, match="is made of frames") as caught:
        loaded("<body><iframe src=p_files/a.html></iframe>")

    assert caught.value.hint == "Open what is framed: p_files/a.html"


def test_of_a_saved_page_its_folder_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "page_files"
    folder.mkdir()
    (folder / "frame.html").write_text("<p>an offer in a frame")
    (folder / "map.svg").write_text("<svg><text>drawn</text></svg>")
    with silent_server() as server:
        outside = (
            f"<link rel=stylesheet href={server.address}><script src={server.address}></script>"
        )
        images = (
            f"<img src={server.address} alt=seen><img src=page_files/map.svg alt='A map of it'>"
        )
        frame = "<iframe src=page_files/frame.html></iframe>"
        page = tmp_path / "page.html"
        page.write_text(
            PAGE.replace("<head>", f"<head>{outside}").replace("<ul>", f"{images}{frame}<ul>")
        )

        text = load(page).document.text

        assert not server.was_asked()
    assert "seen" in text
    assert "A map of it" in text
    assert "offer" not in text
    assert "drawn" not in text


_BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<div>" * 100_000 + "deep", "deep"),
        (f"<p {' '.join(f'a{n}=b' for n in range(1_000_000))}>text", "text"),
        ("<p " + "".join(f'a{n}="b>"' for n in range(50_000)) + ">text", "text"),
        ("<p " + "".join(f"a{n}=<b " for n in range(50_000)) + ">text", "text"),
        (f"<p {' '.join(f'a{n}' for n in range(450))}>text" * 200, "text"),
        ("<p>a<plaintext>b <i>c</i>", "a b <i>c</i>"),
        (f'<!DOCTYPE html [<!ENTITY a0 "lol">{_BOMB}]><p>one &a9; two', "two"),
        (f"<!DOCTYPE html [<!ENTITY a '{'x' * 100_000}'>]><p>{'&a;' * 20_000} two", "two"),
        ("<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><p>one &x; two", "two"),
        ("<meta http-equiv=refresh content='0; url=page.html'><p>text", "text"),
        ("<base href='javascript:alert(1)//'><p><a href=x>text</a>", "text"),
        ("<base href='data:text/html,alert(1)'><p><a href=x>text</a>", "text"),
        ("<base href='file:///alert/'><p><a href=x>text</a>", "text"),
        ("<base href='http://[alert'><p><a href=x>text</a>", "text"),
        ("<p>a\x00b \x1b[2J &#27;]0;x &#x9b; text", "text"),
        ("<p>" + "word " * 50_000, "word"),
        ("<figure><figcaption>x" * 900 + "<p>end", "end"),
        ("<p>" + "<b>x</b> <a href=y>z</a> " * 31_000 + "end", "end"),
        ("<table>" + "<tr>" + "<td>x" * 1000 + "</table><p>end", "end"),
    ],
)
def test_hostile_pages_are_read(source: str, words: str) -> None:
    began_s = time.process_time()
    document = read(source)

    assert time.process_time() - began_s < TIME_LIMIT_S
    assert document.text.split()[-len(words.split()) :] == words.split()
    assert "root:" not in document.text
    assert len(document.text) < 3_000_000
    assert not any(span.target for span in document.spans if "alert" in span.target)


@pytest.mark.parametrize(
    "types",
    [
        "<!DOCTYPE html SYSTEM '{}'>",
        "<!DOCTYPE html PUBLIC '-//X//EN' '{}'>",
        "<!DOCTYPE html [<!ENTITY % p SYSTEM '{}'> %p;]>",
        "<?xml version='1.0'?><!DOCTYPE html SYSTEM '{}'>",
    ],
)
def test_no_document_type_is_fetched(types: str, tmp_path: Path) -> None:
    kept = tmp_path / "types.dtd"
    kept.write_text("<!ENTITY x 'from elsewhere'>")
    with silent_server() as server:
        for address in (kept.as_uri(), server.address):
            document = read(f"{types.format(address)}<html><p>one &x; two</p></html>")

            assert document.text.endswith("one &x; two")
        assert not server.was_asked()


def test_a_tag_of_very_many_attributes_loses_these_alone() -> None:
    many = " ".join(f"a{number}='>'" for number in range(600))
    few = " ".join(f"a{number}" for number in range(400))
    script = f"<script>for (i = 0; i <n; ) {{ {many} x='</script><p>after"

    assert read(f"<p {many}>text</p><img alt=picture {few}>").text == "text\n\npicture"
    assert read(f"<p>before{script}").text == "before\n\nafter"


def test_what_is_nested_too_deeply_loses_no_word() -> None:
    words = [f"w{number}" for number in range(3_000)]
    head = "<!doctype html><head><title>Deep</title></head>"
    end = (
        "<script>no</script><p title='>'>last &amp; least <img alt='<seen>'> <!-- a" + "</a" * 9_000
    )
    source = head + "".join(f"<div>{word}" for word in words) + end
    found = loaded(source, is_whole_page=True)

    assert found.document.text.split()[:3_004] == [*words, "last", "&", "least", "<seen>"]
    assert found.document.metadata.title == "Deep"
    assert found.notices == ("It is nested too deeply; only its paragraphs are kept apart.",)


def test_damaged_pages_are_read_or_refused() -> None:
    assert survive(html.load, ["a.html"], PAGE.encode(), 50) > 40


def test_every_block_is_known_to_the_document() -> None:
    kinds = {block.kind for block in read(PAGE).blocks}

    assert kinds >= {BlockKind.HEADING, BlockKind.LIST, BlockKind.TABLE, BlockKind.CODE}
    with pytest.raises(PostilError):
        loaded(PAGE, encoding="no-such-encoding")


def test_words_are_counted_in_time_however_deep_they_stand() -> None:
    root = html_parsing.parse("<div>" * 1_500 + "<section>w w</section>" * 4_000).root
    begun = time.process_time()

    choose(root, "w w")

    assert time.process_time() - begun < 1
