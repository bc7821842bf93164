"""What stands in the shadow of elements is read where a browser shows it."""

from __future__ import annotations

import time

import pytest

from reader.loaders import html_parsing
from tests.reader.loaders.test_html_walk import walked_tree


def read(source: str) -> str:
    return walked_tree(html_parsing.parse(source).root).text


@pytest.mark.parametrize("attribute", ["shadowmode=open", "shadowrootmode=closed"])
def test_words_in_the_shadow_stand_around_those_in_the_slot(attribute: str) -> None:
    source = (
        f"<x-a>two <b>three</b><template {attribute}><p>one <slot></slot> four</template> and</x-a>"
    )

    assert read(source) == "one two three and four"


def test_each_slot_takes_what_is_meant_for_it() -> None:
    shadow = "<h2><slot name=title>untitled</slot></h2><p><slot>nothing</slot></p>"
    held = "<i slot=title>A title</i>some words<u slot=none>unseen</u>"

    assert read(f"<x-a><template shadowmode=open>{shadow}</template>{held}</x-a>") == (
        "A title\n\nsome words"
    )


def test_a_slot_that_nothing_is_put_in_shows_what_it_holds() -> None:
    source = "<x-a>\n<template shadowmode=open><p>a <slot>b <i>c</i></slot></template>\n</x-a>"

    assert read(source) == "a b c"


def test_a_shadow_within_a_shadow_is_shown_in_it() -> None:
    inner = "<x-b><template shadowmode=open><p>two <slot></slot></template><slot></slot></x-b>"
    source = f"<x-a><template shadowmode=open><p>one</p>{inner}</template>three</x-a>"

    assert read(source) == "one\n\ntwo three"


def test_other_templates_stay_unseen() -> None:
    assert read("<p>a</p><template><p>b</template><p>shadowmode") == "a\n\nshadowmode"


def test_of_several_shadows_the_first_is_shown() -> None:
    source = (
        "<x-a><template shadowrootmode=open><p>first <slot></slot></template>"
        "<template shadowrootmode=open><p>second</template>held</x-a>"
    )

    assert read(source) == "first held"


def test_a_comment_fills_no_slot() -> None:
    source = "<x-a><template shadowmode=open><p><slot>nothing</slot></template><!-- c --></x-a>"

    assert read(source) == "nothing"


def test_very_many_templates_in_one_element_are_read_in_time() -> None:
    source = (
        "<x-a>" + "<template shadowmode=open><p>a<slot></slot></template> " * 12_000 + "b</x-a>"
    )
    begun = time.process_time()

    assert read(source) == "a b"
    assert time.process_time() - begun < 1
