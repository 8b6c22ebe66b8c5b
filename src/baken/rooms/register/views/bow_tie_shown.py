"""Everything that the page of a bow-tie shows: drawing, tables, each barrier, thread and steps."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from baken.core.access import Actor, may
from baken.core.questions import thread_nodes
from baken.core.workflow.available import available_steps
from baken.core.workflow.buttons import step_buttons
from baken.rooms.library.queries import label_of
from baken.rooms.org.queries import posts_by_permit, tree
from baken.rooms.register.models import BowTie
from baken.rooms.register.permits import MANAGE
from baken.rooms.register.queries.bow_ties import (
    Parts,
    estimate_in,
    evidence_of,
    parts_of,
    risks_leaning_on,
)
from baken.rooms.register.rules.drawing import Drawing, DrawnBarrier, DrawnLine, drawing_of
from baken.rooms.register.rules.quantified import Estimate
from baken.rooms.register.texts import STATUSES
from baken.rooms.register.views.bow_tie_barriers import barriers_shown
from baken.rooms.register.views.bow_tie_rows import line_rows, risk_rows
from baken.rooms.register.workflow import BOW_TIE

# Steps about the whole; those about a part stand beside that part.
WHOLE = (
    "add_threat",
    "add_consequence",
    "add_barrier",
    "note_signal",
    "name_barrier",
    "tie_risk",
    "describe",
    "withdraw",
    "reinstate",
)


def bow_tie_shown(actor: Actor, record: BowTie, at: datetime) -> dict[str, Any]:
    """What the template of a bow-tie's page needs."""
    parts, manages = parts_of(record), may(actor, MANAGE, record) and record.state == "in_use"
    estimate = estimate_in(record, parts)
    often = _often(parts, estimate)
    steps = _steps(actor, record, at)
    threats = line_rows(record, parts.threats, parts, often, manages)
    consequences = line_rows(record, parts.consequences, parts, often, manages)
    risks = risk_rows(actor, record, risks_leaning_on(actor, record), manages)
    return {
        "record": record,
        "state": BOW_TIE.states[record.state],
        "facts": _facts(record, estimate),
        "drawing": drawn(record, parts),
        "threat_columns": threats[0],
        "threats": threats[1],
        "consequence_columns": consequences[0],
        "consequences": consequences[1],
        "barriers": barriers_shown(record, parts, evidence_of(record), manages),
        "risk_columns": risks[0],
        "risks": risks[1],
        "thread": thread_nodes.ask(actor, record),
        "steps": [one for one in steps if one["allowed"]],
        "closed_steps": [one for one in steps if not one["allowed"]],
    }


def drawn(record: BowTie, parts: Parts) -> Drawing:
    """The bow-tie laid out for drawing, its statuses in words."""

    def lines(found: Any) -> list[DrawnLine]:
        return [DrawnLine(one.code, one.text, barriers(one)) for one in found]

    def barriers(line: Any) -> list[DrawnBarrier]:
        return [
            DrawnBarrier(one.code, one.text, one.status, str(STATUSES[one.status]))
            for one in parts.barriers_on(line)
        ]

    return drawing_of(record.top_event, lines(parts.threats), lines(parts.consequences))


def _often(parts: Parts, estimate: Estimate | None) -> dict[str, str]:
    """What is known of how often each threat comes, and how grave and frequent each consequence is."""
    said = {one.code: _times(one.frequency) for one in parts.threats if one.frequency is not None}
    for one in parts.consequences:
        words = [] if one.severity is None else [_severity(one.severity)]
        words += [_times(estimate.consequences[one.code])] if estimate else []
        said[one.code] = "; ".join(words)
    return said


def _severity(level: int) -> str:
    return f"{level} – {label_of('severities', level)}"


def _times(often: float) -> str:
    """So many times a year, in two digits: an order of magnitude and no more."""
    shown = float(f"{often:.2g}")
    text = number_format(f"{shown:f}".rstrip("0").rstrip("."))
    return ngettext("%(times)s time a year", "%(times)s times a year", 1 if shown == 1 else 2) % {
        "times": text
    }


def _facts(record: BowTie, estimate: Estimate | None) -> list[tuple[str, Any]]:
    facts = [
        (_("Hazard"), label_of("hazards", record.hazard)),
        (_("Top event"), record.top_event),
        (_("Unit"), tree().by_id[record.unit_id].name),
        (_("Drawn"), record.drawn_at),
        (
            _("Why the barriers do not fail together"),
            record.independence or _("nobody argued this: nothing is estimated"),
        ),
    ]
    if estimate is not None:
        text = _("about %(often)s – an order of magnitude, no proven chance")
        facts.append((_("Top event, estimated"), text % {"often": _times(estimate.top)}))
    return facts


def _steps(actor: Actor, record: BowTie, at: datetime) -> list[dict[str, Any]]:
    """The steps about the whole; who manages need not say that something is wrong in the other way."""
    unit = tree().by_id[record.owner_unit_id or record.unit_id]
    language = get_language() or "nl"
    choices = [
        one for one in available_steps(record=record, actor=actor, at=at) if one.name in WHOLE
    ]
    if any(one.name == "note_signal" and one.allowed for one in choices):
        choices = [one for one in choices if one.name != "name_barrier"]
    return step_buttons(
        choices=choices,
        url_of=lambda name: reverse("register:bow-tie-step", args=[record.ref, name]),
        who_may=lambda permits: posts_by_permit(permits, unit, language),
        first=WHOLE,
    )
