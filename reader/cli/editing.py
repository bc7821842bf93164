"""`postil edit` and `postil rm`: marks are named by the end of their id."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from annotations.model import fold_tag
from reader.cli.marks import quoted_label, short_id, write
from reader.cli.options import (
    Invocation,
    colour_option,
    command,
    mark_id_argument,
    pass_invocation,
    tag_option,
)
from reader.cli.printing import print_line
from reader.cli.speaking import ExitCode
from reader.cli.values import chosen_colour, chosen_fields, chosen_note, chosen_tags

if TYPE_CHECKING:
    from annotations.model import Annotation, Article, ArticleId


@command(
    "edit",
    examples=(
        ("postil edit 7f3a9c --colour red --tag doubt", "Recolour a mark and add a tag."),
        ("postil edit 7f3a9c --untag doubt --field speaker=", "Take a tag and a field away."),
        ("postil edit 7f3a9c --note - < note.md", "Replace the note by a file."),
    ),
)
@mark_id_argument()
@colour_option
@tag_option
@click.option("--untag", "untags", multiple=True, metavar="T", help="A tag to take away.")
@click.option("--note", metavar="TEXT", help="The new note; - is standard input, '' removes it.")
@click.option("--field", "fields", multiple=True, metavar="K=V", help="A field; K= removes it.")
@pass_invocation
def edit_command(
    invocation: Invocation,
    *,
    mark_id: str,
    colour: str | None,
    tags: tuple[str, ...],
    untags: tuple[str, ...],
    note: str | None,
    fields: tuple[str, ...],
) -> ExitCode:
    """Change the mark whose id ends in ID (at least four characters), and print its id."""
    if colour is None and not tags and not untags and note is None and not fields:
        message = "Say what to change: --colour, --tag, --untag, --note or --field."
        raise click.UsageError(message)
    added, removed = chosen_tags(tags), {fold_tag(name) for name in chosen_tags(untags)}
    changed_fields = chosen_fields(fields)
    new_colour, new_note = chosen_colour(colour), chosen_note(note)
    with invocation.library() as library:
        before, article = library.find_annotation(mark_id)
        after = replace(
            before,
            colour=before.colour if colour is None else new_colour,
            note=before.note if note is None else new_note,
            tags=_retagged(before.tags, added, removed),
            fields=tuple(
                (name, value)
                for name, value in {**dict(before.fields), **changed_fields}.items()
                if value or name not in changed_fields
            ),
        )
        if after != before:
            label = f"edit {quoted_label(before)}"
            write(library, article.id, [(before, after)], "edit", label)
    print_line(str(before.id))
    return ExitCode.DONE


@command(
    "rm",
    examples=(
        ("postil rm 7f3a9c", "Delete a mark; postil undo brings it back."),
        ("postil rm 7f3a9c 80b1d2", "Several, also of several articles."),
    ),
)
@mark_id_argument(many=True)
@pass_invocation
def rm_command(invocation: Invocation, *, ids: tuple[str, ...]) -> ExitCode:
    """Delete the marks whose ids end in each ID (at least four characters).

    All are found before the first is deleted. The marks of an article are one step of the history.
    """
    with invocation.library() as library:
        found: dict[ArticleId, tuple[Article, dict[str, Annotation]]] = {}
        for ending in ids:
            annotation, article = library.find_annotation(ending)
            found.setdefault(article.id, (article, {}))[1][annotation.id] = annotation
        for article, marks in found.values():
            doomed = list(marks.values())
            label = quoted_label(doomed[0]) if len(doomed) == 1 else f"{len(doomed)} marks"
            write(
                library,
                article.id,
                [(each, None) for each in doomed],
                "delete",
                f"delete {label}",
            )
            for each in doomed:
                print_line(f"deleted {short_id(each.id)} {quoted_label(each)}")
    return ExitCode.DONE


def _retagged(
    present: tuple[str, ...], added: tuple[str, ...], removed: set[str]
) -> tuple[str, ...]:
    held = {fold_tag(name): name for name in present}
    for name in added:
        held.setdefault(fold_tag(name), name)
    return tuple(name for folded, name in held.items() if folded not in removed)
