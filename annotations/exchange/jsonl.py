"""JSON Lines: a mark a line, with the keys of the annotated YAML and its `article`.

Made for `jq` and its like, and read back without a loss but for what belongs to no mark: texts,
codebook, tombstones, earlier versions, articles without marks.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from annotations.exchange import plain_json
from annotations.exchange.records import article_record, mark_record, read_records
from annotations.model import place_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.exchange import Options
    from annotations.model import AnnotatedArticle

_encode = json.JSONEncoder(ensure_ascii=False).encode
_LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What many a program takes for the end of a line, though JSON does not."""


def write(articles: Iterable[AnnotatedArticle], options: Options) -> Iterator[str]:
    """The lines of the file, each with its end."""
    del options
    for annotated in articles:
        article = _encode(article_record(annotated.article, annotated.document))
        for annotation in sorted(annotated.annotations, key=place_key):
            mark = _encode(mark_record(annotation, annotated.document))
            line = f'{mark[:-1]}, "article": {article}}}\n'
            for character, escape in _LINE_ENDS.items():
                if character in line:
                    line = line.replace(character, escape)
            yield line


def read(data: bytes, name: str) -> tuple[AnnotatedArticle, ...]:
    """The articles that the marks of a file are of.

    A JSON array of such objects, as `postil find --json` prints it, is read as well.

    Raises:
        MalformedFileError: A line is no such object; with its number.
    """
    return read_records(plain_json.records(data, name), name)
