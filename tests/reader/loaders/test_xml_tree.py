"""XML from strangers: no entity is expanded, nothing is fetched, and limits refuse instead of cutting."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from reader.loaders import xml_tree
from tests.reader.loaders.listening import silent_server
from tests.reader.loaders.mutation import TIME_LIMIT_S

if TYPE_CHECKING:
    from pathlib import Path

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def words(types: str, body: str, *, is_lenient: bool) -> str:
    """What is read of a file; nothing if it is refused."""
    data = f"<!DOCTYPE x {types}><x>one {body} two</x>".encode()
    began_s = time.process_time()
    try:
        return xml_tree.words(xml_tree.parse(data, is_lenient=is_lenient))
    except xml_tree.NotXmlError:
        return ""
    finally:
        assert time.process_time() - began_s < TIME_LIMIT_S


@pytest.mark.parametrize("is_lenient", [False, True])
@pytest.mark.parametrize(
    ("types", "body"),
    [
        (f"[<!ENTITY a0 'lol'>{LAUGHS}]", "&a9;"),
        (f"[<!ENTITY a '{'lol' * 30_000}'>]", "&a;" * 20_000),
        ("[<!ENTITY a '&b;'><!ENTITY b '&a;'>]", "&a;"),
        ("[<!ENTITY % p '<!ENTITY a \"lol\">'> %p;]", "&a;"),
    ],
)
def test_entities_are_not_expanded(types: str, body: str, *, is_lenient: bool) -> None:
    found = words(types, body, is_lenient=is_lenient)

    assert "lol" not in found
    assert len(found) <= len(f"one {body} two")


@pytest.mark.parametrize("is_lenient", [False, True])
@pytest.mark.parametrize(
    "types",
    [
        "SYSTEM '{}'",
        "PUBLIC '-//X//EN' '{}'",
        "[<!ENTITY a SYSTEM '{}'>]",
        "[<!ENTITY % p SYSTEM '{}'> %p;]",
    ],
)
def test_nothing_outside_is_read(types: str, tmp_path: Path, *, is_lenient: bool) -> None:
    kept = tmp_path / "kept"
    kept.write_text("<!ENTITY a 'from elsewhere'>")
    with silent_server() as server:
        for address in (kept.as_uri(), str(kept), server.address):
            found = words(types.format(address), "&a;", is_lenient=is_lenient)

            assert "elsewhere" not in found
        assert not server.was_asked()


@pytest.mark.parametrize("is_lenient", [False, True])
def test_what_is_nested_too_deeply_is_refused_and_not_cut(*, is_lenient: bool) -> None:
    nested = f"{'<a>' * 200}deep{'</a>' * 200}"
    too_deep = f"<a>{'<a>' * 5_000}deep{'</a>' * 5_000} and after</a>"

    assert xml_tree.words(xml_tree.parse(nested.encode(), is_lenient=is_lenient)) == "deep"
    with pytest.raises(xml_tree.NotXmlError):
        xml_tree.parse(too_deep.encode(), is_lenient=is_lenient)
