"""The group of commands: loads each one's module when it is asked for, and reads by default.

A word that is no command's name is a source. A command's name wins over a file's: `./list`.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from reader.cli.names import COMMANDS
from reader.cli.options import Invocation, debug_option, library_option
from reader.cli.printing import print_line, speak_utf8
from reader.cli.read import (
    COMPLETION_VARIABLE,
    LIBRARY_VARIABLE,
    is_terminal,
    read_library,
)
from reader.cli.speaking import PROGRAM, ExitCode, complain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

HELP = """Read an article beside a panel of its annotations, and mark it; without SOURCE, show the library.

SOURCE is a file (plain text, Markdown, source code, an annotated YAML), an address of the web, - for standard input, the
end of an article's id, or part of its title. Into a pipe, it is printed as by `show`.
"""

EXAMPLES = (
    ("postil --sample", "Try it on the article that comes with it."),
    ("postil article.md", "Read and mark a file; everything is saved as you go."),
    ("postil", "The library: every article; also several files, or a folder, to add them."),
    ("postil export article.md -o article.yaml", "Write the text with its marks to a file."),
)

HELP_WIDTH = 88
"""Columns of a help text, where the terminal has them."""


class LazyGroup(click.Group):
    """The commands of `names.COMMANDS`, and `read` for whatever is none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load the command of a name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        return cast("click.Command", getattr(module, f"{cmd_name}_command"))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the options before a command; after `--` only sources follow."""
        return super().parse_args(ctx, ["read", *args] if args[:1] == ["--"] else args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named first, else `read` with all that was given."""
        if args[0] in COMMANDS:
            return super().resolve_command(ctx, args)
        return "read", self.get_command(ctx, "read"), args

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Both forms: a source, or a command."""
        formatter.write_usage(ctx.command_path, "[OPTIONS] [SOURCE]…")
        formatter.write_usage(ctx.command_path, "COMMAND [OPTIONS] …", prefix="       ")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The commands with a sentence each, loading none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in COMMANDS.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Examples of the first minutes."""
        with formatter.section("Examples"):
            formatter.write_dl(list(EXAMPLES), col_max=44)
        formatter.write_paragraph()
        formatter.write_text(
            f"{PROGRAM} COMMAND --help tells more about each command, "
            f"{PROGRAM} read --help how a source can be read."
        )

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands, and files, since a source may stand in a command's place."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - only while completing

        return [*super().shell_complete(ctx, incomplete), CompletionItem(incomplete, type="file")]


def make_group() -> LazyGroup:
    """The group with its own options."""
    return LazyGroup(
        PROGRAM,
        help=HELP,
        callback=_without_source,
        invoke_without_command=True,
        no_args_is_help=False,
        params=[
            library_option(),
            debug_option(),
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_print_version,
                help="Print the version and exit.",
            ),
        ],
        # Options of `read` may stand before its source: they are passed on.
        context_settings={
            "ignore_unknown_options": True,
            "help_option_names": ["-h", "--help"],
            "max_content_width": HELP_WIDTH,
        },
    )


@click.pass_context
def _without_source(ctx: click.Context) -> int | None:
    if ctx.invoked_subcommand is not None:
        return None
    if is_terminal(sys.stdout):
        return read_library(ctx.ensure_object(Invocation).library_path)
    complain(
        "Nothing to read was named.",
        f"Name a file ({PROGRAM} article.md), or try the sample: {PROGRAM} --sample. "
        f"{PROGRAM} list shows what was read, {PROGRAM} --help all commands.",
    )
    return ExitCode.ERROR


def _print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - dear, and rare

    try:
        number = version(PROGRAM)
    except PackageNotFoundError:
        number = "(not installed)"
    print_line(f"{PROGRAM} {number}")
    ctx.exit()


def run_command(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; gives the exit status.

    Raises:
        PostilError: What a command could not do; `main` says it.
    """
    if sys.stdout is None:
        complain("Standard output is closed.")
        return ExitCode.ERROR
    speak_utf8()
    status = _invoke(list(arguments))
    # What the system refuses to take (a full disk, a pipe without reader) is told here, and not by
    # the interpreter on its way out.
    sys.stdout.flush()
    return status


def _invoke(arguments: list[str]) -> int:
    group = make_group()
    library = os.environ.get(LIBRARY_VARIABLE)
    invocation = Invocation(library_path=Path(library) if library else None)
    if instruction := os.environ.get(COMPLETION_VARIABLE):
        from click.shell_completion import shell_complete  # noqa: PLC0415 - asked for by a shell

        return shell_complete(group, {"obj": invocation}, PROGRAM, COMPLETION_VARIABLE, instruction)
    try:
        # Not `group.main`: it swallows a closed pipe, with the status of a "no".
        with group.make_context(PROGRAM, arguments, obj=invocation) as context:
            status = group.invoke(context)
    except click.exceptions.Exit as left:
        return left.exit_code
    except click.Abort:
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        return _complain_of_usage(error)
    return status if isinstance(status, int) else ExitCode.DONE


def _complain_of_usage(error: click.ClickException) -> ExitCode:
    sentence = error.format_message()
    sentence = sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."
    context = getattr(error, "ctx", None)
    path = PROGRAM if context is None else context.command_path
    complain(sentence, f"{path} --help tells how it is used.")
    return ExitCode.ERROR
