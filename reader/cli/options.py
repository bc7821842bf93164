"""What the commands share: their form of help, the options every one has, the source argument.

An `Invocation` travels in the click context's `obj` and opens the library when a command asks.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reader.cli.names import COMMANDS
from reader.cli.read import LIBRARY_VARIABLE
from reader.cli.speaking import mention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from click.shell_completion import CompletionItem

    from annotations.library import Library

Function = TypeVar("Function", bound="Callable[..., Any]")

LIST_LIMIT = 50
"""Rows a list shows unless told otherwise: two screens, and never a flood."""


@dataclass
class Invocation:
    """What holds for one run of postil."""

    library_path: Path | None = None
    """The library's database; None is the platform's place."""
    is_debugging: bool = False

    @contextmanager
    def library(self) -> Iterator[Library]:
        """The library, open for as long as the block lasts."""
        from annotations.library import open_library  # noqa: PLC0415 - help needs no store

        with open_library(self.library_path) as library:
            yield library
            if library.database.own_changes:
                _back_up(library)


def _back_up(library: Library) -> None:
    """After a change, the copy that is due: at most one in an hour, of a large library in a day."""
    from annotations.errors import PostilError  # noqa: PLC0415 - beside the library

    try:
        library.safekeeping.back_up_if_due(is_waited_for=True)
    except PostilError as error:
        mention(f"no backup could be made: {error}")
    from reader.dangers import untold  # noqa: PLC0415 - likewise

    for sentence, hint in untold(library):
        mention(f"{sentence} {hint}")


pass_invocation = click.make_pass_decorator(Invocation, ensure=True)


class Command(click.Command):
    """A command whose help ends with examples: what is typed, and what it does."""

    def __init__(self, *args: Any, examples: Sequence[tuple[str, str]] = (), **more: Any) -> None:  # noqa: ANN401 - click's own parameters
        super().__init__(*args, **more)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the epilog."""
        if self.examples:
            with formatter.section("Examples"):
                for typed, meaning in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{typed}\n")
                    formatter.indent()
                    formatter.write_text(meaning)
                    formatter.dedent()
        super().format_epilog(ctx, formatter)


class QueryCommand(Command):
    """A command whose arguments are a query, in which a minus sign before a term means without it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; only what has two minus signs, and -h, is an option."""
        valued = {
            option
            for each in self.params
            if isinstance(each, click.Option) and not each.is_flag
            for option in each.opts
        }
        shielded = [
            # With a space before it a term is no option to click, and the same in a query.
            f" {each}"
            if each[:1] == "-"
            and each[1:2] not in ("", "-")
            and each not in ctx.help_option_names
            and before not in valued
            else each
            for before, each in zip(("", *args), args, strict=False)
        ]
        return super().parse_args(ctx, shielded)


class Group(Command, click.Group):
    """A command with further commands below it."""


def group(
    name: str, *, examples: Sequence[tuple[str, str]]
) -> Callable[[Callable[..., Any]], Group]:
    """Make a function the command `name`, which may be followed by one of its own commands."""

    def decorate(function: Callable[..., Any]) -> Group:
        made = click.command(
            name,
            cls=Group,
            short_help=COMMANDS[name][1],
            examples=examples,
            invoke_without_command=True,
        )(function)
        made.params.extend((library_option(), debug_option()))
        return made

    return decorate


def subcommand(
    parent: Group, name: str, sentence: str
) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function a command below another one, with `--db` and `--debug`."""

    def decorate(function: Callable[..., Any]) -> click.Command:
        made = parent.command(name, short_help=sentence)(function)
        made.params.extend((library_option(), debug_option()))
        return made

    return decorate


def command(
    name: str, *, examples: Sequence[tuple[str, str]], cls: type[Command] = Command
) -> Callable[[Callable[..., Any]], Command]:
    """Make a function the command `name`, with `--db`, `--debug` and help."""

    def decorate(function: Callable[..., Any]) -> Command:
        made = click.command(name, cls=cls, short_help=COMMANDS[name][1], examples=examples)(
            function
        )
        made.params.extend((library_option(), debug_option()))
        return made

    return decorate


def _choose_library(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is None or (ctx.resilient_parsing and not value):
        return
    if not value:
        message = "names no file."
        raise click.BadParameter(message, ctx=ctx, param_hint="--db")
    ctx.ensure_object(Invocation).library_path = Path(value)


def _choose_debugging(ctx: click.Context, _param: click.Parameter, value: object) -> None:
    if value:
        ctx.ensure_object(Invocation).is_debugging = True


def library_option() -> click.Option:
    """`--db PATH`, before a command or after it; the one after it wins, then `POSTIL_DB`."""
    return click.Option(
        ["--db"],
        metavar="PATH",
        type=click.Path(path_type=str),
        expose_value=False,
        # Not click's envvar: set on every command it would overrule a --db before the command.
        callback=_choose_library,
        help=f"The library's database; else ${LIBRARY_VARIABLE}, else the platform's data folder.",
    )


def debug_option() -> click.Option:
    """`--debug`; `main` looks for it itself, so that it also holds for mistakes in arguments."""
    return click.Option(
        ["--debug"],
        is_flag=True,
        expose_value=False,
        callback=_choose_debugging,
        help="Show the traceback when something fails.",
    )


def json_option(function: Function) -> Function:
    """`--json` for commands that list data."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)


def limit_option(function: Function) -> Function:
    """`--limit N` for commands that list data; 0 is no limit."""
    return click.option(
        "--limit",
        type=click.IntRange(min=0),
        metavar="N",
        help=f"At most N rows; 0 for all. (default: {LIST_LIMIT}, with --json all)",
    )(function)


def row_limit(limit: int | None, *, as_json: bool) -> int | None:
    """How many rows to ask the library for; None is all."""
    if limit is None:
        return None if as_json else LIST_LIMIT
    return limit or None


def mention_limit(limit: int | None, shown: int) -> None:
    """Say that a list was cut where nobody asked for it."""
    if limit is None and shown == LIST_LIMIT:
        mention(f"the first {LIST_LIMIT} are shown; --limit 0 shows all.")


def source_argument(*, required: bool = True) -> Callable[[Function], Function]:
    """`SOURCE`: a path, an address, `-`, the end of an article's id, for reading also part of its title."""
    return click.argument("source", required=required, type=click.Path(path_type=str))


def encoding_option(function: Function) -> Function:
    """`--encoding E`: how the source's bytes are to be read."""
    return click.option(
        "--encoding", metavar="E", default="", help="The encoding of the source's bytes."
    )(function)


def source_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how a source is to be read; the command is given them as one, `options`."""
    from reader.cli.articles import Options  # noqa: PLC0415 - not for help

    names = [field.name for field in fields(Options)]

    @wraps(function)
    def with_options(*args: object, **given: Any) -> object:  # noqa: ANN401 - click's own values
        options = Options(**{name: given.pop(name) for name in names})
        return function(*args, options=options, **given)

    command: Callable[..., Any] = with_options
    for option in (
        click.option("--force", is_flag=True, help="Open what the limits for size would refuse."),
        click.option(
            "--allow-local",
            is_flag=True,
            help="For an address: ask servers of your own machine and network too.",
        ),
        click.option(
            "--refresh", is_flag=True, help="For an address: fetch it although a copy is kept."
        ),
        click.option(
            "--whole-page", is_flag=True, help="Of a web page: all there is, not only the article."
        ),
        click.option("--type", "suffix", metavar="SUFFIX", default="", help="For -: its kind, md."),
        click.option("--title", metavar="T", default="", help="For -: its title."),
        click.option("--url", metavar="U", default="", help="For -: the address it came from."),
        encoding_option,
    ):
        command = option(command)
    return command


def mark_id_argument(*, many: bool = False) -> Callable[[Function], Function]:
    """`ID`: the end of a mark's id, at least four characters."""
    return click.argument(
        "ids" if many else "mark_id",
        required=True,
        nargs=-1 if many else 1,
        metavar="ID..." if many else "ID",
        shell_complete=_complete_ids,
    )


def tag_option(function: Function) -> Function:
    """`--tag T`, as often as wanted."""
    return click.option(
        "--tag",
        "tags",
        multiple=True,
        metavar="T",
        shell_complete=complete_tags,
        help="A tag to give; can be repeated. `sahel/russia` lies below `sahel`.",
    )(function)


def colour_option(function: Function) -> Function:
    """`--colour C`, by name or digit."""
    return click.option(
        "--colour",
        metavar="C",
        shell_complete=complete_colours,
        help="yellow, red, green, blue, purple, orange, 1 to 6, or none.",
    )(function)


def _invocation(ctx: click.Context) -> Invocation:
    """The invocation while completing: `--db` counts, callbacks having run."""
    return ctx.ensure_object(Invocation)


def complete_tags(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The tags that begin so."""
    from annotations.errors import PostilError  # noqa: PLC0415 - beside the library
    from annotations.model import fold_tag  # noqa: PLC0415

    wanted = fold_tag(incomplete.lstrip("#"))
    try:
        with _invocation(ctx).library() as library:
            names = library.recent_tags()
    except PostilError:
        return []
    return [_item(name) for name in names if fold_tag(name).startswith(wanted)]


def _complete_ids(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from annotations.errors import PostilError  # noqa: PLC0415 - beside the library
    from annotations.query import parse  # noqa: PLC0415

    try:
        with _invocation(ctx).library() as library:
            found = library.find(parse(""), limit=LIST_LIMIT, sort="newest")
    except PostilError:
        return []
    endings = [(str(each.annotation.id)[-6:], each.annotation.quote) for each in found]
    return [
        _item(ending, " ".join(quote.split())[:60])
        for ending, quote in endings
        if ending.startswith(incomplete)
    ]


def complete_colours(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The colours that begin so."""
    from annotations.model import COLOURS  # noqa: PLC0415 - only while completing

    return [_item(name) for name in (*COLOURS, "none") if name.startswith(incomplete)]


def _item(value: str, explanation: str | None = None) -> CompletionItem:
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only while completing

    return CompletionItem(str(value), help=explanation)
