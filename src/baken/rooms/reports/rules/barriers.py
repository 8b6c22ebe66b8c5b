"""What an occurrence shows of a barrier, and what that is in the register of risks.

Source: domain reference, irm, section 9 (signals and evidence of a barrier).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Showed:
    """What was shown: a signal of a kind, and how grave; or ``is_evidence``: that the barrier works."""

    kind: str
    grade: str = ""
    is_evidence: bool = False


HELD = "held"
SHOWED = {
    "named": Showed("report"),
    "worked_in_part": Showed("failure", "partly"),
    "failed": Showed("failure", "wholly"),
    HELD: Showed("occurrence", is_evidence=True),
}
# What takes no more than to read the bow-tie; the rest weighs heavier, and takes who manages it.
FOR_READERS = ("named",)
