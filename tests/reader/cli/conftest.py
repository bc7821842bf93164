"""The command line as a person meets it: arguments in; status, output and messages out."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[3]

TEXT = """# The visit

The minister said: “The world has changed.” Nobody else
said that the world has changed.

## Quotas

Mali wants quotas 😀, and more quotas.
"""


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str


@pytest.fixture
def postil(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Said]:
    """Run the command line in this process; `stdin` is what a command reads there."""

    def run(*arguments: object, stdin: str = "") -> Said:
        data = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", data)
        capsys.readouterr()
        status = main([str(each) for each in arguments])
        said = capsys.readouterr()
        return Said(int(status), said.out, said.err)

    return run


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the command line in a process of its own, with bytes for streams."""

    def run(
        *arguments: str | Path | bytes, stdin: bytes = b"", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "reader", *arguments],
            input=stdin,
            env=dict(os.environ) | {"PYTHONPATH": str(ROOT)} | (env or {}),
            capture_output=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A file to mark."""
    path = tmp_path / "visit.md"
    path.write_text(TEXT, encoding="utf-8")
    return path
