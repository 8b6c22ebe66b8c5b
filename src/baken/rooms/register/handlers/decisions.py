"""Who hears that a decision on a risk was suspended, holds again, ends soon or has ended; safe to repeat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.org.queries import nearest_holders, own_key_of, tree
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.queries.told_up import COMMITTEE, keys_told
from baken.rooms.register.rules.decisions import STILL_TO_DECIDE
from baken.rooms.register.rules.told import MANAGING_ROLES

SUSPENDED = declare_notice(
    "register.decision.suspended",
    _("Decision %(ref)s is suspended: it does not hold until it is restored."),
    Decision.page_name,
    group="terms",
    by_mail="reference",
)
HOLDS_AGAIN = declare_notice(
    "register.decision.holds_again",
    _("Decision %(ref)s holds again."),
    Decision.page_name,
    by_mail="reference",
)
ENDS_SOON = declare_notice(
    "register.decision.ends_soon",
    _("Decision %(ref)s ends soon. Decide anew in time, or let it end."),
    Decision.page_name,
    group="terms",
    by_mail="reference",
)
CONDITIONS_ASKED = declare_notice(
    "register.decision.conditions_asked",
    _("Nobody noted of late how a condition of decision %(ref)s stands. Note it."),
    Decision.page_name,
    group="terms",
    by_mail="reference",
)
ENDED = declare_notice(
    "register.decision.ended",
    _("Decision %(ref)s holds no more."),
    Decision.page_name,
    by_mail="reference",
)
TOLD = declare_notice(
    "register.risk.decided_below",
    _("A decision was taken on risk %(ref)s, of which the mandate table lets you know."),
    Risk.page_name,
    by_mail="reference",
)

OUTSIDE = declare_notice(
    "register.risk.decided_outside",
    _(
        "Risk %(ref)s is let go on, outside the risk appetite. Put it before the safety committee at its"
        " next meeting."
    ),
    Risk.page_name,
    by_mail="reference",
)


def tell_about_decision(event: Any, at: datetime) -> None:
    """Tell who signed, and beside them whom the change concerns."""
    rows: Any = Decision.objects.for_system(reason="deliver").filter(pk=event.record)
    decision = rows.select_related("risk").first()
    code = _code_of(event)
    if decision is None or not code:
        return
    roles = tuple(event.payload.get("alert", ()))
    if code in (ENDS_SOON, ENDED):
        roles = MANAGING_ROLES
    unit = tree().by_id[decision.owner_unit_id or decision.unit_id]
    people = {one.person for one in nearest_holders(roles=roles, unit=unit, at=at)}
    if code == CONDITIONS_ASKED and decision.risk.owner:
        people.add(decision.risk.owner)
    keys = sorted(own_key_of(one) for one in {*people, decision.signer})
    notify(to_keys=keys, code=code, record=decision, at=event.at)


def tell_up(event: Any, at: datetime) -> None:
    """Tell those of a decision whom the mandate table names; to hand up or to return is none.

    Of what lies outside the appetite the committee hears that, and not besides that it was decided.
    Source: domain reference, irm, sections 5 and 11.
    """
    tell = () if event.payload.get("kind") in STILL_TO_DECIDE else event.payload.get("tell", ())
    rows: Any = Risk.objects.for_system(reason="deliver").filter(pk=event.record)
    risk = rows.first() if tell else None
    if risk is None:
        return
    outside = [COMMITTEE] if event.payload.get("outside_appetite") else []
    others = [one for one in tell if one not in outside]
    notify(to_keys=keys_told(others, risk, at), code=TOLD, record=risk, at=event.at)
    notify(to_keys=keys_told(outside, risk, at), code=OUTSIDE, record=risk, at=event.at)


def _code_of(event: Any) -> str:
    """Which notice a step of a decision asks for, by what became of it; none for its signature."""
    step, state = event.payload.get("step"), event.payload.get("state")
    if state == "ended":
        return ENDED
    by_itself = {"remind": ENDS_SOON, "ask_conditions": CONDITIONS_ASKED}
    if step in by_itself:
        return by_itself[step]
    if step in ("note_condition", "suspend") and state == "suspended":
        return SUSPENDED
    return HOLDS_AGAIN if step == "resume" else ""
