"""Refuses coverage below the house's floor: core and rules whole, everything else 95 %.

Branch coverage, read from ``coverage json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

WHOLE = 95.0
COMPLETE = 100.0


def must_be_complete(path: str) -> bool:
    """Whether a file is one of those of which every branch is tested."""
    parts = Path(path).parts
    return "core" in parts or Path(path).name == "rules.py" or "rules" in parts


def shortfalls(measured: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for every file of core and rules that is not complete, and for the whole."""
    for path, found in sorted(measured["files"].items()):
        percent = found["summary"]["percent_covered"]
        if must_be_complete(path) and percent < COMPLETE:
            lines = ", ".join(map(str, found["missing_lines"][:12]))
            branches = ", ".join(f"{a}->{b}" for a, b in found["missing_branches"][:6])
            missing = "; ".join(part for part in (lines, branches) if part)
            yield f"{path}: {percent:.1f} % instead of 100 % (missing {missing})"
    total = measured["totals"]["percent_covered"]
    if total < WHOLE:
        yield f"the whole: {total:.1f} % instead of {WHOLE:.0f} %"


def main(arguments: list[str]) -> int:
    """Print the shortfalls; returns 1 when there are any."""
    (path,) = arguments
    measured = json.loads(Path(path).read_text(encoding="utf-8"))
    found = list(shortfalls(measured))
    print(f"coverage of the whole: {measured['totals']['percent_covered']:.1f} %")
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
