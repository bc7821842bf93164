"""What is installed: its command, what it declares, and what it must not load before it is needed."""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PACKAGES = ("annotations", "reader")

HEAVY = {
    "sqlite_utils",
    "yaml",
    "markdown_it",
    "pygments.lexers",
    "lxml",
    "textual.widgets._text_area",
    "charset_normalizer",
}
"""What no text file needs before it is on the screen."""

STORE = {"sqlite3", "annotations.store", "annotations.library", "annotations.exchange"}

SCREENS = {"textual", "rich"}


SELDOM = {
    "annotations.backups",
    "annotations.safekeeping",
    "annotations.scripting",
    "annotations.store.backup",
    "annotations.store.disks",
}
"""What no opening of a library needs that is there and on a usual disk."""


def modules_after(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after a statement."""
    code = f"{statement}\nimport json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_command_is_there() -> None:
    module, _, name = PROJECT["scripts"]["postil"].partition(":")

    assert callable(getattr(importlib.import_module(module), name))


def test_what_is_imported_is_declared() -> None:
    declared = {re.split(r"[<>=!~ \[]", each)[0].lower() for each in PROJECT["dependencies"]}
    distributions = packages_distributions()
    own = {*PACKAGES, *sys.stdlib_module_names, "__future__"}

    imported = {
        name: distributions.get(name, ["(not installed)"])[0].lower()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for name in _imported_by(path)
        if name not in own
    }

    assert {name: each for name, each in imported.items() if each not in declared} == {}
    assert declared - set(imported.values()) == set()


def _imported_by(path: Path) -> set[str]:
    """The top-level packages that a module names, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize(
    ("statement", "unwanted"),
    [
        ("import annotations", STORE | HEAVY | SCREENS),
        ("import annotations.model, annotations.document", STORE | HEAVY | SCREENS),
        ("import annotations.anchoring, annotations.query", STORE | HEAVY | SCREENS),
        ("import annotations.library", HEAVY | SCREENS | SELDOM),
        ("import reader.cli", STORE | HEAVY | SCREENS | {"click"}),
        ("import reader.cli.commands", HEAVY | SCREENS),
        ("import reader.session", HEAVY | SCREENS),
        ("import reader.app", HEAVY),
    ],
)
def test_an_import_loads_no_more_than_it_needs(statement: str, unwanted: set[str]) -> None:
    assert modules_after(statement) & unwanted == set()


HAS_PROCESSOR_TO_SPARE = hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1


@pytest.mark.parametrize("package", PACKAGES)
def test_the_packages_say_that_they_are_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()


@pytest.mark.parametrize(
    ("name", "allowed"),
    # Markdown's parser works in a process of its own, where there is a processor for that.
    [
        ("article.txt", set()),
        ("article.py", set()),
        ("a.md", set() if HAS_PROCESSOR_TO_SPARE else {"markdown_it"}),
    ],
)
def test_the_first_paint_loads_no_more_than_it_needs(
    tmp_path: Path, name: str, allowed: set[str]
) -> None:
    source = tmp_path / name
    source.write_text("A title\n\nThe first words of it.\n" * 200, encoding="utf-8")
    library = tmp_path / "library.db"
    assert modules_after(
        f"from annotations.library import open_library as f; from pathlib import Path; f(Path({str(library)!r})).close()"
    )

    done = subprocess.run(
        [sys.executable, "-m", "tests.first_paint", str(source), str(library)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    shown, modules = json.loads(done.stdout.splitlines()[-1])

    assert "The first words of it." in shown
    assert "textual.app" in modules
    assert set(modules) & (HEAVY | {"hashlib", "annotations.library"}) <= allowed
