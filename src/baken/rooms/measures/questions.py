"""What measures ask of the rooms above: what a measure serves.

Of those records it knows nothing; what was recommended, which it keeps itself, answers beside them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from baken.core.questions import Question

# A record by its table and row number.
Key = tuple[str, int]


@dataclass(frozen=True)
class Served:
    """A risk, an occurrence or a recommendation that measures are taken about.

    ``risk_class`` is empty where none is known, and where it has one that ``withholds`` says is told to
    nobody now; ``severity`` (0 to 5, the worst that could have
    happened) None. ``manages``: whoever asks may take measures about it. ``is_open``: there is still
    something to do about it. ``record`` is there when it was read for somebody.
    """

    key: Key
    ref: str
    title: str
    unit: int
    owner_unit: int | None
    confidentiality: int
    risk_class: str
    severity: int | None
    hazard: str = ""
    manages: bool = False
    is_open: bool = True
    withholds: bool = False
    record: Any = None


# What somebody means by a reference, as far as they read it: of an actor and a reference.
served_meant: Question[[Any, str], Served] = Question("served_meant")
# The things of some keys, whoever may read them: the rules of a measure look at them and show none.
served_of: Question[[Collection[Key]], Served] = Question("served_of")
