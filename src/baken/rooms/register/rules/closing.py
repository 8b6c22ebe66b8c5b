"""Who closes a risk, or lets it be watched from now on: of a grave one never who manages it alone.

Source: domain reference, irm, sections 7 and 13 (no closing by who carried it out).
"""

from __future__ import annotations

from baken.rooms.register.rules.signing import AVOID, STOP, TRANSFER

ANYBODY, ANOTHER, MANDATE = "anybody", "another", "mandate"
# Decisions after which nobody here meets the risk any more, so that somebody must see that it is gone.
AT_ONCE = (AVOID, STOP)
SETTING_ASIDE = (*AT_ONCE, TRANSFER)


def who_closes(kind: str, *, grave: bool, suspended: bool) -> str:
    """Who closes a risk on which a kind of decision stands, among those who manage it.

    ANYBODY; ANOTHER than who signed, or who holds the mandate; or only who holds the MANDATE.
    """
    if suspended:
        return MANDATE
    if not grave:
        return ANYBODY
    return ANOTHER if kind in SETTING_ASIDE else MANDATE
