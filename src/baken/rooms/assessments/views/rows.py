"""What pages of assessments show: lists, facts, findings with their plan, reviews, further inventories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.page.addresses import record_address
from baken.core.page.moments import badge_html
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.queries.choices import basis_name
from baken.rooms.assessments.queries.shown import Inside, needed_scopes
from baken.rooms.assessments.rules import HOLDING, OPEN, is_late, is_stale, rank
from baken.rooms.assessments.texts import (
    CONDITIONS,
    CRITERIA,
    FOLLOW_UPS,
    OUTCOMES,
    STANDINGS,
    VERDICTS,
)
from baken.rooms.assessments.workflow import ASSESSMENT
from baken.rooms.library.queries import code_list
from baken.rooms.library.queries.instruments import announced_titles
from baken.rooms.measures.workflow import MEASURE
from baken.rooms.org.queries import persons_named, tree
from baken.rooms.register.workflow import RISK

Shown = dict[str, Any]


def assessment_rows(found: Sequence[Assessment], at: datetime) -> tuple[list[Shown], list[Shown]]:
    """A table of assessments: of which unit, how it stands, until when it holds."""
    columns: list[Shown] = [
        {"key": "ref", "label": _("Reference"), "url": "url", "head": True, "phone": "line"},
        {"key": "title", "label": _("What"), "phone": "lead"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "state", "label": _("State"), "phone": "line"},
        {"key": "since", "label": _("In force since"), "phone": "line"},
        {"key": "until", "label": _("Valid until"), "phone": "line"},
    ]
    here = tree()
    rows = [
        {
            "ref": one.ref,
            "url": record_address(one),
            "title": one.title,
            "unit": here.by_id[one.unit_id].name,
            "state": state_shown(one, at),
            "since": clock.local_date(one.in_force_at) if one.in_force_at else _("not yet"),
            "until": one.valid_until or _("not yet"),
        }
        for one in found
    ]
    return columns, rows


def state_shown(one: Assessment, at: datetime) -> Any:
    """The state in a word, and another one when it is old."""
    state = str(ASSESSMENT.states[one.state])
    if not stale(one, at):
        return state
    return format_html("{} {}", state, badge_html(_("three years or older"), "danger"))


def stale(one: Assessment, at: datetime) -> bool:
    """Whether an assessment that holds is shown as old."""
    began = clock.local_date(one.in_force_at) if one.in_force_at else None
    return one.state in HOLDING and is_stale(began, clock.local_date(at))


def watermark(one: Assessment) -> str:
    """What stands across an assessment that holds no more; nothing of one that does."""
    return {
        "expired": _("Expired"),
        "superseded": _("Replaced by a newer version"),
        "withdrawn": _("Withdrawn"),
    }.get(one.state, "")


def facts_list(one: Assessment) -> list[tuple[str, Any]]:
    """What is known of an assessment beside its texts; what was left open is left out."""
    people = {one.begun_by, one.decided_by} - {None}
    names = persons_named(people)
    reason = code_list("review_reasons").get(one.reason)
    signer = names.get(one.decided_by, "") if one.decided_by else ""
    facts: list[tuple[str, Any]] = [
        (_("Unit"), tree().by_id[one.unit_id].name),
        (_("People"), one.headcount),
        (_("Begun by"), names.get(one.begun_by, "") if one.begun_by else ""),
        (_("In force since"), one.in_force_at),
        (_("Signed by"), ", ".join(told for told in (signer, one.decided_post) if told)),
        (_("Valid until"), one.valid_until),
        (_("Looked at again on"), one.review_on),
        (_("Why it must be looked at again"), reason.label if reason else ""),
        (_("What exactly"), one.reason_text),
    ]
    return [(label, value) for label, value in facts if value not in (None, "")]


def basis_rows(inside: Inside) -> Iterator[Shown]:
    """What it rests on and covers, each with how."""
    names = persons_named({row.by for row in inside.basis if row.by})
    for row in inside.basis:
        yield {
            "sort": row.sort,
            "item": f"{row.sort}.{row.code}",
            "name": basis_name(row.sort, row.code),
            "standing": STANDINGS[row.standing],
            "is_open": row.standing == "open",
            "text": row.text,
            "by": names.get(row.by, "") if row.by else "",
        }


def finding_rows(inside: Inside) -> Iterator[Shown]:
    """The findings, the worst in front, with the risk that each became and what is done about it."""
    owners = {m.owner for found in inside.measures.values() for m in found if m.owner}
    names = persons_named(owners)
    for one in sorted(inside.findings, key=lambda one: rank(one.common)):
        risk = inside.risks.get(one.risk_number)
        yield {
            "title": one.title,
            "common": one.common,
            "ref": one.risk_ref,
            "url": record_address(risk) if risk is not None else "",
            "state": RISK.states[risk.state] if risk is not None else "",
            "measures": [
                {
                    "ref": m.ref,
                    "url": record_address(m),
                    "title": m.title,
                    "state": MEASURE.states[m.state],
                    "owner": names.get(m.owner, "") if m.owner else "",
                    "due": m.due_on,
                }
                for m in inside.measures.get(one.risk_number, ())
            ]
            + [
                {"title": m.title, "state": MEASURE.states[m.state], "due": m.due_on}
                for m in inside.plan.get(one.risk_number, ())
            ],
        }


def review_rows(record: Assessment, inside: Inside) -> Iterator[Shown]:
    """The reviews, and the fields of which one is still needed."""
    scopes = code_list("review_scopes")
    names = persons_named({one.by for one in inside.reviews})
    newest = {one.scope: one.pk for one in inside.reviews if one.pk in inside.counting}
    for one in inside.reviews:
        yield {
            "scope": scopes[one.scope].label if one.scope in scopes else one.scope,
            "outcome": OUTCOMES[one.outcome],
            "tone": {"approved": "success", "rejected": "danger"}.get(one.outcome, "warning"),
            "is_older": newest.get(one.scope) != one.pk,
            "by": names.get(one.by, ""),
            "on": one.reviewed_on,
            "conditions": one.conditions,
            "conditions_due_on": one.conditions_due_on,
            "criteria": [
                {
                    "name": label,
                    "verdict": VERDICTS[one.criteria[code]["verdict"]],
                    "evidence": one.criteria[code]["evidence"],
                }
                for code, label in CRITERIA.items()
            ],
        }
    for scope in sorted(needed_scopes(record, inside) - newest.keys()):
        yield {"scope": scopes[scope].label, "is_missing": True}


def condition_rows(inside: Inside, day: date) -> Iterator[Shown]:
    """The conditions of the reviews, each with who meets it and by when, or how it was met."""
    scopes = code_list("review_scopes")
    people = {one for row in inside.conditions for one in (row.owner, row.noted_by) if one}
    names = persons_named(people)
    for row in inside.conditions:
        yield {
            "nth": row.nth,
            "text": row.text,
            "scope": scopes[row.scope].label if row.scope in scopes else row.scope,
            "owner": names.get(row.owner, "") if row.owner else "",
            "due_on": row.due_on,
            "is_late": is_late(row.standing, row.due_on, day),
            "is_open": row.standing == OPEN,
            "standing": CONDITIONS[row.standing],
            "how": row.how,
            "by": names.get(row.noted_by, "") if row.noted_by else "",
            "noted_at": row.noted_at,
        }


def follow_up_rows(inside: Inside, day: date) -> Iterator[Shown]:
    """The further inventories, each with who owns it and by when."""
    titles = announced_titles()
    names = persons_named({one.owner for one in inside.follow_ups if one.owner})
    for one in inside.follow_ups:
        yield {
            "title": titles.get(one.instrument, one.instrument),
            "owner": names.get(one.owner, "") if one.owner else "",
            "due_on": one.due_on,
            "is_late": one.standing == "open" and one.due_on < day,
            "standing": FOLLOW_UPS[one.standing],
            "text": one.text,
        }
