"""What hypothesis draws for several test modules: texts, documents, marks, annotated articles.

Everything drawn is legal and in the order that files and libraries keep: marks by place, tags of the
codebook by name. Texts are full of what breaks programs: emoji, ZWJ, combining marks, Arabic, CJK,
BOM and NEL inside, blanks at either end, what YAML and Markdown take for their own.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from annotations.document import (
    NO_PARENT,
    Block,
    BlockKind,
    Blocks,
    Document,
    Locator,
    Span,
    SpanKind,
    Spans,
)
from annotations.errors import InvalidValueError
from annotations.model import (
    COLOURS,
    CONTEXT_LENGTH,
    AnnotatedArticle,
    Annotation,
    AnnotationId,
    Article,
    ArticleId,
    Codebook,
    Metadata,
    Original,
    Piece,
    Range,
    Relation,
    Selector,
    State,
    Tag,
    Timestamp,
    Tombstone,
    Version,
    VersionId,
    clean_note,
    fold_tag,
    normalise_tag,
    place_key,
    replace_unprintable,
    timestamp,
)
from annotations.naming import fold_name, mended_field_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.model import Json

AWKWARD = (
    *("", " ", "  ", "\t", "\n", "\n\n", " \n", "\n ", "\t\n", "\x85", "\u2028", "\u2029", "\xa0"),
    *(
        "\ufeff",
        "\u200d",
        "e\u0301",
        "é",
        "👩‍👩‍👧",
        "😀",
        "🇲🇱",
        "السلام عليكم",
        "日本語。",
        "\u202e",
        "\ud7ff",
    ),
    *(
        "---",
        "...",
        "- a",
        "? a",
        "# a",
        "a #b",
        ": ",
        "a: b",
        "a:",
        ":",
        "#",
        "&a",
        "*a",
        "!a",
        "%a",
    ),
    *("no", "Yes", "on", "null", "~", "true", "False", "12", "-1", "12:30", "0x10", "1_000", "1e3"),
    *(
        "1.5",
        "2023-02-08",
        "2023-02-30",
        "2026-11-24T09:00:00Z",
        "0o7",
        ".inf",
        "=",
        "<<",
        "@",
        "`",
    ),
    *(
        '"',
        "'",
        "\\",
        "\\n",
        "|",
        ">",
        "|-",
        "{",
        "}",
        "[",
        "]",
        ",",
        "{a: b}",
        "[a, b]",
        "“q”",
        "’",
    ),
    *(
        "```",
        "~~~",
        "<!--",
        "<script>",
        "[[x]]",
        "%%",
        "==x==",
        "1. a",
        "> a",
        "> \n",
        "\U0010ffff",
    ),
)
"""Texts that have broken some YAML writer, Markdown writer or text layout."""


@cache
def loose_texts(max_size: int = 8) -> st.SearchStrategy[str]:
    """Any text that the model allows: parts of words and of what is awkward, or single characters."""
    awkward = st.lists(st.sampled_from((*AWKWARD, "word", "Wort", "the", ".")), max_size=max_size)
    characters = st.text(max_size=max_size * 2)
    return st.one_of(awkward.map("".join), characters).map(replace_unprintable)


@cache
def line_texts() -> st.SearchStrategy[str]:
    """Text that is not empty, such as a name or a title."""
    return loose_texts(4).filter(bool)


@cache
def canonical_texts(max_size: int = 30) -> st.SearchStrategy[str]:
    """The canonical text of an article, perhaps empty."""
    return loose_texts(max_size)


@st.composite
def ranges_in(draw: st.DrawFn, text: str, *, min_length: int = 0) -> Range:
    """A range of a text, which has at least as many code points as the range must have."""
    start = draw(st.integers(0, len(text) - min_length))
    return Range(start, draw(st.integers(start + min_length, len(text))))


@cache
def ids() -> st.SearchStrategy[str]:
    """UUIDs of any version."""
    return st.uuids().map(str)


@cache
def times() -> st.SearchStrategy[Timestamp]:
    """Moments in postil's form."""
    return st.datetimes(timezones=st.just(UTC)).map(timestamp)


@cache
def hashes() -> st.SearchStrategy[str]:
    """SHA-256 of some text."""
    return st.binary(max_size=4).map(lambda data: hashlib.sha256(data).hexdigest())


@cache
def tag_names() -> st.SearchStrategy[str]:
    """Tags in their form."""
    return st.lists(line_texts(), min_size=1, max_size=3).map("/".join).map(_tag)


def _tag(text: str) -> str:
    try:
        return normalise_tag(text)
    except InvalidValueError:
        return "sahel/russia"


@cache
def tag_lists() -> st.SearchStrategy[tuple[str, ...]]:
    """Tags that differ without regard to case."""
    return st.lists(tag_names(), max_size=3, unique_by=fold_tag).map(tuple)


@cache
def extras(*, max_leaves: int = 4) -> st.SearchStrategy[dict[str, Json]]:
    """Keys of a file that postil does not know."""
    keys = line_texts().map(lambda text: f"x-{text}")
    leaves: st.SearchStrategy[Json] = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        loose_texts(4),
    )
    values = st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=2), st.dictionaries(keys, inner, max_size=2)
        ),
        max_leaves=max_leaves,
    )
    return st.one_of(st.just({}), st.dictionaries(keys, values, max_size=2))


# --- documents --------------------------------------------------------------------------------

_LEAVES = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CODE, BlockKind.VERSE)
_SPANS = tuple(SpanKind)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document of a few blocks, some in a quotation, with spans and pages."""
    parts = draw(st.lists(canonical_texts(8).filter(lambda part: part.strip()), max_size=5))
    text = "\n\n".join(parts)
    blocks = Blocks()
    container = NO_PARENT
    position = 0
    for part in parts:
        end = position + len(part)
        if draw(st.booleans()):
            container = blocks.append(Block(kind=BlockKind.QUOTATION, start=position, end=end))
        elif draw(st.booleans()):
            container = NO_PARENT
        kind = draw(st.sampled_from(_LEAVES))
        blocks.append(
            Block(
                kind=kind,
                start=position,
                end=end,
                level=draw(st.integers(1, 6)) if kind is BlockKind.HEADING else 0,
                parent=container,
                language=draw(loose_texts(2)) if kind is BlockKind.CODE else "",
            )
        )
        if container != NO_PARENT:
            blocks.close(container, end)
        position = end + len("\n\n")
    spans = draw(st.lists(ranges_in(text), max_size=4)) if text else []
    labels = draw(st.lists(line_texts(), max_size=3))
    return Document(
        text=text,
        blocks=blocks,
        spans=Spans([_span(draw(st.sampled_from(_SPANS)), held) for held in spans]),
        locators=tuple(
            Locator(kind="page", label=label, start=min(number * 5, len(text)))
            for number, label in enumerate(labels)
        ),
        loader="markdown 1",
    )


def _span(kind: SpanKind, held: Range) -> Span:
    target = "https://example.org/?a=1#b" if kind is SpanKind.HYPERLINK else ""
    return Span(kind=kind, start=held.start, end=held.end, target=target)


# --- marks ------------------------------------------------------------------------------------


@st.composite
def pieces_on(draw: st.DrawFn, text: str) -> Piece:
    """A piece of a text, in any state."""
    state = draw(st.sampled_from(tuple(State)))
    held = None if state is State.ORPHANED else draw(ranges_in(text))
    original = None
    if state is not State.ANCHORED:
        quote = draw(line_texts())
        start = draw(st.integers(0, 1000))
        selector = Selector(
            start=start,
            end=start + len(quote),
            quote=quote,
            prefix=draw(loose_texts(2)),
            suffix=draw(loose_texts(2)),
        )
        original = Original(sha256=draw(hashes()), selector=selector)
    if held is None:
        assert original is not None
        return Piece(range=None, quote=original.selector.quote, state=state, original=original)
    return Piece(
        range=held,
        quote=text[held.start : held.end],
        prefix=text[max(0, held.start - CONTEXT_LENGTH) : held.start],
        suffix=text[held.end : held.end + CONTEXT_LENGTH],
        state=state,
        confidence=draw(st.integers(0, 100)) if state is State.CHANGED else None,
        original=original,
    )


@st.composite
def annotation_on(draw: st.DrawFn, text: str) -> Annotation:
    """A mark on a text, of no, one or several pieces."""
    given = line_texts().filter(str.strip).map(mended_field_name)
    names = st.dictionaries(given, line_texts(), max_size=2)
    relations = st.builds(Relation, to=ids().map(AnnotationId), name=line_texts())
    return Annotation(
        id=AnnotationId(draw(ids())),
        pieces=tuple(draw(st.lists(pieces_on(text), max_size=3))),
        colour=draw(st.sampled_from((None, *COLOURS))),
        tags=draw(tag_lists()),
        fields=tuple(draw(names).items()),
        note=clean_note(draw(loose_texts())),
        creator=draw(loose_texts(2)),
        created=draw(times()),
        updated=draw(times()),
        relations=tuple(draw(st.lists(relations, max_size=2, unique=True))),
        extra=draw(extras()),
    )


@st.composite
def annotations_on(draw: st.DrawFn, text: str, *, max_size: int = 4) -> tuple[Annotation, ...]:
    """Marks on a text with different ids, by place."""
    drawn = st.lists(annotation_on(text), max_size=max_size, unique_by=lambda each: each.id)
    return tuple(sorted(draw(drawn), key=place_key))


# --- articles ---------------------------------------------------------------------------------


@cache
def _metadata() -> st.SearchStrategy[Metadata]:
    return st.builds(
        Metadata,
        title=loose_texts(4),
        authors=st.lists(line_texts(), max_size=2).map(tuple),
        publisher=loose_texts(2),
        published=st.sampled_from(("", "2023-02-08", "2023-02", "2023", "2023-02-30", "in May")),
        url=st.sampled_from(("", "https://example.org/a?b=c#d")),
        doi=st.sampled_from(("", "10.1000/182")),
        language=st.sampled_from(("", "en", "no", "zh-Hant")),
    )


def _versions(sha256: str = "", length: int = 0) -> st.SearchStrategy[Version]:
    return st.builds(
        Version,
        id=st.just(VersionId("")),
        sha256=st.just(sha256) if sha256 else hashes(),
        length=st.just(length),
        source_sha256=st.one_of(st.just(""), hashes()),
        loader=st.sampled_from(("", "markdown 1", "text 2")),
        captured=times(),
        reason=st.sampled_from(("", "first", "source changed")),
    )


def _codebook(annotations: Sequence[Annotation]) -> st.SearchStrategy[Codebook]:
    names = {fold_tag(tag): tag for each in annotations for tag in each.tags}
    ordered = sorted(names.values(), key=lambda name: (fold_tag(name), name))
    tags = [
        st.builds(
            Tag,
            name=st.just(name),
            description=loose_texts(3),
            colour=st.sampled_from((None, *COLOURS)),
            confidential=st.booleans(),
            was=tag_lists(),
            letter=st.sampled_from(("", letter)),
            extra=extras(),
        )
        for name, letter in zip(ordered, _LETTERS, strict=False)
    ]
    fields = {fold_name(name): name for each in annotations for name, _ in each.fields}
    known = st.tuples(*(st.sampled_from(("", "who says it", "für 3")) for _ in fields))
    meanings = st.dictionaries(st.sampled_from(COLOURS), line_texts(), max_size=2)
    return st.builds(
        Codebook,
        colours=meanings.map(lambda found: tuple((c, found[c]) for c in COLOURS if c in found)),
        tags=st.tuples(*tags),
        fields=known.map(
            lambda found: tuple(
                (fields[name], said)
                for name, said in zip(sorted(fields), found, strict=True)
                if said
            )
        ),
        extra=extras(),
    )


_LETTERS = "q5éЖ" + "".join(map(chr, range(0x4E00, 0x4E80)))
"""Letters of tags; more than a strategy makes tags."""


@st.composite
def annotated_articles(draw: st.DrawFn, *, with_document: bool = True) -> AnnotatedArticle:
    """An article with its marks; without its document on demand.

    Its versions have no ids, and its source no folder, as in files.
    """
    document = draw(documents())
    annotations = draw(annotations_on(document.text))
    version = draw(_versions(document.sha256, len(document.text)))
    metadata = draw(_metadata())
    stones = draw(st.dictionaries(ids(), times(), max_size=2))
    taken = {each.id for each in annotations}
    return AnnotatedArticle(
        article=Article(
            id=ArticleId(draw(ids())),
            metadata=metadata,
            source=draw(st.sampled_from(("", "a.md", "no", "https://example.org/a/b.html"))),
            tags=draw(tag_lists()),
            version=version,
            extra=draw(extras()),
        ),
        annotations=annotations,
        earlier=tuple(draw(st.lists(_versions(), max_size=2))),
        codebook=draw(_codebook(annotations)),
        deleted=tuple(
            Tombstone(id=AnnotationId(each), deleted=stones[each])
            for each in sorted(stones)
            if each not in taken
        ),
        document=replace(
            document,
            metadata=metadata,
            loader=version.loader,
            source_sha256=version.source_sha256,
        )
        if with_document
        else None,
        extra=draw(extras()),
    )
