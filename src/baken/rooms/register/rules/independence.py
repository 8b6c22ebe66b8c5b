"""Who may see what others gave a risk: people score by themselves first.

Source: domain reference, instruments, section 4.1 (at least two people score; keep the spread).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection

# States in which a second person is still asked to score.
STILL_SCORED = ("identified", "analysed", "reopened")


def is_kept_from(
    *,
    scorers: Collection[uuid.UUID],
    enough: int,
    person: uuid.UUID | None,
    state: str,
    may_score: bool,
) -> bool:
    """Whether the scores of a turn are kept from somebody, who is to score first.

    They are while fewer than ``enough`` have scored, one more is still asked for, and this person could
    be that.
    """
    waits = state in STILL_SCORED and 0 < len(scorers) < enough
    return waits and may_score and person not in scorers
