"""``baken verify-trail``: proves that nothing in the trail was changed behind its back."""

from __future__ import annotations

import argparse
import sys

NAME = "verify-trail"
HELP = "check the chain of the audit trail"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:
    """Say that the trail holds, or the first place where it does not."""
    from baken.core.trail.verify import breaks

    broken = next(iter(breaks()), None)
    if broken is None:
        print("The trail holds.")
        return 0
    print(f"The trail does not hold. First at {broken}.", file=sys.stderr)
    return 1
