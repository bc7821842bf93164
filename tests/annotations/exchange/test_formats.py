from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from annotations.exchange import FORMATS, Options, format_for, is_annotated, markdown, yaml
from annotations.model import AnnotatedArticle, Article, ArticleId

ARTICLE = AnnotatedArticle(article=Article(id=ArticleId("01900000-0000-7000-8000-000000000000")))


@pytest.mark.parametrize(
    ("path", "name"),
    [("a.yaml", "yaml"), ("b/c.YML", "yaml"), (Path("a.b.md"), "markdown")],
)
def test_a_name_tells_the_format(path: str | Path, name: str) -> None:
    found = format_for(path)

    assert found is not None
    assert found is FORMATS[name]
    assert found.name == name


@pytest.mark.parametrize("path", ["a", "a.json", "yaml", ".yaml", "a.md/", ""])
def test_another_name_tells_none(path: str) -> None:
    assert format_for(path) is (FORMATS["markdown"] if path == "a.md/" else None)


def test_each_format_writes_as_its_module_does() -> None:
    assert FORMATS["yaml"].text([ARTICLE]) == yaml.write(ARTICLE)
    assert FORMATS["yaml"].text([ARTICLE], Options(with_text=False)) == yaml.write(ARTICLE)
    assert FORMATS["markdown"].text([ARTICLE]) == "".join(markdown.write([ARTICLE], Options()))


def test_what_is_read_is_what_was_written() -> None:
    read = FORMATS["yaml"].read

    assert FORMATS["markdown"].read is None
    assert read is not None
    assert list(read(yaml.write(ARTICLE).encode(), "x.yaml")) == [ARTICLE]


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        (b"postil: 1\narticle:\n", True),
        (b"\xef\xbb\xbfpostil: 1\r\n", True),
        (b"---\n# a comment\npostil: 1\n", True),
        (b"article: {}\npostil: 2\n", True),
        (b'"postil": 1\n', True),
        (b"postil:", True),
        (b"", False),
        (b"a: 1\n", False),
        (b"text: |\n  postil: 1\n", False),
        (b"postil:1\n", False),
        (b"postilion: 1\n", False),
        (b"\n" * (1 << 16) + b"postil: 1\n", False),
    ],
)
def test_an_annotated_yaml_is_known_by_its_first_key(head: bytes, is_one: bool) -> None:
    assert is_annotated(head) is is_one


def test_no_format_is_imported_before_it_is_used() -> None:
    code = (
        "import sys; from annotations import exchange; exchange.format_for('a.yaml');"
        "exchange.is_annotated(b'');"
        "print([m for m in sys.modules if m in ('yaml', 'markdown_it', 'json.encoder')"
        " or m.startswith('annotations.exchange.') or m.startswith('annotations.document')])"
    )

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"
