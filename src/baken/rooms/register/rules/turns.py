"""Which turns of scores count: what one person found alone never takes the place of what more found.

Source: domain reference, instruments, section 4.1; irm, section 13 (changing scale to reach a lower
class).
"""

from __future__ import annotations

from collections.abc import Sequence

# The kind of score that says how a risk is now: its class, its clock and who decides follow from it.
CURRENT = "current"


def first_that_counts(sizes: Sequence[int], *, enough: int) -> int:
    """The place of the oldest turn that still counts, of turns with so many scorers, oldest first.

    It is the newest in which enough people scored; when there is none, every turn counts. The highest
    score from that turn on stands.
    """
    full = [place for place, size in enumerate(sizes) if size >= enough]
    return full[-1] if full else 0
