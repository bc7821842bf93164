"""The pictures of exports in the README: there, small, and made by the commands beside them."""

from __future__ import annotations

import inspect

from tests import report_pictures
from tests.report_pictures import DOCX_PICTURE, HTML_PICTURE, ROOT

LIMIT_BYTES = 150_000


def test_the_readme_shows_them_and_each_is_a_small_png() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    for picture in HTML_PICTURE, DOCX_PICTURE:
        assert f"({picture.relative_to(ROOT).as_posix()})" in readme
        assert picture.read_bytes().startswith(b"\x89PNG\r\n")
        assert picture.stat().st_size < LIMIT_BYTES


def test_the_commands_beside_them_are_those_that_make_them() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert '_export(folder, "visit.html")' in (source := inspect.getsource(report_pictures.main))
    assert '_export(folder, "quotes.docx", "--group", "tag", "--cite", "apa")' in source
    assert "| `postil export --all -o visit.html` |" in readme
    assert "`postil export --all --group tag --cite apa -o quotes.docx` |" in readme
