"""What somebody gives: an answer to a question, and what they knew of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from baken.core.instruments.filling import Place


@dataclass(frozen=True)
class NewAnswer:
    """An answer as it was typed or sent; ``raw`` None takes it away.

    ``seen`` is the change of this place that its giver knew of, 0 of none.
    """

    place: Place
    raw: Any
    reason: str = ""
    seen: int = 0
