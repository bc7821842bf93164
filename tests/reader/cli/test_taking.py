"""export, import, schema, doctor, forget: data out and in, and the library looked after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from annotations.model import Article, ArticleId, Metadata
from reader.cli.exporting import file_name
from reader.sample import sample_article
from tests.pdfs import Page, column, pdf
from tests.reader.loaders.docx_files import docx, paragraph, run

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from tests.reader.cli.conftest import Said

    Postil = Callable[..., Said]


def marked(postil: Postil, article: Path) -> Path:
    assert postil("add", article, "--quote", "Mali", "--tag", "a", "--note", "N").status == 0
    assert postil("add", article, "--quote", "Nobody else said", "--colour", "red").status == 0
    return article


def test_an_export_read_into_an_empty_library_gives_the_same_bytes(
    process: Callable[..., subprocess.CompletedProcess[bytes]], tmp_path: Path
) -> None:
    sample = sample_article()
    for quote, more in (
        ("The world has changed", ("--colour", "blue", "--tag", "diplomacy")),
        ("nobody else has drawn that circle", ("--note", "One\n\n  two 😀\n", "--field", "by=X")),
    ):
        done = process("add", sample, "--quote", quote, *more)
        assert done.returncode == 0, done.stderr
    (tmp_path / "a.jsonl").write_text('{"note": "On the article."}\n')
    assert process("add", sample, "--batch", tmp_path / "a.jsonl").returncode == 0
    assert process("undo").returncode == 0
    assert process("redo").returncode == 0

    first = process("export", sample)
    (tmp_path / "first.yaml").write_bytes(first.stdout)
    other = tmp_path / "other.db"
    imported = process("import", tmp_path / "first.yaml", "--db", other)
    second = process("export", "--all", "--db", other)

    assert first.returncode == 0, first.stderr
    assert imported.returncode == 0, imported.stderr
    assert b"3 added" in imported.stdout
    assert second.returncode == 0, second.stderr
    assert second.stdout == first.stdout


def test_a_yaml_is_shown_and_taken_in_by_reading_it(
    postil: Postil, article: Path, tmp_path: Path
) -> None:
    postil("export", marked(postil, article), "-o", tmp_path / "x.yaml")
    before = (tmp_path / "x.yaml").read_bytes()

    said = postil("show", tmp_path / "x.yaml", "--db", tmp_path / "other.db")

    assert said.status == 0
    assert "⟦Mali⟧" in said.out
    listed = json.loads(postil("list", "--json", "--db", tmp_path / "other.db").out)
    assert [each["marks"] for each in listed] == [2]
    assert (tmp_path / "x.yaml").read_bytes() == before


def test_the_format_follows_the_name(postil: Postil, article: Path, tmp_path: Path) -> None:
    marked(postil, article)

    report = postil("export", article, "-o", tmp_path / "report.md")
    unknown = postil("export", article, "-o", tmp_path / "report.json")

    assert report.status == 0
    assert report.out == f"{tmp_path / 'report.md'}: 2 marks\n"
    assert "> Mali" in (tmp_path / "report.md").read_text(encoding="utf-8")
    assert (unknown.status, unknown.out) == (2, "")
    assert "-f" in unknown.err
    assert not (tmp_path / "report.json").exists()
    assert postil("export", article, "-f", "markdown").out.startswith("#")


def test_the_text_can_be_left_out(postil: Postil, article: Path) -> None:
    marked(postil, article)

    assert "\ntext: " in postil("export", article).out
    assert "\ntext: " not in postil("export", article, "--no-text").out


def test_an_article_only_looked_at_is_exported_with_its_text(postil: Postil, article: Path) -> None:
    postil("show", article)

    said = postil("export", article)

    assert said.status == 0, said.err
    assert "more quotas." in said.out


def test_a_file_not_yet_known_is_exported_as_it_is(postil: Postil, article: Path) -> None:
    said = postil("export", article)

    assert said.status == 0, said.err
    assert "\ntext: " in said.out


def test_only_marks_that_answer_to_a_query_are_exported(
    postil: Postil, article: Path, tmp_path: Path
) -> None:
    marked(postil, article)
    other = article.with_name("other.md")
    other.write_text("Another text about Mali.")
    postil("add", other, "--quote", "Another text")

    said = postil("export", "--where", "tag:a")
    nothing = postil("export", "--where", "tag:nothing")
    file = postil("export", article, "--where", "tag:a", "-o", tmp_path / "a.yaml")

    assert said.status == 0
    assert "quote: Mali" in said.out
    assert said.out.count("\n- id: ") == 1
    assert (nothing.status, nothing.out) == (1, "")
    assert file.out.endswith(": 1 mark\n")


def two_articles(postil: Postil, article: Path) -> None:
    marked(postil, article)
    other = article.with_name("other.md")
    other.write_text("Another text about Mali.")
    assert postil("add", other, "--quote", "Another text").status == 0


def test_all_marks_of_all_articles_go_into_one_file_of_json_lines_and_back(
    postil: Postil, article: Path, tmp_path: Path
) -> None:
    two_articles(postil, article)

    written = postil("export", "--all", "-o", tmp_path / "all.jsonl")
    again = postil("export", "--all", "-o", tmp_path / "all.jsonl")
    shown = postil("export", "--all", "-f", "jsonl")
    other = ("--db", tmp_path / "other.db")
    taken = postil("import", tmp_path / "all.jsonl", *other)
    twice = postil("import", tmp_path / "all.jsonl", *other)

    assert (written.status, written.out) == (0, f"{tmp_path / 'all.jsonl'}: 3 marks\n")
    assert again.status == 0
    assert shown.out == (tmp_path / "all.jsonl").read_text(encoding="utf-8")
    assert taken.out.count(" added") == 2
    assert twice.out.count(" unchanged") == 2
    assert postil("export", "--all", "-f", "jsonl", *other).out.count("\n") == 3


def test_quotes_of_a_file_only_looked_at_find_their_places_in_it(
    postil: Postil, article: Path, tmp_path: Path
) -> None:
    postil("show", article)
    quote = '{"id": "1", "quote": "more quotas", "article": {"id": "v", "source": "visit.md"}}'
    (tmp_path / "x.jsonl").write_text(quote + quote.replace('"1"', '"2"').replace("more", "no"))

    bad = postil("import", tmp_path / "x.jsonl")
    (tmp_path / "x.jsonl").write_text(
        quote + "\n" + quote.replace('"1"', '"2"').replace("more", "no")
    )
    dry = postil("import", tmp_path / "x.jsonl", "--dry-run")
    done = postil("import", tmp_path / "x.jsonl")

    assert bad.status == 2
    assert "line 1" in bad.err
    assert dry.out.endswith(": 2 added, 1 without a place in the text (nothing was written)\n")
    assert done.out.endswith(": 2 added, 1 without a place in the text\n")
    assert "⟦more quotas⟧" in postil("show", article).out


def test_what_a_format_has_no_room_for_is_said_and_refused_if_asked(
    postil: Postil, article: Path, tmp_path: Path
) -> None:
    marked(postil, article)
    pieces = '{"pieces": [{"quote": "Mali"}, {"quote": "quotas 😀"}]}\n'
    assert postil("add", article, "--batch", "-", stdin=pieces).status == 0

    said = postil("export", article, "-f", "csv")
    refused = postil("export", article, "-o", tmp_path / "x.csv", "--strict")
    whole = postil("export", article, "-o", tmp_path / "x.jsonl", "--strict")

    assert said.status == 0
    assert said.err == "postil: CSV has no room for 1 mark of two pieces as one quote.\n"
    assert (refused.status, refused.out) == (2, "")
    assert "1 mark of two pieces" in refused.err
    assert not (tmp_path / "x.csv").exists()
    assert (whole.status, whole.err) == (0, "")


def test_a_table_edited_in_a_spreadsheet_comes_back_without_a_loss(
    postil: Postil, article: Path, tmp_path: Path
) -> None:
    marked(postil, article)
    postil("export", article, "-o", tmp_path / "x.tsv")
    first = json.loads(postil("find", "", "--json").out)

    done = postil("import", tmp_path / "x.tsv")

    assert (done.out, done.err) == (f"{tmp_path / 'x.tsv'}: 2 unchanged\n", "")
    assert json.loads(postil("find", "", "--json").out) == first


def test_cells_are_raw_where_programs_read_them(postil: Postil, article: Path) -> None:
    postil("add", article, "--quote", "Mali", "--note", "=1+1")

    assert ",'=1+1," in postil("export", article, "-f", "csv").out
    assert ",=1+1," in postil("export", article, "-f", "csv", "--raw-cells").out


def test_several_articles_need_a_folder(postil: Postil, article: Path, tmp_path: Path) -> None:
    marked(postil, article)
    folder = tmp_path / "deep" / "er"
    (tmp_path / "sub").mkdir()
    twin = tmp_path / "sub" / "VISIT.md"
    twin.write_text("A twin by name.")
    postil("add", twin, "--quote", "twin")

    refused = postil("export", "--all")
    said = postil("export", "--all", "-o", f"{folder}/")

    assert (refused.status, refused.out) == (2, "")
    assert "-o marks/" in refused.err
    assert said.status == 0, said.err
    assert len(list(folder.iterdir())) == 2


def test_what_postil_did_not_write_is_never_overwritten(
    postil: Postil, article: Path, tmp_path: Path
) -> None:
    marked(postil, article)
    target = tmp_path / "mine.yaml"
    target.write_text("mine")

    foreign = postil("export", article, "-o", target)
    target.unlink()
    postil("export", article, "-o", target)
    again = postil("export", article, "-o", target)
    target.write_text(target.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
    edited = postil("export", article, "-o", target)

    assert (foreign.status, again.status, edited.status) == (2, 0, 2)
    assert edited.err.startswith("postil: error: ")
    assert target.read_text(encoding="utf-8").endswith("# edited\n")


@pytest.mark.parametrize(
    ("source", "title", "name"),
    [
        ("/home/me/bamako.md", "Lavrov", "bamako"),
        ("https://example.org/a.html", "A title: with / and\nmore", "A title with and more"),
        ("", "CON", "article 00000a"),
        ("", "...", "article 00000a"),
        ("", "- -x-", "x"),
        ("", "é" * 100, "é" * 50),
        ("archive.tar.gz", "", "archive.tar"),
    ],
)
def test_a_file_name_fits_every_system(source: str, title: str, name: str) -> None:
    article = Article(id=ArticleId("0" * 5 + "a"), source=source, metadata=Metadata(title=title))

    assert file_name(article) == name


def test_an_import_can_be_tried_dry(postil: Postil, article: Path, tmp_path: Path) -> None:
    postil("export", marked(postil, article), "-o", tmp_path / "x.yaml")
    other = ("--db", tmp_path / "other.db")

    dry = postil("import", tmp_path / "x.yaml", "--dry-run", *other)
    empty = postil("list", "--json", *other)
    real = postil("import", tmp_path / "x.yaml", *other)
    again = postil("import", tmp_path / "x.yaml", *other)

    assert dry.out == f"{tmp_path / 'x.yaml'}: 2 added (nothing was written)\n"
    assert json.loads(empty.out) == []
    assert real.out.endswith(": 2 added\n")
    assert again.out.endswith(": 2 unchanged\n")
    assert (dry.status, real.status, again.status) == (0, 0, 0)


@pytest.mark.parametrize(
    "content", ["", "no yaml: [", "title: x", "postil: 2\n", "\x00", "a: &b c"]
)
def test_a_file_that_is_no_annotated_yaml_imports_nothing(
    content: str, postil: Postil, article: Path, tmp_path: Path
) -> None:
    postil("export", marked(postil, article), "-o", tmp_path / "good.yaml")
    (tmp_path / "bad.yaml").write_text(content)
    other = ("--db", tmp_path / "other.db")

    said = postil("import", tmp_path / "good.yaml", tmp_path / "bad.yaml", *other)

    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("postil: error: bad.yaml")
    assert json.loads(postil("list", "--json", *other).out) == []


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_a_file_that_cannot_be_read_is_told(
    name: str, postil: Postil, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    said = postil("import", name)

    assert said.status == 2
    assert f"{name} cannot be read" in said.err


def test_the_schema_describes_an_export(postil: Postil, article: Path) -> None:
    import jsonschema
    import yaml

    schema = json.loads(postil("schema").out)
    exported = postil("export", marked(postil, article)).out

    jsonschema.validate(yaml.load(exported, yaml.BaseLoader) and _plain(exported), schema)


def _plain(text: str) -> object:
    from annotations.exchange.reading import parse

    return parse(text.encode(), "x.yaml")


def test_a_sound_library_is_said_to_be_so(postil: Postil, article: Path, home: Path) -> None:
    home.chmod(0o700)
    marked(postil, article)

    assert postil("doctor").status == 0
    assert postil("doctor").out == f"{home / 'library.db'} is sound.\n"
    assert postil("doctor", "--json").out == "[]\n"


def test_what_is_wrong_in_a_library_is_found(postil: Postil, article: Path, home: Path) -> None:
    import sqlite3
    from contextlib import closing

    marked(postil, article)
    with closing(sqlite3.connect(home / "library.db")) as connection, connection:
        connection.execute("UPDATE ranges SET quote = 'Niger' WHERE quote = 'Mali'")

    said = postil("doctor")

    assert said.status == 1
    assert said.out.startswith("error: ")
    assert json.loads(postil("doctor", "--json").out)


def test_an_article_is_forgotten_only_after_a_yes(postil: Postil, article: Path) -> None:
    marked(postil, article)

    refused = postil("forget", article)
    said = postil("forget", article, "--yes")

    assert (refused.status, refused.out) == (2, "")
    assert "--yes" in refused.err
    assert said.status == 0
    assert said.out.startswith("forgotten: ")
    assert postil("list").status == 1
    assert article.exists()
    assert postil("forget", article, "--yes").status == 2


def test_the_marks_of_a_pdf_are_taken_in_once_and_stay_deleted(
    postil: Postil, tmp_path: Path
) -> None:
    note = "<< /Type /Annot /Subtype /Text /Rect [20 718 40 730] /Contents (A note) >>"
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(pdf([Page(lines=column(["One line of it."]), marks=[note])]))

    dry = postil("import", paper, "--dry-run")
    first, second = postil("import", paper), postil("import", paper)
    marks = json.loads(postil("find", "note", "--json").out)

    assert dry.out == f"{paper}: 1 added (nothing was written)\n"
    assert first.out == f"{paper}: 1 added\n"
    assert second.out == f"{paper}: 1 unchanged\n"
    assert [(mark["quote"], mark["note"]) for mark in marks] == [("One line of it.", "A note")]

    postil("rm", marks[0]["id"][-6:])
    postil("import", paper)

    assert postil("find", "note").status == 1


def test_the_highlights_of_an_office_document_are_taken_in_once(
    postil: Postil, tmp_path: Path
) -> None:
    paper = tmp_path / "paper.docx"
    body = paragraph("One ", run("line", '<w:highlight w:val="red"/>'), " of it.")
    paper.write_bytes(docx(body))

    first, second = postil("import", paper), postil("import", paper)
    marks = json.loads(postil("find", "line", "--json").out)

    assert (first.out, second.out) == (f"{paper}: 1 added\n", f"{paper}: 1 unchanged\n")
    assert [(mark["quote"], mark["colour"]) for mark in marks] == [("line", "red")]


def test_an_article_has_the_same_file_whichever_others_go_along(
    postil: Postil, article: Path, tmp_path: Path
) -> None:
    other = tmp_path / "elsewhere" / article.name
    other.parent.mkdir()
    other.write_text(article.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    postil("add", article, "--quote", "Mali", "--tag", "first")
    postil("add", other, "--quote", "More", "--tag", "second")

    whole = postil("export", "--all", "-f", "markdown", "-o", f"{tmp_path}/all/")
    alone = postil("export", "--where", "tag:second", "-f", "markdown", "-o", f"{tmp_path}/some/")

    assert (whole.status, alone.status) == (0, 0), whole.err + alone.err
    assert len(list((tmp_path / "all").iterdir())) == 2
    [name] = [each.name for each in (tmp_path / "some").iterdir()]
    assert "> More" in (tmp_path / "all" / name).read_text(encoding="utf-8")


def test_several_articles_make_one_report_under_their_tags(
    postil: Postil, article: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("A text about more.\n", encoding="utf-8")
    postil("add", article, "--quote", "Mali", "--tag", "a/b")
    postil("add", other, "--quote", "text", "--tag", "a/b")

    said = postil("export", "--all", "--group", "tag", "-f", "markdown", "--cite", "pandoc")

    assert said.status == 0, said.err
    assert [line for line in said.out.split("\n") if line.startswith("#") and line[1] in "# "] == [
        "# Marks by tag",
        "## a",
        "### b",
    ]
    assert said.out.count("[@") == 2


def test_an_unknown_way_to_cite_is_said_before_anything_is_written(
    postil: Postil, article: Path, tmp_path: Path
) -> None:
    target = tmp_path / "x.md"

    said = postil("export", article, "--cite", "nonsense", "-o", target)

    assert said.status == 2
    assert "no way to cite" in said.err
    assert "pandoc" in said.err
    assert not target.exists()
