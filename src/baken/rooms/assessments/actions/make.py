"""What happens while an assessment is made: what it rests on, findings to the register, plan, follow-ups."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor, system_actor
from baken.core.instruments.filling import RaisedRisk
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.assessments.actions.begin_assessment import SEALED, described
from baken.rooms.assessments.actions.open_follow_ups import open_follow_ups
from baken.rooms.assessments.models import (
    Assessment,
    AssessmentBasis,
    AssessmentFinding,
    AssessmentFollowUp,
)
from baken.rooms.assessments.queries.parts import basis_part, finding_part, follow_up_part
from baken.rooms.assessments.queries.sheet import (
    findings_of,
    hazard_of,
    key_of,
    whole_of,
)
from baken.rooms.org.queries import tree
from baken.rooms.register.actions import identify_risk
from baken.rooms.register.actions.carry_score import CarriedScore, carry_score
from baken.rooms.sheets.queries.filled import Whole
from baken.rooms.sheets.texts import said

Fields = Mapping[str, Any]
CONTEXT = "non_operational"


def described_anew(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Other words for what it is about."""
    values = described(fields)
    words = {"title": values["title"], "scope": values["scope"]}
    return Change(values=values, words=words, seal=SEALED)


def settled(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Of one thing it is said that it is used, or why it is left out; saying it anew is possible."""
    sort, _dot, code = fields["item"].partition(".")
    row = AssessmentBasis.objects.of(record).get(sort=sort, code=code)
    row.standing, row.text = fields["standing"], fields["text"]
    row.at, row.by = at, actor.person
    row.save(update_fields=["standing", "text", "at", "by"])
    return Change(
        facts={"item": fields["item"], "standing": row.standing},
        words={"told": row.text},
        parts=basis_part(row),
    )


def inventoried(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """From now on what was found is evaluated; the further inventories it asks for are open work."""
    return Change(then=lambda fresh: open_follow_ups(actor=actor, record=fresh, at=at))


def evaluated(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Every risk of the sheet that is no finding yet becomes a risk of the register, with where it came from.

    Source: domain reference, instruments, section 6 (findings); risk management, section 3.
    """
    whole = whole_of(record)
    known = {(one.key, one.repetition, one.nth) for one in findings_of(record)}
    fresh = [one for one in whole.outcome.risks if key_of(one) not in known]
    wrong = [risk_name(one) for one in fresh if not hazard_of(one)]
    if wrong:
        told = _("Say on the sheet which hazard this is: %(risks)s.") % {
            "risks": ", ".join(wrong[:5])
        }
        raise FieldsRefused({"": told})
    rows = [_finding(record, whole, one, actor, at) for one in fresh]
    AssessmentFinding.objects.bulk_create(rows)
    parts = {key: value for row in rows for key, value in finding_part(row).items()}
    return Change(facts={"findings": len(known) + len(rows), "new": len(rows)}, parts=parts)


def planned(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Which experts review it beside those that its hazards ask for."""
    return Change(values={"scopes": list(fields.get("scopes") or [])})


def sent_back(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Back to the evaluation or the plan; the reviews stay readable, and are given anew afterwards."""
    return Change(
        state=fields["to"], words={"reason": fields["reason"]}, facts={"to": fields["to"]}
    )


def follow_up_ended(record: Assessment, actor: Actor, at: datetime, fields: Fields) -> Change:
    """What came of a further inventory, and where it is kept."""
    rows = AssessmentFollowUp.objects.of(record).filter(
        instrument=fields["instrument"], standing="open"
    )
    row = rows.first()
    if row is None:
        raise FieldsRefused({"instrument": _("This one is not open here.")})
    row.standing, row.text, row.ended_at = fields["standing"], fields["text"], at
    row.save(update_fields=["standing", "text", "ended_at"])
    return Change(
        facts={"instrument": row.instrument, "standing": row.standing},
        words={"told": row.text},
        parts=follow_up_part(row),
    )


def risk_name(one: RaisedRisk) -> str:
    """What a raised risk is called."""
    return said(one.trigger.title) if one.trigger else str((one.line or {}).get("title", ""))


def _finding(
    record: Assessment, whole: Whole, one: RaisedRisk, actor: Actor, at: datetime
) -> AssessmentFinding:
    label = whole.label_of(one.place.repetition)
    name = risk_name(one)
    title = (f"{name}: {label}" if label else name)[:200]
    risk = identify_risk(
        actor=actor,
        unit=tree().by_id[record.unit_id],
        fields={
            "title": title,
            "scenario": _scenario(one) or title,
            "hazard": hazard_of(one),
            "context": CONTEXT,
            "activity": record.title,
            "exposed": record.headcount,
        },
        at=at,
        origin=record,
        model=one.current.model if one.current else "",
    )
    _carry(whole, one, risk, at)
    return AssessmentFinding(
        record=record,
        key=one.place.key,
        repetition=one.place.repetition,
        nth=one.nth,
        title=title,
        label=label,
        common=one.current.common.value if one.current and one.current.common else "",
        risk_number=risk.pk,
        risk_ref=risk.ref,
        at=at,
    )


def _carry(whole: Whole, one: RaisedRisk, risk: Any, at: datetime) -> None:
    """What people scored on the sheet are their scores in the register: nobody scores the same twice."""
    for row in whole.scores.get(one.place, ()):
        if row.moment == "current" and row.by is not None:
            given = CarriedScore(
                row.by, row.post, row.choice, row.argument or _("Scored on the sheet.")
            )
            carry_score(actor=system_actor("assessments"), record=risk, given=given, at=at)


def _scenario(one: RaisedRisk) -> str:
    if one.trigger is not None:
        return said(one.trigger.scenario)
    return str((one.line or {}).get("scenario", ""))
