"""The groups of benchmarks by name, each imported when it is run."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tests.benchmarks.unicode_rules import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.benchmarks.measuring import Bench
    from tests.benchmarks.table import Row


def _group(name: str) -> Callable[[Bench], list[Row]]:
    def run(bench: Bench) -> list[Row]:
        rows: list[Row] = import_module(f"tests.benchmarks.{name}").rows(bench)
        return rows

    return run


GROUPS: Mapping[str, Callable[[Bench], list[Row]]] = {
    name: _group(name)
    for name in (
        "paint",
        "keys",
        "jumping",
        "marking",
        "memory",
        "formats",
        "packed",
        "pages",
        "papers",
        "finding",
        "coding",
        *(["unicode_rules"] if FOLDER else []),
    )
}
