"""The prompt for the tags that are kept on: those of now are shown, and an empty line ends it."""

from __future__ import annotations

from reader.widgets.tag_prompt import TagPrompt


class StickyPrompt(TagPrompt):
    """Asks for the tags that every new mark is to get."""

    SIGN = "KEEP TAGS"
    HINTS = (("enter", "keep on"), (",", "one more"), ("backspace", "take off"), ("esc", "back"))
