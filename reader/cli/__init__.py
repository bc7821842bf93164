"""The command line of postil.

`main` is the entry point. A plain `postil article.md` goes straight to the app without click, since
importing it is a tenth of the time to the first paint; everything else is a click command in a
module of its own.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reader.cli.speaking import ExitCode, complain, complain_of, show_traceback

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run postil with the arguments, those of the process if none are given.

    Returns:
        The exit status; see `ExitCode`.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    return guarded(lambda: _run(given), debug="--debug" in given)


def guarded(work: Callable[[], int], *, debug: bool = False) -> int:
    """Run something, and turn what goes wrong into a sentence and an exit status.

    A bug is told in one sentence too, with how to see its traceback.
    """
    from annotations.errors import PostilError  # noqa: PLC0415 - beside the others, for reading

    try:
        return work()
    except PostilError as error:
        if debug:
            show_traceback()
        complain_of(error)
        return ExitCode.ERROR
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        from reader.cli.printing import silence_output  # noqa: PLC0415 - rare

        silence_output()
        return ExitCode.PIPE_CLOSED
    except OSError as error:
        if debug:
            show_traceback()
        where = f"{error.filename}: " if error.filename else ""
        complain(f"{where}{error.strerror or error}.")
        return ExitCode.ERROR
    except Exception as error:  # noqa: BLE001 - the top: no traceback reaches a person unasked
        if debug:
            show_traceback()
        complain(
            f"postil failed unexpectedly ({type(error).__name__}: {error}).",
            "This is a mistake in postil; run it again with --debug to see where.",
        )
        return ExitCode.ERROR


def _run(given: list[str]) -> int:
    from reader.cli.read import (  # noqa: PLC0415 - all ways end lazily
        plain_library,
        plain_request,
        read,
        read_library,
    )

    request = plain_request(given)
    if request is not None:
        return read(request)
    shelf = plain_library(given)
    if shelf is not None:
        return read_library(shelf[0], cursor=shelf[1])
    from reader.cli.commands import run_command  # noqa: PLC0415 - click, only where needed

    return run_command(given)
