"""The names of the commands, and what a word that is none of them can be."""

from __future__ import annotations

import os
import re

STANDARD_INPUT = "-"

COMMANDS = {
    "read": ("reader.cli.reading", "Read an article and mark it: what `postil SOURCE` does."),
    "show": ("reader.cli.showing", "Print an article with its marks and notes as text."),
    "add": ("reader.cli.adding", "Mark passages of an article; print the ids of the marks."),
    "edit": ("reader.cli.editing", "Change the colour, tags, note or fields of a mark."),
    "rm": ("reader.cli.editing", "Delete marks."),
    "meta": ("reader.cli.describing", "Print or change the reference of an article."),
    "undo": ("reader.cli.undoing", "Take back the latest change."),
    "redo": ("reader.cli.undoing", "Do again what was undone last."),
    "history": ("reader.cli.undoing", "List the changes, the latest first."),
    "list": ("reader.cli.listing", "List the articles of the library."),
    "find": ("reader.cli.listing", "Find marks in all articles."),
    "queries": ("reader.cli.listing", "List the saved queries, or remove one."),
    "tags": ("reader.cli.tags", "List the tags, or rename, merge, describe, delete them."),
    "export": ("reader.cli.exporting", "Write articles with their marks as YAML or Markdown."),
    "import": ("reader.cli.importing", "Take annotated YAML files into the library."),
    "outline": ("reader.cli.outlining", "Print the headings of an article."),
    "schema": ("reader.cli.caring", "Print the JSON Schema of annotated YAML (postil/1)."),
    "backup": ("reader.cli.safety", "Copy the library to a safe place."),
    "restore": ("reader.cli.safety", "List the backups of the library, or go back to one."),
    "doctor": ("reader.cli.caring", "Check the library for damage."),
    "remove": ("reader.cli.shelving", "Take articles out of the library; undo brings them back."),
    "forget": ("reader.cli.caring", "Remove an article from the library for good."),
    "settings": ("reader.cli.settings", "Print where the settings are and what holds."),
    "completion": ("reader.cli.completing", "Print the set-up of completion for a shell."),
}
"""Name to the module that holds it, under its name, and what `postil --help` says of it."""

COMMAND_NAMES = frozenset(COMMANDS)


_SUFFIX = re.compile(r"\.[^\W_]{1,12}\Z")


def looks_like_address(word: str) -> bool:
    """True for what a browser would open."""
    return word.casefold().startswith(("http://", "https://"))


def looks_like_path(word: str) -> bool:
    """True for what can only be a file: it has a slash or a suffix."""
    return "/" in word or os.sep in word or _SUFFIX.search(word) is not None
