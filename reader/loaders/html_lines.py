"""Paragraphs of HTML that hold nothing but words: taken in one go, those that follow each other at once.

Nine paragraphs of ten are no more than that. The walker, which is right about everything else, takes ten
times as long for one, since it asks at each word what goes on around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.loaders import html_rules
from reader.loaders.building import PARTED_BY
from reader.loaders.html_blanks import BLANKS
from reader.loaders.html_surroundings import place_of
from reader.loaders.html_words import XHTML, Words, is_plain, tags_of
from reader.loaders.runs import Run

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml import etree

    from reader.loaders.html_flow import Flow
    from reader.loaders.html_surroundings import Rules
    from reader.loaders.html_words import Line

PARAGRAPHS = {tag: tag.removeprefix(XHTML) in html_rules.SPACED for tag in tags_of(("p", "div"))}
"""Tags of elements that may be such paragraphs, and whether an empty line parts these from others."""

BLOCKS = tags_of(html_rules.BLOCKS - html_rules.CODE)
"""Tags of elements that mostly are more than a paragraph, and may hold no more than one does."""


class Lines:
    """Takes such paragraphs out of one tree into a flow."""

    def __init__(self, flow: Flow, rules: Rules) -> None:
        """Know where the paragraphs go and what surrounds the tree."""
        self._flow = flow
        self._words = Words(rules)
        self._file = rules.file
        self._treat = rules.treat
        self._treated: frozenset[str] = frozenset()
        """Tags of the elements that may be something else than HTML says."""
        if rules.treat is not None:
            self._treated = (
                frozenset(PARAGRAPHS) if rules.treated is None else tags_of(rules.treated)
            )
        self._bare: Collection[object] = (True,) if rules.bare is None else rules.bare

    def take(
        self, element: etree._Element, siblings: Iterator[etree._Element]
    ) -> etree._Element | None:
        """Take a paragraph and those that follow it, as long as they hold words alone.

        Args:
            element: One of `PARAGRAPHS`, where the flow takes lines.
            siblings: What stands behind it.

        Returns:
            The first element that has to be walked; None if there is none left.

        Complexity: O(n), also where it comes to nothing.
        """
        # Each step is taken for every paragraph of a book: what is seldom needed is left to others.
        flow, read, bare = self._flow, self._words.read, self._bare
        treat, treated = self._treat, self._treated
        is_tight = flow.is_tight
        is_alone = is_tight or not flow.is_resting
        run, room = Run(flow.builder.next_start), flow.leaves_to_pause
        start = run.start
        following: etree._Element | None = element
        while following is not None:
            element = following
            tag = element.tag
            if (
                tag not in PARAGRAPHS
                or ((names := element.keys()) and not is_plain(element, names))
                or ((names or bare) and tag in treated and treat is not None and treat(element))
                or (line := read(element, 0 if is_alone else start)) is None
            ):
                break
            text, marks, places = line
            if is_alone or not text or text.isspace():
                flow.add_run(run)
                self._take_alone(element, line)
                is_alone = is_tight
                run, room = Run(flow.builder.next_start), flow.leaves_to_pause
                start = run.start
            else:
                if names and (name := element.get("id")):
                    run.places.append((place_of(self._file, name), start))
                end = start + len(text)
                run.texts.append(text)
                run.starts.append(start)
                run.ends.append(end)
                if marks:
                    run.spans += marks
                for place, offset in places:
                    run.places.append((place, min(start + offset, end)))
                start = end + PARTED_BY
                if len(run.texts) >= room:
                    flow.add_run(run)
                    run, room = Run(start), flow.leaves_to_pause
            if (tail := element.tail) and tail.strip(BLANKS):
                flow.add_run(run)
                run = Run(start)
                flow.text(tail)
                is_alone = True
            following = next(siblings, None)
        flow.add_run(run)
        return following

    def _take_alone(self, element: etree._Element, line: Line) -> None:
        """Take one paragraph, whatever goes on before it and is to be seen of it."""
        flow = self._flow
        flow.end_leaf()
        if name := element.get("id"):
            flow.put(place_of(self._file, name))
        before = flow.manner
        flow.manner = before._replace(is_tight=before.is_tight and not PARAGRAPHS[element.tag])
        flow.put_words(*line)
        flow.end_leaf()
        flow.manner = before

    def fill(self, element: etree._Element) -> bool:
        """Take what a block holds, where it has begun and the flow is empty; False if it has to be walked.

        Args:
            element: One of `BLOCKS`: an item, a cell, a heading.
        """
        line = self._words.read(element)
        if line is None:
            return False
        self._flow.put_words(*line)
        return True
