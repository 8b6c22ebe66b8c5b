"""What the records of a root are counted by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rolled:
    """Counts per unit, month and confidentiality, and by the value of one more field ``by``.

    Records in a state ``unless`` do not count, such as one that was merged into another.
    """

    by: str
    unless: tuple[str, ...] = ()
