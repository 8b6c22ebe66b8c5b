"""The facts on the left of a measure's page."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.access.roles import role_label
from baken.rooms.library.queries import label_of
from baken.rooms.library.queries.hazards import standard_measures
from baken.rooms.measures.models import Measure
from baken.rooms.measures.texts import ANSWERS, PRIORITY_LABELS, SOURCES
from baken.rooms.measures.views.rows import due_shown
from baken.rooms.org.queries import persons_named, tree

Facts = list[tuple[str, Any]]


def measure_facts_list(one: Measure, at: datetime) -> Facts:
    """What it is, whose, until when and at what cost; what is empty is left out."""
    names = persons_named(
        [one.owner, one.verifier, one.implemented_by, one.verified_by, one.decided_by]
    )

    def name(person: Any) -> str:
        return names.get(person, "") if person else ""

    facts: Facts = [
        (_("Level of control"), label_of("control_levels", one.control_level)),
        (_("Why nothing higher is possible"), one.justification),
        (_("Standard measure"), _standard(one.standard)),
        (_("Priority"), PRIORITY_LABELS[str(one.priority)]),
        (_("Why this priority?"), one.priority_reason),
        (_("Unit"), _unit(one.unit_id)),
        (_("Unit that acts"), _unit(one.owner_unit_id)),
        (_("By which post"), post_said(one.owner_post)),
        (_("Authority confirmed"), one.authority_confirmed_at),
        (_("Decided by"), name(one.decided_by)),
        (_("To be started on"), one.start_on),
        (_("Day that was agreed"), one.due_on),
        (_("How often it was put off"), one.postponed or ""),
        (_("Shown as overdue to"), _unit(one.raised_to_id)),
        (_("Money"), _money(one)),
        (_("Done by"), name(one.implemented_by)),
        (_("Who verifies whether it works"), name(one.verifier)),
        (_("Verified by"), name(one.verified_by)),
        (_("Last day of personal protection"), one.ends_on),
        *_others(one),
    ]
    owned = (_("Owner"), name(one.owner) or _("nobody yet"))
    known = [(label, value) for label, value in facts if value not in (None, "")]
    return [owned, (_("To be done by"), due_shown(one, at)), *known]


def effect_facts(one: Measure) -> Facts:
    """What must come of it and how that is verified, and why no more is done."""
    left = label_of("risk_classes", one.expected_residual) if one.expected_residual else ""
    facts: Facts = [
        (_("Class that is expected to stay"), left),
        (_("When does it work?"), one.success_criterion),
        (_("How is that verified?"), one.verification_method),
        (_("Side effects that were looked at"), one.side_effects),
        (_("Interim measure"), one.interim),
        (_("What more could be done?"), one.alarp_more),
        (_("Why is that too much: in cost"), one.alarp_cost),
        (_("Why is that too much: in time"), one.alarp_time),
        (_("Why is that too much: in trouble"), one.alarp_trouble),
    ]
    return [(label, value) for label, value in facts if value]


def post_said(post: str) -> str:
    """A post as it is kept, in the active language."""
    role, _space, unit = post.partition(" ")
    return f"{role_label(role)} {unit}" if post else ""


def _others(one: Measure) -> Facts:
    if one.asked_at is None:
        return []
    with_whom = ", ".join(filter(None, (one.asked_party, _unit(one.asked_unit_id))))
    answer = str(ANSWERS[one.answer]) if one.answer else _("no answer yet")
    return [
        (_("Whom it lies with"), with_whom),
        (_("Asked"), one.asked_at),
        (_("Answer"), answer),
        (_("To be answered by"), one.answer_due_at),
    ]


def _money(one: Measure) -> str:
    if one.budget_cents is None:
        return ""
    source = str(SOURCES.get(one.budget_source, ""))
    euros = number_format(Decimal(one.budget_cents) / 100, 2, force_grouping=True)
    return ", ".join(part for part in (f"€ {euros}", source) if part)


def _unit(number: int | None) -> str:
    return tree().by_id[number].name if number else ""


def _standard(code: str) -> str:
    known = standard_measures().get(code)
    return known.text.said(get_language() or "nl") if known else code
