"""`postil tags`: the codebook, listed and edited."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotations.codebook_edits import (
    Add,
    Delete,
    DeleteUnused,
    Describe,
    DescribeField,
    Flag,
    ForgetField,
    GiveLetter,
    Mean,
    Merge,
    Paint,
    Rename,
    TakeIn,
)
from annotations.errors import ExportWouldOverwriteError
from annotations.model import COLOURS, parse_colour
from reader.cli.names import STANDARD_INPUT
from reader.cli.options import (
    Invocation,
    complete_colours,
    complete_tags,
    group,
    json_option,
    pass_invocation,
    subcommand,
)
from reader.cli.printing import print_data, print_json_array, print_line
from reader.cli.speaking import ExitCode, ask, mention
from reader.cli.values import NO_COLOUR, chosen_colour, chosen_note, file_bytes, read_standard_input
from reader.coding import told

if TYPE_CHECKING:
    from annotations.codebook_edits import Edit
    from annotations.coding import Coding
    from annotations.model import Json
    from annotations.store.counting_tags import TagCount

_dry_run = click.option("--dry-run", is_flag=True, help="Only say what would change.")
_tag = click.argument("tag", shell_complete=complete_tags)
_tags = click.argument(
    "tags", nargs=-1, required=True, metavar="TAG...", shell_complete=complete_tags
)


@group(
    "tags",
    examples=(
        ("postil tags", "The tree of the tags, with the marks that have each."),
        ("postil tags rename sahel/moscow sahel/russia", "The former name is kept."),
        ("postil tags merge moscow kremlin russia --dry-run", "Say what that would change."),
        ("postil tags --export codebook.yaml", "Tags, meanings and fields, to share."),
    ),
)
@click.option(
    "--export", "exported", metavar="FILE", help="Write the codebook as YAML; - prints it."
)
@click.option("--import", "imported", metavar="FILE", help="Take in a codebook; - reads it.")
@click.option("--confidential", is_flag=True, help="With --export: include confidential tags.")
@click.option("--dry-run", is_flag=True, help="With --import: only say what would change.")
@json_option
@click.pass_context
@pass_invocation
def tags_command(
    invocation: Invocation,
    ctx: click.Context,
    *,
    exported: str | None,
    imported: str | None,
    confidential: bool,
    dry_run: bool,
    as_json: bool,
) -> ExitCode | None:
    """List the tags, or edit the codebook.

    Before each tag stands how many marks have it or a tag below it, and in brackets how many have just
    it. A tag goes with what lies below it. Each edit is one step, which `postil undo` takes back.
    Status 1 if there is no tag, or nothing to change.
    """
    _check_options(ctx)
    if ctx.invoked_subcommand is not None:
        return None
    if exported is not None:
        return _export(invocation, exported, confidential=confidential)
    if imported is not None:
        return _import(invocation, imported, dry_run=dry_run)
    with invocation.library() as library:
        tree = library.coding.tree()
    if as_json:
        print_json_array(_record(each) for each in tree if each.is_listed)
    else:
        for each in tree:
            print_line(_line(each))
    return ExitCode.DONE if tree else ExitCode.NO


_WITH = {"confidential": "exported", "dry_run": "imported"}
"""Options of the list itself with those that they belong to."""


def _check_options(ctx: click.Context) -> None:
    """Refuse options that would do nothing where they stand, such as `tags --dry-run rename a b`.

    Raises:
        click.UsageError: There is one.
    """
    options = {each.name: each.opts[0] for each in ctx.command.params}
    own = ("exported", "imported", "confidential", "dry_run", "as_json")
    given = [name for name in own if ctx.params[name] not in (None, False)]
    command = ctx.invoked_subcommand
    if given and command is not None:
        option = options[given[0]]
        message = f"{option} before “{command}” does nothing; what it takes stands behind its name."
        raise click.UsageError(message)
    for name, other in _WITH.items():
        if name in given and other not in given:
            message = f"{options[name]} is for {options[other]}."
            raise click.UsageError(message)
    ways = [options[name] for name in ("exported", "imported", "as_json") if name in given]
    if len(ways) > 1:
        message = f"{ways[0]} and {ways[1]} exclude each other."
        raise click.UsageError(message)


# --- edits ------------------------------------------------------------------------------------


@subcommand(tags_command, "add", "Put tags into the codebook before anything has them.")
@_tags
@_dry_run
@pass_invocation
def _add(invocation: Invocation, *, tags: tuple[str, ...], dry_run: bool) -> ExitCode:
    """Put TAGs into the codebook before anything has them."""
    return _do(invocation, *map(Add, tags), dry_run=dry_run)


@subcommand(tags_command, "rename", "Give a tag another name or another place in the tree.")
@click.argument("old", shell_complete=complete_tags)
@click.argument("new")
@_dry_run
@pass_invocation
def _rename(invocation: Invocation, *, old: str, new: str, dry_run: bool) -> ExitCode:
    """Give the tag OLD the name NEW, also one in another place: quota to sahel/quota.

    What is imported under the former name comes under the new one.
    """
    return _do(invocation, Rename(old, new), dry_run=dry_run)


@subcommand(tags_command, "merge", "Let tags go into another one.")
@_tags
@click.argument("into", shell_complete=complete_tags)
@_dry_run
@pass_invocation
def _merge(invocation: Invocation, *, tags: tuple[str, ...], into: str, dry_run: bool) -> ExitCode:
    """Let TAGs go into the tag INTO: marks that had one of them have that."""
    return _do(invocation, Merge(tags, into), dry_run=dry_run)


@subcommand(tags_command, "delete", "Delete tags; their marks stay.")
@_tags
@_dry_run
@pass_invocation
def _delete(invocation: Invocation, *, tags: tuple[str, ...], dry_run: bool) -> ExitCode:
    """Delete TAGs with what lies below, also from all marks and articles, which stay."""
    return _do(invocation, Delete(tags), dry_run=dry_run)


@subcommand(tags_command, "unused", "List the tags that nothing has, or delete them.")
@click.option("--delete", is_flag=True, help="Delete them.")
@_dry_run
@pass_invocation
def _unused(invocation: Invocation, *, delete: bool, dry_run: bool) -> ExitCode:
    """List the tags that no mark and no article has, nor one below them."""
    if delete:
        return _do(invocation, DeleteUnused(), dry_run=dry_run)
    with invocation.library() as library:
        unused = library.coding.plan(DeleteUnused()).deleted
    for name in unused:
        print_line(name)
    return ExitCode.DONE if unused else ExitCode.NO


@subcommand(tags_command, "describe", "Say what a tag stands for.")
@_tag
@click.argument("text")
@_dry_run
@pass_invocation
def _describe(invocation: Invocation, *, tag: str, text: str, dry_run: bool) -> ExitCode:
    """Say what TAG stands for; - reads TEXT from standard input, '' takes it back."""
    return _do(invocation, Describe(tag, chosen_note(text)), dry_run=dry_run)


@subcommand(tags_command, "colour", "Give a tag a colour in the codebook.")
@_tag
@click.argument("colour", shell_complete=complete_colours)
@_dry_run
@pass_invocation
def _colour(invocation: Invocation, *, tag: str, colour: str, dry_run: bool) -> ExitCode:
    """Give TAG a colour in the codebook: its name, its digit, or none. Marks keep theirs."""
    return _do(invocation, Paint(tag, chosen_colour(colour)), dry_run=dry_run)


@subcommand(tags_command, "confidential", "Keep a tag out of exports.")
@_tag
@click.option("--off", is_flag=True, help="Let it out again.")
@_dry_run
@pass_invocation
def _confidential(invocation: Invocation, *, tag: str, off: bool, dry_run: bool) -> ExitCode:
    """Keep TAG, the tags below it and the marks that have one out of exports."""
    return _do(invocation, Flag(tag, is_confidential=not off), dry_run=dry_run)


@subcommand(tags_command, "letter", "Give a tag the letter that marks with it at once.")
@_tag
@click.argument("letter")
@_dry_run
@pass_invocation
def _letter(invocation: Invocation, *, tag: str, letter: str, dry_run: bool) -> ExitCode:
    """Give TAG a LETTER or digit: # and it mark with the tag at once. `none` takes it away."""
    given = "" if letter == NO_COLOUR else letter
    return _do(invocation, GiveLetter(tag, given), dry_run=dry_run)


@subcommand(tags_command, "meaning", "Say what a colour means, or list what the colours mean.")
@click.argument("colour", required=False, shell_complete=complete_colours)
@click.argument("text", required=False)
@_dry_run
@pass_invocation
def _meaning(
    invocation: Invocation, *, colour: str | None, text: str | None, dry_run: bool
) -> ExitCode:
    """Say what COLOUR means; '' takes it back. Without TEXT, print what the colours mean."""
    wanted = None if colour is None else parse_colour(colour)
    if wanted is not None and text is not None:
        return _do(invocation, Mean(wanted, text), dry_run=dry_run)
    with invocation.library() as library:
        meanings = dict(library.codebook().colours)
    found = [each for each in COLOURS if each in meanings and wanted in (None, each)]
    for each in found:
        print_line(f"{each.digit} {each}: {meanings[each]}")
    return ExitCode.DONE if found else ExitCode.NO


@subcommand(tags_command, "field", "Say what a field holds, or list the known fields.")
@click.argument("name", required=False)
@click.argument("text", required=False)
@click.option("--forget", is_flag=True, help="Know it no longer; marks keep theirs.")
@_dry_run
@pass_invocation
def _field(
    invocation: Invocation, *, name: str | None, text: str | None, forget: bool, dry_run: bool
) -> ExitCode:
    """Make the field NAME known, TEXT saying what it holds; '' takes that back.

    Without NAME, print those known.
    """
    if forget and (name is None or text is not None):
        message = "--forget takes the name of a field, and no text."
        raise click.UsageError(message)
    if name is not None:
        edit = ForgetField(name) if forget else DescribeField(name, text)
        return _do(invocation, edit, dry_run=dry_run)
    with invocation.library() as library:
        fields = library.codebook().fields
    for known, description in fields:
        print_line(f"{known}: {description}" if description else known)
    return ExitCode.DONE if fields else ExitCode.NO


def _do(invocation: Invocation, *edits: Edit, dry_run: bool) -> ExitCode:
    """Do edits, or say what they would change."""
    has_changed = False
    with invocation.library() as library:
        for edit in edits:
            has_changed = _do_one(library.coding, edit, dry_run=dry_run) or has_changed
    return ExitCode.DONE if has_changed else ExitCode.NO


def _do_one(coding: Coding, edit: Edit, *, dry_run: bool) -> bool:
    plan = coding.plan(edit) if dry_run else coding.write(edit).result()
    if plan.is_empty:
        mention("nothing to change.")
        return False
    print_line(f"{told(plan)}{' (nothing was written)' if dry_run else ''}")
    for note in plan.notes:
        mention(note)
    return True


# --- files ------------------------------------------------------------------------------------


def _export(invocation: Invocation, name: str, *, confidential: bool) -> ExitCode:
    with invocation.library() as library:
        if name == STANDARD_INPUT:
            text, left_out = library.coding.text(confidential=confidential)
            print_data(text)
        else:
            left_out = _export_file(library.coding, Path(name), confidential=confidential)
    if left_out:
        tags = "1 confidential tag was" if left_out == 1 else f"{left_out} confidential tags were"
        mention(f"{tags} left out; --confidential includes what is confidential.")
    return ExitCode.DONE


def _export_file(coding: Coding, path: Path, *, confidential: bool) -> int:
    try:
        return coding.export(path, confidential=confidential)
    except ExportWouldOverwriteError as error:
        if not ask(f"{str(error).removesuffix('.')}. Overwrite it?"):
            raise
        return coding.export(path, confidential=confidential, overwrite=True)


def _import(invocation: Invocation, name: str, *, dry_run: bool) -> ExitCode:
    from annotations.exchange.codebook import read  # noqa: PLC0415 - help needs no yaml

    shown = "standard input" if name == STANDARD_INPUT else Path(name).name
    data = read_standard_input() if name == STANDARD_INPUT else file_bytes(name)
    codebook = read(data, shown)
    return _do(invocation, TakeIn(codebook, shown), dry_run=dry_run)


# --- the list ---------------------------------------------------------------------------------


def _line(each: TagCount) -> str:
    """A line with count, indented name, and what else is said of the tag."""
    tag = each.tag
    own = f" ({each.own:,})" if each.own != each.marks else ""
    name = f"{'  ' * each.depth}{tag.name.rpartition('/')[2]}{own}"
    signs = [
        sign
        for sign in (
            tag.colour.value if tag.colour else "",
            "confidential" if tag.confidential else "",
            f"# {tag.letter}" if tag.letter else "",
            " ".join(tag.description.split()),
        )
        if sign
    ]
    return f"{each.marks:>6,}  {' · '.join([name, *signs])}"


def _record(each: TagCount) -> dict[str, Json]:
    tag = each.tag
    record: dict[str, Json] = {
        "name": tag.name,
        "description": tag.description,
        "colour": tag.colour,
        "confidential": tag.confidential,
        "letter": tag.letter,
        "was": list(tag.was),
    }
    kept = {key: value for key, value in record.items() if value}
    by_colour: dict[str, Json] = {str(colour or "none"): count for colour, count in each.by_colour}
    return {
        **kept,
        "marks": each.marks,
        "own": each.own,
        "articles": each.articles,
        "by_colour": by_colour,
    }
