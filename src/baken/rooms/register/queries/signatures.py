"""Which steps of a risk and of a decision are signed so that somebody shows again who they are."""

from __future__ import annotations

from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.rules.decisions import HAND_UP
from baken.rooms.register.rules.independence import STILL_SCORED
from baken.rooms.register.rules.signing import AVOID, STOP
from baken.rooms.register.rules.states import STRICT
from baken.rooms.register.workflow.deciding import DECIDING

# To stop, to avoid or to hand up lets nothing go on, and must not wait for a code.
_AT_ONCE = (STOP, AVOID, HAND_UP)
# By which a decision that was suspended holds again.
SIGNED_AGAIN = frozenset({"resume"})
SIGNED = frozenset(one.name for one in DECIDING if one.name not in _AT_ONCE)


def is_signed(record: Risk | Decision, step: str) -> bool:
    """Whether a step signs for a high or extreme risk. Source: domain reference, irm, section 5.

    Nobody decides on a risk that is still scored, and to be asked who one is would tell its class.
    """
    if isinstance(record, Decision):
        return step in SIGNED_AGAIN and record.risk_class in STRICT
    decides = step in SIGNED and record.state not in STILL_SCORED
    return decides and record.current_class in STRICT
