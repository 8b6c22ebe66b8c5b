"""What protects people while a risk goes on: of whom it is asked, and until when a decision holds by it.

Source: domain reference, irm, section 6 (extreme: immediate stop or interim measure; to hand up does not
take that duty away). Of a broken limit (section 3) it is asked before anybody signs, in ``signing``.
"""

from __future__ import annotations

from datetime import date, timedelta

from baken.rooms.register.rules.resolution import ACCEPT, EXEMPT
from baken.rooms.register.rules.signing import ESCALATE, MITIGATE, TRANSFER

EXTREME = "extreme"
# What the history says of a description that took away that a limit of law is broken.
LIFTED = "lifted"
# Kinds after which people go on meeting the risk: by decision, or because it is still to be decided.
GOES_ON = (ACCEPT, EXEMPT, MITIGATE, TRANSFER, ESCALATE)


def asks_control(kind: str, *, risk_class: str) -> bool:
    """Whether a decision names what protects people meanwhile, by the class of the risk."""
    return risk_class == EXTREME and kind in GOES_ON


def over_on(until: date | None) -> date | None:
    """The first day on which the protection is over; a decision holds no longer than that."""
    return until + timedelta(days=1) if until else None
