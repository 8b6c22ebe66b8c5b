"""Which steps of a risk are signed so that somebody shows again who they are."""

from __future__ import annotations

from baken.rooms.register.models import Risk
from baken.rooms.register.rules.decisions import HAND_UP, STRICT
from baken.rooms.register.rules.signing import AVOID, STOP
from baken.rooms.register.workflow.deciding import DECIDING

# To stop, to avoid or to hand up lets nothing go on, and must not wait for a code.
_AT_ONCE = (STOP, AVOID, HAND_UP)
SIGNED = frozenset(one.name for one in DECIDING if one.name not in _AT_ONCE)


def is_signed(risk: Risk, step: str) -> bool:
    """Whether a step signs for a high or extreme risk. Source: domain reference, irm, section 5."""
    return step in SIGNED and risk.current_class in STRICT
