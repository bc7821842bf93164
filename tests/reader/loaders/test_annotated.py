from __future__ import annotations

import hashlib

import pytest

from annotations.document import Block, BlockKind, Blocks, Document
from annotations.errors import ExchangeError, UnreadableSourceError, UnsupportedSourceError
from annotations.exchange import yaml
from annotations.model import (
    AnnotatedArticle,
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    IdSource,
    Metadata,
    Version,
    VersionId,
)
from reader.loaders import Hint, load
from reader.loaders import annotated as annotated_module

TEXT = "The world has changed.\n"


def annotated() -> AnnotatedArticle:
    ids = IdSource()
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    block = Block(kind=BlockKind.PARAGRAPH, start=0, end=len(TEXT) - 1)
    return AnnotatedArticle(
        article=Article(
            id=ArticleId(ids()),
            metadata=Metadata(title="A title"),
            source="bamako.md",
            version=Version(
                id=VersionId(ids()), sha256=sha256, length=len(TEXT), loader="markdown 1"
            ),
        ),
        annotations=(Annotation(id=AnnotationId(ids()), note="a note"),),
        document=Document(text=TEXT, blocks=Blocks([block]), loader="markdown 1"),
    )


def test_an_annotated_yaml_is_the_article_it_holds() -> None:
    data = yaml.write(annotated()).encode()

    loaded = load(data, Hint(name="anything.txt"))

    assert loaded.is_whole
    assert loaded.document.text == TEXT
    assert loaded.document.source_sha256 == hashlib.sha256(data).hexdigest()
    assert loaded.annotated is not None
    assert [each.note for each in loaded.annotated.annotations] == ["a note"]


def test_without_its_text_its_source_has_to_be_opened() -> None:
    data = yaml.write(annotated(), with_text=False).encode()

    with pytest.raises(UnsupportedSourceError) as caught:
        load(data, Hint(name="b.yaml"))

    assert str(caught.value) == "b.yaml holds annotations without their text."
    assert caught.value.hint == "Open its source, bamako.md, then use postil import."


@pytest.mark.parametrize(
    "data",
    [
        b"postil: 1\n",
        b"postil: 99\narticle: {}\n",
        b"postil: 1\narticle: [\n",
        b"postil: 1\na: &a [x]\nb: *a\n",
        b"postil: 1\nx: " + b"[" * 10_000,
    ],
)
def test_a_damaged_or_hostile_yaml_is_one_sentence(data: bytes) -> None:
    with pytest.raises(ExchangeError) as caught:
        load(data, Hint(name="b.yaml"))

    assert "\n" not in str(caught.value)


def test_a_yaml_beyond_its_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotated_module, "SIZE_LIMIT_BYTES", 10)

    with pytest.raises(UnreadableSourceError, match="the limit for an annotated YAML is 10 bytes"):
        load(b"postil: 1\narticle: {}\n", Hint(name="b.yaml"))
