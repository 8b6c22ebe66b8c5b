"""Whether somebody may close a risk, or let it be watched from now on."""

from __future__ import annotations

from baken.core.access import may
from baken.rooms.org.queries.tidying import hands_over_soon
from baken.rooms.register.permits import DECIDE
from baken.rooms.register.queries.cases import ONE_DAY, Case, Terms
from baken.rooms.register.rules.closing import ANOTHER, MANDATE, SETTING_ASIDE, who_closes
from baken.rooms.register.rules.decisions import KINDS
from baken.rooms.register.rules.periods import Period
from baken.rooms.register.rules.posts import PROBLEMS
from baken.rooms.register.rules.resolution import ACCEPT, EXEMPT
from baken.rooms.register.rules.states import STRICT

CLOSE, MONITOR = "close", "monitor"
# What is said of somebody's own posts and of what they did before, and not of the case.
OF_MANDATE = frozenset({*PROBLEMS, "only_author", "took_limit_away"})


def why_not_over(case: Case, step: str) -> str:
    """Why the actor does not close a risk or let it be watched, as a code; empty when they do.

    To watch what was set aside is to look whether it is gone: that takes nobody's mandate. Whoever hands
    over command soon closes nothing: somebody else looks whether it is gone.
    """
    risk, standing = case.risk, case.standing
    if step == MONITOR and risk.suspended:
        return "suspended"
    if step == CLOSE and hands_over_soon(case.actor, risk.owner_unit_id or risk.unit_id, case.at):
        return "hands_over"
    kind = standing.kind if standing else ""
    grave = bool({risk.current_class, risk.residual_class} & set(STRICT))
    who = who_closes(kind, grave=grave, suspended=risk.suspended)
    if step == MONITOR and kind in SETTING_ASIDE:
        return ""
    if who == ANOTHER and standing is not None and standing.signer != case.actor.person:
        return ""
    if who in (ANOTHER, MANDATE) and not _holds_mandate(case):
        return f"closed_by_{who}"
    return ""


def _holds_mandate(case: Case) -> bool:
    """Whether the actor could have let the risk go on for as long as was decided."""
    if not may(case.actor, DECIDE, case.risk):
        return False
    verdict, _found = case.verdict(
        EXEMPT if case.risk.breaches_limit else ACCEPT, terms=_terms_of(case)
    )
    return not {one.code for one in verdict.refusals} & set(PROBLEMS)


def _terms_of(case: Case) -> Terms:
    """The days for which the decision that stands was signed; of one without a term a single day."""
    standing = case.standing
    if standing is None or standing.ends_on is None or not KINDS[standing.kind].lasts:
        return case.today
    first = min(standing.starts_on, standing.ends_on - ONE_DAY)
    return Terms(Period(first, standing.ends_on))
