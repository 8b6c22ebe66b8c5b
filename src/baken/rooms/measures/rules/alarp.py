"""What must be said where a risk of medium class or higher stays: why more is grossly disproportionate.

Source: domain reference, risk management, section 10 and section 17, test 15.
"""

from __future__ import annotations

from collections.abc import Mapping

# What else could be done, what that costs in money, time and trouble, and why it is too much.
RECORD = ("alarp_more", "alarp_cost", "alarp_time", "alarp_trouble")
ASKED_FROM = ("medium", "high", "extreme")


def missing_in_record(*, stays: str, said: Mapping[str, str]) -> tuple[str, ...]:
    """The fields of the record that are empty, by the class that is expected to stay."""
    if stays not in ASKED_FROM:
        return ()
    return tuple(name for name in RECORD if not said.get(name, "").strip())
