"""Whether the values of a YAML file make an annotated article of `postil/1`, and which.

Nothing is trusted: ids, times, tags, colours, lengths and places are checked, and a fault refuses
the whole file with its line, so that nothing is lost by half an import. What is let pass, because
nothing is lost by it:

- A mark whose place does not hold its quote stands where the quote is, if the text holds it once
  (or once between the mark's prefix and suffix); else it is a fault.
- A whole number is a text where a text is expected; a tag given twice counts once.
- Section and locator follow from the text: they are read only where the file has no text, and then
  kept in `extra` until there is one.
"""

# ruff: noqa: EM101, TRY003
# A fault is its sentence; no caller tells one from the other.

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.codebook_edits import clean_meaning, tag_letter
from annotations.document import Document
from annotations.errors import NewerFormatError
from annotations.exchange import marks, shape, structure
from annotations.exchange.fields import (
    Fault,
    Fields,
    checked,
    each,
)
from annotations.model import (
    COLOURS,
    FIELD_LENGTH_LIMIT,
    NOTE_LENGTH_LIMIT,
    AnnotatedArticle,
    Article,
    ArticleId,
    Codebook,
    Metadata,
    Tag,
    Version,
    VersionId,
    fold_tag,
    parse_id,
    parse_time,
    replace_unprintable,
)
from annotations.naming import fold_name, mended_field_name

if TYPE_CHECKING:
    from annotations.model import Json

_ESCAPED = re.compile(rb"\\[^\"\\nt/ \r\n]")
"""Only by such an escape can an unprintable character stand in YAML."""


def printable(value: Json, data: bytes) -> Json:
    """The values of a file without what no screen should get; the article's text is checked by its hash."""
    return _printable(value) if _ESCAPED.search(data) else value


def annotated_article(value: Json, name: str) -> AnnotatedArticle:
    """Make the annotated article of what a file holds.

    Args:
        value: As `reading.parse` gave it.
        name: What to call the file in messages.

    Raises:
        Fault: It is none; the path leads to what is wrong.
        NewerFormatError: It is one of a later format.
    """
    top = _top(value, name)
    if "article" not in top.rest:
        if "codebook" in top.rest:
            raise Fault("this is a codebook without an article; postil tags --import takes it in")
        raise Fault("`article` is missing")
    extra: dict[str, Json] = {}
    article = top.below("article", read_article, Article(id=ArticleId("")))
    document = _document(top, article, extra)
    if document is not None:
        article = _with_measures(article, document)
    length = article.version.length if article.version else 0
    place = marks.Place(
        document.text if document else None, length if length or document else marks.LARGEST
    )
    earlier = tuple(
        each(top.items("versions"), "versions", lambda value, _: _version(Fields(value)))
    )
    book = top.below("codebook", _codebook, Codebook())
    annotations = marks.read_annotations(top.items("annotations"), place)
    deleted = marks.read_tombstones(top.items("deleted"), {made.id for made in annotations}, extra)
    extra.update(top.rest)
    return AnnotatedArticle(
        article=article,
        annotations=annotations,
        earlier=earlier,
        codebook=book,
        deleted=deleted,
        document=document,
        extra=extra,
    )


# --- the article and its text -----------------------------------------------------------------


def read_article(fields: Fields) -> Article:
    """The article that a mapping tells of, without its text.

    Raises:
        Fault: Something in it cannot be.
    """
    identity = ArticleId(checked(parse_id, fields.required("id"), "id"))
    metadata = Metadata(
        title=fields.text("title"),
        authors=fields.texts("authors"),
        publisher=fields.text("publisher"),
        published=fields.text("published"),
        url=fields.text("url"),
        doi=fields.text("doi"),
        language=fields.text("language"),
    )
    source = shape.shown_source(fields.text("source"))
    tags = marks.tags(fields, "tags")
    has_version = not shape.VERSION.isdisjoint(fields.rest)
    version = _version(fields, keep_unknown=False) if has_version else None
    return Article(
        id=identity,
        metadata=metadata,
        source=source,
        tags=tags,
        version=version,
        extra=fields.rest,
    )


def _version(fields: Fields, *, keep_unknown: bool = True) -> Version:
    made = Version(
        # Versions have ids of a library's own; in a file they are told by their hash.
        id=VersionId(""),
        captured=fields.parsed("captured", parse_time, marks.NO_TIME),
        sha256=fields.sha256("sha256"),
        length=fields.number("length", most=marks.LARGEST) or 0,
        loader=fields.text("loader"),
        source_sha256=fields.sha256("source_sha256"),
        reason=fields.text("reason"),
    )
    return replace(made, extra=fields.rest) if keep_unknown and fields.rest else made


def _document(top: Fields, article: Article, extra: dict[str, Json]) -> Document | None:
    """The text with its structure; None if the file carries no text."""
    if "text" not in top.rest:
        top.rest.pop("structure", None)
        return None
    version = article.version or Version(id=VersionId(""), sha256="")
    text = top.text("text")
    if not version.sha256:
        text = replace_unprintable(text)
    document = Document(
        text=text,
        metadata=article.metadata,
        loader=version.loader,
        source_sha256=version.source_sha256,
    )
    for key, given, found in (
        ("sha256", version.sha256, document.sha256),
        ("length", version.length, len(text)),
    ):
        if given and given != found:
            reason = (
                f"`{key}` is not that of the text, which was changed"
                " (without `sha256` and `length` it is taken as it is)"
            )
            raise Fault(reason, "article", key)
    if "structure" not in top.rest:
        return replace(document, blocks=structure.paragraphs(text))
    return top.below("structure", lambda fields: _structured(document, fields, extra), document)


def _structured(document: Document, fields: Fields, extra: dict[str, Json]) -> Document:
    blocks, spans, locators, unknown = structure.read(fields, document.text)
    shape.keep_nested(extra, unknown, "structure")
    return replace(document, blocks=blocks, spans=spans, locators=locators)


def _with_measures(article: Article, document: Document) -> Article:
    version = article.version or Version(id=VersionId(""), sha256="")
    measured = replace(version, sha256=document.sha256, length=len(document.text))
    return replace(article, version=measured)


def _top(value: Json, name: str) -> Fields:
    """What stands in a file of the format beside its number."""
    if not isinstance(value, dict) or "postil" not in value:
        raise Fault("this is no annotated YAML: the key `postil` is missing")
    number = value["postil"]
    if isinstance(number, (int, float)) and number > shape.FORMAT:
        raise NewerFormatError(name, number)
    if number is True or number != shape.FORMAT:
        raise Fault("`postil` must be 1, the number of the format", "postil")
    top = Fields(value)
    del top.rest["postil"]
    return top


# --- the codebook -----------------------------------------------------------------------------


def codebook(value: Json, name: str) -> Codebook:
    """The codebook of what a file holds, with or without an article; empty if there is none.

    Args:
        value: As `reading.parse` gave it.
        name: What to call the file in messages.

    Raises:
        Fault: It is no file of the format; the path leads to what is wrong.
        NewerFormatError: It is one of a later format.
    """
    return _top(value, name).below("codebook", _codebook, Codebook())


def _codebook(fields: Fields) -> Codebook:
    nothing: dict[str, str] = {}
    meanings = fields.below("colours", _meanings, nothing)
    extra: dict[str, Json] = {}
    known = each(fields.items("fields"), "fields", lambda value, _: _field(Fields(value), extra))
    known_fields = {fold_name(field): (field, description) for field, description in known}
    tags = sorted(
        each(fields.items("tags"), "tags", lambda value, _: _tag(Fields(value))), key=tag_key
    )
    seen: set[str] = set()
    for tag in tags:
        if fold_tag(tag.name) in seen:
            reason = f"the tag {tag.name!r} stands twice"
            raise Fault(reason, "tags")
        seen.add(fold_tag(tag.name))
    letters = [tag.letter for tag in tags if tag.letter]
    if twice := next((each for each in letters if letters.count(each) > 1), ""):
        reason = f"two tags have the letter {twice!r}"
        raise Fault(reason, "tags")
    colours = tuple((colour, meanings[colour]) for colour in COLOURS if colour in meanings)
    extra.update(fields.rest)
    return Codebook(
        colours=colours,
        tags=tuple(tags),
        fields=tuple(held for _, held in sorted(known_fields.items())),
        extra=extra,
    )


def _field(fields: Fields, extra: dict[str, Json]) -> tuple[str, str]:
    name = checked(mended_field_name, fields.required("name"), "name")
    description = clean_meaning(fields.text("description", limit=FIELD_LENGTH_LIMIT))
    shape.keep_nested(extra, fields.rest, "fields", fold_name(name))
    return name, description


def _meanings(fields: Fields) -> dict[str, str]:
    meanings = dict(fields.pairs())
    for name in fields.rest:
        if name not in marks.COLOURS_BY_NAME:
            reason = f"there is no such colour; there are {', '.join(COLOURS)}"
            raise Fault(reason, name)
    return meanings


def _tag(fields: Fields) -> Tag:
    _, name = checked(marks.normalised, fields.required("name"), "name")
    return Tag(
        name=name,
        description=fields.text("description", limit=NOTE_LENGTH_LIMIT),
        colour=fields.choice("colour", marks.COLOURS_BY_NAME),
        was=marks.tags(fields, "was"),
        confidential=fields.flag("confidential"),
        letter=fields.parsed("letter", tag_letter, ""),
        extra=fields.rest,
    )


def tag_key(tag: Tag) -> tuple[str, str]:
    """Sort key of the codebook's tags: by name without regard to case."""
    return fold_tag(tag.name), tag.name


def _printable(value: Json, *, is_top: bool = True) -> Json:
    """Replace what no screen should get; the article's text is checked by its hash."""
    if isinstance(value, str):
        return replace_unprintable(value)
    if isinstance(value, list):
        return [_printable(each, is_top=False) for each in value]
    if isinstance(value, dict):
        return {
            replace_unprintable(key): held
            if is_top and key == "text"
            else _printable(held, is_top=False)
            for key, held in value.items()
        }
    return value
