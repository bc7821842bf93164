"""show, outline, list, find: the library looked at from the command line."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.cli.listing import find_command, list_command

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reader.cli.conftest import Said

    Postil = Callable[..., Said]

ROOT = Path(__file__).parents[3]

ATTACK = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\x00"
"""Sets the title, clears the screen, turns the direction: everything a name should not do."""


@pytest.mark.parametrize("example", [*find_command.examples, *list_command.examples])
def test_each_example_of_a_query_is_one(example: tuple[str, str], postil: Postil) -> None:
    arguments = shlex.split(example[0].partition(" | ")[0])[1:]

    said = postil(*arguments)

    assert said.status in (0, 1)
    assert "error" not in said.err


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (("-tag:a",), ["Nobody"]),
        (("-has:note",), ["Mali"]),
        (("Mali", "-has:note"), ["Mali"]),
        (("-(tag:a", "or", "colour:red)"), []),
        (("-nobody", "--sort", "newest"), ["Mali"]),
        (("--sort", "newest", "-nobody"), ["Mali"]),
    ],
)
def test_a_minus_sign_before_a_term_is_no_option(
    query: tuple[str, ...], found: list[str], postil: Postil, article: Path
) -> None:
    postil("add", article, "--quote", "Mali", "--tag", "a", "--colour", "yellow")
    postil("add", article, "--quote", "Nobody", "--note", "who", "--colour", "red")

    said = postil("find", *query, "--json")

    assert [each["quote"] for each in json.loads(said.out)] == found


def test_articles_are_listed_without_what_a_minus_sign_stands_before(
    postil: Postil, article: Path
) -> None:
    postil("add", article, "--quote", "Mali", "--tag", "a")

    assert postil("list", "-is:done").status == 0
    assert postil("list", "-has:tag").status == 1


def test_a_query_with_a_minus_sign_is_saved_as_it_was_typed(postil: Postil) -> None:
    postil("find", "--save", "mine", "tag:a", "-is:orphan")

    assert postil("queries").out == "mine  tag:a -is:orphan\n"


def test_a_mistyped_option_is_no_query_and_h_is_help(postil: Postil) -> None:
    assert postil("find", "x", "--texst").status == 2
    assert "Usage: postil find" in postil("find", "-h").out


def test_an_article_is_shown_with_its_marks(postil: Postil, article: Path) -> None:
    mark = postil("add", article, "--quote", "Mali", "--colour", "red", "--note", "Which?")

    said = postil("show", article)

    assert said.status == 0
    assert "⟦Mali⟧[1] wants quotas 😀, and more quotas." in said.out
    assert f"    [1] {mark.out.strip()[-6:]} · Quotas, para. 2 · red\n        Which?\n" in said.out
    assert "## Quotas" in said.out


def test_a_page_is_shown_whole_when_it_is_asked_for(postil: Postil, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<html><nav><p>All the news</nav><main><p>The article.</main></html>")

    assert "All the news" not in postil("show", page).out
    assert "All the news" in postil("show", page, "--whole-page").out


def test_into_a_pipe_reading_is_showing(postil: Postil, article: Path) -> None:
    assert postil(article).out == postil("show", article).out


def test_an_article_is_shown_by_its_id_or_a_part_of_its_title(
    postil: Postil, article: Path
) -> None:
    postil("add", article, "--quote", "Mali")
    (record,) = json.loads(postil("list", "--json").out)
    shown = postil("show", article).out

    assert postil("show", record["id"][-6:]).out == shown
    assert postil("show", "isit").out == shown
    assert postil("isit").out == shown


def test_a_command_that_writes_takes_no_part_of_a_title(postil: Postil, article: Path) -> None:
    postil("add", article, "--quote", "Mali")

    said = postil("forget", "visit", "--yes")

    assert said.status == 2
    assert "“visit” is only part of a title" in said.err
    assert "“The visit” is a title" in postil("forget", "The visit", "--yes").err
    assert len(json.loads(postil("list", "--json").out)) == 1


@pytest.mark.parametrize("command", ["show", "outline", "add"])
@pytest.mark.parametrize("name", ["missing.md", "folder/", "."])
def test_what_cannot_be_read_is_one_sentence(
    command: str, name: str, postil: Postil, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()

    said = postil(command, name, *(["--quote", "x"] if command == "add" else []))

    assert (said.status, said.out) == (2, "")
    assert "cannot be read" in said.err


def test_a_version_is_shown_by_the_beginning_of_its_hash(postil: Postil, article: Path) -> None:
    postil("add", article, "--quote", "Mali")
    (before,) = json.loads(postil("list", "--json").out)
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("Mali wants", "Today Mali wants"), encoding="utf-8")

    now = postil("show", article)
    then = postil("show", article, "--version", before["sha256"][:8])
    unknown = postil("show", article, "--version", "zzzz")

    assert "Today ⟦Mali⟧[1] wants" in now.out
    assert "\n⟦Mali⟧[1] wants" in then.out
    assert (unknown.status, unknown.out) == (2, "")
    assert before["sha256"][:8] in unknown.err
    assert postil("show", article, "--version", "1").out == then.out
    first, second = postil("show", article, "--versions").out.splitlines()
    assert first.startswith(f"1  {before['sha256'][:8]}  ")
    assert first.endswith("  first")
    assert second.endswith("  source changed")


def test_the_outline_is_indented_by_level(postil: Postil, article: Path) -> None:
    said = postil("outline", article)

    assert (said.status, said.out) == (0, "The visit\n  Quotas\n")
    records = json.loads(postil("outline", article, "--json").out)
    assert [(each["level"], each["text"], each["start"]) for each in records] == [
        (1, "The visit", 0),
        (2, "Quotas", 122),
    ] or records[0]["start"] == 0


def test_an_outline_writes_no_library_and_may_be_empty(
    postil: Postil, tmp_path: Path, home: Path
) -> None:
    (tmp_path / "plain.txt").write_text("Only text.")

    said = postil("outline", tmp_path / "plain.txt")

    assert (said.status, said.out) == (1, "")
    assert not (home / "library.db").exists()


def test_an_empty_library_lists_nothing(postil: Postil) -> None:
    assert (postil("list").status, postil("list").out) == (1, "")
    assert (postil("list", "--json").status, postil("list", "--json").out) == (1, "[]\n")
    assert (postil("find", "x", "--json").status, postil("find", "x", "--json").out) == (1, "[]\n")


def test_articles_are_listed_with_their_marks_counted(postil: Postil, article: Path) -> None:
    postil("add", article, "--match", "quotas", "--all", "--tag", "trade", "--colour", "red")
    other = article.with_name("other.txt")
    other.write_text("Another text.")
    postil("show", other)

    said = postil("list")

    assert said.status == 0
    assert len(said.out.splitlines()) == 2
    (record,) = json.loads(postil("list", "tag:trade", "--json").out)
    assert (record["marks"], record["colours"]) == (2, {"red": 2})
    assert postil("list", "--limit", "1").out.count("\n") == 1
    for sort in "opened", "updated", "title", "marks":
        assert postil("list", "--sort", sort).status == 0


def test_marks_are_found_in_all_articles(postil: Postil, article: Path) -> None:
    postil("add", article, "--quote", "Mali", "--tag", "sahel/russia", "--field", "speaker=L")
    postil("add", article, "--quote", "Nobody else said", "--note", "Really?")

    said = postil("find", "tag:sahel")

    assert said.status == 0
    assert said.out.splitlines()[1].endswith("  #sahel/russia  speaker: L")
    assert said.out.splitlines()[2] == "    “Mali”"
    assert "Really?" in postil("find", "note:really").out
    assert len(json.loads(postil("find", "speaker:L", "--json").out)) == 1
    newest = json.loads(postil("find", "", "--sort", "newest", "--json").out)
    assert [each["quote"] for each in newest] == ["Nobody else\nsaid", "Mali"]
    assert postil("find", "no", "such", "words").status == 1


def test_a_list_that_was_cut_unasked_says_so(postil: Postil, tmp_path: Path) -> None:
    path = tmp_path / "many.txt"
    path.write_text("word " * 60)
    postil("add", path, "--match", "word", "--all")

    cut = postil("find", "word")

    assert cut.out.count("“word”") == 50
    assert cut.err == "postil: the first 50 are shown; --limit 0 shows all.\n"
    assert postil("find", "word", "--limit", 0).out.count("“word”") == 60
    assert postil("find", "word", "--limit", 50).err == ""
    assert len(json.loads(postil("find", "word", "--json").out)) == 60


@pytest.mark.parametrize("command", ["find", "list"])
@pytest.mark.parametrize("query", ["(", '"open', "tag:", "colour:mauve", "a or"])
def test_a_mistaken_query_is_told(command: str, query: str, postil: Postil) -> None:
    said = postil(command, query)

    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("postil: error: ")


def test_a_query_may_begin_with_a_minus(postil: Postil, article: Path) -> None:
    postil("add", article, "--quote", "Mali", "--tag", "a")
    postil("add", article, "--quote", "Nobody", "--tag", "b")

    assert len(json.loads(postil("find", "--json", "--", "-tag:a").out)) == 1


def test_no_control_character_reaches_a_terminal(postil: Postil, tmp_path: Path) -> None:
    path = tmp_path / f"a{ATTACK.replace(chr(0), '')}b.md"
    path.write_text(f"Title {ATTACK}\n\nText {ATTACK} end. {'Words. ' * 99}\n", encoding="utf-8")
    added = postil("add", path, "--match", "Text", "--note", f"note {ATTACK}", "--colour", "red")
    assert added.status == 0, added.err

    commands = (
        ("show", path),
        ("find", "colour:red"),
        ("list",),
        ("history",),
        ("outline", path),
        ("show", tmp_path / f"no{ATTACK.replace(chr(0), '')}.md"),
        ("show", f"no{ATTACK.replace(chr(0), '')}"),
        ("export", path, "-o", tmp_path / "x.yaml"),
        ("rm", added.out.strip()),
        ("doctor",),
    )
    for command in commands:
        said = postil(*command)
        bad = {c for c in said.out + said.err if c != "\n" and (c < " " or "\x7f" <= c < "\xa0")}
        assert bad == set(), command
        assert "\u202e" not in said.out + said.err, command


def test_output_is_utf_8_whatever_the_locale_says(
    process: Callable[..., subprocess.CompletedProcess[bytes]], article: Path
) -> None:
    env = {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}

    done = process("show", article, env=env)
    missing = process("show", "no-😀.md", env=env)

    assert done.returncode == 0, done.stderr
    assert "“The world has changed.”" in done.stdout.decode()
    assert "😀" in done.stdout.decode()
    assert missing.returncode == 2
    missing.stderr.decode()


@pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode elsewhere")
def test_a_file_name_that_is_no_utf_8_is_read(
    process: Callable[..., subprocess.CompletedProcess[bytes]], tmp_path: Path
) -> None:
    path = bytes(tmp_path) + b"/caf\xe9.md"
    with open(path, "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(b"Some words.\n")

    added = process("add", path, "--quote", "words")
    listed = process("list", "--json")

    assert added.returncode == 0, added.stderr
    assert process("show", path).returncode == 0
    assert process("list").returncode == 0
    (record,) = json.loads(listed.stdout)
    assert record["marks"] == 1
    assert process("export", path, "-o", tmp_path / "out.yaml").returncode == 0


def test_whoever_stops_reading_ends_it_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("A line of words.\n\n" * 50_000)
    command = [sys.executable, "-m", "reader", "show", str(path)]

    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.read(100)
        child.stdout.close()
        said = child.stderr.read()
        status = child.wait(60)

    assert said == b""
    assert status == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device")
def test_a_full_disk_is_one_sentence(article: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [sys.executable, "-m", "reader", "show", str(article)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 2
    assert done.stderr == "postil: error: No space left on device.\n"


def test_closed_streams_are_no_traceback(article: Path) -> None:
    for closing in "<&-", "2>&-":
        done = subprocess.run(
            ["sh", "-c", f'exec "$0" -m reader show "$1" {closing}', sys.executable, str(article)],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert b"Mali" in done.stdout
    done = subprocess.run(
        ["sh", "-c", 'exec "$0" -m reader show "$1" >&-', sys.executable, str(article)],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, b"postil: error: Standard output is closed.\n")


def test_a_mistake_in_a_query_is_shown_under_its_character(postil: Postil) -> None:
    said = postil("find", "mali", "is:red")

    assert said.status == 2
    assert "\n  mali is:red\n          ^\n" in said.err
    assert "orphan, changed" in said.err


def test_a_query_is_saved_listed_used_and_removed(postil: Postil, article: Path) -> None:
    postil("add", article, "--quote", "Mali", "--colour", "red")

    saved = postil("find", "--save", "Mine", "colour:red")

    assert (saved.status, saved.err) == (0, "postil: saved as “Mine”.\n")
    assert "“Mali”" in postil("find", "saved:mine quotas or saved:mine").out
    assert postil("queries").out == "Mine  colour:red\n"
    assert json.loads(postil("queries", "--json").out) == [{"name": "Mine", "query": "colour:red"}]
    assert postil("queries", "--remove", "mine").status == 0
    assert postil("queries", "--remove", "mine").status == 1
    assert postil("queries").status == 1
    assert postil("list", "saved:mine").status == 2


def test_sentences_are_found_in_the_texts_of_articles(postil: Postil, article: Path) -> None:
    postil("add", article, "--quote", "Mali")

    said = postil("find", "--texts", "quotas")
    records = json.loads(postil("find", "--texts", "quotas", "--json").out)

    assert said.status == 0
    assert "“Mali wants quotas 😀, and more quotas.”" in said.out
    quoted = next(each for each in records if each["quote"].startswith("Mali"))
    assert quoted["hits"] == ["quotas", "quotas"]
    assert quoted["end"] - quoted["start"] == len(quoted["quote"])
    assert postil("find", "--texts", "nowhere").status == 1
    assert "searched for words" in postil("find", "--texts", "in:visit").err
    assert postil("find", "--texts", "quotas", "--sort", "newest").status == 2


def test_where_a_relation_leads_stands_below_its_mark(
    postil: Postil, article: Path, tmp_path: Path
) -> None:
    postil("add", article, "--quote", "Mali")
    (other,) = (each["id"] for each in json.loads(postil("find", "mali", "--json").out))
    away = "01900000-0000-7000-8000-00000000beef"
    relations = [{"to": each, "relation": "contradicts"} for each in (other, away)]
    batch = tmp_path / "batch.jsonl"
    batch.write_text(json.dumps({"quote": "Nobody", "relations": relations}))
    postil("add", article, "--batch", batch)

    lines = postil("find", "relation:contradicts").out.splitlines()

    assert lines[-2:] == [f"    → contradicts “Mali”  {other[-6:]}", "    → contradicts  00beef"]
