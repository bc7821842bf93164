"""What hypothesis draws for several test modules: texts, documents, marks, annotated articles.

Everything drawn is legal and in the order that files and libraries keep: marks by place, tags of the
codebook by name. Texts are full of what breaks programs: emoji, ZWJ, combining marks, Arabic, CJK,
BOM and NEL inside, blanks at either end, what YAML and Markdown take for their own.

To draw is most of what a property test takes, so a strategy is made once and not in each example, and
a text of parts is drawn as one string.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC
from functools import cache, lru_cache
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
    Colour,
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


_PARTS = (*AWKWARD, "word", "Wort", "the", ".")

_FIRST_SIGN = 0x4E00
"""Code points from here on stand for the parts, in their order, while a text of them is drawn."""


@cache
def _parts(max_size: int) -> st.SearchStrategy[str]:
    """Up to so many parts of words and of what is awkward, one after the other.

    Drawn as a string of signs, which is one choice; a list of parts is two for each, and several times
    as slow.
    """
    signs = st.characters(
        min_codepoint=_FIRST_SIGN, max_codepoint=_FIRST_SIGN + len(_PARTS) - 1, categories=["L"]
    )
    return st.text(signs, max_size=max_size).map(
        lambda drawn: "".join(_PARTS[ord(sign) - _FIRST_SIGN] for sign in drawn)
    )


@cache
def loose_texts(max_size: int = 8) -> st.SearchStrategy[str]:
    """Any text that the model allows: parts of words and of what is awkward, or single characters."""
    characters = st.text(max_size=max_size * 2)
    return st.one_of(_parts(max_size), characters).map(replace_unprintable)


@cache
def line_texts() -> st.SearchStrategy[str]:
    """Text that is not empty, such as a name or a title."""
    return loose_texts(4).filter(bool)


@cache
def canonical_texts(max_size: int = 30) -> st.SearchStrategy[str]:
    """The canonical text of an article, perhaps empty."""
    return loose_texts(max_size)


def ranges_in(text: str, *, min_length: int = 0) -> st.SearchStrategy[Range]:
    """A range of a text, which has at least as many code points as the range must have."""
    return _ranges_within(len(text), min_length)


@lru_cache(maxsize=512)
def _ranges_within(length: int, min_length: int = 0) -> st.SearchStrategy[Range]:
    @st.composite
    def ranges(draw: st.DrawFn) -> Range:
        start = draw(st.integers(0, length - min_length))
        return Range(start, draw(st.integers(start + min_length, length)))

    return ranges()


@lru_cache(maxsize=512)
def _ranges_of_spans(length: int) -> st.SearchStrategy[list[Range]]:
    return st.lists(_ranges_within(length), max_size=4)


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

_LEAVES = st.sampled_from((BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CODE, BlockKind.VERSE))
_SPANS = st.sampled_from(tuple(SpanKind))
_LEVELS = st.integers(1, 6)
_BODIES = st.lists(canonical_texts(8).filter(str.strip), max_size=5)
_LABELS = st.lists(line_texts(), max_size=3)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document of a few blocks, some in a quotation, with spans and pages."""
    parts = draw(_BODIES)
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
        kind = draw(_LEAVES)
        blocks.append(
            Block(
                kind=kind,
                start=position,
                end=end,
                level=draw(_LEVELS) if kind is BlockKind.HEADING else 0,
                parent=container,
                language=draw(loose_texts(2)) if kind is BlockKind.CODE else "",
            )
        )
        if container != NO_PARENT:
            blocks.close(container, end)
        position = end + len("\n\n")
    spans = draw(_ranges_of_spans(len(text))) if text else []
    labels = draw(_LABELS)
    return Document(
        text=text,
        blocks=blocks,
        spans=Spans([_span(draw(_SPANS), held) for held in spans]),
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


_STATES = st.sampled_from(tuple(State))
_PLACES = st.integers(0, 1000)
_CONFIDENCES = st.integers(0, 100)
_COLOURS = st.sampled_from((None, *COLOURS))


@st.composite
def pieces_on(draw: st.DrawFn, text: str) -> Piece:
    """A piece of a text, in any state."""
    state = draw(_STATES)
    held = None if state is State.ORPHANED else draw(ranges_in(text))
    original = None
    if state is not State.ANCHORED:
        quote = draw(line_texts())
        start = draw(_PLACES)
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
        confidence=draw(_CONFIDENCES) if state is State.CHANGED else None,
        original=original,
    )


@cache
def _fields() -> st.SearchStrategy[dict[str, str]]:
    names = line_texts().filter(str.strip).map(mended_field_name)
    return st.dictionaries(names, line_texts(), max_size=2)


@cache
def _relations() -> st.SearchStrategy[list[Relation]]:
    relations = st.builds(Relation, to=ids().map(AnnotationId), name=line_texts())
    return st.lists(relations, max_size=2, unique=True)


def annotation_on(text: str) -> st.SearchStrategy[Annotation]:
    """A mark on a text, of no, one or several pieces."""
    return _annotation_of(st.lists(pieces_on(text), max_size=3))


@st.composite
def _annotation_of(draw: st.DrawFn, pieces: st.SearchStrategy[list[Piece]]) -> Annotation:
    return Annotation(
        id=AnnotationId(draw(ids())),
        pieces=tuple(draw(pieces)),
        colour=draw(_COLOURS),
        tags=draw(tag_lists()),
        fields=tuple(draw(_fields()).items()),
        note=clean_note(draw(loose_texts())),
        creator=draw(loose_texts(2)),
        created=draw(times()),
        updated=draw(times()),
        relations=tuple(draw(_relations())),
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


@cache
def _versions() -> st.SearchStrategy[Version]:
    return st.builds(
        Version,
        id=st.just(VersionId("")),
        sha256=hashes(),
        length=st.just(0),
        source_sha256=st.one_of(st.just(""), hashes()),
        loader=st.sampled_from(("", "markdown 1", "text 2")),
        captured=times(),
        reason=st.sampled_from(("", "first", "source changed")),
    )


@cache
def _earlier() -> st.SearchStrategy[list[Version]]:
    return st.lists(_versions(), max_size=2)


@cache
def _tombstones() -> st.SearchStrategy[dict[str, Timestamp]]:
    return st.dictionaries(ids(), times(), max_size=2)


_SOURCES = st.sampled_from(("", "a.md", "no", "https://example.org/a/b.html"))


_KNOWN = st.sampled_from(("", "who says it", "für 3"))


@cache
def _meanings() -> st.SearchStrategy[dict[Colour, str]]:
    return st.dictionaries(st.sampled_from(COLOURS), line_texts(), max_size=2)


@st.composite
def _codebook(draw: st.DrawFn, annotations: Sequence[Annotation]) -> Codebook:
    names = {fold_tag(tag): tag for each in annotations for tag in each.tags}
    ordered = sorted(names.values(), key=lambda name: (fold_tag(name), name))
    meanings = draw(_meanings())
    fields = {fold_name(name): name for each in annotations for name, _ in each.fields}
    known = ((fields[name], draw(_KNOWN)) for name in sorted(fields))
    return Codebook(
        colours=tuple((colour, meanings[colour]) for colour in COLOURS if colour in meanings),
        tags=tuple(
            Tag(
                name=name,
                description=draw(loose_texts(3)),
                colour=draw(_COLOURS),
                confidential=draw(st.booleans()),
                was=draw(tag_lists()),
                letter=letter if draw(st.booleans()) else "",
                extra=draw(extras()),
            )
            for name, letter in zip(ordered, _LETTERS, strict=False)
        ),
        fields=tuple((name, said) for name, said in known if said),
        extra=draw(extras()),
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
    version = replace(draw(_versions()), sha256=document.sha256, length=len(document.text))
    metadata = draw(_metadata())
    stones = draw(_tombstones())
    taken = {each.id for each in annotations}
    return AnnotatedArticle(
        article=Article(
            id=ArticleId(draw(ids())),
            metadata=metadata,
            source=draw(_SOURCES),
            tags=draw(tag_lists()),
            version=version,
            extra=draw(extras()),
        ),
        annotations=annotations,
        earlier=tuple(draw(_earlier())),
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
