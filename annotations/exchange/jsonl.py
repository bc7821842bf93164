"""JSON Lines: a mark a line, with the keys of the annotated YAML and its `article`.

Made for `jq` and its like, and read back without a loss but for what belongs to no mark: texts,
codebook, tombstones, earlier versions, articles without marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.exchange import plain_json
from annotations.exchange.plain_json import line_of
from annotations.exchange.records import article_record, mark_record, read_records
from annotations.model import place_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotations.exchange import Options
    from annotations.model import AnnotatedArticle


def write(articles: Iterable[AnnotatedArticle], options: Options) -> Iterator[str]:
    """The lines of the file, each with its end."""
    del options
    for annotated in articles:
        article = line_of(article_record(annotated.article, annotated.document))
        for annotation in sorted(annotated.annotations, key=place_key):
            mark = line_of(mark_record(annotation, annotated.document))
            yield f'{mark[:-1]}, "article": {article}}}\n'


def read(data: bytes, name: str) -> tuple[AnnotatedArticle, ...]:
    """The articles that the marks of a file are of.

    A JSON array of such objects, as `postil find --json` prints it, is read as well.

    Raises:
        MalformedFileError: A line is no such object; with its number.
    """
    return read_records(plain_json.records(data, name), name)
