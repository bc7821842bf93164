"""The note being typed outlives a crash."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from annotations.model import AnnotationId, ArticleId, IdSource
from reader.drafts import Draft, Drafts

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = ArticleId(IdSource()())


def _draft(note: str = "unfinished …") -> Draft:
    return Draft(article=ARTICLE, annotation=AnnotationId(IdSource()()), start=3, end=9, note=note)


def test_a_draft_is_there_for_the_next_start(tmp_path: Path) -> None:
    draft = _draft()
    Drafts(tmp_path / "drafts").save(draft)

    assert Drafts(tmp_path / "drafts").load(ARTICLE) == draft


def test_a_draft_is_its_owners_alone(tmp_path: Path) -> None:
    Drafts(tmp_path / "drafts").save(_draft())

    (file,) = (tmp_path / "drafts").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert (tmp_path / "drafts").stat().st_mode & 0o077 == 0


def test_a_draft_that_was_kept_is_gone(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.save(_draft())
    drafts.discard()

    assert Drafts(tmp_path).load(ARTICLE) is None


def test_s36_a_full_disk_leaves_the_draft_of_the_last_pause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    drafts, first = Drafts(tmp_path), _draft("first")
    drafts.save(first)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", is_full)
        with pytest.raises(OSError, match="No space"):
            drafts.save(_draft("second"))

    assert Drafts(tmp_path).load(ARTICLE) == first


def test_what_is_no_draft_is_none(tmp_path: Path) -> None:
    for content in (b"", b"{", b"[]", b'{"annotation": "x"}', b"\xff\xfe", b'{"note": null}'):
        (tmp_path / f"{ARTICLE}.json").write_bytes(content)
        assert Drafts(tmp_path).load(ARTICLE) is None


def test_controls_in_a_draft_are_replaced(tmp_path: Path) -> None:
    Drafts(tmp_path).save(_draft("a\x1b[2Jb"))

    draft = Drafts(tmp_path).load(ARTICLE)
    assert draft is not None
    assert "\x1b" not in draft.note
