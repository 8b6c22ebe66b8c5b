"""``baken verify-trail``: proves that nothing in the trail was changed behind its back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

NAME = "verify-trail"
HELP = "check the chain of the audit trail, and print the newest seals to keep elsewhere"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--seals FILE``."""
    parser.add_argument(
        "--seals",
        type=Path,
        metavar="FILE",
        help="seals that were printed and kept elsewhere earlier: each must still stand",
    )


def run(options: argparse.Namespace) -> int:
    """Say that the trail holds with its newest seals, or the first place where it does not."""
    from baken.core.trail.seal import newest_seals, unknown_seals
    from baken.core.trail.verify import breaks

    noted = options.seals.read_text(encoding="utf-8").splitlines() if options.seals else []
    broken = next(iter(breaks()), None)
    if broken is not None:
        return _broken(f"First at {broken}.")
    gone = unknown_seals(noted)
    if gone:
        return _broken(f"This seal was kept elsewhere and is gone: {gone[0][:120]}")
    print("The trail holds.", *newest_seals(), sep="\n")
    return 0


def _broken(sentence: str) -> int:
    print(f"The trail does not hold. {sentence}", file=sys.stderr)
    return 1
