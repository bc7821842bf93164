"""The benchmarks in one command: `python -m tests.benchmarks [--quick] [--only GROUP …]`.

Each row stands beside a reference measured in the same run, so that the ratio holds on any machine.
The exit status is 1 if a bound is not kept. Linux; the full run takes about ten minutes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.groups import GROUPS
from tests.benchmarks.measuring import Bench
from tests.benchmarks.table import table


def main() -> int:
    """Run the groups that were asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--only",
        nargs="+",
        choices=GROUPS,
        default=list(GROUPS),
        help="these groups (default: all)",
    )
    parser.add_argument(
        "--quick", action="store_true", help="fewer repeats, a tenth of the largest sizes"
    )
    options = parser.parse_args()
    rows = []
    for group in options.only:
        print(f"{group} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="postil-benchmark-") as folder:
            rows += GROUPS[group](Bench(folder=Path(folder), is_quick=options.quick))
    print(table(rows))
    return 0 if all(row.is_met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
