"""The prompt that asks which of an article's texts is to be read."""

from __future__ import annotations

from reader.widgets.command_prompt import CommandPrompt


class VersionPrompt(CommandPrompt):
    """The texts, the present one first."""

    SIGN = "VERSION"
    HINTS = (("enter", "read it"), ("↑↓", "choose"), ("esc", "stay"))
