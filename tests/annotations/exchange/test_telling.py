from __future__ import annotations

import pytest

from annotations.errors import MalformedFileError
from annotations.exchange import telling


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"postil: 1\n", "yaml"),
        (b'{"postil": 1}', "yaml"),
        (b"", "yaml"),
        (b"anything", "yaml"),
        (b'\xef\xbb\xbf\n {"id": "a"}\n', "jsonl"),
        (b'[{"id": "a"}]', "jsonl"),
        (b'{"id": "a", "note": "\\"@context\\": 1", "article": {"id": "b"}}', "jsonl"),
        (b'{"@context": "x", "id": "a"}', "webannotation"),
        (b'[{"type": "Annotation"}]', "webannotation"),
        (b'{"annotations": []}', "hypothesis"),
        (b'{"total": 0, "rows": []}', "hypothesis"),
        (b'[{"id": "a", "uri": "u", "target": []}]', "hypothesis"),
        (b"quote,tags\na,b\n", "csv"),
        (b"\xef\xbb\xbfTags;Note\n", "csv"),
        (b"quote\na\n", "csv"),
        (b"Note, dear Ann,\nthat", "yaml"),
        (b"note: x\n", "yaml"),
    ],
)
def test_the_content_tells_the_format(data: bytes, name: str) -> None:
    assert telling.format_of(data).name == name


def test_what_is_no_file_of_marks_is_refused_with_a_sentence() -> None:
    with pytest.raises(MalformedFileError, match="no annotated YAML"):
        telling.read(b"Dear Ann,", "letter.txt")
