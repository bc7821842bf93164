"""Opens an address in the person's browser.

In a process of its own, with no terminal: browsers write what they think to where they were started
from, and one that runs in a terminal would take the keys.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE_S = 10.0
"""How long to wait for the browser's word; a slow one is taken to come."""

_PROGRAM = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


def command(address: str) -> Sequence[str]:
    """The program that opens an address."""
    return (sys.executable, "-I", "-c", _PROGRAM, address)


def open_address(address: str) -> bool:
    """Open an address; False if there is no browser that could be asked. Takes its time."""
    try:
        finished = subprocess.run(  # noqa: S603  # no shell; the address was looked at
            command(address),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            timeout=PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    except OSError:
        return False
    return finished.returncode == 0
