"""What happens while an assessment is made: what it rests on, findings to the register, plan, follow-ups."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.assessments.actions.begin_assessment import SEALED, described
from baken.rooms.assessments.actions.open_follow_ups import open_follow_ups
from baken.rooms.assessments.actions.state_finding import risk_name, state_finding
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

Fields = Mapping[str, Any]


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

    A line that people stated themselves names its hazard; of an instrument that names none, such as the
    RI&E of a branch, the hazard is named in the register.
    Source: domain reference, instruments, section 6 (findings); risk management, section 3.
    """
    whole = whole_of(record)
    known = {(one.key, one.repetition, one.nth) for one in findings_of(record)}
    fresh = [one for one in whole.outcome.risks if key_of(one) not in known]
    wrong = [risk_name(one) for one in fresh if not one.trigger and not hazard_of(one)]
    if wrong:
        told = _("Say on the sheet which hazard this is: %(risks)s.") % {
            "risks": ", ".join(wrong[:5])
        }
        raise FieldsRefused({"": told})
    rows = [state_finding(record, whole, one, actor, at) for one in fresh]
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
