"""`postil completion`: click's own completion for bash, zsh and fish."""

from __future__ import annotations

from typing import Literal, cast

import click

from reader.cli.options import command
from reader.cli.printing import print_data
from reader.cli.read import COMPLETION_VARIABLE
from reader.cli.speaking import PROGRAM, ExitCode

SHELLS = ("bash", "zsh", "fish")


@command(
    "completion",
    examples=(
        ('eval "$(postil completion bash)"', "In ~/.bashrc (bash 4.4 or newer)."),
        ('eval "$(postil completion zsh)"', "In ~/.zshrc, after compinit."),
        (
            "postil completion fish > ~/.config/fish/completions/postil.fish",
            "Once, for fish.",
        ),
    ),
)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion_command(ctx: click.Context, *, shell: str) -> ExitCode:
    """Print what sets up the completion of commands, options, files, tags and ids in SHELL."""
    from click.shell_completion import get_completion_class  # noqa: PLC0415 - only here

    complete = get_completion_class(cast("Literal['bash', 'zsh', 'fish']", shell))
    made = complete(ctx.find_root().command, {}, PROGRAM, COMPLETION_VARIABLE)
    # Not `source()`: for bash that starts a bash to ask its version, and talks to stderr itself.
    print_data(made.source_template % made.source_vars())
    return ExitCode.DONE
