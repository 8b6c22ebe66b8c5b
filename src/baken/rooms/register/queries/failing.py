"""Why a risk that leans on a failing barrier is not accepted now, as a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from baken.core.access import may
from baken.core.workflow.table import Refusal
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.queries.red_barriers import failing_under
from baken.rooms.register.rules.decisions import KINDS
from baken.rooms.register.rules.signing import Refusal as No

FAILS = "barrier_fails"


def failing_barriers(case: Case, kind: str) -> list[tuple[No, Refusal]]:
    """Why a high or extreme risk is not carried on as it is while a barrier under it fails.

    To take measures, to avoid or to hand up is not refused. A bow-tie that the signer may not read is
    not named. Source: domain reference, irm, section 9 (a red barrier reopens the acceptance).
    """
    found = failing_under(case.risk) if KINDS[kind].carries else None
    if found is None:
        return []
    record, barriers = found
    which = _("A barrier that this risk leans on fails.")
    if may(case.actor, READ, record):
        names = "; ".join(f"{record.ref}, {one.code}, {one.text}" for one in barriers)
        which = _("A barrier that this risk leans on fails: %(names)s.") % {"names": names}
    mend = _("See to it that it works, or decide on measures until it does.")
    return [(No(FAILS), Refusal(FAILS, f"{which} {mend}"))]
